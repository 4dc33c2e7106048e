"""A stay that began before any choice here is taken up: who may, what is refused, and that all of life then holds."""

import json
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

import walk_world
from carecommons.common.errors import NotAllowed, NotFound, Refused
from carecommons.constitution.actions import publish_founding
from carecommons.decisions import actions, counts, queries
from carecommons.decisions.before_move import Law
from carecommons.decisions.ending import LedBy, Noticed
from carecommons.decisions.models import Placement
from carecommons.decisions.placement import Placed
from carecommons.decisions.starting import items_for
from carecommons.decisions.taken_up import Before, check_take_up
from carecommons.decisions.timers import Facts, Kind, due, visits_late
from carecommons.people.models import Look
from carecommons.people.roles import Person, Role
from carecommons.provision.actions import report_vacancy
from carecommons.provision.models import Home, Resident
from carecommons.provision.queries import home as home_of
from carecommons.provision.queries import lives_in, provider_of, stays_of
from carecommons.register.models import Entry
from carecommons.site.days import my_day
from decisions.ended import DAY, NOW, REVIEWING, SENTENCE, TODAY, an_end, at_home
from decisions.living_made import over
from decisions.placements_made import answer_all
from decisions.test_decision_pages import text
from decisions.test_timers import TERMS
from walk_world import KENT, MANAGER, OFFICER, WORKER, acting, add_child, add_home, choose

WHERE = "The yearly return of March, and the agreement with the home in their file."
SINCE = TODAY - timedelta(days=400)
BORN, ON = date(2014, 5, 1), date(2026, 6, 1)


# ------------------------------------------------------------------ the heart
def check(since=date(2025, 1, 1), words=WHERE, known=(), on=ON, born=BORN, **more):
    check_take_up(since, words, known, born=born, on=on, age_max=17, words_min=4, **more)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"since": ON + DAY}, "lives_since_future"),
        ({"since": BORN - DAY}, "lives_since_before_birth"),
        ({"born": date(2008, 6, 1)}, "taken_up_adult"),
        ({"words": "Return"}, "taken_up_words_missing"),
        ({"known": [Before(Placed.LIVING, None, there=False)]}, "lives_there_here_already"),
        ({"known": [Before(Placed.ENDED, ON + DAY, there=False)]}, "lives_there_here_already"),
        ({"known": [Before(Placed.PLANNED, None, there=True)]}, "move_there_planned"),
        ({"choice_waits": True}, "move_there_planned"),
        ({"since": date(2025, 1, 2), "chosen_here_since": date(2025, 1, 1)}, "chosen_here_since"),
        ({"known": [Before(Placed.ENDED, date(2025, 1, 2), there=False)]}, "lived_elsewhere_then"),
    ],
)
def test_a_stay_is_not_taken_up_where_its_days_or_what_is_kept_here_say_otherwise(asked, code):
    with pytest.raises(Refused) as refusal:
        check(**asked)
    assert refusal.value.code == code


@given(st.integers(0, 4000))
def test_it_is_taken_up_since_any_day_of_the_child_s_life_beside_what_is_over_or_planned_elsewhere(days):
    check(min(BORN + days * DAY, ON))
    check(ON, known=[Before(Placed.ENDED, ON, there=True), Before(Placed.PLANNED, None, there=False)])
    check(ON, born=date(2008, 6, 2))  # 18 tomorrow


def lately(**more):
    return Facts(began=date(2024, 1, 1), birth_date=BORN, taken_up_on=date(2026, 3, 2), **more)


def test_what_was_done_before_it_was_taken_up_is_unknown_so_that_everything_counts_from_that_day():
    found = {each.kind: each for each in due(lately(looked_after_since=date(2023, 1, 1)), TERMS)}
    assert found[Kind.VISIT].on == date(2026, 3, 2) + timedelta(weeks=TERMS.visit_weeks)
    assert found[Kind.REVIEW].since == found[Kind.HEALTH].since == date(2026, 3, 2)
    assert found[Kind.REVIEW].on == date(2026, 3, 30)  # 20 working days
    assert "taken up" in found[Kind.VISIT].why
    assert "taken up" in found[Kind.REVIEW].why
    assert visits_late(lately(), TERMS, until=date(2026, 4, 13)) == ()
    assert visits_late(lately(), TERMS, until=date(2026, 4, 14)) == (date(2026, 4, 13),)


def test_what_is_written_in_from_before_counts_as_it_was_and_a_gap_from_before_is_no_early_sign():
    known = lately(visits=(date(2025, 1, 1), date(2026, 2, 20)), reviews=(date(2026, 1, 5),))
    found = {each.kind: each for each in due(known, TERMS)}
    assert found[Kind.VISIT].on == date(2026, 2, 20) + timedelta(weeks=6)
    assert found[Kind.REVIEW].on == date(2026, 4, 5)
    assert not found[Kind.REVIEW].why.startswith("The second")
    assert visits_late(known, TERMS, until=date(2026, 3, 3)) == ()


def test_an_old_visit_that_was_written_in_hides_no_gap_after_it_was_taken_up():
    known = lately(visits=(date(2025, 1, 1),), reviews=(date(2026, 1, 5),))
    by = date(2026, 3, 2) + timedelta(weeks=TERMS.visit_weeks)
    assert visits_late(known, TERMS, until=by) == ()
    assert visits_late(known, TERMS, until=date(2027, 3, 2)) == (by,)


def test_a_stay_taken_up_in_its_first_week_or_weeks_owes_what_a_move_owes():
    young = Facts(
        began=date(2026, 3, 2), birth_date=BORN, looked_after_since=date(2026, 3, 2), taken_up_on=date(2026, 3, 4)
    )  # fmt: skip
    plain = Facts(began=date(2026, 3, 2), birth_date=BORN, looked_after_since=date(2026, 3, 2))
    assert due(young, TERMS) == due(plain, TERMS)


# ------------------------------------------------------------------ the act
@pytest.fixture
def kent(db):
    """A child of Kent of whom no search was ever made here, and two homes."""
    at = NOW - timedelta(days=60)
    publish_founding(at=at - timedelta(days=30))
    child = add_child(at=at)
    return child, {name: add_home(name, at=at) for name in ("Alder", "Birch")}


def lives(child: UUID, home: UUID, since: date = SINCE) -> None:
    """As an import of the register of homes writes it."""
    Resident.objects.create(home_id=home, place=1, resident=child, from_day=since, recorded_at=NOW - timedelta(days=9))


def take_up(child, home, *, since=SINCE, words=WHERE, by=WORKER, at=NOW):
    return actions.take_up_stay(child_id=child, home_id=home, since=since, words=words, by=by, at=at)


def refused(call, *args, **more):
    with pytest.raises(Refused) as refusal:
        call(*args, **more)
    return refusal.value.code


@pytest.fixture
def there(kent):
    """(child, homes, the placement in Alder that was taken up today)."""
    child, homes = kent
    lives(child, homes["Alder"])
    return child, homes, take_up(child, homes["Alder"])


def test_a_stay_is_taken_up_as_lived_in_with_one_entry_and_no_choice(there):
    child, homes, placement = there
    found = queries.placement(placement)
    assert (found.state, found.from_day, found.decision_id, found.taken_up_on) == (Placed.LIVING, SINCE, None, TODAY)
    assert queries.placement_now(child) == found
    said = queries.taken_up(placement)
    assert (said.on, said.by_role, said.words) == (TODAY, Role.SOCIAL_WORKER, WHERE)
    assert Entry.objects.get(kind="stay_taken_up").public == "{}"
    assert refused(take_up, child, homes["Alder"]) == "lives_there_here_already"
    assert Placement.objects.count() == 1


@pytest.mark.parametrize("role", [Role.PLACEMENT_OFFICER, Role.REVIEWING_OFFICER, Role.DIRECTOR, Role.PROVIDER_MANAGER])
def test_nobody_else_takes_one_up(kent, role):
    child, homes = kent
    with pytest.raises((NotAllowed, NotFound)):
        take_up(child, homes["Alder"], by=acting(role))
    with pytest.raises((NotAllowed, NotFound)):
        take_up(child, homes["Alder"], by=acting(Role.SOCIAL_WORKER, "801"))
    assert not Placement.objects.exists()
    assert not Resident.objects.exists()


def test_the_register_of_homes_holds_them_from_then_on_also_where_the_home_is_full(kent):
    child, _homes = kent
    other = add_child(reference="C-9Z900")
    full = add_home("Cot", places=1, at=NOW)
    lives(other, full)
    take_up(child, full)
    assert lives_in([child], TODAY)[child].home_id == full
    assert {row.place for row in Resident.objects.filter(home=full)} == {1, 2}  # it has one place
    assert home_of(full, by=OFFICER, at=NOW).free == 0


def test_where_the_register_of_homes_says_otherwise_it_is_put_right_first(kent):
    child, homes = kent
    lives(child, homes["Birch"], TODAY - 20 * DAY)
    assert refused(take_up, child, homes["Alder"]) == "lives_elsewhere"
    assert refused(take_up, child, homes["Birch"], since=TODAY) == "lived_there_before"
    Resident.objects.update(end_reason="E4A", to_day=TODAY + DAY)
    assert refused(take_up, child, homes["Birch"]) == "end_is_written_down"
    Resident.objects.update(to_day=TODAY - 5 * DAY)
    assert refused(take_up, child, homes["Alder"], since=TODAY - 6 * DAY) == "lives_elsewhere"
    assert take_up(child, homes["Alder"], since=TODAY - 5 * DAY)


def test_an_earlier_first_day_goes_into_the_register_of_homes_in_a_place_that_was_nobody_elses(kent):
    child, homes = kent
    other = add_child(reference="C-9Z900")
    Resident.objects.create(
        home_id=homes["Alder"], place=1, resident=other, from_day=SINCE, to_day=TODAY - 90 * DAY, end_reason="X1",
        recorded_at=NOW - timedelta(days=90),
    )  # fmt: skip
    lives(child, homes["Alder"], TODAY - 80 * DAY)
    take_up(child, homes["Alder"])
    row = Resident.objects.get(resident=child)
    assert (row.from_day, row.place) == (SINCE, 2)


def test_the_database_holds_that_a_placement_was_chosen_or_taken_up(there):
    child, homes, placement = there
    for wrong in ({"taken_up_by": None}, {"state": Placed.PLANNED}, {"state": Placed.WITHDRAWN, "ended_on": TODAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Placement.objects.filter(id=placement).update(**wrong)
    again = Placement(
        child_id=child, home_id=homes["Birch"], authority=KENT, state=Placed.LIVING, from_day=TODAY, made_at=NOW,
        taken_up_by=WORKER.id, taken_up_by_role="social_worker", taken_up_words=WHERE,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


# ------------------------------------------------------------------ the life
def test_visits_reviews_and_health_fall_due_and_stand_on_the_day_of_those_who_owe_them(there):
    _child, _homes, placement = there
    owed = {line.due.kind: line.due for line in queries.due_for(WORKER, TODAY) if line.placement_id == placement}
    assert set(owed) == {Kind.VISIT, Kind.REVIEW, Kind.HEALTH}
    assert owed[Kind.VISIT].on == TODAY + timedelta(weeks=6)
    actions.record_visit(placement_id=placement, day=TODAY - DAY, alone="yes", said="It is all right here.",
                         by=WORKER, at=NOW)  # fmt: skip
    assert queries.life(placement, on=TODAY, by=WORKER).due[0].on != owed[Kind.VISIT].on
    assert queries.life(placement, on=TODAY, by=WORKER).nights_held == 0
    assert queries.signs_open(WORKER, TODAY) == ()
    late = TODAY + timedelta(weeks=7)
    (signs,) = queries.signs_open(WORKER, late)
    assert signs.placement.id == placement


def test_its_plan_asks_nothing_of_a_move_and_is_owed_by_no_day(there):
    child, _homes, placement = there
    plan = queries.plan_of(queries.placement(placement))
    assert plan.due_on is None
    assert not plan.late(TODAY + timedelta(days=999))
    kind = queries.placement(placement).home_kind
    assert [line.item for line in plan.lines] == [
        item for item in items_for(kind, owes_yes=False) if item.group != "moving"
    ]
    answer = {"placement_id": placement, "reply": "said", "words": "The same school.", "by": WORKER, "at": NOW}
    actions.answer_plan(item="school", **answer)
    assert refused(actions.answer_plan, item="welcome", **answer) == "plan_item_unknown"
    robin = Person(role=Role.CHILD, id=WORKER.id, children=frozenset({child}))
    assert refused(actions.say_what_comes, placement_id=placement, words="My bike", by=robin, at=NOW) == (
        "plan_item_unknown"
    )
    assert queries.owing_among([KENT], on=TODAY) == ()
    assert refused(
        actions.begin_placement, placement_id=placement, came_on=TODAY, by=WORKER, at=NOW
    ) == "placement_not_so"  # fmt: skip


# ------------------------------------------------------------------ the end
def next_home(child, homes, name="Birch"):
    for home in homes.values():
        report_vacancy(home_id=home, free=1, by=OFFICER, at=NOW)
    return choose(
        walk_world.listed(child, homes, at=NOW), name,
        search_evidence="Every agency of the region was asked; none has a place.",
    )  # fmt: skip


def reviewed(placement, day=TODAY):
    actions.record_review(
        placement_id=placement, day=day, took_part="PN7", not_asked="not_practicable",
        not_asked_why="Ill that week; asked since. Invented data.", decided=SENTENCE, until_18=False, by=REVIEWING,
        at=NOW,
    )  # fmt: skip
    return day


def approve(decision, **first):
    actions.approve(
        decision_id=decision, satisfied=queries.facts_owed(decision, at=NOW), by=MANAGER, at=NOW + timedelta(minutes=5),
        **first,
    )  # fmt: skip
    return queries.placement_of(decision).id


def test_no_move_takes_a_child_out_of_it_before_a_review(there):
    child, homes, placement = there
    decision = next_home(child, homes)
    owed = queries.review_before(decision, at=NOW)
    assert (owed.owed, owed.placement_id, owed.began) == ((Law.ENDING,), placement, SINCE)
    assert refused(approve, decision) == "review_before_move"
    move = approve(decision, reviewed_on=reviewed(placement))
    answer_all(move, at=NOW)
    day = queries.placement(move).from_day
    later = NOW + timedelta(days=(day - TODAY).days)
    actions.begin_placement(placement_id=move, came_on=localdate(later), by=WORKER, at=later)
    over = queries.placement(placement)
    assert (over.state, over.ended_on) == (Placed.ENDED, localdate(later))
    assert queries.end_of(placement).reviewed_on == TODAY
    why = an_end(change="LAREQ", led_by=LedBy.COUNCIL)
    actions.say_why_ended(placement_id=placement, end=why, by=MANAGER, at=later + DAY)
    assert [line.home_id for line in stays_of(child, localdate(later))] == [homes["Birch"]]


def test_a_stay_is_taken_up_beside_a_move_that_is_planned_already_and_the_review_is_owed_from_then(kent):
    child, homes = kent
    decision = next_home(child, homes)
    move = approve(decision)  # nobody had said where they live
    placement = take_up(child, homes["Alder"])
    day = queries.placement(move).from_day
    assert Resident.objects.get(resident=child, awaited=False).to_day == day
    assert queries.review_before(decision, at=NOW).owed == (Law.ENDING,)
    assert refused(take_up, child, homes["Birch"]) == "lives_there_here_already"
    answer_all(move, at=NOW)
    later = NOW + timedelta(days=(day - TODAY).days)
    begin = {"placement_id": move, "came_on": day, "by": WORKER, "at": later}
    assert refused(actions.begin_placement, **begin) == "review_before_move"
    actions.begin_placement(**begin, reviewed_on=reviewed(placement))
    assert queries.placement(placement).state is Placed.ENDED


def test_a_move_to_this_very_home_is_begun_and_not_taken_up(kent):
    child, homes = kent
    decision = next_home(child, homes)
    assert refused(take_up, child, homes["Birch"]) == "move_there_planned"
    approve(decision)
    assert refused(take_up, child, homes["Birch"]) == "move_there_planned"


def test_nobody_who_came_since_the_council_chooses_homes_here_is_taken_up(kent):
    child, homes = kent
    other = add_child(reference="C-9Z900", at=NOW - 5 * DAY)
    walk_world.listed(other, homes, at=NOW - 5 * DAY)
    assert refused(take_up, child, homes["Alder"], since=TODAY) == "chosen_here_since"
    assert refused(take_up, child, homes["Alder"], since=TODAY - 4 * DAY) == "chosen_here_since"
    assert not Placement.objects.exists()
    assert take_up(child, homes["Alder"], since=TODAY - 5 * DAY)


def test_either_side_gives_notice_and_it_ends_with_its_reasons_and_the_child_is_asked_how_it_was(there):
    child, homes, placement = there
    home = at_home(homes["Alder"])
    given = actions.give_notice(
        placement_id=placement, by=home, at=NOW, reason="CREQB", words="We cannot keep them safe at night any more.",
        tried="Extra help at night for six weeks.", ends_on=TODAY + timedelta(days=28),
    )  # fmt: skip
    assert queries.end_notice(given).state is Noticed.GIVEN
    actions.take_notice_back(notice_id=given, words=SENTENCE, by=home, at=NOW)
    council = {
        "placement_id": placement, "by": WORKER, "at": NOW, "reason": "LAREQ", "words": SENTENCE,
        "tried": "Buses and taxis for six weeks.", "ends_on": TODAY + timedelta(days=28),
    }  # fmt: skip
    assert refused(actions.give_notice, **council) == "review_first"
    actions.give_notice(**council, reviewed_on=reviewed(placement))
    end = an_end(care_ends="E4A", change="", led_by=LedBy.COUNCIL, reviewed_on=TODAY)
    actions.end_placement(child_id=child, end=end, by=MANAGER, at=NOW)
    assert queries.placement(placement).left(TODAY)
    assert queries.end_of(placement).care_ends == "E4A"
    assert stays_of(child, TODAY) == ()
    actions.record_no_debrief(placement_id=placement, words="Asked twice; they do not want to.", by=WORKER, at=NOW)
    assert queries.debriefs_of(placement)


def test_it_is_counted_among_those_who_live_there_and_never_as_right_or_wrong_the_first_time(there):
    _child, _homes, placement = there
    Placement.objects.filter(id=placement).update(made_at=NOW - timedelta(days=300))
    counted = counts.life_counts(on=over(TODAY))
    assert counted.first_time == ()
    assert counted.held == ()
    assert counts.stays_settled(counted.period, days=600) == ()


# ------------------------------------------------------------------ the doors
def test_the_list_names_those_to_take_up_and_a_day_says_how_many_until_none_is_left(kent):
    child, homes = kent
    assert queries.stays_to_take_up([KENT], on=TODAY) == ()
    lives(child, homes["Alder"])
    (one,) = queries.stays_to_take_up([KENT], on=TODAY)
    assert (one.child_id, one.home_id, one.since) == (child, homes["Alder"], SINCE)
    assert queries.stays_to_take_up(["801"], on=TODAY) == ()
    said = "1 child lives in a home with no stay kept here"
    assert said in [line.title for line in my_day(WORKER, at=NOW, at_most=50).lines]
    assert said not in [line.title for line in my_day(REVIEWING, at=NOW, at_most=50).lines]
    take_up(child, homes["Alder"])
    assert queries.stays_to_take_up([KENT], on=TODAY) == ()
    assert said not in [line.title for line in my_day(WORKER, at=NOW, at_most=50).lines]


def typed(day, **more):
    return {"since_day": day.day, "since_month": day.month, "since_year": day.year, "words": WHERE, **more}


def test_a_social_worker_goes_from_the_list_or_the_record_to_one_form_and_on_to_the_placement(kent, client_as):
    child, homes = kent
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    page = f"/children/{child}/stay/take-up/"
    assert page in worker.get(f"/children/{child}/").content.decode()
    assert "In which home does the child live?" in text(worker.get(page))
    lives(child, homes["Alder"])
    assert page in worker.get("/placements/to-take-up/").content.decode()
    asked = text(worker.get(page))
    assert "lived at Alder?" in asked
    assert "In which home" not in asked
    early = worker.post(page, typed(TODAY + DAY))
    assert early.status_code == 422
    assert "a day that is still to be" in text(early)
    sent = worker.post(page, typed(SINCE))
    (placement,) = queries.placements_of(child)
    assert sent["Location"] == f"/placements/{placement.id}/"
    shown = text(worker.get(sent["Location"]))
    assert WHERE in shown
    assert "began before any choice was made here" in shown
    assert "Who is told" not in shown
    assert "The decision, with its reasons" not in shown
    assert worker.get(f"/placements/{placement.id}/life/").status_code == 200
    assert page not in worker.get(f"/children/{child}/").content.decode()
    assert worker.post(page, typed(SINCE)).status_code == 422
    assert Look.objects.filter(child_id=child, act="decisions.take_up_stay").exists()


def test_a_home_that_the_officer_may_not_open_is_as_missing_as_one_that_is_not_there(kent, client_as):
    child, _homes = kent
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    page = f"/children/{child}/stay/take-up/"
    far = add_home("Far", by=acting(Role.PLACEMENT_OFFICER, "801"), kept_by="801")
    reference = walk_home(far).reference
    said = [text(worker.post(page, typed(SINCE, home=typed_in))) for typed_in in (reference, "H-NONE0")]
    assert all("No home that you can open has this reference" in each for each in said)
    assert not Placement.objects.exists()
    with pytest.raises(Refused):
        take_up(child, far)


@pytest.mark.parametrize(
    ("role", "authority", "status"),
    [(Role.REVIEWING_OFFICER, KENT, 403), (Role.CHILD, "", 403), (Role.SOCIAL_WORKER, "801", 404)],
)
def test_nobody_else_opens_the_form(kent, client_as, role, authority, status):
    child, homes = kent
    lives(child, homes["Alder"])
    client = client_as(role, authority=authority) if authority else client_as(role, children=[child])
    assert client.get(f"/children/{child}/stay/take-up/").status_code == status
    assert str(child) not in client.get("/placements/to-take-up/").content.decode()


def test_the_home_reads_the_plan_and_what_is_due_and_gives_notice_from_its_own_list(there, client_as):
    child, homes, placement = there
    home = client_as(
        Role.PROVIDER_MANAGER, authority=KENT, provider_id=provider_of(homes["Alder"]), home_ids=[homes["Alder"]]
    )  # fmt: skip
    assert f"/placements/{placement}/notice/" in home.get("/placements/ours/").content.decode()
    plan = text(home.get(f"/placements/{placement}/plan/"))
    assert "Visits, reviews and health: what is due" in plan
    assert "Getting to know each other" not in plan
    assert home.get(f"/placements/{placement}/notice/").status_code == 200
    assert home.get(f"/placements/{placement}/").status_code in (403, 404)
    assert Look.objects.filter(child_id=child, act="decisions.read_plan_at_home").count() == 1


def test_the_young_person_reads_where_they_live_says_how_it_goes_and_reads_a_notice(there, client_as):
    child, homes, placement = there
    robin = client_as(Role.CHILD, children=[child])
    mine = robin.get(f"/children/{child}/mine/")
    assert "You have lived at Alder since" in text(mine)
    assert f"/placements/{placement}/" in mine.content.decode()
    page = robin.get(f"/placements/{placement}/")
    assert "You have lived at Alder since" in text(page)
    assert WHERE not in text(page)
    assert (
        robin.post(f"/placements/{placement}/how/", {"feeling": "good", "words": "It is all right."}).status_code == 302
    )
    assert robin.get(f"/placements/{placement}/bring/").status_code == 404
    given = actions.give_notice(
        placement_id=placement, by=at_home(homes["Alder"]), at=NOW, reason="CREQB", words=SENTENCE, tried=SENTENCE,
        ends_on=TODAY + timedelta(days=28),
    )  # fmt: skip
    actions.tell_of_notice(
        notice_id=given, told_on=TODAY, words="They told you that you cannot stay.", by=WORKER, at=NOW
    )
    assert robin.get(f"/ending/{given}/no/").status_code == 200


def test_the_same_for_programs(kent, client, person, token_for):
    child, homes = kent
    lives(child, homes["Alder"])
    worker = {"headers": {"authorization": f"Bearer {token_for(person(Role.SOCIAL_WORKER, authority=KENT))}"}}
    (one,) = client.get("/api/v1/decisions/placements/to-take-up", **worker).json()["items"]
    assert (one["child_id"], one["since"]) == (str(child), str(SINCE))
    sent = {"home_id": str(homes["Alder"]), "since": str(SINCE), "words": "Return"}
    address = f"/api/v1/decisions/children/{child}/stay/take-up"
    thin = client.post(address, json.dumps(sent), content_type="application/json", **worker)
    assert (thin.status_code, thin.json()["code"]) == (422, "taken_up_words_missing")
    made = client.post(address, json.dumps({**sent, "words": WHERE}), content_type="application/json", **worker)
    assert made.status_code == 201
    found = made.json()
    assert (found["decision_id"], found["plan_due_on"], found["taken_up_on"]) == (None, None, str(TODAY))
    assert (found["notices"], found["review_owed"]) == ([], [])
    (line,) = client.get(f"/api/v1/decisions/children/{child}/placements", **worker).json()["items"]
    assert line["id"] == found["id"]
    assert client.get("/api/v1/decisions/placements/to-take-up", **worker).json()["items"] == []


def test_the_same_on_the_command_line(kent, person, token_for, capsys):
    from carecommons.cli.main import run

    child, homes = kent
    lives(child, homes["Alder"])
    token = token_for(person(Role.SOCIAL_WORKER, authority=KENT))

    def say(*words):
        code = run(["placement", *map(str, words), "--token", token])
        return (code, *capsys.readouterr())

    assert "1 to take up" in say("to-take-up")[1]
    wanted = ["take-up", child, "--home", walk_home(homes["Alder"]).reference, "--since", SINCE, "--words", WHERE]
    code, out, _err = say(*wanted, "--json")
    shown = json.loads(out)
    assert (code, shown["decision_id"], shown["taken_up_on"], shown["state"]) == (0, "", str(TODAY), "living")
    code, _out, err = say(*wanted)
    assert code != 0
    assert "kept here already" in err
    assert "The child lives there: Alder" in say("show", shown["id"])[1]
    assert json.loads(say("to-take-up", "--json")[1]) == []


def walk_home(home):
    return Home.objects.get(id=home)
