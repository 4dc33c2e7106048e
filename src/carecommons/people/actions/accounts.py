"""Making accounts, giving posts and tokens, and writing down every look."""

import secrets
from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from carecommons.common.errors import NotFound, NotNow, Refused
from carecommons.register.actions import record

from ..may import check_may, check_may_at_all
from ..models import Account, Post, PostReach, Token
from ..queries import may_use_tokens
from ..reaches import AUTHORITIES, CHILDREN, HOMES, PROVIDER, check_reaches
from ..roles import ROLE_NAMES, Person, Role
from ..tokens import BYTES, digest_of, token_from

NOTE_USE_EVERY = timedelta(hours=1)


# Whoever runs commands on the server could read the database anyway: there `by` is None, and the register says so.
AT_THE_SERVER = "command line of the server"


@transaction.atomic
def make_account(
    *, email: str, name: str, at: datetime, by: Person | None, password: str | None = None, is_demo: bool = False
) -> UUID:
    """Open an account; without a password nobody can sign in to it until one is set by e-mail.

    It may nothing until it is given a post, so the register hears of the post and not of the account.
    """
    _check_operator(by)
    return _opened(email=email, name=name, at=at, password=password, is_demo=is_demo)


def _opened(*, email: str, name: str, at: datetime, password: str | None = None, is_demo: bool = False) -> UUID:
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
def choose_language(*, language: str, offered: Container[str], by: Person) -> None:
    """Remember the language in which somebody reads. It is nobody's business but theirs: the register hears nothing.

    Raises Refused("language_not_offered") for one that has no catalogue here.
    """
    check_may(by, "people.see_own_account")
    if language not in offered:
        raise Refused("language_not_offered", "These pages are not there in that language. Choose one of the list.")
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    Account.objects.filter(pk=by.id).update(language=language)


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
    by: Person | None,
) -> UUID:
    """Give an account a role to act in, and how far it reaches. It leaves an entry: no role is taken in secret.

    Raises Refused("reach_missing") where the role's own reach is not named, Refused("reach_not_used") for any other.
    """
    _check_operator(by)
    return _given(
        account_id=account_id, role=role, authorities=authorities, children=children, provider_id=provider_id,
        home_ids=home_ids, at=at, by=by,
    )  # fmt: skip


def _given(
    *,
    account_id: UUID,
    role: Role,
    authorities: Iterable[str] = (),
    children: Iterable[UUID] = (),
    provider_id: UUID | None = None,
    home_ids: Iterable[UUID] = (),
    at: datetime,
    by: Person | None,
) -> UUID:
    if role is Role.PUBLIC:
        raise Refused("role_not_given", "Everybody is a member of the public already: choose another role.")
    councils, children, home_ids = set(authorities), set(children), set(home_ids)
    check_reaches(
        role,
        {AUTHORITIES: bool(councils), CHILDREN: bool(children), PROVIDER: provider_id is not None,
         HOMES: bool(home_ids)},
    )  # fmt: skip
    post = Post.objects.create(account_id=account_id, role=role.value, provider_id=provider_id, given_at=at)
    reaches = [("authority", code) for code in sorted(councils)]
    reaches += [("child", str(child)) for child in sorted(children)]
    reaches += [("home", str(home)) for home in sorted(home_ids)]
    PostReach.objects.bulk_create(PostReach(post=post, kind=kind, value=value) for kind, value in reaches)
    reach = [list(each) for each in reaches] + ([["provider", str(provider_id)]] if provider_id else [])
    _record_role("role_given", post, by=by, at=at, reach=reach)
    return post.pk


def open_for_young_person(*, email: str, child_id: UUID, known_as: str, at: datetime, by: Person) -> UUID:
    """The account of a young person who is given their first code: it reaches their own record and nothing else.

    by: whoever gives the code (`people.make_code`, asked by the caller); the register hears who.
    """
    held = Account.objects.filter(email=email).first()
    account_id = held.pk if held else _opened(email=email, name=known_as, at=at)
    _given(account_id=account_id, role=Role.CHILD, children=[child_id], at=at, by=by)
    return account_id


@transaction.atomic
def end_post(*, post_id: UUID, at: datetime, by: Person | None) -> None:
    """Take a role away: it and its tokens stop at once; what was done in it stays on record."""
    _check_operator(by)
    changed = Post.objects.filter(pk=post_id, ended_at__isnull=True).update(ended_at=at)
    if not changed:
        raise NotFound("post_not_found", "There is no such role in force. List them with: carecommons people list")
    Token.objects.filter(post_id=post_id, revoked_at__isnull=True).update(revoked_at=at)
    _record_role("role_ended", Post.objects.get(pk=post_id), by=by, at=at)


@transaction.atomic
def make_token(
    *,
    post_id: UUID,
    name: str,
    at: datetime,
    days: int | None = None,
    by: Person | None,
    randomness: Callable[[int], bytes] = secrets.token_bytes,
) -> str:
    """A new personal token for one's own post: returned this once, kept only as its digest.

    days: at most the published number, which is what it lasts when nothing is said.
    by None: an operator at the command line of the server, who could read the database anyway.
    Raises NotAllowed("not_allowed") for a young person, in whichever role they act now.
    """
    post = Post.objects.filter(pk=post_id, ended_at__isnull=True).select_related("account").first()
    if by is not None:
        check_may(by, "people.make_token")
    if post is None or (by is not None and post.account_id != by.id):
        raise NotFound("post_not_found", "You do not hold this role, or it has ended. Choose another role.")
    if by is not None:
        check_may_at_all(replace(by, role=Role(post.role)), "people.make_token")
    longest = settings.TOKEN_DAYS_MAX
    days = longest if days is None else days
    if not 1 <= days <= longest:
        raise Refused("token_days", f"A token lasts from 1 to {longest} days. Choose a number in between.")
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


@transaction.atomic
def revoke_every_token(*, account_id: UUID, at: datetime, by: Person | None) -> int:
    """Stop every token of an account, because its password changed: whoever knew the old one may have made some.

    by None: the owner, by the link in an e-mail, before signing in. Returns how many stopped.
    """
    if by is not None and by.id != account_id:
        raise NotFound("token_not_found")
    return Token.objects.filter(post__account_id=account_id, revoked_at__isnull=True).update(revoked_at=at)


def note_token_use(*, token: str, at: datetime) -> None:
    """Note that a token was used, at most once an hour, so that its owner sees a use that was not theirs."""
    stale = Q(used_at__isnull=True) | Q(used_at__lt=at - NOTE_USE_EVERY)
    row = Token.objects.filter(stale, digest=digest_of(token)).first()
    if row is not None:
        Token.objects.filter(pk=row.pk).update(used_at=at)


def _check_operator(by: Person | None) -> None:
    if by is not None:
        check_may(by, "people.give_roles")


def _record_role(kind: str, post: Post, *, by: Person | None, at: datetime, **sealed: object) -> None:
    record(
        kind=kind,
        public={},
        sealed={"account": post.account_id, "post": post.pk, "given": post.role, **sealed},
        by_id=by.id if by else None,
        by_role=by.role.value if by else AT_THE_SERVER,
        at=at,
    )
