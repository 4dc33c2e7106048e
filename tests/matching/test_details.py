"""What a shortlisted home may read once it has accepted the terms: nothing that says who or where the child is (D2)."""

import re
import string
from dataclasses import replace
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invited import invited

from carecommons.children.needs import DOMAIN, DOMAINS, FLAGS
from carecommons.common.errors import Faulty, NotAllowed, NotAppropriate, NotFound, NotNow, ReasonMissing
from carecommons.constitution.queries import whole
from carecommons.constitution.terms import all_detail_terms, detail_terms, detail_terms_on
from carecommons.decisions.actions import approve, withdraw_move
from carecommons.matching import actions, queries
from carecommons.matching.blind import blinded
from carecommons.matching.detail import (
    NEXT,
    Asked,
    DetailFacts,
    Part,
    check_asked_next,
    detail_of,
    fingerprint,
    over_since,
)
from carecommons.matching.invitation.scanning import Known, fold
from carecommons.matching.models import Detail, Invitation, Round
from carecommons.people.models import Look
from carecommons.people.roles import Person, Role
from carecommons.provision.capability import DOMAIN_CODES
from carecommons.provision.models import HomeTerms, Resident
from carecommons.provision.queries import home_subjects, impacts_about
from carecommons.register.models import Entry
from walk_world import (
    DEVON,
    MANAGER,
    OFFICER,
    TODAY,
    WORKER,
    acting,
    add_home,
    choose,
    record_needs,
    search,
    tonight_for,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare():
    """A search with a list, before any home was invited."""
    return search(Alder={}, Birch={})


@pytest.fixture
def found(bare):
    """The same after a round in which both homes offered themselves."""
    invited(bare, Alder="offered", Birch="offered")
    return bare


def manager_of(found, name="Alder", role=Role.PROVIDER_MANAGER) -> Person:
    subject = home_subjects([found.homes[name]])[found.homes[name]]
    return Person(role=role, id=uuid4(), name="Invented", provider_id=subject.provider_id)


def ask(found, name="Alder", by=OFFICER, minutes=0):
    return actions.ask_terms(
        referral_id=found.id, home_id=found.homes[name], read=would_read(found.id), by=by,
        at=found.at + timedelta(minutes=minutes),
    )  # fmt: skip


def answer(found, name, *, offers: bool) -> None:
    """What a home of the round that runs answers, an hour after it was asked."""
    row = Invitation.objects.get(home_id=found.homes[name], round__state="open")
    said = {
        "answers": dict.fromkeys(DOMAIN_CODES, "met"), "impact_there": "acceptable", "impact_child": "acceptable",
        "impact_words": "We asked at the table.",
    } if offers else {"reason": "carers", "reason_words": "Our night carer is away."}  # fmt: skip
    actions.answer_invitation(
        invitation_id=row.id, offers=offers, by=manager_of(found, name), at=row.sent_at + timedelta(hours=1), **said
    )


def would_read(search_id) -> str:
    return fingerprint(queries.detail_facts(queries.referral(search_id), TODAY))


def test_no_home_is_asked_before_somebody_has_read_what_it_would_be_told(found) -> None:
    given = {"referral_id": found.id, "home_id": found.homes["Alder"], "by": OFFICER, "at": found.at}
    with pytest.raises(ReasonMissing) as refusal:
        actions.ask_terms(read="", **given)
    assert refusal.value.code == "detail_not_read"
    before = would_read(found.id)
    record_needs(found.child, at=found.at + timedelta(minutes=1), EMO=4)
    with pytest.raises(NotNow) as refusal:
        actions.ask_terms(read=before, **given)
    assert refusal.value.code == "detail_changed_since"
    assert Detail.objects.count() == 0
    made = actions.ask_terms(read=would_read(found.id), **given)
    sent = tuple(Part(heading, tuple(lines)) for heading, lines in Detail.objects.get(id=made).told)
    assert fingerprint(sent) == would_read(found.id)


def test_a_home_reads_nothing_before_it_accepts_and_each_reading_after_is_a_look(found, person) -> None:
    made = ask(found)
    manager = person(Role.PROVIDER_MANAGER, provider_id=manager_of(found).provider_id)
    before = actions.read_detail(detail_id=made, by=manager, at=found.at)
    assert (before.state, before.told) == (Asked.ASKED, ())
    assert not Look.objects.filter(act="matching.see_detail").exists()
    actions.accept_terms(detail_id=made, by=manager, at=found.at + timedelta(minutes=1))
    told = actions.read_detail(detail_id=made, by=manager, at=found.at)
    assert [part.heading for part in told.told][:3] == [
        "What goes well", "History", "Known risks, and what helps",
    ]  # fmt: skip
    look = Look.objects.get(act="matching.see_detail")
    assert (look.child_id, look.role) == (found.child, "provider_manager")
    assert look.purpose.endswith("Alder")
    kinds = Entry.objects.filter(kind__startswith="detail_").order_by("queued_at").values_list("kind", flat=True)
    assert list(kinds) == ["detail_asked", "detail_answered"]


def test_nothing_of_the_record_that_says_who_stands_in_what_is_told(found) -> None:
    told = repr(queries.detail_facts(queries.referral(found.id), TODAY))
    for word in ("Robin", "C-7K4QX", "ME14", str(found.child), "2017", "Kent"):
        assert word not in told


def test_where_the_child_lives_and_who_runs_it_is_blinded(found) -> None:
    """The words of the record name the home of today; no home on the shortlist reads them."""
    known = queries.known_of(queries.referral(found.id), TODAY)
    said = "She has settled at Dale with Invented Dale."
    assert blinded(said, known) == said
    Resident.objects.create(home_id=add_home("Dale", at=found.at), resident=found.child, place=1, recorded_at=found.at,
                            from_day=TODAY)  # fmt: skip
    known = queries.known_of(queries.referral(found.id), TODAY)
    assert blinded(said, known) == "She has settled at [home] with [home]."


def test_a_home_may_say_no_to_the_terms_and_why(found) -> None:
    made = ask(found)
    with pytest.raises(ReasonMissing) as refusal:
        actions.decline_terms(detail_id=made, words=" ", by=manager_of(found), at=found.at)
    assert refusal.value.code == "decline_terms_reason_missing"
    with pytest.raises(Faulty, match="4,200 per week"):
        actions.decline_terms(detail_id=made, words="It is 4,200 per week.", by=manager_of(found), at=found.at)
    actions.decline_terms(detail_id=made, words="We need our notes.", by=manager_of(found), at=found.at)
    assert queries.detail(made).why_not == "We need our notes."
    assert ask(found) != made, "it may be asked again"


class TestAHomeThatHasReadSaysNo:
    """It is not right after all: it says why, reads no more, and is not chosen unless it is asked again."""

    @pytest.fixture
    def manager(self, found, person):
        return person(Role.PROVIDER_MANAGER, provider_id=manager_of(found).provider_id)

    @pytest.fixture
    def reads(self, found, manager):
        made = ask(found)
        actions.accept_terms(detail_id=made, by=manager, at=found.at)
        return made

    def no(self, made, by, at, words="A child here was hurt by what this child does."):
        actions.say_not_right(detail_id=made, words=words, by=by, at=at)

    def test_it_says_why_and_reads_no_more(self, found, reads, manager) -> None:
        self.no(reads, manager, found.at)
        over = actions.read_detail(detail_id=reads, by=manager, at=found.at)
        assert (over.state, over.told, over.revoked_because) == (Asked.REVOKED, (), "said_no")
        assert "not right for this child" in over.revoked_said
        assert over.why_not.startswith("A child here")
        assert not Look.objects.filter(act="matching.see_detail").exists(), "nothing was shown"
        assert Entry.objects.filter(kind="detail_revoked").count() == 1

    def test_it_owes_a_reason_without_a_price(self, found, reads, manager) -> None:
        with pytest.raises(ReasonMissing) as refusal:
            self.no(reads, manager, found.at, words=" ")
        assert refusal.value.code == "decline_terms_reason_missing"
        with pytest.raises(Faulty, match="4,200 per week"):
            self.no(reads, manager, found.at, words="It is 4,200 per week.")
        assert queries.detail(reads).state is Asked.ACCEPTED

    def test_who_may_not_and_when_not(self, found, reads, manager) -> None:
        for by in (manager_of(found, "Birch"), OFFICER, WORKER, acting(Role.TEAM_MANAGER)):
            with pytest.raises(NotAllowed):
                self.no(reads, by, found.at)
        with pytest.raises(NotFound):
            self.no(uuid4(), manager, found.at)
        birch = ask(found, "Birch")
        with pytest.raises(NotNow) as refusal:
            self.no(birch, manager_of(found, "Birch"), found.at)
        assert refusal.value.code == "detail_not_so"
        self.no(reads, manager, found.at)
        with pytest.raises(NotNow):
            self.no(reads, manager, found.at)

    def test_it_is_not_chosen_until_it_is_asked_again_and_accepts(self, found, reads, manager) -> None:
        self.no(reads, manager, found.at)
        with pytest.raises(NotAppropriate) as refusal:
            choose(found, "Alder")
        assert refusal.value.code == "home_said_no"
        again = ask(found)
        assert [*queries.said_not_right(found.id)] == [found.homes["Alder"]], "asking alone takes no word back"
        actions.accept_terms(detail_id=again, by=manager, at=found.at)
        assert queries.said_not_right(found.id) == {}
        assert choose(found, "Alder")

    def test_another_home_is_chosen_as_ever(self, found, reads, manager) -> None:
        self.no(reads, manager, found.at)
        assert approve(decision_id=choose(found, "Birch"), by=MANAGER, at=found.at + timedelta(minutes=1))

    def test_a_choice_that_waits_is_not_approved_once_its_home_has_said_no(self, found, reads, manager) -> None:
        made = choose(found, "Alder")
        self.no(reads, manager, found.at)
        with pytest.raises(NotAppropriate) as refusal:
            approve(decision_id=made, by=MANAGER, at=found.at + timedelta(minutes=1))
        assert refusal.value.code == "home_said_no"

    def test_once_it_was_chosen_the_shortlist_is_no_way_out(self, found, reads, manager) -> None:
        assert [each.id for each in queries.readable_by(manager, at=found.at)] == [reads]
        approve(decision_id=choose(found, "Alder"), by=MANAGER, at=found.at + timedelta(minutes=1))
        with pytest.raises(NotNow) as refusal:
            self.no(reads, manager, found.at + timedelta(minutes=2))
        assert refusal.value.code == "detail_not_so"
        assert "Speak with the council" in str(refusal.value)
        assert queries.readable_by(manager, at=found.at + timedelta(minutes=2)) == ()

    def test_what_living_together_would_mean_is_said_under_its_own_code(self, found, reads, manager) -> None:
        said = {
            "answer": "not_acceptable", "words": "They are afraid.", "newcomer": "unknown", "newcomer_words": "New.",
        }  # fmt: skip
        code = queries.detail(reads).code
        with pytest.raises(NotFound) as refusal:
            actions.note_impact_of(
                search=code, home_id=found.homes["Birch"], by=manager_of(found, "Birch"), at=found.at, **said
            )
        assert refusal.value.code == "search_not_going_on", "another home knows the child by another code"
        with pytest.raises(NotAllowed):
            actions.note_impact_of(
                search=code, home_id=found.homes["Alder"], by=manager_of(found, "Birch"), at=found.at, **said
            )
        actions.note_impact_of(
            search=code.lower(), home_id=found.homes["Alder"], by=manager_of(found), at=found.at, **said
        )
        note = impacts_about(found.child, [found.homes["Alder"]])[found.homes["Alder"]]
        assert (note.there, note.newcomer) == ("not_acceptable", "unknown")
        self.no(reads, manager, found.at)
        with pytest.raises(NotFound):
            actions.note_impact_of(search=code, home_id=found.homes["Alder"], by=manager_of(found), at=found.at, **said)


def test_it_ends_when_another_home_is_chosen_and_stays_for_the_chosen_one(found) -> None:
    alder, birch = ask(found), ask(found, "Birch")
    for made, name in ((alder, "Alder"), (birch, "Birch")):
        actions.accept_terms(detail_id=made, by=manager_of(found, name), at=found.at)
    approve(decision_id=choose(found, "Alder"), by=MANAGER, at=found.at + timedelta(minutes=1))
    assert queries.detail(alder).state is Asked.ACCEPTED
    over = actions.read_detail(detail_id=birch, by=manager_of(found, "Birch"), at=found.at)
    assert (over.state, over.told, over.revoked_said) == (
        Asked.REVOKED, (), "Another home was chosen for this child.",
    )  # fmt: skip


def pages_of(client, invitation) -> tuple[str, str]:
    """What a home reads in its inbox and of one invitation."""
    inbox, one = client.get("/invitations/"), client.get(f"/invitations/{invitation.id}/")
    return page_text(inbox), page_text(one)


def page_text(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


WAITS = "The council looks at what every home answered"


def test_an_offer_that_ended_says_what_came_of_it_and_leads_to_its_letter(found, client_as) -> None:
    alder, birch = ask(found), ask(found, "Birch")
    homes = {name: client_as(Role.PROVIDER_MANAGER, provider_id=manager_of(found, name).provider_id)
             for name in ("Alder", "Birch")}  # fmt: skip
    rows = {name: Invitation.objects.get(home_id=found.homes[name]) for name in homes}
    inbox, one = pages_of(homes["Birch"], rows["Birch"])
    assert "On the shortlist: read the terms" in inbox
    assert WAITS not in one
    for made, name in ((alder, "Alder"), (birch, "Birch")):
        actions.accept_terms(detail_id=made, by=manager_of(found, name), at=found.at)
    assert "On the shortlist: you may read more" in pages_of(homes["Birch"], rows["Birch"])[0]
    approve(
        decision_id=choose(found, "Alder", to_homes={found.homes["Birch"]: "Birch is further from the school."}),
        by=MANAGER, at=found.at + timedelta(minutes=1),
    )  # fmt: skip
    inbox, one = pages_of(homes["Birch"], rows["Birch"])
    assert "Another home was chosen: your letter" in inbox
    assert "Offered a home" not in inbox
    assert "Read your letter: why another home was chosen" in one
    assert WAITS not in one
    letter = re.search(r'href="(/[a-z/]*letters/[^"]+/)"', homes["Birch"].get("/invitations/").content.decode())
    assert letter is not None
    assert "Birch is further from the school." in page_text(homes["Birch"].get(letter.group(1)))
    inbox, one = pages_of(homes["Alder"], rows["Alder"])
    assert "Your home was chosen" in inbox
    assert "Your home was chosen" in one
    assert WAITS not in one


def test_after_its_own_no_the_inbox_says_so_and_the_shortlist_counts_it_no_more(found, client_as) -> None:
    made, manager = ask(found), client_as(Role.PROVIDER_MANAGER, provider_id=manager_of(found).provider_id)
    row = Invitation.objects.get(home_id=found.homes["Alder"])
    actions.accept_terms(detail_id=made, by=manager_of(found), at=found.at)
    assert "Your home is on the shortlist for 1 child" in page_text(manager.get("/searches/shortlisted/"))
    actions.say_not_right(detail_id=made, words="We have no night carer now.", by=manager_of(found), at=found.at)
    inbox, one = pages_of(manager, row)
    assert "You said that your home is not right" in inbox
    assert "Offered a home" not in inbox
    assert "You said that your home is not right" in one
    assert WAITS not in one
    shortlists = page_text(manager.get("/searches/shortlisted/"))
    assert "Your home is on no shortlist now" in shortlists
    assert "for 1 child" not in shortlists
    assert "What is over" in shortlists


def test_what_is_no_need_is_no_risk() -> None:
    facts = DetailFacts(
        age_band="10 to 12", years_in_care=None, moves=None,
        ratings=(("EMO", 0, ""), ("BEH", 2, "Shouts when tired."), ("SAF", None, ""), ("HEA", 0, "")), flags=(),
        strengths=(), helps="", known=Known(),
    )  # fmt: skip
    told = {part.heading: part.lines for part in detail_of(facts)}
    risks = " ".join(told["Known risks, and what helps"])
    assert f"{DOMAIN['EMO'].name}, level 0" not in risks
    assert f"{DOMAIN['BEH'].name}, level 2" in risks
    assert "not known yet" in risks, "what nobody knows is no safe thing to leave out"
    assert "level 0" in told["Health"][0]


def chosen_and_read(found, manager):
    made = ask(found)
    actions.accept_terms(detail_id=made, by=manager, at=found.at)
    approve(decision_id=choose(found), by=MANAGER, at=found.at + timedelta(minutes=1))
    assert actions.read_detail(detail_id=made, by=manager, at=found.at).told
    return made


def test_it_ends_for_the_chosen_home_too_when_the_move_is_taken_back(found, person) -> None:
    manager = person(Role.PROVIDER_MANAGER, provider_id=manager_of(found).provider_id)
    made = chosen_and_read(found, manager)
    withdraw_move(child_id=found.child, reason="Home to mum.", by=MANAGER, at=found.at + timedelta(hours=1))
    over = actions.read_detail(detail_id=made, by=manager, at=found.at + timedelta(hours=1))
    assert (over.state, over.told, over.revoked_said) == (
        Asked.REVOKED, (), "The move to this home was taken back.",
    )  # fmt: skip
    assert Entry.objects.filter(kind="detail_revoked").count() == 1


def test_it_ends_for_the_chosen_home_some_days_after_the_child_left_it(found, person) -> None:
    manager = person(Role.PROVIDER_MANAGER, provider_id=manager_of(found).provider_id)
    made, days = chosen_and_read(found, manager), timedelta(days=whole("provider_after_leaving_days", TODAY))
    came = Resident.objects.get(resident=found.child).from_day
    there = found.at + (came - TODAY)
    assert actions.read_detail(detail_id=made, by=manager, at=there + 4 * days).told, "while they live there"
    Resident.objects.filter(resident=found.child).update(to_day=came + timedelta(days=9))
    left = there + timedelta(days=9)
    assert actions.read_detail(detail_id=made, by=manager, at=left + days).told, "to the last day"
    looks = Look.objects.filter(act="matching.see_detail").count()
    after = left + days + timedelta(days=1)
    over = actions.read_detail(detail_id=made, by=manager, at=after)
    assert (over.state, over.told, over.revoked_because) == (Asked.REVOKED, (), "left")
    assert "left this home" in over.revoked_said
    assert Look.objects.filter(act="matching.see_detail").count() == looks, "nothing was shown, so nobody looked"
    with pytest.raises(NotNow):
        actions.decline_terms(detail_id=made, words="No.", by=manager, at=after)


def test_a_stay_of_before_it_was_asked_ends_nothing() -> None:
    day = timedelta(days=1)
    given = {"asked_on": TODAY, "days_after": 28, "on": TODAY + 60 * day}
    assert over_since(left_on=TODAY - day, **given) is None
    assert over_since(left_on=None, **given) is None
    assert over_since(left_on=TODAY + day, **given) == TODAY + 30 * day
    assert over_since(left_on=TODAY + 32 * day, **given) is None


def test_it_ends_when_the_search_is_withdrawn_or_the_home_leaves_the_shortlist(found) -> None:
    alder, birch = ask(found), ask(found, "Birch")
    actions.take_off_shortlist(detail_id=alder, by=OFFICER, at=found.at)
    actions.withdraw(referral_id=found.id, reason="Home to mum.", by=WORKER, at=found.at)
    assert [queries.detail(each).revoked_because for each in (alder, birch)] == ["taken_off", "withdrawn"]
    with pytest.raises(NotNow) as refusal:
        actions.accept_terms(detail_id=birch, by=manager_of(found, "Birch"), at=found.at)
    assert refusal.value.code == "detail_not_so"


def test_where_nobody_was_invited_no_home_reads_more(bare) -> None:
    for name in ("Alder", "Birch"):
        with pytest.raises(NotAppropriate) as refusal:
            ask(bare, name)
        assert refusal.value.code == "nobody_was_invited"
        assert "Invite the homes of this list" in str(refusal.value)
    assert not Detail.objects.exists()
    invited(bare, Alder="offered", Birch="declined")
    assert ask(bare)


def test_in_an_emergency_a_home_of_the_list_may_read_more_though_nobody_was_invited(bare) -> None:
    assert ask(replace(bare, id=tonight_for(bare)))


def test_where_homes_were_invited_only_one_that_offered_may_read_more(bare) -> None:
    found = bare
    invited(found, Alder="declined", Birch="offered")
    with pytest.raises(NotAppropriate) as refusal:
        ask(found)
    assert refusal.value.code == "home_has_not_offered"
    assert ask(found, "Birch")


def test_while_a_round_runs_no_home_is_asked_and_none_reads(found) -> None:
    """C2: whoever read before the homes were invited reads no more, for all of them read the same."""
    actions.make_shortlist(referral_id=found.id, by=OFFICER, at=found.at)
    made = ask(found)
    actions.accept_terms(detail_id=made, by=manager_of(found), at=found.at)
    actions.open_round(referral_id=found.id, by=WORKER, at=found.at)
    read = actions.read_detail(detail_id=made, by=manager_of(found), at=found.at)
    assert (read.state, read.told, read.revoked_because) == (Asked.REVOKED, (), "invited")
    assert "all of them read the same" in read.revoked_said
    for name in ("Alder", "Birch"):
        with pytest.raises(NotNow) as refusal:
            ask(found, name)
        assert refusal.value.code == "round_open"


def test_in_a_round_that_was_called_off_nobody_has_offered(bare) -> None:
    found = bare
    asked = actions.open_round(referral_id=found.id, by=WORKER, at=found.at)
    answer(found, "Birch", offers=True)
    actions.call_off_round(round_id=asked, reason="Invented.", by=WORKER, at=found.at + timedelta(hours=2))
    found = replace(found, at=found.at + timedelta(hours=3))
    assert queries.offers_of(found.id, at=found.at) == {}
    for name in ("Alder", "Birch"):
        with pytest.raises(NotAppropriate) as refusal:
            ask(found, name)
        assert refusal.value.code == "home_has_not_offered"


def test_an_offer_stands_where_a_later_round_was_called_off(bare) -> None:
    found = bare
    invited(found, Alder="declined", Birch="offered")
    invited(found, number=2, Alder="revoked", Birch="revoked")
    Round.objects.filter(number=2).update(state="called_off")
    assert ask(found, "Birch")
    with pytest.raises(NotAppropriate):
        ask(found)


def test_a_home_that_declines_reads_no_more_and_is_not_asked_again(found) -> None:
    actions.make_shortlist(referral_id=found.id, by=OFFICER, at=found.at)
    made = ask(found)
    actions.accept_terms(detail_id=made, by=manager_of(found), at=found.at)
    asked = actions.open_round(referral_id=found.id, by=WORKER, at=found.at)
    answer(found, "Alder", offers=False), answer(found, "Birch", offers=True)
    assert actions.read_detail(detail_id=made, by=manager_of(found), at=found.at + timedelta(hours=1)).told == ()
    later = found.at + timedelta(hours=2)
    actions.close_round(round_id=asked, by=WORKER, at=later)
    found = replace(found, at=later)
    with pytest.raises(NotAppropriate) as refusal:
        ask(found)
    assert refusal.value.code == "home_has_not_offered"
    assert ask(found, "Birch")


def test_a_home_that_a_new_list_does_not_show_reads_no_more(found) -> None:
    """D2 ends with what the first gate asks: a registration that was cancelled since."""
    alder, birch = ask(found), ask(found, "Birch")
    actions.accept_terms(detail_id=alder, by=manager_of(found), at=found.at)
    HomeTerms.objects.filter(home_id=found.homes["Alder"]).update(cancelled_on=TODAY)
    actions.make_shortlist(referral_id=found.id, by=OFFICER, at=found.at)
    assert queries.shortlist(found.id).home(found.homes["Alder"]) is None
    read = actions.read_detail(detail_id=alder, by=manager_of(found), at=found.at)
    assert (read.state, read.told, read.revoked_because) == (Asked.REVOKED, (), "not_listed")
    assert queries.detail(birch).state is Asked.ASKED


def test_who_may_not_and_when_not(found) -> None:
    made = ask(found)
    with pytest.raises(NotNow) as refusal:
        ask(found)
    assert refusal.value.code == "details_asked_already"
    for by in (manager_of(found, "Birch"), OFFICER, acting(Role.PLACEMENT_OFFICER, DEVON)):
        for act in (actions.accept_terms, actions.read_detail):
            with pytest.raises(NotAllowed):
                act(detail_id=made, by=by, at=found.at)
    for by in (manager_of(found), acting(Role.PLACEMENT_OFFICER, DEVON)):
        with pytest.raises(NotAllowed):
            ask(found, "Birch", by=by)
        with pytest.raises(NotAllowed):
            actions.take_off_shortlist(detail_id=made, by=by, at=found.at)
    with pytest.raises(NotFound):
        actions.accept_terms(detail_id=uuid4(), by=manager_of(found), at=found.at)
    with pytest.raises(NotFound):
        actions.ask_terms(referral_id=found.id, home_id=uuid4(), read="", by=OFFICER, at=found.at)
    choose(found)
    with pytest.raises(NotNow) as refusal:
        ask(found, "Birch")
    assert refusal.value.code == "details_not_now"


def test_a_carer_accepts_for_their_own_home_and_the_list_shows_their_own_alone(found) -> None:
    made = ask(found)
    carer = Person(role=Role.FOSTER_CARER, id=uuid4(), home_ids=frozenset({found.homes["Alder"]}))
    assert [each.id for each in queries.details_for(carer)] == [made]
    assert queries.details_for(manager_of(found, "Birch")) == ()
    assert queries.details_for(OFFICER) == ()
    actions.accept_terms(detail_id=made, by=carer, at=found.at)
    assert queries.detail(made).answered_by_role == "foster_carer"


def test_the_terms_are_published_by_version() -> None:
    assert detail_terms_on(TODAY).version == 1
    assert [each.version for each in all_detail_terms()] == list(range(1, len(all_detail_terms()) + 1))
    with pytest.raises(NotFound) as refusal:
        detail_terms(99)
    assert refusal.value.code == "terms_unknown"


def test_states_end_where_they_end() -> None:
    for state, after in NEXT.items():
        for new in Asked:
            if new not in after:
                with pytest.raises(NotNow):
                    check_asked_next(state, new)


LETTERS = st.text(string.ascii_letters, min_size=3, max_size=9)
NAMES = st.lists(LETTERS.map(str.capitalize).filter(lambda name: not Known(names=frozenset({name})).tokens <= {"day"}),
                 min_size=1, max_size=3)  # fmt: skip
POSTCODES = st.sampled_from(["ME14 1XQ", "me141xq", "SW1A 2AA", "B33 8TH", "EC1A 1BB"])
REFERENCES = st.sampled_from(["C-7K4QX", "R-48211", "C-00000"])
DAYS = st.sampled_from(["27 March 2012", "27/03/2012", "2012-03-27", "on 3rd May", "in 2017"])


@settings(max_examples=300)
@given(data=st.data(), names=NAMES)
def test_no_name_postcode_reference_or_day_of_the_record_is_ever_told(data, names) -> None:
    known = Known(
        names=frozenset(names), places=frozenset({"Kent"}), postcodes=frozenset({"ME14 1XQ"}),
        references=frozenset({"C-7K4QX"}),
    )  # fmt: skip
    pieces = st.one_of(
        LETTERS, st.sampled_from(names), st.sampled_from([name.upper() for name in names]),
        st.sampled_from([f"{name}’s" for name in names]), POSTCODES, REFERENCES, DAYS, st.just("Kent"),
        st.sampled_from([".", ",", "-", " ", "\n"]), st.just("07700 900123"), st.just("a.b@example.org"),
    )  # fmt: skip
    words = data.draw(st.lists(pieces, max_size=14).map(" ".join))
    facts = DetailFacts(
        age_band="10 to 12", years_in_care=3, moves=2,
        ratings=tuple((each.code, 2, words) for each in DOMAINS), flags=((next(iter(FLAGS)), words),),
        strengths=tuple((each.code, words) for each in DOMAINS), helps=words, known=known,
    )  # fmt: skip
    text = blinded(words, known)
    assert blinded(text, known) == text
    told = " ".join(line for part in detail_of(facts) for line in part.lines) + text
    plain = told.casefold()
    for word in ("me14 1xq", "me141xq", "sw1a 2aa", "b33 8th", "c-7k4qx", "r-48211", "2012", "2017", "900123", "@"):
        assert word not in plain, word
    spoken = {fold(word) for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text)} - {
        "name", "place", "postcode", "reference", "day", "address", "number",
    }  # fmt: skip
    assert not {fold(name) for name in names if fold(name) in known.tokens} & spoken
