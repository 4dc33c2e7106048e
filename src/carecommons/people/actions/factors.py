"""Taking away second factors that their owner has lost."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction

from carecommons.common.errors import NotNow, ReasonMissing

from ..models import FactorReset, Token

REASON_WORDS_MIN = 3


@transaction.atomic
def reset_factors(*, account_id: UUID, reason: str, at: datetime) -> int:
    """Remove every second factor of an account, so that its owner can set up a new one; says how many went.

    By an operator at the command line of the server. Tokens stop, sessions fall back to what the public sees, and
    the reason is kept. Raises ReasonMissing and NotNow("no_factor").
    """
    said = " ".join(reason.split())[:300]
    if len(said.split()) < REASON_WORDS_MIN:
        raise ReasonMissing(
            "reset_reason",
            f"Say in at least {REASON_WORDS_MIN} words how you made sure that the owner of the account has asked "
            "for this, for instance: --reason 'seen in person with staff pass'.",
        )
    removed = Authenticator.objects.filter(user_id=account_id).count()
    if not removed:
        raise NotNow("no_factor", "This account has no second factor: there is nothing to reset.")
    Authenticator.objects.filter(user_id=account_id).delete()
    Token.objects.filter(post__account_id=account_id, revoked_at__isnull=True).update(revoked_at=at)
    FactorReset.objects.create(account_id=account_id, removed=removed, reason=said, at=at)
    return removed
