"""Which source a table is: by its folded headings, and among tables with the same headings by their words.

Several tables of one publication share all their headings; the words in their grouping columns tell them apart.
"""

from collections.abc import Sequence
from itertools import islice

from .census import column_of
from .mappings import Source, sources
from .shapes import money_heading
from .tables import HEADER_WITHIN, Table, headed
from .words import fold

_NEEDED = ("time_period", "geographic_level", "country_code")
_LOOKED_AT = 5_000


def recognise(name: str, rows: list[list[str]], alphabet: str) -> tuple[Table, Source] | None:
    """The table and its source; None when no row in the first thirty heads a table that is known."""
    best: tuple[float, int, Table, Source] | None = None
    for at in range(min(HEADER_WITHIN, len(rows))):
        headings = {fold(cell) for cell in rows[at]}
        if len(headings) < 3:
            continue
        fitting = [source for source in sources().values() if _heads(source, headings)]
        for source in fitting:
            table = headed(name, rows, at, alphabet)
            if source.shape == "long" and not _titled(table, source):
                continue
            weight = (_share_known(table, source), len(source.groups) + len(source.numbers))
            if weight[0] > 0 and (best is None or weight > best[:2]):
                best = (*weight, table, source)
        if fitting and best:
            break
    return (best[2], best[3]) if best else None


def heading_twice(table: Table, source: Source) -> Sequence[str]:
    """Headings that are read and stand more than once."""
    read = {fold(each) for each in (*_NEEDED, *source.groups, *source.numbers)}
    read |= {fold(each) for spellings in source.extra.get("headings", {}).values() for each in spellings}
    return sorted(each for each in set(table.headings) if each in read and table.headings.count(each) > 1)


def _heads(source: Source, headings: set[str]) -> bool:
    if source.shape == "long":
        return headings >= {fold(each) for each in (*_NEEDED, *source.groups, *source.numbers)}
    if source.shape == "census":
        needed = [source.extra["columns"][name]["holds"] for name in source.extra["needed"]]
        return all(column_of(tuple(headings), holds) is not None for holds in needed)
    told = source.extra["headings"]
    if not all(any(fold(each) in headings for each in spellings) for spellings in told.values()):
        return False
    if source.shape == "outturn":
        found = {line[0] for each in headings if (line := money_heading(source.extra)(each))}
        return {"looked_after", "looked_after/residential", "looked_after/fostering"} <= found
    return True


def _titled(table: Table, source: Source) -> bool:
    """Whether the words above the headings are those of the source; a table without its own title has none."""
    if not source.titled:
        return not table.titles
    return any(source.titled in fold(title) for title in table.titles)


def _share_known(table: Table, source: Source) -> float:
    """How many of the first rows speak in the words of this source, in any of its releases."""
    if source.shape != "long":
        return 1.0
    places = [(table.headings.index(fold(group)), group) for group in source.groups]
    known = {group: {word for each in source.releases for word in each.words[group]} for group in source.groups}
    looked = [row for row in islice(table.body, _LOOKED_AT) if len(row) > max(at for at, _ in places)]
    hits = sum(all(fold(row[at]) in known[group] for at, group in places) for row in looked)
    return hits / len(looked) if looked else 0.0
