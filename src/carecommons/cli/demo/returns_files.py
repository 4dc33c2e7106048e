"""Write the lives as the statutory return: one folder an authority, one a year, one file a table.

Invented data, in the form of SSDA903 (columns and codes by year as the collection had them). Beside the
folders stands `truth.json`: what was truly there, so that whoever reads the files can check what they read.
"""

import csv
import json
import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from .process import Life, Stay, birthday, day_of

EPISODES = (
    "CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE",
    "HOME_POST", "PL_POST", "URN",
)  # fmt: skip
HEADS: dict[str, tuple[str, ...]] = {
    "header": ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"),
    "episodes": EPISODES,
    "reviews": ("CHILD", "DOB", "REVIEW", "REVIEW_CODE"),
    "uasc": ("CHILD", "SEX", "DOB", "DUC"),
    "oc2": (
        "CHILD", "DOB", "SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK",
        "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED",
    ),
    "oc3": ("CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"),
    "previous_permanence": ("CHILD", "DOB", "PREV_PERM", "LA_PERM", "DATE_PERM"),
    "missing": ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"),
    "placed_for_adoption": ("CHILD", "DOB", "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED"),
    "ad1": ("CHILD", "DOB", "DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR"),
    "sw_episodes": ("CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"),
}  # fmt: skip
SW_EPISODES_SINCE = 2024
NEW_SEX_CODES_SINCE = 2025
LODGING_K3_SINCE = 2025

Row = tuple[object, ...]
Episode = tuple[int, int | None, str, str, Stay, str, str]


def _day(ordinal: int | None) -> str:
    return "" if ordinal is None else day_of(ordinal).strftime("%d/%m/%Y")


def episodes_of(life: Life, rng: random.Random) -> list[Episode]:
    """One child's episodes: (start, end or None, RNE, LS, stay, REC, reason for change), in order."""
    cuts: dict[int, set[str]] = {}
    for stay in life.stays[1:]:
        cuts.setdefault(stay.start, set()).add("place")
    for day, _ in life.legal[1:]:
        if day < life.end:
            cuts.setdefault(day, set()).add("legal")
    starts = [life.start, *sorted(day for day in cuts if life.start < day < life.end)]
    made: list[Episode] = []
    for k, start in enumerate(starts):
        stay = [s for s in life.stays if s.start <= start][-1]
        status = [code for day, code in life.legal if day <= start][-1]
        new = "S" if k == 0 else _new(cuts[start])
        end: int | None
        if k + 1 < len(starts):
            end, rec = starts[k + 1], "X1"
            reason = stay.reason if "place" in cuts[end] else ""
        else:
            end, rec, reason = life.end, _ending(life, stay, status, rng), ""
        made.append((start, end, new, status, stay, rec, reason))
    return made


def _new(changed: set[str]) -> str:
    """RNE: what began with this episode: a new place, a new legal status, or both."""
    return "B" if len(changed) == 2 else ("P" if "place" in changed else "L")


def _ending(life: Life, stay: Stay, status: str, rng: random.Random) -> str:
    if life.aged_out:
        if stay.pool in ("foster_own", "foster_agency", "kin") and rng.random() < 0.5:
            return "E17"
        return rng.choices(("E5", "E6", "E7"), (0.6, 0.33, 0.07))[0]
    if stay.pool == "adoption":
        return rng.choices(("E11", "E12"), (0.35, 0.65))[0]
    if stay.pool == "kin":
        return rng.choices(("E45", "E4A", "E13", "E48"), (0.55, 0.25, 0.1, 0.1))[0]
    return rng.choices(("E4A", "E4B", "E13", "E41", "E46", "E8", "E9"), (0.5, 0.08, 0.1, 0.12, 0.08, 0.1, 0.02))[0]


def write_returns(
    lives: list[Life],
    folder: Path,
    *,
    authorities: Iterable[str],
    first_year: int,
    last_year: int,
    seed: int,
    advance: Callable[[int], object] = lambda steps: None,
) -> dict[str, object]:
    """Write folder/<authority>/<year>/<table>.csv and folder/truth.json; return the truth."""
    rng = random.Random(seed * 15485863 + 7)  # noqa: S311 - invented data, not a secret
    told = {id(life): episodes_of(life, rng) for life in lives}
    codes = tuple(authorities)
    truth: dict[str, object] = {"note": "Invented data. No child, home or family here is real.", "seed": seed}
    by_authority: dict[str, dict[str, object]] = {}
    for code in codes:
        own = [life for life in lives if life.authority == code]
        years: dict[str, object] = {}
        for year in range(first_year, last_year + 1):
            years[str(year)] = _write_year(own, told, folder / code / str(year), year, random.Random(seed * 31 + year))  # noqa: S311
            advance(1)
        by_authority[code] = {"children": len(own), "years": years}
    truth["authorities"] = by_authority
    (folder / "README.txt").write_text("Invented data. No child, home or family here is real.\n", encoding="utf-8")
    (folder / "truth.json").write_text(json.dumps(truth, indent=1), encoding="utf-8")
    return truth


def _write_year(
    lives: list[Life], told: dict[int, list[Episode]], folder: Path, year: int, rng: random.Random
) -> dict[str, object]:
    first, last = date(year - 1, 4, 1).toordinal(), date(year, 3, 31).toordinal()
    there = [life for life in lives if life.start <= last and life.end >= first]
    tables: dict[str, list[Row]] = {
        "header": [_header(life, year, last) for life in there],
        "episodes": [row for life in there for row in _episode_rows(life, told[id(life)], first, last, year)],
        "reviews": [row for life in there for row in _reviews(life, first, last)],
        "uasc": [
            (life.key, _sex(life, year), _day(life.birth), _day(_eighteen(life))) for life in there if life.uasc
        ],
        "oc2": [row for life in there for row in _health(life, first, last, rng)],
        "oc3": [row for life in lives for row in _leavers(life, first, last, rng)],
        "previous_permanence": [
            (life.key, _day(life.birth), "Z1", "", "") for life in there if life.start >= first
        ],
        "missing": [row for life in there for row in _missing(life, first, last, rng)],
        "placed_for_adoption": [row for life in there for row in _adoption(life, first, last)],
        "ad1": [row for life in there for row in _adopted(life, told[id(life)], first, last)],
    }  # fmt: skip
    if year >= SW_EPISODES_SINCE:
        tables["sw_episodes"] = [row for life in there for row in _workers(life, first, last, rng)]
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out, lineterminator="\r\n")
            writer.writerow(HEADS[name])
            writer.writerows(rows)
    return _truth_of_year(lives, told, first, last, {name: len(rows) for name, rows in tables.items()})


def _truth_of_year(
    lives: list[Life], told: dict[int, list[Episode]], first: int, last: int, rows: dict[str, int]
) -> dict[str, object]:
    stock = [life for life in lives if life.start <= last < life.end]
    where = Counter(_category(_stay_at(life, last)) for life in stock)
    return {
        "rows": rows,
        "children_in_care_31_march": len(stock),
        "by_category_31_march": dict(sorted(where.items())),
        "unaccompanied_31_march": sum(life.uasc for life in stock),
        "starts": sum(first <= life.start <= last for life in lives),
        "ends": sum(first <= life.end <= last for life in lives),
        "moves": sum(first <= stay.start <= last for life in lives for stay in life.stays[1:]),
    }


def _category(stay: Stay) -> str:
    return {
        "foster_own": "fostering", "foster_agency": "fostering", "kin": "fostering", "home": "residential",
        "school": "residential", "lodging": "supported",
    }.get(stay.pool, "other")  # fmt: skip


def _stay_at(life: Life, day: int) -> Stay:
    return life.stays[bisect_left([stay.start for stay in life.stays], day + 1) - 1]


def _sex(life: Life, year: int) -> str:
    return life.sex if year >= NEW_SEX_CODES_SINCE else {"M": "1", "F": "2"}[life.sex]


def _eighteen(life: Life) -> int:
    return birthday(life.birth, 18)


def _header(life: Life, year: int, last: int) -> Row:
    age = (last - life.birth) / 365.25
    number = int(life.key) * 7919 % 10**12
    upn = "UN2" if life.uasc else ("UN1" if age < 4 else f"A{number:012d}")
    mother = "0" if life.sex == "F" and age >= 12 else ""
    return (life.key, _sex(life, year), _day(life.birth), life.ethnic, upn, mother, "")


def _episode_rows(life: Life, told: list[Episode], first: int, last: int, year: int) -> Iterable[Row]:
    for start, end, new, status, stay, rec, reason in told:
        if start > last or (end is not None and end < first):
            continue
        still_open = end is None or end > last
        place = stay.place if stay.place != "LODGING" else ("K3" if year >= LODGING_K3_SINCE else "H5")
        yield (
            life.key, _day(start), new, status, life.cin, place, stay.provider, "" if still_open else _day(end),
            "" if still_open else rec, "" if still_open else reason, life.home_post,
            stay.spot.postcode if stay.spot else "", stay.urn,
        )  # fmt: skip


def _reviews(life: Life, first: int, last: int) -> Iterable[Row]:
    day, step = life.start + 24, 85
    while day <= min(last, life.end):
        if day >= first:
            code = "PN0" if day - life.birth < 4 * 365.25 else f"PN{1 + (int(life.key) + day) % 7}"
            yield (life.key, _day(life.birth), _day(day), code)
        day, step = day + step, 175


def _health(life: Life, first: int, last: int, rng: random.Random) -> Iterable[Row]:
    if not (life.start < first and life.end > last):
        return
    age = (last - life.birth) / 365.25
    score = reason = ""
    if 4 <= age < 17:
        if rng.random() < 0.77:
            score = str(min(40, max(0, round(rng.gauss(14, 7)))))
        else:
            reason = f"SDQ{rng.randint(2, 5)}"
    uses = age >= 10 and rng.random() < 0.03
    received = "" if not uses else str(int(rng.random() < 0.5))
    offered = str(int(rng.random() < 0.7)) if received == "0" else ""
    yield (
        life.key, _day(life.birth), score, reason, int(age >= 10 and rng.random() < 0.02),
        int(rng.random() < 0.88) if age < 5 else "", int(rng.random() < 0.82), int(rng.random() < 0.76),
        int(rng.random() < 0.89), int(uses), received, offered,
    )  # fmt: skip


def _leavers(life: Life, first: int, last: int, rng: random.Random) -> Iterable[Row]:
    age = (last - life.birth) / 365.25
    if life.aged_out and life.end < first and 18.9 < age < 22 and rng.random() < 0.95:
        if rng.random() < 0.9:
            doing = rng.choice(("F1", "F2", "F4", "F5", "P2", "G4", "G5", "G6"))
            yield (life.key, _day(life.birth), "YES", doing, rng.choice(("B1", "C1", "D1", "U1", "V1", "K1", "R1")))
        else:
            yield (life.key, _day(life.birth), "NO", "0", "0")


def _missing(life: Life, first: int, last: int, rng: random.Random) -> Iterable[Row]:
    if (last - life.birth) / 365.25 < 12 or rng.random() > 0.2:
        return
    day, end = max(first, life.start), min(last, life.end)
    for _ in range(rng.randint(1, 5)):
        day += int(rng.expovariate(1 / 40)) + 1
        back = day + int(rng.expovariate(1 / 2)) + 1
        if back >= end:
            return
        yield (life.key, _day(life.birth), rng.choices(("M", "A"), (0.8, 0.2))[0], _day(day), _day(back))
        day = back


def _adoption(life: Life, first: int, last: int) -> Iterable[Row]:
    placed = [stay for stay in life.stays if stay.pool == "adoption"]
    if placed and placed[0].start <= last and (placed[0].end or last) >= first:
        yield (life.key, _day(life.birth), _day(placed[0].start), "", "")


def _adopted(life: Life, told: list[Episode], first: int, last: int) -> Iterable[Row]:
    if told and told[-1][5] in ("E11", "E12") and first <= life.end <= last:
        placed = next(stay for stay in life.stays if stay.pool == "adoption")
        yield (life.key, _day(life.birth), _day(placed.start), _day(placed.start), "0", "2", "MF", "L11")


def _workers(life: Life, first: int, last: int, rng: random.Random) -> Iterable[Row]:
    day, end = max(first, life.start), min(last, life.end)
    why = "FCONTA" if life.start >= first else "MANAGE"
    while day < end:
        until = day + int(rng.expovariate(1 / 300)) + 2
        ended = until if until < end else (end if life.end <= last else None)
        worker = f"SW{rng.randint(10**9, 10**10 - 1)}"
        yield (life.key, _day(life.birth), worker, _day(day), _day(ended), why)
        day, why = until, rng.choice(("CHCHAN", "LEFTRL", "ORGRST", "ABSENC", "PCCHAN"))
