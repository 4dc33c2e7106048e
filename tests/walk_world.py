"""An invented child, invented homes and an invented search, all made through the real acts. No real child, ever."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils.timezone import localdate

from carecommons.children import actions as children
from carecommons.children.needs import DOMAINS, Flag, Rating, Strength
from carecommons.constitution.actions import publish_founding
from carecommons.decisions.actions import propose, propose_tonight, record_notice
from carecommons.decisions.queries import notices_of
from carecommons.matching.actions import answer_ladder, make_shortlist, open_emergency, refer
from carecommons.matching.emergency import Said
from carecommons.matching.queries import offered_in_rounds, shortlist
from carecommons.people.roles import Person, Role
from carecommons.provision import actions as provision
from carecommons.provision.capability import DomainAnswer
from carecommons.provision.entry import HomeEntry
from carecommons.provision.homes import Terms

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
KENT, MEDWAY, DEVON = "886", "887", "878"  # Medway lies next to Kent; Devon does not
SEED = bytes(range(32))


def acting(role: Role, authority: str = KENT, number: int = 1) -> Person:
    """Someone in one role, without an account: enough for acts, which look at the role and its reach."""
    name = uuid5(NAMESPACE_OID, f"{role}{authority}{number}")
    return Person(role=role, id=name, name="Invented", authorities=frozenset({authority}))


WORKER = acting(Role.SOCIAL_WORKER)
OFFICER = acting(Role.PLACEMENT_OFFICER)
MANAGER = acting(Role.TEAM_MANAGER)
NOMINATED = acting(Role.NOMINATED_OFFICER)
DIRECTOR = acting(Role.DIRECTOR)


@dataclass(frozen=True)
class Search:
    """A search with its list, ready to be decided on: names of homes -> their ids."""

    child: UUID
    id: UUID
    homes: dict[str, UUID]
    at: datetime


def add_child(
    *, reference: str = "C-7K4QX", born: date = date(2017, 3, 27), by: Person = WORKER, at: datetime = NOON, **more: Any
) -> UUID:
    """A child with a whole profile: level 2 in Feelings, 1 in Friends, 0 elsewhere, no specialist need."""
    child = children.add_child(
        reference=reference, known_as="Robin", birth_date=born, sex="F", authority=KENT, home_postcode="ME14 1XQ",
        legal_status="C2", looked_after_since=date(2024, 5, 2), by=by, at=at,
    )  # fmt: skip
    record_needs(child, by=by, at=at, **more)
    return child


def record_needs(child: UUID, *, flags: tuple[Flag, ...] = (), by: Person = WORKER, at: datetime = NOON, **levels: int):
    given = {"EMO": 2, "SOC": 1, **levels}
    children.record_needs(
        child_id=child, flags=flags, matters=("Seeing my brother every week",), outcomes=(), assessed_on=localdate(at),
        ratings=tuple(
            Rating(
                domain=domain.code, level=given.get(domain.code, 0), evidence="Seen at home and at school in October.",
                rater="Social worker", training="Two days, March 2026", experience="Six years", confidence="high",
                rated_on=localdate(at),
            )
            for domain in DOMAINS
        ),
        strengths=tuple(Strength(domain.code, "present", "Goes well") for domain in DOMAINS),
        by=by, at=at,
    )  # fmt: skip


def add_home(
    name: str, *, authority: str = KENT, kept_by: str = KENT, kind: str = "foster_household", places: int = 2,
    free: int | None = 1, ages: tuple[int, int] = (0, 17), at: datetime = NOON, registered: bool = True,
    agreed: bool = True, helped: tuple[str, ...] = (), **less: int,
) -> UUID:  # fmt: skip
    """A home under an agreement that meets level 4 everywhere but where `less` says otherwise (EMO=1: level 1 only).

    helped: where it meets that level only with help from outside, and level 1 alone.
    """
    by = acting(Role.PLACEMENT_OFFICER, kept_by)
    provider = provision.add_provider(name=f"Invented {name}", sector="private", kept_by=kept_by, by=by, at=at)
    provision.verify_provider(provider_id=provider, on=localdate(at), by=by, at=at)
    if agreed:
        provision.add_agreement(
            provider_id=provider, authority=kept_by, from_day=date(2020, 4, 1), to_day=date(2050, 3, 31), slots=4,
            by=by, at=at,
        )  # fmt: skip
    terms = Terms("INV-1", date(2020, 1, 1), None, ages[0], ages[1], "any", places)
    entry = HomeEntry(
        kind=kind, name=name, kept_by=kept_by, authority=authority, places=places, provider_id=provider,
        terms=terms if registered else None, free=free, levels_basis="Said by the home. Invented data.",
        levels={
            domain.code: DomainAnswer(
                1 if domain.code in helped else less.get(domain.code, 4), less.get(domain.code, 4)
            )
            for domain in DOMAINS
        },
    )  # fmt: skip
    return provision.add_home(entry=entry, by=by, at=at)


def listed(
    child: UUID, homes: dict[str, UUID], *, at: datetime = NOON, asked: bool = True, by: Person = WORKER,
    stay: str = "any",
) -> Search:  # fmt: skip
    """A search taken as far as its list, with family asked first and the child asked before and after."""
    referral = refer(
        child_id=child, wanted_by=localdate(at) + timedelta(days=14), why="planned_move", stay=stay,
        lottery_seed=SEED, by=by, at=at,
    )  # fmt: skip
    for seconds, rung in ((10, "parents"), (20, "connected_person")):
        answer_ladder(
            referral_id=referral, rung=rung, answer="not_possible", by=by, at=at + timedelta(seconds=seconds),
            reason="Asked on 18 November; not possible now.",
        )  # fmt: skip
    wish(child, "before_shortlist", at=at + timedelta(seconds=30), by=by)
    make_shortlist(referral_id=referral, by=by, at=at + timedelta(minutes=1))
    if asked:
        wish(child, "before_decision", at=at + timedelta(minutes=2), by=by)
    return Search(child, referral, homes, at + timedelta(minutes=3))


def wish(child: UUID, stage: str, *, at: datetime = NOON, by: Person = WORKER, words: str = "") -> UUID:
    return children.record_wish(
        child_id=child, stage=stage, words=words or "I want to stay near my school and see my brother.",
        how="said", said_on=localdate(at), by=by, at=at,
    )  # fmt: skip


def search(*, at: datetime = NOON, stay: str = "any", **homes: dict[str, Any]) -> Search:
    """Published criteria, one child, and a list of these homes: name -> what add_home takes."""
    publish_founding(at=at - timedelta(days=30))
    child = add_child(at=at)
    chosen = homes or {"Alder": {}, "Birch": {}}
    return listed(child, {name: add_home(name, at=at, **facts) for name, facts in chosen.items()}, at=at, stay=stay)


def search_with_harm(*, at: datetime = NOON) -> Search:
    """A search whose list holds Cedar, which leaves a need unmet and would harm the children who live there."""
    publish_founding(at=at - timedelta(days=30))
    child = add_child(at=at)
    homes = {name: add_home(name, at=at) for name in ("Alder", "Birch")} | {"Cedar": add_home("Cedar", at=at, EMO=0)}
    provision.note_impact(
        home_id=homes["Cedar"], answer="not_acceptable", words="Two there are afraid of newcomers. Invented data.",
        by=OFFICER, at=at,
    )  # fmt: skip
    return listed(child, homes, at=at)


def search_for(child: UUID, authority: str, *, at: datetime = NOON) -> Search:
    """A search with its list for a child of any council, whose needs are recorded on the way."""
    publish_founding(at=at - timedelta(days=30))
    by = acting(Role.SOCIAL_WORKER, authority)
    record_needs(child, by=by, at=at)
    homes = {
        name: add_home(f"{name} {authority}", authority=authority, kept_by=authority, at=at)
        for name in ("Alder", "Birch")
    }
    return listed(child, homes, at=at, by=by)


NO_ROUND = {
    "no_round": "asked_otherwise",
    "no_round_words": "Both homes were asked by telephone on the same morning, with the same words.",
    "no_meeting": "Those around the child spoke by telephone, because the move was near.",
}
TO_HOME = "Another home is nearer to the school that they know."
REASONS = {
    **NO_ROUND,
    "why_chosen": "Alder meets every need, and the school bus stops outside.",
    "wishes_effect": "changed_how",
    "wishes_how": "Weekly time with their brother is written into the plan.",
}


def tell_before(decision_id: UUID, *, at: datetime, by: Person = WORKER) -> None:
    """Record the notices that come before the approval of a choice: to the council of the area of the home."""
    for notice in notices_of(decision_id, at=at):
        if notice.before and notice.sent_on is None:
            record_notice(
                decision_id=decision_id, kind=notice.kind.code, sent_on=localdate(at), sent_to="Their duty desk.",
                by=by, at=at,
            )  # fmt: skip


def choose(found: Search, home: str = "Alder", *, by: Person = WORKER, at: datetime | None = None, **more: Any) -> UUID:
    """Propose a home of the search with a reason against every other suitable one, and to each that offered itself."""
    at = at or found.at
    others = offered_in_rounds(found.id, at=at) - {found.homes[home]}
    suitable = [each for each in shortlist(found.id).appropriate if each.home_id != found.homes[home]]
    why_not = {each.home_id: f"{each.name} is farther from the school that they know." for each in suitable}
    return propose(
        **{
            "referral_id": found.id, "home_id": found.homes[home], "why_not": why_not, **REASONS,
            "to_homes": dict.fromkeys(others, TO_HOME), "by": by, "at": at, **more,
        }
    )  # fmt: skip


def choose_tonight(found: Search, home: str = "Alder", *, by: Person = WORKER, at: datetime | None = None) -> UUID:
    """Open an emergency for the child of a search, whose full search that one is then, and choose one home of it."""
    at = at or found.at
    why = f"{home} is near and can take them tonight."
    return propose_tonight(
        search_id=tonight_for(found, at=at), home_id=found.homes[home], why=why, by=by, at=at
    )  # fmt: skip


def tonight_for(found: Search, *, at: datetime | None = None) -> UUID:
    """The short search of an emergency, with its list, for the child of a search."""
    at = at or found.at
    said = Said(cause="carers_life", cannot_wait="Their carer was taken to hospital.", not_asked_because="Asleep.")
    tonight = open_emergency(child_id=found.child, said=said, by=WORKER, at=at)
    make_shortlist(referral_id=tonight, by=WORKER, at=at)
    return tonight
