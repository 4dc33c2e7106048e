"""Who is asking, which posts an account holds, and who looked at a child's record."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from carecommons.common.errors import NotAllowed, NotFound, Refused

from ..factors import SignedInBy
from ..models import Account, Emergency, Look, Post, PostReach, Token
from ..permissions import PERMISSIONS
from ..roles import ROLE_NAMES, Person, Role
from ..tokens import digest_of, looks_like_token
from .factors import may_use_tokens

_EMERGENCY_ROLES = frozenset(role.value for role in PERMISSIONS["people.break_glass"].reach)


@dataclass(frozen=True, slots=True)
class PostLine:
    """One post of an account, as its owner reads it."""

    id: UUID
    role: Role
    role_name: str
    authorities: tuple[str, ...]
    provider_id: UUID | None
    given_at: datetime


@dataclass(frozen=True, slots=True)
class TokenLine:
    """One personal token, without the token itself."""

    id: UUID
    name: str
    role_name: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    in_force: bool


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look at a child's record: who, in which role, what, why and when."""

    name: str
    role: str
    role_name: str
    act: str
    what: str
    purpose: str
    at: datetime
    automatic: bool


@dataclass(frozen=True, slots=True)
class LooksCounted:
    """Looks in numbers: how many, at how many children, and in which roles, the most first."""

    total: int
    children: int
    by_role: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account with its posts, as an operator lists it."""

    id: UUID
    email: str
    name: str
    is_active: bool
    is_demo: bool
    posts: tuple[PostLine, ...]


def person_for(account_id: UUID, post_id: UUID) -> Person:
    """The person that an account is while acting in one of its posts."""
    post = _posts_in_force().filter(account_id=account_id, id=post_id, account__is_active=True).first()
    if post is None:
        raise NotFound("post_not_found", "You do not hold this role, or it has ended. Choose another role.")
    return _person(post)


def person_of_session(account_id: UUID, name: str, chosen: str | None, *, at: datetime) -> tuple[Person, int]:
    """The person that a signed-in account is now, and how many posts it holds. Emergency access is a session's only.

    One post needs no choosing. With several and none chosen (or the chosen one ended) the account is a
    member of the public until its owner has said which role they are in.
    """
    posts = list(_posts_in_force().filter(account_id=account_id))
    for post in posts:
        if len(posts) == 1 or str(post.pk) == chosen:
            opened = children_open_to(post.pk, at=at) if post.role in _EMERGENCY_ROLES else frozenset()
            return replace(_person(post), emergencies=opened), len(posts)
    return Person(role=Role.PUBLIC, id=account_id, name=name), len(posts)


def person_of_token(token: str, *, at: datetime) -> Person:
    """The person to whom a personal token belongs, acting in its post.

    Raises NotAllowed("token_not_valid") when it is unknown, revoked, expired, its post has ended or its owner has
    no second factor: the five answer alike, so that guessing learns nothing.
    """
    row = _token_in_force(token, at)
    if row is None or not may_use_tokens(row.post.account, Role(row.post.role)):
        raise NotAllowed(
            "token_not_valid",
            "This personal token is not in force: it is unknown, was revoked, has expired, its role has ended, or "
            "its owner has no second factor. Sign in, set one up, and make a new token on your account page.",
        )
    return replace(_person(row.post), signed_in_by=SignedInBy.TOKEN)


def posts_of(account_id: UUID) -> tuple[PostLine, ...]:
    """The posts in force of one account, oldest first."""
    return tuple(_post_line(post) for post in _posts_in_force().filter(account_id=account_id))


def posts_mailed(act: str) -> tuple[tuple[UUID, UUID, str], ...]:
    """(account, post, e-mail address) of everybody in force whose role may ever do an act, invented people left out."""
    roles = [role.value for role in PERMISSIONS[act].reach]
    rows = _posts_in_force().filter(role__in=roles, account__is_active=True, account__is_demo=False)
    return tuple(rows.order_by("account_id", "given_at", "id").values_list("account_id", "pk", "account__email"))


def tokens_of(account_id: UUID, *, at: datetime) -> tuple[TokenLine, ...]:
    """The personal tokens of one account, newest first."""
    rows = Token.objects.filter(post__account_id=account_id).select_related("post").order_by("-made_at", "id")
    return tuple(
        TokenLine(
            id=row.pk,
            name=row.name,
            role_name=ROLE_NAMES[Role(row.post.role)],
            made_at=row.made_at,
            expires_at=row.expires_at,
            used_at=row.used_at,
            revoked_at=row.revoked_at,
            in_force=row.revoked_at is None and row.expires_at > at and row.post.ended_at is None,
        )
        for row in rows
    )


def looks_at(child_id: UUID) -> tuple[LookLine, ...]:
    """Every look at one child's record, newest first. The caller has asked `people.see_looks`."""
    rows = Look.objects.filter(child_id=child_id).select_related("account").order_by("-at", "-id")
    return tuple(look_line(row) for row in rows)


def last_looks(person: Person, act: str, children: Iterable[UUID]) -> dict[UUID, datetime]:
    """Child -> when this account itself last looked at them by this act; a child they did not look at is left out."""
    if person.id is None:
        return {}
    rows = Look.objects.filter(account_id=person.id, act=act, child_id__in=set(children), automatic=False)
    return dict(rows.order_by("at").values_list("child_id", "at"))


def looks_counted(*, since: datetime) -> LooksCounted:
    """How many looks were written down since a moment, in numbers only. The caller has asked `people.see_looks`."""
    rows = Look.objects.filter(at__gte=since)
    by_role = rows.order_by().values_list("role").annotate(number=Count("id")).order_by("-number", "role")
    return LooksCounted(
        total=rows.count(),
        children=rows.order_by().values("child_id").distinct().count(),
        by_role=tuple((ROLE_NAMES[Role(role)] if role in set(Role) else role, number) for role, number in by_role),
    )


def account_id_of(email: str) -> UUID:
    """The account with this address. Raises NotFound("account_not_found")."""
    pk = Account.objects.filter(email__iexact=email.strip()).values_list("pk", flat=True).first()
    if pk is None:
        raise NotFound(
            "account_not_found",
            "No account has this e-mail address. List them with: carecommons people list",
        )
    return pk


def account_exists(email: str) -> bool:
    return Account.objects.filter(email__iexact=email.strip()).exists()


def post_called(account_id: UUID, words: str) -> PostLine:
    """The post in force that an operator means by its id or, where only one fits, by its role."""
    held = posts_of(account_id)
    fitting = [post for post in held if words in (str(post.id), post.role.value)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        ids = ", ".join(str(post.id) for post in fitting)
        raise Refused("post_unclear", f"This account holds that role several times. Give the id of one: {ids}")
    roles = ", ".join(sorted(post.role.value for post in held)) or "none"
    raise NotFound("post_not_found", f"This account does not hold the role '{words}'. It holds: {roles}.")


def accounts() -> tuple[AccountLine, ...]:
    """Every account with its posts in force, by address."""
    rows = Account.objects.order_by("email").prefetch_related("posts__reaches")
    return tuple(
        AccountLine(
            id=row.pk,
            email=row.email,
            name=row.name,
            is_active=row.is_active,
            is_demo=row.is_demo,
            posts=tuple(
                _post_line(post)
                for post in sorted(row.posts.all(), key=lambda post: (post.given_at, post.role))
                if post.ended_at is None
            ),
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """One account of the demonstration that anyone may try."""

    account_id: UUID
    name: str
    email: str
    role_names: tuple[str, ...]


def demo_sign_ins() -> tuple[DemoSignIn, ...]:
    """The demonstration's accounts, in the order of the roles. Empty outside the demonstration."""
    order = list(Role)
    found = [
        (
            min((order.index(post.role) for post in line.posts), default=len(order)),
            line.email,
            DemoSignIn(line.id, line.name, line.email, tuple(post.role_name for post in line.posts)),
        )
        for line in accounts()
        if line.is_demo and line.is_active
    ]
    return tuple(sign_in for _, _, sign_in in sorted(found, key=lambda each: each[:2]))


def demo_account(account_id: UUID) -> Account:
    """One of the demonstration's accounts, for its one-click sign-in. Raises NotFound for any other."""
    account = Account.objects.filter(pk=account_id, is_demo=True, is_active=True).first()
    if account is None:
        raise NotFound()
    return account


def post_in_use(person: Person) -> UUID:
    """The post that a person acts in. Raises NotFound where it has just ended."""
    rows = _posts_in_force().filter(account_id=person.id) if person.id else ()
    for post in rows:
        if replace(_person(post), emergencies=person.emergencies) == person:
            return post.pk
    raise NotFound("post_not_found", "You do not hold this role, or it has ended. Choose another role.")


def post_held(post_id: UUID) -> Person:
    """The person who holds a post in force, as they act in it. Raises NotFound("post_not_found")."""
    post = _posts_in_force().filter(pk=post_id, account__is_active=True).first()
    if post is None:
        raise NotFound("post_not_found", "Nobody holds this role now. Choose somebody else.")
    return _person(post)


def posts_in_roles(roles: Iterable[Role]) -> tuple[tuple[UUID, Person], ...]:
    """Every post in force in some roles with who holds it, by name."""
    rows = _posts_in_force().filter(role__in=[role.value for role in roles], account__is_active=True)
    return tuple((post.pk, _person(post)) for post in rows.order_by("account__name", "role", "id"))


def children_open_to(post_id: UUID, *, at: datetime) -> frozenset[UUID]:
    """The children whose record emergency access opens to this post now."""
    rows = Emergency.objects.filter(post_id=post_id, ended_at__isnull=True, at__lte=at, ends_at__gt=at)
    return frozenset(rows.values_list("child_id", flat=True))


def _posts_in_force() -> QuerySet[Post]:
    rows = Post.objects.filter(ended_at__isnull=True)
    return rows.select_related("account").prefetch_related("reaches").order_by("given_at", "role", "id")


def _token_in_force(token: str, at: datetime) -> Token | None:
    if not looks_like_token(token):
        return None
    alive = Q(revoked_at__isnull=True, expires_at__gt=at, post__ended_at__isnull=True, post__account__is_active=True)
    rows = Token.objects.filter(alive, digest=digest_of(token))
    return rows.select_related("post__account").prefetch_related("post__reaches").first()


def _values(reaches: Iterable[PostReach], kind: str) -> list[str]:
    return sorted(reach.value for reach in reaches if reach.kind == kind)


def _person(post: Post) -> Person:
    reaches = list(post.reaches.all())
    return Person(
        role=Role(post.role),
        id=post.account_id,
        name=post.account.name,
        authorities=frozenset(_values(reaches, "authority")),
        children=frozenset(UUID(value) for value in _values(reaches, "child")),
        provider_id=post.provider_id,
        home_ids=frozenset(UUID(value) for value in _values(reaches, "home")),
    )


def _post_line(post: Post) -> PostLine:
    role = Role(post.role)
    return PostLine(
        id=post.pk,
        role=role,
        role_name=ROLE_NAMES[role],
        authorities=tuple(_values(post.reaches.all(), "authority")),
        provider_id=post.provider_id,
        given_at=post.given_at,
    )


def look_line(row: Look) -> LookLine:
    permission = PERMISSIONS.get(row.act)
    known = row.role in set(Role)
    return LookLine(
        name=row.account.name if row.account is not None else "the system",
        role=row.role,
        role_name=ROLE_NAMES[Role(row.role)] if known else row.role,
        act=row.act,
        what=permission.what if permission is not None else row.act,
        purpose=row.purpose,
        at=row.at,
        automatic=row.automatic,
    )


def has_advocate(child_id: UUID) -> bool:
    """Whether somebody speaks for this child as their advocate now."""
    held = PostReach.objects.filter(kind="child", value=str(child_id), post__role=Role.ADVOCATE.value)
    return held.filter(post__ended_at__isnull=True, post__account__is_active=True).exists()
