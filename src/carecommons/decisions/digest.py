"""The digest of a finding that everybody may read: what could locate somebody is found before a person lets it out.

What is looked for: the names that the record holds (child, homes, provider, people), the names of councils and of the
places of the country, postcodes, references of this service, dates, telephone numbers and addresses of mail, long
numbers, and any other word with a capital in the middle of a sentence. It is better to ask twice than to let one out.
A word at the start of a sentence has its capital anyway: one that is no everyday word is for a person to read.
And what stands beside its words: nothing by which a small number of findings could be counted (`tellable`).
Source: handbook section 6 (class D0) and section 7 ("published anonymised digest"); trust.md, promise 5.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from carecommons.common.errors import ReasonMissing, Refused

from .review import ABOUT_WORDS, ASKED_AS_WORDS, OUTCOME_WORDS, REMEDY_WORDS, About, AskedAs, Outcome, Remedy

__all__ = ["Cell", "DigestLine", "Found", "check_anonymous", "scan", "tellable"]

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAYS_OF_WEEK = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("date", re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTHS})\b(?:\s+\d{{4}})?", re.I)),
    ("date", re.compile(rf"\b(?:{MONTHS}|{DAYS_OF_WEEK})\b")),
    ("date", re.compile(r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b")),
    ("date", re.compile(r"\b(?:19|20)\d{2}\b")),
    ("postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.I)),
    ("reference", re.compile(r"\b[A-Z]-[0-9A-Z]{4,6}\b")),
    ("mail", re.compile(r"\S+@\S+")),
    ("telephone", re.compile(r"\+?\d[\d ]{6,}\d")),
    ("number", re.compile(r"\b\d{4,}\b")),
    ("age", re.compile(r"\b(?:aged?\s+\d{1,2}|\d{1,2}[- ]years?[- ]old)\b", re.I)),
)
# A capital that says nothing of who or where: how the house itself speaks, and the law.
COMMON = frozenset(
    "I Act Acts Children Child Ombudsman Regulations Section Article Criteria A An The".split()  # noqa: SIM905
)
WORD = re.compile(r"\w+")
# How sentences begin that name nobody. What stands in none of these is read by a person before it goes out.
EVERYDAY_STARTS = frozenset(
    WORD.findall(
        "a about above according account across action additional adults advice after again against all almost "
        "alone along already also although always among an and another answers any anybody anyone anything apart "
        "apologise apology are around as asked asking at away because before being below beside better between "
        "both brothers but by can care carers certain change changes child children choice choices clear close "
        "come complaint concerns contact could council councils court current decide decided decision decisions "
        "despite details did do does done due during each early either else enough even every everybody everyone "
        "everything evidence except explain family few finally finding findings first five follow following for "
        "foster four friends from further give given giving go good had half has have having he hearing help her "
        "here his home homes how however i if important in inside instead into is it its itself just keep know "
        "large last late later law learning least less let letters like likewise little living long look looking "
        "made make many me meanwhile meeting members more moreover most mostly moving much must my near nearly "
        "needs neither never nevertheless new next no nobody none nor not note nothing notice now of off often "
        "old on once one only open or order other others otherwise our out outside over own panel parents part "
        "parts people perhaps placement plan plans please point promises question questions rather reason reasons "
        "record records regarding relatives reviews review right rules said same saying school schools second see "
        "several shall she should similarly since sisters so social some somebody someone something sometimes "
        "soon staff still such support take taken tell than thank that the their them then there therefore these "
        "they thing things third this those three through throughout thus time to today together told too towards "
        "two under unless until up upheld upon us use very visits was ways we were what whatever when whenever "
        "where whether which while who whoever whole whose why wishes with within without words work workers "
        "would writing written yes yet you your"
    )
)
# Names that are words of every day too: they are names only where they have their capital.
NAMES_AND_WORDS = frozenset(
    WORD.findall(
        "art bill dawn drew faith frank grace grant guy hope joy mark may max pat penny ray rob rose sky sue "
        "summer will young"
    )
)
# What says who or where whoever reads it; everything else a person reads first, in words to one reader.
LOCATES = frozenset({"name", "place", "postcode", "reference"})
SHORTEST, SHORTEST_PART = 2, 4
CAPITAL = re.compile(r"\b[A-Z][\w'’-]+")
SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+|\n\s*|[“\"‘(]\s*)$")


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One digest that everybody may read: its words, and what else may be told of it; None where it may not."""

    text: str
    period: str | None = None
    asked_as: AskedAs | None = None
    about: About | None = None
    outcome: Outcome | None = None
    remedy: Remedy | None = None
    criteria_version: int | None = None

    @property
    def asked_words(self) -> str:
        return ASKED_AS_WORDS[self.asked_as] if self.asked_as else ""

    @property
    def about_words(self) -> str:
        return ABOUT_WORDS[self.about] if self.about else ""

    @property
    def outcome_words(self) -> str:
        return OUTCOME_WORDS[self.outcome] if self.outcome else ""

    @property
    def remedy_words(self) -> str:
        return REMEDY_WORDS[self.remedy] if self.remedy else ""


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """What a line would tell besides its words."""

    outcome: Outcome
    asked_as: AskedAs
    about: About
    remedy: Remedy
    criteria_version: int


def tellable(counts: Mapping[Cell, int], *, threshold: int) -> frozenset[Cell]:
    """The cells of a period that its lines may tell: each of more than the threshold.

    What they leave untold, of one outcome or of all of them, is none or more than the threshold too: else the smallest
    of them is not told either.
    """
    told = {cell for cell, number in counts.items() if number > threshold}
    groups: list[Collection[Cell]] = [[cell for cell in counts if cell.outcome is each] for each in Outcome]
    while True:
        small = [
            group for group in (*groups, [*counts])
            if 1 <= sum(counts[cell] for cell in group if cell not in told) <= threshold and told & {*group}
        ]  # fmt: skip
        if not small:
            return frozenset(told)
        told.remove(min(told & {*small[0]}, key=lambda cell: (counts[cell], cell)))


@dataclass(frozen=True, slots=True)
class Found:
    """Something that could locate somebody: what sort of thing, its words, and where they stand in the text."""

    kind: str
    words: str
    at: int

    @property
    def to_read(self) -> bool:
        """Whether it only might say who or where, so that a person reads it and may let it out."""
        return self.kind == "start"


def scan(text: str, *, known: Iterable[str], places: Iterable[str] = ()) -> tuple[Found, ...]:
    """Everything in a text that could say who or where, in its order; each place of the text is named once.

    known: names that the record holds, whole and in their parts. places: names of councils and places.
    """
    found = [*_named(text, known, "name"), *_named(text, places, "place")]
    for kind, pattern in PATTERNS:
        found += [Found(kind, each[0], each.start()) for each in pattern.finditer(text)]
    for hit in CAPITAL.finditer(text):
        if not SENTENCE_START.search(text[: hit.start()]):
            found += [Found("capital", hit[0], hit.start())] if hit[0] not in COMMON else []
        elif not _is_everyday(hit[0], text):
            found.append(Found("start", hit[0], hit.start()))
    seen: dict[int, Found] = {}
    for one in found:
        if not any(one.at < other.at + len(other.words) and other.at < one.at + len(one.words) for other in
                   seen.values()):  # fmt: skip
            seen[one.at] = one
    return tuple(seen[at] for at in sorted(seen))


def check_anonymous(text: str, found: Iterable[Found], *, read: bool) -> None:
    """Raise ReasonMissing("digest_missing") for no text, and Refused("digest_locates") naming each thing found.

    read: a person has read each word that only might name somebody; without it ReasonMissing("digest_not_read").
    """
    if not text.strip():
        raise ReasonMissing("digest_missing", "Write the digest: what was asked, what was found and what follows.")
    found = tuple(found)
    if located := [each for each in found if not each.to_read]:
        raise Refused(
            "digest_locates",
            f"Nothing was published. These words could say who or where: {_said(located)}. Say it without them.",
            found=[each.kind for each in located],
        )
    if found and not read:
        raise ReasonMissing(
            "digest_not_read",
            f"Nothing was published. These words may be names: {_said(found)}. Read each one, take out what names "
            "somebody, then say that you have read them.",
            found=[each.kind for each in found],
        )


def check_for_outside(text: str, found: Iterable[Found], *, what: str, read: bool) -> None:
    """Raise Refused("review_words_locate") for words to a family or a home that say who, or where the child lives.

    read: a person has read each word that only might; without it ReasonMissing("review_words_not_read").
    """
    found = tuple(found)
    if located := [each for each in found if each.kind in LOCATES]:
        raise Refused(
            "review_words_locate",
            f"Nothing was kept. The family or a home reads {what}, and these words could say who or where: "
            f"{_said(located)}. Say it without them.",
            found=[each.kind for each in located],
        )
    if found and not read:
        raise ReasonMissing(
            "review_words_not_read",
            f"Nothing was kept. The family or a home reads {what}, and these words may say who or where: "
            f"{_said(found)}. Read each one, take out what says where the child lives, then say that you have read "
            "them.",
            found=[each.kind for each in found],
        )


def _said(found: Iterable[Found]) -> str:
    return "; ".join(f"“{each.words}” ({KINDS[each.kind]})" for each in found)


def _is_everyday(word: str, text: str) -> bool:
    """Whether a word that begins a sentence names nobody: the law's own, an everyday one, or written small as well."""
    plain = re.split(r"['’-]", word)[0].casefold()
    small_too = re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", text) is not None
    return word in COMMON or plain in EVERYDAY_STARTS or small_too


KINDS = {
    "name": "name", "place": "place", "date": "date", "postcode": "postcode", "reference": "reference", "mail": "mail",
    "telephone": "telephone", "number": "number", "age": "age", "capital": "capital", "start": "may be a name",
}  # fmt: skip


def _named(text: str, names: Iterable[str], kind: str) -> Iterator[Found]:
    """Each name in whole, however it is written; of a person or a home also its parts, as names are written."""
    for name in names:
        whole = name.strip()
        if len(whole) < SHORTEST:
            continue
        flags = re.NOFLAG if whole.casefold() in NAMES_AND_WORDS else re.IGNORECASE
        yield from _hits(text, whole, kind, flags)
        if kind == "name":
            for part in sorted({part for part in re.split(r"[\s,]+", whole) if len(part) >= SHORTEST_PART}):
                yield from _hits(text, part, kind, re.NOFLAG)


def _hits(text: str, words: str, kind: str, flags: re.RegexFlag) -> Iterator[Found]:
    for hit in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text, flags):
        yield Found(kind, hit[0], hit.start())
