"""What every test may ask for: somebody in a role, and a browser signed in as them."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

import hypothesis
import pytest
from django.test import Client

from carecommons.people.roles import Person, Role

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

SOMETHING: dict[str, Any] = {
    "authorities": ["800"], "children": [UUID(int=1)], "provider": UUID(int=2), "homes": [UUID(int=3)],
}  # fmt: skip

PersonFactory = Callable[..., Person]
ClientFactory = Callable[..., Client]


# How fast a machine draws its examples is no property of what is tested.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")


def pytest_configure() -> None:
    from django.conf import settings
    from django.db.backends.signals import connection_created

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    connection_created.connect(_test_sees_all)


def _test_sees_all(sender: Any, connection: Any, **facts: Any) -> None:
    """What a test itself does is done across councils; every door narrows what PostgreSQL shows to its person.

    tests/people/test_walls.py takes this away where it asks what nobody sees.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('carecommons.authorities', '*', false)")


TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_factor(account_id: Any) -> int:
    """An authenticator app for this account, kept as the product keeps it; its id. One is enough."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import encrypt

    kept, _ = Authenticator.objects.get_or_create(
        user_id=account_id, type=Authenticator.Type.TOTP, defaults={"data": {"secret": encrypt(TOTP_SECRET)}}
    )
    return kept.pk


def factor_used(account_id: Any, factor_id: int) -> dict[str, Any]:
    """What a session holds after its owner has used that second factor, exactly as allauth writes it down."""
    from allauth.account.internal.flows import login
    from allauth.account.internal.userkit import user_id_to_str

    from carecommons.people.models import Account

    records = [{"method": "mfa", "at": datetime.now(UTC).timestamp(), "id": factor_id, "type": "totp"}]
    return {
        login.AUTHENTICATION_METHODS_SESSION_KEY: records,
        login._AUTHENTICATION_METHODS_USER_SESSION_KEY: user_id_to_str(Account(pk=account_id)),
    }


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests with a live server empty every table between them; on SQLite that needs looks to be deletable.

    tests/people/test_looks.py puts the guard back for itself and shows that it holds.
    """
    from django.db import connection

    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("DROP TRIGGER IF EXISTS people_look_no_delete")


@pytest.fixture
def person(db: None) -> PersonFactory:
    """person(Role.SOCIAL_WORKER, authority="800") -> the Person, backed by an account and a post.

    What its role owes and the test does not name is something that nobody else has; what its role does not use is
    left out (tests/people/test_reaches.py shows that both are refused).
    Roles that need a second factor have set one up; person(..., factor=False) has not.
    """
    from carecommons.people.actions import give_post, make_account
    from carecommons.people.factors import needs_second_factor
    from carecommons.people.queries import person_for
    from carecommons.people.reaches import REACHES

    numbers = count(1)

    def make(
        role: Role | str,
        *,
        authority: str | None = None,
        authorities: Iterable[str] = (),
        children: Iterable[UUID] = (),
        provider_id: UUID | None = None,
        home_ids: Iterable[UUID] = (),
        name: str = "",
        email: str = "",
        at: datetime = NOON,
        factor: bool = True,
    ) -> Person:
        number = next(numbers)
        role = Role(role)
        facts = {
            "authorities": [*authorities, *([authority] if authority else [])], "children": [*children],
            "provider": provider_id, "homes": [*home_ids],
        }  # fmt: skip
        reach = REACHES[role]
        for each in reach.owed:
            facts[each] = facts[each] or SOMETHING[each]
        used = {each: value for each, value in facts.items() if each in reach.owed | reach.besides}
        account_id = make_account(
            email=email or f"{role.value}.{number}@example.org",
            name=name or f"Invented Person {number}",
            at=at,
            by=None,
        )
        post_id = give_post(
            account_id=account_id,
            role=role,
            authorities=used.get("authorities", ()),
            children=used.get("children", ()),
            provider_id=used.get("provider"),
            home_ids=used.get("homes", ()),
            at=at,
            by=None,
        )
        if factor and needs_second_factor(role):
            give_factor(account_id)
        return person_for(account_id, post_id)

    return make


@pytest.fixture
def client_for(db: None) -> ClientFactory:
    """client_for(person) -> a browser signed in as that person's account; `client.person` is the person.

    Roles that need a second factor have one, a real row, and the session says that it was used: what sign-in leaves
    behind. client_for(person, factor=False) is somebody who came in with a password alone.
    """
    from carecommons.people.factors import needs_second_factor
    from carecommons.people.models import Account

    def sign_in(who: Person, *, factor: bool | None = None, **kwargs: Any) -> Client:
        client = Client(**kwargs)
        account = Account.objects.get(pk=who.id)
        client.force_login(account, backend=BACKEND)
        if needs_second_factor(who.role) if factor is None else factor:
            session = client.session
            session.update(factor_used(account.pk, give_factor(account.pk)))
            session.save()
        client.person = who  # type: ignore[attr-defined]
        return client

    return sign_in


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Each test has a database of its own: what was counted in another's is forgotten."""
    from django.core.cache import cache

    from carecommons.common.remembered import forget_all

    forget_all()
    cache.clear()  # how often somebody tried to sign in within this minute


@pytest.fixture
def client_as(person: PersonFactory, client_for: ClientFactory) -> ClientFactory:
    """client_as(Role.SOCIAL_WORKER, authority="800") -> a browser signed in as a new person in that role."""

    def sign_in(role: Role | str, **facts: Any) -> Client:
        return client_for(person(role, **facts))

    return sign_in


@pytest.fixture
def token_for(db: None) -> Callable[[Person], str]:
    """token_for(person) -> a personal token of that person's post, for the API and the command line."""
    from carecommons.people.actions import make_token
    from carecommons.people.queries import posts_of

    def make(who: Person) -> str:
        assert who.id is not None
        post = next(post for post in posts_of(who.id) if post.role is who.role)
        give_factor(who.id)
        # No young person makes one for themselves: an operator at the server did.
        by = None if who.role is Role.CHILD else who
        return make_token(post_id=post.id, name="test", at=datetime.now(UTC), by=by)

    return make


@pytest.fixture
def founding(db: None) -> None:
    """The founding criteria and parameters, published: what decisions are made under."""
    from carecommons.constitution.actions import publish_founding

    publish_founding(at=NOON)
