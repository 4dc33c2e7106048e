"""Four invented children of whom everything is kept, each with a word of their own in every field. No real child, ever.

The word is nobody's name and stands nowhere else, so an answer that holds it shows that child, whatever its shape is.
A child's ids and references count as well: whoever reads one reads of that child.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from documents_made import a_pdf
from url_samples import World, an_end, council_with_report

from carecommons.children import actions as children
from carecommons.children.needs import DOMAINS, FLAGS, Outcome, Rating, Strength
from carecommons.constitution.actions import publish_founding
from carecommons.decisions.actions import (
    answer_disagreement,
    approve,
    ask_review,
    disagree,
    give_notice,
    plan_visit,
    propose_tonight,
)
from carecommons.decisions.models import HomeLetter
from carecommons.decisions.queries import decision as decision_record
from carecommons.decisions.queries import placements_of
from carecommons.matching.actions import (
    accept_terms,
    answer_impact,
    approve_for_a_time,
    arrange_visit,
    ask_question,
    ask_terms,
    assess_relative,
    hold_meeting,
    make_shortlist,
    open_emergency,
    open_round,
    rank_homes,
    refer,
    visit_happened,
)
from carecommons.matching.detail import fingerprint
from carecommons.matching.emergency import Known, Said
from carecommons.matching.meeting import HomeSaid
from carecommons.matching.models import Invitation
from carecommons.matching.queries import detail_facts, referral, shortlist
from carecommons.people.actions import break_glass, give_post, make_account, record_look
from carecommons.people.emergency import EmergencyTerms
from carecommons.people.roles import Person, Role, Subject
from carecommons.provision import actions as provision
from carecommons.provision.capability import DomainAnswer
from carecommons.provision.entry import HomeEntry
from carecommons.provision.homes import Terms
from carecommons.provision.models import Home
from carecommons.register.actions import integrate
from decisions.ended import begin
from matching.invited import invited
from walk_world import (
    DEVON,
    KENT,
    MANAGER,
    MEDWAY,
    OFFICER,
    SEED,
    WORKER,
    Search,
    acting,
    add_home,
    choose,
    listed,
    wish,
)

WORDS = {
    "decided": "Zaraqel",
    "proposed": "Yoruvim",
    "asked": "Xanthope",
    "begun": "Wendroth",
    "far": "Vashtimar",
    "invited": "Tesserane",
}


@dataclass
class ReadWorld:
    """`child`: name of one of WORDS -> id; `marks`: child's id -> everything that is of that child alone."""

    at: datetime
    child: dict[str, UUID] = field(default_factory=dict)
    marks: dict[UUID, list[str]] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)
    only: dict[str, dict[str, list[Any]]] = field(default_factory=dict)  # for one address alone, in place of `values`
    wishes: dict[str, UUID] = field(default_factory=dict)
    provider: UUID | None = None
    homes: dict[str, UUID] = field(default_factory=dict)
    searches: dict[str, str] = field(default_factory=dict)
    folder: Path = field(default_factory=Path)

    def shown_in(self, body: bytes, asked: str) -> set[UUID]:
        """The children of whom this answer says something that did not stand in what was asked for already."""
        text, asked = body.decode("utf-8", "replace").lower(), asked.lower()
        told = {child: [mark.lower() for mark in marks] for child, marks in self.marks.items()}
        return {
            child for child, marks in told.items() if any(mark in text and mark not in asked for mark in marks)
        }  # fmt: skip

    def mark(self, name: str, *of_the_child: object) -> None:
        self.marks[self.child[name]] += [str(each) for each in of_the_child]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside is as if it had never been."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def read_world() -> ReadWorld:
    at = datetime.now(UTC) - timedelta(hours=4)
    publish_founding(at=at - timedelta(days=40))
    world = ReadWorld(at)
    for number, name in enumerate(WORDS):
        _a_child(world, name, number)
    homes = {name: add_home(name, at=at, places=5, free=4) for name in ("Alder", "Birch")}
    _decided(world, homes)
    proposed = listed(world.child["proposed"], homes, at=at + timedelta(minutes=20))
    world.mark("proposed", proposed.id, referral(proposed.id).reference)
    _before_a_choice(world, proposed)
    waits = choose(proposed, "Birch", **_reasons("proposed"))
    world.mark("proposed", waits)
    _asked(world, homes)
    _invited(world, homes)
    begun = refer(
        child_id=world.child["begun"], wanted_by=localdate(at) + timedelta(days=9), why="planned_move",
        lottery_seed=SEED, by=WORKER, at=at,
    )  # fmt: skip
    world.mark("begun", begun, referral(begun).reference)
    _family(world)
    night = _night(world, homes)
    _known_to_each_other(world)
    world.homes |= homes
    _told(world, homes["Alder"])
    world.values["decision_id"] += [waits]
    world.values["search_id"] += [proposed.id, begun, night]
    world.values["child_id"] = list(world.child.values())
    _newcomer(world)
    world.values["home_id"] = list(world.homes.values())
    world.values["emergency_id"] = [_emergency(world)]
    _evidence(world)
    world.values["code"] = [council_with_report(World(), KENT)]
    return world


def _before_a_choice(world: ReadWorld, found: Search) -> None:
    """The child's own order, a visit, a meeting, and a home on the shortlist: with this child's word in each text."""
    word, birch, alder = WORDS["proposed"], found.homes["Birch"], found.homes["Alder"]
    told: dict[str, Any] = {"by": WORKER, "at": found.at}
    rank_homes(child_id=found.child, given={birch: ("1", f"{word} likes the dog")}, way="told", **told)
    visit = arrange_visit(
        referral_id=found.id, home_id=birch, day=localdate(found.at), with_whom=f"{word}’s nan", **told
    )  # fmt: skip
    visit_happened(visit_id=visit, day=localdate(found.at), **told)
    answer_impact(referral_id=found.id, home_id=birch, answer="agrees", words=f"{word} is calm there.", **told)
    meeting = hold_meeting(
        referral_id=found.id, held_on=localdate(found.at), took_part=["child", "social_worker"],
        homes=[HomeSaid(birch, f"{word} would fit.", 1, f"{word} wants it.", {})], **told,
    )  # fmt: skip
    invited(found, Alder="offered", Birch="offered")
    would_read = fingerprint(detail_facts(referral(found.id), localdate(found.at)))
    detail = ask_terms(referral_id=found.id, home_id=alder, read=would_read, by=OFFICER, at=found.at)
    provider_id = Home.objects.get(pk=alder).provider_id
    accept_terms(
        detail_id=detail, by=Person(role=Role.PROVIDER_MANAGER, id=OFFICER.id, provider_id=provider_id), at=found.at
    )
    # The id of what a home was asked is no mark: until the terms are accepted it stands for a code and nothing else.
    world.mark("proposed", visit, meeting)
    world.values |= {"visit_id": [visit], "meeting_id": [meeting], "detail_id": [detail]}


def _told(world: ReadWorld, home: UUID) -> None:
    """A letter to a home that offered itself for the child who was decided on: it says nothing of them."""
    row = HomeLetter(
        decision_id=world.values["decision_id"][0], home_id=home, authority=KENT, home_kept_by=KENT, told_at=world.at,
        provider_id=Home.objects.get(pk=home).provider_id, words="Another home keeps the bus to school.",
    )  # fmt: skip
    row.save(force_insert=True)
    world.values["letter_id"] = [row.pk]


def _a_child(world: ReadWorld, name: str, number: int) -> None:
    """A record in which every field that is in words has this child's word."""
    word, at = WORDS[name], world.at
    by = acting(Role.SOCIAL_WORKER, MEDWAY) if name == "far" else WORKER
    reference = f"C-7{'ABCDEF'[number]}4QX"
    child = children.add_child(
        reference=reference, known_as=word, birth_date=date(2014, 1, 1 + number), sex="F",
        authority=MEDWAY if name == "far" else KENT, home_postcode="ME14 1XQ", legal_status="C2",
        looked_after_since=date(2024, 5, 2), by=by, at=at,
    )  # fmt: skip
    world.child[name] = child
    world.marks[child] = [word, reference, str(child)]
    told: dict[str, Any] = {"child_id": child, "by": by, "at": at}
    for version in (1, 2):
        children.record_needs(
            matters=(f"{word} sees a brother every week",), assessed_on=localdate(at), after=version - 1,
            outcomes=(Outcome(f"{word} goes to drama", "Nine weeks of ten", "Carer", date(2090, 2, 1)),),
            ratings=tuple(
                Rating(
                    domain=domain.code, level=version, evidence=f"{word} was seen at school in October.",
                    rater="Social worker", training="Two days, March 2026", experience="Six years", confidence="high",
                    rated_on=localdate(at),
                )
                for domain in DOMAINS
            ),
            strengths=tuple(Strength(domain.code, "present", f"{word} does well") for domain in DOMAINS),
            flags=(), **told,
        )  # fmt: skip
    children.write_story(
        words=f"I am {word} and I draw.", strengths=f"{word} is kind", helps=f"{word} needs plans", authorship="agreed",
        **told,
    )  # fmt: skip
    world.wishes[name] = wish(child, "any_time", at=at, by=by, words=f"{word} wants to stay near the sea.")
    for kind in ("sibling", "school"):
        children.add_connection(
            kind=kind, name=f"{kind} of {word}", postcode="ME14 1XX", how_often="weekly", note=f"{word} asks", **told
        )
    children.add_connection(kind="place_to_avoid", name=f"Flat of {word}", authority=DEVON, **told)
    robin = Person(role=Role.CHILD, id=by.id, name="", children=frozenset({child}))
    own: dict[str, Any] = {"child_id": child, "by": robin, "at": at}
    children.say_own_view(domain="EMO", level=3, words=f"{word} does not sleep.", **own)
    children.send_message(words=f"Please come, {word}.", with_reviewing=True, **own)
    ada = make_account(email=f"{word.lower()}@example.org", name="Officer", at=at, by=None)
    record_look(
        person=Person(role=Role.SOCIAL_WORKER, id=ada, name="Officer"), child_id=child, act="children.see_protected",
        purpose=f"{word} is to be driven home", at=at,
    )  # fmt: skip


def _reasons(name: str) -> dict[str, str]:
    word = WORDS[name]
    return {
        "why_chosen": f"{word} would have every need met here, and the bus stops outside.",
        "search_evidence": f"For {word} three agencies were asked on 18 November, and none had a place.",
        "wishes_effect": "changed_how", "wishes_how": f"{word} has weekly time with a brother written into the plan.",
    }  # fmt: skip


def _decided(world: ReadWorld, homes: dict[str, UUID]) -> None:
    """A decision in force, with two noes: one answered, one that waits."""
    child = world.child["decided"]
    found = listed(child, homes, at=world.at)
    decision = choose(found, **_reasons("decided"))
    approve(decision_id=decision, by=MANAGER, at=found.at + timedelta(minutes=1))
    integrate(at=found.at + timedelta(minutes=2))
    robin = Person(role=Role.CHILD, id=acting(Role.CHILD).id, children=frozenset({child}))  # who did not decide
    at = found.at + timedelta(minutes=5)
    noes = [
        disagree(decision_id=decision, words=f"{WORDS['decided']} says no.", wants="Birch", by=robin, at=at)
        for _ in range(2)
    ]
    answer_disagreement(
        disagreement_id=noes[0], words="We looked at the buses again and asked the school too.", move_waits=False,
        by=acting(Role.REVIEWING_OFFICER), at=at,
    )  # fmt: skip
    asked = ask_review(decision_id=decision, words=f"{WORDS['decided']} asks again.", wants="Birch", by=robin, at=at)
    (placement,) = placements_of(child)
    visit = plan_visit(
        placement_id=placement.id, kind="see_home", on_day=placement.from_day, who=f"{WORDS['decided']} with her aunt.",
        by=WORKER, at=at,
    )  # fmt: skip
    later = found.at + timedelta(days=20)
    begin(placement.id, placement.from_day)  # the child has come by then
    notice = give_notice(
        placement_id=placement.id, reason="LAREQ", words=f"The home of {WORDS['decided']} is too far from school.",
        tried=f"Buses and taxis for {WORDS['decided']} for six weeks.", ends_on=(later + timedelta(days=28)).date(),
        emergency=f"Somebody waits for {WORDS['decided']} at the bus stop.", by=WORKER, at=later,
    )  # fmt: skip
    end = an_end(child, KENT, f"{WORDS['decided']} was in danger.")
    world.mark(
        "decided", found.id, referral(found.id).reference, decision, *noes, placement.id, notice, end, asked, visit
    )
    world.values |= {
        "placement_id": [placement.id], "introduction_id": [visit], "review_id": [asked], "notice_id": [notice],
        "end_id": [end],
        "decision_id": [decision], "disagreement_id": noes, "search_id": [found.id],
        "number": [decision_record(decision).entry_number],
    }  # fmt: skip


def _asked(world: ReadWorld, homes: dict[str, UUID]) -> None:
    """A list from which nobody has chosen, and the home of an aunt that is approved for this child by name."""
    child, word = world.child["asked"], WORDS["asked"]
    found = listed(child, homes, at=world.at + timedelta(minutes=10))
    terms = Terms("FA-1", date(2020, 1, 1), None, 0, 17, "any", 1)
    entry = HomeEntry(
        kind="connected_person", name=f"Aunt of {word}", kept_by=KENT, authority=KENT, places=1,
        named=frozenset({child}), postcode="ME14 1XX", easting=576_000, northing=155_000,
        levels={domain.code: DomainAnswer(3, 3) for domain in DOMAINS}, levels_basis="Invented data",
    )  # fmt: skip
    aunt = provision.add_home(entry=entry, by=OFFICER, at=world.at)
    decided = {"panel_recommended_on": terms.from_day, "decided_on": terms.from_day}
    provision.record_terms(home_id=aunt, terms=terms, **decided, by=OFFICER, at=world.at)
    world.mark("asked", found.id, referral(found.id).reference, aunt, Home.objects.get(pk=aunt).reference)
    world.homes["aunt"] = aunt
    world.searches["asked"] = referral(found.id).reference
    world.values["search_id"] += [found.id]
    world.values["listed"] = [each.home_id for each in shortlist(found.id).shown]


def _family(world: ReadWorld) -> None:
    """A grandmother who was looked at and approved for a time, and what was tried before a search."""
    child, word = world.child["begun"], WORDS["begun"]
    entry = HomeEntry(
        kind="connected_person", name=f"Grandmother of {word}", kept_by=KENT, authority=KENT, places=1,
        named=frozenset({child}), postcode="ME14 1XX", easting=576_000, northing=155_000,
    )  # fmt: skip
    home = provision.add_home(entry=entry, by=OFFICER, at=world.at)
    found = assess_relative(
        child_id=child, relation="grandparent", outcome="viable", words=f"{word} stays with her every other week-end.",
        who=f"Gran of {word}", assessor="Social worker", training="Two days", experience="Six years",
        assessed_on=localdate(world.at), by=WORKER, at=world.at,
    )  # fmt: skip
    approval = approve_for_a_time(
        assessment_id=found, home_id=home, from_day=timezone.localdate(world.at),
        because=f"{word} has nobody else tonight, and asks for her gran.", by=MANAGER, at=world.at,
    )  # fmt: skip
    world.mark("begun", home, Home.objects.get(pk=home).reference, found, approval)
    world.values |= {"assessment_id": [found], "approval_id": [approval]}


def _night(world: ReadWorld, homes: dict[str, UUID]) -> UUID:
    """An emergency of a child whose full search is open already: a home is in force, and something is owed."""
    child, word, at = world.child["begun"], WORDS["begun"], world.at + timedelta(minutes=30)
    said = Said(
        cause="not_known", cannot_wait=f"{word} is alone tonight.", danger=Known("said", f"{word} is followed."),
        health=Known("said", f"{word} has asthma."), hidden_from=Known("said", f"An uncle of {word}."),
        child_said=f"{word} wants to sleep.",
    )  # fmt: skip
    search_id = open_emergency(child_id=child, said=said, by=WORKER, at=at)
    make_shortlist(referral_id=search_id, by=OFFICER, at=at)
    why = f"{word} is known to those who live here."
    decision = propose_tonight(search_id=search_id, home_id=homes["Birch"], why=why, by=WORKER, at=at)
    approve(decision_id=decision, by=MANAGER, at=at)
    # Somebody lives there now; what one more would mean for them is said, so that the choice that waits can go on.
    provision.note_impact(home_id=homes["Birch"], answer="acceptable", words="One more fits in.", by=OFFICER, at=at)
    (placement,) = placements_of(child)
    world.mark("begun", search_id, referral(search_id).reference, decision, placement.id)
    return search_id


def _newcomer(world: ReadWorld) -> None:
    """A child who came at night with almost nothing on record: their day of birth is not known yet."""
    word, reference = "Quillabor", "C-7G4QX"
    child = children.open_minimal_record(
        reference=reference, known_as=word, sex="U", authority=KENT, age=11, by=WORKER, at=world.at
    )
    world.marks[child] = [word, reference, str(child)]
    world.only["children:complete"] = {"child_id": [child, world.child["begun"]]}


def _invited(world: ReadWorld, homes: dict[str, UUID]) -> None:
    """A round in which homes still have time to answer; one of them asked something."""
    at = world.at + timedelta(minutes=30)
    found = listed(world.child["invited"], homes, at=at)
    world.mark("invited", found.id, referral(found.id).reference)
    open_round(referral_id=found.id, narrative="Likes trains.", by=WORKER, at=found.at)
    row = Invitation.objects.get(round__referral_id=found.id, home_id=homes["Alder"])
    provider_id = Home.objects.get(pk=homes["Alder"]).provider_id
    keeper = Person(role=Role.PROVIDER_MANAGER, id=OFFICER.id, provider_id=provider_id)
    asked = ask_question(invitation_id=row.id, words="Is there a garden?", by=keeper, at=found.at)
    world.values |= {"question_id": [asked], "invitation_id": [row.id]}
    world.values["search_id"] += [found.id]


def _known_to_each_other(world: ReadWorld) -> None:
    children.link_siblings(
        child_id=world.child["decided"], sibling_id=world.child["begun"], together=True, by=WORKER, at=world.at
    )


def _emergency(world: ReadWorld) -> UUID:
    """A manager of another council opened the record of one child."""
    account = make_account(email="manager.far@example.org", name="Manager", at=world.at, by=None)
    post = give_post(account_id=account, role=Role.TEAM_MANAGER, authorities=[MEDWAY], at=world.at, by=None)
    far = Person(role=Role.TEAM_MANAGER, id=account, name="Manager", authorities=frozenset({MEDWAY}))
    return break_glass(
        subject=Subject(authority=KENT, child_id=world.child["begun"]), post_id=post, category="missing",
        words=f"{WORDS['begun']} is missing since last night and was seen here today.", by=far, at=world.at,
        terms=EmergencyTerms(minutes=30, words_min=8, tries_max=5),
    )  # fmt: skip


def _evidence(world: ReadWorld) -> None:
    """A document behind a claim of each home, the aunt's too."""
    code, found = next(iter(FLAGS)), []
    for home in world.homes.values():
        evidence = provision.evidence_capability(
            home_id=home, code=code, kind="carer_training", document="Invented certificate",
            issued_on=date(2021, 1, 5), by=OFFICER, at=world.at,
        )  # fmt: skip
        inside = f"/Of ({WORDS['asked']})".encode() if home == world.homes["aunt"] else b""
        provision.attach_document(
            evidence_id=evidence, name="paper.pdf", data=a_pdf(inside=inside), by=OFFICER, at=world.at
        )
        found.append(evidence)
        if home == world.homes["aunt"]:
            world.mark("asked", evidence)
    world.values["evidence_id"] = found
    alder = Home.objects.get(pk=world.homes["Alder"])
    world.provider = alder.provider_id
    world.values["provider_id"] = [alder.provider_id]
