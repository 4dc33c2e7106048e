"""Every address, every role, one's own council and another's: the answer agrees with the policy.

Generated from the addresses themselves, so a page or an operation added later is walked without a line here.
"""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from url_samples import AT, OTHER, OWN, SAMPLES, WITHOUT_PERMISSION, World, missing_value, sample_for

from carecommons.people.may import may, may_at_all
from carecommons.people.models import Account, Post, PostReach
from carecommons.people.permissions import PERMISSIONS, Reach
from carecommons.people.roles import ANYONE, Person, Role
from carecommons.site.reference import every_operation
from conftest import TOTP_SECRET, factor_used

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PARAMETER = re.compile(r"[<{](?:\w+:)?(\w+)[>}]")
ROLES = [role for role in Role if role is not Role.PUBLIC]


@dataclass(frozen=True)
class Address:
    """One page or operation: where, under which name, and the act that it states."""

    name: str
    route: str
    act: str | None
    methods: tuple[str, ...]
    is_api: bool = False

    @property
    def parameters(self) -> list[str]:
        return PARAMETER.findall(self.route)

    def at(self, values: dict[str, Any]) -> str:
        return PARAMETER.sub(lambda found: str(values[found[1]]), self.route)


def _pages() -> Iterator[Address]:
    for route, namespace, pattern in _walk(get_resolver().url_patterns, "/", ""):
        if pattern.callback.__module__ == "ninja.operation":
            continue  # walked as operations below
        name = f"{namespace}:{pattern.name}" if namespace else str(pattern.name)
        plain = name.removeprefix("api:")
        act = getattr(pattern.callback, "permission", None)
        yield Address(plain if plain in WITHOUT_PERMISSION else name, route, act, ("GET", "POST"))


def _walk(patterns: list[Any], prefix: str, namespace: str) -> Iterator[tuple[str, str, URLPattern]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            inner = ":".join(part for part in (namespace, each.namespace) if part)
            yield from _walk(each.url_patterns, prefix + str(each.pattern), inner)
        else:
            yield prefix + str(each.pattern), namespace, each


def _operations() -> Iterator[Address]:
    for path, operation in every_operation():
        act = getattr(operation.view_func, "permission", None)
        room = operation.view_func.__module__.split(".")[1]
        name = f"{room}.api:{operation.view_func.__name__}"
        yield Address(name, "/api/v1" + path, act, tuple(operation.methods), is_api=True)


ALL = [*_pages(), *_operations()]
OURS = [address for address in ALL if address.act is not None]


def test_every_address_states_its_permission_or_is_listed_with_its_reason() -> None:
    silent = {address.name for address in ALL if address.act is None}
    assert silent == set(WITHOUT_PERMISSION), (
        "Put @door or @door_api above these views, or list them with a reason in tests/site/url_samples.py: "
        f"{sorted(silent ^ set(WITHOUT_PERMISSION))}"
    )


def test_every_permission_that_is_stated_is_in_the_one_table() -> None:
    assert {address.act for address in OURS} <= set(PERMISSIONS)


def test_there_is_no_sample_for_a_parameter_that_no_address_has() -> None:
    used = {name for address in OURS for name in address.parameters}
    used |= {f"{address.name}.{name}" for address in OURS for name in address.parameters}
    assert set(SAMPLES) <= used


@pytest.mark.django_db
@pytest.mark.parametrize("address", OURS, ids=lambda address: f"{address.name} {'/'.join(address.methods)}")
def test_the_answer_agrees_with_the_policy(address: Address, founding: None) -> None:
    world = World()
    own, other = ({name: sample_for(address.name, name).make(world, side) for name in address.parameters}
                  for side in (OWN, OTHER))  # fmt: skip
    stands = bool(address.parameters) and all(sample_for(address.name, name).stands for name in address.parameters)
    missing = {name: missing_value(value) for name, value in own.items()}
    people = _people(world, own)
    wrong: list[str] = []
    for method in address.methods:
        wrong += _walk_as_stranger(address, method, own)
        for person in people:
            client = _signed_in(person)
            answer = _ask(client, method, address.at(own))
            wrong += _wrong_on_own(address, method, person, answer, stands)
            if not stands or not may_at_all(person, str(address.act)) or _reach(person, address) is Reach.EVERYWHERE:
                continue
            on_other, on_missing = (_ask(_signed_in(person), method, address.at(values)) for values in (other, missing))
            if on_other.status_code < 300 or _alike(on_other, other) != _alike(on_missing, missing):
                wrong.append(
                    f"{method} {person.role}: another council's answers {on_other.status_code}, "
                    f"a missing one {on_missing.status_code}; both must be the same refusal"
                )
    assert not wrong, f"{address.route} states '{address.act}':\n" + "\n".join(wrong)


def _walk_as_stranger(address: Address, method: str, own: dict[str, Any]) -> list[str]:
    answer = _ask(Client(), method, address.at(own))
    status, allowed = answer.status_code, may_at_all(ANYONE, str(address.act))
    if answer.status_code >= 500:
        return [f"{method} stranger: {status}"]
    if allowed:
        return [f"{method} stranger: may, yet got {status}"] if status in (401, 403) else []
    if address.is_api:
        return [] if status == 401 else [f"{method} stranger: may not, yet got {status} and not 401"]
    to_sign_in = status == 302 and answer["Location"].startswith("/account/login/")
    return [] if to_sign_in else [f"{method} stranger: may not, yet got {status} and not the sign-in page"]


def _wrong_on_own(address: Address, method: str, person: Person, answer: Any, stands: bool) -> list[str]:
    status = answer.status_code
    if status >= 500:
        return [f"{method} {person.role}: {status}"]
    if not may_at_all(person, str(address.act)):
        return [] if status == 403 else [f"{method} {person.role}: may not, yet got {status} and not 403"]
    if stands and (status in (401, 404) or (status == 403 and b"not_allowed" in answer.content)):
        return [f"{method} {person.role}: may for their own, yet got {status}"]
    return []


def _ask(client: Client, method: str, url: str) -> Any:
    if method == "GET":
        return client.get(url)
    return client.generic(method, url, b"{}", content_type="application/json") if "/api/" in url else client.post(url)


def _alike(answer: Any, values: dict[str, Any]) -> tuple[int, str, bytes]:
    """The answer without what every answer differs in: its own address, and the anti-forgery token."""
    text, location = answer.content, answer.get("Location", "")
    # The token goes first: the signs of a council's code may stand in it by chance.
    text = re.sub(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[A-Za-z0-9]+', rb"\1", text)
    for value in values.values():
        text = text.replace(str(value).encode(), b"-" * len(str(value)))
        location = location.replace(str(value), "-")
    text = re.sub(rb"\d\d:\d\d", b"--:--", text)  # the printed foot tells the time
    return answer.status_code, location, text


def _reach(person: Person, address: Address) -> Reach:
    return PERMISSIONS[str(address.act)].reach[person.role]


def _people(world: World, own: dict[str, Any]) -> list[Person]:
    """One person in every role, who reaches their own council, child, provider and home."""
    children = [own["child_id"]] if "child_id" in own else list(world.made.get(("children", OWN), ()))
    if ("child", OWN) in world.made and "child_id" not in own:
        children = [world.made["child", OWN]]
    homes, provider = world.made.get(("homes", OWN), []), world.made.get(("provider", OWN))
    accounts = [Account(email=f"{role}@example.org", name=f"Invented {role}", made_at=AT) for role in ROLES]
    Account.objects.bulk_create(accounts)
    posts = [
        Post(account=account, role=role, provider_id=provider, given_at=AT)
        for account, role in zip(accounts, ROLES, strict=True)
    ]
    Post.objects.bulk_create(posts)
    kept = {"secret": encrypt(TOTP_SECRET)}
    Authenticator.objects.bulk_create(
        Authenticator(user=account, type=Authenticator.Type.TOTP, data=kept) for account in accounts
    )
    values = [("authority", OWN), *(("child", str(child)) for child in children), *(("home", str(h)) for h in homes)]
    PostReach.objects.bulk_create(
        PostReach(post=post, kind=kind, value=value) for post in posts for kind, value in values
    )
    return [
        Person(
            role=role, id=account.pk, name=account.name, authorities=frozenset({OWN}), children=frozenset(children),
            provider_id=provider, home_ids=frozenset(homes),
        )
        for account, role in zip(accounts, ROLES, strict=True)
    ]  # fmt: skip


def _signed_in(person: Person) -> Client:
    """A browser with a session of its own: written straight down, because thousands are needed."""
    account = Account(pk=person.id)
    session = Session(session_key=secrets.token_hex(16), expire_date=datetime.now(UTC) + timedelta(hours=1))
    factor = Authenticator.objects.get(user_id=account.pk, type=Authenticator.Type.TOTP).pk
    session.session_data = SessionStore().encode(
        {
            SESSION_KEY: str(account.pk), BACKEND_SESSION_KEY: BACKEND,
            HASH_SESSION_KEY: account.get_session_auth_hash(), **factor_used(account.pk, factor),
        }
    )  # fmt: skip
    session.save(force_insert=True)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def test_the_walk_would_notice_a_page_that_lets_everybody_in() -> None:
    """The walk's own judgement, on an answer that must be wrong."""

    class Open:
        status_code = 200
        content = b""

    address = Address("x", "/x/", "planning.see_audit", ("GET",))
    person = Person(role=Role.FOSTER_CARER, id=NotImplemented)
    assert not may(person, "planning.see_audit")
    assert _wrong_on_own(address, "GET", person, Open(), stands=False)
