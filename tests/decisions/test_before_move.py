"""A review comes before a move takes a child out of where they live (reg 14; s22D), at approval and at the move."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

import walk_world
from carecommons.common.errors import Refused
from carecommons.constitution.actions import publish_founding
from carecommons.decisions import actions, queries
from carecommons.decisions.before_move import (
    A_TO_C,
    OTHER_ARRANGEMENTS,
    First,
    Law,
    Leaves,
    check_review_first,
    review_owed,
)
from carecommons.decisions.ending import LedBy, Reviews
from carecommons.decisions.models import Decision, EndNotice, PlacementEnd
from carecommons.decisions.placement import Placed
from carecommons.people.roles import Role
from carecommons.provision.actions import report_vacancy
from carecommons.provision.homes import KINDS
from carecommons.register.actions import integrate
from carecommons.site.days import my_day
from decisions.ended import (
    DAY,
    NOW,
    REVIEWING,
    SENTENCE,
    TODAY,
    Lived,
    an_end,
    at_home,
    begin,
    lived,
    notice,
    reviewed,
)
from decisions.placements_made import answer_all
from walk_world import KENT, MANAGER, OFFICER, WORKER, add_child, add_home, choose

SEARCHED = "Every agency of the region was asked; none has a place. The home they live in is no choice."
DANGER = "Another child there threatened them with a knife last night."
BEGAN, REVIEWED, MOVES = date(2026, 1, 1), date(2026, 2, 1), date(2026, 2, 20)
HELD = Reviews(frozenset({REVIEWED, BEGAN - DAY}), MOVES, 28)


# ------------------------------------------------------------------ the heart
LEAVES = st.builds(
    Leaves, st.sampled_from(sorted(KINDS)), st.just(BEGAN), home_gave_notice=st.booleans(),
    council_reviewed=st.booleans(),
)  # fmt: skip


@given(LEAVES, st.sampled_from(sorted(KINDS)))
def test_a_review_is_owed_unless_the_home_or_the_councils_own_notice_ends_it_and_always_into_other_arrangements(
    leaves, to_kind
):
    owed = review_owed(leaves, to_kind, emergency=False)
    assert (Law.ENDING in owed) is not (leaves.home_gave_notice or leaves.council_reviewed)
    assert (Law.OTHER in owed) is (leaves.home_kind in A_TO_C and to_kind in OTHER_ARRANGEMENTS)
    assert review_owed(leaves, to_kind, emergency=True) == ()
    assert review_owed(None, to_kind, emergency=False) == ()


def test_every_kind_of_home_is_with_parents_or_of_one_side_of_section_22d():
    assert {"parents"} | A_TO_C | OTHER_ARRANGEMENTS == set(KINDS)
    assert not A_TO_C & OTHER_ARRANGEMENTS
    assert "supported_accommodation" in OTHER_ARRANGEMENTS


@given(st.sampled_from([(Law.ENDING,), (Law.OTHER,), (Law.ENDING, Law.OTHER)]))
def test_a_review_on_record_that_is_recent_or_words_of_an_emergency_are_enough_and_nothing_less(owed):
    def said(first, reviews=HELD):
        check_review_first(owed, first, reviews, began=BEGAN, by_day=MOVES, words_min=4)

    said(First(REVIEWED))
    said(First(None, DANGER))
    for first, reviews, code in (
        (First(), HELD, "review_before_move"),
        (First(None, "Danger"), HELD, "review_before_move"),
        (First(REVIEWED + DAY), HELD, "review_not_recorded"),
        (First(BEGAN - DAY), HELD, "review_day_wrong"),
        (First(MOVES + DAY), HELD, "review_day_wrong"),
        (First(REVIEWED), replace(HELD, valid_days=18), "review_too_old"),
    ):
        with pytest.raises(Refused) as refusal:
            said(first, reviews)
        assert refusal.value.code == code
    check_review_first((), First(), HELD, began=BEGAN, by_day=MOVES, words_min=4)


# ------------------------------------------------------------------ the acts
def next_home(there, name="Birch", *, at=NOW, **homes):
    """A choice of another home for a child who lives in one, proposed."""
    found = {**there.found.homes, **{each: add_home(each, at=at, **facts) for each, facts in homes.items()}}
    for home in found.values():
        report_vacancy(home_id=home, free=1, by=OFFICER, at=at)
    return choose(walk_world.listed(there.child, found, at=at), name, search_evidence=SEARCHED)


def approve(decision, *, at=NOW, by=MANAGER, **first):
    actions.approve(
        decision_id=decision,
        satisfied=queries.facts_owed(decision, at=at),
        by=by,
        at=at + timedelta(minutes=5),
        **first,
    )
    return queries.placement_of(decision).id


def comes(placement, *, at=None, **first):
    """The child comes to the home on its day, with the whole plan."""
    found = queries.placement(placement)
    at = at or datetime.combine(found.from_day, NOW.timetz())
    answer_all(placement, at=NOW)
    return actions.begin_placement(placement_id=placement, came_on=localdate(at), by=WORKER, at=at, **first)


def refused(call, *args, **more):
    with pytest.raises(Refused) as refusal:
        call(*args, **more)
    return refusal.value


@pytest.fixture
def there(db):
    return lived()


@pytest.fixture
def older(db):
    """A young person of 17 who lives in a children's home."""
    at = NOW - timedelta(days=40)
    publish_founding(at=at - timedelta(days=30))
    child = add_child(born=date(TODAY.year - 17, 1, 1), at=at)
    homes = {"Alder": add_home("Alder", kind="childrens_home", at=at), "Birch": add_home("Birch", at=at)}
    found = walk_world.listed(child, homes, at=at)
    actions.approve(decision_id=choose(found), by=MANAGER, at=found.at + timedelta(minutes=1))
    (placement,) = queries.placements_of(child)
    begin(placement.id, placement.from_day)
    return Lived(found, placement.id, placement.home_id, child, at_home(placement.home_id))


def test_a_council_moves_no_child_out_of_where_they_live_without_a_review(there):
    decision = next_home(there)
    said = refused(approve, decision)
    assert (said.code, said.facts["laws"]) == ("review_before_move", ["regulation_14"])
    assert queries.decision(decision).state == "proposed"
    assert queries.placement_of(decision) is None
    assert refused(approve, decision, reviewed_on=TODAY - DAY).code == "review_not_recorded"
    assert refused(approve, decision, no_review="Danger").code == "review_before_move"


def test_with_the_review_on_record_it_is_approved_begun_and_its_end_names_the_review(there):
    decision = next_home(there)
    placement = approve(decision, reviewed_on=reviewed(there, TODAY))
    assert queries.decision(decision).reviewed_on == TODAY
    assert comes(placement)
    ended = queries.end_of(there.placement)
    assert (ended.reviewed_on, ended.emergency, ended.care_ends) == (TODAY, "", "")
    later = datetime.combine(ended.to_day, NOW.timetz()) + DAY
    why = an_end(change="LAREQ", led_by=LedBy.COUNCIL)
    actions.say_why_ended(placement_id=there.placement, end=why, by=MANAGER, at=later)
    assert queries.end_of(there.placement).reviewed_on == TODAY
    assert queries.ends_without_review([KENT]) == ()


@pytest.mark.django_db
def test_a_review_that_is_too_old_weighed_another_question():
    there = lived(days=80)
    old = reviewed(there, TODAY - 29 * DAY)
    decision = next_home(there)
    assert refused(approve, decision, reviewed_on=old).code == "review_too_old"
    assert queries.review_before(decision, at=NOW).days == ()
    young = reviewed(there, TODAY - 28 * DAY)
    assert queries.review_before(decision, at=NOW).days == (young,)
    assert approve(decision, reviewed_on=young)


def test_in_danger_the_words_are_kept_the_reviewing_officer_is_told_and_the_end_is_counted(there):
    decision = next_home(there)
    placement = approve(decision, no_review=DANGER)
    integrate(at=NOW + timedelta(minutes=6))
    assert [each[0] for each in queries.moves_without_review(frozenset({KENT}))] == [decision]
    lines = my_day(REVIEWING, at=NOW + timedelta(minutes=7), at_most=50).lines
    assert any("a move was approved before any review" in line.title for line in lines)
    assert comes(placement)
    assert queries.moves_without_review(frozenset({KENT})) == ()
    (waiting,) = queries.ends_without_review([KENT])
    assert waiting.emergency == DANGER
    why = an_end(change="LAREQ", led_by=LedBy.COUNCIL)
    later = datetime.combine(waiting.to_day, NOW.timetz()) + DAY
    actions.say_why_ended(placement_id=there.placement, end=why, by=MANAGER, at=later)
    assert queries.end_of(there.placement).emergency == DANGER
    (waiting,) = queries.ends_without_review([KENT])
    actions.read_emergency_end(end_id=waiting.id, words=SENTENCE, by=REVIEWING, at=later)
    assert queries.ends_without_review([KENT]) == ()


def test_the_homes_notice_or_the_councils_own_with_its_review_is_enough(there):
    given = notice(there)
    assert approve(next_home(there))
    EndNotice.objects.filter(id=given).update(party="council", reason="LAREQ", emergency="", reviewed_on=TODAY)
    (placement,) = [each for each in queries.placements_of(there.child) if each.state is Placed.PLANNED]
    assert queries.review_before(placement.decision_id, at=NOW).owed == ()
    EndNotice.objects.filter(id=given).update(reviewed_on=None)
    assert queries.review_before(placement.decision_id, at=NOW).owed == (Law.ENDING,)


def test_a_notice_that_the_home_takes_back_after_the_approval_leaves_the_review_owed_at_the_move(there):
    given = notice(there)
    placement = approve(next_home(there))
    at = NOW + timedelta(minutes=10)
    actions.take_notice_back(notice_id=given, words=SENTENCE, by=there.manager, at=at)
    assert refused(comes, placement).code == "review_before_move"
    assert queries.placement(there.placement).state is Placed.LIVING
    day = reviewed(there, TODAY)
    assert refused(comes, placement, reviewed_on=day - DAY).code == "review_not_recorded"
    assert comes(placement, reviewed_on=day)
    assert queries.end_of(there.placement).reviewed_on == day


def test_what_the_approver_named_counts_at_the_move_though_weeks_have_passed(there):
    placement = approve(next_home(there), reviewed_on=reviewed(there, TODAY))
    assert comes(placement, at=NOW + 40 * DAY)


def test_a_child_who_lives_somewhere_else_by_now_is_owed_a_review_of_that(there):
    decision = next_home(there)
    placement = approve(decision, no_review=DANGER)
    Decision.objects.filter(id=decision).update(answered_at=NOW - 40 * DAY)  # before the child came to live there
    assert refused(comes, placement).code == "review_before_move"


def test_a_child_whose_end_is_written_down_moves_without_another_review(there):
    decision = next_home(there)
    actions.end_placement(child_id=there.child, end=an_end(to_day=TODAY + 3 * DAY), by=MANAGER, at=NOW)
    assert queries.review_before(decision, at=NOW).owed == ()


def test_an_emergency_moves_a_child_at_once_and_its_end_is_read_by_the_reviewing_officer(there):
    for home in there.found.homes.values():
        report_vacancy(home_id=home, free=1, by=OFFICER, at=NOW)
    again = walk_world.listed(there.child, there.found.homes, at=NOW)
    decision = walk_world.choose_tonight(again, "Birch")
    placement = approve(decision, at=again.at)
    assert comes(placement, at=NOW + timedelta(hours=1))
    (waiting,) = queries.ends_without_review([KENT])
    assert (waiting.placement_id, waiting.emergency) == (there.placement, "Their carer was taken to hospital.")


def test_in_an_emergency_under_the_homes_own_notice_the_council_ended_nothing(there):
    notice(there)
    for home in there.found.homes.values():
        report_vacancy(home_id=home, free=1, by=OFFICER, at=NOW)
    again = walk_world.listed(there.child, there.found.homes, at=NOW)
    decision = walk_world.choose_tonight(again, "Birch")
    placement = approve(decision, at=again.at)
    assert comes(placement, at=NOW + timedelta(hours=1))
    assert queries.ends_without_review([KENT]) == ()
    assert queries.end_of(there.placement).led_by is LedBy.CARER


SUPPORTED = {"Cedar": {"kind": "supported_accommodation", "ages": (16, 17)}}


def test_from_a_childrens_home_into_supported_accommodation_only_after_a_review_even_where_the_home_gave_notice(older):
    notice(older)
    decision = next_home(older, "Cedar", **SUPPORTED)
    said = refused(approve, decision)
    assert (said.code, said.facts["laws"]) == ("review_before_move", ["section_22d"])
    assert "s22D" in str(said)
    placement = approve(decision, reviewed_on=reviewed(older, TODAY))
    assert comes(placement)
    assert queries.end_of(older.placement).reviewed_on == TODAY


def test_from_one_childrens_home_into_a_family_section_22d_asks_nothing(older):
    notice(older)
    assert approve(next_home(older))


def test_both_laws_are_named_where_both_ask(older):
    decision = next_home(older, "Cedar", **SUPPORTED)
    assert refused(approve, decision).facts["laws"] == ["regulation_14", "section_22d"]
    placement = approve(decision, no_review=DANGER)
    assert comes(placement)
    assert [each.placement_id for each in queries.ends_without_review([KENT])] == [older.placement]


# ------------------------------------------------------------------ the end of where the child lives
def test_an_end_concerns_the_home_in_which_the_child_lives_whatever_move_is_planned(there):
    """The council's own notice on the present home is seen, so a review is owed whoever is said to have ended it."""
    given = notice(there, by=WORKER, reason="LAREQ", reviewed_on=reviewed(there, TODAY))
    planned = approve(next_home(there))
    actions.withdraw_move(child_id=there.child, reason="The home fell through.", by=MANAGER, at=NOW + DAY / 24)
    again = approve(next_home(there, at=NOW + DAY / 12), at=NOW + DAY / 12)
    EndNotice.objects.filter(id=given).update(reviewed_on=None)
    assert queries.placement(planned).state is Placed.WITHDRAWN
    with pytest.raises(Refused) as refusal:
        actions.end_placement(child_id=there.child, end=an_end(), by=MANAGER, at=NOW + DAY / 8)
    assert refusal.value.code == "review_first"
    assert queries.placement(again).state is Placed.PLANNED
    assert not PlacementEnd.objects.filter(placement=again).exists()


# ------------------------------------------------------------------ the doors
def shown(response):
    from decisions.test_decision_pages import text

    return text(response)


@pytest.fixture
def decision(there):
    made = next_home(there, at=NOW - timedelta(minutes=30))
    integrate(at=NOW)
    return made


def test_the_page_says_what_is_missing_leads_to_where_it_is_recorded_and_takes_the_review(client_as, there, decision):
    manager, address = client_as(Role.TEAM_MANAGER, authority=KENT), f"/decisions/{decision}/"
    page = manager.get(address)
    assert "A review comes before this move" in shown(page)
    assert f"/placements/{there.placement}/" in page.content.decode()
    assert 'name="reviewed_on"' not in page.content.decode()  # none is on record
    refusal = manager.post(address + "approve/", {})
    assert refusal.status_code == 422
    assert "First the reviewing officer holds the review and records it" in shown(refusal)
    day = reviewed(there, TODAY)
    asked = manager.get(address).content.decode()
    assert asked.count('name="reviewed_on"') == 1
    assert "checked" not in asked
    assert manager.post(address + "approve/", {"no_review": "Danger"}).status_code == 422
    assert manager.post(address + "approve/", {"reviewed_on": day.isoformat()}).status_code == 302
    said = shown(manager.get(address))
    assert "A review comes before this move" not in said
    assert "Review before the move" in said


def test_the_page_of_the_move_asks_again_where_nothing_was_named(client_as, there):
    early = NOW - timedelta(minutes=30)
    given = notice(there, at=early)
    placement = approve(next_home(there, at=early), at=early)
    EndNotice.objects.filter(id=given).update(state="stays")
    answer_all(placement, at=early)
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    assert "A review comes before this move" in shown(worker.get(f"/placements/{placement}/"))
    page = worker.get(f"/placements/{placement}/begin/")
    assert "A review comes before this move" in shown(page)
    day = queries.placement(placement).from_day
    typed = {"came_on_0": day.day, "came_on_1": day.month, "came_on_2": day.year}
    assert 'name="no_review"' in page.content.decode()
    refusal = worker.post(f"/placements/{placement}/begin/", typed)
    assert refusal.status_code == 422
    assert queries.placement(placement).state is Placed.PLANNED


def test_the_same_for_programs(person, token_for, there, decision):
    manager = {"authorization": f"Bearer {token_for(person(Role.TEAM_MANAGER, authority=KENT))}"}
    api = f"/api/v1/decisions/{decision}"
    owed = Client().get(api + "/approval", headers=manager).json()
    assert (owed["review_owed"], owed["review_of"]) == (["regulation_14"], str(there.placement))
    assert owed["reviews"] == owed["satisfied_of"] == []

    def post(**body):
        return Client().post(api + "/approve", body, content_type="application/json", headers=manager)

    assert post().json()["code"] == "review_before_move"
    day = reviewed(there, TODAY).isoformat()
    assert Client().get(api + "/approval", headers=manager).json()["reviews"] == [day]
    done = post(reviewed_on=day)
    assert (done.status_code, done.json()["reviewed_on"]) == (200, day)
    assert Client().get(api + "/approval", headers=manager).status_code == 409
    move = queries.placement_of(decision).id
    assert Client().get(f"/api/v1/decisions/placements/{move}", headers=manager).json()["review_owed"] == []


def test_on_the_command_line_what_is_owed_is_listed_and_given(monkeypatch, said, there, decision):
    monkeypatch.setattr("carecommons.cli.decide.django_ready", lambda **_: None)
    code, out, _ = said("owes", decision, "--json")
    assert (code, json.loads(out)["review_owed"]) == (0, ["regulation_14"])
    assert "A review comes first." in said("owes", decision)[1]
    code, out, _ = said("approve", decision, "--json")
    assert (code, json.loads(out)["error"]["code"]) == (3, "review_before_move")
    day = reviewed(there, TODAY).isoformat()
    code, out, _ = said("approve", decision, "--json", "--reviewed-on", day)
    assert (code, json.loads(out)["state"], json.loads(out)["reviewed_on"]) == (0, "approved", day)


@pytest.fixture
def said(person, token_for, capsys):
    from carecommons.cli.main import run

    token = token_for(person(Role.TEAM_MANAGER, authority=KENT))

    def say(*words):
        code = run(["decide", *map(str, words), "--token", token])
        return (code, *capsys.readouterr())

    return say
