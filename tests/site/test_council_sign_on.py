"""The council's own sign-in, end to end against a server on loopback: what lets in, and all that does not."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from sign_on_server import CLIENT_ID, SECRET, Council, running

from carecommons.people.models import Account
from carecommons.people.roles import Role
from carecommons.site import checks
from conftest import give_factor

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ADA = {"email": "Ada@Example.org", "email_verified": True, "amr": ["pwd", "mfa"]}


@pytest.fixture
def council(settings):
    with running() as server:
        env = {
            "CARECOMMONS_OIDC_ISSUER": server.issuer, "CARECOMMONS_OIDC_CLIENT_ID": CLIENT_ID,
            "CARECOMMONS_OIDC_CLIENT_SECRET": SECRET, "CARECOMMONS_OIDC_NAME": "Invented Council",
        }  # fmt: skip
        settings.COUNCIL = checks.council(env)
        settings.SOCIALACCOUNT_PROVIDERS = checks.council_provider(settings.COUNCIL)
        server.claims = dict(ADA)
        yield server


@pytest.fixture
def ada(person):
    return person(Role.SOCIAL_WORKER, authority="800", email="ada@example.org", factor=False)


def enter(client: Client, council: Council, **changed: str):
    """Follow the browser: out to the council, and back with a code."""
    out = client.get("/account/council/")
    assert out.status_code == 302
    where = urlsplit(out["Location"])
    assert f"{where.scheme}://{where.netloc}" == council.issuer
    query = {name: values[0] for name, values in parse_qs(where.query).items()}
    assert query["code_challenge_method"] == "S256"
    back = urlsplit(council.authorize(query | changed))
    return client.get(f"{back.path}?{back.query}")


def nobody(client: Client) -> bool:
    return client.get("/account/").status_code == 302


def test_the_council_s_second_factor_counts_for_that_session(client: Client, council, ada) -> None:
    assert "Sign in with Invented Council" in client.get("/account/login/").content.decode()
    answer = enter(client, council)
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert client.get("/children/").status_code == 200
    asked = client.get("/account/").wsgi_request.person
    assert (asked.id, asked.signed_in_by) == (ada.id, "council")
    link = SocialAccount.objects.get()
    assert (link.user_id, link.uid, link.extra_data) == (ada.id, "person-1", {})


@pytest.mark.parametrize("amr", [["pwd"], [], None, "mfa", ["sms"]])
def test_without_it_ours_is_asked_for(client: Client, council, ada, amr) -> None:
    council.claims["amr"] = amr
    enter(client, council)
    assert client.get("/children/")["Location"].startswith("/account/second-step/")
    client.post("/account/logout/")
    give_factor(ada.id)
    assert enter(client, council)["Location"] == "/account/2fa/authenticate/"
    assert nobody(client)


def test_which_words_count_is_configured(client: Client, council, ada, settings) -> None:
    settings.COUNCIL["factors"] = ["sc"]
    enter(client, council)
    assert client.get("/children/").status_code == 302
    council.claims["amr"] = ["sc"]
    again = Client()
    enter(again, council)
    assert again.get("/children/").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    ["nonce", "no nonce", "signature", "key", "unsigned", "shared secret", "expired", "audience", "issuer", "party"],
)
def test_a_token_that_is_not_genuine_lets_nobody_in(client: Client, council, ada, wrong) -> None:
    council.wrong = wrong
    answer = enter(client, council)
    assert answer.status_code == 403
    assert "sign-in did not let you in here" in answer.content.decode()
    assert nobody(client)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@example.org"},
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email": ""},
        {"email": None},
    ],
)
def test_nobody_is_signed_up_and_no_unproved_address_opens_anything(client: Client, council, ada, claims) -> None:
    council.claims |= claims
    before = Account.objects.count()
    assert enter(client, council).status_code == 403
    assert nobody(client)
    assert Account.objects.count() == before


def test_a_closed_account_and_an_invented_one_stay_shut(client: Client, council, ada) -> None:
    Account.objects.filter(pk=ada.id).update(is_active=False)
    assert enter(client, council).status_code == 403
    Account.objects.filter(pk=ada.id).update(is_active=True, is_demo=True)
    assert enter(Client(), council).status_code == 403


def test_an_address_that_was_given_to_somebody_else_opens_nothing(client: Client, council, ada, person) -> None:
    enter(client, council)
    council.claims["sub"] = "person-2"
    again = Client()
    assert enter(again, council).status_code == 403
    assert nobody(again)
    person(Role.PLANNER, authority="800", email="ben@example.org")
    council.claims |= {"sub": "person-1", "email": "ben@example.org"}
    assert enter(again, council).status_code == 403
    assert nobody(again)


def test_a_code_of_another_browser_and_a_state_that_is_not_ours_are_refused(client: Client, council, ada) -> None:
    assert client.get("/account/council/callback/?code=x&state=made-up").status_code == 403
    out = client.get("/account/council/")
    query = {name: values[0] for name, values in parse_qs(urlsplit(out["Location"]).query).items()}
    back = urlsplit(council.authorize(query))
    stranger = Client()
    assert stranger.get(f"{back.path}?{back.query}").status_code == 403
    assert nobody(stranger)


def test_a_cancelled_sign_in_reads_like_any_other_failure(client: Client, council, ada) -> None:
    out = client.get("/account/council/")
    state = parse_qs(urlsplit(out["Location"]).query)["state"][0]
    answer = client.get(f"/account/council/callback/?error=access_denied&state={state}")
    assert answer.status_code == 403
    assert "did not let you in here" in answer.content.decode()


def test_a_discovery_document_of_another_issuer_is_not_believed(client: Client, council, ada) -> None:
    council.wrong = "discovery"
    answer = client.get("/account/council/")
    assert answer.status_code == 409
    assert "does not answer now" in answer.content.decode()


def test_a_council_that_does_not_answer_is_said_so(client: Client, council, settings, ada) -> None:
    settings.COUNCIL = settings.COUNCIL | {"issuer": "http://127.0.0.1:9"}
    settings.SOCIALACCOUNT_PROVIDERS = checks.council_provider(settings.COUNCIL)
    assert client.get("/account/council/").status_code == 409


def test_an_http_endpoint_is_refused_in_production(client: Client, council, settings, ada) -> None:
    settings.IN_PRODUCTION = True
    assert client.get("/account/council/").status_code == 409


def test_where_none_is_configured_there_is_no_such_page(client: Client, settings) -> None:
    assert settings.COUNCIL == {}
    for address in ("/account/council/", "/account/council/callback/?code=x&state=y"):
        assert client.get(address).status_code == 404
    assert "/account/council/" not in client.get("/account/login/").content.decode()
