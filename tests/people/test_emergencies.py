"""Emergency access: a real reason, a short life, reading only, seen by the child and judged by another person."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from carecommons.children.actions import add_child
from carecommons.common.errors import NotAllowed, NotFound, NotNow, ReasonMissing
from carecommons.people.actions import break_glass, end_emergency, end_post, judge_emergency, make_token
from carecommons.people.emergency import CATEGORIES, EmergencyTerms
from carecommons.people.may import may
from carecommons.people.models import Emergency, EmergencyTry, Look
from carecommons.people.permissions import CASE, IN_AN_EMERGENCY, PERMISSIONS
from carecommons.people.queries import (
    emergencies_seen_by,
    emergency,
    person_of_session,
    person_of_token,
    post_in_use,
    posts_of,
)
from carecommons.people.roles import Role, Subject
from carecommons.register.models import Entry
from conftest import NOON

pytestmark = pytest.mark.django_db
TERMS = EmergencyTerms(minutes=30, words_min=8, tries_max=5)
WORDS = "Robin was found alone at our station and we need to know whom to ring."
JUDGED = "The duty team rang us first and the danger was plain to everybody involved."


@pytest.fixture
def child(person):
    """A child of council 800."""
    worker = person(Role.SOCIAL_WORKER, authority="800")
    return add_child(
        reference="C-9A001", known_as="Robin", birth_date=date(2012, 5, 1), sex="F", authority="800", by=worker, at=NOON
    )


@pytest.fixture
def stranger(person):
    """A team manager of council 801."""
    return person(Role.TEAM_MANAGER, authority="801", name="Max Manager")


def opened(child, by, *, at=NOON, **changed):
    facts = {
        "subject": Subject(authority="800", child_id=child), "post_id": post_in_use(by), "category": "missing",
        "words": WORDS, "terms": TERMS, "by": by, "at": at,
    }  # fmt: skip
    return break_glass(**facts | changed)


def now(person, at):
    return person_of_session(person.id, person.name, None, at=at)[0]


def test_it_opens_reading_for_its_minutes_and_closes_by_itself(child, stranger) -> None:
    subject = Subject(authority="800", child_id=child)
    assert not may(now(stranger, NOON), "children.see_record", subject)
    opened(child, stranger)
    for minutes, open_ in ((0, True), (29, True), (30, False), (60, False)):
        at = NOON + timedelta(minutes=minutes)
        assert bool(may(now(stranger, at), "children.see_record", subject)) is open_, minutes
    assert now(stranger, NOON + timedelta(minutes=30)).emergencies == frozenset()


def test_it_opens_no_other_child_and_no_act_but_reading(child, stranger) -> None:
    opened(child, stranger)
    me = now(stranger, NOON)
    assert not may(me, "children.see_record", Subject(authority="800", child_id=uuid4()))
    subject = Subject(authority="800", child_id=child)
    allowed = {act for act in PERMISSIONS if may(me, act, subject)} - {
        act for act in PERMISSIONS if may(stranger, act, subject)
    }
    assert allowed == IN_AN_EMERGENCY == {"children.see_record"}


def test_no_token_carries_it(child, stranger) -> None:
    token = make_token(post_id=post_in_use(stranger), name="x", at=NOON, by=stranger)
    opened(child, stranger)
    assert person_of_token(token, at=NOON).emergencies == frozenset()


def test_it_ends_with_the_post(child, stranger, person) -> None:
    opened(child, stranger)
    end_post(post_id=posts_of(stranger.id)[0].id, at=NOON, by=None)
    assert now(stranger, NOON).emergencies == frozenset()


@pytest.mark.parametrize("role", [role for role in Role if role not in CASE and role is not Role.PUBLIC])
def test_only_case_roles_may(person, child, role) -> None:
    with pytest.raises(NotAllowed):
        opened(child, person(role, authority="801"))
    assert not Emergency.objects.exists()


@pytest.mark.parametrize(
    ("words", "category"),
    [("", "missing"), ("help " * 20, "missing"), ("we need it now", "missing"), (WORDS, ""), (WORDS, "curious")],
)
def test_without_a_real_reason_nothing_opens(child, stranger, words, category) -> None:
    with pytest.raises(ReasonMissing):
        opened(child, stranger, words=words, category=category)
    assert not Emergency.objects.exists()
    assert not Look.objects.filter(act="people.break_glass").exists()


def test_a_child_in_reach_needs_none_and_no_other_s_post_is_used(child, stranger, person) -> None:
    with pytest.raises(NotNow) as refused:
        opened(child, person(Role.TEAM_MANAGER, authority="800"))
    assert refused.value.code == "emergency_not_needed"
    other = person(Role.TEAM_MANAGER, authority="802")
    with pytest.raises(NotAllowed):
        opened(child, stranger, post_id=post_in_use(other))


def test_it_is_one_look_with_its_reason_and_one_entry_that_says_nothing(child, stranger) -> None:
    opened(child, stranger)
    (look,) = Look.objects.filter(child_id=child, act="people.break_glass")
    assert WORDS in look.purpose
    assert CATEGORIES["missing"] in look.purpose
    (entry,) = Entry.objects.filter(kind="emergency_access")
    assert entry.public == "{}"
    assert str(child) not in entry.commitments


def test_it_is_ended_early_by_its_owner_alone(child, stranger, person) -> None:
    made = opened(child, stranger)
    with pytest.raises(NotFound):
        end_emergency(emergency_id=made, by=person(Role.TEAM_MANAGER, authority="801"), at=NOON)
    later = NOON + timedelta(minutes=5)
    end_emergency(emergency_id=made, by=stranger, at=later)
    end_emergency(emergency_id=made, by=stranger, at=later + timedelta(minutes=1))
    assert Emergency.objects.get().ended_at == later
    assert now(stranger, later).emergencies == frozenset()


class TestTheJudgement:
    def judged(self, made, by, verdict="justified", words=JUDGED) -> None:
        judge_emergency(emergency_id=made, verdict=verdict, words=words, terms=TERMS, by=by, at=NOON)

    def test_by_a_reviewing_officer_of_the_child_s_council_once(self, child, stranger, person) -> None:
        made = opened(child, stranger)
        officer = person(Role.REVIEWING_OFFICER, authority="800", name="Rita Review")
        self.judged(made, officer)
        line = emergency(made, by=officer, at=NOON)
        assert (line.verdict_words, line.judged_by, line.judged_because) == ("Justified", "Rita Review", JUDGED)
        with pytest.raises(NotNow):
            self.judged(made, officer, "not_justified")
        assert Entry.objects.filter(kind="emergency_judged").count() == 1

    @pytest.mark.parametrize(
        ("role", "council"),
        [(Role.REVIEWING_OFFICER, "801"), (Role.AUDITOR, "800"), (Role.TEAM_MANAGER, "800"), (Role.DIRECTOR, "800")],
    )
    def test_by_nobody_else(self, child, stranger, person, role, council) -> None:
        made = opened(child, stranger)
        with pytest.raises(NotAllowed):
            self.judged(made, person(role, authority=council))
        assert Emergency.objects.get().judged_at is None

    def test_not_justified_ends_one_that_is_open_and_words_are_owed(self, child, stranger, person) -> None:
        made = opened(child, stranger)
        officer = person(Role.REVIEWING_OFFICER, authority="800")
        for verdict, words in (("justified", "fine"), ("maybe", JUDGED)):
            with pytest.raises(ReasonMissing):
                self.judged(made, officer, verdict, words)
        self.judged(made, officer, "not_justified")
        assert now(stranger, NOON).emergencies == frozenset()

    def test_nobody_judges_their_own_and_the_database_agrees(self, child, person) -> None:
        officer = person(Role.REVIEWING_OFFICER, authority="801")
        made = opened(child, officer)
        row = Emergency.objects.get(pk=made)
        row.verdict, row.verdict_words, row.judged_by_id, row.judged_at = "justified", "x", officer.id, NOON
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()

    def test_each_sees_their_own_council_s_and_the_auditor_all(self, child, stranger, person) -> None:
        opened(child, stranger)
        seen = {
            (role, council): len(emergencies_seen_by(person(role, authority=council), at=NOON))
            for role in (Role.REVIEWING_OFFICER, Role.AUDITOR, Role.DIRECTOR)
            for council in ("800", "801")
        }
        assert seen == {
            (Role.REVIEWING_OFFICER, "800"): 1, (Role.REVIEWING_OFFICER, "801"): 0, (Role.AUDITOR, "800"): 1,
            (Role.AUDITOR, "801"): 1, (Role.DIRECTOR, "800"): 0, (Role.DIRECTOR, "801"): 0,
        }  # fmt: skip


class TestThePages:
    def ask(self, client, reference="C-9A001", **changed):
        body = {"reference": reference, "category": "missing", "words": WORDS}
        return client.post("/emergency-access/open/", body | changed)

    def test_the_whole_way(self, client_for, client_as, child, stranger, person) -> None:
        person(Role.REVIEWING_OFFICER, authority="800", email="rita@example.org")
        manager = client_for(stranger)
        closed = manager.get(f"/children/{child}/")
        assert closed.status_code == 404
        assert "/emergency-access/open/" in closed.content.decode()
        answer = self.ask(manager)
        assert (answer.status_code, answer["Location"]) == (302, f"/children/{child}/")
        page = manager.get(f"/children/{child}/").content.decode()
        assert "Emergency access" in page
        assert "End it now" in page
        assert "/story/add/" not in page, "reading only"
        assert manager.post(f"/children/{child}/story/add/", {}).status_code == 404
        purposes = list(Look.objects.filter(child_id=child, account_id=stranger.id).values_list("purpose", flat=True))
        assert purposes.count("Emergency access. Reading the record") == 1
        (sent,) = mail.outbox
        assert sent.to == ["rita@example.org"]
        for personal in ("C-9A001", "Robin", "Max", str(child), WORDS):
            assert personal not in f"{sent.subject} {sent.body}"
        officer = client_as(Role.REVIEWING_OFFICER, authority="800")
        listing = officer.get("/emergency-access/").content.decode()
        assert "Max Manager" in listing
        assert "C-9A001" not in listing
        made = Emergency.objects.get().pk
        before = Look.objects.count()
        one = officer.get(f"/emergency-access/{made}/").content.decode()
        assert Look.objects.count() == before + 1, "reading which child it was is a look"
        for said in ("C-9A001", "Reading the record", WORDS):
            assert said in one
        assert officer.post(f"/emergency-access/{made}/", {"verdict": "justified", "words": "ok"}).status_code == 422
        officer.post(f"/emergency-access/{made}/", {"verdict": "justified", "words": JUDGED})
        assert "Judged: justified" in officer.get(f"/emergency-access/{made}/").content.decode()
        seen = client_as(Role.CHILD, children=[child]).get(f"/looks/{child}/").content.decode()
        assert "Robin was found alone" in seen, "the child reads the reason"
        manager.post(f"/emergency-access/{made}/end/")
        assert manager.get(f"/children/{child}/").status_code == 404

    def test_a_reference_that_is_nobody_s_is_written_down_and_guessing_stops(
        self, client_for, client_as, stranger
    ) -> None:
        manager = client_for(stranger)
        for _ in range(5):
            answer = self.ask(manager, "C-ZZZZZ")
            assert answer.status_code == 422
            assert "We wrote down that you asked" in answer.content.decode()
        assert EmergencyTry.objects.count() == 5
        assert "in vain too often today" in self.ask(manager, "C-ZZZZZ").content.decode()
        auditor = client_as(Role.AUDITOR).get("/emergency-access/").content.decode()
        assert "Max Manager, team manager: 5 times" in auditor

    def test_after_too_many_a_real_reference_and_a_made_up_one_answer_alike(self, client_for, stranger, child) -> None:
        manager = client_for(stranger)
        for _ in range(5):
            self.ask(manager, "C-ZZZZZ")
        real, made_up = (self.ask(manager, reference).content.decode() for reference in ("C-9A001", "C-9A00Z"))
        assert "in vain too often" in real
        assert "in vain too often" in made_up
        assert not Emergency.objects.exists()

    def test_without_a_second_factor_there_is_none(self, person, client_for, child) -> None:
        bare = person(Role.TEAM_MANAGER, authority="801", factor=False)
        answer = self.ask(client_for(bare, factor=False))
        assert answer["Location"].startswith("/account/second-step/")
        assert not Emergency.objects.exists()

    def test_programs_read_and_judge_the_same_and_cannot_open(self, client, token_for, stranger, child, person) -> None:
        made = opened(child, stranger)
        officer = person(Role.REVIEWING_OFFICER, authority="800")
        sent = {"HTTP_AUTHORIZATION": f"Bearer {token_for(officer)}"}
        (line,) = client.get("/api/v1/people/emergency-access/", **sent).json()["items"]
        assert (line["id"], line["verdict_words"]) == (str(made), "")
        assert "C-9A001" not in str(line)
        before = Look.objects.filter(act="people.see_emergencies").count()
        whole = client.get(f"/api/v1/people/emergency-access/{made}", **sent).json()
        assert (whole["child_reference"], whole["words"]) == ("C-9A001", WORDS)
        assert Look.objects.filter(act="people.see_emergencies").count() == before + 1
        where = f"/api/v1/people/emergency-access/{made}/judgement"
        for body, code in (
            ({"verdict": "maybe", "words": JUDGED}, "reason_kind"),
            ({"verdict": "justified", "words": "ok"}, "reason_too_short"),
        ):
            answer = client.post(where, body, content_type="application/json", **sent)
            assert (answer.status_code, answer.json()["code"]) == (422, code)
        body = {"verdict": "not_justified", "words": JUDGED}
        assert client.post(where, body, content_type="application/json", **sent).status_code == 204
        assert client.post(where, body, content_type="application/json", **sent).json()["code"] == "emergency_judged"

    def test_menus_lead_there_for_those_who_watch(self, client_as) -> None:
        for role in (Role.REVIEWING_OFFICER, Role.AUDITOR):
            assert 'href="/emergency-access/"' in client_as(role, authority="800").get("/me/day/").content.decode()
        assert (
            'href="/emergency-access/"'
            not in client_as(Role.DIRECTOR, authority="800").get("/me/day/").content.decode()
        )

    def test_the_strip_ends_when_the_access_does(self, client_for, stranger, child) -> None:
        manager = client_for(stranger)
        opened(child, stranger, at=datetime.now(UTC) - timedelta(minutes=31))
        assert "cc-emergency" not in manager.get("/account/").content.decode()
        opened(child, stranger, at=datetime.now(UTC) - timedelta(minutes=1))
        assert "cc-emergency" in manager.get("/account/").content.decode()
