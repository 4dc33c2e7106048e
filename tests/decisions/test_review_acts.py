"""Reviews through the real acts: asked, acknowledged, heard by who did not decide, found, put right, published."""

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import localdate

from carecommons.children import actions as children
from carecommons.common.errors import NotAllowed, NotFound, NotNow, ReasonMissing, Refused
from carecommons.decisions import actions, counts, queries
from carecommons.decisions.digest import DigestLine
from carecommons.decisions.models import Decision, Placement, Review, ReviewDigest, ReviewFinding, ReviewSeat
from carecommons.decisions.review import OUTCOME_WORDS, About, AskedAs, Outcome, Redirect, Remedy, check_not_frozen
from carecommons.decisions.review import Review as State
from carecommons.matching.models import Referral
from carecommons.people.actions import end_post, give_post, make_account
from carecommons.people.queries import person_for
from carecommons.people.roles import Person, Role
from carecommons.provision.queries import home_cards, home_subjects
from carecommons.register.actions import integrate, record
from carecommons.register.models import Entry
from carecommons.register.queries import entry_number
from decisions.living_made import over
from walk_world import KENT, MANAGER, MEDWAY, NOON, WORKER, acting, choose, search

pytestmark = pytest.mark.django_db
NO = "It is too far from my brother."
WORDS = "We read it and somebody who did not decide will look again."
CHILD_WORDS = "You were right. Nobody asked you about the bus. We are sorry."
PARTY_WORDS = "Reasons were owed for the home that was passed over, and none were given."
DIGEST = "A child was not told why another home was passed over. The panel found that reasons were owed."
OFFICER = acting(Role.REVIEWING_OFFICER)
DIRECTOR = acting(Role.DIRECTOR)
HEARD = "The child, the social worker and the home were heard one after another."


@pytest.fixture
def found(db):
    return search()


@pytest.fixture
def decision(found) -> UUID:
    decision_id = choose(found)
    actions.approve(decision_id=decision_id, by=MANAGER, at=found.at + timedelta(minutes=1))
    integrate(at=found.at + timedelta(minutes=2))
    return decision_id


@pytest.fixture
def at(found):
    return found.at + timedelta(minutes=5)


@pytest.fixture
def robin(found) -> Person:
    return Person(role=Role.CHILD, id=uuid4(), name="Robin", children=frozenset({found.child}))


def ask(decision_id, by, at, **more) -> UUID:
    return actions.ask_review(decision_id=decision_id, **{"words": NO, "by": by, "at": at, **more})


def placed(decision_id) -> Placement:
    return Placement.objects.get(decision_id=decision_id)


def post(role: Role, *authorities: str, name: str = "") -> SimpleNamespace:
    account = make_account(email=f"{uuid4()}@example.org", name=name or f"Invented {role}", at=NOON, by=None)
    post_id = give_post(account_id=account, role=role, authorities=authorities, at=NOON, by=None)
    return SimpleNamespace(id=post_id, who=person_for(account, post_id))


@pytest.fixture
def panel(db):
    return [post(Role.REVIEWING_OFFICER, KENT), post(Role.NOMINATED_OFFICER, KENT), post(Role.CLINICIAN, MEDWAY)]


@pytest.fixture
def under_way(decision, robin, panel, at) -> UUID:
    """A review that is acknowledged and whose panel has no interest."""
    review_id = ask(decision, robin, at)
    seat(review_id, panel, at)
    return review_id


def seat(review_id, panel, at) -> None:
    """Acknowledge a review, and name a panel that has no interest."""
    actions.acknowledge_review(review_id=review_id, words=WORDS, read=True, by=OFFICER, at=at)
    actions.name_panel(review_id=review_id, posts=[each.id for each in panel], by=OFFICER, at=at)
    for each in panel:
        actions.declare_interest(review_id=review_id, interest=False, by=each.who, at=at)


def hear(review_id, panel, at) -> None:
    actions.hear_review(review_id=review_id, how="came", words=HEARD, by=panel[0].who, at=at)


def write(review_id, by, at, **more) -> UUID:
    facts = {
        "outcome": "upheld", "remedy": "explain", "words_child": CHILD_WORDS, "words_parties": PARTY_WORDS,
        "duty_words": "Tell the child why, and say sorry in a letter.", "digest": DIGEST,
    }  # fmt: skip
    return actions.write_finding(review_id=review_id, by=by, at=at, **{**facts, **more})


def find(review_id, panel, at, **more) -> None:
    hear(review_id, panel, at)
    write(review_id, panel[0].who, at, **more)
    for each in panel[1:]:
        actions.agree_finding(review_id=review_id, agrees=True, by=each.who, at=at)


def code_of(call) -> str:
    with pytest.raises(Refused) as told:
        call()
    return told.value.code


# ------------------------------------------------------------------ asking
def test_a_child_asks_and_the_planned_move_waits_from_that_moment(decision, robin, at):
    review_id = ask(decision, robin, at, wants="Birch")
    kept = queries.review(review_id)
    assert (kept.words, kept.wants, kept.state, kept.asked_as) == (NO, "Birch", State.ASKED, AskedAs.CHILD)
    assert kept.holds
    assert queries.frozen(placed(decision).id) == {str(review_id)}
    with pytest.raises(NotNow, match="looked at again before the child has moved"):
        check_not_frozen(queries.frozen(placed(decision).id))
    entry = Entry.objects.get(kind="review_asked")
    assert NO not in entry.public
    assert "criteria_version" in entry.public


def test_a_usual_review_has_its_days_and_a_near_move_makes_it_urgent(decision, robin, at):
    usual = queries.review(ask(decision, robin, at))
    assert (usual.urgent, str(usual.acknowledge_by), str(usual.finding_by)) == (False, "2026-11-24", "2026-12-18")
    Placement.objects.update(from_day=localdate(at) + timedelta(days=4))
    advocate = Person(role=Role.ADVOCATE, id=uuid4(), children=robin.children)
    urgent = queries.review(ask(decision, advocate, at))
    assert (urgent.urgent, str(urgent.finding_by)) == (True, "2026-11-27")


def test_a_held_move_does_not_begin_and_every_page_says_that_it_waits(decision, robin, at):
    review_id = ask(decision, robin, at)
    assert queries.decision(decision).move_waits
    begin = {"placement_id": placed(decision).id, "came_on": localdate(at), "by": acting(Role.TEAM_MANAGER), "at": at}
    assert code_of(lambda: actions.begin_placement(**begin)) == "move_frozen"
    actions.withdraw_review(review_id=review_id, by=robin, at=at)
    assert not queries.decision(decision).move_waits
    assert code_of(lambda: actions.begin_placement(**begin)) != "move_frozen"


def test_a_move_that_was_taken_back_is_held_no_more(decision, robin, at):
    review_id = ask(decision, robin, at)
    Placement.objects.update(state="withdrawn", ended_on=localdate(at))
    assert not queries.review(review_id).holds


def test_who_gave_notice_neither_runs_nor_hears_a_review_of_the_ending(decision, robin, panel, at):
    from carecommons.decisions.models import EndNotice

    giver = panel[1].who
    lived = placed(decision)
    entry = record(kind="stay_ended", public={}, sealed={}, by_id=giver.id, by_role=giver.role.value, at=at)
    EndNotice(
        placement=lived, child_id=lived.child_id, home_id=lived.home_id, authority=lived.authority, party="council",
        reason="LAREQ", words="W", tried="T", given_on=localdate(at), ends_on=localdate(at) + timedelta(days=28),
        given_at=at,
        given_by=giver.id, given_by_role=giver.role.value, entry_id=entry,
    ).save(force_insert=True)  # fmt: skip
    review_id = ask(decision, robin, at, about=About.ENDING)
    assert queries.docket(giver) == ()
    assert (
        code_of(lambda: actions.acknowledge_review(review_id=review_id, words=WORDS, by=giver, at=at)) == "own_decision"
    )
    actions.acknowledge_review(review_id=review_id, words=WORDS, by=OFFICER, at=at)
    posts = [each.id for each in panel]
    assert (
        code_of(lambda: actions.name_panel(review_id=review_id, posts=posts, by=OFFICER, at=at)) == "panel_decided_it"
    )


@pytest.mark.parametrize("part", ["recorded the end", "confirmed the night", "said it does not go on"])
def test_whoever_had_a_part_in_the_end_neither_runs_nor_hears_a_review_of_it(part, decision, robin, panel, at):
    from carecommons.decisions.models import EmergencyReview, PlacementEnd, TrailEntry

    ender, lived = panel[1].who, placed(decision)
    entry = record(kind="stay_ended", public={}, sealed={}, by_id=ender.id, by_role=ender.role.value, at=at)
    child = {"child_id": lived.child_id, "authority": lived.authority, "entry_id": entry}
    recorded = {"recorded_at": at, "recorded_by": ender.id, "recorded_by_role": ender.role.value}
    made = {
        "recorded the end": lambda: PlacementEnd(placement=lived, to_day=localdate(at), **child, **recorded),
        "confirmed the night": lambda: TrailEntry(
            decision_id=decision, code="confirmed", done_on=localdate(at), **child, **recorded
        ),
        "said it does not go on": lambda: EmergencyReview(
            decision_id=decision, goes_on=False, words="W", reviewed_at=at, reviewed_by=ender.id,
            reviewed_by_role=ender.role.value, **child,
        ),
    }  # fmt: skip
    made[part]().save(force_insert=True)
    of_choice = ask(decision, robin, at)
    of_ending = ask(decision, robin, at, about=About.ENDING)
    assert [each.id for each in queries.docket(ender)] == [of_choice]  # they did not choose the home
    answer = {"review_id": of_ending, "words": WORDS, "at": at}
    assert code_of(lambda: actions.acknowledge_review(by=ender, **answer)) == "own_decision"
    actions.acknowledge_review(by=OFFICER, **answer)
    posts = [each.id for each in panel]
    named = {"review_id": of_ending, "posts": posts, "by": OFFICER, "at": at}
    assert code_of(lambda: actions.name_panel(**named)) == "panel_decided_it"
    assert panel[1].id not in {each.post_id for each in queries.sitters_for(of_ending, on=localdate(at))}


def test_a_living_placement_is_never_held(decision, robin, at):
    Placement.objects.update(state="living")
    review_id = ask(decision, robin, at)
    assert not queries.review(review_id).holds
    assert queries.frozen(placed(decision).id) == frozenset()


def test_a_practitioner_or_a_home_holds_no_move(decision, at):
    other = acting(Role.SOCIAL_WORKER, number=2)
    assert not queries.review(ask(decision, other, at)).holds
    assert queries.frozen(placed(decision).id) == frozenset()


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.REVIEWING_OFFICER, Role.VIRTUAL_SCHOOL_HEAD, Role.CLINICIAN])
def test_each_practitioner_who_did_not_decide_may_ask(decision, at, role):
    assert queries.review(ask(decision, acting(role, number=7), at)).asked_as is AskedAs.PRACTITIONER
    with pytest.raises(NotAllowed):
        ask(decision, acting(role, MEDWAY, number=7), at)


def test_a_parent_asks_for_their_own_child_only(decision, found, at):
    parent = Person(role=Role.PARENT, id=uuid4(), children=frozenset({found.child}))
    kept = queries.review(ask(decision, parent, at))
    assert (kept.asked_as, kept.holds) == (AskedAs.FAMILY, True)
    with pytest.raises(NotAllowed):
        ask(decision, Person(role=Role.PARENT, id=uuid4(), children=frozenset({uuid4()})), at)


def test_who_decided_does_not_ask_for_a_review_of_it_and_other_roles_never_do(decision, at):
    assert code_of(lambda: ask(decision, WORKER, at)) == "review_of_own_choice"
    for role in (Role.TEAM_MANAGER, Role.DIRECTOR, Role.PLACEMENT_OFFICER, Role.PLANNER):
        with pytest.raises(NotAllowed):
            ask(decision, acting(role, number=9), at)


def test_nothing_is_reviewed_before_it_is_decided_and_no_words_are_too_few(found, decision, robin, at):
    with pytest.raises(NotFound):
        ask(uuid4(), robin, at)
    assert code_of(lambda: ask(decision, robin, at, words=" ")) == "review_empty"
    assert not Review.objects.exists()


def test_a_choice_that_waits_is_not_in_force_yet(found, robin, at):
    assert code_of(lambda: ask(choose(found), robin, at)) == "decision_not_in_force"


def test_the_same_person_asks_once_at_a_time_and_again_after_taking_it_back(decision, robin, at):
    first = ask(decision, robin, at)
    assert code_of(lambda: ask(decision, robin, at)) == "review_asked_already"
    ask(decision, robin, at, about=About.ENDING)
    actions.withdraw_review(review_id=first, by=robin, at=at)
    assert ask(decision, robin, at) != first


def test_after_the_last_day_the_ways_that_stay_open_are_named(decision, robin, at):
    late = at + timedelta(days=60)
    assert code_of(lambda: ask(decision, robin, late)) == "review_too_late"
    ask(decision, robin, late, about=About.ENDING)  # the placement is under way: its ending may be asked about


def test_a_no_that_was_not_settled_becomes_a_review_with_one_press_even_later(decision, robin, at):
    said = actions.disagree(decision_id=decision, words=NO, wants="Birch", by=robin, at=at)
    late = at + timedelta(days=60)
    review_id = actions.ask_review_of_no(disagreement_id=said, by=robin, at=late)
    kept = queries.review(review_id)
    assert (kept.words, kept.wants, kept.disagreement_id, kept.holds) == (NO, "Birch", said, True)
    assert code_of(lambda: actions.ask_review_of_no(disagreement_id=said, by=robin, at=late)) == "review_asked_already"
    with pytest.raises(NotFound):
        actions.ask_review_of_no(disagreement_id=uuid4(), by=robin, at=late)
    with pytest.raises(NotAllowed):
        actions.ask_review_of_no(disagreement_id=said, by=OFFICER, at=late)


# ------------------------------------------------------------------ a home asks
def carer_of(home_id) -> Person:
    return Person(role=Role.FOSTER_CARER, id=uuid4(), home_ids=frozenset({home_id}))


def test_review_asked_by_a_provider_that_was_not_chosen(decision, found, at):
    carer = carer_of(found.homes["Birch"])
    (line,) = queries.decisions_concerning(carer, at=at)
    assert (line.decision_id, line.home_name, line.chosen) == (decision, "Birch", False)
    review_id = actions.ask_review_for_home(
        decision_id=decision, home_id=found.homes["Birch"], words="We offered and were told nothing.", by=carer, at=at
    )
    kept = queries.review(review_id)
    assert (kept.asked_as, kept.home_name, kept.holds) == (AskedAs.HOME, "Birch", False)
    (chosen,) = queries.decisions_concerning(carer_of(found.homes["Alder"]), at=at)
    assert chosen.chosen


def test_a_home_asks_only_for_itself_and_learns_nothing_of_what_it_had_no_part_in(decision, found, at):
    stranger = uuid4()
    carer = carer_of(found.homes["Birch"])
    for home, chosen in ((found.homes["Alder"], decision), (found.homes["Birch"], stranger)):
        with pytest.raises((NotFound, NotAllowed)):
            actions.ask_review_for_home(decision_id=chosen, home_id=home, words=NO, by=carer, at=at)
    with pytest.raises(NotAllowed):
        actions.ask_review_for_home(decision_id=decision, home_id=found.homes["Birch"], words=NO, by=OFFICER, at=at)
    assert queries.decisions_concerning(OFFICER, at=at) == ()
    assert queries.decisions_concerning(carer, at=at + timedelta(days=60)) == ()


def test_a_home_that_was_not_asked_names_the_public_number(decision, found, at):
    from walk_world import add_home

    left_out = add_home("Larch")
    carer = carer_of(left_out)
    number = queries.decision(decision).entry_number
    call = {"home_id": left_out, "words": "We had a place and nobody asked us.", "by": carer, "at": at}
    assert code_of(lambda: actions.ask_review_for_home(**call)) == "review_entry_missing"
    review_id = actions.ask_review_for_home(entry_number=number, **call)
    assert queries.review(review_id).about is About.NOT_INVITED
    with pytest.raises(NotFound):  # Birch was on the list, so it cannot say that it was not asked
        actions.ask_review_for_home(
            entry_number=number, home_id=found.homes["Birch"], words=NO, by=carer_of(found.homes["Birch"]), at=at
        )


# ------------------------------------------------------------------ taking back and sending on
def test_the_child_withdraws_the_review_and_the_move_may_go_on(decision, robin, at):
    review_id = ask(decision, robin, at)
    actions.withdraw_review(review_id=review_id, by=robin, at=at)
    assert queries.review(review_id).state is State.WITHDRAWN
    assert queries.frozen(placed(decision).id) == frozenset()
    assert code_of(lambda: actions.withdraw_review(review_id=review_id, by=robin, at=at)) == "review_not_so"
    assert Entry.objects.filter(kind="review_closed").count() == 1


def test_a_child_takes_back_what_their_advocate_asked_and_nobody_else_does(decision, robin, at):
    advocate = Person(role=Role.ADVOCATE, id=uuid4(), children=robin.children)
    review_id = ask(decision, advocate, at)
    parent = Person(role=Role.PARENT, id=uuid4(), children=robin.children)
    for other in (parent, OFFICER, Person(role=Role.CHILD, id=uuid4(), children=frozenset({uuid4()}))):
        with pytest.raises(NotFound):
            actions.withdraw_review(review_id=review_id, by=other, at=at)
    actions.withdraw_review(review_id=review_id, by=robin, at=at)
    assert queries.my_reviews(robin)[0].state is State.WITHDRAWN


def test_complaint_during_move_keeps_the_move_held_until_a_manager_says_why_not(decision, robin, at):
    review_id = ask(decision, robin, at)
    send = {"review_id": review_id, "by": OFFICER, "at": at}
    assert code_of(lambda: actions.redirect_review(to="nowhere", words=WORDS, **send)) == "redirect_unknown"
    assert code_of(lambda: actions.redirect_review(to="complaint", words="No.", **send)) == "review_words_missing"
    actions.redirect_review(to="complaint", words="Your complaint is stage one; ten working days to answer.", **send)
    kept = queries.review(review_id)
    assert (kept.state, kept.redirected_to, kept.holds) == (State.REDIRECTED, Redirect.COMPLAINT, True)
    actions.let_move_go(
        review_id=review_id, words="Two children here are not safe from each other.", by=DIRECTOR, at=at
    )
    assert not queries.review(review_id).holds


def test_only_a_manager_who_did_not_decide_lets_a_held_move_go_and_the_child_reads_why(decision, robin, at):
    review_id = ask(decision, robin, at)
    go = {"review_id": review_id, "words": "The carer here falls ill and cannot go on.", "at": at}
    assert code_of(lambda: actions.let_move_go(by=MANAGER, **go)) == "own_decision"
    for other in (OFFICER, robin, acting(Role.SOCIAL_WORKER, number=3), acting(Role.DIRECTOR, MEDWAY)):
        with pytest.raises(NotAllowed):
            actions.let_move_go(by=other, **go)
    assert code_of(lambda: actions.let_move_go(by=DIRECTOR, **{**go, "words": "Must."})) == "review_words_missing"
    actions.let_move_go(by=DIRECTOR, **go)
    kept = queries.review(review_id)
    assert (kept.holds, kept.lifted_words, kept.lifted_by_role) == (False, go["words"], Role.DIRECTOR)
    assert code_of(lambda: actions.let_move_go(by=DIRECTOR, **go)) == "nothing_held"


# ------------------------------------------------------------------ running it
def test_whoever_decided_or_asked_does_not_run_it(decision, at):
    reviewing = acting(Role.REVIEWING_OFFICER, number=5)
    review_id = ask(decision, reviewing, at)
    answer = {"review_id": review_id, "words": WORDS, "at": at}
    assert code_of(lambda: actions.acknowledge_review(by=MANAGER, **answer)) == "own_decision"
    assert code_of(lambda: actions.acknowledge_review(by=reviewing, **answer)) == "own_review"
    with pytest.raises(NotAllowed):
        actions.acknowledge_review(by=acting(Role.REVIEWING_OFFICER, MEDWAY), **answer)
    with pytest.raises(NotFound):
        actions.acknowledge_review(**{**answer, "review_id": uuid4()}, by=OFFICER)
    assert [each.id for each in queries.docket(OFFICER)] == [review_id]
    assert queries.docket(MANAGER) == queries.docket(reviewing) == ()
    actions.acknowledge_review(by=OFFICER, **answer)
    assert code_of(lambda: actions.acknowledge_review(by=OFFICER, **answer)) == "review_not_so"


def test_an_acknowledgement_says_something(decision, robin, at):
    review_id = ask(decision, robin, at)
    assert (
        code_of(lambda: actions.acknowledge_review(review_id=review_id, words="Ok", by=OFFICER, at=at))
        == "review_words_missing"
    )


def test_a_panel_is_named_after_the_acknowledgement_and_never_holds_who_decided(decision, robin, panel, at):
    review_id = ask(decision, robin, at)
    posts = [each.id for each in panel]
    name = {"review_id": review_id, "by": OFFICER, "at": at}
    assert code_of(lambda: actions.name_panel(posts=posts, **name)) == "review_not_acknowledged"
    actions.acknowledge_review(review_id=review_id, words=WORDS, by=OFFICER, at=at)
    assert code_of(lambda: actions.name_panel(posts=posts[:2], **name)) == "panel_size"
    manager = post(Role.TEAM_MANAGER, KENT)
    assert code_of(lambda: actions.name_panel(posts=[*posts[:2], manager.id], **name)) == "panel_same_team"
    worker = post(Role.SOCIAL_WORKER, KENT)
    assert code_of(lambda: actions.name_panel(posts=[*posts[:2], worker.id], **name)) == "panel_social_worker"
    with pytest.raises(NotFound):
        actions.name_panel(posts=[*posts[:2], uuid4()], **name)
    offered = {each.post_id for each in queries.sitters_for(review_id, on=NOON.date())}
    assert offered == set(posts)
    actions.name_panel(posts=posts, **name)
    assert queries.sitters_for(review_id, on=NOON.date()) == ()
    assert code_of(lambda: actions.name_panel(posts=posts[:1], **name)) == "panel_sat_already"


def test_somebody_who_decided_under_another_hat_is_refused(decision, robin, panel, at):
    row = queries.decision(decision)
    account = make_account(email="two.hats@example.org", name="Invented Two Hats", at=NOON, by=None)
    hat = give_post(account_id=account, role=Role.CLINICIAN, authorities=[KENT], at=NOON, by=None)
    Decision.objects.filter(id=row.id).update(proposed_by=account)
    review_id = ask(decision, robin, at)
    actions.acknowledge_review(review_id=review_id, words=WORDS, by=OFFICER, at=at)
    posts = [panel[0].id, panel[1].id, hat]
    assert (
        code_of(lambda: actions.name_panel(review_id=review_id, posts=posts, by=OFFICER, at=at)) == "panel_decided_it"
    )
    assert not ReviewSeat.objects.exists()


def test_a_post_that_has_ended_does_not_sit(decision, robin, panel, at):
    review_id = ask(decision, robin, at)
    actions.acknowledge_review(review_id=review_id, words=WORDS, by=OFFICER, at=at)
    end_post(post_id=panel[2].id, at=at, by=None)
    with pytest.raises(NotFound):
        actions.name_panel(review_id=review_id, posts=[each.id for each in panel], by=OFFICER, at=at)


# ------------------------------------------------------------------ the panel at work
def test_a_member_with_an_interest_leaves_and_another_takes_the_seat(decision, robin, panel, at):
    review_id = ask(decision, robin, at)
    actions.acknowledge_review(review_id=review_id, words=WORDS, by=OFFICER, at=at)
    actions.name_panel(review_id=review_id, posts=[each.id for each in panel], by=OFFICER, at=at)
    say = {"review_id": review_id, "at": at}
    assert code_of(lambda: actions.declare_interest(interest=True, by=panel[2].who, **say)) == "interest_words_missing"
    actions.declare_interest(interest=True, words="I treat a child of this home.", by=panel[2].who, **say)
    actions.declare_interest(interest=False, by=panel[0].who, **say)
    assert code_of(lambda: actions.declare_interest(interest=False, by=panel[0].who, **say)) == "interest_said"
    assert code_of(lambda: hear(review_id, panel, at)) == "panel_not_whole"
    with pytest.raises(NotFound):
        actions.declare_interest(interest=False, by=panel[2].who, **say)
    new = post(Role.VIRTUAL_SCHOOL_HEAD, KENT)
    assert (
        code_of(lambda: actions.name_panel(review_id=review_id, posts=[panel[2].id], by=OFFICER, at=at))
        == "panel_sat_already"
    )
    actions.name_panel(review_id=review_id, posts=[new.id], by=OFFICER, at=at)
    for each in (panel[1], new):
        actions.declare_interest(interest=False, by=each.who, **say)
    hear(review_id, panel, at)
    assert queries.review(review_id).state is State.HEARD


def test_nobody_without_a_seat_hears_finds_or_reads_the_panels_paper(under_way, panel, at):
    stranger = post(Role.DIRECTOR, MEDWAY).who
    for call in (
        lambda: actions.hear_review(review_id=under_way, how="came", words=HEARD, by=stranger, at=at),
        lambda: write(under_way, stranger, at),
        lambda: actions.agree_finding(review_id=under_way, agrees=True, by=stranger, at=at),
        lambda: queries.panel_paper(under_way, stranger),
    ):
        with pytest.raises(NotFound):
            call()
    paper = queries.panel_paper(under_way, panel[2].who)
    assert paper.review.words == NO
    assert paper.decision.why_chosen
    assert [each.review_id for each in queries.panels_of(panel[2].who)] == [under_way]
    assert queries.panels_of(stranger) == ()


def test_a_hearing_says_how_the_child_was_heard(under_way, panel, at):
    call = {"review_id": under_way, "by": panel[1].who, "at": at}
    assert code_of(lambda: actions.hear_review(how="never", words=HEARD, **call)) == "hearing_unknown"
    assert code_of(lambda: actions.hear_review(how="came", words="Yes", **call)) == "review_words_missing"
    assert code_of(lambda: write(under_way, panel[0].who, at)) == "review_not_so"
    hear(under_way, panel, at)
    assert queries.review(under_way).how_words == "The child came and spoke"


def test_a_finding_stands_when_all_three_have_spoken_and_two_agree(decision, under_way, panel, at):
    hear(under_way, panel, at)
    write(under_way, panel[0].who, at)
    assert code_of(lambda: write(under_way, panel[1].who, at)) == "finding_waits"
    assert (
        code_of(lambda: actions.agree_finding(review_id=under_way, agrees=True, by=panel[0].who, at=at))
        == "no_finding_waits"
    )
    actions.agree_finding(review_id=under_way, agrees=True, by=panel[1].who, at=at)
    assert queries.review(under_way).state is State.HEARD
    say_no = {"review_id": under_way, "agrees": False, "by": panel[2].who, "at": at}
    assert code_of(lambda: actions.agree_finding(**say_no)) == "dissent_words_missing"
    actions.agree_finding(words="The reasons were there, only late.", **say_no)
    kept = queries.review(under_way)
    assert (kept.state, kept.finding.outcome, kept.finding.remedy) == (State.FOUND, Outcome.UPHELD, Remedy.EXPLAIN)
    assert kept.finding.dissent == ("The reasons were there, only late.",)
    assert str(kept.duty_by) == "2026-12-11"
    assert not kept.holds
    entry = Entry.objects.get(kind="review_found")
    assert '"outcome":"upheld"' in entry.public.replace(" ", "")
    assert CHILD_WORDS not in entry.public


def test_a_finding_that_two_refuse_falls_and_another_is_written(under_way, panel, at):
    hear(under_way, panel, at)
    write(under_way, panel[0].who, at)
    for each in panel[1:]:
        actions.agree_finding(review_id=under_way, agrees=False, words="It goes too far.", by=each.who, at=at)
    assert queries.review(under_way).state is State.HEARD
    later = at + timedelta(minutes=1)
    write(under_way, panel[1].who, later, outcome="not_upheld", remedy="none")
    for each in (panel[0], panel[2]):
        actions.agree_finding(review_id=under_way, agrees=True, by=each.who, at=later)
    kept = queries.review(under_way)
    assert (kept.finding.outcome, kept.duty_by, kept.owes) == (Outcome.NOT_UPHELD, None, False)
    assert ReviewFinding.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"remedy": "none"}, "remedy_does_not_fit"), ({"outcome": "not_upheld"}, "remedy_does_not_fit"),
        ({"outcome": "maybe"}, "finding_unknown"), ({"words_child": "No."}, "review_words_missing"),
        ({"words_parties": ""}, "review_words_missing"), ({"duty_words": ""}, "review_words_missing"),
        ({"digest": ""}, "review_words_missing"),
    ],
)  # fmt: skip
def test_a_finding_lacks_nothing(under_way, panel, at, wrong, code):
    hear(under_way, panel, at)
    assert code_of(lambda: write(under_way, panel[0].who, at, **wrong)) == code
    assert not ReviewFinding.objects.exists()


@pytest.mark.parametrize("remedy", ["other_home", "decide_again"])
def test_the_home_in_question_holds_the_move_until_it_is_taken_back_and_no_sentence_ends_that(
    decision, found, under_way, panel, at, remedy
):  # fmt: skip
    find(under_way, panel, at, remedy=remedy, duty_words="Look for a home near the school.")
    begin = {"placement_id": placed(decision).id, "came_on": localdate(at), "by": acting(Role.TEAM_MANAGER), "at": at}
    done = {"review_id": under_way, "at": at}
    said = "A new search is open and the child was told."
    assert code_of(lambda: actions.remedy_done(words=said, by=OFFICER, **done)) == "move_still_planned"
    assert code_of(lambda: actions.let_move_go(words="It is not safe here any more.", by=DIRECTOR, **done)) == (
        "panel_holds"
    )
    assert code_of(lambda: actions.begin_placement(**begin)) == "move_frozen"
    assert queries.decision(decision).move_waits
    assert (queries.review(under_way).holds, queries.review(under_way).may_be_let_go) == (True, False)
    actions.withdraw_move(child_id=found.child, reason="The panel found for another home.", by=DIRECTOR, at=at)
    assert queries.frozen(placed(decision).id) == frozenset()
    assert code_of(lambda: actions.begin_placement(**begin)) == "placement_not_so"
    assert code_of(lambda: actions.remedy_done(words="Done", by=OFFICER, **done)) == "review_words_missing"
    assert code_of(lambda: actions.remedy_done(words=WORDS, by=MANAGER, **done)) == "own_decision"
    actions.remedy_done(words=said, by=OFFICER, **done)
    assert code_of(lambda: actions.remedy_done(words=WORDS, by=OFFICER, **done)) == "nothing_owed"
    assert Entry.objects.filter(kind="review_remedied").count() == 1


@pytest.mark.parametrize(
    ("remedy", "home", "put_right"),
    [("other_home", "Birch", True), ("other_home", "Alder", False), ("decide_again", "Alder", True)],
)
def test_another_choice_puts_it_right_and_the_move_in_question_stays_held(
    decision, found, under_way, panel, at, remedy, home, put_right
):  # fmt: skip
    """decide_again may come to the same home; another home is another home."""
    find(under_way, panel, at, remedy=remedy, duty_words="Look for a home near the school.")
    first, later = Decision.objects.get(id=decision), at + timedelta(minutes=1)
    Decision.objects.create(
        **{
            each.attname: getattr(first, each.attname) for each in Decision._meta.concrete_fields
            if each.attname not in ("id", "home_id", "answered_at", "referral_id", "entry_id", "proposal_entry_id")
        },
        home_id=found.homes[home], answered_at=later, referral_id=another_search(found, at), entry_id=an_entry(at),
        proposal_entry_id=an_entry(at),
    )  # fmt: skip
    done = {"review_id": under_way, "words": "It was chosen again with her.", "by": OFFICER, "at": later}
    if put_right:
        actions.remedy_done(**done)
    else:
        assert code_of(lambda: actions.remedy_done(**done)) == "move_still_planned"
    assert queries.frozen(placed(decision).id) == {str(under_way)}


def an_entry(at) -> UUID:
    return record(kind="stay_ended", public={}, sealed={}, by_id=WORKER.id, by_role="social_worker", at=at)


def another_search(found, at) -> UUID:
    row = Referral.objects.get(id=found.id)
    row.pk, row._state.adding, row.reference = uuid4(), True, "R-2ND22"
    row.save(force_insert=True)
    return row.pk


def test_a_finding_for_another_home_holds_a_planned_move_whoever_asked(decision, panel, at):
    other = acting(Role.SOCIAL_WORKER, number=2)
    review_id = ask(decision, other, at)
    assert queries.frozen(placed(decision).id) == frozenset()
    seat(review_id, panel, at)
    find(review_id, panel, at, remedy="other_home", duty_words="Look for a home near the school.")
    assert queries.frozen(placed(decision).id) == {str(review_id)}
    Placement.objects.update(state="living")
    assert queries.frozen(placed(decision).id) == frozenset()
    actions.remedy_done(review_id=review_id, words="A new search is open and she was told.", by=OFFICER, at=at)


def test_a_move_that_was_let_go_before_the_finding_is_held_by_it(decision, under_way, panel, at):
    actions.let_move_go(review_id=under_way, words="The carer here is ill and cannot go on.", by=DIRECTOR, at=at)
    assert queries.frozen(placed(decision).id) == frozenset()
    find(under_way, panel, at, remedy="other_home", duty_words="Look for a home near the school.")
    assert queries.frozen(placed(decision).id) == {str(under_way)}


def test_each_step_leaves_an_entry_and_the_seals_hold(under_way, panel, at):
    find(under_way, panel, at)
    integrate(at=at)
    kinds = list(Entry.objects.filter(kind__startswith="review").order_by("queued_at").values_list("kind", flat=True))
    assert sorted(kinds) == ["review_asked", "review_found", *["review_step"] * 6]
    assert entry_number(Review.objects.get().entry_id)


# ------------------------------------------------------------------ what everybody may read
def test_a_digest_is_let_out_by_a_person_after_a_scan_and_once(decision, under_way, panel, at):
    out = {"review_id": under_way, "by": OFFICER, "at": at}
    assert code_of(lambda: actions.release_digest(text=DIGEST, **out)) == "review_not_found_yet"
    find(under_way, panel, at)
    home = home_cards([queries.decision(decision).home_id])
    name = next(iter(home.values())).name
    for words in ("Robin was not asked.", f"The home {name} was far.", "It was in Kent.", "They came on 3 May."):
        assert code_of(lambda words=words: actions.release_digest(text=f"{DIGEST} {words}", **out)) == "digest_locates"
    assert code_of(lambda: actions.release_digest(text="  ", **out)) == "digest_missing"
    assert counts.digests(localdate(at)) == ()
    actions.release_digest(text=DIGEST, **out)
    (line,) = counts.digests(localdate(at))
    assert line == DigestLine(DIGEST), "its words at once, and nothing by which it could be counted"
    row = ReviewDigest.objects.get()
    assert (row.month, row.outcome, row.remedy) == ("2026-11", Outcome.UPHELD, Remedy.EXPLAIN)
    assert code_of(lambda: actions.release_digest(text=DIGEST, **out)) == "digest_out"
    assert queries.review(under_way).published == DIGEST
    with pytest.raises(AssertionError):
        ReviewDigest.objects.get().delete()


def related(found, at) -> None:
    """A brother in care, and a friend of the child."""
    wren = children.add_child(
        reference="C-9W9W9", known_as="Wren", birth_date=date(2015, 3, 27), sex="F", authority=KENT,
        home_postcode="ME14 1XQ", legal_status="C2", looked_after_since=date(2024, 5, 2), by=WORKER, at=at,
    )  # fmt: skip
    children.link_siblings(child_id=found.child, sibling_id=wren, together=True, by=WORKER, at=at)
    children.add_connection(child_id=found.child, kind="friend", name="her friend Tamsin", by=WORKER, at=at)


def test_a_digest_names_no_brother_sister_or_friend_of_the_child(found, under_way, panel, at):
    related(found, at)
    find(under_way, panel, at)
    out = {"review_id": under_way, "by": OFFICER, "at": at, "read": True}
    for words in ("Tamsin was not asked.", "Wren was far away.", "They asked tamsin."):
        assert code_of(lambda words=words: actions.release_digest(text=f"{DIGEST} {words}", **out)) == "digest_locates"
    names = f"{DIGEST} Kieran was not asked, and her friend was not."
    unread = {**out, "read": False}
    assert code_of(lambda: actions.release_digest(text=names, **unread)) == "digest_not_read"
    assert actions.release_digest(text=names, **out), "a person has read it, and lets it out"


# ------------------------------------------------------------------ words to the family or a home
@pytest.fixture
def outside(decision, found, panel, at):
    """outside(who) -> a review that a parent or a home asked for, and the name of the home that was chosen."""
    parent = Person(role=Role.PARENT, id=uuid4(), children=frozenset({found.child}))
    passed = found.homes["Birch"]
    keeper = Person(role=Role.PROVIDER_MANAGER, id=uuid4(), provider_id=home_subjects([passed])[passed].provider_id)

    def make(who: str) -> UUID:
        if who == "family":
            return ask(decision, parent, at)
        return actions.ask_review_for_home(decision_id=decision, home_id=passed, words=NO, by=keeper, at=at)

    return make


@pytest.mark.parametrize("who", ["family", "home"])
def test_no_word_to_the_family_or_a_home_says_where_the_child_lives(outside, panel, at, found, who):
    related(found, at)
    review_id, here = outside(who), "The child lives at Alder, as was planned for them."
    run = {"review_id": review_id, "by": OFFICER, "at": at, "read": True}
    for words in (
        here,
        "We asked them there in Kent and have no answer yet.",
        "Her friend Tamsin was asked first.",
    ):
        assert code_of(lambda words=words: actions.acknowledge_review(words=words, **run)) == "review_words_locate"
    assert code_of(lambda: actions.redirect_review(to="complaint", words=here, **run)) == "review_words_locate"
    day = "You read what was found by 18 December at the latest."
    assert code_of(lambda: actions.acknowledge_review(words=day, **{**run, "read": False})) == "review_words_not_read"
    assert queries.review(review_id).acknowledged_words == ""
    actions.acknowledge_review(words=day, **run)
    actions.name_panel(review_id=review_id, posts=[each.id for each in panel], by=OFFICER, at=at)
    for each in panel:
        actions.declare_interest(review_id=review_id, interest=False, by=each.who, at=at)
    hear(review_id, panel, at)
    for field in ("words_parties", "duty_words"):
        found_there = {field: here, "read": True}
        assert code_of(lambda more=found_there: write(review_id, panel[0].who, at, **more)) == "review_words_locate"
    write(review_id, panel[0].who, at, words_child=here)
    for each in panel[1:]:
        actions.agree_finding(review_id=review_id, agrees=True, by=each.who, at=at)
    assert code_of(lambda: actions.remedy_done(words=here, **run)) == "review_words_locate"
    actions.remedy_done(words="We said sorry in a letter, and told why.", **run)


def test_a_parent_reads_their_own_childs_name_and_a_home_its_own(outside, at):
    words = {
        "family": "Robin was asked and we look at it again now.",
        "home": "Birch had a part, so we look again now.",
    }
    for who, said in words.items():
        actions.acknowledge_review(review_id=outside(who), words=said, read=True, by=OFFICER, at=at)


def test_whoever_counts_the_digests_on_the_page_learns_no_small_number(monkeypatch, decision, under_way, panel, at):
    """One finding: its words are public at once, and no line says when it was, who asked or what was found."""
    find(under_way, panel, at)
    actions.release_digest(review_id=under_way, text=DIGEST, by=OFFICER, at=at)
    for on in (at, over(localdate(at))):
        with time_machine.travel(on):
            page = Client().get("/reviews/").content.decode()
            (told,) = Client().get("/api/v1/reviews/digests").json()["items"]
        digest = page[page.index(">Digests<") : page.index("Your rights")]
        assert DIGEST in digest
        assert OUTCOME_WORDS[Outcome.UPHELD] not in digest
        assert "2026" not in digest
        assert "Asked for by" not in digest
        assert told.pop("text") == DIGEST
        assert set(told.values()) == {None}
    assert [shown.withheld for each, shown in counts.outcomes_found(over(localdate(at))) if each is Outcome.UPHELD] == [
        True
    ]
    # Where one is no small number, a line tells it, once its quarter is over and not before.
    monkeypatch.setattr(
        "carecommons.decisions.counts.periods.whole", lambda name, on: {"suppression_threshold": 0}.get(name, 1)
    )
    assert counts.digests(localdate(at)) == (DigestLine(DIGEST),)
    assert [shown.value for _, shown in counts.outcomes_found(localdate(at))] == [0] * len(Outcome)
    (line,) = counts.digests(over(localdate(at)))
    assert (line.outcome, line.period) == (Outcome.UPHELD, counts.last_period(over(localdate(at))).words)
    with time_machine.travel(over(localdate(at))):
        assert OUTCOME_WORDS[Outcome.UPHELD] in Client().get("/reviews/").content.decode().partition(">Digests<")[2]


def test_who_may_read_reviews_is_asked_of_the_person(decision, robin, found, at):
    review_id = ask(decision, robin, at)
    kept = queries.review(review_id)
    parent = Person(role=Role.PARENT, id=uuid4(), children=frozenset({found.child}))
    assert queries.review_is_theirs(kept, robin)
    assert not queries.review_is_theirs(kept, parent)
    assert queries.my_reviews(parent) == ()
    assert [each.id for each in queries.my_reviews(robin)] == [review_id]
    assert [each.id for each in queries.reviews_of_decision(decision)] == [review_id]
    assert [each.id for each in queries.reviews_of_child(found.child)] == [review_id]
    with pytest.raises(ReasonMissing):
        actions.acknowledge_review(review_id=review_id, words="", by=OFFICER, at=at)
