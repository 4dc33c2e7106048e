"""How the manual's pictures are written, and when one is stale: robust against another machine, not against a change.

A picture is compared as grey, in squares of 8 points and in tiles of 64. Another rasteriser moves edges by less than a
point, which squares level out; a line that came, went or moved changes at least one tile.
"""

import io
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

SQUARE, TILE = 8, 64
SIDE_MAX = 4  # points by which a side may differ
MEAN_MAX = 1.5  # of 255, over the whole picture
TILE_MAX = 10.0  # of 255, in any tile
COLOURS = 48
BYTES_MAX = 60_000


def packed(shot: bytes) -> bytes:
    """A screenshot in few colours and few bytes."""
    with Image.open(io.BytesIO(shot)) as opened:
        few = opened.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def stale(kept: Path, drawn: bytes) -> str:
    """Why the kept picture no longer shows the page as it is drawn now; "" while it does."""
    if not kept.exists():
        return "is not there"
    with Image.open(kept) as before, Image.open(io.BytesIO(drawn)) as now:
        if any(abs(a - b) > SIDE_MAX for a, b in zip(before.size, now.size, strict=True)):
            return f"was {before.size} and is {now.size}"
        size = (min(before.width, now.width), min(before.height, now.height))
        small = (size[0] // SQUARE, size[1] // SQUARE)
        grey = [each.convert("L").crop((0, 0, *size)).resize(small, Image.Resampling.BOX) for each in (before, now)]
    apart = ImageChops.difference(*grey)
    mean = ImageStat.Stat(apart).mean[0]
    step = TILE // SQUARE
    worst = max(
        ImageStat.Stat(apart.crop((x, y, min(x + step, small[0]), min(y + step, small[1])))).mean[0]
        for x in range(0, small[0], step)
        for y in range(0, small[1], step)
    )
    if mean > MEAN_MAX or worst > TILE_MAX:
        return f"differs by {mean:.2f} of 255 (at most {MEAN_MAX}), in one tile by {worst:.1f} (at most {TILE_MAX})"
    return ""
