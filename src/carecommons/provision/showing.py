"""How a home of the register is said on a page: its standing, its word about free places, its two sources."""

from dataclasses import dataclass
from datetime import datetime

from .capability import Proof
from .homes import Standing
from .vacancies import Opening

STANDING_WORDS = {
    Standing.LAWFUL: "In force",
    Standing.UNREGISTERED: "Not registered: no child can be placed here",
    Standing.CANCELLED: "Cancelled",
    Standing.SUSPENDED: "Suspended",
    Standing.RESTRICTED: "Admissions restricted by the regulator",
    Standing.NOT_IN_FORCE: "Not in force today",
    Standing.NOT_VERIFIED: "Waiting for the council to check who runs it and what is written here",
    Standing.CLOSED: "Closed",
    Standing.INADEQUATE: "Judged inadequate at its last inspection",
}
PROOF_WORDS = {
    Proof.PROVED: ("Proved", "met"),
    Proof.CLAIM_ONLY: ("Claimed only: opens nothing", "unknown"),
    Proof.UNCHECKED: ("Waiting for someone outside the home to read it", "support"),
    Proof.RAN_OUT: ("Evidence ran out", "unmet"),
    Proof.PART: ("Only part of the evidence that counts is there", "unmet"),
    Proof.NOT_CLAIMED: ("Not claimed", "plain"),
}
IMPACT_WORDS = {"acceptable": "Acceptable", "not_acceptable": "Not acceptable now", "unknown": "Not looked at yet"}


@dataclass(frozen=True, slots=True)
class Beside:
    """One fact as the local register says it and as the public list says it: two sources, never merged."""

    name: str
    here: str
    there: str

    @property
    def differs(self) -> bool:
        return bool(self.here and self.there) and self.here.casefold() != self.there.casefold()


def free_words(opening: Opening, free: int, said_at: datetime | None) -> str:
    """What the home says of its places, and whether its word still holds."""
    if opening is Opening.OPEN:
        return "1 place free" if free == 1 else f"{free} places free"
    if opening is Opening.FULL:
        return "No free place"
    return "Its word has run out: ask again" if said_at else "Has not said yet"
