"""Codes given in person: made by somebody who stands before the young person, and used once."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from carecommons.common.errors import NotNow, Refused

from ..codes import GROUP, CodeTerms, code_from, plain
from ..factors import SignedInBy
from ..may import check_may
from ..models import Account, CodeTry, Post, SignInCode
from ..queries import code_digest, place_digest, wrong_codes_from
from ..roles import Person, Role, Subject
from .accounts import open_for_young_person

RANDOM_BYTES = 64
NOBODY = "0" * 64


@transaction.atomic
def make_code(
    *,
    subject: Subject,
    known_as: str,
    terms: CodeTerms,
    by: Person,
    at: datetime,
    randomness: Callable[[int], bytes] = secrets.token_bytes,
) -> str:
    """A new code for the young person `subject` names: returned this once. An earlier unused one stops working.

    Opens an account for a young person who has none, with an address that no mail reaches and no password.
    """
    check_may(by, "people.make_code", subject)
    child_id = subject.child_id
    if child_id is None or by.id is None:
        raise Refused("code_for_nobody", "A code is made for one young person, by somebody who has signed in.")
    account_id = _account_of(child_id, known_as, at=at, by=by)
    SignInCode.objects.filter(child_id=child_id, used_at__isnull=True, ended_at__isnull=True).update(ended_at=at)
    code = code_from(randomness(RANDOM_BYTES))
    SignInCode.objects.create(
        account_id=account_id, child_id=child_id, selector=plain(code)[:GROUP], digest=code_digest(plain(code)),
        made_by_id=by.id, made_by_role=by.role.value, made_at=at, ends_at=at + timedelta(minutes=terms.minutes),
    )  # fmt: skip
    return code


@transaction.atomic
def come_in(*, typed: str, address: str, terms: CodeTerms, at: datetime) -> tuple[UUID, UUID, SignedInBy] | None:
    """Whom the code lets in: account, child, and who gave the code. None when it is not right: the caller then
    writes the wrong try down with `note_wrong_code`, in a transaction of its own.

    Every wrong code answers alike: unknown, used, ended, too late. Raises NotNow("come_in_wait") when this network
    address was wrong too often; the code itself stays good elsewhere, so that no stranger can spoil it.
    """
    if wrong_codes_from(address, since=at - timedelta(minutes=terms.wait_minutes)) >= terms.tries_max:
        refusal = NotNow(
            "come_in_wait",
            _(
                "There were too many wrong codes from this place. Wait %(minutes)s minutes and try again. "
                "Your code still works on another phone or computer."
            )
            % {"minutes": terms.wait_minutes},
        )
        refusal.status = 429
        raise refusal
    signs = plain(typed)
    digest, found = code_digest(signs), None
    in_force = Q(used_at__isnull=True, ended_at__isnull=True, ends_at__gt=at, account__is_active=True)
    for row in SignInCode.objects.select_for_update(of=("self",)).filter(in_force, selector=signs[:GROUP]):
        found = row if constant_time_compare(row.digest, digest) else found
    constant_time_compare(NOBODY, digest)  # so that a code whose first signs nobody has takes no less time
    if not signs or found is None:
        return None
    found.used_at = at
    found.save(update_fields=["used_at"])
    by_advocate = found.made_by_role == Role.ADVOCATE
    return found.account_id, found.child_id, SignedInBy.CODE_ADVOCATE if by_advocate else SignedInBy.CODE_STAFF


def note_wrong_code(*, address: str, at: datetime) -> None:
    """Write down that somebody at this address typed a wrong code."""
    CodeTry.objects.create(place=place_digest(address), at=at)


def _account_of(child_id: UUID, known_as: str, *, at: datetime, by: Person) -> UUID:
    """The young person's own account; opened when there is none."""
    reaches = {"reaches__kind": "child", "reaches__value": str(child_id)}
    posts = Post.objects.filter(role=Role.CHILD.value, ended_at__isnull=True, account__is_active=True, **reaches)
    held = posts.order_by("given_at", "id").values_list("account_id", flat=True).first()
    if held is not None:
        return held
    email = f"{child_id}@young-person.invalid"  # RFC 2606: no mail ever reaches it
    account = Account.objects.filter(email=email).first()
    if account is not None and not account.is_active:
        raise NotNow("account_closed", "This young person's account is closed. Ask whoever looks after access.")
    return open_for_young_person(email=email, child_id=child_id, known_as=known_as, at=at, by=by)
