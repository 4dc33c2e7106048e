"""Before a choice: visits whose day has come; for homes, terms to answer and letters to read."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from carecommons.decisions import queries as decisions
from carecommons.matching import queries as matching
from carecommons.matching.detail import Asked
from carecommons.people.roles import Person

from .addresses import address
from .due import day_words
from .values import Waiting

VISIT = ("visit to write down", "visits to write down")
TERMS = ("shortlist to answer", "shortlists to answer")
READING = ("child to read of", "children to read of")
LETTER = ("letter to read", "letters to read")


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    """Each asks its room whose it is, and gives nothing to others."""
    yield from _visits(person, at)
    yield from _terms(person, at)
    yield from _reading(person, at)
    yield from _letters(person, at)


def _visits(person: Person, at: datetime) -> Iterator[Waiting]:
    on = timezone.localdate(at)
    for visit in matching.visits_waiting(person):
        where = address(person, "matching:before", visit.referral_id, visit.home_id)
        if where is not None and visit.on is not None and visit.on <= on:
            yield Waiting(
                title=f"A child’s visit to {visit.home_name} was to be on {day_words(visit.on, on)}",
                why="Write down whether the child was there. They can say then what they thought of it.",
                address=where, noun=VISIT, go="Write it down", due_on=visit.on, child_id=visit.child_id,
                act="matching.keep_visits",
            )  # fmt: skip


def _terms(person: Person, at: datetime) -> Iterator[Waiting]:
    on = timezone.localdate(at)
    for each in matching.details_for(person):
        where = address(person, "matching:detail", each.id)
        if where is not None and each.state is Asked.ASKED:
            yield Waiting(
                title=f"{each.home_name} is on the shortlist for a child",
                why=f"Asked on {day_words(timezone.localdate(each.asked_at), on)}. Read the terms, and accept them or "
                "say why not; then you may read more.",
                address=where, noun=TERMS, go="Read the terms",
            )  # fmt: skip


def _reading(person: Person, at: datetime) -> Iterator[Waiting]:
    """Until somebody is chosen: a home that may read more finds its way back, to say whether it is right."""
    for each in matching.readable_by(person, at=at):
        where = address(person, "matching:detail", each.id)
        if where is not None:
            yield Waiting(
                title=f"Is {each.home_name} right for the child {each.code}?",
                why="You accepted the terms, and may read more. Your offer stands unless you say no.", address=where,
                noun=READING, go="Read, and say",
            )  # fmt: skip


def _letters(person: Person, at: datetime) -> Iterator[Waiting]:
    on = timezone.localdate(at)
    for each in decisions.letters_for(person):
        where = address(person, "decisions:letter", each.id)
        if where is not None and each.read_at is None:
            yield Waiting(
                title=f"{each.home_name}: another home was chosen, and you are told why",
                why=f"Written on {day_words(timezone.localdate(each.told_at), on)}. You may ask for a review until "
                f"{day_words(each.review_until, on)}.",
                address=where, noun=LETTER, go="Read it", due_on=each.review_until,
            )  # fmt: skip
