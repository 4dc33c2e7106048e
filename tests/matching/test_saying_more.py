"""What a home says of itself lowers it at once, and raises it only when an officer has accepted it (issue 4, point 9).

And of living together with a child the newest word counts: an offer undoes no "would not be right" (section 7).
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils.timezone import localdate
from test_rounds import decline, invited, keeper, offer

from carecommons.children.needs import DOMAINS
from carecommons.common.errors import Faulty, NotAllowed, NotAppropriate, NotFound, NotNow, ReasonMissing
from carecommons.decisions.actions import approve
from carecommons.decisions.queries import sheet
from carecommons.matching import actions, models, queries
from carecommons.matching.reasons import Reason
from carecommons.matching.shortlist import Shortlist
from carecommons.people.roles import Role
from carecommons.provision import actions as provision
from carecommons.provision.capability import DOMAIN_CODES, DomainAnswer
from carecommons.provision.models import Resident
from carecommons.register.models import Entry
from walk_world import (
    DEVON,
    MANAGER,
    OFFICER,
    WORKER,
    Search,
    acting,
    add_child,
    choose,
    listed,
    record_needs,
    search,
    wish,
)

pytestmark = pytest.mark.django_db
FELT = next(domain.name for domain in DOMAINS if domain.code == "EMO")
RESTS_ON = "Seen at the visit of 3 November, and in the clinician’s letter of that week."
HARM = "It would not be right: a boy there hurt her last year. Invented data."


def over(found: Search, *, hours: int = 2) -> datetime:
    """The round of a search ended, so many hours after it was opened."""
    at = found.at + timedelta(hours=hours)
    actions.close_round(round_id=models.Round.objects.get(state="open").id, by=WORKER, at=at)
    return at


def looked(found: Search, *, at: datetime) -> Shortlist:
    actions.make_shortlist(referral_id=found.id, by=WORKER, at=at)
    return queries.shortlist(found.id)


def accept(row: models.Invitation, *, at: datetime, version: int = 1, by=MANAGER, rests_on: str = RESTS_ON) -> UUID:
    return actions.accept_reply(invitation_id=row.id, version=version, rests_on=rests_on, by=by, at=at)


def harm(home: UUID, *, at: datetime, about: UUID | None = None, answer: str = "not_acceptable") -> None:
    provision.note_impact(home_id=home, about=about, answer=answer, words=HARM, by=OFFICER, at=at)


def lives_in(found: Search, name: str) -> None:
    """Another child lives in this home, which has room for more."""
    child = add_child(reference="C-9X9X9", at=found.at)
    Resident.objects.create(
        home_id=found.homes[name], resident=child, place=1, recorded_at=found.at, from_day=localdate(found.at)
    )  # fmt: skip


def waiting(found: Search, *, at: datetime) -> dict[str, tuple[str, ...]]:
    return {home.home: home.more for each in queries.log_of(queries.referral(found.id), at=at) for home in each.homes}


# -------------------------------------------------------------------------------------- more than was accepted (12)
def test_a_home_that_says_more_than_was_accepted_stays_where_it_was_and_it_is_said() -> None:
    found = search(Alder={}, Birch={"EMO": 0, "SOC": 0})
    before = queries.shortlist(found.id).home(found.homes["Birch"])
    for row in invited(found).values():
        offer(row)
    at = over(found)
    made = looked(found, at=at)
    birch, alder = made.home(found.homes["Birch"]), made.home(found.homes["Alder"])
    assert not birch.appropriate
    assert (birch.answers, birch.compromise) == (before.answers, before.compromise)
    assert set(birch.says_more) == {FELT, next(domain.name for domain in DOMAINS if domain.code == "SOC")}
    assert (alder.appropriate, alder.says_more) == (True, ())
    assert made.saying_more == (birch,)
    assert waiting(found, at=at) == {"Alder": (), "Birch": birch.says_more}


def test_once_an_officer_has_accepted_it_with_what_it_rests_on_the_next_list_counts_it() -> None:
    found = search(Alder={}, Birch={"EMO": 0})
    rows = invited(found)
    for row in rows.values():
        offer(row)
    at = over(found)
    entries = Entry.objects.count()
    accept(rows["Birch"], at=at)
    assert Entry.objects.count() == entries + 1
    assert Entry.objects.get(kind="reply_accepted").public in ("{}", b"{}")
    made = looked(found, at=at)
    birch = made.home(found.homes["Birch"])
    assert (birch.appropriate, birch.says_more) == (True, ())
    (log,) = queries.log_of(queries.referral(found.id), at=at)
    line = next(home for home in log.homes if home.home == "Birch")
    assert (line.accepted.parts, line.accepted.rests_on, line.more) == ((FELT,), RESTS_ON, ())
    with pytest.raises(NotNow) as refused:
        accept(rows["Birch"], at=at)
    assert refused.value.code == "nothing_beyond"


def test_it_is_accepted_for_this_child_alone_and_the_home_is_as_it_was() -> None:
    found = search(Birch={"EMO": 0})
    row = invited(found)["Birch"]
    offer(row)
    at = over(found)
    accept(row, at=at)
    other = listed(add_child(reference="C-9W9W9", at=at), found.homes, at=at)
    assert not queries.shortlist(other.id).home(found.homes["Birch"]).appropriate


def test_what_was_accepted_for_this_child_before_is_not_accepted_again() -> None:
    found = search(Alder={}, Birch={"EMO": 0})
    rows = invited(found)
    for row in rows.values():
        offer(row)
    at = over(found)
    accept(rows["Birch"], at=at)
    looked(found, at=at)
    again = replace(found, at=at + timedelta(hours=1))
    actions.open_round(referral_id=found.id, by=WORKER, at=again.at)
    for row in models.Invitation.objects.filter(round__state="open"):
        offer(row, at=again.at + timedelta(minutes=1))
    later = over(again)
    birch = looked(found, at=later).home(found.homes["Birch"])
    assert (birch.appropriate, birch.says_more) == (True, ())


def test_what_the_home_says_of_itself_anew_ends_what_was_accepted() -> None:
    """Finding 1: a home that says later that it cannot meet a need is not counted as meeting it."""
    found = search(Alder={}, Birch={"EMO": 0})
    rows = invited(found)
    for row in rows.values():
        offer(row)
    at = over(found)
    accept(rows["Birch"], at=at)
    assert looked(found, at=at).home(found.homes["Birch"]).appropriate
    said_anew(found.homes["Birch"], at=at + timedelta(minutes=5), EMO=0)
    said_anew(found.homes["Alder"], at=at + timedelta(minutes=5), EMO=0)
    made = looked(found, at=at + timedelta(minutes=10))
    assert not made.appropriate
    assert {home.name: home.says_more for home in made.shown} == {"Alder": (FELT,), "Birch": (FELT,)}
    accept(rows["Birch"], at=at + timedelta(minutes=11))
    assert looked(found, at=at + timedelta(minutes=12)).home(found.homes["Birch"]).appropriate


def said_anew(home: UUID, *, at: datetime, **less: int) -> None:
    levels = {code: DomainAnswer(less.get(code, 4), less.get(code, 4)) for code in DOMAIN_CODES}
    provision.record_levels(home_id=home, levels=levels, basis="Said by the home. Invented data.", by=OFFICER, at=at)
    provision.accept_levels(home_id=home, said_at=at, on=localdate(at), by=OFFICER, at=at)


def test_what_is_refused_and_why() -> None:
    found = search(Alder={}, Birch={"EMO": 0})
    rows = invited(found)
    offer(rows["Alder"], by=OFFICER)
    with pytest.raises(NotNow) as refused:
        accept(rows["Birch"], at=found.at)
    assert refused.value.code == "reply_may_change"
    offer(rows["Birch"], by=OFFICER)
    at = over(found)

    def code(error: type[Exception], **more) -> str:
        with pytest.raises(error) as refusal:
            accept(rows["Birch"], **{"at": at, **more})
        return refusal.value.code

    assert code(NotAllowed, by=OFFICER) == "own_reply"
    assert code(NotNow, version=2) == "reply_changed_since"
    assert code(ReasonMissing, rests_on="It says so.") == "rests_on_missing"
    assert code(Faulty, rests_on="Seen on the visit; it asks £4,100 a week for that.") == "words_name_a_price"
    for by in (WORKER, keeper(found.homes["Birch"]), acting(Role.PLACEMENT_OFFICER, DEVON)):
        with pytest.raises(NotAllowed):
            accept(rows["Birch"], by=by, at=at)
    with pytest.raises(NotFound):
        actions.accept_reply(invitation_id=uuid4(), version=1, rests_on=RESTS_ON, by=MANAGER, at=at)
    with pytest.raises(NotNow) as refused:
        accept(rows["Alder"], at=at)
    assert refused.value.code == "nothing_beyond"
    record_needs(found.child, at=at, EMO=3)
    assert code(NotNow, at=at + timedelta(minutes=1)) == "profile_changed"
    assert not models.AcceptedReply.objects.exists()


def test_a_no_an_unanswered_and_a_called_off_invitation_are_accepted_by_nobody() -> None:
    found = search(Alder={"EMO": 0}, Birch={"EMO": 0})
    rows = invited(found)
    decline(rows["Alder"])
    at = found.at + timedelta(days=8)
    with pytest.raises(NotNow) as refused:
        accept(rows["Alder"], at=at)
    assert refused.value.code == "nothing_beyond"
    with pytest.raises(NotNow) as refused:
        accept(rows["Birch"], at=at)
    assert refused.value.code == "reply_changed_since"
    offer(rows["Birch"])
    actions.call_off_round(
        round_id=rows["Birch"].round_id, reason="Invented.", by=WORKER, at=found.at + timedelta(hours=2)
    )
    with pytest.raises(NotNow) as refused:
        accept(rows["Birch"], at=at)
    assert refused.value.code == "round_over"


def test_while_a_choice_waits_or_the_search_is_over_nothing_is_accepted() -> None:
    found = search(Alder={}, Birch={"EMO": 0})
    rows = invited(found)
    for row in rows.values():
        offer(row)
    at = over(found)
    looked(found, at=at)
    models.Referral.objects.filter(id=found.id).update(state="proposed")
    with pytest.raises(NotNow) as refused:
        accept(rows["Birch"], at=at)
    assert refused.value.code == "choice_waits"
    models.Referral.objects.filter(id=found.id).update(state="withdrawn")
    with pytest.raises(NotNow) as refused:
        accept(rows["Birch"], at=at)
    assert refused.value.code == "search_is_over"


# ------------------------------------------------------------------------------------------- living together (1)
@pytest.mark.parametrize("of_this_child", [True, False])
def test_would_not_be_right_recorded_after_an_offer_stops_the_home(of_this_child) -> None:
    found = search(Alder={}, Birch={})
    for row in invited(found).values():
        offer(row)
    at = over(found)
    harm(found.homes["Alder"], about=found.child if of_this_child else None, at=at)
    made = looked(found, at=at + timedelta(minutes=1))
    (stopped,) = [home for home in made.passed_over if home.home_id == found.homes["Alder"]]
    assert (stopped.reason_code, stopped.says_more) == (Reason.HARMS_THE_GROUP, ())
    assert made.home(found.homes["Birch"]).appropriate


@pytest.mark.parametrize("of_this_child", [True, False])
def test_would_not_be_right_recorded_before_an_offer_is_lifted_by_an_officer_alone(of_this_child) -> None:
    found = search(Alder={}, Birch={})
    rows = invited(found)
    harm(found.homes["Alder"], about=found.child if of_this_child else None, at=found.at + timedelta(minutes=1))
    for row in rows.values():
        offer(row)
    at = over(found)
    (stopped,) = looked(found, at=at).passed_over
    assert (stopped.reason_code, stopped.says_more) == (Reason.HARMS_THE_GROUP, ("Living together",))
    assert queries.shortlist(found.id).saying_more == (stopped,)
    accept(rows["Alder"], at=at)
    home = looked(found, at=at + timedelta(minutes=1)).home(found.homes["Alder"])
    assert (home.appropriate, home.impact_words) == (True, "We talked about it at the table.")
    # What is recorded after that answer stands again.
    harm(found.homes["Alder"], about=found.child if of_this_child else None, at=at)
    assert looked(found, at=at + timedelta(minutes=2)).home(found.homes["Alder"]) is None


def test_any_newcomer_would_not_be_right_counts_over_an_older_word_of_this_child(founding) -> None:
    found = search(Alder={}, Birch={})
    harm(found.homes["Alder"], about=found.child, answer="acceptable", at=found.at)
    harm(found.homes["Alder"], at=found.at + timedelta(minutes=1))
    assert looked(found, at=found.at + timedelta(minutes=2)).home(found.homes["Alder"]) is None
    harm(found.homes["Alder"], about=found.child, answer="acceptable", at=found.at + timedelta(minutes=3))
    assert looked(found, at=found.at + timedelta(minutes=4)).home(found.homes["Alder"]).appropriate


def test_acceptable_where_nobody_has_said_anything_waits_until_an_officer_accepts_it() -> None:
    found = search(Alder={"places": 3, "free": 2}, Birch={})
    lives_in(found, "Alder")
    rows = invited(found)
    for row in rows.values():
        offer(row)
    at = over(found)
    made = looked(found, at=at)
    alder = made.home(found.homes["Alder"])
    assert (alder.waiting, alder.reason_code, alder.impact) == (True, Reason.IMPACT_NOT_KNOWN, "unknown")
    assert alder.says_more == ("Living together",)
    assert "nobody has accepted that yet" in alder.reason
    assert "An officer must accept its answer" in alder.impact_words
    assert made.home(found.homes["Birch"]).appropriate, "where nobody lives, nobody is harmed"
    accept(rows["Alder"], at=at)
    alder = looked(found, at=at + timedelta(minutes=1)).home(found.homes["Alder"])
    assert (alder.appropriate, alder.says_more) == (True, ())
    assert alder.impact_words == "We talked about it at the table."


def test_the_newest_word_of_an_officer_counts_over_an_offer_that_nobody_accepted() -> None:
    found = search(Alder={"places": 3, "free": 2}, Birch={})
    lives_in(found, "Alder")
    for row in invited(found).values():
        offer(row)
    at = over(found)
    harm(found.homes["Alder"], about=found.child, answer="acceptable", at=at)
    alder = looked(found, at=at + timedelta(minutes=1)).home(found.homes["Alder"])
    assert (alder.appropriate, alder.says_more) == (True, ())


def test_an_offer_that_says_not_right_or_not_known_yet_counts_at_once() -> None:
    found = search(Alder={}, Birch={})
    for home in found.homes.values():
        harm(home, answer="acceptable", at=found.at)
    rows = invited(found)
    offer(rows["Alder"], impact="not_acceptable")
    offer(rows["Birch"], impact="unknown")
    made = looked(found, at=over(found))
    assert [home.reason_code for home in made.passed_over] == [Reason.HARMS_THE_GROUP]
    assert (made.home(found.homes["Birch"]).waiting, made.home(found.homes["Birch"]).impact) == (True, "unknown")


@pytest.mark.parametrize("of_this_child", [True, False])
def test_would_not_be_right_recorded_between_proposal_and_approval_stops_the_approval(of_this_child) -> None:
    found = search(Alder={}, Birch={})
    for row in invited(found).values():
        offer(row)
    at = over(found)
    looked(found, at=at)
    wish(found.child, "before_decision", at=at)
    decision = choose(
        found, at=at + timedelta(minutes=1), no_meeting="The people around the child spoke by telephone that day.",
        to_homes={found.homes["Birch"]: "Another home answers more of what this child needs now."},
    )  # fmt: skip
    harm(found.homes["Alder"], about=found.child if of_this_child else None, at=at + timedelta(minutes=2))
    with pytest.raises(NotAppropriate) as refused:
        approve(decision_id=decision, by=MANAGER, at=at + timedelta(minutes=3))
    assert (refused.value.code, refused.value.facts["gate"]) == ("home_stopped_since", 5)
    assert sheet(found.id, at=at + timedelta(minutes=3))
