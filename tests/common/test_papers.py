"""A paper is data: whatever somebody wrote is shown as they wrote it, and nothing is fetched, run or lost."""

import re
import time
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carecommons.common import papers, typefaces
from carecommons.common.errors import NotNow
from carecommons.common.papers import Block, Level, Paper, Section, items, make_pdf, table, voice, words

FACES = Path(papers.__file__).parents[1] / "site" / "static" / "built" / "print"
AT = datetime(2025, 11, 20, 9, 30, tzinfo=UTC)
HOSTILE = (
    '#import "@preview/cetz:0.1.0": * #read("/etc/passwd") #panic()', "$ x^2 $ *b* _i_ `c` <label> @ref [d] \\ ~",
    "= Heading\n- item\n+ item\n/ term: x", "// gone? /* gone? */ #sys.inputs.paper", '"}, "title": "other', "a" * 8000,
    "word " * 1600,
    "مرحبا، أريد أن أعيش قرب أختي ێ", "ሰላም", "Łódź Việt Ђирилица Ελληνικά", "\x00\x07\x1b[31m\u202eneddih",
    "😀 👩‍👩‍👧 \ufe0f", "中文字符日本語", "\ud800 \uffff \U000e0041", "e\u0301\u0308", "", "\n\n\n", "<b>&amp;</b>",
)  # fmt: skip


def paper(said: str, **more: object) -> Paper:
    blocks = (
        words(said), voice(said, said), items([said, said]), items([said], ranked=True),
        table(said, ("What", "How much"), [(said, Level(said, 2, 1, 3)), ("x", Level("unknown", None))]),
    )  # fmt: skip
    told = {"title": "What C-9M2RD needs", "kicker": "Kent", "foot": "Printed by a social worker.", **more}
    return Paper(sections=(Section("In the child’s own words", blocks),), **told)  # type: ignore[arg-type]


def letters(pdf: bytes) -> str:
    """Everything that the document lets a reader copy out, from its tables of letters; and its plain objects."""
    inflated = [_inflate(found) for found in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)]
    return "\n".join(part.decode("latin-1") for part in (pdf, *inflated))


def _inflate(packed: bytes) -> bytes:
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return b""


@pytest.mark.parametrize("said", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_somebody_wrote_makes_a_paper_and_stays_words(said: str) -> None:
    pdf = make_pdf(paper(said), fonts=FACES, at=AT)
    assert pdf.startswith(b"%PDF-1.7")
    # One heading and one title were asked for: no word became another.
    assert len(re.findall(r"/S/H1\b", letters(pdf))) == 1
    assert "/URI" not in letters(pdf)


def test_the_paper_is_tagged_titled_in_english_and_carries_its_typefaces() -> None:
    read = letters(make_pdf(paper("See my brother every week"), fonts=FACES, at=AT))
    for mark in ("/StructTreeRoot", "/Marked true", "/Lang(en-GB)", "/DisplayDocTitle true", "pdfuaid:part>1<"):
        assert mark in read, mark
    assert "What C-9M2RD needs" in read
    assert re.search(r"/S/TH\b", read), "the heads of a table are heads"
    assert re.search(r"/S/L\b", read), "a list is a list"
    assert "AtkinsonHyperlegibleNext" in read
    assert len(re.findall(r"/FontFile\d?\b", read)) >= 1


def test_the_same_paper_at_the_same_moment_is_the_same_file_and_a_plain_one_is_light_and_quick() -> None:
    plain = paper("See my brother every week, and stay at my school.")
    make_pdf(plain, fonts=FACES, at=AT)
    begun = time.perf_counter()
    first = make_pdf(plain, fonts=FACES, at=AT)
    assert time.perf_counter() - begun < 2
    assert len(first) < 300_000
    assert first == make_pdf(plain, fonts=FACES, at=AT)
    assert first != make_pdf(paper("Other words"), fonts=FACES, at=AT)


def test_the_template_reads_nothing_but_what_it_is_given() -> None:
    source = papers.TEMPLATE.read_text()
    for reaching in ("#import", "#include", "read(", "image(", "plugin(", "eval(", "http"):
        assert reaching not in source, reaching


def test_every_row_of_a_table_has_a_cell_for_every_head() -> None:
    with pytest.raises(AssertionError, match="a cell for every head"):
        Block("table", heads=("a", "b"), rows=(("x",),))


def test_a_house_without_the_typefaces_says_what_to_do_instead(tmp_path: Path) -> None:
    with pytest.raises(NotNow, match="Print the page instead"):
        make_pdf(paper("x"), fonts=tmp_path / "none", at=AT)


@pytest.fixture(scope="module")
def known() -> typefaces.Coverage:
    return typefaces.coverage(sorted(FACES.glob("*.ttf")))


def test_the_typefaces_hold_the_letters_of_the_languages_that_children_bring(known) -> None:
    for said in ("Łódź", "ệ ơ ư", "ђ ж я", "λόγος", "مرحبا ێ پ", "ሰላም", "“quoted” – …"):
        assert typefaces.tidied(said, known) == said, said
    assert 0x4E2D not in known


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("I am 😀", "I am [grinning face]"),
        ("中文", "[words that this paper cannot show, in letters named cjk: read them on the page]"),
        ("Wed\x00nes\x07day", "Wednesday"),
        ("\u202eneddih\u202c", "neddih"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("e\u0301", "é"),
    ],
)
def test_what_cannot_be_shown_is_said_and_what_would_mislead_is_dropped(known, said: str, shown: str) -> None:
    assert typefaces.tidied(said, known) == shown


def test_a_word_of_thousands_of_letters_may_break(known) -> None:
    tidy = typefaces.tidied("a" * 200, known)
    assert tidy.replace("\u200b", "") == "a" * 200
    assert max(map(len, tidy.split("\u200b"))) == 40


def test_a_file_that_is_no_typeface_is_refused() -> None:
    with pytest.raises(ValueError, match="not a typeface"):
        typefaces.letters_of(b"\x00\x01\x00\x00\x00\x00" + bytes(40))
