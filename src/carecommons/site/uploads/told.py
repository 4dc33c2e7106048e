"""The report of a reading in plain words: what was found, what was mended, what is wrong and how to put it right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carecommons.children.returns.labels import TABLES as RETURN_TABLES
from carecommons.common.errors import Refused
from carecommons.provision.public_list.words import KIND_NAMES

__all__ = ["Told", "told_list", "told_refusal", "told_return"]

FAULTS_SHOWN = 200
SORTS = (
    ("repair", "Put right"),
    ("doubt", "Kept, and worth a look"),
    ("format", "How it was written"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of thing seen: how often, what, and the first places where."""

    count: int
    words: str
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FaultLine:
    """What is wrong and how to put it right, and where it stands."""

    where: str
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """A report ready to be shown. stored: what was kept, none when nothing was; would: what storing it would change."""

    title: str
    words: str
    refused: bool
    stored: tuple[str, ...] = ()
    would: tuple[str, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    tables: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[tuple[str, tuple[Line, ...]], ...] = ()
    skipped: tuple[FaultLine, ...] = ()
    faults: tuple[FaultLine, ...] = ()
    faults_more: int = 0
    figures_head: str = "What the files hold"


def told_return(report: Mapping[str, Any], *, stored: Mapping[str, Any] | None = None, checked: bool = False) -> Told:
    """A return that was checked, or stored when `stored` is the answer of the import.

    checked: it was asked only whether it could be stored.
    """
    faults, would = report["faults"], report.get("would") or {}
    refusal = would.get("refusal")
    outcome = _outcome(faults, stored is not None, unchanged=bool((stored or would).get("unchanged")), checked=checked)
    if refusal and not faults:
        outcome = {"title": "It would be refused as it is", "words": refusal["message"], "refused": True}
    return Told(
        **outcome,
        stored=_changes(stored) if stored else (),
        would=tuple(map(_would_change, would.get("changes", ()))),
        figures=(
            ("Children", f"{report['children']:,}"),
            ("Episodes, once mended", f"{report['episodes']:,}"),
            ("Collection years", ", ".join(map(str, report["years"])) or "not told by the files"),
        ),
        tables=tuple((RETURN_TABLES.get(name, name), f"{rows:,}", "") for name, rows in report["tables"].items()),
        notes=_sorted_notes(report["repairs"]),
        skipped=tuple(FaultLine(each["file"], each["message"]) for each in report["skipped"]),
        **_faults(faults),
    )


def told_list(summary: Mapping[str, Any], *, stored: Mapping[str, Any] | None = None, checked: bool = False) -> Told:
    """A public list that was checked, or stored when `stored` is the answer of the import.

    checked: it was asked only whether it could be stored.
    """
    faults, places = summary["faults"], summary["places"]
    notes = tuple(Line(note["count"], note["words"], tuple(note["examples"])[:5]) for note in summary["notes"])
    lost = summary["unmatched_authorities"]
    figures = (
        ("As at", str(summary["as_at"])),
        ("Providers", f"{summary['providers']:,}"),
        ("Outside England", f"{summary['outside_england']:,}"),
        *((("Councils not recognised", ", ".join(lost)),) if lost else ()),
    )
    return Told(
        **_outcome(faults, stored is not None, unchanged=bool(stored and stored["unchanged"]), checked=checked),
        stored=tuple(stored["words"]) if stored else (),
        figures=figures,
        tables=tuple(
            (KIND_NAMES.get(kind, kind), f"{number:,}", f"{places[kind]:,}" if kind in places else "not published")
            for kind, number in summary["by_type"].items()
        ),
        notes=(("Kept or mended, and worth a look", notes),) if notes else (),
        **_faults(faults),
    )


def told_refusal(refusal: Refused, title: str = "Nothing was stored: the files could not be used") -> Told:
    """Files that could not be taken in at all, or other work that could not be done, and why."""
    found = refusal.as_dict()["faults"]
    return Told(title, str(refusal), True, **_faults(found))


def _outcome(faults: Sequence[object], stored: bool, *, unchanged: bool, checked: bool) -> dict[str, Any]:
    if faults:
        number = len(faults)
        needs = "1 row or file needs" if number == 1 else f"{number:,} rows or files need"
        words = "Mend them in the system that wrote the file, export again and send it again. All are named below."
        title = f"Nothing was stored: {needs} mending"
        if checked:
            title = f"It cannot be stored yet: {number:,} thing{'' if number == 1 else 's'} to mend"
        return {"title": title, "words": words, "refused": True}
    if unchanged:
        return {"title": "Nothing changed: these rows are stored already", "words": "", "refused": False}
    if stored:
        return {"title": "It is stored", "words": "All of it, in one act, with an entry in the register.",
                "refused": False}  # fmt: skip
    words = "Nothing is stored yet. To store it, choose the files again and press “Check and store”."
    return {"title": "It can be stored", "words": words, "refused": False}


def _changes(stored: Mapping[str, Any]) -> tuple[str, ...]:
    changes = (
        f"{each['year']} {each['table']}: {each['added']:,} rows added, {each['removed']:,} taken away, "
        f"{each['changed']:,} changed"
        for each in stored["changes"]
    )
    now = stored["stored"]
    return (*changes, f"Held now: {now['children']:,} children and {now['episodes']:,} episodes of all years.")


def _would_change(each: Mapping[str, Any]) -> str:
    return (
        f"If you store it, {each['year']} {each['table']}: {each['added']:,} rows are added, {each['removed']:,} taken "
        f"away, {each['changed']:,} changed"
    )


def _sorted_notes(notes: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    groups = (
        (title, tuple(_line(note) for note in notes if note["sort"] == sort)) for sort, title in SORTS
    )  # fmt: skip
    return tuple((title, lines) for title, lines in groups if lines)


def _line(note: Mapping[str, Any]) -> Line:
    return Line(note["count"], note["words"], tuple(_where(example) for example in note["examples"]))


def _faults(faults: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    shown = tuple(FaultLine(_where(fault), fault["message"]) for fault in faults[:FAULTS_SHOWN])
    return {"faults": shown, "faults_more": max(0, len(faults) - FAULTS_SHOWN)}


def _where(place: Mapping[str, Any]) -> str:
    """File, row and column. The value itself is not repeated: it may be about a child."""
    row = f"row {place['row']:,}" if place["row"] else ""
    return ", ".join(part for part in (place["file"], row, place.get("column", "")) if part)
