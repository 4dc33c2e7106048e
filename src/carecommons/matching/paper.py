"""A matching meeting as a paper: the child's order first, then who was there, each home, and which go on and why.

Source: handbook section 5, step 6; look.md section 13. It holds no address and no total.
"""

from carecommons.common.papers import Block, Paper, Section, items, table, voice, words
from carecommons.people.roles import ROLE_NAMES, Role
from carecommons.provision.homes import IMPACT_ANSWERS

from .impact import AGREES
from .meeting import MeetingHome, MeetingRecord
from .shortlist import ANSWER_NAMES

TEST_WORDS = {"yes": "Yes", "part": "Partly", "no": "No", "unknown": "Not known", "none": "Not asked for"}


def meeting_record_paper(met: MeetingRecord, *, child: str, printed: str, role: str, made_up: bool) -> Paper:
    """The paper. printed: the moment, as the reader writes it; role: who reads or printed it."""
    sections = [
        Section("What the child wants", _child(met)),
        Section("Who took part", _people(met)),
        Section("Which homes go on, in which order, and why", _order(met)),
        *(Section(home.name, _home(home)) for home in met.homes),
        Section("What nobody meets yet", _unmet(met)),
    ]
    foot = (
        f"Matching meeting of search {met.referral_reference}, criteria version {met.criteria_version}. "
        f"A meeting chooses nothing: a choice is a decision of its own. Read {printed} by a {role}."
    )
    return Paper(
        title=f"Which homes go on for {child}?", kicker=f"Matching meeting of {_day(met)}", sections=tuple(sections),
        foot=foot + (" Invented data." if made_up else ""), made_up=made_up,
    )  # fmt: skip


def _day(met: MeetingRecord) -> str:
    return f"{met.held_on.day} {met.held_on:%B} {met.held_on.year}"


def _child(met: MeetingRecord) -> tuple[Block, ...]:
    said = [
        f"{home.name}: {home.preference.lower()}{f' ({home.preference_words})' if home.preference_words else ''}"
        for home in met.homes
        if home.preference
    ]
    blocks: list[Block] = [items(said)] if said else [words("The child has put the homes in no order.")]
    if met.child_first:
        blocks.append(words("The order of the meeting is another one. To the child:"))
        blocks.append(voice(met.child_first, "The meeting"))
    return tuple(blocks)


def _people(met: MeetingRecord) -> tuple[Block, ...]:
    blocks = [items([ROLE_NAMES[Role(code)].capitalize() for code in met.took_part])]
    if met.absent:
        blocks.append(words(f"Neither the child nor their advocate was there. {met.absent_said}. {met.absent_words}"))
    return tuple(blocks)


def _order(met: MeetingRecord) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if met.going_on:
        blocks.append(items([f"{home.name}: {home.why}" for home in met.going_on], ranked=True))
    else:
        blocks.append(words("No home goes on."))
    if met.not_going_on:
        blocks += [words("Not going on:"), items([f"{home.name}: {home.why}" for home in met.not_going_on])]
    return tuple(blocks)


def _home(home: MeetingHome) -> tuple[Block, ...]:
    tests = [*home.laws, *home.wishes]
    fit = [(name, ANSWER_NAMES[each]) for name, each in home.fit]
    blocks: list[Block] = [words(home.words), table("Twelve parts of life", ("Part of life", "This home"), fit)]
    if tests:
        rows = [(test.name, TEST_WORDS[test.answer], test.words) for test in tests]
        blocks.append(
            table(
                "What the law asks to keep, and what the child asked for",
                ("What", "This home", "How it is known"),
                rows,
            )
        )
    blocks.append(items(_together(home)))
    return tuple(blocks)


def _together(home: MeetingHome) -> list[str]:
    impact = home.impact
    there = IMPACT_ANSWERS.get(impact.there, "Not said")
    newcomer = IMPACT_ANSWERS.get(impact.newcomer, "Not said apart")
    found = [
        f"For those who live there: {there}. {impact.there_words}".strip(),
        f"For this child: {newcomer}. {impact.newcomer_words}".strip(),
    ]
    if impact.answer:
        found.append(f"The social worker answers: {AGREES[impact.answer]}. {impact.answer_words}")
    return found


def _unmet(met: MeetingRecord) -> tuple[Block, ...]:
    said = [f"{name} at {home.name}: {what}" for home in met.homes for name, what in home.unmet_said]
    return (items(said),) if said else (words("Every need of the child is met by each home that was looked at."),)
