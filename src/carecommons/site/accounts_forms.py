"""Our words in the forms of sign-in and second factors; the design system draws them."""

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from allauth.account import forms as allauth_forms
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from carecommons.people.actions import note_wrong_code
from carecommons.people.queries import wrong_codes_from

from .entering.terms import factor_terms


class _OurForm:
    """Our words and no grey ghosts in the boxes; the design system draws the rest."""

    labels: ClassVar[dict[str, Any]] = {
        "login": _("E-mail address"),
        "email": _("E-mail address"),
        "password": _("Password"),
        "oldpassword": _("Password now"),
        "password1": _("New password"),
        "password2": _("New password again"),
    }
    # A sentence of its own for each: a label cannot be put into the middle of a sentence in every language.
    asked: ClassVar[dict[str, Any]] = {
        "login": _("Enter your e-mail address"),
        "email": _("Enter your e-mail address"),
        "password": _("Enter your password"),
        "oldpassword": _("Enter the password that you have now"),
        "password1": _("Enter a new password"),
        "password2": _("Enter the new password again"),
        "code": _("Enter the number"),
        "name": _("Enter a name for it"),
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
            field.error_messages["required"] = self.asked.get(name, _("Answer this"))


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


class _NotGuessed:
    """Six digits are not to be guessed by somebody who has the password: after some wrong ones, they wait.

    Only whoever has shown the password (or a session) comes this far, so that no stranger can shut the owner out.
    """

    def clean_code(self) -> str:
        at, mark = datetime.now(UTC), f"second factor of {self.user.pk}"  # type: ignore[attr-defined]
        terms = factor_terms(at)
        since = at - timedelta(minutes=terms.wait_minutes)
        if wrong_codes_from(mark, since=since) >= terms.tries_max:
            raise ValidationError(
                now(
                    "There were too many wrong numbers. Wait %(minutes)s minutes and try again. If it was not you, "
                    "somebody knows your password: set a new one."
                )
                % {"minutes": terms.wait_minutes}
            )
        try:
            return super().clean_code()  # type: ignore[misc]
        except ValidationError:
            note_wrong_code(address=mark, at=at)
            raise


class FactorForm(_NotGuessed, _OurForm, factor_forms.AuthenticateForm):
    labels: ClassVar[dict[str, Any]] = {"code": _("Number from your app, or a recovery code")}


class FactorAgainForm(_NotGuessed, _OurForm, factor_forms.ReauthenticateForm):
    labels: ClassVar[dict[str, Any]] = {"code": _("Number from your app, or a recovery code")}


class AppForm(_OurForm, totp_forms.ActivateTOTPForm):
    labels: ClassVar[dict[str, Any]] = {"code": _("The number that your app shows now")}


class PasskeyForm(_OurForm, webauthn_forms.AddWebAuthnForm):
    labels: ClassVar[dict[str, Any]] = {
        "name": _("A name for it, so that you know it again"),
        "passwordless": _("Let me sign in with it alone, without my password"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        passkey = self.fields["passwordless"]
        passkey.help_text = _("A phone or laptop can do this. Leave it out for a small security key without a screen.")
        passkey.initial = True


class RenameForm(_OurForm, webauthn_forms.EditWebAuthnForm):
    labels: ClassVar[dict[str, Any]] = {"name": _("Name")}
