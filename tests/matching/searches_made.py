"""An invented council with a child, homes and a search, made through the real acts."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils.timezone import localdate

from carecommons.children import actions as children
from carecommons.children.needs import DOMAINS, Flag, Rating, Strength
from carecommons.matching import actions
from carecommons.matching.prevention import Tried
from carecommons.matching.queries import is_unplanned, referral
from carecommons.people.roles import Person, Role
from carecommons.provision import actions as provision
from carecommons.provision.capability import DOMAIN_CODES, Capability, DomainAnswer, Evidence
from carecommons.provision.entry import HomeEntry
from carecommons.provision.homes import Terms

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)
KENT, DEVON = "886", "878"
SEED = hashlib.sha256(b"an invented seed").digest()
# Pages, the API and the command line read the clock: what they meet must be of the real today.
REAL_TODAY = localdate()
FOURTEEN = REAL_TODAY - timedelta(days=14 * 366)
REACH = {Role.CHILD, Role.ADVOCATE, Role.PARENT}


def someone(role: Role = Role.SOCIAL_WORKER, authority: str = KENT, **more: Any) -> Person:
    authorities = frozenset() if role in REACH or more.get("provider_id") else frozenset({authority})
    return Person(
        role=role, id=uuid5(NAMESPACE_OID, f"{role}{authority}"), name="Invented", authorities=authorities, **more
    )


WORKER, OFFICER, MANAGER = someone(), someone(Role.PLACEMENT_OFFICER), someone(Role.TEAM_MANAGER)
FAR_WORKER, FAR_OFFICER = someone(authority=DEVON), someone(Role.PLACEMENT_OFFICER, DEVON)


def dice(name: str) -> Callable[[int], bytes]:
    """Bytes that are the same in every run: ids and references of the invented rows."""
    numbers: Iterator[int] = count()
    return lambda size: hashlib.sha256(f"{name} {next(numbers)}".encode()).digest()[:size]


def a_child(*levels: int | None, flags: tuple[str, ...] = (), **changes: Any) -> UUID:
    """A girl of 14 of Kent whose needs are recorded; level 1 where none is given."""
    facts: dict[str, Any] = {
        "reference": "C-7K4QX", "known_as": "Robin", "birth_date": date(2012, 3, 27), "sex": "F", "authority": KENT,
        "home_postcode": "ME14 1XQ", "legal_status": "C2", "looked_after_since": date(2023, 5, 2),
        "by": WORKER, "at": AT,
    }  # fmt: skip
    child_id = children.add_child(**{**facts, **changes})
    given = (*levels, *(1,) * (12 - len(levels)))
    children.record_needs(
        child_id=child_id, ratings=[_rating(d.code, level) for d, level in zip(DOMAINS, given, strict=True)],
        flags=[Flag(code, "Formulation, invented.", "Clinical psychologist", date(2026, 9, 3)) for code in flags],
        strengths=[Strength(d.code, "unknown") for d in DOMAINS], matters=("Seeing my brother",), outcomes=(),
        assessed_on=TODAY, by=WORKER, at=AT,
    )  # fmt: skip
    return child_id


def _rating(code: str, level: int | None) -> Rating:
    return Rating(
        domain=code, level=level, evidence="Seen in October." if level is not None else "", rater="Social worker",
        training="Two days in this profile", experience="Six years", confidence="medium", rated_on=TODAY,
        unknown_because="" if level is not None else "New to us.",
    )  # fmt: skip


def wish(child_id: UUID, words: str = "See my brother every week", **changes: Any) -> UUID:
    facts: dict[str, Any] = {
        "stage": "before_shortlist", "words": words, "how": "said", "said_on": TODAY, "by": WORKER, "at": AT,
    }  # fmt: skip
    return children.record_wish(child_id=child_id, **{**facts, **changes})


def a_provider(name: str = "Invented Care", sector: str = "private", *, verified: bool = True) -> UUID:
    draw = dice(f"provider {name}")
    owner = provision.add_owner(name=name, legal_form="company", kept_by=KENT, by=OFFICER, at=AT, draw=draw)
    provider_id = provision.add_provider(
        name=name, sector=sector, kept_by=KENT, by=OFFICER, at=AT, owner_id=owner, draw=draw
    )
    provision.add_agreement(
        provider_id=provider_id, authority=KENT, from_day=date(2020, 4, 1), to_day=date(2050, 3, 31), slots=9,
        by=OFFICER, at=AT, draw=draw,
    )  # fmt: skip
    if verified:
        provision.verify_provider(provider_id=provider_id, on=TODAY, by=OFFICER, at=AT)
    return provider_id


def an_entry(name: str, provider_id: UUID | None, **changes: Any) -> HomeEntry:
    """A foster family in Kent with one place, which can meet level 3 alone and 4 with support."""
    facts: dict[str, Any] = {
        "kind": "foster_household", "name": name, "kept_by": KENT, "authority": KENT, "places": 2,
        "provider_id": provider_id, "postcode": "ME14 1XX", "easting": 576_000, "northing": 155_000,
        "access": frozenset(), "culture": frozenset({"English"}), "terms": terms(),
        "levels": {code: DomainAnswer(3, 4, "weekly therapist") for code in DOMAIN_CODES},
        "levels_basis": "Yearly review", "free": 1,
    }  # fmt: skip
    return HomeEntry(**{**facts, **changes})


def terms(**changes: Any) -> Terms:
    facts: dict[str, Any] = {
        "number": "FA-1", "from_day": date(2020, 1, 1), "to_day": None, "age_min": 0, "age_max": 17, "sexes": "any",
        "places": 2,
    }  # fmt: skip
    return Terms(**{**facts, **changes})


def able(code: str, *, proved: bool = True, on: date = TODAY) -> Capability:
    given = on - timedelta(days=30), on + timedelta(days=300)
    letters = tuple(
        Evidence(kind, "A letter (invented)", *given) for kind in ("carer_training", "clinical_input", "outcomes")
    )
    return Capability(code, on - timedelta(days=700), evidence=letters if proved else ())


def homes(*entries: HomeEntry, at: datetime = AT, by: Person = OFFICER) -> tuple[UUID, ...]:
    """Enter homes; the full approval of relatives and friends follows, decided on its first day."""
    bare = [replace(each, terms=None) if each.kind == "connected_person" else each for each in entries]
    made = provision.add_homes(entries=bare, by=by, at=at, draw=dice(" ".join(entry.name for entry in entries)))
    for home, entry in zip(made, entries, strict=True):
        if entry.kind == "connected_person" and entry.terms is not None:
            in_full(home, entry.terms, by=by, at=at)
    return made


def in_full(home: UUID, terms: Terms, *, by: Person = OFFICER, at: datetime = AT) -> None:
    """Record the full approval of a relative or friend: the panel and the decision on its first day."""
    day = terms.from_day
    provision.record_terms(home_id=home, terms=terms, panel_recommended_on=day, decided_on=day, by=by, at=at)


def a_search(child_id: UUID, *, at: datetime = AT, **changes: Any) -> UUID:
    facts: dict[str, Any] = {"wanted_by": TODAY + timedelta(days=14), "why": "planned_move", "by": WORKER}
    return actions.refer(
        child_id=child_id, lottery_seed=SEED, at=at, draw=dice(f"search {child_id}{at}"), **{**facts, **changes}
    )


def family_asked(referral_id: UUID, *, at: datetime = AT) -> None:
    for rung, reason in (("parents", "The court found it unsafe."), ("connected_person", "An aunt was asked.")):
        actions.answer_ladder(
            referral_id=referral_id, rung=rung, answer="not_possible", reason=reason, by=WORKER, at=at
        )


def tried(what: str = "Evenings of help", *, on: date = TODAY, **changes: Any) -> Tried:
    facts: dict[str, Any] = {"by_whom": "Family support", "tried_on": on, "came_of": "It held for three weeks."}
    return Tried(what, **{**facts, **changes})


def told_what_was_tried(referral_id: UUID, *, at: datetime = AT, **changes: Any) -> UUID:
    """What a search that nobody planned owes before homes are looked at."""
    facts: dict[str, Any] = {"root_cause": "help_for_carer", "tried": [tried(on=localdate(at))], "by": WORKER}
    return actions.record_prevention(referral_id=referral_id, at=at, **{**facts, **changes})


def assessed(child_id: UUID, outcome: str = "viable", *, at: datetime = AT, **changes: Any) -> UUID:
    """A relative who was looked at."""
    facts: dict[str, Any] = {
        "relation": "aunt_or_uncle", "words": "Visited twice; she knows the child well.", "assessor": "Social worker",
        "training": "Two days, 2025", "experience": "Eleven such assessments", "assessed_on": localdate(at),
        "by": WORKER,
    }  # fmt: skip
    return actions.assess_relative(child_id=child_id, outcome=outcome, at=at, **{**facts, **changes})


def a_ready_search(child_id: UUID, **changes: Any) -> UUID:
    """A search for which family was asked and the child's wishes are recorded."""
    wish(child_id)
    referral_id = a_search(child_id, **changes)
    if is_unplanned(referral(referral_id).why, TODAY):
        told_what_was_tried(referral_id)
    family_asked(referral_id)
    return referral_id
