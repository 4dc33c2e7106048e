"""What was mended or doubted in the newest return of each council, in counts, and how to mend it at the source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from carecommons.children import counts as need
from carecommons.children.returns.mending import MENDING
from carecommons.children.returns.notes import KINDS
from carecommons.people.may import may
from carecommons.people.roles import Person, Subject

from ..audit import Place, head
from ..quality import Seen, by_sort
from .asked import across_councils, asked

__all__ = ["Mended", "mended"]

SEE_ROWS = "children.see_import_report"


@dataclass(frozen=True, slots=True)
class Mended:
    """Kinds of thing seen; cells in the order of the places, which `heads` names.

    rows_of: the code of one's own council, or "".
    """

    places: tuple[Place, ...]
    heads: tuple[str, ...]
    other: Place | None
    choices: tuple[Place, ...]
    seen: tuple[Seen, ...]
    rows_of: str
    threshold: int

    @property
    def place(self) -> Place:
        return self.places[0]

    @property
    def sorts(self) -> Mapping[str, tuple[Seen, ...]]:
        return by_sort(self.seen)

    @property
    def headline(self) -> str:
        kinds = [each for each in self.seen if each.cells[0].value != 0]
        if not kinds:
            return "Nothing was mended or doubted in the newest return"
        repairs = sum(each.sort == "repair" for each in kinds)
        doubts = sum(each.sort == "doubt" for each in kinds)
        kinds_put = "1 kind of thing was" if repairs == 1 else f"{repairs or 'no'} kinds of thing were"
        said = f"{kinds_put} put right and {doubts or 'none'} kept as doubtful in the newest return"
        return said[0].upper() + said[1:]


@across_councils
def mended(*, place: str | None, by: Person, at: datetime, other: str | None = None) -> Mended:
    """For a council, or added up for a wider place. Raises as `audit` does."""
    ask = asked(place=place, other=other, by=by, at=at)
    # Every place that may be asked for is told at once, so that none gives another away.
    told = need.notes_told({each.code: each.councils for each in ask.choices}, **ask.rule)
    kinds = {kind for each in ask.places for kind, shown in told[each.code].items() if shown.value != 0}
    seen = tuple(
        Seen(
            kind, KINDS[kind][0], KINDS[kind][1], MENDING[kind].where, MENDING[kind].how,
            tuple(told[each.code][kind] for each in ask.places),
        )
        for kind in KINDS
        if kind in kinds
    )  # fmt: skip
    own = ask.place.councils[0] if ask.place.kind == "council" else ""
    rows_of = own if own and may(by, SEE_ROWS, Subject(authority=own)) else ""
    heads = tuple(head(each, sum(code in ask.known for code in each.councils)) for each in ask.places)
    return Mended(ask.places, heads, ask.other, ask.choices, seen, rows_of, ask.rule["threshold"])
