"""Which letters a typeface can show, and words made ready for it: nothing hidden, nothing lost without saying so.

Source: the `cmap` table of an OpenType file, formats 4 and 12 (ISO/IEC 14496-22). Units: Unicode code points.
"""

import struct
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

Coverage = frozenset[int]

# Letters that turn the direction of what follows could make a sentence read as another one: they are dropped.
# (They are of category Cf, like every other letter without a shape.)
_JOINERS = {0x200C, 0x200D}
_RUN_MAX = 40  # letters without a space, after which a line may break
_BREAK = "\u200b"


def coverage(files: Sequence[Path]) -> Coverage:
    """Every letter that at least one of these files can show. Raises ValueError for a file that is no typeface."""
    found: set[int] = set()
    for path in files:
        found |= letters_of(path.read_bytes())
    return frozenset(found)


def letters_of(face: bytes) -> set[int]:
    """The letters of one OpenType file."""
    tables = struct.unpack(">H", face[4:6])[0]
    for n in range(tables):
        tag, _, start, _ = struct.unpack(">4sIII", face[12 + 16 * n : 28 + 16 * n])
        if tag == b"cmap":
            return _mapped(face, start)
    raise ValueError("This file has no table of letters: it is not a typeface.")


def tidied(words: str, known: Coverage) -> str:
    """Words as these typefaces can show them: control letters dropped, what cannot be shown named in brackets."""
    kept = "".join(letter for letter in words.replace("\r\n", "\n").replace("\r", "\n") if not _hidden(letter))
    shown = []
    for can, run in groupby(unicodedata.normalize("NFC", kept), key=lambda letter: _can_show(letter, known)):
        part = "".join(run)
        shown.append(part if can else _named(part))
    return _breakable("".join(shown))


def _hidden(letter: str) -> bool:
    if letter in "\n\t" or ord(letter) in _JOINERS:
        return False
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn")


def _can_show(letter: str, known: Coverage) -> bool:
    # A joiner belongs to the letters around it, and white space needs no drawing.
    return letter in "\n\t " or ord(letter) in known or ord(letter) in _JOINERS or ord(letter) == 0xFE0F


def _named(part: str) -> str:
    """What cannot be shown, said: "[grinning face]", or the script of a longer run."""
    told = [unicodedata.name(letter, "a letter").lower() for letter in part if letter.strip()]
    pictures = [name for letter, name in zip(part, told, strict=False) if unicodedata.category(letter) == "So"]
    if len(pictures) == len(told) and len(told) <= 6:
        return "".join(f"[{name}]" for name in told)
    scripts = dict.fromkeys(name.split(" ")[0].split("-")[0] for name in told)
    letters = ", ".join(list(scripts)[:3])
    return f"[words that this paper cannot show, in letters named {letters}: read them on the page]"


def _breakable(words: str) -> str:
    """A run without a space may break: 8,000 letters in one word stay on the sheet."""
    return " ".join(
        part if len(part) <= _RUN_MAX else _BREAK.join(part[n : n + _RUN_MAX] for n in range(0, len(part), _RUN_MAX))
        for part in words.split(" ")
    )


def _mapped(face: bytes, start: int) -> set[int]:
    count = struct.unpack(">H", face[start + 2 : start + 4])[0]
    found: set[int] = set()
    for n in range(count):
        offset = struct.unpack(">I", face[start + 8 + 8 * n : start + 12 + 8 * n])[0]
        found.update(_letters(face[start + offset :]))
    return found


def _letters(cmap: bytes) -> Iterable[int]:
    match struct.unpack(">H", cmap[:2])[0]:
        case 4:
            return _format_4(cmap)
        case 12:
            groups = struct.unpack(">I", cmap[12:16])[0]
            spans = (struct.unpack(">II", cmap[16 + 12 * n : 24 + 12 * n]) for n in range(groups))
            return {code for first, last in spans for code in range(first, last + 1)}
    return ()


def _format_4(cmap: bytes) -> set[int]:
    """Segments of code points; a segment may point at glyph 0, which is "not there"."""
    half = struct.unpack(">H", cmap[6:8])[0]
    starts = (14, 16 + half, 16 + 2 * half, 16 + 3 * half)
    read = [struct.unpack(f">{half // 2}H", cmap[at : at + half]) for at in starts]
    found = set()
    for n, (last, first, delta, where) in enumerate(zip(*read, strict=True)):
        for code in range(first, last + 1):
            glyph = code
            if where:
                at = 16 + 3 * half + 2 * n + where + 2 * (code - first)
                glyph = struct.unpack(">H", cmap[at : at + 2])[0]
                if not glyph:
                    continue
            if (glyph + delta) & 0xFFFF and code != 0xFFFF:
                found.add(code)
    return found
