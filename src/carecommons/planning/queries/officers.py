"""What officers must answer for, beside what homes do: one place, one year that is over. Public; small counts withheld.

Whole years from 1 April to 31 March are counted, each as it stood when it ended: no two of them overlap, so no two
pages can be taken from each other, and reading a page twice says nothing more. Every place that anybody may ask for is
counted together (`common.withhold`). No provider is named but to those who may read of providers by name (`SEE`).
Source: handbook G9; section 6 (D0: suppressed aggregates); section 7: "a conversation, not an automatic penalty".
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from carecommons.common.errors import NotFound
from carecommons.common.remembered import Remembered
from carecommons.common.suppress import Shown, show
from carecommons.common.walls import seeing_all
from carecommons.constitution.parameters import whole
from carecommons.decisions.counts import officers as decisions
from carecommons.matching.counts import answers as matching
from carecommons.people.may import check_may, may
from carecommons.people.roles import Person

from ..audit import Place, above, choices, head, place_of
from ..officers import FINDINGS, MEASURES, NUMBERS, SIDE_SHORT, Row, Told, tell
from .asked import SEE

__all__ = ["OfficersAnswer", "officers"]

READ = "site.read_public"
NATION = "nation"
YEARS_KEPT = 6  # counted years that one process remembers


@dataclass(frozen=True, slots=True)
class OfficersAnswer:
    """The measures of one place and of those that hold it. years: those that are over; None where there is none yet.

    findings: how many providers, over all councils, answer like others or not; providers: by name, for planners only.
    """

    year: int | None
    years: tuple[int, ...]
    places: tuple[Place, ...]
    heads: tuple[str, ...]
    choices: tuple[Place, ...]
    measures: tuple[Told, ...]
    findings: tuple[Row, ...]
    providers: tuple[matching.ProviderAnswers, ...] | None
    invitations_min: int
    early_days: int
    threshold: int
    round_to: int

    @property
    def place(self) -> Place:
        return self.places[0]

    @property
    def period(self) -> str:
        """The time that is counted, in words; "" where no year is over yet."""
        return f"1 April {self.year - 1} to 31 March {self.year}" if self.year else ""

    @property
    def counted(self) -> bool:
        """Whether anything happened in the year, in any council."""
        return bool(self.measures)

    @property
    def times(self) -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
        """How long each side takes, beside each other: who, the measure's code, what, and the words for each place."""
        return tuple(
            (SIDE_SHORT[each.measure.side], each.measure.code, *time) for each in self.measures for time in each.times
        )

    def of(self, side: str) -> tuple[Told, ...]:
        return tuple(each for each in self.measures if each.measure.side == side)


@dataclass(frozen=True, slots=True)
class _Year:
    """What was counted of a year, for every place at once."""

    councils: tuple[str, ...]
    choices: tuple[Place, ...]
    counted: decisions.OfficersCounted | None
    providers: tuple[matching.ProviderAnswers, ...]


_COUNTED: Remembered[_Year] = Remembered(YEARS_KEPT)


def officers(*, place: str | None, year: int | None, by: Person, at: datetime) -> OfficersAnswer:
    """place None: the reader's own council where it is counted, else all councils. year None: the last that is over.

    Raises NotFound("place_unknown"), NotFound("nothing_counted_here") and NotFound("year_unknown").
    """
    check_may(by, READ)
    on = timezone.localdate(at)
    rule = {"threshold": whole("suppression_threshold", on), "round_to": whole("suppression_round_to", on)}
    with seeing_all("what officers must answer for is counted over every council, and small numbers are withheld"):
        years = decisions.officers_years(on)
        chosen_year = _year(year, years)
        found = _COUNTED.get((chosen_year, *rule.values(), on), lambda: _counted(chosen_year, on, rule))
    chosen = _place(place, by, found, on)
    places = (chosen, *above(chosen, on))
    named = found.providers if may(by, SEE) else None
    return OfficersAnswer(
        year=chosen_year, years=years, places=places,
        heads=tuple(head(each, sum(code in found.councils for code in each.councils)) for each in places),
        choices=found.choices, measures=_measures(found, places, on), findings=_findings(found.providers, rule),
        providers=named, invitations_min=whole("creaming_invitations_min", on),
        early_days=whole("early_notice_days", on), **rule,
    )  # fmt: skip


def _year(asked: int | None, years: tuple[int, ...]) -> int | None:
    if asked is not None and asked not in years:
        held = ", ".join(map(str, years)) or "none yet"
        raise NotFound(
            "year_unknown",
            f"Whole years are counted, each named by the 31 March on which it ends. Those that are over: {held}.",
        )
    return asked or (years[-1] if years else None)


def _counted(year: int | None, on: date, rule: Mapping[str, int]) -> _Year:
    """Of the year: every place that may be asked for, counted together."""
    if year is None:
        return _Year((), choices((), on), None, ())
    facts = decisions.facts_of_year(year)
    known = tuple(code for code in facts.councils if code in place_of(NATION, on).councils)
    offered = choices(known, on)
    groups = {each.code: [code for code in each.councils if code in known] for each in offered}
    return _Year(
        known, offered, decisions.count_officers(facts, groups, **rule) if known else None,
        matching.providers_told(
            facts.rounds, invitations_min=whole("creaming_invitations_min", on),
            coverage_percent=whole("creaming_interval_percent", on), **rule,
        ),
    )  # fmt: skip


def _place(asked: str | None, by: Person, found: _Year, on: date) -> Place:
    own = next((f"council:{code}" for code in sorted(by.authorities) if code in found.councils), NATION)
    chosen = place_of(asked or own, on)
    if chosen not in found.choices:
        raise NotFound(
            "nothing_counted_here",
            f"Nothing of {chosen.name} is counted here in this year. Choose another place, or another year.",
        )
    return chosen


def _measures(found: _Year, places: tuple[Place, ...], on: date) -> tuple[Told, ...]:
    if found.counted is None:
        return ()
    tables, spreads = found.counted.tables, found.counted.spreads
    counted = [{name: (one.total, one.parts) for name, one in tables[each.code].items()} for each in places]
    numbers = {name: whole(name, on) for name in NUMBERS}
    beside = [spreads[each.code] for each in places]
    told = (tell(each, counted, beside, numbers=numbers) for each in MEASURES)
    return tuple(_with_interval(each, found.counted, places) for each in told)


def _with_interval(told: Told, counted: decisions.OfficersCounted, places: tuple[Place, ...]) -> Told:
    if told.measure.code != "early":
        return told
    words = tuple(_interval(counted.early[each.code]) for each in places)
    return Told(told.measure, told.tables, (*told.spreads, ("Share that ended early, with its interval", words)))


def _interval(found: tuple[int, int] | None) -> str:
    return "withheld: a part of it is small" if found is None else f"between {found[0]} and {found[1]} in 100"


def _findings(providers: tuple[matching.ProviderAnswers, ...], rule: Mapping[str, int]) -> tuple[Row, ...]:
    """Of each provider the plainest finding of any kind of need, and how many providers that is; no name."""
    plainest: dict[str, str] = {}
    for each in providers:
        held = plainest.get(each.provider, "no_difference")
        plainest[each.provider] = each.finding if held == "no_difference" else "fewer" if "fewer" in (
            held, each.finding) else held  # fmt: skip
    found = Counter(plainest.values())
    return tuple(Row(words, (_told(found[code], len(plainest), rule),)) for code, words in FINDINGS.items())


def _told(count: int, of: int, rule: Mapping[str, int]) -> Shown:
    """Withheld where it, or what it leaves of the whole, is small."""
    shown = show(count, **rule)
    return shown if shown.withheld or count == 0 or not show(of - count, **rule).withheld else Shown(None, "withheld")
