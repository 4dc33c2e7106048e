"""The check of the whole register: every table, every row, and the checkpoints that others kept."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef

from .. import outside
from ..checking import Checker, Report
from ..checkpoint import Note, read, signed_by
from ..models import Checkpoint, Entry, Opening, Sealed, Tile, Waiting
from . import keyring, opening_id, rows


def check(*, notes: Iterable[Note] = (), with_kept: bool = True) -> Report:
    """Whether every row of the register is as it was written, and the outside checkpoints agree with it.

    notes: checkpoints that someone kept. with_kept: compare with the one in the data folder too, if any.
    """
    kept = outside.kept(settings.HOME) if with_kept else None
    outsiders = [*notes, *([read(kept)] if kept is not None else [])]
    with _one_moment():
        return _check(outsiders)


def _check(outsiders: list[Note]) -> Report:
    checker = Checker(keyring(), sizes_wanted={note.size for note in outsiders})
    seals = (row for page in rows.pages(Checkpoint) for row in page)
    _numbered(checker, seals)
    checker.tiles(rows.all_of(Tile, "level", "index"))
    _queued(checker)
    _strays(checker)
    for note in outsiders:
        _compare(checker, note)
    return checker.finish()


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read the register as it was at one moment, without holding up those who write to it."""
    if connection.in_atomic_block:
        yield
        return
    settled = vars(connection).get("transaction_mode")
    if connection.vendor == "sqlite":
        vars(connection)["transaction_mode"] = None  # a plain BEGIN takes no lock to write
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            vars(connection)["transaction_mode"] = settled


def _numbered(checker: Checker, seals: Iterator[rows.Raw]) -> None:
    seal = next(seals, None)
    for page in rows.pages(Sealed):
        ids = [row["_raw"]["entry_id"] for row in page]
        entries = {row["_raw"]["id"]: row for row in rows.where_in(Entry, "id", ids)}
        parts = _openings(ids)
        for row in page:
            while seal is not None and _seals_before(seal, row["number"]):
                checker.checkpoint(seal)
                seal = next(seals, None)
            key = row["_raw"]["entry_id"]
            checker.sealed(row, entries.get(key), parts.get(key, []))
    while seal is not None:
        checker.checkpoint(seal)
        seal = next(seals, None)


def _seals_before(seal: rows.Raw, number: Any) -> bool:
    return isinstance(seal["size"], int) and isinstance(number, int) and seal["size"] < number


def _queued(checker: Checker) -> None:
    queue = {row["_raw"]["entry_id"]: row for page in rows.pages(Waiting) for row in page}
    unsealed = rows.without(Entry, "id", (Sealed, "entry_id"))
    for start in range(0, len(unsealed), rows.AT_ONCE):
        page = unsealed[start : start + rows.AT_ONCE]
        parts = _openings([row["_raw"]["id"] for row in page])
        for row in page:
            key = row["_raw"]["id"]
            checker.unsealed(row, queue.pop(key, None), parts.get(key, []))
    for row in queue.values():
        number = Sealed.objects.filter(entry_id=row["entry_id"]).values_list("number", flat=True).first()
        checker.stray("A row of the queue belongs to no waiting entry.", number=number, entry_id=row["entry_id"])


def _openings(ids: list[Any]) -> dict[Any, list[rows.Raw]]:
    found = defaultdict(list)
    for row in rows.where_in(Opening, "entry_id", ids):
        known = row["entry_id"] is not None and row["name"] is not None
        row["id_expected"] = opening_id(row["entry_id"], row["name"]) if known else None
        found[row["_raw"]["entry_id"]].append(row)
    return found


def _strays(checker: Checker) -> None:
    """Openings of no entry, and rows of other rooms that name an entry which is gone."""
    for row in rows.without(Opening, "entry_id", (Entry, "id")):
        checker.stray(f"A sealed part belongs to an entry that is gone ({row['entry_id']}).", entry_id=row["entry_id"])
    tables = set(connection.introspection.table_names())
    for relation in Entry._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or relation.related_model._meta.app_label == "register":
            continue
        if relation.related_model._meta.db_table not in tables:
            continue  # a room that has not been set up yet
        field = relation.field
        gone = relation.related_model._base_manager.filter(
            ~Exists(Entry.objects.filter(pk=OuterRef(field.attname))), **{f"{field.attname}__isnull": False}
        )
        for entry_id in gone.values_list(field.attname, flat=True)[:10]:
            checker.stray(
                f"The room '{relation.related_model._meta.app_label}' names an entry that is gone ({entry_id}).",
                entry_id=entry_id,
            )


def _compare(checker: Checker, note: Note) -> None:
    if not signed_by(note, keyring().public_key):
        checker.stray("An outside checkpoint does not carry this register's signature: it is another register's.")
        return
    words = outside.difference(note, size=checker.size, root_then=checker.roots.get(note.size))
    if words is not None:
        checker.stray(words, number=checker.size + 1 if note.size > checker.size else None)
