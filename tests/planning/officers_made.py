"""A year of two councils as rows whose figures can be worked out by hand. Invented data: no real child, ever.

Homes are entered through the real acts. Searches, rounds, choices and stays are told as rows: a hundred of each made
through the acts would take minutes, and what is counted here is the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from django.utils.timezone import localdate

from carecommons.children.models import Child, RecordedWish
from carecommons.decisions.models import Decision, EndNotice, HomeLetter, Placement, PlacementEnd
from carecommons.matching.models import Emergency, Invitation, Question, Referral, Reply, Round, SentProfile, Shortlist
from carecommons.provision.queries import home_subjects
from carecommons.register.actions import record
from walk_world import DEVON, KENT, NOON, add_home

YEAR = 2026  # from 1 April 2025 to 31 March 2026
MONDAY = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NUMBERS = count(1)
NAMES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm")
READ, UNREAD = "read", "unread"


def entry(at: datetime) -> UUID:
    return record(kind="wish_recorded", public={}, sealed={}, by_id=None, by_role="social_worker", at=at)


@dataclass(frozen=True)
class Said:
    """What a home answered, so many hours after it was asked. why: of a decline."""

    offers: bool
    hours: float = 5
    why: str = ""


OFFER, NO_PLACE = Said(True), Said(False, 10, "no_place")
FIVE_ASKED: tuple[Said | None, ...] = (OFFER, OFFER, NO_PLACE, None, None)


@dataclass(frozen=True)
class Told:
    """One search as rows. list_at: when its list was made; over_at: when its round ended."""

    child: UUID
    search: UUID
    list: UUID
    list_at: datetime
    over_at: datetime | None


@dataclass
class Council:
    """A council, and what happens in its year. entry: one of the register, where a row does not need its own."""

    code: str
    homes: list[UUID]
    entry: UUID

    def child(self, at: datetime) -> UUID:
        row = Child(
            reference=f"C-{next(NUMBERS):05}", known_as="Invented", sex="F", authority=self.code,
            birth_date=(at - 12 * 365 * DAY).date(), added_at=at, added_by_role="social_worker",
        )  # fmt: skip
        row.save(force_insert=True)
        return row.pk

    def search(self, child: UUID, at: datetime, *, suitable: int = 2, emergency: bool = False) -> Told:
        """Opened at a moment, with its list a day later, or at once in an emergency."""
        list_at = at if emergency else at + DAY
        row = Referral.objects.create(
            reference=f"R-{next(NUMBERS):05}", child_id=child, authority=self.code, wanted_by=localdate(at),
            why="notice", stay="long", criteria_version=1, lottery_seed=bytes(32), lottery_commitment="0" * 64,
            state="withdrawn" if emergency else "decided", emergency=emergency, made_at=at,
            made_by_role="social_worker", entry_id=self.entry,
        )  # fmt: skip
        listed = Shortlist.objects.create(
            referral=row, criteria_version=1, made_at=list_at, made_by_role="social_worker", lottery_seed=bytes(32),
            lottery_commitment="0" * 64, looked_at=5, counts=[{"gate": 0, "word": "", "homes": suitable}],
            levels=[1] * 12, flags=[], shown=[], passed_over=[], entry_id=self.entry,
        )  # fmt: skip
        return Told(child, row.pk, listed.pk, list_at, None)

    def round(
        self, found: Told, at: datetime, answers: Sequence[Said | None], *, called_off: bool = False,
        asked: Sequence[float | None] = (),
    ) -> Told:  # fmt: skip
        """A round of five days: what each home answered, None for nothing; asked: hours to the answer of a question."""
        over_at = at + 5 * DAY
        row = Round.objects.create(
            referral_id=found.search, shortlist_id=found.list, child_id=found.child, authority=self.code, number=1,
            state="called_off" if called_off else "closed", clock="planned", opened_at=at,
            opened_by_role="social_worker", closes_at=over_at, closed_at=over_at, entry_id=self.entry,
        )  # fmt: skip
        profile = SentProfile.objects.create(
            authority=self.code, text=[], broadened=[], released_at=at, released_by_role="social_worker"
        )
        for home, said in zip(self.homes, answers, strict=False):
            invited = Invitation.objects.create(
                round=row, profile=profile, authority=self.code, home_id=home,
                provider_id=home_subjects([home])[home].provider_id, code=f"D-{next(NUMBERS):05}",
                state="run_out" if said is None else "offered" if said.offers else "declined", sent_at=at,
                closes_at=over_at,
            )  # fmt: skip
            if said is not None:
                Reply.objects.create(
                    invitation=invited, authority=self.code, version=1, offers=said.offers, answers={},
                    reason=said.why, said_at=at + said.hours * HOUR, said_by_role="provider_manager",
                )  # fmt: skip
        for hours in asked:
            Question.objects.create(
                round=row, invitation=row.invitations.first(), authority=self.code, words="Invented.", asked_at=at,
                asked_by_role="provider_manager", answered_at=None if hours is None else at + hours * HOUR,
            )  # fmt: skip
        return Told(found.child, found.search, found.list, found.list_at, None if called_off else over_at)

    def wish(self, child: UUID, stage: str, at: datetime, how: str = "said") -> None:
        RecordedWish(
            child_id=child, stage=stage, words="Invented words.", how=how, said_on=localdate(at), recorded_at=at,
            recorded_by_role="social_worker",
        ).save(force_insert=True)  # fmt: skip

    def choice(
        self, found: Told, at: datetime, *, home: int = 0, no_round: str = "", spot: bool = False,
        letters: dict[int, str] | None = None, state: str = "approved",
    ) -> UUID:  # fmt: skip
        """In force at a moment. letters: number of a home -> READ or UNREAD."""
        row = Decision.objects.create(
            referral_id=found.search, shortlist_id=found.list, child_id=found.child, home_id=self.homes[home],
            authority=self.code, criteria_version=1, from_day=localdate(at), why_chosen="Invented.",
            wishes_effect="changed_how", wishes_how="Invented.", no_round=no_round, spot=spot, compromise=False,
            level=1, approver_needed="team_manager", approver_words="", state=state, proposed_by=uuid4(),
            proposed_by_role="social_worker", proposed_at=at - HOUR, answered_by=uuid4(),
            answered_by_role="team_manager", answered_at=at, proposal_entry_id=entry(at),
            entry_id=entry(at) if state == "approved" else None,
        )  # fmt: skip
        for number, read in (letters or {}).items():
            HomeLetter.objects.create(
                decision=row, home_id=self.homes[number], home_kept_by=self.code, authority=self.code,
                words="Invented.", told_at=at, read_at=at + DAY if read == READ else None,
            )  # fmt: skip
        return row.pk

    def emergency(self, at: datetime, *, known_hours: int | None) -> Told:
        """Opened at a moment, known of for so many hours; None: nobody can say."""
        child = self.child(at)
        short, full = self.search(child, at, suitable=1, emergency=True), self.search(child, at)
        Emergency.objects.create(
            search_id=short.search, full_search_id=full.search, child_id=child, authority=self.code,
            cause="carers_life", known_since=None if known_hours is None else at - known_hours * HOUR,
            cannot_wait="Invented.", danger="none", health="none", hidden_from="none", asked=False, opened_at=at,
            opened_by_role="social_worker", entry_id=self.entry,
        )  # fmt: skip
        return short

    def stay(self, decision: UUID, began: datetime, *, early: bool = False, notice: str = "", after: int = 30) -> None:
        """A stay that lasts on, or ended `after` days by the home's notice; notice: who gave one then."""
        chosen = Decision.objects.get(id=decision)
        over = (began + after * DAY).date()
        row = Placement.objects.create(
            decision=chosen, child_id=chosen.child_id, home_id=chosen.home_id, authority=self.code,
            state="ended" if early else "living", from_day=began.date(), ended_on=over if early else None,
            made_at=began,
        )  # fmt: skip
        if notice:
            EndNotice.objects.create(
                placement=row, child_id=row.child_id, home_id=row.home_id, authority=self.code, party=notice,
                reason="CREQB", words="Invented.", tried="Invented.", given_on=over, ends_on=over,
                given_at=began + after * DAY, given_by=uuid4(), given_by_role="provider_manager", entry_id=self.entry,
            )  # fmt: skip
        if early:
            PlacementEnd(
                placement=row, child_id=row.child_id, authority=self.code, to_day=over, care_ends="X1",
                change="CREQB", planned=False, led_by="carer", recorded_at=began + after * DAY, recorded_by=uuid4(),
                recorded_by_role="social_worker", entry_id=self.entry,
            ).save(force_insert=True)  # fmt: skip


def council(code: str) -> Council:
    at = MONDAY - 400 * DAY
    homes = [add_home(f"{name} {code}", authority=code, kept_by=code, at=at) for name in NAMES]
    return Council(code, homes, entry(at))


def one_search(
    kent: Council, at: datetime, *, days: int = 2, answers: Sequence[Said | None] = FIVE_ASKED,
    asked: Sequence[float | None] = (), spot: bool = False, letters: dict[int, str] | None = None,
) -> UUID:  # fmt: skip
    """From the search to a choice in force: invited so many days after it was opened, chosen 3 working days later."""
    child = kent.child(at)
    kent.wish(child, "before_shortlist", at)
    found = kent.round(kent.search(child, at), at + days * DAY, answers, asked=asked)
    kent.wish(child, "before_decision", found.list_at + HOUR)
    assert found.over_at is not None
    return kent.choice(found, in_force(found.over_at), spot=spot, letters=letters)


def in_force(over_at: datetime) -> datetime:
    """Three working days after a round that ends on a working day, in a week without a bank holiday."""
    return over_at + (3 if over_at.weekday() < 2 else 4) * DAY


def a_year() -> tuple[Council, Council]:
    """Kent has forty searches and ten choices of one night; Devon has one search, all of whose figures are withheld.

    Searches begin on a Monday, are invited 2 or 7 days later and for five days, so rounds end on a Monday or Saturday.
    """
    kent, devon = council(KENT), council(DEVON)
    for n in range(40):
        later = n >= 30
        decision = one_search(
            kent, MONDAY, days=2 if n < 20 else 7,
            answers=(OFFER, Said(False, 5, "needs") if later else OFFER, NO_PLACE, None, None),
            asked=(4,) if n < 20 else (None,) if later else (),
            spot=n < 10, letters={1: READ} if n < 10 else {1: UNREAD} if n < 20 else {},
        )  # fmt: skip
        kent.stay(
            decision, MONDAY + 20 * DAY, early=n < 10, after=30 if n < 10 else 95,
            notice="home" if n < 20 else "council" if n < 30 else "",
        )  # fmt: skip
    for n in range(20):
        short = kent.emergency(MONDAY, known_hours=72 if n < 10 else 2)
        if n < 10:
            kent.wish(short.child, "before_shortlist", MONDAY, how="not_reached")
            kent.choice(short, MONDAY + 2 * HOUR, no_round="tonight")
    devon.stay(one_search(devon, MONDAY, asked=(4,), letters={1: READ}), MONDAY + 20 * DAY, early=True, notice="home")
    devon.emergency(MONDAY, known_hours=72)
    return kent, devon


__all__ = ["MONDAY", "NOON", "NO_PLACE", "OFFER", "READ", "UNREAD", "YEAR", "Council", "Said", "a_year", "council"]
