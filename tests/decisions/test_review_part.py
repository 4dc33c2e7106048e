"""Who has a part in a choice, until when they may ask about it or about its end, and who may not hear it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils.timezone import localdate
from invited import invited
from test_meetings import hold, said

from carecommons.common.errors import NotAllowed, NotFound, Refused
from carecommons.decisions import actions, queries
from carecommons.decisions.ending import LedBy
from carecommons.decisions.models import HomeLetter, Placement, PlacementEnd
from carecommons.decisions.review import About, AskedAs
from carecommons.matching.models import Detail, Referral, Reply, Round
from carecommons.people.roles import Person, Role
from carecommons.register.actions import integrate, record
from decisions.ended import NOW, TODAY, an_end, at_home, lived, notice
from decisions.test_emergency import FULL, NIGHT, why_not
from decisions.test_emergency import placed as placed_tonight
from decisions.test_review_acts import OFFICER, WORDS, ask, carer_of, post
from walk_world import KENT, MANAGER, MEDWAY, WORKER, acting, add_home, choose, search

pytestmark = pytest.mark.django_db
NO = "We offered and were told nothing."
DAY = timedelta(days=1)


def code_of(call) -> str:
    with pytest.raises(Refused) as told:
        call()
    return told.value.code


def facts_of(call) -> dict:
    with pytest.raises(Refused) as told:
        call()
    return dict(told.value.facts)


def for_home(home: UUID, decision: UUID, at, **more) -> UUID:
    return actions.ask_review_for_home(
        **{"home_id": home, "decision_id": decision, "words": NO, "by": carer_of(home), "at": at, **more}
    )


# ------------------------------------------------------------------ which homes have a part
@pytest.fixture
def found(db):
    """Alder is chosen, Birch passed over. Cedar offered and leaves needs unmet; Dale declined; Elm never answered."""
    unmet = {"EMO": 0, "SOC": 0}
    made = search(Alder={}, Birch={}, Cedar=unmet, Dale={"EMO": 0}, Elm={"EMO": 0}, Fern={"EMO": 0})
    invited(made, Alder="offered", Birch="offered", Cedar="offered", Dale="declined", Elm="run_out")
    words = "Nothing was found yet."
    hold(made, said(made, "Alder", 1), said(made, "Cedar", needs={"EMO": words, "SOC": words}))
    return made


@pytest.fixture
def decision(found) -> UUID:
    letters = {found.homes[name]: "Another home is nearer to her school. Thank you." for name in ("Birch", "Cedar")}
    made = choose(found, to_homes=letters)
    actions.approve(decision_id=made, by=MANAGER, at=found.at + timedelta(minutes=1))
    integrate(at=found.at + timedelta(minutes=2))
    return made


@pytest.mark.parametrize("name", ["Alder", "Birch", "Cedar", "Dale", "Elm"])
def test_every_home_that_was_asked_has_a_part_whatever_it_answered(decision, found, name):
    home = found.homes[name]
    (line,) = queries.decisions_concerning(carer_of(home), at=found.at + DAY)
    assert (line.decision_id, line.chosen, line.abouts) == (decision, name == "Alder", (About.DECISION,))
    kept = queries.review(for_home(home, decision, found.at + DAY))
    assert (kept.asked_as, kept.home_id) == (AskedAs.HOME, home)


def test_a_home_that_was_not_asked_still_names_the_public_number_and_one_that_was_cannot_say_so(decision, found):
    number, at = queries.decision(decision).entry_number, found.at + DAY
    left_out = found.homes["Fern"]
    assert queries.decisions_concerning(carer_of(left_out), at=at) == ()
    with pytest.raises(NotFound):
        for_home(left_out, decision, at)
    with pytest.raises(NotFound):
        for_home(found.homes["Dale"], None, at, entry_number=number)
    assert queries.review(for_home(left_out, None, at, entry_number=number)).about is About.NOT_INVITED


def test_the_letter_the_list_and_the_act_count_one_day(decision, found):
    home = found.homes["Cedar"]
    (letter,) = [each for each in queries.letters_of(decision) if each.home_id == home]
    (line,) = queries.decisions_concerning(carer_of(home), at=found.at)
    assert letter.review_until == line.ask_by == queries.decision(decision).review_until
    at_last = found.at + (line.ask_by - localdate(found.at))
    assert facts_of(lambda: for_home(home, decision, at_last + DAY)) == {"until": line.ask_by.isoformat()}
    assert for_home(home, decision, at_last)


def test_an_outsider_who_comes_too_late_learns_no_day(decision, found):
    late, number = found.at + 60 * DAY, queries.decision(decision).entry_number
    late_call = {"entry_number": number, "at": late}
    with pytest.raises(Refused) as told:
        for_home(found.homes["Fern"], None, **late_call)
    assert (told.value.code, told.value.facts) == ("review_too_late", {})
    assert queries.decision(decision).review_until.isoformat() not in str(told.value)


def test_a_home_that_was_asked_to_accept_terms_has_a_part(decision, found):
    home, listed = found.homes["Fern"], Referral.objects.get(id=found.id).shortlists.first()
    Detail.objects.create(
        code="T-1FERN", referral_id=found.id, shortlist=listed, child_id=found.child, home_id=home, home_kept_by=KENT,
        authority=KENT, terms_version=1, told=[], asked_at=found.at, asked_by_role="placement_officer",
    )  # fmt: skip
    (line,) = queries.decisions_concerning(carer_of(home), at=found.at)
    assert line.decision_id == decision
    assert for_home(home, decision, found.at)


def test_after_an_emergency_a_home_has_its_days_from_when_it_was_told():
    search_id, ids = placed_tonight()
    decision_id = Placement.objects.get(decision__referral=search_id).decision_id
    birch, reasons_at = ids["Birch"], NIGHT + 6 * DAY
    assert queries.decisions_concerning(carer_of(birch), at=NIGHT + DAY) == ()
    with pytest.raises(NotFound):
        for_home(birch, decision_id, NIGHT + DAY)
    actions.give_full_reasons(search_id=search_id, why_not=why_not(search_id, ids), by=WORKER, at=reasons_at, **FULL)
    (line,) = queries.decisions_concerning(carer_of(birch), at=reasons_at)
    of_choice = queries.decision(decision_id).review_until
    assert line.ask_by > of_choice
    (chosen,) = queries.decisions_concerning(carer_of(ids["Alder"]), at=reasons_at)
    assert chosen.ask_by == of_choice
    at_last = NIGHT.replace(hour=9) + (line.ask_by - NIGHT.date())
    assert queries.decisions_concerning(carer_of(birch), at=at_last) == (line,)
    assert queries.decisions_concerning(carer_of(ids["Alder"]), at=at_last) == ()
    assert code_of(lambda: for_home(birch, decision_id, at_last + DAY)) == "review_too_late"
    assert for_home(birch, decision_id, at_last)


def test_a_letter_after_an_emergency_counts_the_same_day_as_the_act():
    search_id, ids = placed_tonight()
    decision_id, told_at = Placement.objects.get(decision__referral=search_id).decision_id, NIGHT + 4 * DAY
    HomeLetter(
        decision_id=decision_id, home_id=ids["Birch"], home_kept_by=KENT, authority=KENT, words="Thank you.",
        told_at=told_at,
    ).save(force_insert=True)  # fmt: skip
    (letter,) = queries.letters_of(decision_id)
    (line,) = queries.decisions_concerning(carer_of(ids["Birch"]), at=told_at)
    assert line.ask_by == letter.review_until > queries.decision(decision_id).review_until


# ------------------------------------------------------------------ the end of living there
def ended(days: int = 80):
    """A stay that began long ago and ends today; the placement's decision with it."""
    there = lived(days=days)
    actions.end_placement(child_id=there.child, end=an_end(), by=MANAGER, at=NOW)
    return there, Placement.objects.get(id=there.placement).decision_id


def test_the_end_of_a_long_stay_may_be_asked_about_from_when_it_was_written_down():
    there, decision_id = ended()
    assert queries.decision(decision_id).review_until < TODAY
    until = queries.ending_until_of(decision_id)
    assert until > TODAY
    last = NOW + (until - TODAY)
    assert facts_of(lambda: ask(decision_id, there.robin, last + DAY, about=About.ENDING)) == {
        "until": until.isoformat()
    }
    assert code_of(lambda: ask(decision_id, there.robin, NOW)) == "review_too_late"  # of the choice it is
    assert queries.review(ask(decision_id, there.robin, last, about=About.ENDING)).about is About.ENDING
    carer = carer_of(there.home)
    (line,) = queries.decisions_concerning(carer, at=last)
    assert (line.abouts, line.ask_by) == ((About.ENDING,), until)
    assert queries.decisions_concerning(carer, at=last + DAY) == ()
    assert for_home(there.home, decision_id, last, about=About.ENDING)


def test_an_end_that_is_written_down_ahead_counts_from_the_day_of_leaving():
    there = lived(days=80)
    to_day = TODAY + 10 * DAY
    actions.end_placement(child_id=there.child, end=an_end(to_day=to_day), by=MANAGER, at=NOW)
    decision_id = Placement.objects.get(id=there.placement).decision_id
    today = queries.ending_until_of(ended_again(decision_id, TODAY))
    assert queries.ending_until_of(ended_again(decision_id, to_day)) > today


def ended_again(decision_id: UUID, day) -> UUID:
    Placement.objects.filter(decision_id=decision_id).update(ended_on=day)
    return decision_id


def test_an_end_that_a_move_brought_may_be_asked_about_and_its_reasons_begin_the_days_anew():
    there = lived(days=80)
    decision_id = Placement.objects.get(id=there.placement).decision_id
    Placement.objects.filter(id=there.placement).update(state="ended", ended_on=TODAY - 20 * DAY)
    told = {"child_id": there.child, "authority": KENT, "recorded_by": WORKER.id, "recorded_by_role": "social_worker"}
    for day, reasons in ((20, {}), (0, {"care_ends": "X1", "planned": False, "led_by": LedBy.CARER})):
        at = NOW - day * DAY
        entry = record(kind="placement_ended", public={}, sealed={}, by_id=WORKER.id, by_role="social_worker", at=at)
        PlacementEnd(
            placement_id=there.placement, to_day=TODAY - 20 * DAY, recorded_at=at, entry_id=entry, **told, **reasons
        ).save(force_insert=True)
        assert queries.ending_until_of(decision_id) >= TODAY
    last = NOW + (queries.ending_until_of(decision_id) - TODAY)
    assert last > NOW + 25 * DAY
    assert ask(decision_id, there.robin, last, about=About.ENDING)
    assert code_of(lambda: ask(decision_id, there.robin, last + DAY, about=About.ENDING)) in (
        "review_too_late", "review_asked_already"
    )  # fmt: skip


def test_a_home_reads_of_the_end_while_a_notice_stands_and_a_home_that_was_passed_over_never_does():
    there = lived(days=80)
    decision_id = Placement.objects.get(id=there.placement).decision_id
    assert queries.decisions_concerning(there.manager, at=NOW) == ()
    notice(there)
    (line,) = queries.decisions_concerning(there.manager, at=NOW)
    assert (line.abouts, line.ask_by) == ((About.ENDING,), None)
    birch = there.found.homes["Birch"]
    assert queries.decisions_concerning(carer_of(birch), at=NOW) == ()
    with pytest.raises(NotFound):
        for_home(birch, decision_id, NOW, about=About.ENDING)
    assert for_home(there.home, decision_id, NOW, about=About.ENDING, by=at_home(there.home))


def test_what_never_began_is_asked_about_for_its_days_after_it_was_taken_back():
    made = search()
    decision_id = choose(made)
    actions.approve(decision_id=decision_id, by=MANAGER, at=made.at + timedelta(minutes=1))
    assert queries.ending_until_of(decision_id) is None
    assert queries.ending_until_of(uuid4()) is None
    actions.withdraw_move(child_id=made.child, reason="She stays.", by=MANAGER, at=made.at + 5 * DAY)
    assert queries.ending_until_of(decision_id) > queries.decision(decision_id).review_until


# ------------------------------------------------------------------ who ran the search hears nothing of it
def as_officer(someone: Person) -> dict:
    return {"by_id": someone.id, "by_role": someone.role.value}


def opened_a_round(found, who: Person) -> None:
    Round.objects.update(opened_by=who.id, opened_by_role=who.role.value)


def closed_a_round(found, who: Person) -> None:
    row = Round.objects.get()
    sealed = {"search": str(found.id), "round": str(row.id), "state": "closed", "because": ""}
    for each in (str(uuid4()), str(row.id)):  # another round was ended at that moment too
        record(
            kind="round_over", public={"criteria_version": 1}, sealed={**sealed, "round": each},
            at=row.closed_at + timedelta(hours=3), **(as_officer(who) if each == str(row.id) else as_officer(OFFICER)),
        )  # fmt: skip


def wrote_a_reply(found, who: Person) -> None:
    row = Round.objects.get().invitations.get(home_id=found.homes["Dale"])
    Reply.objects.create(
        invitation=row, authority=KENT, version=1, offers=False, answers={}, reason="full", said_at=found.at,
        said_by=who.id, said_by_role=who.role.value,
    )  # fmt: skip


def made_a_list(found, who: Person) -> None:
    listed = Referral.objects.get(id=found.id).shortlists.order_by("made_at").first()
    public = {"criteria_version": 1, "lottery_commitment": "0" * 64}
    listed.entry_id = record(kind="shortlist", public=public, sealed={}, at=found.at, **as_officer(who))
    listed.save()


def asked_for_terms(found, who: Person) -> None:
    listed = Referral.objects.get(id=found.id).shortlists.first()
    Detail.objects.create(
        code="T-1FERN", referral_id=found.id, shortlist=listed, child_id=found.child, home_id=found.homes["Fern"],
        home_kept_by=KENT, authority=KENT, terms_version=1, told=[], asked_at=found.at, asked_by_role=who.role.value,
    )  # fmt: skip
    record(
        kind="detail_asked", public={}, sealed={"search": str(found.id), "code": "T-1FERN"}, at=found.at,
        **as_officer(who),
    )  # fmt: skip


def held_the_meeting(found, who: Person) -> None:
    from carecommons.matching.models import MatchingMeeting

    MatchingMeeting.objects.update(made_by=who.id, made_by_role=who.role.value)


def began_the_search(found, who: Person) -> None:
    Referral.objects.filter(id=found.id).update(made_by=who.id, made_by_role=who.role.value)


RAN = {
    each.__name__: each
    for each in (
        opened_a_round, closed_a_round, wrote_a_reply, made_a_list, asked_for_terms, held_the_meeting, began_the_search
    )
}  # fmt: skip


@pytest.mark.parametrize("did", list(RAN))
def test_whoever_ran_the_search_is_not_on_the_panel_nor_is_anybody_of_their_team(did, decision, found):
    at = found.at + DAY
    officer, colleague = post(Role.VIRTUAL_SCHOOL_HEAD, KENT), post(Role.VIRTUAL_SCHOOL_HEAD, KENT)
    others = [post(Role.REVIEWING_OFFICER, KENT), post(Role.CLINICIAN, MEDWAY)]
    review_id = ask(decision, Person(role=Role.CHILD, id=uuid4(), children=frozenset({found.child})), at)
    actions.acknowledge_review(review_id=review_id, words=WORDS, by=OFFICER, at=at)
    offered = {each.post_id for each in queries.sitters_for(review_id, on=localdate(at))}
    assert {officer.id, colleague.id} <= offered, "before they had a part, nothing keeps them from it"
    RAN[did](found, officer.who)
    offered = {each.post_id for each in queries.sitters_for(review_id, on=localdate(at))}
    assert offered.isdisjoint({officer.id, colleague.id})
    assert {each.id for each in others} <= offered
    name = {"review_id": review_id, "by": OFFICER, "at": at}
    with pytest.raises(NotAllowed, match="took part in the search that it came from") as told:
        actions.name_panel(posts=[officer.id, *(each.id for each in others)], **name)
    assert told.value.code == "panel_decided_it"
    posts = [colleague.id, *(each.id for each in others)]
    assert code_of(lambda: actions.name_panel(posts=posts, **name)) == "panel_same_team"


def test_whoever_wrote_the_full_reasons_of_the_night_is_not_on_the_panel():
    search_id, ids = placed_tonight()
    writer = acting(Role.SOCIAL_WORKER, KENT, 9)
    actions.give_full_reasons(search_id=search_id, why_not=why_not(search_id, ids), by=writer, at=NIGHT + DAY, **FULL)
    lived_in = Placement.objects.get(decision__referral=search_id)
    review_id = ask(lived_in.decision_id, OFFICER, NIGHT + DAY)
    from carecommons.decisions.models import Review

    team = {each.account for each in queries.team_of(Review.objects.get(id=review_id))}
    assert writer.id in team
    assert writer.id not in queries.review(review_id).decided_by


def test_whoever_gave_notice_reads_in_true_words_why_they_do_not_run_it():
    there = lived(days=80)
    giver = acting(Role.REVIEWING_OFFICER, KENT, 8)
    lived_in = Placement.objects.get(id=there.placement)
    entry = record(kind="stay_ended", public={}, sealed={}, at=NOW, **as_officer(giver))
    PlacementEnd(
        placement=lived_in, child_id=there.child, authority=KENT, to_day=TODAY, recorded_at=NOW, recorded_by=giver.id,
        recorded_by_role=giver.role.value, entry_id=entry,
    ).save(force_insert=True)  # fmt: skip
    review_id = ask(lived_in.decision_id, there.robin, NOW, about=About.ENDING)
    with pytest.raises(NotAllowed, match="You gave notice, wrote down the end") as told:
        actions.acknowledge_review(review_id=review_id, words=WORDS, by=giver, at=NOW)
    assert "proposed" not in str(told.value)


def test_a_home_that_nobody_named_has_no_part_in_any_choice(decision, found):
    assert queries.decisions_concerning(carer_of(add_home("Larch")), at=found.at) == ()
