"""A code given in person: shown once, kept as a digest, used once, guessed by nobody, and seen by the child."""

import re
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from carecommons.children.actions import add_child
from carecommons.common.errors import NotAllowed, NotNow
from carecommons.people.actions import come_in, give_post, make_account, make_code, note_wrong_code
from carecommons.people.codes import SIGNS, CodeTerms, code_from, plain
from carecommons.people.models import Account, CodeTry, Look, SignInCode
from carecommons.people.queries import codes_made_for
from carecommons.people.roles import Role, Subject
from conftest import NOON

pytestmark = pytest.mark.django_db
TERMS = CodeTerms(minutes=60, tries_max=3, wait_minutes=15)
HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def child(person):
    worker = person(Role.SOCIAL_WORKER, authority="800")
    return add_child(
        reference="C-9A001", known_as="Robin", birth_date=date(2012, 5, 1), sex="F", authority="800", by=worker, at=NOON
    )


@pytest.fixture
def worker(person):
    return person(Role.SOCIAL_WORKER, authority="800")


def made(child, by, at=NOON) -> str:
    return make_code(subject=Subject(authority="800", child_id=child), known_as="Robin", terms=TERMS, by=by, at=at)


def tried(typed: str, address: str = HERE, at=NOON):
    return come_in(typed=typed, address=address, terms=TERMS, at=at)


def test_a_code_is_twelve_fair_signs_that_nobody_reads_wrong() -> None:
    code = code_from(bytes(range(64)))
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", code)
    assert not set("ILO01") & set(SIGNS)
    assert plain(code.lower().replace("-", " ")) == code.replace("-", "")
    assert plain("ABCD-EFGH-JKM1") == plain("ABC") == plain("") == ""
    with pytest.raises(ValueError, match="more of them"):
        code_from(b"\xff" * 64)


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.REVIEWING_OFFICER, Role.ADVOCATE])
def test_those_who_stand_before_the_child_make_one_and_it_opens_the_child_s_account_once(person, child, role) -> None:
    by = person(role, authority="800", children=[child])
    code = made(child, by)
    account_id, whose, how = tried(code.lower())
    assert whose == child
    assert how == ("code_advocate" if role is Role.ADVOCATE else "code_staff")
    account = Account.objects.get(pk=account_id)
    assert account.email.endswith(".invalid")
    assert not account.has_usable_password()
    assert tried(code) is None, "once"


@pytest.mark.parametrize(
    "role", [Role.CHILD, Role.PARENT, Role.TEAM_MANAGER, Role.DIRECTOR, Role.PLANNER, Role.FOSTER_CARER, Role.OPERATOR]
)
def test_nobody_else_makes_one(person, child, role) -> None:
    with pytest.raises(NotAllowed):
        made(child, person(role, authority="800", children=[child]))
    assert not SignInCode.objects.exists()


def test_nor_the_worker_of_another_council_nor_another_child_s_advocate(person, child) -> None:
    for by in (person(Role.SOCIAL_WORKER, authority="801"), person(Role.ADVOCATE, authority="800")):
        with pytest.raises(NotAllowed) as refused:
            made(child, by)
        assert refused.value.facts["out_of_reach"]


def test_the_code_is_nowhere_in_the_database(child, worker) -> None:
    code = plain(made(child, worker))
    row = vars(SignInCode.objects.get())
    assert code not in str(row)
    assert code[4:] not in str(row)


def test_it_ends_with_its_time_and_with_the_next_one(child, worker) -> None:
    first = made(child, worker)
    assert tried(first, at=NOON + timedelta(minutes=61)) is None
    second = made(child, worker, at=NOON + timedelta(minutes=1))
    assert tried(first, at=NOON + timedelta(minutes=2)) is None
    assert tried(second, at=NOON + timedelta(minutes=2)) is not None


def test_a_closed_account_does_not_come_in(child, worker) -> None:
    code = made(child, worker)
    Account.objects.filter(email__endswith=".invalid").update(is_active=False)
    assert tried(code) is None
    with pytest.raises(NotNow, match="closed"):
        made(child, worker)


def test_the_child_s_existing_account_is_used(child, worker) -> None:
    own = make_account(email="robin@example.org", name="Robin", at=NOON, password="three odd words here", by=None)
    give_post(account_id=own, role=Role.CHILD, children=[child], at=NOON, by=None)
    found = tried(made(child, worker))
    assert found[0] == own


def test_guessing_makes_that_address_wait_and_spoils_no_code(child, worker) -> None:
    code = made(child, worker)
    for _ in range(3):
        assert tried("AAAA-BBBB-CCCC") is None
        note_wrong_code(address=HERE, at=NOON)
    with pytest.raises(NotNow) as refused:
        tried(code)
    assert (refused.value.code, refused.value.status) == ("come_in_wait", 429)
    assert "another phone" in str(refused.value)
    assert HERE not in str([vars(row) for row in CodeTry.objects.all()])
    assert tried(code, THERE) is not None, "a stranger's guesses must not keep the child out"


def test_the_address_may_try_again_after_its_time(child, worker) -> None:
    for _ in range(3):
        note_wrong_code(address=HERE, at=NOON)
    later = NOON + timedelta(minutes=16)
    assert tried(made(child, worker, at=later), at=later) is not None


def test_the_child_and_the_advocate_see_who_made_each_and_when(child, worker, person) -> None:
    made(child, worker)
    made(child, person(Role.ADVOCATE, children=[child], name="Ada Advocate"), at=NOON + timedelta(minutes=1))
    newest, oldest = codes_made_for(child, at=NOON + timedelta(minutes=2))
    assert (newest.made_by, newest.role_name, newest.state) == ("Ada Advocate", "advocate", "waiting")
    assert (oldest.role_name, oldest.state) == ("social worker", "ended")


class TestThePages:
    def code_on(self, client: Client, child) -> str:
        page = client.post(f"/children/{child}/way-in/make/").content.decode()
        found = re.search(r'<p class="cc-big-code">([A-Z0-9-]{14})</p>', page)
        assert found is not None
        return found[1]

    def test_the_whole_way_in(self, client_as, child) -> None:
        staff = client_as(Role.SOCIAL_WORKER, authority="800")
        assert f"/children/{child}/way-in/" in staff.get(f"/children/{child}/").content.decode()
        code = self.code_on(staff, child)
        assert code not in staff.get(f"/children/{child}/way-in/").content.decode(), "shown once"
        phone = Client()
        wrong = phone.post("/come-in/", {"code": "AAAA-BBBB-CCCC"})
        assert wrong.status_code == 422
        assert "This code does not work" in wrong.content.decode()
        answer = phone.post("/come-in/", {"code": code.lower()}, follow=True)
        words = answer.content.decode()
        assert answer.redirect_chain[-1][0] == "/come-in/done/"
        assert "/account/2fa/webauthn/add/" in words
        assert "Someone on the staff gave you this code" in words
        assert phone.session["signed_in_by"] == "code_staff"
        asked = phone.get("/come-in/done/").wsgi_request
        assert (asked.person.role, asked.person.signed_in_by) == (Role.CHILD, "code_staff")
        assert phone.get("/me/", follow=True).status_code == 200
        seen = phone.get(f"/children/{child}/way-in/").content.decode()
        assert "Who made a code for me?" in seen
        assert "social worker" in seen
        assert Client().post("/come-in/", {"code": code}).status_code == 422

    def test_an_advocate_s_code_says_so(self, client_as, child) -> None:
        code = self.code_on(client_as(Role.ADVOCATE, children=[child]), child)
        phone = Client()
        words = phone.post("/come-in/", {"code": code}, follow=True).content.decode()
        assert phone.session["signed_in_by"] == "code_advocate"
        assert "Someone on the staff" not in words

    def test_making_one_is_a_look_that_the_child_reads(self, client_as, child) -> None:
        before = Look.objects.count()
        self.code_on(client_as(Role.SOCIAL_WORKER, authority="800"), child)
        (look,) = Look.objects.order_by("-id")[: Look.objects.count() - before]
        assert (look.act, look.child_id) == ("people.make_code", child)

    def test_whoever_used_this_phone_before_is_gone(self, client_as, child) -> None:
        code = self.code_on(client_as(Role.SOCIAL_WORKER, authority="800"), child)
        phone = client_as(Role.TEAM_MANAGER, authority="800")
        phone.post("/come-in/", {"code": code})
        assert phone.get("/come-in/done/").wsgi_request.person.role is Role.CHILD
        assert "account_authentication_methods" not in phone.session

    def test_a_passkey_set_up_after_a_staff_code_opens_no_more_than_that_code(self, client_as, child, rf) -> None:
        from carecommons.people.doors.entering import note_factor, note_sign_in

        phone = Client()
        phone.post("/come-in/", {"code": self.code_on(client_as(Role.SOCIAL_WORKER, authority="800"), child)})
        account = Account.objects.get(email__endswith=".invalid")
        key = Authenticator.objects.create(user=account, type="webauthn", data={"name": "phone"})
        request = rf.get("/")
        request.session = phone.session
        note_factor(None, request=request, user=account, authenticator=key)
        assert Authenticator.objects.get(pk=key.pk).data["set_up_by"] == "code_staff"
        assert "A passkey that you make now does not open them." in phone.get("/come-in/done/").content.decode()
        for began, how in (
            ("code_staff", "passkey_staff"), ("passkey_staff", "passkey_staff"), ("code_advocate", "passkey"),
            ("password", "passkey"),
        ):  # fmt: skip
            Authenticator.objects.filter(pk=key.pk).update(data={"name": "phone", "set_up_by": began})
            request.session["account_authentication_methods"] = [
                {"method": "mfa", "id": key.pk, "type": "webauthn", "passwordless": True, "at": 1}
            ]
            request.session["account_authentication_methods_user"] = str(account.pk)
            note_sign_in(None, request=request, user=account)
            assert request.session["signed_in_by"] == how

    def test_programs_read_the_same_list_and_find_no_code_in_it(
        self, client_as, client, child, person, token_for
    ) -> None:
        code = self.code_on(client_as(Role.SOCIAL_WORKER, authority="800"), child)
        token = token_for(person(Role.ADVOCATE, children=[child]))
        answer = client.get(f"/api/v1/people/codes/{child}", HTTP_AUTHORIZATION=f"Bearer {token}")
        (line,) = answer.json()["items"]
        assert (line["role_name"], line["state"]) == ("social worker", "waiting")
        assert code not in answer.content.decode()

    def test_ten_wrong_codes_and_the_page_says_wait(self, client: Client, child) -> None:
        for _ in range(10):
            assert client.post("/come-in/", {"code": "AAAA-BBBB-CCCC"}).status_code == 422
        answer = client.post("/come-in/", {"code": "AAAA-BBBB-CCCC"})
        assert answer.status_code == 429
        assert "Wait 15 minutes" in answer.content.decode()
