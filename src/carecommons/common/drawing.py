"""Pieces of a drawing: words made safe, a frame with its title and description, a scale, a hatch.

Every drawing is 400 units wide, so that 14-unit words stay readable on a phone. Looks come from classes,
never from style attributes, which the content security policy refuses. Units: drawing units unless said.
"""

import math
import zlib
from collections.abc import Sequence
from enum import Enum

WIDTH = 400
TOO_FEW = "1 to 7"


class Gap(Enum):
    """No figure at all, which is another thing than one that is withheld: nothing is drawn, and the table says why."""

    NO_RETURN = "no return"


Figure = float | Gap | None
"""A figure, None where it is withheld, or a gap."""


def words(text: object) -> str:
    """Text as it may stand in XML, in an element or in a quoted attribute; control characters are dropped."""
    kept = "".join(c for c in str(text) if c in "\t\n" or (ord(c) >= 32 and not _never_in_xml(ord(c))))
    return (
        kept.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("'", "&#x27;")
    )


def _never_in_xml(code: int) -> bool:
    return 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF)


def said(value: Figure, unit: str = "", few: str = TOO_FEW) -> str:
    """A figure in words: 1,234 or 12.5 or 40%; None is a count too small to print."""
    if value is None:
        return few
    if isinstance(value, Gap):
        return value.value
    figure = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return f"{figure}%" if unit == "%" else figure


def number(value: float) -> str:
    """A coordinate with no more than one decimal place."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def check_figures(values: Sequence[Figure]) -> None:
    """Every figure is nought or more and finite: a drawing of anything else would mislead."""
    for value in values:
        if value is not None and not isinstance(value, Gap) and (not math.isfinite(value) or value < 0):
            raise ValueError(f"A chart shows figures of nought or more, not {value!r}.")


def scale(highest: float) -> tuple[float, ...]:
    """Round marks from nought to at least `highest`, four or five of them."""
    if highest <= 0:
        return (0.0, 1.0)
    rough = highest / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= rough * 0.999)
    if highest >= 4:
        step = max(1.0, float(math.ceil(step))) if step < 10 else step
    count = math.ceil(highest / step - 1e-9)
    return tuple(step * n for n in range(count + 1))


def identity(*parts: object) -> str:
    """A short id for one drawing, the same for the same drawing: ids on one page must differ."""
    return f"d{zlib.crc32(chr(31).join(map(str, parts)).encode('utf-8', 'replace')):08x}"


def frame(*, id_: str, title: str, desc: str, height: float, body: Sequence[str], kind: str = "cc-chart") -> str:
    """The whole drawing, read aloud by its title and description."""
    return (
        f'<svg class="{kind}" viewBox="0 0 {WIDTH} {number(height)}" role="img" '
        f'aria-labelledby="{id_}-t {id_}-d" focusable="false">'
        f'<title id="{id_}-t">{words(title)}</title><desc id="{id_}-d">{words(desc)}</desc>'
        f"{hatch(id_)}{''.join(body)}</svg>"
    )


def hatch(id_: str) -> str:
    """Slanting lines: a figure too small to print, never the palest colour."""
    return (
        f'<defs><pattern id="{id_}-h" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="cc-hatch-bg" width="6" height="6"/>'
        '<rect class="cc-hatch" width="2" height="6"/></pattern></defs>'
    )


def text(x: float, y: float, shown: object, kind: str = "t", anchor: str = "") -> str:
    where = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{kind}" x="{number(x)}" y="{number(y)}"{where}>{words(shown)}</text>'


def box(x: float, y: float, width: float, height: float, kind: str = "", fill: str = "") -> str:
    look = f' class="{kind}"' if kind else ""
    look += f' fill="{fill}"' if fill else ""
    size = f'width="{number(max(width, 0))}" height="{number(height)}"'
    return f'<rect{look} x="{number(x)}" y="{number(y)}" {size}/>'


def rule(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<path class="{kind}" d="M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"/>'
