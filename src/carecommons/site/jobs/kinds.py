"""What can be a job: its name, the act that it does, and the work in two parts.

The first part reads, and may take minutes: nothing is stored and no transaction is open. Where something is to be
stored it hands back the second part, which runs in the one transaction that also writes the job's end.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from carecommons.common.errors import Fault, Faulty, Refused
from carecommons.common.steps import Step
from carecommons.people.roles import Person
from carecommons.planning.queries import MAKE

from ..uploads import acts
from ..uploads.told import Told, told_list, told_refusal, told_return
from .forecasting import forecast, told_forecast

__all__ = ["KINDS", "Given", "Keep", "Kind", "Outcome"]


@dataclass(frozen=True, slots=True)
class Given:
    """What the work is done with. asked: what the form or program said besides the files."""

    files: acts.Files
    authority: str
    asked: dict[str, Any]
    by: Person
    at: datetime

    @property
    def on(self) -> date:
        return timezone.localdate(self.at)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. report: of the files; stored: what storing did; refusal: why nothing was stored."""

    report: dict[str, Any] | None = None
    stored: dict[str, Any] | None = None
    refusal: dict[str, Any] | None = field(default=None)

    @classmethod
    def of(cls, refusal: Refused, report: dict[str, Any] | None = None) -> "Outcome":
        return cls(report, None, refusal.as_dict())

    def as_dict(self) -> dict[str, Any]:
        return {"report": self.report, "stored": self.stored, "refusal": self.refusal}


Keep = Callable[[Person, Step], Outcome]  # who stores it is asked anew when it is stored


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of long work. page: the name of the address where it is started; again: what one does there; refused:
    the title of a refusal."""

    title: str
    act: str
    page: str
    work: Callable[[Given, Step], Outcome | Keep]
    tell: Callable[..., Told]
    again: str = "Check or store other files"
    refused: str = "Nothing was stored: the files could not be used"

    def told(self, outcome: Outcome) -> Told:
        """The outcome in plain words."""
        if outcome.report is not None:
            return self.tell(outcome.report, stored=outcome.stored, checked=outcome.refusal is None)
        refusal = outcome.refusal or {"code": "", "message": "", "faults": []}
        faults = [Fault(**fault) for fault in refusal["faults"]]
        return told_refusal(Faulty(refusal["code"], refusal["message"], faults), self.refused)


def faulty(code: str, report: dict[str, Any]) -> Faulty:
    """The refusal of files with faults, each of them named."""
    faults = [Fault(**fault) for fault in report["faults"]]
    return Faulty(code, f"Nothing was stored: {len(faults):,} faults. Each is named with its file and row.", faults)


def _check_return(given: Given, step: Step) -> Outcome:
    return Outcome(_report_of_return(given, step))


def _store_return(given: Given, step: Step) -> Outcome | Keep:
    reading = acts.read_return(
        given.files, authority=given.authority, year=given.asked["year"], by=given.by, on=given.on, step=step
    )
    if reading.faults:
        report = _report_of_return(given, step)
        return Outcome.of(faulty("return_faulty", report), report)
    confirmed = bool(given.asked["confirmed_ours"])
    return lambda by, step: Outcome(
        *acts.keep_return(
            reading, authority=given.authority, by=by, at=given.at, confirmed_ours=confirmed, step=step
        )
    )  # fmt: skip


def _report_of_return(given: Given, step: Step) -> dict[str, Any]:
    return acts.check_return(
        given.files, authority=given.authority, year=given.asked["year"], by=given.by, at=given.at,
        confirmed_ours=bool(given.asked["confirmed_ours"]), step=step,
    )  # fmt: skip


def _check_list(given: Given, step: Step) -> Outcome:
    return Outcome(acts.check_list(given.files, as_at=_as_at(given), by=given.by, on=given.on, step=step))


def _store_list(given: Given, step: Step) -> Outcome | Keep:
    reading = acts.read_public_list(given.files, as_at=_as_at(given), by=given.by, on=given.on, step=step)
    if reading.faults:
        report = acts.summary(reading)
        return Outcome.of(faulty("list_faulty", report), report)
    return lambda by, step: Outcome(*acts.keep_list(reading, by=by, at=given.at, step=step))


def _as_at(given: Given) -> date | None:
    said = given.asked["as_at"]
    return date.fromisoformat(said) if said else None


KINDS: dict[str, Kind] = {
    "check_return": Kind("Check a return", acts.IMPORT_RETURNS, "returns", _check_return, told_return),
    "store_return": Kind("Store a return", acts.IMPORT_RETURNS, "returns", _store_return, told_return),
    "check_list": Kind("Check a public list of homes", acts.IMPORT_LIST, "public_list", _check_list, told_list),
    "store_list": Kind("Store a public list of homes", acts.IMPORT_LIST, "public_list", _store_list, told_list),
    "make_forecast": Kind(
        "Make a forecast",
        MAKE,
        "planning:forecast",
        forecast,
        told_forecast,
        "Go to the forecast",
        "No forecast was made",
    ),
}
