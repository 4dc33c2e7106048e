"""Write the tiles of the map: `python tools/tiles.py`, after `carecommons postcodes build`.

Reads the drawn outlines for the true middles; writes src/carecommons/common/data/tiles.csv.
"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from carecommons.common import boundaries
from carecommons.common.boundaries import Outline
from carecommons.common.places import authorities
from carecommons.common.tiles import layout

HERE = Path(__file__).resolve().parents[1]
TABLE = HERE / "src" / "carecommons" / "common" / "data" / "tiles.csv"
HEAD = """\
# One six-sided tile for each council of England: a label of its own and a place on the grid, odd rows half a tile east.
# easting, northing: the middle of its area in metres, from the drawn outlines (ONS postcode directory, November 2025;
# contains OS data and Royal Mail data; Open Government Licence v3.0). Worked out by `python tools/tiles.py`.
"""
LITTLE = {"and", "of", "upon", "on", "the", "city", "in", "with"}
# Three letters that say something else.
NOT_THESE = {
    "ass",
    "bad",
    "bum",
    "con",
    "cum",
    "dam",
    "die",
    "fat",
    "gay",
    "god",
    "nob",
    "nut",
    "pig",
    "sad",
    "sin",
    "sex",
    "sob",
    "war",
}


def middle(outline: Outline) -> tuple[int, int]:
    """The middle of the whole area, islands with their weight, to the nearest kilometre."""
    area = east = north = 0.0
    for ring in outline.rings:
        for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
            cross = x1 * y2 - x2 * y1
            area += cross
            east += (x1 + x2) * cross
            north += (y1 + y2) * cross
    return int(round(east / (3 * area), -3)), int(round(north / (3 * area), -3))


def labels(names: dict[str, str]) -> dict[str, str]:
    """Three letters for each council, none twice; shorter names choose first."""
    taken: dict[str, str] = {}
    for code in sorted(names, key=lambda each: (len(names[each]), each)):
        found = next(three for three in _ideas(names[code]) if three not in taken and three.lower() not in NOT_THESE)
        taken[found] = code
    return {code: three for three, code in taken.items()}


def _ideas(name: str) -> Iterator[str]:
    words = [word for word in re.findall(r"[A-Za-z]+", name.replace("'", "")) if word.lower() not in LITTLE]
    if len(words) >= 3:
        yield "".join(word[0] for word in words[:3]).upper()
    if len(words) == 2:
        yield words[0][0] + words[1][:2].capitalize()
        yield words[0][:2] + words[1][0]
    yield words[0][:3]
    letters = "".join(words).lower()
    for second in range(1, len(letters) - 1):
        for third in range(second + 1, len(letters)):
            yield letters[0].upper() + letters[second] + letters[third]


def main() -> None:
    home = Path(os.environ.get("CARECOMMONS_HOME", HERE / "var"))
    outlines = boundaries.read(home / boundaries.NAME)
    councils = authorities(boundaries.AS_AT)
    middles = {code: middle(outline) for code, outline in outlines.items()}
    cells = layout(middles, boundaries.adjoining_pairs() | boundaries.near_pairs())
    short = labels({code: councils[code].name for code in middles})
    lines = [f"{c},{short[c]},{middles[c][0]},{middles[c][1]},{cells[c][0]},{cells[c][1]}" for c in sorted(cells)]
    TABLE.write_text(HEAD + "code,short,easting,northing,column,row\n" + "\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"Wrote {len(lines)} tiles.\n")


if __name__ == "__main__":
    main()
