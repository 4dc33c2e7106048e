"""A door for planning: stays in care and needs profiles as plain arrays, for forecasts. Never shown, never exported.

What leaves here for planning holds no id, postcode or word: ages in whole months, months since January 2000,
durations in days, kinds, levels. `lives` holds days of birth too, which only the heart of this room reads (`stays`):
planning hands them there and gets counts by cell. Suppression happens when anything made from it leaves
(`children.counts`).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db.models import Count, Max

from carecommons.common.days import age_on, months_after

from .models import Child, NeedsProfile
from .models.returns import ReturnedChild, ReturnedEpisode, ReturnTable
from .needs import DOMAINS, FLAGS
from .returns.days import EPOCH, OPEN, to_date, year_end, year_start
from .returns.measures import Facts
from .stays.lives import SHORT_BREAKS, Lives
from .strata import STRATA, stratum_of

__all__ = [
    "Placements",
    "ProfiledChildren",
    "councils_of",
    "known_years",
    "lives",
    "needs_state",
    "newest_profiles",
    "placements",
    "profiled_children",
    "return_state",
]  # fmt: skip

_EPOCH = EPOCH.toordinal()
_WORDS = {
    "began": "began",
    "legal": "legal_status",
    "need": "need",
    "place": "home_place",
    "provider": "provider",
    "ended": "ended",
    "moved": "moved",
}


@dataclass(frozen=True, slots=True)
class Placements:
    """Every placement of the councils asked for; all arrays are (p,).

    authority: into `authorities`. age_months: whole months at its start, -1 not known. start_month: months
    since January 2000. days: how long it has lasted by `known_until`. running: it still runs. place, provider,
    need: codes of the return. alone: an unaccompanied child. first: the first of its period of care.
    leaves: care ended with it.
    """

    authorities: tuple[str, ...]
    known_until: date
    authority: npt.NDArray[np.int64]
    age_months: npt.NDArray[np.int64]
    start_month: npt.NDArray[np.int64]
    days: npt.NDArray[np.int64]
    running: npt.NDArray[np.bool_]
    place: npt.NDArray[np.str_]
    provider: npt.NDArray[np.str_]
    need: npt.NDArray[np.str_]
    alone: npt.NDArray[np.bool_]
    first: npt.NDArray[np.bool_]
    leaves: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ProfiledChildren:
    """Every child with a current needs profile of the councils asked for; all arrays are (n, ...).

    authority: into `authorities`. years: age in whole years. kind: the kind of home as whoever asked knows it, "" where
    they do not. stratum: into STRATA. flags (n, 21): has this specialist need. high (n, 12): the high level or more.
    """

    authorities: tuple[str, ...]
    authority: npt.NDArray[np.int64]
    years: npt.NDArray[np.int64]
    kind: npt.NDArray[np.str_]
    stratum: npt.NDArray[np.int64]
    flags: npt.NDArray[np.bool_]
    high: npt.NDArray[np.bool_]


def known_years(authorities: Collection[str] | None = None) -> dict[str, tuple[int, ...]]:
    """The collection years whose episodes are stored, by council."""
    rows = ReturnTable.objects.filter(name="episodes").order_by("authority", "year")
    if authorities is not None:
        rows = rows.filter(authority__in=authorities)
    years: dict[str, tuple[int, ...]] = {}
    for code, year in rows.values_list("authority", "year"):
        years[code] = (*years.get(code, ()), year)
    return years


def return_state(authorities: Collection[str] | None = None) -> str:
    """A fingerprint of every stored return, or of these councils'. Every import that changed anything changes it."""
    rows = ReturnTable.objects.order_by("authority", "year", "name")
    if authorities is not None:
        rows = rows.filter(authority__in=authorities)
    held = rows.values_list("id", "authority", "year", "name", "sha256", "imported_at")
    return sha256(repr(list(held)).encode()).hexdigest()


def placements(authorities: Sequence[str]) -> Placements:
    """The placements of these councils, short breaks left out, as far as their returns reach."""
    facts = _facts(authorities)
    years = [years[-1] for years in known_years(authorities).values()]
    until = year_end(max(years)) if years else 0
    key = facts.child * 100_000 + facts.placement
    counted = facts.counted()
    first = np.flatnonzero(counted & (np.append(True, key[1:] != key[:-1]) if len(key) else counted))
    last = np.append(first[1:], len(key)) - 1 if len(first) else first
    last = np.minimum(last, np.searchsorted(key, key[first], side="right") - 1)
    spell = facts.child * 100_000 + facts.period
    opens = np.append(True, spell[1:] != spell[:-1]) if len(spell) else counted
    closes = np.append(spell[1:] != spell[:-1], True) if len(spell) else counted
    child, start, end = facts.child[first], facts.start[first], facts.end[last]
    return Placements(
        authorities=facts.authorities,
        known_until=to_date(until) or EPOCH,
        authority=facts.authority[child],
        age_months=_months_old(facts.birth[child], start),
        start_month=start.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) - 30 * 12,
        days=np.minimum(end, until + 1) - start,
        running=end >= OPEN,
        place=facts.place[last],
        provider=facts.provider[last],
        need=facts.need[last],
        alone=facts.alone[child],
        first=opens[first],
        leaves=closes[last] & (end < OPEN),
    )


def needs_state() -> tuple[object, ...]:
    """Changes with every record and every profile: both are only ever added."""
    return (
        tuple(Child.objects.aggregate(Count("pk"), Max("added_at")).values()),
        tuple(NeedsProfile.objects.aggregate(Count("pk"), Max("recorded_at")).values()),
    )


def profiled_children(
    authorities: Sequence[str], on: date, *, kind_of: Mapping[UUID, str], months_valid: int, age_max: int,
    high_from: int,
) -> ProfiledChildren:  # fmt: skip
    """Who has a current profile, without who they are. kind_of: by child, from the room that knows where they live."""
    names = tuple(sorted(authorities))
    rows = list(_profiled(names, on, kind_of, months_valid, age_max, high_from))
    columns = list(zip(*rows, strict=True)) or [()] * 6
    return ProfiledChildren(
        names, np.array(columns[0], np.int64), np.array(columns[1], np.int64), _texts(columns[2]),
        np.array(columns[3], np.int64), np.array(columns[4], np.bool_).reshape(len(rows), len(FLAGS)),
        np.array(columns[5], np.bool_).reshape(len(rows), len(DOMAINS)),
    )  # fmt: skip


def councils_of(children: Collection[UUID]) -> dict[UUID, str]:
    """The council that looks after each child of whom there is a record here. For `decisions.flows` alone."""
    return dict(Child.objects.filter(pk__in=set(children)).values_list("id", "authority"))


def newest_profiles(
    councils: Sequence[str], on: date
) -> dict[UUID, tuple[date, tuple[int | None, ...], tuple[str, ...]]]:
    """Child -> day, levels and active specialist needs of the newest profile by then. For this room's doors only."""
    rows = NeedsProfile.objects.filter(child__authority__in=councils, assessed_on__lte=on).order_by("version")
    newest = {row.child_id: row for row in rows.only("child", "assessed_on", "ratings", "flags")}
    found: dict[UUID, tuple[date, tuple[int | None, ...], tuple[str, ...]]] = {}
    for child_id, row in newest.items():  # only the newest of each child is opened
        level = {rating["domain"]: rating["level"] for rating in row.ratings}
        held = tuple(flag["code"] for flag in row.flags if not flag["ended_on"] or flag["ended_on"] > on.isoformat())
        found[child_id] = (row.assessed_on, tuple(level.get(domain.code) for domain in DOMAINS), held)
    return found


def _profiled(
    councils: tuple[str, ...], on: date, kind_of: Mapping[UUID, str], months_valid: int, age_max: int, high_from: int
) -> Iterator[tuple[Any, ...]]:
    newest = newest_profiles(councils, on)
    number = {code: n for n, code in enumerate(councils)}
    for child in Child.objects.filter(authority__in=councils).only("id", "authority", "birth_date").order_by("id"):
        told = newest.get(child.pk)
        if told is None or child.birth_date > on or months_after(told[0], months_valid) <= on:
            continue
        years = age_on(child.birth_date, on)
        if years <= age_max:
            _, levels, held = told
            yield (
                number[child.authority], years, kind_of.get(child.pk, ""),
                STRATA.index(stratum_of(levels, held, high_from=high_from)), [code in held for code in FLAGS],
                [level is not None and level >= high_from for level in levels],
            )  # fmt: skip


def lives(authorities: Sequence[str], *, since: int | None = None) -> Lives:
    """The lives in care of these councils, as their stored returns tell them; areas in the order asked.

    since: the first collection year to be looked at; None: the first of which all of them sent the return.
    The same numbers as `stays.lives.lives_of` makes of the files themselves.
    """
    years = known_years(authorities)
    window = since or max((each[0] for each in years.values()), default=0)
    until = min((each[-1] for each in years.values()), default=0)
    number = {code: n for n, code in enumerate(authorities)}
    children = ReturnedChild.objects.filter(authority__in=authorities).order_by("authority", "id")
    ids, own, born, alone = _columns(children.values_list("id", "authority", "birth_date", "unaccompanied"), 4)
    rows = ReturnedEpisode.objects.filter(child__authority__in=authorities)
    rows = rows.order_by("child__authority", "child_id", "start_day", "id")
    episodes = _columns(rows.values_list(*_LIVED), len(_LIVED))
    place_of = {id_: n for n, id_ in enumerate(ids)}
    child = np.array([place_of[id_] for id_ in episodes[0]], np.int32)
    period = np.array(episodes[3], np.int64)
    opens = (
        np.append(True, (child[1:] != child[:-1]) | (period[1:] != period[:-1])) if len(child) else np.zeros(0, bool)
    )
    first = np.flatnonzero(opens)
    in_period = np.cumsum(opens) - 1
    # An absence with return says who runs the home that the child came back to.
    home = np.maximum.accumulate(np.where(np.array(episodes[8], bool), np.arange(len(child)), 0))
    place, places = _coded(episodes[6])
    provider, providers = _coded(episodes[7])
    legal, statuses = _coded(episodes[5])
    kept = np.flatnonzero(~np.array([word in SHORT_BREAKS for word in statuses], bool)[legal])
    return Lives(
        child=child[kept], start=_days(episodes[1])[kept], end=_days(episodes[2])[kept],
        period=in_period[kept].astype(np.int32), told=(_texts(episodes[4])[first] == "S")[in_period][kept],
        place=place[kept], provider=provider[home][kept], legal=legal[kept], places=places, providers=providers,
        statuses=statuses, birth=_days(_born(ids, born)), alone=np.array(alone, bool),
        area=np.array([number[code] for code in own], np.int32), window=year_start(window) if window else 0,
        until=year_end(until) if until else 0,
    )  # fmt: skip


_LIVED = (
    "child_id", "start_day", "end_day", "period", "began", "legal_status", "home_place", "provider", "at_home",
)  # fmt: skip


def _coded(values: Sequence[str]) -> tuple[npt.NDArray[np.int64], tuple[str, ...]]:
    """Words as numbers into the words that occur."""
    words, which = np.unique(_texts(values), return_inverse=True)
    return which, tuple(str(word) for word in words)


def _months_old(birth: npt.NDArray[np.int64], day: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    known = (birth < OPEN) & (birth <= day)
    born, on = (np.where(known, d, 0).astype("datetime64[D]") for d in (birth, day))
    months = on.astype("datetime64[M]").astype(np.int64) - born.astype("datetime64[M]").astype(np.int64)
    before = (on - on.astype("datetime64[M]")) < (born - born.astype("datetime64[M]"))
    return np.where(known, months - before, -1)


def _facts(authorities: Sequence[str] | None) -> Facts:
    """Children and episodes as exact arrays: for this room's own doors only. None: every council with returns."""
    children = ReturnedChild.objects.order_by("authority", "id")
    episodes = ReturnedEpisode.objects.order_by("child__authority", "child_id", "start_day", "id")
    if authorities is not None:
        children = children.filter(authority__in=authorities)
        episodes = episodes.filter(child__authority__in=authorities)
    facts = ("id", "authority", "birth_date", "sex", "ethnicity", "unaccompanied", "unaccompanied_until")
    spans = ("child_id", "start_day", "end_day", *_WORDS.values())
    spans = (*spans, "period", "placement", "place_authority", "distance_miles")
    known = _columns(children.values_list(*facts), len(facts))
    rows = _columns(episodes.values_list(*spans), len(spans))
    names = tuple(sorted(authorities)) if authorities is not None else tuple(sorted(set(known[1])))
    number = {id_: n for n, id_ in enumerate(known[0])}
    child = np.array([number[id_] for id_ in rows[0]], np.int64)
    place = {code: n for n, code in enumerate(names)}
    authority = np.array([place[code] for code in known[1]], np.int64)
    where, miles = rows[-2], rows[-1]
    own = np.array(names)[authority[child]] if len(child) else np.zeros(0, "<U3")
    there = np.array(where, "<U3") if where else np.zeros(0, "<U3")
    return Facts(
        authorities=names,
        authority=authority,
        birth=_days(_born(known[0], known[2])),
        sex=_texts(known[3]),
        ethnic=_texts(known[4]),
        alone=np.array(known[5], bool),
        alone_until=_days(known[6]),
        child=child,
        start=_days(rows[1]),
        end=_days(rows[2]),
        **{name: _texts(rows[3 + n]) for n, name in enumerate(_WORDS)},
        period=np.array(rows[-4], np.int64),
        placement=np.array(rows[-3], np.int64),
        inside=np.where(there == "", -1, (there == own).astype(np.int64)),
        miles=np.array([np.nan if m is None else m for m in miles], np.float64),
    )


def _born(ids: Sequence[UUID], sealed: Sequence[Any]) -> list[date | None]:
    """Birth dates, opened without an object a child: a nation has 78,000."""
    field: Any = ReturnedChild._meta.get_field("birth_date")
    return [field.opened(value, field.row(id_)) for id_, value in zip(ids, sealed, strict=True)]


def _columns(rows: Any, width: int) -> list[tuple[Any, ...]]:
    columns = list(zip(*rows.iterator(chunk_size=5000), strict=True))
    return columns or [()] * width


def _days(values: Sequence[date | None]) -> npt.NDArray[np.int64]:
    return np.array([OPEN if d is None else d.toordinal() - _EPOCH for d in values], np.int64)


def _texts(values: Sequence[str]) -> npt.NDArray[np.str_]:
    return np.array(values, np.str_) if values else np.zeros(0, "<U1")
