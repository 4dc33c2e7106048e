"""The digest of a finding that everybody may read: what could locate somebody is found before a person lets it out.

What is looked for: the names that the record holds (child, homes, provider, people), the names of councils and of the
places of the country, postcodes, references of this service, dates, telephone numbers and addresses of mail, long
numbers, and any other word with a capital in the middle of a sentence. It is better to ask twice than to let one out.
Source: handbook section 6 (class D0) and section 7 ("published anonymised digest"); trust.md, promise 5.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from carecommons.common.errors import ReasonMissing, Refused

__all__ = ["Found", "check_anonymous", "scan"]

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
SHORTEST, SHORTEST_PART = 2, 4
CAPITAL = re.compile(r"\b[A-Z][\w'’-]+")
SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+|\n\s*|[“\"‘(]\s*)$")


@dataclass(frozen=True, slots=True)
class Found:
    """Something that could locate somebody: what sort of thing, its words, and where they stand in the text."""

    kind: str
    words: str
    at: int


def scan(text: str, *, known: Iterable[str], places: Iterable[str] = ()) -> tuple[Found, ...]:
    """Everything in a text that could say who or where, in its order; each place of the text is named once.

    known: names that the record holds, whole and in their parts. places: names of councils and places.
    """
    found = [*_named(text, known, "name"), *_named(text, places, "place")]
    for kind, pattern in PATTERNS:
        found += [Found(kind, each[0], each.start()) for each in pattern.finditer(text)]
    found += [
        Found("capital", each[0], each.start())
        for each in CAPITAL.finditer(text)
        if each[0] not in COMMON and not SENTENCE_START.search(text[: each.start()])
    ]
    seen: dict[int, Found] = {}
    for each in found:
        if not any(each.at < other.at + len(other.words) and other.at < each.at + len(each.words) for other in
                   seen.values()):  # fmt: skip
            seen[each.at] = each
    return tuple(seen[at] for at in sorted(seen))


def check_anonymous(text: str, found: Iterable[Found]) -> None:
    """Raise ReasonMissing("digest_missing") for no text, and Refused("digest_locates") naming each thing found."""
    if not text.strip():
        raise ReasonMissing("digest_missing", "Write the digest: what was asked, what was found and what follows.")
    if found := tuple(found):
        named = "; ".join(f"“{each.words}” ({each.kind})" for each in found)
        raise Refused(
            "digest_locates",
            f"Nothing was published. These words could say who or where: {named}. Say it without them.",
            found=[each.kind for each in found],
        )


def _named(text: str, names: Iterable[str], kind: str) -> Iterator[Found]:
    """Each name in whole, however it is written; of a person or a home also its parts, as names are written."""
    for name in names:
        whole = name.strip()
        if len(whole) < SHORTEST:
            continue
        yield from _hits(text, whole, kind, re.IGNORECASE)
        if kind == "name":
            for part in sorted({part for part in re.split(r"[\s,]+", whole) if len(part) >= SHORTEST_PART}):
                yield from _hits(text, part, kind, re.NOFLAG)


def _hits(text: str, words: str, kind: str, flags: re.RegexFlag) -> Iterator[Found]:
    for hit in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text, flags):
        yield Found(kind, hit[0], hit.start())
