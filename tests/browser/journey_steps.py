"""What the cases of a journey have in common: the earlier record of a child, and the steps that each case takes alike.

Invented data: no real child, ever.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from browser.journey import Visitor, today
from carecommons.children import actions as children
from carecommons.children.needs import DOMAINS, Flag, Outcome, Rating, Strength
from carecommons.provision import actions as provision
from carecommons.provision.capability import DOMAIN_CODES, Capability, DomainAnswer, Evidence
from carecommons.provision.entry import HomeEntry
from carecommons.provision.homes import Terms
from walk_world import DEVON, KENT, OFFICER, WORKER

TRAUMA = "SP-TRA"
OFFER: dict[str, Any] = {f"offer-need_{code.casefold()}": "met" for code in DOMAIN_CODES} | {
    "offer-impact_there": "acceptable", "offer-impact_child": "acceptable",
    "offer-impact_words": "We talked about it at the table, and everybody would make room.",
}  # fmt: skip
STORY = "Enjoys drawing and football. A calm evening and a plan for the next day help most."


def days_ago(number: int) -> date:
    return today() - timedelta(days=number)


def years_ago(number: int) -> date:
    """A birthday of a child of this age."""
    return today().replace(year=today().year - number, day=1)


def earlier_record(at: datetime, *, born: date, flags: tuple[Flag, ...] = (), legal_status: str = "C2") -> UUID:
    """What a council holds of a child before the journey: needs, an outcome that is sought, a story."""
    child = children.add_child(
        reference="C-7K4QX", known_as="Robin", birth_date=born, sex="F", authority=KENT, home_postcode="ME14 1XQ",
        legal_status=legal_status, looked_after_since=date(2024, 5, 2), by=WORKER, at=at,
    )  # fmt: skip
    told = {"child_id": child, "by": WORKER, "at": at}
    children.record_needs(
        flags=flags, matters=("Seeing my brother every week",), assessed_on=localdate(at),
        outcomes=(Outcome("Sleeps through most nights", "Seen by the carer", "Carer", today() + timedelta(days=90)),),
        ratings=tuple(
            Rating(
                domain=domain.code, level={"EMO": 2, "SOC": 1}.get(domain.code, 0),
                evidence="Seen at home and at school in October.", rater="Social worker",
                training="Two days, March 2026", experience="Six years", confidence="high", rated_on=localdate(at),
            )
            for domain in DOMAINS
        ),
        strengths=tuple(Strength(domain.code, "present", "Goes well") for domain in DOMAINS), **told,
    )  # fmt: skip
    children.write_story(
        words="I draw maps of places that I know.", strengths="Drawing, and being kind to animals.",
        helps="A plan for tomorrow, told tonight.", authorship="agreed", **told,
    )  # fmt: skip
    children.add_connection(kind="sibling", name="Ash", how_often="every week", keep=True, **told)
    return child


def therapeutic_home(name: str, at: datetime) -> UUID:
    """A children's home in Devon, far from the child's council, that proves what it can do for trauma."""
    provider = provision.add_provider(name=f"Invented {name}", sector="private", kept_by=KENT, by=OFFICER, at=at)
    provision.verify_provider(provider_id=provider, on=localdate(at), by=OFFICER, at=at)
    provision.add_agreement(
        provider_id=provider, authority=KENT, from_day=date(2020, 4, 1), to_day=date(2050, 3, 31), slots=4, by=OFFICER,
        at=at,
    )  # fmt: skip
    letters = tuple(
        Evidence(kind, "A letter. Invented data.", days_ago(30), today() + timedelta(days=300))
        for kind in ("carer_training", "clinical_input", "outcomes")
    )
    return provision.add_home(
        entry=HomeEntry(
            kind="childrens_home", name=name, kept_by=KENT, authority=DEVON, places=4, provider_id=provider, free=1,
            terms=Terms("SC-1", date(2020, 1, 1), None, 0, 17, "any", 4), levels_basis="Said by the home.",
            levels={code: DomainAnswer(4, 4) for code in DOMAIN_CODES},
            capabilities=(Capability(TRAUMA, days_ago(700), evidence=letters),),
        ),
        by=OFFICER, at=at,
    )  # fmt: skip


# ------------------------------------------------------------------------------------- what every case does alike
def worried(child: Visitor, words: str) -> None:
    """The child says on their own page that something is wrong."""
    child.start().reads("This is your page").go("Say what I want")
    child.tell("Send my words", words=words).reads("We kept your words")


def asked_for(worker: Visitor, *, why: str, stay: str = "any") -> None:
    """The worker reads what the child said, and asks for a home for them."""
    worker.start().go("Children").go("Robin").go("Ask for a home")
    worker.tell("Open the search", why=why, stay=stay, wanted_by=today()).reads("The search is open")


def prevented(worker: Visitor, *, cause: str) -> None:
    """What was tried so that the child need not move."""
    worker.go("Say what was tried").tell(
        "Record it", root_cause=cause, what_1="Three evenings of help each week, and a break for the carers.",
        by_whom_1="Family support service", tried_on_1=days_ago(20), came_of_1="Better for ten days, then as before.",
    ).reads("What was tried is recorded")  # fmt: skip


def family_cannot(worker: Visitor) -> None:
    """Parents, then relatives and friends, were asked and cannot."""
    for rung, button in (("parents", "Record the answer: parents"), ("connected_person", "Record the answer: rel")):
        worker.tell(
            button, {f"{rung}-answer": "not_possible", f"{rung}-reason": "Asked this week; it is not possible now."}
        ).reads("the answer is recorded")


def wishes(worker: Visitor, link: str, words: str) -> None:
    """The worker asks the child, and writes down what they say."""
    worker.go(link).tell("Keep it", words=words, how="said", said_on=today())


def plan_whole(worker: Visitor) -> int:
    """Answer every part of the plan that has no answer, one page each; how many there were."""
    number = 0
    while worker.offers("Answer: "):
        worker.go("Answer: ")
        values = worker.every_choice("reply")
        given: dict[str, Any] = {"words": "Agreed at the planning meeting with those who care for her."}
        if values:
            given["reply"] = "yes" if "yes" in values else "said"
        worker.tell("Keep it", given)
        number += 1
    return number


def met(worker: Visitor, homes: dict[str, UUID], *, first: str) -> None:
    """The matching meeting is written down: one home goes on, and what was found of each other."""
    said: dict[str, Any] = {"held_on": today(), "took_part": ["child", "social_worker", "placement_officer"]}
    for name, home in homes.items():
        if worker.page.locator(f'[name="words_{home.hex}"]').count():
            said[f"words_{home.hex}"] = f"What {name} can do was read aloud, and nothing was left open."
            said[f"place_{home.hex}"] = "1" if name == first else ""
            said[f"because_{home.hex}"] = f"{name} was looked at beside what she asked for and what the law asks."
    worker.tell("Write it down and seal it", said).reads("The meeting is written down and sealed")


def told_of(worker: Visitor) -> int:
    """Each notice that the council sends is opened, and recorded as sent."""
    number = 0
    while worker.offers("Open it: "):
        worker.go("Open it: ").tell(
            "Record that it was sent", sent_on=today(), sent_to="Their duty desk, by secure mail."
        )
        number += 1
    return number
