"""What a child needs: the Open Needs Profile, as recorded by those who know the child, with the child.

Source: handbook section 3A. Units: level 0 (as most children this age) to 4 (constant or acute); None is
unknown and is never 0. Levels are never added, averaged or turned into one number: there is no total here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from carecommons.common.days import months_after
from carecommons.common.errors import Fault, Faulty

from . import dictionary

LEVEL_MAX = 4
MATTERS_AT_MOST = 3
OUTCOMES_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Domain:
    """One of the twelve parts of life. anchors: level -> what it looks like; 1 and 3 are the generic ones."""

    code: str
    name: str
    full_name: str
    question: str
    anchors: dict[int, str] = field(hash=False)


def _domains() -> tuple[Domain, ...]:
    generic = dictionary.raw()["levels"]["generic"]
    return tuple(
        Domain(
            row["code"], row["name"], row["full_name"], row["question"],
            {level: row.get(str(level), generic[level]) for level in range(LEVEL_MAX + 1)},
        )
        for row in dictionary.raw()["domain"]
    )  # fmt: skip


DOMAINS: tuple[Domain, ...] = _domains()
DOMAIN: dict[str, Domain] = {domain.code: domain for domain in DOMAINS}
LEVEL_HELP: tuple[str, ...] = tuple(dictionary.raw()["levels"]["help"])
FLAGS: dict[str, str] = {row["code"]: row["name"] for row in dictionary.raw()["flag"]}
CAPABILITIES: dict[str, str] = {row["code"]: row["capability"] for row in dictionary.raw()["flag"]}


@dataclass(frozen=True, slots=True)
class Rating:
    """How much help one child needs in one part of life, who says so, and what the child says."""

    domain: str
    level: int | None
    evidence: str
    rater: str
    training: str
    experience: str
    confidence: str
    rated_on: date
    own_level: int | None = None
    own_words: str = ""
    unknown_because: str = ""

    @property
    def competence(self) -> str:
        """Who rated, with what training and experience, in words: a reader weighs the level by it (B13)."""
        return f"{self.rater}. Training: {self.training.rstrip('. ')}. Experience: {self.experience.rstrip('. ')}"


@dataclass(frozen=True, slots=True)
class Strength:
    """What goes well in one part of life: present, emerging or not known yet."""

    domain: str
    state: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Something that should be different for the child, how it will be seen, who sees to it, and when."""

    outcome: str
    measure: str
    owner: str
    review_on: date


@dataclass(frozen=True, slots=True)
class Flag:
    """A specialist need: a category with its clinical basis, met only by evidenced capability.

    training, experience: of the professional who made the formulation (B13); empty where nobody recorded them.
    """

    code: str
    basis: str
    professional: str
    assessed_on: date
    ended_on: date | None = None
    training: str = ""
    experience: str = ""

    @property
    def name(self) -> str:
        return FLAGS[self.code]

    @property
    def capability(self) -> str:
        """The code of the capability that a home must show evidence of."""
        return CAPABILITIES[self.code]

    def active(self, on: date) -> bool:
        return self.ended_on is None or self.ended_on > on

    @property
    def competence(self) -> str:
        """The training and experience behind the formulation, in words."""
        told = (("Training", self.training), ("Experience", self.experience))
        said = [f"{name}: {words.strip().rstrip('.')}" for name, words in told if words.strip()]
        return ". ".join(said) or "Training and experience: not recorded"

    def due(self, on: date, *, months: int) -> bool:
        """Whether the formulation is so old that a professional should look at it again (handbook B10)."""
        return self.active(on) and months_after(self.assessed_on, months) <= on


@dataclass(frozen=True, slots=True)
class Profile:
    """One version of one child's profile. ratings and strengths: all twelve, in the order of DOMAINS."""

    version: int
    child_id: UUID
    assessed_on: date
    ratings: tuple[Rating, ...]
    flags: tuple[Flag, ...] = ()
    strengths: tuple[Strength, ...] = ()
    matters: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    recorded_at: datetime | None = None
    recorded_by_role: str = ""

    @property
    def levels(self) -> tuple[int | None, ...]:
        """The twelve levels in the order of DOMAINS; None is unknown."""
        return tuple(rating.level for rating in self.ratings)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The codes of the parts of life that nobody has been able to rate yet."""
        return tuple(rating.domain for rating in self.ratings if rating.level is None)

    def rating(self, code: str) -> Rating:
        return next(each for each in self.ratings if each.domain == code)

    def active_flags(self, on: date) -> tuple[str, ...]:
        """The codes of the specialist needs that hold on a day, in the order of FLAGS."""
        held = {flag.code for flag in self.flags if flag.active(on)}
        return tuple(code for code in FLAGS if code in held)

    def formulations_due(self, on: date, *, months: int) -> tuple[str, ...]:
        """The codes of the specialist needs whose formulation is due to be looked at again on a day.

        They still hold: an old formulation is a reason to ask a professional, never to drop the need.
        """
        due = {flag.code for flag in self.flags if flag.due(on, months=months)}
        return tuple(code for code in FLAGS if code in due)


def check_profile(profile: Profile, *, on: date, held: Sequence[str] = ()) -> None:
    """Raise Faulty("needs_not_complete") with everything that keeps a profile from being recorded on a day.

    held: codes of the specialist needs that the version before holds on the day of this assessment.
    """
    found = profile_faults(profile, on=on) + left_out_faults(profile.flags, held)
    if found:
        raise Faulty(
            "needs_not_complete",
            f"Nothing was recorded: {_things(len(found))} in the needs profile to put right. "
            "Each is named below; what you wrote is kept.",
            found,
        )


def profile_faults(profile: Profile, *, on: date) -> list[Fault]:
    """Everything that keeps a profile from being recorded on a day, in the order of the page."""
    found = dictionary.faults("profile", {"assessed_on": profile.assessed_on}, where="profile")
    if type(profile.assessed_on) is date and profile.assessed_on > on:
        words = "Day of the assessment: this day has not come yet."
        found.append(Fault("profile", 0, "assessed_on", "in_future", words))
    found += _each_domain_once([rating.domain for rating in profile.ratings], "ratings")
    for row, rating in enumerate(profile.ratings, start=1):
        found += rating_faults(rating, row=row)
        if (
            type(rating.rated_on) is date
            and type(profile.assessed_on) is date
            and rating.rated_on > profile.assessed_on
        ):
            words = "Day rated: this is after the day of the assessment. Use that day or an earlier one."
            found.append(Fault("ratings", row, "rated_on", "after_assessment", words))
    if profile.strengths:
        found += _each_domain_once([strength.domain for strength in profile.strengths], "strengths")
    for row, strength in enumerate(profile.strengths, start=1):
        found += strength_faults(strength, row=row)
    found += matters_faults(profile.matters)
    found += outcomes_faults(profile.outcomes)
    return found + flags_faults(profile.flags)


def rating_faults(rating: Rating, *, row: int = 0) -> list[Fault]:
    """What is wrong with one rating. A level owes evidence; unknown owes a reason."""
    found = dictionary.faults("rating", _as_dict(rating), row=row, where="ratings")
    if rating.level is None and not _said(rating.unknown_because):
        asked = dictionary.field("rating", "unknown_because")
        found.append(Fault("ratings", row, asked.name, "missing", asked.when("unknown") + "."))
    if rating.level is not None and not _said(rating.evidence):
        asked = dictionary.field("rating", "evidence")
        found.append(Fault("ratings", row, asked.name, "missing", asked.when("known") + "."))
    return found


def strength_faults(strength: Strength, *, row: int = 0) -> list[Fault]:
    """What is wrong with one strength. One that is there, or beginning, owes a few words."""
    found = dictionary.faults("strength", _as_dict(strength), row=row, where="strengths")
    if strength.state in ("present", "emerging") and not _said(strength.text):
        asked = dictionary.field("strength", "text")
        found.append(Fault("strengths", row, asked.name, "missing", asked.when("known") + "."))
    return found


def matters_faults(matters: Sequence[str]) -> list[Fault]:
    """What is wrong with "what matters to me": three things at most, ranked, each in words."""
    found = []
    if len(matters) > MATTERS_AT_MOST:
        words = f"What matters to me: write the {MATTERS_AT_MOST} that matter most, in order."
        found.append(Fault("matters", 0, "words", "too_many", words))
    for row, words in enumerate(matters, start=1):
        found += dictionary.faults("matter", {"words": words}, row=row, where="matters")
    return found


def outcomes_faults(outcomes: Sequence[Outcome]) -> list[Fault]:
    """What is wrong with the outcomes sought: five at most, each with a measure, an owner and a day."""
    found = []
    if len(outcomes) > OUTCOMES_AT_MOST:
        words = f"Outcomes sought: choose the {OUTCOMES_AT_MOST} that matter most now."
        found.append(Fault("outcomes", 0, "outcome", "too_many", words))
    for row, outcome in enumerate(outcomes, start=1):
        found += dictionary.faults("outcome", _as_dict(outcome), row=row, where="outcomes")
    return found


def flags_faults(flags: Sequence[Flag]) -> list[Fault]:
    """What is wrong with the specialist needs: each once, with its formulation, professional and day."""
    found = []
    seen: set[str] = set()
    for row, flag in enumerate(flags, start=1):
        found += dictionary.faults("flag", _as_dict(flag), row=row, where="flags")
        if flag.code in seen:
            words = f"{FLAGS.get(flag.code, 'This specialist need')} is there twice. Keep one."
            found.append(Fault("flags", row, "code", "twice", words))
        seen.add(flag.code)
        if type(flag.ended_on) is date and type(flag.assessed_on) is date and flag.ended_on < flag.assessed_on:
            words = "Day that it ended: this is before the day of the formulation."
            found.append(Fault("flags", row, "ended_on", "before_start", words))
    return found


def left_out_faults(flags: Sequence[Flag], held: Sequence[str]) -> list[Fault]:
    """A specialist need that held never goes by being left out: somebody ends it with its last day, or it stays.

    Less help needed in other parts of life takes none away (handbook section 7: re-rating down because support works).
    """
    here = {flag.code for flag in flags}
    return [
        Fault(
            "flags", 0, "code", "left_out",
            f"{FLAGS[code]} held in the version before. It does not end by being left out: keep it, or give the day on "
            "which it ended.",
        )
        for code in FLAGS if code in held and code not in here
    ]  # fmt: skip


def in_order(parts: Sequence[Any]) -> tuple[Any, ...]:
    """Ratings or strengths in the order of DOMAINS (unknown codes last, as they came)."""
    place = {domain.code: number for number, domain in enumerate(DOMAINS)}
    return tuple(sorted(parts, key=lambda part: place.get(part.domain, len(DOMAINS))))


def _each_domain_once(codes: Sequence[str], where: str) -> list[Fault]:
    found = []
    for domain in DOMAINS:
        times = codes.count(domain.code)
        if times == 0:
            found.append(Fault(where, 0, domain.code, "part_missing", f"{domain.name}: not answered yet."))
        if times > 1:
            found.append(Fault(where, 0, domain.code, "twice", f"{domain.name} is answered twice. Keep one answer."))
    return found


def _as_dict(value: Any) -> dict[str, Any]:
    """A flat dataclass as name -> value (slots: there is no __dict__, and asdict() copies deeply)."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _said(words: str) -> bool:
    return isinstance(words, str) and bool(words.strip())


def _things(number: int) -> str:
    return "there is 1 thing" if number == 1 else f"there are {number} things"
