"""Storing the statutory return: all of it or none, once, and the longitudinal record made anew from all years."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from carecommons.common.errors import Fault, Faulty, Refused
from carecommons.common.places import authority as council
from carecommons.common.postcodes import NAME, PostcodeBook
from carecommons.common.sealed_field import SealedField
from carecommons.common.steps import Step, quiet
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject
from carecommons.register.actions import record as record_entry

from ..counts.moved import exact_after
from ..models import return_key_index
from ..models.returns import ReturnedChild, ReturnedEpisode, ReturnImport, ReturnTable
from ..returns.running import years_not_come

if TYPE_CHECKING:
    from ..returns.link import Record
    from ..returns.read import Reading
    from ..returns.stored import Kept

__all__ = ["ImportReport", "compare_returns", "import_returns"]

_LONGITUDINAL = ("header", "episodes", "uasc")
_AT_ONCE = 2_000
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. document: the report of the files themselves; changes: by table and year.

    entry_id: the register's entry; None when nothing changed.
    """

    unchanged: bool
    document: dict[str, object]
    changes: tuple[dict[str, object], ...]
    children: int
    episodes: int
    entry_id: UUID | None

    def as_dict(self) -> dict[str, object]:
        return self.document | {
            "unchanged": self.unchanged,
            "changes": list(self.changes),
            "stored": {"children": self.children, "episodes": self.episodes},
            "register_entry": str(self.entry_id) if self.entry_id else None,
        }


@transaction.atomic
def import_returns(
    *, authority: str, reading: "Reading", by: Person, at: datetime, confirmed_ours: bool = False, step: Step = quiet
) -> ImportReport:
    """Store a council's return: each table replaces its predecessor of the same year, and nothing else changes.

    confirmed_ours: somebody has looked, and it is this council's return although it does not look like it.
    step: told how far it is; what it raises undoes everything.
    Raises Faulty("return_faulty") with every fault, Faulty("year_unknown"), Faulty("year_not_come"),
    Refused("authority_unknown"), Refused("return_of_another_council").
    """
    from ..returns.report import checked_with_rows

    check_may(by, "children.import_returns", Subject(authority=authority))
    council(authority, timezone.localdate(at))
    _check_storable(reading, timezone.localdate(at))
    step("Comparing with what is held")
    report, named = checked_with_rows(reading)
    before = _by_year(_kept(authority))
    news = _news(reading, before)
    if not news:
        size = _size(authority)
        if not ReturnImport.objects.filter(authority=authority).exists():
            # Stored before reports were kept: this one tells of the same rows.
            _keep_report(authority, report, named, [], [], by, at)
        return ImportReport(True, report, (), *size, None)
    if not confirmed_ours:
        _check_ours(authority, news, before.values())
    differences = _differences(news, before)
    _store_tables(authority, news, by, at, step)
    after = before | {(k.year, k.name): k for k in news}
    _rebuild(authority, [k for k in after.values() if k.name in _LONGITUDINAL], step)
    years = sorted(k.year for k in news)
    step("Writing the entry in the register")
    entry = record_entry(
        kind="returns_imported",
        public={"first_year": years[0], "last_year": years[-1]},
        sealed={"authority": authority, "tables": {f"{k.year} {k.name}": k.sha256 for k in news}},
        by_id=by.id,
        by_role=by.role.value,
        at=at,
    )
    years_new = sorted({k.year for k in news} - {year for year, _ in before})
    told = [each | {"new": (each["year"], each["table"]) not in before} for each in differences]
    _keep_report(authority, report, named, told, years_new, by, at)
    return ImportReport(False, report, differences, *_size(authority), entry)


def compare_returns(
    *, authority: str, reading: "Reading", by: Person, at: datetime, confirmed_ours: bool = False
) -> dict[str, object]:
    """What storing would do, asked as `import_returns` asks, with nothing stored: the report of the files, and

    accepted: whether it could be stored as it is. faults: those that would refuse it.
    would: unchanged, changes (by table and year, as ImportReport), refusal (code and message, or None).
    """
    from ..returns.report import checked

    check_may(by, "children.import_returns", Subject(authority=authority))
    on = timezone.localdate(at)
    council(authority, on)
    report = checked(reading)
    would: dict[str, object] = {"unchanged": False, "changes": [], "refusal": None}
    try:
        _check_storable(reading, on)
        before = _by_year(_kept(authority, to_change=False))
        news = _news(reading, before)
        would |= {"unchanged": not news, "changes": list(_differences(news, before))}
        if news and not confirmed_ours:
            _check_ours(authority, news, before.values())
    except Refused as refusal:
        told = refusal.as_dict()
        report |= {"accepted": False, "faults": told.pop("faults")}
        would["refusal"] = told
    return report | {"would": would}


def _by_year(kept: Iterable["Kept"]) -> dict[tuple[int, str], "Kept"]:
    return {(k.year, k.name): k for k in kept}


def _news(reading: "Reading", before: dict[tuple[int, str], "Kept"]) -> list["Kept"]:
    """The tables of a reading that differ from what is held of the same year."""
    from ..returns.stored import keep

    given = [keep(table) for table in reading.tables if table.year is not None]
    return [k for k in given if (k.year, k.name) not in before or before[k.year, k.name].sha256 != k.sha256]


def _differences(news: list["Kept"], before: dict[tuple[int, str], "Kept"]) -> tuple[dict[str, object], ...]:
    from ..returns.stored import changes

    return tuple(changes(k, before.get((k.year, k.name))).as_dict() for k in news)


def _keep_report(
    authority: str,
    report: dict[str, object],
    named: list[list[object]],
    differences: list[dict[str, object]],
    years_new: list[int],
    by: Person,
    at: datetime,
) -> None:
    """What planners read afterwards: what changed and why, and what to mend at the source."""
    ReturnImport(
        authority=authority,
        # The tables of this council are locked until the end of the import, so numbers cannot meet.
        number=ReturnImport.objects.filter(authority=authority).count() + 1,
        imported_at=at, imported_by=by.id, imported_by_role=by.role.value,
        report=report, changes=differences, named=named, years_new=years_new,
        after=exact_after(authority, timezone.localdate(at)),
    ).save(force_insert=True)  # fmt: skip


def _check_storable(reading: "Reading", on: date) -> None:
    if reading.faults:
        number = len(reading.faults)
        raise Faulty(
            "return_faulty",
            f"Nothing was stored: the return holds {number:,} {'fault' if number == 1 else 'faults'}, each named with "
            "its file and row. Put them right in the source system, export again, and import again.",
            reading.faults,
        )
    homeless = [table for table in reading.tables if table.year is None and table.rows]
    if homeless:
        why = (
            "Nothing in it tells the collection year. Put it beside the episodes of its year, or in a folder named "
            "after the year, for example 2026, or say --year 2026."
        )
        faults = [Fault(file, 0, "", "year_unknown", why) for table in homeless for file in table.files]
        raise Faulty("year_unknown", "Nothing was stored: the year of a table is not known.", faults)
    early = years_not_come(((file, table.year) for table in reading.tables for file in table.files), on)
    if early:
        raise Faulty("year_not_come", "Nothing was stored: a table is of a year that has not begun.", early)


def _check_ours(authority: str, news: list["Kept"], stored: Iterable["Kept"]) -> None:
    from ..returns.whose import doubt

    episodes = {kept.year: kept for kept in stored if kept.name == "episodes"}
    words = doubt(authority=authority, given=news, before=episodes, book=_postcodes())
    if words:
        raise Refused(
            "return_of_another_council",
            f"Nothing was stored: this looks like another council's return. {words} Check the files and the council's "
            "code. If it is this council's own, say so: the tick below the files on the page, --yes-it-is-ours on the "
            "command line, confirmed_ours for programs.",
        )


# ------------------------------------------------------------------------------------- tables as they are kept
def _kept(authority: str, *, to_change: bool = True) -> list["Kept"]:
    from ..returns.stored import Kept

    rows = ReturnTable.objects.filter(authority=authority)
    rows = rows.select_for_update() if to_change else rows
    return [Kept(r.name, r.year, r.file_name, r.rows, r.sha256, bytes(r.packed)) for r in rows]


def _store_tables(authority: str, news: Sequence["Kept"], by: Person, at: datetime, step: Step) -> None:
    for number, kept in enumerate(news):
        step("Storing the tables", number, len(news))
        ReturnTable.objects.update_or_create(
            authority=authority,
            year=kept.year,
            name=kept.name,
            defaults={
                "file_name": kept.file,
                "sha256": kept.sha256,
                "rows": kept.rows,
                "packed": kept.packed,
                "imported_at": at,
                "imported_by": by.id,
                "imported_by_role": by.role.value,
            },
        )


def _size(authority: str) -> tuple[int, int]:
    children = ReturnedChild.objects.filter(authority=authority).count()
    return children, ReturnedEpisode.objects.filter(child__authority=authority).count()


# ------------------------------------------------------------------------------------- the longitudinal record
def _rebuild(authority: str, kept: list["Kept"], step: Step) -> None:
    """Make the record anew from every stored year; a child known before keeps its id."""
    from ..returns.link import link
    from ..returns.repair import repair
    from ..returns.stored import opened

    step("Joining the years to one record")
    record = link(repair(opened(kept)))
    ids = dict(ReturnedChild.objects.filter(authority=authority).values_list("return_key_index", "id"))
    ReturnedChild.objects.filter(authority=authority).delete()
    children = []
    for facts in _children(record):
        index = return_key_index(ReturnedChild, authority, facts["return_key"])
        own_id = ids.get(index) or uuid4()
        children.append({"id": own_id, "authority": authority, "return_key_index": index, **facts})
    total = len(children) + len(record.episodes)
    _insert(ReturnedChild, children, partial(_so_far, step, total, 0))
    own = [child["id"] for child in children]
    _insert(ReturnedEpisode, ({"child": own[number], **facts} for number, facts in _episodes(record)),
            partial(_so_far, step, total, len(children)))  # fmt: skip


def _so_far(step: Step, total: int, before: int, rows: int) -> None:
    step("Storing the record of all years, row by row", before + rows, total)


def _insert(model: type[Model], rows: Iterable[dict[str, Any]], so_far: Callable[[int], None]) -> None:
    """Many new rows at once, all with the same fields: ten times as fast as one object a row.

    so_far: told before each part how many rows are there already.
    """
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    fields: list[Any] = [model._meta.get_field(name) for name in first]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    # The names are those of our own models; every value is a parameter.
    sql = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
    prepare = [_preparation(field) for field in fields]
    with connection.cursor() as cursor:
        for number, part in enumerate(_batched(chain([first], rows), _AT_ONCE)):
            so_far(number * _AT_ONCE)
            cursor.executemany(
                sql, [[make(v, row) for make, v in zip(prepare, row.values(), strict=True)] for row in part]
            )


def _preparation(field: Any) -> Callable[[Any, dict[str, Any]], Any]:
    """How a value of that field, in that row, is handed to the database; most go as they are."""
    if isinstance(field, SealedField):
        names = [_given(field.model, name) for name in field.bound_to]
        return lambda value, row: field.get_prep_value(field.sealed(value, field.row(*(row[name] for name in names))))
    kind = (field.target_field if field.is_relation else field).get_internal_type()
    if kind in ("DateField", "UUIDField"):
        # Few distinct days and children stand in many rows.
        prepared = lru_cache(maxsize=None)(lambda value: field.get_db_prep_save(value, connection))
        return lambda value, row: prepared(value)
    return lambda value, row: value


def _given(model: type[Model], name: str) -> str:
    """The name by which a new row gives what a sealed value is bound to."""
    return model._meta.pk.name if name == "pk" else str(model._meta.get_field(name).name)


def _batched(rows: Iterable[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    """The rows in lists of `size`, so that no more than that many wait in memory."""
    rows = iter(rows)
    while part := list(islice(rows, size)):
        yield part


def _children(record: "Record") -> Iterator[dict[str, Any]]:
    from ..returns.days import to_date
    from ..returns.episodes import SEXES

    known = record.children
    ethnic = _words(record, "ethnic")
    for n, key in enumerate(known.ids):
        yield {
            "return_key": key,
            "birth_date": to_date(known.birth[n]),
            "sex": SEXES[known.sex[n]],
            "ethnicity": ethnic(known.ethnic[n]),
            "unaccompanied": bool(known.unaccompanied[n]),
            "unaccompanied_until": to_date(known.unaccompanied_until[n]),
            "first_year": int(known.first_year[n]),
            "last_year": int(known.last_year[n]),
        }


def _episodes(record: "Record") -> Iterator[tuple[int, dict[str, Any]]]:
    """Each episode with the number of its child."""
    import numpy as np

    from ..returns.days import to_date
    from ..returns.distance import distances

    rows = record.episodes
    where = distances(record, _postcodes())
    names = {"legal_status": "legal", "home_postcode": "home_post", "place_postcode": "place_post", "began": "new"}
    fields = ("need", "place", "provider", "ended", "moved", "urn")
    columns = {f: (_words(record, names.get(f, f)), getattr(rows, names.get(f, f))) for f in (*names, *fields)}
    columns["home_place"] = (_words(record, "place"), rows.place[record.home])
    firsts = {"period": record.period, "placement": record.placement}
    numbers = {f: array - array[np.searchsorted(rows.child, rows.child)] + 1 for f, array in firsts.items()}
    at_home = record.home == np.arange(len(rows))
    for n in range(len(rows)):
        facts: dict[str, Any] = {field: word(array[n]) for field, (word, array) in columns.items()}
        facts |= {field: int(array[n]) for field, array in numbers.items()}
        miles = float(where.miles[n])
        yield (
            int(rows.child[n]),
            facts
            | {
                "start_day": to_date(rows.start[n]),
                "end_day": to_date(rows.end[n]),
                "at_home": bool(at_home[n]),
                "place_authority": str(where.place_authority[n]),
                "distance_miles": None if miles != miles else miles,
                "first_year": int(rows.first_year[n]),
                "last_year": int(rows.year[n]),
            },
        )


def _words(record: "Record", column: str) -> Callable[[int], str]:
    words = [word[:_LONGEST] for word in record.words[column]]
    return words.__getitem__


def _postcodes() -> PostcodeBook | None:
    """The postcode lookup, where it has been built; distances stay blank without it."""
    try:
        return PostcodeBook.open(settings.HOME / NAME)
    except Refused:
        return None
