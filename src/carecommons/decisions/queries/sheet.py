"""Everything that a choice is made from: the list, the child's words, what each home owes and who approves it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from carecommons.children.needs import DOMAINS
from carecommons.children.queries import find_child, wishes
from carecommons.children.wishes import Wish, heard, standing
from carecommons.common.errors import NotNow
from carecommons.constitution.queries import parameter, whole
from carecommons.matching.queries import offered_in_rounds, referral, shortlist
from carecommons.matching.reasons import rule_of
from carecommons.matching.shortlist import Shortlist, ShownHome, Test
from carecommons.people.roles import Subject
from carecommons.provision.homes import FAMILY_KINDS
from carecommons.provision.queries import outside_agreements

from ..approvals import (
    RULES,
    Approval,
    approval,
    in_care_with_parents,
    in_key_stage_4,
    key_stage_4,
    long_term_foster,
    where,
)
from ..beside import Beside
from ..choice import Option, points_apart
from ..models import Decision
from ..ruling import Asked, Draft, Lack
from ..ruling import lacks_without_home as _lacks_without_home
from ..state import State
from .beside import beside_of
from .formulations import formulations_for

__all__ = ["BEFORE_DECISION", "Sheet", "lacks_without_home", "meeting_owed", "no_round_owed", "sheet"]

BEFORE_DECISION = "before_decision"
SCHOOL_TEST = "school"
UPHEAVAL = "upheaval"  # worked out from the other tests, so it would count them twice


@dataclass(frozen=True, slots=True)
class Sheet:
    """One search, its frozen list, and what choosing from it asks. `options` holds every home of the list."""

    referral_id: UUID
    referral_reference: str
    shortlist_id: UUID
    child_id: UUID
    child_reference: str
    authority: str
    wanted_by: date
    criteria_version: int
    made_at: datetime
    looked_at: int
    options: tuple[Option, ...]
    shown: Mapping[UUID, ShownHome]
    approvals: Mapping[UUID, Approval]
    wishes: tuple[Wish, ...]
    heard_since: tuple[Wish, ...]  # before the decision, asked since the list was made
    asked: Asked
    cards_max: int
    active_id: UUID | None
    beside: Beside
    emergency: bool
    formulations: Mapping[UUID, tuple[str, ...]]  # home -> specialist needs that it answers without a current basis
    offered: frozenset[UUID] = frozenset()  # the homes that offered in a round that is over

    @property
    def subject(self) -> Subject:
        """The child as the policy asks about them."""
        return Subject(authority=self.authority, child_id=self.child_id)

    @property
    def suitable(self) -> tuple[Option, ...]:
        """The appropriate homes, in the order of the list."""
        return tuple(option for option in self.options if option.appropriate)

    @property
    def possible(self) -> tuple[Option, ...]:
        """Homes that may be chosen only as a recorded compromise, in the order of the list."""
        return tuple(option for option in self.options if option.can_be_chosen and not option.appropriate)

    @property
    def apart(self) -> bool:
        """Whether the law's tests and the child's wishes point to different suitable homes."""
        return points_apart(self.suitable)

    def formulations_owed(self, home_id: UUID) -> tuple[str, ...]:
        """What the choice of a home owes before it is made: nothing in an emergency, when it is owed within days."""
        return () if self.emergency else self.formulations.get(home_id, ())

    @property
    def wishes_heard_at(self) -> tuple[datetime, ...]:
        """When each wish about the homes of this list was put on record."""
        return tuple(wish.recorded_at for wish in self.heard_since)


def sheet(referral_id: UUID, *, at: datetime) -> Sheet:
    """The sheet for one search. Raises NotFound, and NotNow("shortlist_missing") before there is a list."""
    search = referral(referral_id)
    if search.shortlist_id is None:
        raise NotNow(
            "shortlist_missing",
            "There is no list of homes yet, so nothing can be chosen. Make the list first.",
            search=str(referral_id),
        )
    listed = shortlist(referral_id)
    child, said = find_child(search.child_id), wishes(search.child_id)
    on = timezone.localdate(at)
    spot = outside_agreements([home.home_id for home in listed.shown], search.authority, max(on, search.wanted_by))
    examined = examined_on(child.birth_date, max(on, search.wanted_by), on)
    active = Decision.objects.filter(referral_id=referral_id, state__in=[State.PROPOSED, State.APPROVED]).first()
    return Sheet(
        referral_id=referral_id,
        referral_reference=search.reference,
        shortlist_id=listed.id,
        child_id=search.child_id,
        child_reference=child.reference,
        authority=search.authority,
        wanted_by=search.wanted_by,
        criteria_version=listed.criteria_version,
        made_at=listed.made_at,
        looked_at=listed.looked_at,
        options=_options(listed, spot),
        shown={home.home_id: home for home in listed.shown},
        approvals={
            home.home_id: approval_of(
                authority=search.authority, home_authority=home.authority, home_kind=home.kind, laws=home.laws,
                examined=examined, legal_status=child.legal_status, stay=search.stay, on=on,
                spot=home.home_id in spot,
            )
            for home in listed.shown
        },
        wishes=standing(said),
        heard_since=heard(
            said, BEFORE_DECISION, since=listed.made_at, since_on=timezone.localdate(listed.made_at),
            emergency=search.emergency,
        ),
        asked=Asked(
            words_min=whole("reason_words_min", on),
            choices_min=whole("choices_min", on),
            singly_max=whole("shortlist_cards_max", on),
        ),
        cards_max=whole("shortlist_cards_max", on),
        active_id=active.id if active else None,
        beside=beside_of(search, listed, at=at),
        emergency=search.emergency,
        formulations=formulations_for(child.id, [home.home_id for home in listed.shown], on=on),
        offered=offered_in_rounds(referral_id, at=at),
    )  # fmt: skip


def lacks_without_home(
    found: Sheet, *, why_chosen: str, wishes_effect: str, wishes_how: str, search_evidence: str, **_: object
) -> tuple[Lack, ...]:
    """What a choice lacks before a home is named."""
    draft = Draft(UUID(int=0), why_chosen, {}, wishes_effect, wishes_how, "", (), search_evidence)
    return _lacks_without_home(
        draft, found.options, asked=found.asked, shortlisted_at=found.made_at, wishes_heard_at=found.wishes_heard_at
    )


def no_round_owed(found: Sheet, home_id: UUID) -> bool:
    """Whether choosing this home owes a reason because it did not offer in a round that is over."""
    home = found.shown.get(home_id)
    return home is not None and home.kind not in FAMILY_KINDS and home_id not in found.offered


def meeting_owed(found: Sheet, home_id: UUID) -> bool:
    """Whether choosing this home shows a matching meeting on this list, or owes a word on why none was held.

    An emergency owes none. A home of family owes one only where homes were invited beside it; every other choice owes
    it, invited or not: not asking the homes must never be the shorter way.
    """
    if found.emergency:
        return False
    home = found.shown.get(home_id)
    return found.beside.meeting_owed or (home is not None and home.kind not in FAMILY_KINDS)


def examined_on(birth_date: date, day: date, on: date) -> bool:
    """Whether a child is in Key Stage 4 on the day of a move, by the ages in force."""
    return in_key_stage_4(
        birth_date, day, age_min=whole("key_stage_4_age_min", on), age_max=whole("key_stage_4_age_max", on)
    )


def approval_of(
    *, authority: str, home_authority: str, home_kind: str, laws: Sequence[Test], examined: bool, legal_status: str,
    stay: str, on: date, spot: bool,
) -> Approval:  # fmt: skip
    """Who must approve this home for this child. laws: the answers of the law's tests; no school test is unknown.

    stay: what the search asks for, a code of matching.referral.STAYS.
    """
    school = next((test.answer for test in laws if (test.code or test.name) == SCHOOL_TEST), None)
    return approval(
        where(authority, home_authority, on),
        school=key_stage_4(examined, school),
        with_parents=in_care_with_parents(home_kind, legal_status),
        rules={name: parameter(name, on) for name in RULES},
        long_term=long_term_foster(home_kind, stay),
        spot=spot,
    )


def _options(listed: Shortlist, spot: Collection[UUID]) -> tuple[Option, ...]:
    stopped = tuple(
        Option(
            home_id=home.home_id, name=home.name, appropriate=False, failed_gate=home.failed_gate,
            failed_words=home.reason, unmet=(), unknown=(), laws={}, wishes={},
            failed_rule=rule_of(home.reason_code), stopped=True,
        )
        for home in listed.passed_over
    )  # fmt: skip
    return (*(_option(home, home.home_id in spot) for home in listed.shown), *stopped)


def _option(home: ShownHome, spot: bool) -> Option:
    named = list(zip(DOMAINS, home.answers, strict=True))
    return Option(
        home_id=home.home_id,
        name=home.name,
        appropriate=home.appropriate,
        failed_gate=home.failed_gate,
        failed_words=home.reason,
        unmet=tuple(domain.name for domain, answer in named if answer == "unmet"),
        unknown=tuple(domain.name for domain, answer in named if answer == "unknown"),
        laws={test.code or test.name: test.answer for test in (*home.laws, *home.beside) if test.code != UPHEAVAL},
        wishes={test.code or test.name: test.answer for test in home.wishes},
        failed_rule=rule_of(home.reason_code),
        spot=spot,
        tie=home.tie,
    )
