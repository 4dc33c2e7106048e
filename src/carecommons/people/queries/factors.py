"""Which second factors an account has, and whether its tokens may work."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings

from carecommons.common.errors import NotFound

from ..factors import needs_second_factor
from ..models import Account, FactorReset
from ..roles import Person, Role


def factors_of(account_id: UUID) -> dict[int, str]:
    """The second factors that an account has now: their ids, and how the session that set them up began.

    Recovery codes count when they are used, and never stand alone: they go with the last other factor.
    """
    rows = Authenticator.objects.filter(user_id=account_id).values_list("pk", "data")
    return {pk: str(data.get("set_up_by", "")) for pk, data in rows}


def may_use_tokens(account: Account, role: Role) -> bool:
    """Whether a token of this account may act in this role: without a second factor only roles that need none."""
    if not needs_second_factor(role) or (account.is_demo and settings.DEMO):
        return True
    kept = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user_id=account.pk, type__in=kept).exists()


def may_use_tokens_of(person: Person) -> bool:
    """The same for a person in their role; an account that is gone may not."""
    if person.id is None:
        return False
    account = Account.objects.filter(pk=person.id, is_active=True).first()
    return account is not None and may_use_tokens(account, person.role)


def resets_of(account_id: UUID) -> tuple[tuple[datetime, str], ...]:
    """When an operator took this account's second factors away, and why, newest first."""
    rows = FactorReset.objects.filter(account_id=account_id).order_by("-at", "-id")
    return tuple(rows.values_list("at", "reason"))


def has_password(account_id: UUID) -> bool:
    """Whether this account can sign in with a password; a young person's need not."""
    return Account.objects.get(pk=account_id).has_usable_password()


def account_to_link(email: str) -> Account | None:
    """The account that an operator opened for this address, if it is open and belongs to no demonstration."""
    return Account.objects.filter(email__iexact=email.strip(), is_active=True, is_demo=False).first() if email else None


def active_account(account_id: UUID) -> Account:
    """The account that a code lets in. Raises NotFound."""
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None:
        raise NotFound("account_not_found")
    return account
