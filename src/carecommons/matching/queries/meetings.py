"""Matching meetings, and what homes and social workers say of living together, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from carecommons.common.errors import NotFound, NotNow
from carecommons.provision.impact import BothWays
from carecommons.provision.queries import impacts_about

from ..meeting import HomeSaid, Impact, MeetingHome, MeetingLack, MeetingRecord, lacks_of_meeting, open_needs
from ..models import ImpactAnswer, MatchingMeeting, Reply
from ..preference import Preference
from ..shortlist import Referral, Shortlist, ShownHome, Test
from .childs import preference_of
from .searches import referral, shortlist

__all__ = ["MeetingSheet", "impact_of", "meeting", "meeting_lacks", "meeting_rows", "meeting_sheet", "meetings_of"]


@dataclass(frozen=True, slots=True)
class MeetingSheet:
    """Everything that a meeting looks at: the list, the child's order, and what is said of living together."""

    search: Referral
    listed: Shortlist
    homes: tuple[ShownHome, ...]
    preference: Preference | None
    impacts: Mapping[UUID, Impact]

    def open_needs(self, home: ShownHome) -> tuple[str, ...]:
        return open_needs(home)


def meeting_lacks(found: MeetingSheet, said: Mapping[str, Any], *, on: date) -> tuple[MeetingLack, ...]:
    """What the record of a meeting owes and lacks so far. said: what `hold_meeting` takes; the day may be missing."""
    preference = found.preference
    return lacks_of_meeting(
        on=on, held_on=said["held_on"], took_part=said["took_part"], absent=said["absent"],
        absent_words=said["absent_words"], child_first=said["child_first"], homes=found.homes, said=said["homes"],
        wanted=[each.home_id for each in preference.ranked] if preference else (),
        refused=[each.home_id for each in preference.noes] if preference else (),
    )  # fmt: skip


def meeting_sheet(referral_id: UUID) -> MeetingSheet:
    """What a meeting on this search looks at. Raises NotNow("shortlist_missing") before there is a list."""
    search = referral(referral_id)
    if search.shortlist_id is None:
        raise NotNow("shortlist_missing", "There is no list of homes yet, so there is nothing to meet about.")
    listed = shortlist(referral_id)
    homes = (*listed.appropriate, *listed.compromises, *listed.waiting)
    return MeetingSheet(
        search, listed, homes, preference_of(referral_id), impact_of(search, [home.home_id for home in homes])
    )


def impact_of(search: Referral, homes: list[UUID]) -> dict[UUID, Impact]:
    """home -> what it says of this child and those who live there, both ways, and what the social worker answers."""
    said = impacts_about(search.child_id, homes)
    answers = {row.home_id: row for row in ImpactAnswer.objects.filter(referral_id=search.id).order_by("answered_at")}
    offered = Reply.objects.filter(invitation__round__referral_id=search.id, invitation__round__state="closed")
    replies = {row.invitation.home_id: row for row in offered.select_related("invitation").order_by("said_at")}
    found = {}
    for home in homes:
        answer = answers.get(home)
        found[home] = replace(
            _both_ways(said.get(home), replies.get(home)),
            answer=answer.answer if answer else "", answer_words=answer.words if answer else "",
        )  # fmt: skip
    return found


def _both_ways(note: BothWays | None, reply: Reply | None) -> Impact:
    """What a home says, in its reply to an invitation or of a search by reference: the newer word counts."""
    if reply is not None and reply.offers and (note is None or note.recorded_at < reply.said_at):
        return Impact(reply.impact_there, reply.impact_words, reply.impact_child, "")
    if note is None:
        return Impact()
    return Impact(note.there or note.answer, note.there_words, note.newcomer, note.newcomer_words)


def meeting(meeting_id: UUID) -> MeetingRecord:
    """One meeting. Raises NotFound, as for one that is not the asker's."""
    row = MatchingMeeting.objects.select_related("referral").filter(id=meeting_id).first()
    if row is None:
        raise NotFound()
    return _record(row)


def meetings_of(referral_id: UUID) -> tuple[MeetingRecord, ...]:
    """Every meeting of a search, newest first. For rooms that have asked who may."""
    rows = MatchingMeeting.objects.select_related("referral").filter(referral_id=referral_id)
    return tuple(_record(row) for row in rows.order_by("-made_at", "-id"))


def meeting_rows(found: MeetingSheet, said: list[HomeSaid]) -> list[dict[str, Any]]:
    """The homes of a meeting as rows to keep: what was looked at, frozen, and what was said."""
    listed = {home.home_id: home for home in found.homes}
    rows = []
    for each in said:
        home, impact = listed[each.home_id], found.impacts.get(each.home_id, Impact())
        placed = found.preference.of(each.home_id) if found.preference else None
        rows.append(
            {
                "home_id": str(home.home_id), "reference": home.reference, "name": home.name,
                "answers": list(home.answers), "laws": [_test(test) for test in (*home.laws, *home.beside)],
                "wishes": [_test(test) for test in home.wishes],
                "preference": placed.told if placed else "", "preference_words": placed.words if placed else "",
                "impact": {name: getattr(impact, name) for name in Impact.__slots__},
                "words": each.words, "unmet": {code: each.needs[code].strip() for code in open_needs(home)},
                "place": each.place, "why": each.why,
            }
        )  # fmt: skip
    return rows


def _test(test: Test) -> dict[str, str]:
    return {"name": test.name, "answer": test.answer, "words": test.words, "code": test.code}


def _record(row: MatchingMeeting) -> MeetingRecord:
    return MeetingRecord(
        id=row.pk, referral_id=row.referral_id, referral_reference=row.referral.reference,
        shortlist_id=row.shortlist_id, child_id=row.child_id, authority=row.authority,
        criteria_version=row.criteria_version, held_on=row.held_on, took_part=tuple(row.took_part), absent=row.absent,
        absent_words=row.absent_words, homes=tuple(_home(each) for each in row.homes), child_first=row.child_first,
        made_at=row.made_at, made_by_role=row.made_by_role,
    )  # fmt: skip


def _home(kept: Mapping[str, Any]) -> MeetingHome:
    return MeetingHome(
        home_id=UUID(kept["home_id"]), reference=kept["reference"], name=kept["name"], answers=tuple(kept["answers"]),
        laws=tuple(Test(**each) for each in kept["laws"]), wishes=tuple(Test(**each) for each in kept["wishes"]),
        preference=kept["preference"], preference_words=kept["preference_words"], impact=Impact(**kept["impact"]),
        words=kept["words"], unmet=kept["unmet"], place=kept["place"], why=kept["why"],
    )  # fmt: skip
