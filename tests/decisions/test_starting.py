"""The start of a placement: the plan that blocks, the visits before, the notices, and that the child came."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

import walk_world
from carecommons.children.models import Child
from carecommons.common.errors import NotAllowed, NotNow, ReasonMissing, Refused
from carecommons.decisions import actions, queries
from carecommons.decisions.models import NoticeSent, PlacementStart, PlanAnswer
from carecommons.decisions.placement import Placed
from carecommons.decisions.starting import (
    HOME_AGREES,
    ITEMS,
    PARENTS,
    Step,
    check_may_begin,
    checked,
    items_for,
    lacking,
    plan_due,
    yes_owed,
)
from carecommons.matching.actions import refer, withdraw
from carecommons.people.models import Look
from carecommons.people.roles import Person, Role
from carecommons.register.models import Entry
from decisions.placements_made import answer_all, planned, planned_tonight
from matching.invited import invited
from walk_world import DEVON, KENT, NOON, SEED, TODAY, WORKER, acting

FAR = acting(Role.SOCIAL_WORKER, DEVON)
DAY = timedelta(days=1)
HOMES = ("foster_household", "childrens_home", "parents", "supported_accommodation")
MOVE = NOON + 14 * DAY  # walk_world's searches want a home by then
MOVE_DAY = MOVE.date()


# ------------------------------------------------------------------------------------------------------ the heart


def test_a_home_with_staff_is_asked_of_its_staff_and_parents_are_not_asked_what_they_may_decide():
    codes = {kind: {item.code for item in items_for(kind, owes_yes=False)} for kind in HOMES}
    staff = {"behaviour", "staff"}
    assert staff <= codes["childrens_home"]
    assert not staff & codes["foster_household"]
    assert "may_health" in codes["foster_household"]
    assert "may_health" not in codes[PARENTS]


def test_every_item_says_where_it_comes_from_and_no_two_share_a_code():
    assert all(item.source and item.asks for item in ITEMS)
    assert len({item.code for item in ITEMS}) == len(ITEMS)


def test_the_homes_own_yes_is_owed_where_it_gave_none_in_a_round_and_never_of_parents():
    assert yes_owed("foster_household", "asked_otherwise")
    assert not yes_owed("foster_household", "")
    assert yes_owed("connected_person", "")
    assert not yes_owed(PARENTS, "")
    assert not yes_owed(PARENTS, "court")
    with_yes, without = (items_for("foster_household", owes_yes=owes) for owes in (True, False))
    assert [item.code for item in with_yes if item not in without] == [HOME_AGREES]
    with pytest.raises(Refused) as refusal:
        checked("foster_household", HOME_AGREES, "said", "The carer said yes.", owes_yes=False)
    assert refusal.value.code == "plan_item_unknown"
    with pytest.raises(ReasonMissing):
        checked("foster_household", HOME_AGREES, "said", "", owes_yes=True)
    assert checked("foster_household", HOME_AGREES, "said", "The carer said yes.", owes_yes=True).words


@given(
    kind=st.sampled_from(HOMES), answered=st.sets(st.sampled_from([item.code for item in ITEMS])), owes=st.booleans()
)  # fmt: skip
def test_a_child_comes_exactly_when_nothing_lacks_or_in_an_emergency(kind, answered, owes):
    missing = lacking(kind, answered, owes_yes=owes)
    days = {"planned_day": TODAY, "came_on": TODAY, "today": TODAY, "owes_yes": owes}
    assert check_may_begin(kind, answered, emergency=True, **days) == missing
    if missing:
        with pytest.raises(ReasonMissing) as refusal:
            check_may_begin(kind, answered, emergency=False, **days)
        assert refusal.value.facts["lacks"] == [item.code for item in missing]
        assert all(item.title in str(refusal.value) for item in missing)
    else:
        assert check_may_begin(kind, answered, emergency=False, **days) == ()


@pytest.mark.parametrize(("came_on", "code"), [(TODAY - DAY, "came_before_place"), (TODAY + DAY, "came_in_future")])
def test_a_child_comes_neither_before_the_place_is_theirs_nor_on_a_day_still_to_be(came_on, code):
    everything = [item.code for item in ITEMS]
    with pytest.raises(Refused) as refusal:
        check_may_begin(
            "parents", everything, owes_yes=False, planned_day=TODAY, came_on=came_on, today=TODAY, emergency=False
        )  # fmt: skip
    assert refusal.value.code == code


def test_emergency_at_friday_night_before_a_bank_holiday_gives_five_working_days_for_the_plan():
    friday = date(2026, 8, 28)  # Monday the 31st is a bank holiday
    assert plan_due(friday, emergency=True, working_days=5) == date(2026, 9, 7)
    assert plan_due(friday, emergency=False, working_days=5) == friday


# ------------------------------------------------------------------------------------------------------- the acts


@pytest.fixture
def move(db):
    """A planned placement of walk_world's child with a foster family in the area."""
    return planned(walk_world.search())


@pytest.fixture
def urgent(db):
    """The same, in an emergency."""
    return planned_tonight(walk_world.search())


def code_of(refused, **act):
    with pytest.raises(Refused) as refusal:
        refused(**{"by": WORKER, "at": NOON, **act})
    return refusal.value.code


def test_without_the_whole_plan_the_child_does_not_come(move):
    answer_all(move, but=("dentist", "belongings"))
    with pytest.raises(ReasonMissing) as refusal:
        actions.begin_placement(placement_id=move, came_on=MOVE_DAY, by=WORKER, at=MOVE)
    assert refusal.value.code == "plan_not_whole"
    assert refusal.value.facts["lacks"] == ["dentist", "belongings"]
    assert queries.placement(move).state is Placed.PLANNED
    assert not PlacementStart.objects.exists()


def test_a_home_that_did_not_offer_in_a_round_lets_nobody_come_before_its_yes_is_written_down(move):
    answer_all(move, but=(HOME_AGREES,))
    assert code_of(actions.begin_placement, placement_id=move, came_on=MOVE_DAY, at=MOVE) == "plan_not_whole"
    assert code_of(actions.answer_plan, placement_id=move, item=HOME_AGREES, reply="does_not_apply", words="x") == (
        "plan_reply_unknown"
    )
    said = "Mrs Lane said yes by telephone on the day before. Invented data."
    actions.answer_plan(placement_id=move, item=HOME_AGREES, reply="said", words=said, by=WORKER, at=NOON)
    assert actions.begin_placement(placement_id=move, came_on=MOVE_DAY, by=WORKER, at=MOVE)


@pytest.mark.django_db
def test_a_home_that_offered_in_a_round_has_said_yes_and_is_not_asked_for_it_again():
    found = walk_world.search()
    invited(found, Alder="offered", Birch="offered")
    placed = queries.placement(planned(found, no_meeting="They spoke by telephone, all of them, on that morning."))
    assert HOME_AGREES not in {line.item.code for line in queries.plan_of(placed).lines}
    answer_all(placed.id)
    assert actions.begin_placement(placement_id=placed.id, came_on=MOVE_DAY, by=WORKER, at=MOVE)


@pytest.mark.django_db
def test_a_parent_who_takes_back_their_agreement_holds_the_planned_move_until_somebody_answers_it(client_as):
    at = datetime.now(UTC) - DAY
    found = walk_world.search(at=at)
    Child.objects.filter(id=found.child).update(legal_status="V2")
    move = planned(found)
    answer_all(move, at=at + DAY / 24)
    search = refer(
        child_id=found.child, wanted_by=localdate(at) + 7 * DAY, why="consent_withdrawn", lottery_seed=SEED,
        by=WORKER, at=at + DAY / 12,
    )  # fmt: skip
    first_day = queries.placement(move).from_day
    when = at + (first_day - localdate(at))
    with pytest.raises(NotNow) as refusal:
        actions.begin_placement(placement_id=move, came_on=first_day, by=WORKER, at=when)
    assert refusal.value.code == "agreement_withdrawn"
    worker, page = client_as(Role.SOCIAL_WORKER, authority=KENT), f"/placements/{move}/"
    said = worker.get(page).content.decode()
    assert "A parent has withdrawn their agreement" in said
    assert f"/searches/{search}/" in said
    assert "Say that the child came" not in said
    assert "Ending the search answers that, and the move goes on" in worker.get(f"/searches/{search}/").content.decode()
    withdraw(referral_id=search, reason="Both parents agree again, in writing.", by=WORKER, at=at + DAY / 6)
    ended = worker.get(f"/searches/{search}/").content.decode()
    assert "still to do" not in ended
    assert "not done when the search ended" in ended
    assert "Ending the search answers that" not in ended
    assert "A parent has withdrawn" not in worker.get(page).content.decode()
    assert actions.begin_placement(placement_id=move, came_on=first_day, by=WORKER, at=when)


def test_with_the_whole_plan_the_child_comes_and_the_register_knows_no_child(move):
    answer_all(move)
    assert actions.begin_placement(placement_id=move, came_on=MOVE_DAY, by=WORKER, at=MOVE)
    found = queries.placement(move)
    assert (found.state, found.from_day) == (Placed.LIVING, MOVE_DAY)
    assert Entry.objects.get(kind="placement_begun").public == "{}"
    assert code_of(actions.begin_placement, placement_id=move, came_on=MOVE_DAY, at=MOVE) == "placement_not_so"


def test_in_an_emergency_the_child_comes_first_and_the_rest_is_due_in_working_days(urgent):
    assert not actions.begin_placement(placement_id=urgent, came_on=TODAY, by=WORKER, at=NOON + DAY / 8)
    start, plan = PlacementStart.objects.get(), queries.plan_of(queries.placement(urgent))
    assert not start.plan_whole
    assert start.due_on == plan.due_on == date(2026, 11, 27)  # five working days after Friday the 20th
    assert not plan.late(plan.due_on)
    assert plan.late(plan.due_on + DAY)
    answer_all(urgent, at=NOON + DAY)
    assert not queries.plan_of(queries.placement(urgent)).late(plan.due_on + DAY)


def test_a_search_that_only_says_emergency_waits_for_the_whole_plan(db):
    from carecommons.matching.models import Referral

    found = walk_world.search()
    Referral.objects.filter(id=found.id).update(why="emergency", stay="emergency")
    move = planned(found)
    assert code_of(actions.begin_placement, placement_id=move, came_on=MOVE_DAY, at=MOVE) == "plan_not_whole"


def test_a_later_answer_counts_and_the_earlier_one_is_kept(move):
    for later, words in enumerate(("St Anne's, from Monday.", "Her old school, by taxi.")):
        at = NOON + later * DAY
        actions.answer_plan(placement_id=move, item="school", reply="said", words=words, by=WORKER, at=at)
    assert queries.plan_of(queries.placement(move)).line("school").words == "Her old school, by taxi."
    assert PlanAnswer.objects.count() == 2
    assert Entry.objects.filter(kind="plan_answered").count() == 2


@pytest.mark.parametrize(
    ("item", "reply", "words", "code"),
    [
        ("school", "said", " ", "plan_words_missing"),
        ("school", "does_not_apply", "", "plan_words_missing"),
        ("may_travel", "ask", "", "plan_words_missing"),
        ("school", "yes", "x", "plan_reply_unknown"),
        ("belongings", "does_not_apply", "x", "plan_reply_unknown"),
        ("staff", "said", "x", "plan_item_unknown"),
        ("price", "said", "x", "plan_item_unknown"),
    ],
)
def test_an_answer_that_is_none_is_refused(move, item, reply, words, code):
    assert code_of(actions.answer_plan, placement_id=move, item=item, reply=reply, words=words) == code
    assert not PlanAnswer.objects.exists()


def test_a_carer_may_decide_needs_no_more_words(move):
    actions.answer_plan(placement_id=move, item="may_friends", reply="yes", by=WORKER, at=NOON)
    assert queries.plan_of(queries.placement(move)).line("may_friends").reply == "yes"


@pytest.mark.parametrize("by", [FAR, acting(Role.DIRECTOR), acting(Role.REVIEWING_OFFICER)])
def test_only_those_who_may_write_the_plan_and_only_for_their_council(move, by):
    with pytest.raises(NotAllowed):
        actions.answer_plan(placement_id=move, item="school", reply="said", words="x", by=by, at=NOON)
    with pytest.raises(NotAllowed):
        actions.begin_placement(placement_id=move, came_on=MOVE_DAY, by=by, at=MOVE)


def test_a_plan_of_a_move_that_was_taken_back_stands_as_it_was(move):
    actions.withdraw_move(child_id=queries.placement(move).child_id, reason="Ill.", by=walk_world.MANAGER, at=NOON)
    assert (
        code_of(actions.answer_plan, placement_id=move, item="school", reply="said", words="x") == "placement_is_over"
    )


def test_visits_come_before_the_move_and_are_answered_once(move):
    given = {"placement_id": move, "kind": "night", "on_day": TODAY + 7 * DAY, "who": "Her aunt and the carers."}
    visit = actions.plan_visit(**given, by=WORKER, at=NOON)
    assert code_of(actions.plan_visit, **{**given, "on_day": MOVE_DAY + DAY}) == "visit_after_move"
    assert code_of(actions.plan_visit, **{**given, "kind": "x"}) == "visit_kind_unknown"
    assert code_of(actions.plan_visit, **{**given, "who": ""}) == "visit_who_missing"
    held = {"visit_id": visit, "held": True, "how_it_was": "They baked.", "at": NOON + 7 * DAY}
    assert code_of(actions.answer_visit, **{**held, "at": NOON}) == "visit_still_to_be"
    assert code_of(actions.answer_visit, **{**held, "how_it_was": " "}) == "visit_words_missing"
    actions.answer_visit(**held, by=WORKER)
    assert code_of(actions.answer_visit, **held) == "visit_answered"
    assert [(each.state, each.how_it_was) for each in queries.visits_of(move)] == [(Step.HELD, "They baked.")]


def test_a_child_says_what_comes_along_and_no_other_child_does(move):
    child = Person(role=Role.CHILD, id=WORKER.id, children=frozenset({queries.placement(move).child_id}))
    actions.say_what_comes(placement_id=move, words="My rabbit", by=child, at=NOON)
    assert queries.plan_of(queries.placement(move)).line("bring").words == "My rabbit"
    assert code_of(actions.say_what_comes, placement_id=move, words="", by=child) == "nothing_said"
    other = Person(role=Role.CHILD, id=WORKER.id, children=frozenset())
    with pytest.raises(NotAllowed):
        actions.say_what_comes(placement_id=move, words="My rabbit", by=other, at=NOON)


# -------------------------------------------------------------------------------------------------------- the pages


@pytest.fixture
def today(founding_real):
    return planned(founding_real)


@pytest.fixture
def founding_real(db):
    return walk_world.search(at=datetime.now(UTC) - timedelta(hours=3))


def test_a_social_worker_goes_from_the_plan_to_the_childs_coming_on_pages(today, client_as):
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    page, child = f"/placements/{today}/", queries.placement(today).child_id
    assert "parts have no answer yet" in worker.get(page).content.decode()
    assert Look.objects.filter(child_id=child, act="decisions.see_placement").count() == 1
    assert worker.post(f"{page}plan/school/", {"reply": "said", "words": ""}).status_code == 422
    assert worker.post(f"{page}plan/school/", {"reply": "said", "words": "The same one."}).status_code == 302
    assert worker.post(f"{page}plan/may_home/", {"reply": "yes", "words": ""}).status_code == 302
    assert worker.post(f"{page}plan/belongings/", {"words": "Her aunt carries two cases."}).status_code == 302
    assert worker.get(f"{page}plan/price/").status_code == 404
    shown = worker.get(page).content.decode()
    assert "The same one." in shown
    assert "The carer may decide." in shown
    first_day = queries.placement(today).from_day
    refused = worker.post(f"{page}begin/", {"came_on": str(first_day)})
    assert refused.status_code == 422
    assert page in worker.get(f"/decisions/{queries.placement(today).decision_id}/").content.decode()


def test_a_visit_is_planned_and_answered_on_pages(today, client_as):
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    page, now = f"/placements/{today}/", localdate()
    asked = {"kind": "meal", "on_day": str(now), "who": "Her aunt."}
    assert worker.post(f"{page}visits/", {**asked, "who": ""}).status_code == 422
    assert worker.post(f"{page}visits/", asked).status_code == 302
    (visit,) = queries.visits_of(today)
    answered = f"/placements/visits/{visit.id}/"
    assert worker.get(answered).status_code == 200
    assert worker.post(answered, {"held": "yes", "how_it_was": "They laughed."}).status_code == 302
    assert "They laughed." in worker.get(page).content.decode()


def test_the_child_reads_what_happens_next_and_says_what_comes_along(today, client_as):
    child_id = queries.placement(today).child_id
    actions.plan_visit(
        placement_id=today, kind="see_home", on_day=queries.placement(today).from_day, who="Your aunt.", by=WORKER,
        at=datetime.now(UTC),
    )  # fmt: skip
    actions.answer_plan(
        placement_id=today, item="contact_not", reply="said", words="Not with Uncle.", by=WORKER, at=datetime.now(UTC)
    )
    child = client_as(Role.CHILD, children=[child_id])
    page = f"/placements/{today}/"
    shown = child.get(page).content.decode()
    assert "You see the home" in shown
    assert "Never in bin bags" in shown
    assert "Not with Uncle" not in shown
    assert "Who is told" not in shown
    assert page in child.get(f"/children/{child_id}/mine/").content.decode()
    assert child.post(f"{page}bring/", {"words": ""}).status_code == 422
    assert child.post(f"{page}bring/", {"words": "My rabbit"}).status_code == 302
    assert "My rabbit" in child.get(page).content.decode()
    assert child.get(f"{page}plan/school/").status_code == 403
    assert not Look.objects.filter(act="decisions.see_placement").exists()


@pytest.mark.parametrize(
    ("role", "authority", "status"),
    [
        (Role.REVIEWING_OFFICER, KENT, 200), (Role.DIRECTOR, KENT, 200), (Role.SOCIAL_WORKER, DEVON, 404),
        (Role.PLANNER, KENT, 403),
    ],
)  # fmt: skip
def test_who_may_read_a_placement(today, client_as, role, authority, status):
    client = client_as(role, authority=authority)
    assert client.get(f"/placements/{today}/").status_code == status
    assert client.post(f"/placements/{today}/begin/").status_code in (403, 404)


# ------------------------------------------------------------------------------------------------------- the notices


def test_a_notice_is_read_taken_as_a_pdf_and_recorded(today, client_as):
    worker, decision = client_as(Role.SOCIAL_WORKER, authority=KENT), queries.placement(today).decision_id
    page = f"/decisions/{decision}/notices/school/"
    shown = worker.get(page).content.decode()
    assert "Notice: a child moves" in shown
    assert "Designated teacher: follows with the plan" in shown
    assert worker.get(f"{page}pdf/").content.startswith(b"%PDF")
    assert worker.post(page, {"sent_on": "", "sent_to": ""}).status_code == 422
    now = localdate()
    assert worker.post(page, {"sent_on": str(now), "sent_to": "The head, by secure mail."}).status_code == 302
    assert NoticeSent.objects.get().kind == "school"
    again = worker.post(page, {"sent_on": str(now), "sent_to": "The head."})
    assert again.status_code == 422
    assert worker.get(f"/decisions/{decision}/notices/area_authority/").status_code == 422
    assert client_as(Role.DIRECTOR, authority=KENT).get(page).status_code == 403


def test_a_notice_of_the_school_says_nothing_of_health_and_none_holds_where_the_home_stands(today):
    from carecommons.decisions.notice_paper import notice_paper

    decision, now = queries.placement(today).decision_id, datetime.now(UTC)
    actions.answer_plan(placement_id=today, item="doctor", reply="said", words="Dr Invented", by=WORKER, at=now)
    told = {
        kind: str(notice_paper(
            queries.facts_for_notice(decision, kind, on=localdate(now), at=now), printed="now", role="x", made_up=True
        ))
        for kind in ("school", "health_body")
    }  # fmt: skip
    assert "Dr Invented" in told["health_body"]
    assert "Dr Invented" not in told["school"]
    assert "Alder" not in str(told)


def test_a_notice_before_its_day_and_after_and_without_anybody_to_read_it(today):
    decision, now = queries.placement(today).decision_id, datetime.now(UTC)
    given = {"decision_id": decision, "kind": "school", "sent_on": localdate(now), "sent_to": "The head", "at": now}
    assert code_of(actions.record_notice, **{**given, "sent_on": localdate(now) + DAY}) == "notice_in_future"
    assert code_of(actions.record_notice, **{**given, "sent_to": ""}) == "notice_to_missing"
    assert code_of(actions.record_notice, **{**given, "kind": "area_authority"}) == "notice_not_owed"
    actions.record_notice(**given, by=WORKER)
    assert code_of(actions.record_notice, **given) == "notice_recorded"
    with pytest.raises(NotAllowed):
        actions.record_notice(**{**given, "kind": "health_body"}, by=acting(Role.DIRECTOR))


def test_nobody_is_told_of_a_choice_that_was_sent_back(db):
    found = walk_world.search()
    decision = walk_world.choose(found)
    actions.send_back(
        decision_id=decision, words="Look again at the school and the aunt's visits.", by=walk_world.MANAGER, at=NOON
    )
    with pytest.raises(NotNow) as refusal:
        actions.record_notice(
            decision_id=decision, kind="school", sent_on=TODAY, sent_to="The head", by=WORKER, at=NOON
        )
    assert refusal.value.code == "choice_is_over"
