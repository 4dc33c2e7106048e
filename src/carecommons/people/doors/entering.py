"""How a session began, and whether a second factor stands behind it.

A session is proved by a factor only while the account still has that factor: one that was reset, or removed,
proves nothing any more, and a session that began before a factor was set up elsewhere is not lifted by it.
"""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from ..factors import SignedInBy
from ..models import Account
from ..queries import factors_of

SIGNED_IN_BY = "signed_in_by"
SET_UP_HERE = "factor_set_up_here"
COUNCIL_FACTOR = "council_factor"


def signed_in_by(request: HttpRequest) -> str:
    """How this session began: one of factors.SignedInBy, "" when it is not known."""
    return str(request.session.get(SIGNED_IN_BY, SignedInBy.UNKNOWN))


def proved(request: HttpRequest, account: Account) -> bool:
    """Whether this session was proved by a second factor that the account still has, or by the council's."""
    session = request.session
    if session.get(COUNCIL_FACTOR) is True:
        return True
    used = {
        record.get("id") for record in get_authentication_records(request, account) if record.get("method") == "mfa"
    }
    used |= {session.get(SET_UP_HERE)}
    used.discard(None)
    return bool(used) and not used.isdisjoint(factors_of(account.pk))


def is_exempt(account: Account) -> bool:
    """The demonstration's invented accounts, in a demonstration only: production refuses to be one."""
    return settings.DEMO and account.is_demo


def note_sign_in(sender: Any, request: HttpRequest | None, user: Account, **_: Any) -> None:
    """On Django's user_logged_in: remember how, unless the door that signed in has said so itself."""
    if request is None or not hasattr(request, "session"):
        return
    records = get_authentication_records(request, user)
    passkeys = [each for each in records if each.get("passwordless")]
    if passkeys:
        # A passkey that was added while a staff-given code was open opens no more than that code did.
        began = factors_of(user.pk).get(passkeys[-1].get("id"), "")
        by_staff = began in (SignedInBy.CODE_STAFF, SignedInBy.PASSKEY_STAFF)
        how = SignedInBy.PASSKEY_STAFF if by_staff else SignedInBy.PASSKEY
    elif any(each.get("method") == "socialaccount" for each in records):
        how = SignedInBy.COUNCIL
    elif any(each.get("method") == "password" for each in records):
        how = SignedInBy.PASSWORD
    else:
        how = SignedInBy.UNKNOWN
    request.session[SIGNED_IN_BY] = str(how)


def note_factor(sender: Any, request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any) -> None:
    """On allauth's authenticator_added: whoever set a factor up has just proved it; remember how they had come in."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    request.session[SET_UP_HERE] = authenticator.pk
    # Setting it up was using it: nobody is asked for it again at once to see their recovery codes.
    record_authentication(request, user, "mfa", id=authenticator.pk, type=str(authenticator.type), reauthenticated=True)
    authenticator.data["set_up_by"] = signed_in_by(request)
    authenticator.save(update_fields=["data"])
