"""Seats of a panel: what a member reads and when, and that no panel waits for ever for one who cannot speak."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from carecommons.common.errors import NotAllowed, NotFound, Refused
from carecommons.decisions import actions, queries
from carecommons.decisions.models import ReviewSeat
from carecommons.decisions.review import Review as State
from carecommons.people.actions import end_post
from carecommons.people.roles import Role
from carecommons.register.models import Entry
from decisions.test_review_acts import (  # noqa: F401 - the fixtures of the acts
    DIRECTOR,
    HEARD,
    MANAGER,
    OFFICER,
    WORDS,
    ask,
    at,
    code_of,
    decision,
    find,
    found,
    hear,
    panel,
    post,
    robin,
    under_way,
    write,
)
from walk_world import KENT, MEDWAY, acting

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SILENT = 5 * DAY  # from Friday to Wednesday: three working days


def named(decision, robin, panel, at):  # noqa: F811
    """A review whose panel is named, and has said nothing yet."""
    review_id = ask(decision, robin, at)
    actions.acknowledge_review(review_id=review_id, words=WORDS, by=OFFICER, at=at)
    actions.name_panel(review_id=review_id, posts=[each.id for each in panel], by=OFFICER, at=at)
    return review_id


def seat_of(review_id, who):
    return ReviewSeat.objects.get(review_id=review_id, account=who.id).pk


def free(review_id, who, at, by=OFFICER):  # noqa: F811
    actions.free_seat(review_id=review_id, seat_id=seat_of(review_id, who), by=by, at=at)


# ------------------------------------------------------------------ what a member reads
def test_a_member_reads_their_role_and_the_days_and_no_child_before_they_have_no_interest(
    decision, robin, panel, at  # noqa: F811
):  # fmt: skip
    review_id = named(decision, robin, panel, at)
    for each in panel:
        paper = queries.panel_paper(review_id, each.who)
        assert (paper.review, paper.decision, paper.call.child_id, paper.call.child_reference) == (None, None, None, "")
        assert (paper.call.owes, paper.call.opens, paper.call.may_leave) == ("interest", False, False)
        assert str(paper.call.finding_by) == "2026-12-18"
        assert queries.panels_of(each.who) == (paper.call,)
        actions.declare_interest(review_id=review_id, interest=False, by=each.who, at=at)
        paper = queries.panel_paper(review_id, each.who)
        assert (paper.review.id, paper.decision.id, paper.call.opens) == (review_id, decision, True)
        assert paper.call.child_id == paper.review.child_id


def ends(review_id, panel, robin, at):  # noqa: F811
    return {
        "taken back": lambda: actions.withdraw_review(review_id=review_id, by=robin, at=at),
        "sent on": lambda: actions.redirect_review(
            review_id=review_id, to="court", words="Only a court can change this order.", by=OFFICER, at=at
        ),
        "found": lambda: find(review_id, panel, at),
    }  # fmt: skip


@pytest.mark.parametrize("how", ["taken back", "sent on", "found"])
def test_a_member_reads_nothing_of_the_child_once_the_review_is_closed(how, under_way, robin, panel, at):  # noqa: F811
    assert queries.panel_paper(under_way, panel[2].who).review is not None
    ends(under_way, panel, robin, at)[how]()
    for each in panel:
        paper = queries.panel_paper(under_way, each.who)
        assert (paper.review, paper.decision, paper.call.child_id, paper.call.child_reference) == (None, None, None, "")
        assert (paper.call.is_open, paper.call.owes) == (False, "")
        (call,) = queries.panels_of(each.who)
        assert call == paper.call


def test_a_member_who_finds_on_reading_that_they_have_an_interest_leaves(under_way, panel, at):  # noqa: F811
    say = {"review_id": under_way, "by": panel[2].who, "at": at}
    assert queries.panel_paper(under_way, panel[2].who).call.may_leave
    assert code_of(lambda: actions.declare_interest(interest=False, **say)) == "interest_said"
    assert code_of(lambda: actions.declare_interest(interest=True, **say)) == "interest_words_missing"
    actions.declare_interest(interest=True, words="I know this home.", **say)
    with pytest.raises(NotFound):
        queries.panel_paper(under_way, panel[2].who)
    assert queries.review(under_way).seats_empty
    assert code_of(lambda: hear(under_way, panel, at)) == "panel_not_whole"


def test_whose_voice_stands_on_a_finding_that_waits_does_not_leave(under_way, panel, at):  # noqa: F811
    hear(under_way, panel, at)
    write(under_way, panel[0].who, at)
    say = {"review_id": under_way, "interest": True, "words": "I know this home.", "at": at}
    assert not queries.panel_paper(under_way, panel[0].who).call.may_leave
    assert code_of(lambda: actions.declare_interest(by=panel[0].who, **say)) == "interest_said"
    actions.declare_interest(by=panel[1].who, **say)
    assert queries.review(under_way).seats_empty


# ------------------------------------------------------------------ a seat is made free
def test_a_seat_whose_post_ended_before_they_spoke_is_filled_anew_and_the_review_goes_on(
    decision, robin, panel, at  # noqa: F811
):  # fmt: skip
    review_id = named(decision, robin, panel, at)
    for each in panel[:2]:
        actions.declare_interest(review_id=review_id, interest=False, by=each.who, at=at)
    assert code_of(lambda: free(review_id, panel[2].who, at)) == "seat_not_free"
    end_post(post_id=panel[2].id, at=at, by=None)
    new = post(Role.VIRTUAL_SCHOOL_HEAD, KENT)
    name = {"review_id": review_id, "posts": [new.id], "by": OFFICER, "at": at}
    assert code_of(lambda: actions.name_panel(**name)) == "panel_size"
    free(review_id, panel[2].who, at)
    (left,) = [each for each in queries.review(review_id).seats if each.left]
    assert (left.account, left.stands) == (panel[2].who.id, "left: the seat was made free")
    assert code_of(lambda: actions.name_panel(**{**name, "posts": [panel[0].id]})) == "panel_sat_already"
    actions.name_panel(**name)
    actions.declare_interest(review_id=review_id, interest=False, by=new.who, at=at)
    hear(review_id, panel, at)
    assert queries.review(review_id).state is State.HEARD
    assert '"seat_freed"' in "".join(Entry.objects.filter(kind="review_step").values_list("public", flat=True))


def test_a_member_who_is_silent_past_the_days_that_there_are_is_replaced(decision, robin, panel, at):  # noqa: F811
    review_id = named(decision, robin, panel, at)
    actions.declare_interest(review_id=review_id, interest=False, by=panel[0].who, at=at)
    assert code_of(lambda: free(review_id, panel[2].who, at + 4 * DAY)) == "seat_not_free"
    record = queries.review(review_id)
    assert queries.seats_to_free(record, on=(at + 4 * DAY).date()) == {}
    assert set(queries.seats_to_free(record, on=(at + SILENT).date())) == {
        seat_of(review_id, each.who) for each in panel[1:]
    }
    assert code_of(lambda: free(review_id, panel[0].who, at + SILENT)) == "seat_not_free"
    free(review_id, panel[2].who, at + SILENT)
    with pytest.raises(NotFound):
        actions.declare_interest(review_id=review_id, interest=False, by=panel[2].who, at=at + SILENT)
    with pytest.raises(NotFound):
        free(review_id, panel[2].who, at + SILENT)


@pytest.mark.parametrize("how", ["silent", "post ended"])
def test_a_voice_that_is_missing_after_the_hearing_is_given_by_whoever_takes_the_seat(
    how, under_way, panel, at  # noqa: F811
):  # fmt: skip
    hear(under_way, panel, at)
    write(under_way, panel[0].who, at)
    actions.agree_finding(review_id=under_way, agrees=True, by=panel[1].who, at=at)
    later = at + (SILENT if how == "silent" else DAY)
    if how == "post ended":
        end_post(post_id=panel[2].id, at=at, by=None)
    assert code_of(lambda: free(under_way, panel[0].who, later)) == "seat_not_free", "a voice is never lost"
    free(under_way, panel[2].who, later)
    assert queries.review(under_way).finding_waits
    new = post(Role.VIRTUAL_SCHOOL_HEAD, KENT)
    actions.name_panel(review_id=under_way, posts=[new.id], by=OFFICER, at=later)
    voice = {"review_id": under_way, "agrees": True, "by": new.who, "at": later}
    assert queries.panel_paper(under_way, new.who).call.owes == "interest"
    assert code_of(lambda: actions.agree_finding(**voice)) == "interest_not_said"
    actions.declare_interest(review_id=under_way, interest=False, by=new.who, at=later)
    paper = queries.panel_paper(under_way, new.who)
    assert (paper.call.owes, paper.review.heard_words) == ("voice", HEARD)
    with pytest.raises(NotFound):
        actions.agree_finding(**{**voice, "by": panel[2].who})
    assert queries.seats_to_free(queries.review(under_way), on=localdate(later)) == {}, "their days begin when they sit"
    actions.agree_finding(**voice)
    kept = queries.review(under_way)
    assert (kept.state, kept.finding.voices) == (State.FOUND, 3)


def test_a_finding_that_fell_is_written_anew_with_whoever_took_a_seat(under_way, panel, at):  # noqa: F811
    hear(under_way, panel, at)
    write(under_way, panel[0].who, at)
    for each in panel[1:]:
        actions.agree_finding(review_id=under_way, agrees=False, words="It goes too far.", by=each.who, at=at)
    end_post(post_id=panel[0].id, at=at, by=None)
    free(under_way, panel[0].who, at)
    later = at + timedelta(minutes=1)
    again = {"outcome": "not_upheld", "remedy": "none"}
    assert code_of(lambda: write(under_way, panel[1].who, later, **again)) == "panel_not_whole"
    assert queries.panel_paper(under_way, panel[1].who).call.owes == ""
    new = post(Role.REVIEWING_OFFICER, MEDWAY)
    actions.name_panel(review_id=under_way, posts=[new.id], by=OFFICER, at=later)
    actions.declare_interest(review_id=under_way, interest=False, by=new.who, at=later)
    assert queries.panel_paper(under_way, new.who).call.owes == "finding"
    write(under_way, new.who, later, **again)
    for each in panel[1:]:
        actions.agree_finding(review_id=under_way, agrees=True, by=each.who, at=later)
    assert queries.review(under_way).state is State.FOUND


def test_only_who_runs_the_review_frees_a_seat_and_only_while_the_panel_is_at_work(
    decision, robin, panel, at  # noqa: F811
):  # fmt: skip
    review_id = named(decision, robin, panel, at)
    end_post(post_id=panel[2].id, at=at, by=None)
    assert code_of(lambda: free(review_id, panel[2].who, at, by=MANAGER)) == "own_decision"
    for other in (panel[2].who, robin, acting(Role.REVIEWING_OFFICER, MEDWAY)):
        with pytest.raises((NotAllowed, Refused)):
            free(review_id, panel[2].who, at, by=other)
    second = ask(decision, acting(Role.CLINICIAN, number=7), at)
    with pytest.raises(Refused):
        actions.free_seat(review_id=second, seat_id=seat_of(review_id, panel[2].who), by=DIRECTOR, at=at)
    assert not ReviewSeat.objects.get(id=seat_of(review_id, panel[2].who)).left
    actions.withdraw_review(review_id=review_id, by=robin, at=at)
    assert code_of(lambda: free(review_id, panel[2].who, at)) == "review_not_so"
    assert queries.seats_to_free(queries.review(review_id), on=localdate(at)) == {}
