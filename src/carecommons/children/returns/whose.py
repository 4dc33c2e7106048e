"""Whether files look like the return of the council under whose name they are to be stored.

One council's files under another's code would make that council's record anew from strangers. Two signs tell:
most children come from homes in other councils' areas, or hardly any child in care at the end of one year stands
in the files of the next (or, of a year sent again, in the new file). Small numbers tell nothing.
"""

import gzip
from collections.abc import Mapping, Sequence

import polars as pl

from carecommons.common.postcodes import PostcodeBook

from .stored import Kept

CHILDREN_TO_TELL = 10
KNOWN_AGAIN_SHARE_MIN = 0.1
ELSEWHERE_SHARE_MAX = 0.5


def doubt(*, authority: str, given: Sequence[Kept], before: Mapping[int, Kept], book: PostcodeBook | None) -> str:
    """Why the given episodes seem to be another council's, in words; "" when nothing speaks for it.

    before: the stored episodes by year.
    """
    new = {kept.year: kept for kept in given if kept.name == "episodes"}
    rows = {kept.year: _rows(kept) for kept in {**before, **new}.values()}
    for year, kept in new.items():
        elsewhere = _elsewhere(rows[year], authority, book)
        if elsewhere:
            return f"In {kept.file} {elsewhere}"
        if year in before:
            gone = _strangers(_rows(before[year]), rows[year])
            if gone:
                return f"{kept.file} takes the place of what is stored for {year}, and {gone}"
    for year in sorted(rows):
        if year + 1 in rows and {year, year + 1} & set(new):
            gone = _strangers(rows[year].filter(pl.col("DEC") == ""), rows[year + 1])
            if gone:
                return f"Of those in care on 31 March {year}, {gone}"
    return ""


def _rows(kept: Kept) -> pl.DataFrame:
    frame = pl.read_csv(gzip.decompress(kept.packed), infer_schema=False).fill_null("")
    return frame.select("CHILD", "DEC", "HOME_POST")


def _strangers(earlier: pl.DataFrame, later: pl.DataFrame) -> str:
    known, now = set(earlier["CHILD"].to_list()), set(later["CHILD"].to_list())
    if len(known) < CHILDREN_TO_TELL or len(known & now) >= KNOWN_AGAIN_SHARE_MIN * len(known):
        return ""
    return "fewer than one child in ten stands in it." if now else "no child stands in it."


def _elsewhere(rows: pl.DataFrame, authority: str, book: PostcodeBook | None) -> str:
    if book is None:
        return ""
    homes = rows.filter(pl.col("HOME_POST") != "").unique("CHILD", keep="first", maintain_order=True)["HOME_POST"]
    found = [str(code) for code in book.find(homes.to_list()).authority if code] if len(homes) else []
    other = sum(code != authority for code in found)
    if len(found) < CHILDREN_TO_TELL or other <= ELSEWHERE_SHARE_MAX * len(found):
        return ""
    return "most children come from homes in other councils' areas."
