"""One sequence of episodes a child, from the rows of many years, and what was mended on the way.

1. Rows of one child that begin on the same day are versions of one episode: the newest return is believed.
   (An episode that begins and ends on one day is its own episode beside another that begins then.)
2. An episode ends no later than the next begins. An open one ends where the next begins; but where that next
   one says that care began anew, it ends on the last 31 March that still had it.
3. "X1" promises that the next episode begins the same day: a gap after it is closed, unless care began anew.
4. An episode open in an old return that no later return mentions ends on the last 31 March that had it.

Mending what is mended changes nothing (tests/children/test_returns_repair.py holds that, and the rest).
"""

from dataclasses import dataclass, replace

import numpy as np

from .days import OPEN, year_end, year_start
from .episodes import CODES, TEXTS, Children, Episodes, Gathered, Ints, gather_rows
from .notes import ROWS_NAMED, Example, Note, Notebook
from .order import stable_order
from .read import Reading

_LEAST_DAYS_TO_EIGHTEEN = 18 * 365
_ENDING = ("end", "ended", "moved")
_BEGINNING = tuple(column for column in (*CODES, *TEXTS) if column not in _ENDING)


@dataclass(frozen=True, slots=True)
class Repaired:
    """The mended episodes in the order of child and day, the children, and the notes of all that was done."""

    episodes: Episodes
    children: Children
    words: dict[str, tuple[str, ...]]
    files: tuple[str, ...]
    years: tuple[int, ...]
    notes: tuple[Note, ...]

    def code(self, column: str, word: str) -> int:
        """The number of a code, or 255 when no row has it."""
        words = self.words[column]
        return words.index(word) if word in words else 255


def repair(reading: Reading) -> Repaired:
    """The longitudinal episodes of everything read."""
    gathered = gather_rows(reading)
    notes = Notebook()
    _doubts(gathered, notes, check_years=not reading.several_years)
    episodes = mended(gathered, notes)
    several = gathered.children.first_year < gathered.children.last_year
    notes.add("child_in_several_years", int(several.sum()))
    return Repaired(episodes, gathered.children, gathered.words, gathered.files, gathered.years, notes.notes())


def mended(gathered: Gathered, notes: Notebook) -> Episodes:
    """The episodes after rules 1 to 4, in the order of child and day."""
    rows = _one_version(gathered.episodes, notes, gathered.files)
    if not len(rows):
        return rows
    start, end = rows.start.astype(np.int64), rows.end.astype(np.int64)
    end_of_year = _per_year(rows.year, year_end)
    newest = gathered.years[-1] if gathered.years else 0
    begins, goes_on = gathered.code("new", "S"), gathered.code("ended", "X1")
    followed = rows.child[:-1] == rows.child[1:]
    followed = np.append(followed, False)
    next_start = np.append(start[1:], OPEN)
    anew = np.append(rows.new[1:] == begins, False) & followed
    was_open = end >= OPEN

    seen = np.maximum(end_of_year, start)
    stop = np.where(anew, np.minimum(next_start, seen), next_start)
    end = np.where(was_open & followed, stop, end)
    gone = was_open & ((followed & (stop < next_start)) | (~followed & (rows.year < newest) & (rows.year > 0)))
    end = np.where(gone & ~followed, seen, end)
    overlap = followed & ~was_open & (end > next_start)
    end = np.where(overlap, next_start, end)
    gap = followed & (rows.ended == goes_on) & (end < next_start)
    end = np.where(gap & ~anew, next_start, end)

    for kind, which in (
        ("open_closed_by_next_episode", was_open & followed & ~gone),
        ("open_then_gone", gone),
        ("overlap", overlap),
        ("x1_gap", gap & ~anew),
        ("x1_then_start", gap & anew),
        ("x1_last", ~followed & ~was_open & (rows.ended == goes_on)),
        ("end_reason_without_end", was_open & (rows.ended != 0)),
        ("end_without_reason", ~was_open & (rows.ended == 0)),
    ):
        _note(notes, kind, rows.source[which], gathered.files)
    assert (end >= start).all(), "mending never turns an episode round"
    return replace(rows, end=end.astype(np.int32))


def _one_version(rows: Episodes, notes: Notebook, files: tuple[str, ...]) -> Episodes:
    """Rule 1: one row for each child and first day, sorted; the last, most believed version of each."""
    # Child, days since the first of all, and whether it lasted longer: as few digits as will do.
    day = rows.start - rows.start.min(initial=OPEN)
    key = (rows.child.astype(np.int64) << int(day.max(initial=0)).bit_length() | day) << 1
    key |= rows.end != rows.start
    order = stable_order(key)
    key = key.take(order)
    again = np.flatnonzero(key[1:] == key[:-1])
    if not len(again):
        return rows.take(order)
    versions = _versions(rows, order, again)
    if (clash := versions.same_year & ~versions.same).any():
        # Sorted by year and belief, so that each row is a version of the one after it, and told once.
        order = _believed_last(rows, order, key, np.unique(key[again[clash]]))
        versions = _versions(rows, order, again)
    versions.note(notes, files)
    # Rows come in the order of years, so the first version of each is of the oldest return.
    first, last = np.ones(len(order), bool), np.ones(len(order), bool)
    first[again + 1] = last[again] = False
    return replace(rows.take(order[last]), first_year=rows.first_year.take(order[first]))


@dataclass(frozen=True, slots=True)
class _Versions:
    """Pairs of rows that tell of one episode, of which the later is believed: its source, and how they differ."""

    later: Ints
    same_year: Ints
    same: Ints
    only_closed: Ints

    def note(self, notes: Notebook, files: tuple[str, ...]) -> None:
        same_year, same, only_closed = self.same_year, self.same, self.only_closed
        for kind, which in (
            ("duplicate", same_year & same),
            ("same_start_twice", same_year & ~same),
            ("in_several_years", ~same_year & same),
            ("open_closed_by_later_return", ~same_year & only_closed),
            ("changed_by_later_return", ~same_year & ~same & ~only_closed),
        ):
            _note(notes, kind, self.later[which], files)


def _versions(rows: Episodes, order: Ints, again: Ints) -> _Versions:
    """The pairs in an order of the rows. again: each i whose row order[i] and the next share child and first day."""
    one, two = order.take(again), order.take(again + 1)
    as_begun = rows.alike(one, two, _BEGINNING)
    only_closed = as_begun & (rows.end.take(one) >= OPEN) & (rows.end.take(two) < OPEN)
    return _Versions(
        later=rows.source.take(two),
        same_year=rows.year.take(one) == rows.year.take(two),
        same=as_begun & rows.alike(one, two, _ENDING),
        only_closed=only_closed,
    )


def _believed_last(rows: Episodes, order: Ints, key: Ints, clashes: Ints) -> Ints:
    """The order in which, of rows that differ within one year, the closed, longer one comes last."""
    order = order.copy()
    for at in clashes:
        low, high = np.searchsorted(key, at, "left"), np.searchsorted(key, at, "right")
        order[low:high] = sorted(order[low:high], key=lambda i: _belief(rows, i))
    return order


def _belief(rows: Episodes, i: int) -> tuple[int, ...]:
    closed = int(rows.end[i] < OPEN)
    said = (rows.place, rows.legal, rows.need, rows.provider, rows.ended, rows.moved, rows.new, rows.urn)
    return (int(rows.year[i]), closed, int(rows.end[i]), *(int(column[i]) for column in said))


# ------------------------------------------------------------------------------------- doubts
def _doubts(gathered: Gathered, notes: Notebook, *, check_years: bool) -> None:
    """What looks wrong in the rows as they came; nothing is changed by it."""
    rows, children, files = gathered.episodes, gathered.children, gathered.files
    if len(rows):
        birth = children.birth.take(rows.child)
        _note(notes, "begins_before_birth", rows.source[(rows.start < birth) & (birth < OPEN)], files)
        _note(notes, "after_eighteenth_birthday", rows.source[_grown(rows, birth)], files)
        if check_years:
            begins, ends = _per_year(rows.year, year_start), _per_year(rows.year, year_end)
            outside = (rows.year > 0) & ((rows.start > ends) | (rows.end < begins))
            _note(notes, "outside_year", rows.source[outside], files)
        if len(gathered.header.child):
            headed = np.zeros(len(children), bool)
            headed[gathered.header.child] = True
            _note(notes, "no_header_row", rows.source[~headed.take(rows.child)], files)
    header = gathered.header
    for kind, odd in (
        ("birth_dates_differ", (header.birth < OPEN) & (header.birth != children.birth[header.child])),
        ("sex_differs", (header.sex > 0) & (header.sex != children.sex[header.child])),
    ):
        if odd.any():
            notes.add(kind, int(odd.sum()), _where("header", header.source[odd], files))


def _grown(rows: Episodes, birth: Ints) -> Ints:
    """The numbers of the rows that go on after the child's eighteenth birthday. birth: of each row's child."""
    last_known = np.where(rows.end >= OPEN, rows.start, rows.end)
    # Few rows are so late that the calendar must be asked; where no birth is known, OPEN is later than every day.
    late = np.flatnonzero(last_known - birth > _LEAST_DAYS_TO_EIGHTEEN)
    return late[last_known.take(late) > _eighteenth_birthdays(birth.take(late))]


def _eighteenth_birthdays(birth: Ints) -> Ints:
    """The day of each eighteenth birthday (1 March for those born on 29 February)."""
    born = birth.astype("datetime64[D]")
    months = born.astype("datetime64[M]")
    into_month = (born - months).astype(np.int64)
    return (months + np.timedelta64(18 * 12, "M")).astype("datetime64[D]").astype(np.int64) + into_month


# ------------------------------------------------------------------------------------- small things
def _per_year(years: Ints, day_of) -> Ints:  # type: ignore[no-untyped-def]
    """day_of(year) for each row; the year 0 (not told) is day 0."""
    low = int(years.min()) if len(years) else 0
    table = np.array([day_of(y) if y else 0 for y in range(low, int(years.max(initial=low)) + 1)], np.int32)
    return table.take(years - low)


def _note(notes: Notebook, kind: str, sources: Ints, files: tuple[str, ...]) -> None:
    if len(sources):
        notes.add(kind, len(sources), _where("episodes", sources, files))


def _where(table: str, sources: Ints, files: tuple[str, ...]) -> list[Example]:
    """The first places, in the order of file and row, as many as are named."""
    few = np.partition(sources, ROWS_NAMED - 1)[:ROWS_NAMED] if len(sources) > ROWS_NAMED else sources
    return [Example(table, files[int(s) >> 32], int(s) & 0xFFFFFFFF) for s in sorted(few)]
