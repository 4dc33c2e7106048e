"""Signing in with the council's own accounts (OpenID Connect): off unless an operator configures it.

The library keeps the state, proves the code exchange (PKCE) and fetches the token. What is decided here: whether the
identity token is genuine (signature, issuer, audience, time, nonce), whose account it opens (one that an operator
opened, by an address that the council has verified; never a new one), and whether the council's own second factor
counts. Source: OpenID Connect Core 1.0, section 3.1.3.7; RFC 8176 for `amr`; docs/adr/0013.
"""

import secrets
from typing import Any
from urllib.parse import urlsplit

import jwt
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from requests import RequestException

from carecommons.common.errors import NotAllowed, NotFound, NotNow
from carecommons.people.doors import POST_IN_SESSION, Request, door, refusal_page
from carecommons.people.doors.entering import COUNCIL_FACTOR
from carecommons.people.queries import account_to_link
from carecommons.people.views import BACKEND

PROVIDER = "council"
NONCE = "council_nonce"
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")  # never "none", never a shared secret
LEEWAY_SECONDS = 30
OWED = ["exp", "iat", "iss", "aud", "sub", "nonce"]


class Council(OpenIDConnectOAuth2Adapter):
    """The library's client, with a nonce and with the signature checked always."""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return request.build_absolute_uri(reverse("council_callback"))

    @property
    def openid_config(self) -> dict[str, Any]:
        found = super().openid_config
        places = [str(found.get(name, "")) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        if found.get("issuer") != settings.COUNCIL["issuer"]:
            raise OAuth2Error("the discovery document names another issuer")
        if settings.IN_PRODUCTION and any(urlsplit(place).scheme != "https" for place in places):
            raise OAuth2Error("an endpoint of the council is not https")
        return found

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Sign the owner in and answer at once: the library's own linking and signing up are not used."""
        claims = self.claims(request, str(kwargs["response"].get("id_token", "")))
        raise ImmediateHttpResponse(_come_in(request, claims))

    def claims(self, request: HttpRequest, id_token: str) -> dict[str, Any]:
        """What the council says of whoever signed in. Raises OAuth2Error for a token that is not genuine."""
        nonce = str(request.session.pop(NONCE, ""))
        try:
            with get_adapter().get_requests_session() as session:
                answer = session.get(self.openid_config["jwks_uri"])
                answer.raise_for_status()
            key = jwt.PyJWKSet.from_dict(answer.json())[jwt.get_unverified_header(id_token).get("kid", "")]
            claims = jwt.decode(
                id_token, key, algorithms=list(ALGORITHMS), audience=settings.COUNCIL["client_id"],
                issuer=settings.COUNCIL["issuer"], leeway=LEEWAY_SECONDS, options={"require": OWED},
            )  # fmt: skip
        except (jwt.PyJWTError, KeyError, ValueError) as error:
            raise OAuth2Error("the identity token is not genuine") from error
        if not nonce or not constant_time_compare(str(claims["nonce"]), nonce):
            raise OAuth2Error("the identity token answers another request")
        if claims.get("azp", settings.COUNCIL["client_id"]) != settings.COUNCIL["client_id"]:
            raise OAuth2Error("the identity token was made for another service")
        return claims


class CouncilAdapter(DefaultSocialAccountAdapter):
    """Nobody signs up here, and a failure says what next without saying which check failed."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def on_authentication_error(self, request: HttpRequest, provider: Any, **_: Any) -> None:
        raise ImmediateHttpResponse(refusal_page(request, _failed()))


@door("site.read_public")
@require_safe
def sign_in(request: Request) -> HttpResponse:
    """Send the browser to the council's own sign-in page. No such page where none is configured."""
    client = _client(request)
    provider = client.get_provider()
    provider.oauth2_adapter_class = Council
    nonce = secrets.token_urlsafe(32)
    request.session[NONCE] = nonce
    try:
        return provider.redirect(
            request, process="login", next_url=get_next_redirect_url(request), auth_params={"nonce": nonce}
        )
    except (OAuth2Error, RequestException, ValueError) as error:
        raise NotNow(
            "council_out_of_reach",
            "Your council's sign-in does not answer now. Try again in a few minutes, or sign in with your password.",
        ) from error


@door("site.read_public")
@require_safe
def callback(request: Request) -> HttpResponse:
    """Back from the council: every failure reads alike."""
    return OAuth2CallbackView.adapter_view(_client(request))(request)


def _client(request: HttpRequest) -> Council:
    if not settings.COUNCIL:
        raise NotFound()
    return Council(request, PROVIDER)


def _come_in(request: HttpRequest, claims: dict[str, Any]) -> HttpResponse:
    """Sign in the account that an operator opened for this address, if it is the same person as before."""
    if claims.get("email_verified") is not True:
        raise _failed()
    account = account_to_link(str(claims.get("email", "")))
    subject = str(claims["sub"])
    if account is None:
        raise _failed()
    linked = SocialAccount.objects.filter(user=account, provider=PROVIDER).first()
    taken = SocialAccount.objects.filter(provider=PROVIDER, uid=subject).exclude(user=account).exists()
    if taken or (linked is not None and linked.uid != subject):
        raise _failed()  # the address now belongs to somebody else at the council
    if linked is None:
        SocialAccount.objects.create(user=account, provider=PROVIDER, uid=subject, extra_data={})
    record_authentication(request, account, "socialaccount", provider=PROVIDER, uid=subject)
    request.session.pop(POST_IN_SESSION, None)
    said = claims.get("amr")
    if isinstance(said, list) and not set(settings.COUNCIL["factors"]).isdisjoint(map(str, said)):
        login(request, account, backend=BACKEND)
        request.session[COUNCIL_FACTOR] = True
        return redirect(settings.LOGIN_REDIRECT_URL)
    return perform_login(request, account, email_verification="none")


def _failed() -> NotAllowed:
    return NotAllowed(
        "council_sign_in_failed",
        "Your council's sign-in did not let you in here. Either it was stopped or took too long, or no account was "
        "opened for your work address. Try once more; if it stays so, ask the person who looks after access.",
    )
