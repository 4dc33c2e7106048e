"""What the product says, piece by piece: the texts of its templates and the strings of its source."""

import ast
import html
import re
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "carecommons"
APART = re.compile(r"<[^>]+>|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)
QUOTED = re.compile(r"\{%[^%]*?\"([^\"]+)\"[^%]*%\}")
BOLD = re.compile(r"\*\*([^*]+)\*\*")


def tidy(words: str) -> str:
    """One line, plain apostrophes, without what only joins it to the next piece."""
    plain = " ".join(html.unescape(words).split()).replace("’", "'")
    return plain.strip(" :;,.·–")


@cache
def said() -> frozenset[str]:
    """Every piece that can stand on a page as it is: between tags, in a tag's quotes, or as a string of the source."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.html"):
        text = path.read_text("utf-8")
        found |= {tidy(piece) for piece in APART.split(text)} | {tidy(piece) for piece in QUOTED.findall(text)}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value:
                found.add(tidy(node.value))
    return frozenset(found - {""})


def bold(text: str) -> list[str]:
    """The words that a page of the manual quotes from the product."""
    return [tidy(words) for words in BOLD.findall(text)]
