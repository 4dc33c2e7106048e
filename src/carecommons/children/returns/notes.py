"""What was seen, mended or doubted while reading: one line a kind, counted, with a few rows named.

sort: format   how the file was written; nothing about a child changed
      doubt    kept as it was, and worth a look
      repair   the record was put right; the rule is given
An example names table, file and row, never a child. The first few are shown; more are kept, so that those who mend
the data at its source can find the rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

EXAMPLES = 5
ROWS_NAMED = 500
"""Rows named for each kind: enough to see a pattern, few enough to hold for a return of the largest council."""

KINDS: dict[str, tuple[str, str]] = {
    "encoding": ("format", "The file is not in plain UTF-8; it was converted."),
    "columns_extra": ("format", "Columns that the return does not have were left aside."),
    "columns_missing": ("format", "Columns of the return are absent and were read as blank."),
    "columns_renamed": ("format", "Headings were written differently and were recognised."),
    "dates_iso": ("format", "Days written year first were read."),
    "dates_two_digit_year": ("repair", "Two-digit years were completed: 69 to 99 as 19.., 00 to 68 as 20.."),
    "dates_other_form": ("format", "Days written with dots, hyphens, month names or a time were read."),
    "spaces_trimmed": ("format", "Spaces around values were removed."),
    "code_case": ("format", "Codes in small letters were read as capitals."),
    "code_decimal": ("format", "Codes that a spreadsheet had turned into decimals were turned back."),
    "blank_word": ("format", "Words such as NULL were read as blank."),
    "blank_rows": ("format", "Empty rows were left out."),
    "header_repeated": ("format", "A heading line repeated among the rows was left out."),
    "xml_unknown": ("format", "XML elements that belong to no table were left aside."),
    "several_parts": ("format", "A table of one year came in several files; they were read together."),
    "same_file_twice": ("format", "The same file was given twice and read once."),
    "another_return": ("doubt", "A second return for the same year lies beside this one and was not mixed in."),
    "another_version": ("doubt", "A second version of a table lies beside the first and was not read."),
    "year_from_dates": ("doubt", "The folder or file names another year than the days inside; the days were believed."),
    "year_unknown": ("doubt", "The collection year could not be told; codes were not checked by year."),
    "years_in_one_file": ("doubt", "One file holds several collection years; it was read as it is."),
    "table_before_its_time": ("doubt", "This table was not collected in that year."),
    "code_unknown": ("doubt", "A code that the guide does not have was kept."),
    "code_out_of_year": ("doubt", "A code that was not in use in that year was kept."),
    "value_blank": ("doubt", "A value that every row should have is blank."),
    "start_blank": ("doubt", "A row has no first day; it was kept but counts nowhere."),
    "number_out_of_range": ("doubt", "A number outside its range was kept."),
    "postcode_unreadable": ("doubt", "A postcode is not written like one; it was kept and has no distance."),
    "formula": ("doubt", "A cell begins like a spreadsheet formula; it was kept as text and is never run."),
    "child_id_odd": ("doubt", "A child's number holds signs that numbers do not have, or was rounded; kept."),
    "outside_year": ("doubt", "An episode does not touch the year of its return."),
    "end_reason_without_end": ("doubt", "An episode has an end reason but no last day; it counts as open."),
    "end_without_reason": ("doubt", "An episode has a last day but no end reason."),
    "no_header_row": ("doubt", "Rows name a child who has no row in the header table."),
    "birth_dates_differ": ("doubt", "Returns give different birth dates for one child; the newest was used."),
    "sex_differs": ("doubt", "Returns give different sexes for one child; the newest was used."),
    "begins_before_birth": ("doubt", "An episode begins before the child's birth date."),
    "after_eighteenth_birthday": ("doubt", "An episode goes on after the child's eighteenth birthday."),
    "duplicate": ("repair", "The same row twice in one return: one was kept."),
    "same_start_twice": ("repair", "Two rows of one return begin on the same day: the closed, longer one was kept."),
    "in_several_years": ("repair", "An episode returned in several years was joined into one."),
    "child_in_several_years": ("repair", "A child returned in several years was joined into one record."),
    "open_closed_by_later_return": ("repair", "An episode open in one return was closed by a later one."),
    "changed_by_later_return": ("repair", "A later return gives an episode differently: the later one was kept."),
    "open_closed_by_next_episode": ("repair", "An open episode is followed by another: it ends where that begins."),
    "open_then_gone": ("repair", "An open episode never returns: it ends on the last 31 March that had it."),
    "overlap": ("repair", "An episode ends after the next begins: it was shortened to that day."),
    "x1_gap": ("repair", "The end reason says that the next episode begins the same day, but it begins later: joined."),
    "x1_last": ("doubt", "The end reason says that another episode follows, and none does."),
    "x1_then_start": ("doubt", "The end reason says that care goes on, and the next episode says that it began anew."),
    "same_carer_joined": ("repair", "Changes of status or of place with the same carer are one placement."),
    "absence_joined": ("repair", "A temporary absence with return to the same placement is no move."),
}


@dataclass(frozen=True, slots=True, order=True)
class Example:
    """Where something was seen: a row of a file (row 1 is the heading), and the column where it matters."""

    table: str
    file: str
    row: int
    column: str = ""
    value: str = ""

    def as_dict(self) -> dict[str, object]:
        plain: dict[str, object] = {"table": self.table, "file": self.file, "row": self.row}
        return plain | ({"column": self.column} if self.column else {}) | ({"value": self.value} if self.value else {})


@dataclass(frozen=True, slots=True)
class Note:
    """One kind of thing seen: how often, and where, as far as rows are named."""

    kind: str
    count: int
    named: tuple[Example, ...]

    @property
    def examples(self) -> tuple[Example, ...]:
        """The first few places."""
        return self.named[:EXAMPLES]

    @property
    def sort(self) -> str:
        return KINDS[self.kind][0]

    @property
    def words(self) -> str:
        return KINDS[self.kind][1]

    def as_dict(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "sort": self.sort,
            "count": self.count,
            "words": self.words,
            "examples": [example.as_dict() for example in self.examples],
        }


@dataclass(slots=True)
class Notebook:
    """Collects notes; what comes out does not depend on the order in which they went in."""

    _counts: dict[str, int] = field(default_factory=dict)
    _examples: dict[str, list[Example]] = field(default_factory=dict)

    def add(self, kind: str, count: int, examples: Iterable[Example] = ()) -> None:
        """Note `count` more of a kind; `examples` should hold the first `ROWS_NAMED` in row order."""
        assert kind in KINDS, f"no such kind of note: {kind}"
        if count:
            self._counts[kind] = self._counts.get(kind, 0) + int(count)
            self._examples[kind] = sorted({*self._examples.get(kind, ()), *examples})[:ROWS_NAMED]

    def merge(self, notes: Iterable[Note]) -> None:
        for note in notes:
            self.add(note.kind, note.count, note.named)

    def notes(self) -> tuple[Note, ...]:
        """All notes, in the order of KINDS."""
        return tuple(
            Note(kind, self._counts[kind], tuple(self._examples[kind])) for kind in KINDS if kind in self._counts
        )
