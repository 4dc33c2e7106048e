"""The children that a person may see in a list, each with what is waiting for them."""

from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from carecommons.common.days import age_on
from carecommons.people.permissions import PERMISSIONS, Reach
from carecommons.people.roles import Person

from ..caseload import STEPS, ChildCard, Known, next_step
from ..models import Child, NeedsDraft, NeedsProfile, RecordedWish, WrittenStory

__all__ = ["caseload"]


def caseload(person: Person, on: date, *, reference: str | None = None) -> tuple[ChildCard, ...]:
    """The person's children, the most pressing step first, then by reference (which is random).

    reference: only the child of this reference, if the person may see it.
    """
    rows = Child.objects.filter(within(person))
    if reference is not None:
        rows = rows.filter(reference=reference)
    children = list(rows.only("pk", "reference", "known_as", "birth_date", "authority"))
    known = _known([child.pk for child in children], person)
    cards = []
    for child in children:
        facts, assessed_on = known[child.pk]
        step = next_step(facts, on)
        cards.append(
            ChildCard(
                id=child.pk, reference=child.reference, known_as=child.known_as, age=age_on(child.birth_date, on),
                authority=child.authority, step=step.code, next_words=step.words, part=step.part, urgent=step.urgent,
                assessed_on=assessed_on,
            )
        )  # fmt: skip
    return tuple(sorted(cards, key=lambda card: (STEPS.index(card.step), card.reference)))


def within(person: Person) -> Q:
    reach = PERMISSIONS["children.see_caseload"].reach.get(person.role)
    if reach is Reach.OWN_AUTHORITY:
        return Q(authority__in=person.authorities)
    return Q(pk__in=person.children if reach is Reach.OWN_CHILD else ())


def _known(ids: list[UUID], person: Person) -> dict[UUID, tuple[Known, date | None]]:
    newest = NeedsProfile.objects.filter(child=OuterRef("child")).order_by("-version").values("version")[:1]
    rows = NeedsProfile.objects.filter(child__in=ids, version=Subquery(newest))
    profiles = {row.child_id: row for row in rows.only("child", "assessed_on", "ratings", "outcomes")}
    begun = NeedsDraft.objects.filter(child__in=ids, author=person.id or UUID(int=0))
    drafts = set(begun.values_list("child", flat=True))
    told = set(WrittenStory.objects.filter(child__in=ids).values_list("child", flat=True))
    wishes = RecordedWish.objects.filter(child__in=ids, stage="before_shortlist", corrected_by=None)
    asked = set(wishes.values_list("child", flat=True))
    return {child: _facts(profiles.get(child), child in drafts, child in told, child in asked) for child in ids}


def _facts(profile: NeedsProfile | None, drafted: bool, told: bool, asked: bool) -> tuple[Known, date | None]:
    reviews = [date.fromisoformat(outcome["review_on"]) for outcome in (profile.outcomes if profile else ())]
    unknown = [rating for rating in (profile.ratings if profile else ()) if rating["level"] is None]
    known = Known(
        has_profile=profile is not None, has_draft=drafted, unknown_parts=len(unknown), has_story=told,
        asked_before_search=asked, outcome_review_on=min(reviews, default=None),
    )  # fmt: skip
    return known, profile.assessed_on if profile else None
