"""What the invented children need, say and hold dear: believable, varied, and nobody's real life. Invented data."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from carecommons.children.needs import DOMAINS, FLAGS, Flag, Outcome, Rating, Strength

from .process import Life, Stay, day_of
from .words import (
    EVIDENCE,
    KNOWN_AS,
    MATTERS,
    OUTCOMES,
    STORY_MIDDLES,
    STORY_NEEDS,
    STORY_OPENINGS,
    STRENGTHS,
    WISHES_BEFORE,
    WISHES_OBSERVED,
)

# How high needs tend to be where a child lives now: a mean level, and the domains that stand out.
LEANS: dict[str, tuple[float, tuple[str, ...]]] = {
    "foster_own": (1.2, ("EMO", "FAM")),
    "foster_agency": (1.5, ("EMO", "ATT", "BEH")),
    "kin": (0.9, ("FAM",)),
    "home": (2.2, ("EMO", "ATT", "BEH", "SAF", "EDU")),
    "secure": (3.0, ("SAF", "BEH", "EMO")),
    "school": (2.1, ("DEV", "EDU", "IND")),
    "lodging": (1.3, ("IND", "SAF", "STA")),
    "parents": (1.0, ("FAM",)),
    "adoption": (0.8, ("ATT",)),
    "unit": (1.2, ("FAM",)),
}
FLAGS_BY_POOL: dict[str, tuple[tuple[str, float], ...]] = {
    "home": (("SP-TRA", 0.14), ("SP-ASD", 0.10), ("SP-CCE", 0.07), ("SP-CSE", 0.05), ("SP-SH", 0.05)),
    "school": (("SP-ASD", 0.5), ("SP-LDD", 0.4)),
    "secure": (("SP-SEC", 1.0),),
    "foster_agency": (("SP-ASD", 0.04), ("SP-PHY", 0.02)),
    "foster_own": (("SP-LDD", 0.02), ("SP-MED", 0.015)),
    "lodging": (("SP-TRAF", 0.06),),
}
UNKNOWN_SHARE = 0.04
RATERS = (
    ("Social worker", "Needs profile training, two days", "Six years in children's social care"),
    ("Senior social worker", "Needs profile training and refresher", "Eleven years, four as assessor"),
    ("Designated nurse", "Needs profile training, health part", "Nine years in looked-after children's health"),
)


@dataclass(frozen=True)
class ProfileMade:
    ratings: tuple[Rating, ...]
    flags: tuple[Flag, ...]
    strengths: tuple[Strength, ...]
    matters: tuple[str, ...]
    outcomes: tuple[Outcome, ...]


def known_as(life: Life, rng: random.Random) -> str:
    return rng.choice(KNOWN_AS)


def profile(
    life: Life, stay: Stay, *, on: date, today: date, rng: random.Random, later: bool = False, certain: bool = False
) -> ProfileMade:
    """Needs as someone who knows the child might record them on a day.

    later: a second look, often lower. certain: nothing of it is unknown.
    """
    lean, stand_out = LEANS[stay.pool]
    ratings = tuple(
        _rating(code, life, lean + (0.8 if code in stand_out else 0.0), on, rng, later, certain) for code in _codes()
    )
    return ProfileMade(ratings, _flags(stay, on, rng), _strengths(rng), _three(MATTERS, rng), _outcomes(today, rng))


def _codes() -> tuple[str, ...]:
    return tuple(domain.code for domain in DOMAINS)


def _rating(code: str, life: Life, lean: float, on: date, rng: random.Random, later: bool, certain: bool) -> Rating:
    rater, training, experience = rng.choice(RATERS)
    unknown = rng.random() < UNKNOWN_SHARE and not certain
    level = None if unknown else max(0, min(4, round(rng.gauss(lean - (0.3 if later else 0.0), 0.85))))
    speaks = age_in_years(life, on) >= 7 and rng.random() < 0.35
    own = max(0, min(4, (level or 0) + rng.choice((-1, 0, 0, 1)))) if speaks else None
    return Rating(
        domain=code, level=level, evidence="" if unknown else rng.choice(EVIDENCE), rater=rater, training=training,
        experience=experience, confidence=rng.choices(("low", "medium", "high"), (0.15, 0.5, 0.35))[0],
        rated_on=on, own_level=own, own_words="I think it is getting better." if speaks and later else "",
        unknown_because="Nobody who knows the child has been able to say yet." if unknown else "",
    )  # fmt: skip


def _flags(stay: Stay, on: date, rng: random.Random) -> tuple[Flag, ...]:
    return tuple(
        Flag(code, f"Formulation agreed at a clinical meeting: {FLAGS[code]}.", "Consultant clinical psychologist",
             on - timedelta(days=rng.randint(10, 120)), None, "Doctorate in clinical psychology", "Eleven years")
        for code, share in FLAGS_BY_POOL.get(stay.pool, ())
        if rng.random() < share
    )  # fmt: skip


def _strengths(rng: random.Random) -> tuple[Strength, ...]:
    known = dict(zip(rng.sample(_codes(), 5), ("present", "present", "present", "emerging", "emerging"), strict=True))
    return tuple(
        Strength(code, known[code], rng.choice(STRENGTHS[code])) if code in known else Strength(code, "unknown")
        for code in _codes()
    )


def _three(words: tuple[str, ...], rng: random.Random) -> tuple[str, ...]:
    return tuple(rng.sample(words, 3))


def _outcomes(today: date, rng: random.Random) -> tuple[Outcome, ...]:
    """Two outcomes sought; now and then the day to look again has just passed."""
    return tuple(
        Outcome(outcome, measure, "Social worker and carer together", today + timedelta(days=rng.randint(-3, 150)))
        for _, outcome, measure in rng.sample(OUTCOMES, 2)
    )


def story(name: str, rng: random.Random) -> dict[str, str]:
    """A story in strengths and needs. Most are agreed with the child; some say why not yet."""
    agreed = rng.random() < 0.7
    return {
        "words": f"{name} {rng.choice(STORY_OPENINGS)} {rng.choice(STORY_MIDDLES)}",
        "strengths": f"{rng.choice(STRENGTHS[rng.choice(sorted(STRENGTHS))])}.",
        "helps": rng.choice(STORY_NEEDS),
        "authorship": "agreed" if agreed else "adult",
        "not_agreed_because": "" if agreed else "Too soon after the last move; to be read together at the next visit.",
    }


def wish(life: Life, *, on: date, rng: random.Random) -> tuple[str, str]:
    """What the child wishes and how it was learned: (words, how)."""
    if age_in_years(life, on) < 4:
        return rng.choice(WISHES_OBSERVED), "shown"
    if life.uasc:
        return rng.choice(WISHES_BEFORE), "interpreter"
    return rng.choice(WISHES_BEFORE), rng.choices(("said", "written", "drawn", "advocate"), (0.7, 0.12, 0.08, 0.1))[0]


def age_in_years(life: Life, on: date) -> float:
    return (on - day_of(life.birth)).days / 365.25


def reference(prefix: str, rng: random.Random, taken: set[str]) -> str:
    """A reference such as C-7K4QX that is not taken yet: never sequential, never misread."""
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    while True:
        made = f"{prefix}-" + "".join(rng.choices(letters, k=5))
        if made not in taken:
            taken.add(made)
            return made
