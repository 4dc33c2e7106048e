"""Codes given in person: their digests, who made them, and wrong tries."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.crypto import salted_hmac

from ..models import CodeTry, SignInCode
from ..roles import ROLE_NAMES, Role


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One code that was made: by whom, in which role, when, and what became of it."""

    made_by: str
    role: str
    role_name: str
    made_at: datetime
    used_at: datetime | None
    state: str  # used, waiting, ended


def code_digest(signs: str) -> str:
    """What is kept instead of a code: keyed with the house's secret, so that a stolen database opens nothing."""
    return salted_hmac("carecommons.people.code", signs, algorithm="sha256").hexdigest()


def place_digest(address: str) -> str:
    """What is kept instead of a network address."""
    return salted_hmac("carecommons.people.place", address, algorithm="sha256").hexdigest()


def wrong_codes_from(address: str, *, since: datetime) -> int:
    """How many wrong codes came from this network address since then."""
    return CodeTry.objects.filter(place=place_digest(address), at__gt=since).count()


def codes_made_for(child_id: UUID, *, at: datetime) -> tuple[CodeLine, ...]:
    """Every code made for one young person, newest first. The caller has asked `people.see_codes`."""
    rows = SignInCode.objects.filter(child_id=child_id).select_related("made_by").order_by("-made_at", "id")
    return tuple(
        CodeLine(
            made_by=row.made_by.name, role=row.made_by_role, role_name=ROLE_NAMES[Role(row.made_by_role)],
            made_at=row.made_at, used_at=row.used_at,
            state="used" if row.used_at else "waiting" if row.ended_at is None and row.ends_at > at else "ended",
        )
        for row in rows
    )  # fmt: skip
