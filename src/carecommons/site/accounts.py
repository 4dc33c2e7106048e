"""How allauth and axes behave here: who may open an account, who is counted, and our forms."""

from typing import Any, ClassVar

from allauth.account import forms as allauth_forms
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from carecommons.common.errors import NotNow
from carecommons.people.actions import revoke_every_token
from carecommons.people.doors import refusal_page


class Adapter(DefaultAccountAdapter):
    """Accounts are opened by an operator for people who hold a post: nobody signs up alone."""

    error_messages: ClassVar[dict[str, str]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed. Ask the person who looks after access in your organisation.",
        "email_password_mismatch": "This address and this password do not belong together. Check both, or set a "
        "new password by e-mail.",
        "enter_current_password": "Enter the password that you have now.",
        "incorrect_code": "This number is not right, or its time has run out. Enter the one that is shown now.",
        "incorrect_password": "This is not your password. Try again.",
        "rate_limited": "There were many tries in a short time. Wait a minute and try again.",
        "too_many_login_attempts": "There were many tries in a short time. Wait a few minutes and try again.",
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

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)


class _OurForm:
    """Our words and no grey ghosts in the boxes; the design system draws the rest."""

    labels: ClassVar[dict[str, str]] = {
        "login": "E-mail address",
        "email": "E-mail address",
        "password": "Password",
        "oldpassword": "Password now",
        "password1": "New password",
        "password2": "New password again",
    }
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = self.labels.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name in ("login", "password"):
                field.help_text = ""
            field.error_messages["required"] = f"Enter your {str(field.label)[:1].lower()}{str(field.label)[1:]}"


class SignInForm(_OurForm, allauth_forms.LoginForm):
    pass


class ChangePasswordForm(_OurForm, allauth_forms.ChangePasswordForm):
    pass


class SetPasswordForm(_OurForm, allauth_forms.SetPasswordForm):
    pass


class ResetPasswordForm(_OurForm, allauth_forms.ResetPasswordForm):
    pass


class NewPasswordForm(_OurForm, allauth_forms.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(_OurForm, allauth_forms.ReauthenticateForm):
    pass


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


def locked_out_page(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """After too many wrong passwords from one place for one account: wait."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    refusal = NotNow(
        "locked_out",
        f"There were too many wrong passwords for this account from this place. Wait {minutes} minutes and try again, "
        "or set a new password by e-mail. Nobody elsewhere is kept out by this.",
    )
    refusal.status = 429
    return refusal_page(request, refusal)
