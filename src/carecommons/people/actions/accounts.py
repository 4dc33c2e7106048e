"""Making accounts, giving posts and tokens, and writing down every look."""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from carecommons.common.errors import NotFound, NotNow, Refused

from ..may import check_may
from ..models import Account, Look, Post, PostReach, Token
from ..queries import may_use_tokens
from ..roles import ROLE_NAMES, Person, Role
from ..tokens import BYTES, digest_of, token_from

TOKEN_DAYS = 90
TOKEN_DAYS_MAX = 366
NOTE_USE_EVERY = timedelta(hours=1)


@transaction.atomic
def make_account(*, email: str, name: str, at: datetime, password: str | None = None, is_demo: bool = False) -> UUID:
    """Open an account; without a password nobody can sign in to it until one is set by e-mail."""
    address = Account.objects.normalize_email(email.strip()).lower()
    if Account.objects.filter(email__iexact=address).exists():
        raise NotNow("account_exists", "An account with this e-mail address exists. Give it another post instead.")
    account = Account(email=address, name=name.strip() or address, made_at=at, is_demo=is_demo)
    if password is None:
        account.set_unusable_password()
    else:
        account.set_password(password)
    account.full_clean(exclude=["password"])
    account.save(force_insert=True)
    return account.pk


@transaction.atomic
def give_post(
    *,
    account_id: UUID,
    role: Role,
    authorities: Iterable[str] = (),
    children: Iterable[UUID] = (),
    provider_id: UUID | None = None,
    home_ids: Iterable[UUID] = (),
    at: datetime,
) -> UUID:
    """Give an account a role to act in, and how far it reaches."""
    if role is Role.PUBLIC:
        raise Refused("role_not_given", "Everybody is a member of the public already: choose another role.")
    post = Post.objects.create(account_id=account_id, role=role.value, provider_id=provider_id, given_at=at)
    reaches = [("authority", code) for code in sorted(set(authorities))]
    reaches += [("child", str(child)) for child in sorted(set(children))]
    reaches += [("home", str(home)) for home in sorted(set(home_ids))]
    PostReach.objects.bulk_create(PostReach(post=post, kind=kind, value=value) for kind, value in reaches)
    return post.pk


@transaction.atomic
def end_post(*, post_id: UUID, at: datetime) -> None:
    """Take a role away: it and its tokens stop at once; what was done in it stays on record."""
    changed = Post.objects.filter(pk=post_id, ended_at__isnull=True).update(ended_at=at)
    if not changed:
        raise NotFound("post_not_found", "There is no such role in force. List them with: carecommons people list")
    Token.objects.filter(post_id=post_id, revoked_at__isnull=True).update(revoked_at=at)


@transaction.atomic
def make_token(
    *,
    post_id: UUID,
    name: str,
    at: datetime,
    days: int = TOKEN_DAYS,
    by: Person | None,
    randomness: Callable[[int], bytes] = secrets.token_bytes,
) -> str:
    """A new personal token for one's own post: returned this once, kept only as its digest.

    by None: an operator at the command line of the server, who could read the database anyway.
    """
    post = Post.objects.filter(pk=post_id, ended_at__isnull=True).select_related("account").first()
    if by is not None:
        check_may(by, "people.make_token")
    if post is None or (by is not None and post.account_id != by.id):
        raise NotFound("post_not_found", "You do not hold this role, or it has ended. Choose another role.")
    if not 1 <= days <= TOKEN_DAYS_MAX:
        raise Refused("token_days", f"A token lasts from 1 to {TOKEN_DAYS_MAX} days. Choose a number in between.")
    if not may_use_tokens(post.account, Role(post.role)):
        raise NotNow(
            "second_factor_needed",
            f"A token of a {ROLE_NAMES[Role(post.role)]} reaches what is kept about children, so its owner needs a "
            "second factor first. Sign in on the pages and set one up, then make the token.",
        )
    token = token_from(randomness(BYTES))
    Token.objects.create(
        post=post,
        name=name.strip()[:80] or f"token of a {ROLE_NAMES[Role(post.role)]}",
        digest=digest_of(token),
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    return token


@transaction.atomic
def revoke_token(*, token_id: UUID, at: datetime, by: Person) -> None:
    """Stop one of one's own tokens, whichever post it is for; stopping it twice changes nothing."""
    token = Token.objects.filter(pk=token_id).select_related("post").first()
    if token is None or by.id is None or token.post.account_id != by.id:
        raise NotFound("token_not_found")
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])


def note_token_use(*, token: str, at: datetime) -> None:
    """Note that a token was used, at most once an hour, so that its owner sees a use that was not theirs."""
    stale = Q(used_at__isnull=True) | Q(used_at__lt=at - NOTE_USE_EVERY)
    row = Token.objects.filter(stale, digest=digest_of(token)).first()
    if row is not None:
        Token.objects.filter(pk=row.pk).update(used_at=at)


def record_look(
    *, person: Person, child_id: UUID, act: str, purpose: str, at: datetime, automatic: bool = False
) -> None:
    """Write down that `person` read what is kept about a child; the child may read the list."""
    if person.id is None and not automatic:
        raise Refused("look_without_a_person", "Only somebody who has signed in may look at a child's record.")
    if child_id in person.emergencies and not purpose.startswith("Emergency access"):
        purpose = f"Emergency access. {purpose}"[:300]
    Look.objects.create(
        account_id=person.id,
        role=person.role.value,
        child_id=child_id,
        act=act,
        purpose=purpose,
        at=at,
        automatic=automatic,
    )
