"""The look by computation: contrast of every pair that carries words, the weight of the sheet, the identity."""

import re
from pathlib import Path

import pytest

from carecommons.site.templatetags import cc

STATIC = Path(cc.__file__).parents[1] / "static"
TEMPLATES = Path(cc.__file__).parents[2]
TOKENS = dict(re.findall(r"--cc-([a-z0-9-]+):\s*(#[0-9a-f]{6})", (STATIC / "cc" / "tokens.css").read_text()))
LOOK = (STATIC / "cc" / "look.css").read_text()
SPRITE = (STATIC / "cc" / "glyphs.svg").read_text()

# Words on their ground need 4.5 to 1 (WCAG 2.2, 1.4.3); edges and drawings 3 to 1 (1.4.11).
GROUNDS_OF_WORDS = {
    "ink": "paper card sand sand-deep marigold marigold-tint unmet-tint met-tint plum-tint",
    "ink-soft": "paper card sand marigold-tint plum-tint",
    "plum": "paper sand sand-deep unmet-tint marigold-tint met-tint",
    "plum-deep": "paper plum-tint",
    "plum-soft": "paper sand",
    "card": "plum plum-deep unmet unmet-deep special",
    "unmet": "paper",
    "unmet-deep": "unmet-tint",
    "met-deep": "met-tint",
    "support-deep": "support-tint",
    "marigold-ink": "marigold-tint",
}
GROUNDS_OF_SHAPES = {
    "met": "card",
    "support": "support-tint",
    "unmet": "unmet-tint",
    "unknown": "card",
    "line-strong": "card paper sand",
    "plum": "card",
    "special": "special-tint",
    "general": "paper sand-deep",
    "step-5": "step-3",
    "ink": "marigold",
}
WORDS = [(text, ground) for text, grounds in GROUNDS_OF_WORDS.items() for ground in grounds.split()]
SHAPES = [(edge, ground) for edge, grounds in GROUNDS_OF_SHAPES.items() for ground in grounds.split()]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two tokens by WCAG 2.2: (L1 + 0.05) / (L2 + 0.05)."""
    light, dark = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize(("text", "ground"), WORDS)
def test_words_can_be_read_on_their_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("edge", "ground"), SHAPES)
def test_shapes_and_edges_can_be_told_from_their_ground(edge: str, ground: str) -> None:
    assert contrast(edge, ground) >= 3


def test_the_formula_gives_the_published_extremes() -> None:
    assert (1.0 + 0.05) / (luminance("#000000") + 0.05) == pytest.approx(21)
    assert luminance("#ffffff") == pytest.approx(1)


def test_the_sheet_is_small_and_names_only_tokens_that_exist() -> None:
    assert len(LOOK.encode()) <= 45_000
    known = set(re.findall(r"--(cc-[a-z0-9-]+):", (STATIC / "cc" / "tokens.css").read_text()))
    assert set(re.findall(r"var\(--(cc-[a-z0-9-]+)", LOOK)) <= known


def test_marigold_belongs_to_the_child_and_to_focus() -> None:
    # "lev": the outlines of the nearest levels on the maps, as the visual language has them (maps).
    allowed = (
        "voice", "rank", "sides", "ladder__own", "cc-own", "around__me", "mark", ":focus", "six", "lev--same",
        "lev--near", "message--mine",
    )  # fmt: skip
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", LOOK)
    strays = [name.strip() for name, body in rules if "marigold" in body and not any(a in name for a in allowed)]
    assert strays == []


def test_glyphs_use_the_colours_of_the_tokens_and_every_name_is_drawn() -> None:
    assert set(re.findall(r"#[0-9a-f]{6}", SPRITE)) <= set(TOKENS.values())
    drawn = set(re.findall(r'symbol id="([a-z0-9-]+)"', SPRITE))
    assert drawn == {f"g-{name}" for name in cc.GLYPHS} | {f"n-{level}" for level in (*range(5), "q")}


def test_nothing_of_the_crown_is_carried_and_no_template_reaches_outside() -> None:
    for path in TEMPLATES.rglob("templates/**/*.html"):
        text = path.read_text()
        assert "govuk-header" not in text, path
        assert "crest" not in text, path
        assert not re.search(r"<(script|link|img|iframe)[^>]+(src|href)=[\"'](https?:)?//", text), path
    sheet = STATIC / "built" / "govuk-frontend.css"
    if not sheet.exists():
        pytest.skip("the look has not been built: run tools/build_look.py")
    built = sheet.read_text()
    for unwanted in ("GDS Transport", "crown", "crest"):
        assert unwanted not in built
    assert not re.findall(r"url\([\"']?(?:https?:)?//", built)


def test_every_class_that_a_template_names_is_drawn() -> None:
    """A class that no sheet knows lets a page look unlike its neighbours, or run over its edge, and nobody sees why."""
    drawn = set(re.findall(r"\.(cc-[\w-]+)", LOOK + (STATIC / "cc" / "tokens.css").read_text()))
    named = {
        (str(path.relative_to(TEMPLATES)), word)
        for path in TEMPLATES.rglob("templates/**/*.html")
        for words in re.findall(r'class="([^"]*)"', path.read_text())
        for word in re.sub(r"\{%.*?%\}", " ", re.sub(r"\S*\{\{.*?\}\}\S*", " ", words)).split()
        if word.startswith("cc-")
    }
    assert {each for each in named if each[1] not in drawn} == set()


def test_templates_carry_no_style_and_no_script_of_their_own() -> None:
    # A block of JSON is data: no browser runs it.
    data = r"\stype=\"application/json\""
    inline = re.compile(rf"<style\b|\sstyle=|<script(?![^>]*(?:\ssrc=|{data}))[^>]*>|\son(click|load|change|submit)=")
    found = [
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("templates/**/*.html")
        if (match := inline.search(path.read_text())) and "nonce=" not in match.group()
    ]
    assert found == []


def test_the_licences_of_what_is_carried_stand_beside_it() -> None:
    built = STATIC / "built"
    if not built.exists():
        pytest.skip("the look has not been built: run tools/build_look.py")
    assert "MIT License" in (built / "LICENCE-govuk-frontend.txt").read_text()
    assert "SIL Open Font License" in (built / "LICENCE-atkinson-hyperlegible-next.txt").read_text()
