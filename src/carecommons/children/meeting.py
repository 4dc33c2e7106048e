"""The paper about a child for a meeting: the child's words first, strengths before needs, and what is not known.

Source: handbook A3, A8, B13; look.md section 13. It holds no address and no place to avoid (class D4), and no total.
"""

from dataclasses import dataclass
from datetime import date, datetime

from carecommons.common.papers import Block, Level, Paper, Section, items, table, voice, words

from .changes import compare
from .connections import Connection
from .nearness import Bands
from .needs import DOMAIN, FLAGS, LEVEL_HELP, Profile, Rating
from .story import Story
from .wishes import STAGES, Wish, standing

WISHES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the paper is made from. due: codes of formulations to be looked at again."""

    reference: str
    kicker: str
    story: Story | None
    wishes: tuple[Wish, ...]
    profile: Profile | None
    previous: Profile | None
    due: tuple[str, ...]
    bands: Bands
    criteria_version: int | None
    on: date


def meeting_paper(facts: Facts, *, printed: str, role: str, made_up: bool) -> Paper:
    """The paper. printed: the moment, as the reader writes it; role: who printed it."""
    sections = [
        Section("In the child’s own words", _own(facts)),
        Section("What goes well", _strengths(facts)),
        Section("What I need, in twelve parts of life", _needs(facts.profile)),
        Section("What has changed since last time", _changes(facts.profile, facts.previous)),
        Section("What should be different", _outcomes(facts.profile)),
        Section("Specialist needs, and what each rests on", _flags(facts)),
        Section("People and places", _people(facts.bands)),
        Section("Open questions", _questions(facts)),
    ]
    version = f"Profile version {facts.profile.version}. " if facts.profile else "No profile yet. "
    criteria = f"Criteria version {facts.criteria_version}. " if facts.criteria_version is not None else ""
    foot = f"Needs of {facts.reference}, for a meeting. {version}{criteria}Printed {printed} by a {role}."
    return Paper(
        title=f"What {facts.reference} needs", kicker=facts.kicker, sections=tuple(sections),
        foot=foot + (" Invented data." if made_up else ""), made_up=made_up,
    )  # fmt: skip


def day(when: date | datetime) -> str:
    """20 November 2025."""
    return f"{when.day} {when:%B} {when.year}"


def _own(facts: Facts) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if facts.profile and facts.profile.matters:
        blocks += [words("What matters most to me, in my order:"), items(facts.profile.matters, ranked=True)]
    story = facts.story
    if story is not None and story.authorship != "adult":
        blocks.append(voice(story.told, story.by_line))
        if story.helps:
            blocks.append(words(f"What helps: {story.helps}"))
    for wish in standing(facts.wishes)[:WISHES_SHOWN]:
        when = f"{STAGES[wish.stage]}, {day(wish.said_on)}"
        if wish.unsaid:
            blocks.append(words(f"{when}: {_lower(wish.unsaid_words)}. {wish.words}".strip()))
        else:
            typed = f". Written down by the {wish.typed_by_adult}" if wish.typed_by_adult else ""
            blocks.append(voice(wish.words, f"{when}{typed}"))
    if story is not None and story.authorship == "adult":
        blocks.append(words(f"A story is written, but not yet in the child’s own words. {story.not_agreed_because}"))
    return tuple(blocks) or (words("Nobody has written down the child’s own words yet. Ask before you meet."),)


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _strengths(facts: Facts) -> tuple[Block, ...]:
    known = [each for each in facts.profile.strengths if each.state != "unknown"] if facts.profile else []
    said = [
        f"{DOMAIN[each.domain].name}: {'beginning: ' if each.state == 'emerging' else ''}{each.text}" for each in known
    ]
    blocks = [items(said)] if said else []
    if facts.story is not None and facts.story.strengths:
        blocks.append(words(facts.story.strengths))
    return tuple(blocks) or (words("No strength is written down yet. There is always one: ask."),)


def _needs(profile: Profile | None) -> tuple[Block, ...]:
    if profile is None:
        return (words("Needs have not been rated yet: all twelve parts of life are unknown."),)
    note = (
        "0 is what most children this age need; 4 means would not be safe or well without constant help. Unknown is "
        f"not 0. Levels are never added up. Assessed on {day(profile.assessed_on)}."
    )
    heads = ("Part of life", "How much help", "The child says", "What was seen")
    rows = [(DOMAIN[each.domain].name, _level(each), own_view(each), _seen(each)) for each in profile.ratings]
    return (table(note, heads, rows), _raters(profile))


def _level(rating: Rating) -> Level:
    said = "Unknown" if rating.level is None else f"{rating.level}: {LEVEL_HELP[rating.level]}"
    return Level(said, rating.level, own=rating.own_level)


def own_view(rating: Rating) -> str:
    """The child's own view of one part of life: a level, words, both, or that there is none."""
    number = "" if rating.own_level is None else str(rating.own_level)
    quoted = f"“{rating.own_words}”" if rating.own_words else ""
    return ": ".join(filter(None, (number, quoted))) or "Not asked, or did not want to say"


def _seen(rating: Rating) -> str:
    if rating.level is None:
        return f"Why it is not known: {rating.unknown_because}"
    return f"{rating.evidence} How sure: {rating.confidence}."


def _raters(profile: Profile) -> Block:
    told = dict.fromkeys(
        f"{each.rater}, {day(each.rated_on)}. Training: {each.training.rstrip('.')}. "
        f"Experience: {each.experience.rstrip('.')}."
        for each in profile.ratings
    )
    return items([f"Rated by {each}" for each in told])


def _changes(profile: Profile | None, previous: Profile | None) -> tuple[Block, ...]:
    if profile is None or previous is None:
        return (words("Needs have been rated once at most: there is nothing to compare yet."),)
    found = compare(previous, profile)
    moved = [f"{each.name}: {each.words}" for each in found.changed]
    blocks = [words(f"Since {day(previous.assessed_on)}: {found.counted}")]
    blocks += [items(moved)] if moved else []
    blocks += [items([f"New strength: {each}" for each in found.strengths_begun])] if found.strengths_begun else []
    blocks += [words("What matters most to the child has changed.")] if found.matters_changed else []
    return (*blocks, words("A lower level because support works never cuts the support by itself."))


def _outcomes(profile: Profile | None) -> tuple[Block, ...]:
    if profile is None or not profile.outcomes:
        return (words("No outcome has been agreed yet."),)
    rows = [(each.outcome, each.measure, each.owner, day(each.review_on)) for each in profile.outcomes]
    return (table("", ("What", "We shall know by", "Who sees to it", "We look again on"), rows),)


def _flags(facts: Facts) -> tuple[Block, ...]:
    held = [flag for flag in facts.profile.flags if flag.active(facts.on)] if facts.profile else []
    if not held:
        return (words("None is recorded."),)
    rows = [
        (flag.name, flag.basis, f"{flag.professional}, {day(flag.assessed_on)}. {flag.competence}.") for flag in held
    ]
    return (
        words("Categories of their own, not higher levels. Each needs a home with evidenced capability."),
        table("", ("Specialist need", "What it rests on", "Who and when"), rows),
    )


def _people(bands: Bands) -> tuple[Block, ...]:
    if not bands.around:
        return (words("Nobody has written down who and what matters."),)
    blocks: list[Block] = []
    for _, title, inside in bands.parts:
        said = [_person(each.connection) for each in inside]
        blocks += [words(f"{title} from where the child comes from:"), items(said)]
    return tuple(blocks)


def _person(each: Connection) -> str:
    told = [f"{each.name} ({each.kind_words.lower()})", "to keep" if each.keep else "", each.how_often, each.note]
    return "; ".join(filter(None, told))


def _questions(facts: Facts) -> tuple[Block, ...]:
    """What nobody knows yet, what is due, and where child and rater differ: to be talked about, not settled here."""
    found: list[str] = []
    if facts.profile is None:
        found.append("Needs have not been rated.")
    for rating in facts.profile.ratings if facts.profile else ():
        name = DOMAIN[rating.domain].name
        if rating.level is None:
            found.append(f"{name} is unknown. {rating.unknown_because}")
        elif rating.own_level is not None and rating.own_level != rating.level:
            found.append(f"{name}: the child says {rating.own_level}, the rater says {rating.level}.")
        if rating.level is not None and rating.confidence == "low":
            found.append(f"{name}: the rater is not sure.")
    found += [f"{FLAGS[code]}: a professional should look at the basis again." for code in facts.due]
    passed = [each for each in (facts.profile.outcomes if facts.profile else ()) if each.review_on < facts.on]
    found += [f"“{each.outcome}” was to be looked at again on {day(each.review_on)}." for each in passed]
    if not facts.wishes:
        found.append("The child’s wishes have not been asked for.")
    if any(each.band == "unknown" and each.connection.keep for each in facts.bands.around):
        found.append("How far some of the people and places to keep are is not known.")
    return (items(found),) if found else (words("None is recorded."),)
