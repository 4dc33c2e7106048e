"""How allauth and axes behave here: who may open an account, who is counted, and how factors are kept."""

from base64 import urlsafe_b64encode
from functools import lru_cache
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carecommons.common.errors import NotNow
from carecommons.people.actions import revoke_every_token
from carecommons.people.doors import refusal_page


class Adapter(DefaultAccountAdapter):
    """Accounts are opened by an operator for people who hold a post: nobody signs up alone."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Ask the person who looks after access in your organisation."),
        "email_password_mismatch": _(
            "This address and this password do not belong together. Check both, or set a new password by e-mail."
        ),
        "enter_current_password": _("Enter the password that you have now."),
        "incorrect_code": _("This number is not right, or its time has run out. Enter the one that is shown now."),
        "incorrect_password": _("This is not your password. Try again."),
        "rate_limited": _("There were many tries in a short time. Wait a minute and try again."),
        "too_many_login_attempts": _("There were many tries in a short time. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: Any, password: str) -> None:
        """A new password, and an end of every personal token: a stolen account is the owner's again."""
        with transaction.atomic():
            super().set_password(user, password)
            person = getattr(self.request, "person", None)
            by = person if person is not None and person.id == user.pk else None
            revoke_every_token(account_id=user.pk, at=timezone.now(), by=by)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the owner at the address of the account: here an operator has vouched for it."""
        if not user.is_demo and not user.email.endswith(".invalid"):
            super().send_notification_mail(template_prefix, user, context, email or user.email)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)


class FactorAdapter(DefaultMFAAdapter):
    """Second factors in our words; the secret of an authenticator app is sealed before it is kept."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This number is not right, or its time has run out. Enter the one that is shown now."),
        "cannot_generate_recovery_codes": _(
            "Set up an authenticator app or a passkey first: codes stand in for those."
        ),
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        if count == 0:
            return str(_("My first passkey"))
        return str(_("My passkey number %(number)s")) % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Care Commons"}

    def encrypt(self, text: str) -> str:
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _sealer().decrypt(encrypted_text.encode()).decode()


def _sealer() -> MultiFernet:
    """Seals with the house's key, opens with it or an earlier one (CARECOMMONS_OLD_SECRET_KEYS)."""
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@lru_cache(maxsize=8)
def _fernet(key: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"carecommons second factors").derive(key.encode())
    return Fernet(urlsafe_b64encode(derived))


def address_tried(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The e-mail address that somebody tries to sign in with, folded so that case is no way round."""
    tried = credentials or {}
    found = tried.get("email") or tried.get("login") or tried.get("username")
    if not found and request is not None:
        found = request.POST.get("login", "")
    return str(found or "").strip().lower()[:254]


def client_address(request: HttpRequest) -> str:
    """The network address of the caller: behind a proxy, the last one that the proxy itself wrote down."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.BEHIND_PROXY:
        return direct
    written = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    return written[-1] if written else direct


def locked_out_page(request: HttpRequest, *args: object, **more: object) -> HttpResponse:
    """After too many wrong passwords from one place for one account: wait."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    refusal = NotNow(
        "locked_out",
        str(
            _(
                "There were too many wrong passwords for this account from this place. Wait %(minutes)s minutes and "
                "try again. Or set a new password by e-mail. Nobody elsewhere is kept out by this."
            )
        )
        % {"minutes": minutes},
    )
    refusal.status = 429
    return refusal_page(request, refusal)
