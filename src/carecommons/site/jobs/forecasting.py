"""A forecast as a job: made by a worker, because it loads a compiler that no page may load."""

from collections.abc import Mapping
from typing import Any

from carecommons.common.places import authorities
from carecommons.common.steps import Step
from carecommons.people.roles import Person
from carecommons.planning.actions import keep_forecasts
from carecommons.planning.queries import computed_forecasts

from ..uploads.told import Told

__all__ = ["forecast", "told_forecast"]


def forecast(given: Any, step: Step) -> Any:
    """Compute first, with nothing stored; what keeps it runs with the job's end. given: as `kinds.Given`."""
    from .kinds import Outcome

    asked = given.asked
    found = computed_forecasts(
        place=asked["place"], year=asked["year"], years=asked["years"], by=given.by, at=given.at, step=step
    )

    def keep(by: Person, step: Step) -> Outcome:
        step("Keeping the forecasts, with an entry in the register")
        done = keep_forecasts(found=found, by=by, at=given.at)
        names = {code: council.name for code, council in authorities(given.on).items()}
        return Outcome(
            done.as_dict() | {"faults": [], "names": [names[code] for code in done.left_out]}, done.as_dict()
        )

    return keep


def told_forecast(report: Mapping[str, Any], *, stored: Mapping[str, Any] | None = None, checked: bool = False) -> Told:
    """What was forecast, in plain words."""
    left = f"Left out, because their return of that year is not held: {', '.join(report['names'])}."
    return Told(
        "The forecast is made", "It is kept with an entry in the register, and stands on the page of the forecast.",
        False, stored=(left,) if report["names"] else (),
        figures=(
            ("Made as at", report["as_at"]), ("Years ahead", str(report["years"])),
            ("Places that have a new forecast", f"{len(report['places']):,}"),
        ),
        figures_head="What was made",
    )  # fmt: skip
