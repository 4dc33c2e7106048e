"""Who and what is around somebody, drawn as bands of distance: nearest first, each a shape with its name.

No position is drawn, only the band: a place on a map could be read back into an address. Shape says the kind,
full or open says whether it is to be kept. Units: drawing units.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .drawing import WIDTH, frame, identity, number, rule, text

NAME_MAX, NOTE_MAX = 19, 24
SHAPES = ("circle", "diamond", "square", "hexagon")
_MIDDLE, _COLUMN, _ROW = 30.0, 186.0, 46.0


@dataclass(frozen=True, slots=True)
class Thing:
    """One person or place. shape: one of SHAPES; solid: to be kept."""

    name: str
    note: str
    shape: str
    solid: bool


def around(title: str, desc: str, centre: str, bands: Sequence[tuple[str, Sequence[Thing]]]) -> str:
    """The centre on top, then each band: its words, and who is in it, two across."""
    id_ = identity("around", title, desc, centre, [(name, list(map(repr, things))) for name, things in bands])
    body = [
        f'<circle class="cc-around__me" cx="{number(_MIDDLE)}" cy="22" r="15"/>',
        text(_MIDDLE + 26, 27, centre, "tb"),
    ]
    spine, y = [37.0], 52.0
    for name, things in bands:
        body.append(rule(_MIDDLE - 10, y, WIDTH, y, "cc-around__band") + text(_MIDDLE + 26, y + 20, name, "ts"))
        for n, thing in enumerate(things):
            x, top = _MIDDLE + 38 + (n % 2) * _COLUMN, y + 46 + (n // 2) * _ROW
            body.append(_shape(thing, x, top))
            body.append(text(x + 18, top, _short(thing.name, NAME_MAX), "tb"))
            body.append(text(x + 18, top + 16, _short(thing.note, NOTE_MAX), "ts") if thing.note else "")
        y += 42 + -(-len(things) // 2) * _ROW
        spine.append(y - 12)
    body.insert(0, rule(_MIDDLE, spine[0], _MIDDLE, spine[-1], "cc-around__spine"))
    return frame(id_=id_, title=title, desc=desc, height=y, body=body, kind="cc-chart cc-around")


def _shape(thing: Thing, x: float, y: float) -> str:
    assert thing.shape in SHAPES, f"a shape is one of {SHAPES}"
    kind = f'class="cc-around__{"kept" if thing.solid else "open"}"'
    cx, cy = number(x), number(y - 2)
    match thing.shape:
        case "circle":
            return f'<circle {kind} cx="{cx}" cy="{cy}" r="9"/>'
        case "square":
            return f'<rect {kind} x="{number(x - 8.5)}" y="{number(y - 10.5)}" width="17" height="17"/>'
        case "diamond":
            return f'<path {kind} d="M{cx} {number(y - 13)}l11 11l-11 11l-11 -11z"/>'
    return f'<path {kind} d="M{number(x - 5)} {number(y - 11)}h10l6 9l-6 9h-10l-6 -9z"/>'


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
