"""The matching meeting: what was looked at for each home, what nobody meets yet, and which homes go on, and why.

A meeting records; it decides nothing: a choice is a decision of its own. Nothing is added up, and nothing here is a
price. Source: handbook section 5, step 6 (joint record of fit, compatibility, wishes and the tests of s22C(8)-(9); the
child meets and visits; unresolved needs listed); A6; C3.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from carecommons.children.needs import DOMAIN, DOMAINS
from carecommons.common.errors import NotFound, ReasonMissing
from carecommons.common.texts import cleaned
from carecommons.people.roles import Role

from .shortlist import ShownHome, Test

# Who may have taken part, by role.
TAKE_PART = (
    Role.CHILD, Role.ADVOCATE, Role.PARENT, Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.PLACEMENT_OFFICER,
    Role.REVIEWING_OFFICER, Role.PROVIDER_MANAGER, Role.FOSTER_CARER, Role.VIRTUAL_SCHOOL_HEAD, Role.CLINICIAN,
)  # fmt: skip
# Why neither the child nor their advocate was there, as far as the law lets it be so (s22(4): so far as is reasonably
# practicable; s22(5)(a): regard to age and understanding).
ABSENT = {
    "did_not_want": "They were asked, and did not want to come",
    "age": "Their age and understanding; what they feel was found out in another way",
    "not_well": "They were not well enough on any day that could wait no longer",
    "harm": "It would have harmed them, and a professional said so",
}
OPEN_ANSWERS = ("unmet", "unknown")


@dataclass(frozen=True, slots=True)
class Impact:
    """What the home says of this child and those who live there, both ways, and what the social worker answers.

    there: on those who live there; newcomer: of them on this child. Answers: acceptable, not_acceptable, unknown, "".
    """

    there: str = ""
    there_words: str = ""
    newcomer: str = ""
    newcomer_words: str = ""
    answer: str = ""
    answer_words: str = ""


@dataclass(frozen=True, slots=True)
class MeetingHome:
    """One home as the meeting saw it, frozen. unmet: code of a part of life -> what would meet it."""

    home_id: UUID
    reference: str
    name: str
    answers: tuple[str, ...]
    laws: tuple[Test, ...]
    wishes: tuple[Test, ...]
    preference: str
    preference_words: str
    impact: Impact
    words: str
    unmet: Mapping[str, str]
    place: int | None = None  # in the order in which homes go on; None: it does not
    why: str = ""

    @property
    def fit(self) -> tuple[tuple[str, str], ...]:
        """Each part of life by name, with how this home answers it."""
        return tuple((domain.name, answer) for domain, answer in zip(DOMAINS, self.answers, strict=True))

    @property
    def unmet_said(self) -> tuple[tuple[str, str], ...]:
        return tuple((DOMAIN[code].name, words) for code, words in self.unmet.items())


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """One meeting as it was written down. Class D3."""

    id: UUID
    referral_id: UUID
    referral_reference: str
    shortlist_id: UUID
    child_id: UUID
    authority: str
    criteria_version: int
    held_on: date
    took_part: tuple[str, ...]
    absent: str
    absent_words: str
    homes: tuple[MeetingHome, ...]
    child_first: str  # what the meeting said to the child's own order where it did not follow it
    made_at: datetime
    made_by_role: str

    @property
    def child_there(self) -> bool:
        return Role.CHILD in self.took_part or Role.ADVOCATE in self.took_part

    @property
    def absent_said(self) -> str:
        return ABSENT.get(self.absent, "")

    @property
    def going_on(self) -> tuple[MeetingHome, ...]:
        """The homes that go on, in the order of the meeting."""
        return tuple(sorted((home for home in self.homes if home.place), key=lambda home: home.place or 0))

    @property
    def not_going_on(self) -> tuple[MeetingHome, ...]:
        return tuple(home for home in self.homes if not home.place)


@dataclass(frozen=True, slots=True)
class HomeSaid:
    """What the meeting says of one home: place in the order of those that go on (None: it stops), and why.

    needs: code of a part of life that the home leaves open -> what would meet it, in words.
    """

    home_id: UUID
    words: str
    place: int | None
    why: str
    needs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MeetingLack:
    """One thing that the record of a meeting owes and lacks."""

    field: str
    code: str
    words: str
    home_id: UUID | None = None


def open_needs(home: ShownHome) -> tuple[str, ...]:
    """The codes of the parts of life that this home does not meet, or of which nobody knows."""
    return tuple(
        domain.code for domain, answer in zip(DOMAINS, home.answers, strict=True) if answer in OPEN_ANSWERS
    )  # fmt: skip


def looked_at(homes: Sequence[ShownHome], said: Sequence[HomeSaid]) -> tuple[tuple[ShownHome, HomeSaid], ...]:
    """Each home that the meeting speaks of, with what it says. Raises NotFound for one that is not on the list."""
    listed = {home.home_id: home for home in homes}
    if any(each.home_id not in listed for each in said):
        raise NotFound(
            "home_not_on_list", "This home is not on the list of this search. Open the list, and look again."
        )
    return tuple((listed[each.home_id], each) for each in said)


def check_meeting(
    *, held_on: date, on: date, took_part: Collection[str], absent: str, absent_words: str, homes: Sequence[ShownHome],
    said: Sequence[HomeSaid], wanted: Sequence[UUID], refused: Collection[UUID], child_first: str,
) -> None:  # fmt: skip
    """Raise ReasonMissing("meeting_not_complete") with everything that the record owes and lacks.

    homes: those of the list that may be chosen; wanted: the child's own order, first choice first; refused: the homes
    to which the child says no.
    """
    lacks = lacks_of_meeting(
        held_on=held_on, on=on, took_part=took_part, absent=absent, absent_words=absent_words, homes=homes, said=said,
        wanted=wanted, refused=refused, child_first=child_first,
    )  # fmt: skip
    if lacks:
        raise ReasonMissing(
            "meeting_not_complete",
            "This meeting cannot be recorded yet. " + " ".join(lack.words for lack in lacks),
            lacks=lacks,
        )


def lacks_of_meeting(
    *, held_on: date | None, on: date, took_part: Collection[str], absent: str, absent_words: str,
    homes: Sequence[ShownHome], said: Sequence[HomeSaid], wanted: Sequence[UUID], refused: Collection[UUID],
    child_first: str,
) -> tuple[MeetingLack, ...]:  # fmt: skip
    """Everything that the record of a meeting owes and lacks. held_on: None where no day was given yet."""
    lacks = _lacks_of_people(held_on or on, on, took_part, absent, absent_words)
    lacks += [lack for home, each in looked_at(homes, said) for lack in _lacks_of_home(home, each)]
    lacks += _lacks_of_order(said)
    if not said:
        lacks.append(
            MeetingLack("homes", "homes_missing", "Look at one home at least, and say what the meeting found.")
        )
    order = [each.home_id for each in sorted(said, key=lambda each: each.place or 0) if each.place]
    if order and _against(order, wanted, refused) and not cleaned(child_first):
        lacks.append(MeetingLack("child_first", "child_first_missing", CHILD_FIRST))
    return tuple(lacks)


CHILD_FIRST = (
    "The order of the meeting is not the child’s own: another home comes first, or one goes on to which the child says "
    "no. Say why, to the child: they read it."
)


def _against(order: Sequence[UUID], wanted: Sequence[UUID], refused: Collection[UUID]) -> bool:
    return bool(wanted and wanted[0] != order[0]) or any(home in refused for home in order)


def _lacks_of_people(
    held_on: date, on: date, took_part: Collection[str], absent: str, absent_words: str
) -> list[MeetingLack]:
    found = []
    if held_on > on:
        found.append(MeetingLack("held_on", "held_in_future", "On which day was it? This day has not come yet."))
    if not took_part or any(role not in TAKE_PART for role in took_part):
        found.append(MeetingLack("took_part", "took_part_missing", "Say who took part, by role."))
    there = Role.CHILD in took_part or Role.ADVOCATE in took_part
    if not there and absent not in ABSENT:
        words = "Neither the child nor their advocate was there. Say which lawful reason there was."
        found.append(MeetingLack("absent", "absent_reason_missing", words))
    if not there and not cleaned(absent_words):
        words = "Say how what the child feels was brought into the meeting without them."
        found.append(MeetingLack("absent_words", "absent_words_missing", words))
    return found


def _lacks_of_home(home: ShownHome, said: HomeSaid) -> list[MeetingLack]:
    found = []
    if not cleaned(said.words):
        words = f"Say what the meeting found of {home.name}."
        found.append(MeetingLack("words", "home_words_missing", words, home.home_id))
    if not cleaned(said.why):
        what = "goes on" if said.place else "does not go on"
        found.append(MeetingLack("why", "home_why_missing", f"Say why {home.name} {what}.", home.home_id))
    for code in open_needs(home):
        if not cleaned(said.needs.get(code, "")):
            words = (
                f"{home.name} leaves {DOMAIN[code].name} open. Say what would meet it, or that nothing was found yet."
            )
            found.append(MeetingLack(f"need_{code}", "need_words_missing", words, home.home_id))
    return found


def _lacks_of_order(said: Sequence[HomeSaid]) -> list[MeetingLack]:
    places = sorted(each.place for each in said if each.place is not None)
    if places == list(range(1, len(places) + 1)):
        return []
    words = "Number the homes that go on 1, 2, 3: each number once, and none left out."
    return [MeetingLack("places", "places_not_in_order", words)]
