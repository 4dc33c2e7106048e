"""The profile that a home reads before it is on a list (class D1): what is needed, and nothing that tells of whom.

It says an age in bands, a region instead of a postcode, the twelve levels and the specialist needs, and what matters
as a requirement ("a carer who speaks Arabic"). Where fewer than k children of the region would look alike, it is told
less closely, step by step, until k do; what every invited home was asked at a gate already is told less closely first.
Levels are a judgement that nobody outside the council has heard, so they stand in no combination.
k is one more than the published suppression_threshold: what is too few to be counted is too few to be told of.
Source: handbook section 6, D1 rules. Same facts in, same text out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from carecommons.children.alike import Alike
from carecommons.children.needs import DOMAINS, FLAGS, LEVEL_HELP

AFTER_TERMS = "told after terms are accepted"
SEX_WORDS = {"M": "Male", "F": "Female"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the profile tells of those facts. ages: (from, to). A fact that is not told matches every child.

    flags None: only that there is a specialist need; flags_told False: not even that.
    """

    ages: tuple[int, int]
    sex: str
    flags: frozenset[str] | None
    access: frozenset[str] | None
    requirements: frozenset[str] | None
    flags_told: bool = True

    def fits(self, other: Alike) -> bool:
        """Whether another child could be the one of whom this is told."""
        return (
            self.ages[0] <= other.age <= self.ages[1]
            and self.sex in ("", other.sex)
            and (not self.flags_told or (bool(other.flags) if self.flags is None else self.flags <= other.flags))
            and (self.access is None or self.access <= other.access)
            and (self.requirements is None or self.requirements <= other.requirements)
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """The child as a profile tells of them. sex_needed: some invited home is registered for one sex only.

    requirements: culture words (languages, faiths) -> the sentence that asks for them; each was scanned.
    weeks: whole weeks from now to the day wanted.
    """

    alike: Alike
    region: str
    levels: tuple[int | None, ...]
    requirements: tuple[tuple[str, str], ...]
    stay_words: str
    weeks: int
    near_miles: int | None
    school_keep: bool
    siblings: bool
    sex_needed: bool
    narrative: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a profile: its heading, and its words."""

    heading: str
    words: str


@dataclass(frozen=True, slots=True)
class D1:
    """A profile ready to be sent: the lines in order, what was told less closely and why, and how many look alike."""

    lines: tuple[Line, ...]
    broadened: tuple[str, ...]
    alike: int


Step = tuple[str, Callable[[Shown, Sequence[tuple[int, int]]], Shown]]
WIDER_BAND, NO_BAND = "The age is told in a wider band.", "No age band is told."
STEPS: tuple[Step, ...] = (
    (WIDER_BAND, lambda shown, bands: replace(shown, ages=_wider(shown.ages, bands))),
    ("Male or female is not told.", lambda shown, bands: replace(shown, sex="")),
    (
        f"Which specialist need there is, is {AFTER_TERMS}.",
        lambda shown, bands: replace(shown, flags=None if shown.flags else shown.flags),
    ),
    (
        f"What the building must allow is {AFTER_TERMS}.",
        lambda shown, bands: replace(shown, access=None if shown.access else shown.access),
    ),
    (
        f"What language or faith is to be kept is {AFTER_TERMS}.",
        lambda shown, bands: replace(shown, requirements=None if shown.requirements else shown.requirements),
    ),
    (NO_BAND, lambda shown, bands: replace(shown, ages=(bands[0][0], bands[-1][1]))),
    (
        f"Whether there is a specialist need is {AFTER_TERMS}.",
        lambda shown, bands: replace(shown, flags_told=not shown.flags and shown.flags is not None),
    ),
)


def profile_to_send(facts: Facts, others: Iterable[Alike], *, k: int, bands: Sequence[str]) -> D1:
    """The profile, told as closely as at least k children of the region allow, the child among them.

    bands: as published, each "from to" in years. others: every child of the region, the child too.
    """
    cut, region = _bands(bands), list(others)
    shown = Shown(
        ages=next((band for band in cut if band[0] <= facts.alike.age <= band[1]), (cut[0][0], cut[-1][1])),
        sex=facts.alike.sex if facts.sex_needed and facts.alike.sex in SEX_WORDS else "",
        flags=facts.alike.flags, access=facts.alike.access,
        requirements=frozenset(word for word, _ in facts.requirements),
    )  # fmt: skip
    broadened: list[str] = []
    for words, step in STEPS:
        if _count(shown, region) >= k:
            break
        told = step(shown, cut)
        if told != shown:
            broadened.append(words)
            shown = told
    if NO_BAND in broadened and WIDER_BAND in broadened:
        broadened.remove(WIDER_BAND)  # what came of it in the end is told, and not the way there
    number = _count(shown, region)
    if number < k:
        broadened.append(f"Fewer than {k} children are on record in the region: nothing more could be left out.")
    return D1(_lines(facts, shown, cut), tuple(broadened), number)


def _count(shown: Shown, region: Sequence[Alike]) -> int:
    return sum(shown.fits(other) for other in region)


def _bands(bands: Sequence[str]) -> tuple[tuple[int, int], ...]:
    return tuple((int(low), int(high)) for low, high in (band.split(" to ") for band in bands))


def _wider(ages: tuple[int, int], bands: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The band with its neighbours, one on each side."""
    at = next((number for number, band in enumerate(bands) if band == ages), 0)
    return bands[max(at - 1, 0)][0], bands[min(at + 1, len(bands) - 1)][1]


def _lines(facts: Facts, shown: Shown, bands: Sequence[tuple[int, int]]) -> tuple[Line, ...]:
    whole = shown.ages == (bands[0][0], bands[-1][1])
    found = [
        Line("Age", AFTER_TERMS.capitalize() if whole else f"{shown.ages[0]} to {shown.ages[1]}"),
        Line("Region", facts.region),
        Line("Where", _where(facts)),
        Line("For what stay", facts.stay_words),
        Line("Wanted", weeks_words(facts.weeks)),
        *(
            Line(domain.name, "Not known yet" if level is None else f"{level} of 4: {LEVEL_HELP[level]}")
            for domain, level in zip(DOMAINS, facts.levels, strict=True)
        ),
        Line("Specialist needs", _specialist(shown)),
    ]
    if shown.sex:
        found.insert(1, Line("Male or female", SEX_WORDS[shown.sex]))
    if facts.alike.access:
        said = AFTER_TERMS.capitalize() if shown.access is None else "; ".join(sorted(facts.alike.access))
        found.append(Line("The building must allow", said))
    if facts.requirements:
        asked = "; ".join(words for _, words in facts.requirements)
        found.append(Line("To be kept", AFTER_TERMS.capitalize() if shown.requirements is None else asked))
    if facts.siblings:
        found.append(Line("Brothers and sisters", f"Together, so far as can be; how many is {AFTER_TERMS}"))
    if facts.narrative:
        found.append(Line("In words", facts.narrative))
    return tuple(found)


def _where(facts: Facts) -> str:
    said = ["As near as can be to where the child has lived"]
    if facts.near_miles is not None:
        said.append(f"within {facts.near_miles} miles if a right home is there")
    if facts.school_keep:
        said.append("the school is to be kept")
    return "; ".join(said)


def _specialist(shown: Shown) -> str:
    if not shown.flags_told:
        return AFTER_TERMS.capitalize()
    if shown.flags is None:
        return f"A specialist need, {AFTER_TERMS}"
    return "; ".join(FLAGS[code] for code in FLAGS if code in shown.flags) or "None"


def weeks_words(weeks: int) -> str:
    """How soon a home is wanted, without a date."""
    if weeks < 1:
        return "Within a week"
    return "Within two weeks" if weeks < 2 else "Within a month" if weeks < 5 else "In more than a month"
