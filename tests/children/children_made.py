"""Invented people, children and profiles for tests. No real child, ever."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from carecommons.children import actions
from carecommons.children.needs import DOMAINS, Flag, Outcome, Rating, Strength
from carecommons.people.roles import Person, Role

AT = datetime(2025, 11, 20, 9, 30, tzinfo=UTC)
TODAY = date(2025, 11, 20)
KENT, DEVON = "886", "878"


def person(role: Role = Role.SOCIAL_WORKER, authority: str = KENT, **more: Any) -> Person:
    """Someone in one role, for one council unless they hold children."""
    reach = frozenset() if more.get("children") else frozenset({authority})
    return Person(role=role, id=uuid5(NAMESPACE_OID, f"{role}{authority}"), name="Invented", authorities=reach, **more)


SOCIAL_WORKER = person()
FAR_WORKER = person(authority=DEVON)
PLANNER = person(Role.PLANNER)


def rating(code: str, level: int | None = 1, **more: Any) -> Rating:
    answers: dict[str, Any] = {
        "evidence": "Seen on three days in October." if level is not None else "",
        "unknown_because": "" if level is not None else "New to us; the school could tell.",
        "rater": "Social worker", "training": "Two days in this profile, March 2025",
        "experience": "Six years; has known the child for two", "confidence": "medium", "rated_on": TODAY,
    }  # fmt: skip
    return Rating(domain=code, level=level, **{**answers, **more})


def ratings(*levels: int | None) -> tuple[Rating, ...]:
    """Twelve ratings in the order of the domains; level 1 where none is given."""
    given = (*levels, *(1,) * (len(DOMAINS) - len(levels)))
    return tuple(rating(domain.code, level) for domain, level in zip(DOMAINS, given, strict=True))


def strengths() -> tuple[Strength, ...]:
    known = {
        "SOC": Strength("SOC", "present", "Keeps two close friends"),
        "ATT": Strength("ATT", "emerging", "Asks one teacher for help"),
    }
    return tuple(known.get(domain.code, Strength(domain.code, "unknown")) for domain in DOMAINS)


AUTISM = Flag("SP-ASD", "Formulation: autism, with sensory needs.", "Clinical psychologist", date(2025, 9, 3))
DRAMA = Outcome("Goes to drama club every Thursday", "Attended nine weeks of ten", "Foster carer", date(2090, 2, 1))


def add_child(**changes: Any) -> UUID:
    answers: dict[str, Any] = {
        "reference": "C-9M2RD", "known_as": "Robin", "birth_date": date(2012, 3, 27), "sex": "F", "authority": KENT,
        "home_postcode": "ME14 1XQ", "legal_status": "C2", "looked_after_since": date(2023, 5, 2),
        "by": SOCIAL_WORKER, "at": AT,
    }  # fmt: skip
    return actions.add_child(**{**answers, **changes})


def record_needs(child_id: UUID, **changes: Any) -> int:
    answers: dict[str, Any] = {
        "ratings": ratings(3, 3, 2, 1, 0, 2, 2, 1, 2, 0, 0, None), "flags": (AUTISM,), "strengths": strengths(),
        "matters": ("Seeing my brother every week", "Staying at my school"), "outcomes": (DRAMA,),
        "assessed_on": TODAY, "by": SOCIAL_WORKER, "at": AT,
    }  # fmt: skip
    return actions.record_needs(child_id=child_id, **{**answers, **changes})
