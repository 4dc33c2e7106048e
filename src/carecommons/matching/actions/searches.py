"""The only writers of this room: open a search, ask family first, make the list, find out about wishes."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from carecommons.children.actions import record_wish
from carecommons.children.in_need import ChildInNeed
from carecommons.children.queries import find_child
from carecommons.common.errors import NotFound, NotNow, ReasonMissing, Refused
from carecommons.common.places import authorities, groups, level_of
from carecommons.common.texts import gettext_noop as _
from carecommons.common.texts import kept
from carecommons.common.unpriced import kept_unpriced
from carecommons.common.walls import seeing_all
from carecommons.constitution.queries import check_numbers, criteria, criteria_in_force, whole
from carecommons.people.may import check_may, check_may_at_all
from carecommons.people.roles import Person, Role
from carecommons.provision.actions import note_impact
from carecommons.provision.entry import reference
from carecommons.provision.homes import Homes
from carecommons.provision.queries import homes_and_cards, homes_of
from carecommons.register.actions import record

from .. import models
from ..childs import kept_words
from ..detail import Asked
from ..family import check_family_answer
from ..freeze import as_rows, gate_counts, passed_homes, shown_homes
from ..invitation.scanning import check_releasable
from ..lottery import SEED_BYTES, commitment
from ..preference import Placed
from ..prevention import check_why_of_status
from ..queries import (
    asked_of_homes,
    assessments_of,
    check_in_time,
    check_no_round_runs,
    child_of_search,
    homes_for_child,
    known_of,
    referral,
    said_in_rounds,
    steps_of,
    subject_of,
)
from ..rank import rank
from ..reasons import GATE_WORDS
from ..referral import check_going_on, check_next, check_no_choice_waits, check_ready, check_referral, check_rung
from ..rules import rules_of
from ..seeker import seeker_of
from ..shortlist import GOING_ON, TEST_ANSWERS, Referral
from .childs import answer_one_home, asked_to_visit
from .details import revoke_details
from .rounds import end_rounds

__all__ = [
    "answer_ladder",
    "answer_wish",
    "make_shortlist",
    "mark_decided",
    "mark_move_withdrawn",
    "mark_not_chosen",
    "mark_proposed",
    "note_impact_of",
    "refer",
    "say_of_home",
    "withdraw",
]


@transaction.atomic
def refer(
    *, child_id: UUID, wanted_by: date, why: str, lottery_seed: bytes, by: Person, at: datetime, stay: str = "any",
    why_words: str = "", read: bool = False, emergency: bool = False,
    draw: Callable[[int], bytes] = secrets.token_bytes,
) -> UUID:  # fmt: skip
    """Ask for a home for a child under the criteria in force; the draw among equals is sealed now.

    lottery_seed: 32 random bytes, kept secret until the list is made; its SHA-256 goes to the public register.
    why_words: what those who look should know. It is scanned as every narrative is; read: whoever wrote it has read
    each word that only looks like a name or a place. Raises Faulty("words_name_the_child") for what may never stand
    there, ReasonMissing("marked_words_not_read").
    emergency: the short search of an emergency, which only `open_emergency` asks for; whatever an emergency may go on
    without hangs on this alone. Raises Refused("open_an_emergency") for any other search that is for tonight.
    """
    child = find_child(child_id)
    check_may(by, "matching.refer", child.subject)
    on = timezone.localdate(at)
    check_why_of_status(why=why, legal_status=child.legal_status)
    check_referral(
        wanted_by=wanted_by, why=why, stay=stay, on=on, ahead_days_max=whole("search_ahead_days_max", on),
        emergency=emergency,
    )  # fmt: skip
    if len(lottery_seed) != SEED_BYTES:
        raise Refused("seed_length", f"The seed of the draw is {SEED_BYTES} random bytes, not {len(lottery_seed)}.")
    version = criteria_in_force(on).version
    check_numbers()
    row = models.Referral(
        id=UUID(bytes=draw(16), version=4), reference=_free_reference(draw), child_id=child_id,
        authority=child.authority, wanted_by=wanted_by, why=why,
        why_words=kept_unpriced(why_words, what="What those who look should know"), stay=stay,
        criteria_version=version, lottery_seed=lottery_seed, lottery_commitment=commitment(lottery_seed),
        emergency=emergency, made_at=at, made_by=by.id, made_by_role=by.role,
    )  # fmt: skip
    row.entry_id = record(
        kind="referral",
        public={"criteria_version": version, "lottery_commitment": row.lottery_commitment},
        sealed={"child": str(child_id), "search": str(row.id), "wanted_by": wanted_by.isoformat(), "why": why},
        by_id=by.id, by_role=by.role, at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        raise NotNow(
            "search_open_already",
            "A search for this child is open already. Go on with it, or withdraw it and say why.",
        ) from clash
    if row.why_words:
        check_releasable(row.why_words, known_of(referral(row.id), on), field="why_words", read=read)
    return row.id


@transaction.atomic
def answer_ladder(*, referral_id: UUID, rung: str, answer: str, reason: str, by: Person, at: datetime) -> None:
    """Write down what parents, then relatives and friends, answered: the law asks them first (s22C(2)-(7))."""
    found = referral(referral_id)
    check_may(by, "matching.answer_ladder", subject_of(found))
    check_going_on(found.state)
    reason = kept(reason, what="The reason")
    homes = homes_of(found.child_id, kind=rung)
    check_rung(rung=rung, answer=answer, reason=reason, ladder=found.ladder, family_homes=len(homes))
    check_family_answer(rung=rung, answer=answer, assessed=assessments_of(found.child_id))
    models.LadderAnswer.objects.create(
        referral_id=referral_id, rung=rung, answer=answer, reason=reason, answered_at=at,
        answered_by_role=by.role,
    )  # fmt: skip
    record(
        kind="ladder",
        public={"criteria_version": found.criteria_version},
        sealed={"search": str(referral_id), "rung": rung, "answer": answer, "reason": reason},
        by_id=by.id, by_role=by.role, at=at,
    )  # fmt: skip


@transaction.atomic
def make_shortlist(
    *, referral_id: UUID, by: Person, at: datetime, draw: Callable[[int], bytes] = secrets.token_bytes
) -> UUID:
    """Look at every home, freeze what was found, and show the seed of the draw to those who may see the list.

    What invited homes answered in a round that is over is read into it; while one runs, no list is made. A home on the
    shortlist that this list does not show reads no more.

    A seed serves one list: the next one's is drawn now and its SHA-256 sealed with this list, before anybody can
    know the homes of a list to come.
    """
    row = models.Referral.objects.select_for_update().filter(id=referral_id).first()
    if row is None:
        raise NotFound()
    found = referral(referral_id)
    check_may(by, "matching.make_shortlist", subject_of(found))
    check_no_choice_waits(found.state)
    check_next(found.state, "shortlisted")
    end_rounds(referral_id=referral_id, by=by, at=at)
    check_no_round_runs(referral_id, at=at)
    on = timezone.localdate(at)
    check_numbers()
    check_ready(steps_of(found, on=on))
    check_in_time(found, at=at)
    made = _look(row, found, child_of_search(found, on), by=by, at=at, on=on)
    seed, next_seed = bytes(row.lottery_seed), draw(SEED_BYTES)
    made.entry_id = record(
        kind="shortlist",
        public={"criteria_version": found.criteria_version, "lottery_commitment": commitment(next_seed)},
        sealed={
            "search": str(referral_id), "list": str(made.id), "lottery_commitment": found.commitment,
            "looked_at": made.looked_at, "counts": made.counts,
            "homes": [home["reference"] for home in made.shown], "seed": seed.hex(),
        },
        by_id=by.id, by_role=by.role, at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    row.state, row.lottery_seed, row.lottery_commitment = "shortlisted", next_seed, commitment(next_seed)
    row.save(update_fields=["state", "lottery_seed", "lottery_commitment"])
    still = [UUID(home["home_id"]) for home in made.shown]
    revoke_details(referral_id=referral_id, because="not_listed", but=still, by=by, at=at)
    return made.id


@transaction.atomic
def answer_wish(
    *, referral_id: UUID, home_id: UUID, wish_id: UUID, answer: str, words: str, by: Person, at: datetime
) -> None:
    """Write down whether a home on the list could do what the child asked for, and how that is known.

    Of a wish on the list, or of what the child asked this home since (A6): they read that answer on their page.
    """
    found = referral(referral_id)
    check_may(by, "matching.answer_wish", subject_of(found))
    if answer not in TEST_ANSWERS:
        raise Refused("wish_answer_unknown", f"Answer with one of {', '.join(TEST_ANSWERS)}.")
    words = kept_unpriced(words, what="How you know")
    if not words:
        raise ReasonMissing("wish_words_missing", "Say in a few words how you know: who answered, and what they said.")
    check_no_choice_waits(found.state)
    check_next(found.state, "proposed")
    latest = models.Shortlist.objects.filter(referral_id=referral_id).order_by("-made_at", "-id").first()
    asked = {(row["home_id"], wish["code"]) for row in (latest.shown if latest else ()) for wish in row["wishes"]}
    since = {(reply.home_id, reply.wish_id) for reply in asked_of_homes(referral_id)}
    if (str(home_id), str(wish_id)) not in asked and (home_id, wish_id) not in since:
        raise NotFound()
    models.WishAnswer.objects.create(
        referral_id=referral_id, home_id=home_id, wish=wish_id, answer=answer, words=words, answered_at=at,
        answered_by_role=by.role,
    )  # fmt: skip
    record(
        kind="wish_answered",
        public={"criteria_version": found.criteria_version},
        sealed={"search": str(referral_id), "home": str(home_id), "wish": str(wish_id), "answer": answer,
                "words": words},
        by_id=by.id, by_role=by.role, at=at,
    )  # fmt: skip


@transaction.atomic
def mark_proposed(*, referral_id: UUID, by: Person, at: datetime) -> None:
    """Note that a home of the list is proposed: until it is answered, nobody is asked to choose again."""
    found = referral(referral_id)
    check_may(by, "matching.make_shortlist", subject_of(found))
    check_next(found.state, "proposed")
    models.Referral.objects.filter(id=referral_id).update(state="proposed")


@transaction.atomic
def mark_not_chosen(*, referral_id: UUID, by: Person, at: datetime) -> None:
    """Note that the proposed home was sent back or withdrawn: a choice is next again."""
    found = referral(referral_id)
    check_may(by, "matching.choose_again", subject_of(found))
    check_next(found.state, "shortlisted")
    models.Referral.objects.filter(id=referral_id).update(state="shortlisted")


@transaction.atomic
def mark_decided(*, referral_id: UUID, home_id: UUID | None = None, by: Person, at: datetime) -> None:
    """Close the search because a choice of `home_id` from its list was approved; other homes may read no more."""
    found = referral(referral_id)
    check_may(by, "matching.close", subject_of(found))
    check_next(found.state, "decided")
    models.Referral.objects.filter(id=referral_id).update(state="decided", closed_at=at)
    revoke_details(referral_id=referral_id, because="not_chosen", but=(home_id,), by=by, at=at)


@transaction.atomic
def mark_move_withdrawn(*, referral_id: UUID, by: Person, at: datetime) -> None:
    """Note that the move to the chosen home was taken back: it may read no more either."""
    check_may(by, "matching.close", subject_of(referral(referral_id)))
    revoke_details(referral_id=referral_id, because="move_withdrawn", by=by, at=at)


@transaction.atomic
def withdraw(*, referral_id: UUID, reason: str, by: Person, at: datetime) -> None:
    """Close the search without a home, and say why."""
    found = referral(referral_id)
    check_may(by, "matching.refer", subject_of(found))
    check_no_choice_waits(found.state)
    check_next(found.state, "withdrawn")
    reason = kept(reason, what="The reason")
    if not reason:
        raise ReasonMissing("withdraw_reason_missing", "Say why the search ends: the child may read it one day.")
    row = models.Referral.objects.get(id=referral_id)
    end_rounds(referral_id=referral_id, by=by, at=at, withdrawn=reason)
    row.state, row.closed_at, row.closed_because = "withdrawn", at, reason
    row.save(update_fields=["state", "closed_at", "closed_because"])
    revoke_details(referral_id=referral_id, because="withdrawn", by=by, at=at)
    record(
        kind="search_withdrawn",
        public={"criteria_version": found.criteria_version},
        sealed={"child": str(found.child_id), "search": str(referral_id), "reason": reason},
        by_id=by.id, by_role=by.role, at=at,
    )  # fmt: skip


def _look(
    row: models.Referral, search: Referral, child: ChildInNeed, *, by: Person, at: datetime, on: date
) -> models.Shortlist:
    """Rank every home of the register for the child and turn what was found into a row to keep."""
    homes, cards = homes_and_cards(at=at)
    rules = rules_of(criteria(row.criteria_version), on)
    seeker = seeker_of(
        child,
        on=on,
        wanted_by=row.wanted_by,
        stay=row.stay,
        area_levels=_area_levels(child.authority, homes, on),
        emergency=row.emergency,
    )
    said = said_in_rounds(search, profile_version=child.profile_version, at=at)
    found, cards = rank(seeker, homes, rules, said), said.cards(seeker, homes, cards)
    seed = bytes(row.lottery_seed)
    shown = shown_homes(seeker, found, seed=seed, rules=rules, cards=cards, wishes=child.wishes)
    return models.Shortlist(
        referral=row, criteria_version=row.criteria_version, profile_version=child.profile_version, made_at=at,
        made_by_role=by.role, lottery_seed=seed, lottery_commitment=row.lottery_commitment,
        looked_at=len(homes), levels=list(child.levels), flags=list(child.flags),
        counts=[asdict(count) for count in gate_counts(found, GATE_WORDS)], shown=as_rows(shown),
        passed_over=as_rows(passed_homes(seeker, found, seed=seed, cards=cards)),
    )  # fmt: skip


def note_impact_of(
    *, search: str, home_id: UUID, answer: str, words: str, newcomer: str = "", newcomer_words: str = "", by: Person,
    at: datetime,
) -> None:  # fmt: skip
    """Write down what the child of a search would mean for those who live in a home, and they for the child.

    answer, words: the first way; newcomer, newcomer_words: the second, what those who live there would mean for the
    child. Without it the one answer stands for both.

    search: the reference of a search that is going on, as the council gave it to the home, or the code by which the
    home itself knows the child of whom it may read more: who runs a home names no child, and learns of none.
    Raises NotFound("search_not_going_on") for any other word.
    """
    word, going_on = search.strip().upper(), models.Referral.objects.filter(state__in=GOING_ON)
    with seeing_all("a home of any council answers for the search whose reference it was given"):
        own = models.Detail.objects.filter(code=word, home_id=home_id, state=Asked.ACCEPTED).values("referral")
        row = going_on.filter(Q(reference=word) | Q(id__in=own)).first()
    if row is None:
        check_may_at_all(by, "provision.keep_homes")
        raise NotFound(
            "search_not_going_on",
            "No search that is going on has this reference, and no child whom this home may read of has this code. Ask "
            "the council that is looking for a home.",
        )
    note_impact(
        home_id=home_id, about=row.child_id, answer=answer, words=words, newcomer=newcomer,
        newcomer_words=newcomer_words, by=by, at=at,
    )  # fmt: skip


def _area_levels(authority: str, homes: Homes, on: date) -> Mapping[str, int]:
    """How near each home's council is to the child's; a council that has ceased counts as the nation."""
    known = authorities(on)
    declared = {group.code: group.members for group in groups(on) if group.status == "confirmed"}
    return {
        code: int(level_of(authority, code, on=on, groups=declared)) if code in known or code.startswith("W") else 4
        for code in homes.authorities
    }


def _free_reference(draw: Callable[[int], bytes]) -> str:
    """A reference that no search has yet."""
    while True:
        drawn = reference("R", draw(5))
        if not models.Referral.objects.filter(reference=drawn).exists():
            return drawn


@transaction.atomic
def say_of_home(
    *, child_id: UUID, home_id: UUID, view: str = "", words: str = "", question: str = "", visit: bool = False,
    by: Person, at: datetime,
) -> UUID:  # fmt: skip
    """Keep what a child says of one home of the list, as their wish before the decision (A2, A6).

    "I do not want this home" is a no in the child's order; a visit that is asked for waits for a day.

    Raises Faulty("home_view_not_complete"), NotNow("homes_not_open") where nothing is left to choose.
    """
    child = find_child(child_id)
    check_may(by, "matching.see_own_homes", child.subject)
    found = homes_for_child(child_id)
    home = found.home(home_id)
    if home is None:
        raise NotFound()
    if not found.open:
        raise NotNow("homes_not_open", _("A home was chosen already. You can still say that you do not agree."))
    wish = record_wish(
        child_id=child_id, stage="before_decision", how="written" if by.role is Role.CHILD else "advocate",
        words=kept_words(name=home.name, view=view, words=words, question=question, visit=visit),
        said_on=timezone.localdate(at), by=by, at=at,
    )  # fmt: skip
    assert found.search_id is not None, "an open list belongs to a search"
    if visit:
        asked_to_visit(referral_id=found.search_id, home_id=home_id, by=by, at=at)
    if view:
        said = Placed(home_id, home.name, no=view == "not", words=words.strip() if view == "not" else "")
        answer_one_home(referral_id=found.search_id, placed=said, wish=wish, by=by, at=at)
    return wish
