"""The children's room for programs: the same acts, permissions, looks and refusals as the pages."""

import secrets
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router
from ninja.responses import Status

from carecommons.common.errors import NotFound, ReasonMissing
from carecommons.common.papers import Paper, make_pdf
from carecommons.common.wire import (
    Body,
    Code,
    Day,
    Id,
    MadeOut,
    Number,
    Page,
    Paged,
    Text,
    Window,
    YesNo,
    cut,
    line,
    paged,
)
from carecommons.constitution.parameters import whole
from carecommons.people.actions import record_look
from carecommons.people.doors import Request, door_api
from carecommons.people.may import check_may, may_at_all
from carecommons.people.roles import ROLE_NAMES

from . import actions, dictionary, packing, queries
from .answers import (
    ApprovalOut,
    BandsOut,
    CardOut,
    CarriedOut,
    ChildMadeOut,
    ChildOut,
    ComparisonOut,
    DictionaryOut,
    OverTimeOut,
    ProfileOut,
    ProtectedOut,
    SchoolingOut,
    SiblingLineOut,
    SiblingOut,
    VersionOut,
)
from .changes import compare
from .connections import AVOID, Connection
from .doors import PRINTING, check_reads_back, open_child
from .meeting import day, meeting_paper
from .needs import DOMAINS, FLAGS, Flag, Outcome, Rating, Strength
from .over_time import over_time
from .own import Message, Own
from .queries import ChildRecord
from .reference import draw_reference, read_reference
from .schemas import (
    AvoidedShape,
    ChildShape,
    ConnectionShape,
    NeedsShape,
    StoryShape,
    WishShape,
    answers,
)
from .story import Story
from .wishes import Wish

router = Router(tags=["children"])
Part = Annotated[str, Path(max_length=40)]
Ordinal = Annotated[int, Query(ge=0, le=2**31 - 1)]


class ReasonShape(Body):
    """Why protected addresses are needed now; the child reads it."""

    reason: Text


@router.get(
    "/dictionary/", response=DictionaryOut,
    summary="The data dictionary, the twelve parts of life and the specialist needs",
)  # fmt: skip
@door_api("site.read_public")
def read_dictionary(request: Request) -> dict[str, Any]:
    return {
        "domains": [
            {"code": each.code, "name": each.name, "full_name": each.full_name, "anchors": each.anchors}
            for each in DOMAINS
        ],
        "flags": FLAGS,
        "fields": [
            {
                "record": each.record, "name": each.name, "label": each.label, "kind": each.kind, "unit": each.unit,
                "data_class": each.data_class, "choices": dict(each.choices), "least": each.least, "most": each.most,
                "longest": each.longest, "source": each.source,
            }
            for record in dictionary.records()
            for each in dictionary.fields(record)
        ],
    }  # fmt: skip


@router.get(
    "/", response=Paged[CardOut], exclude_unset=True, summary="The children that you work with, the most pressing first"
)
@door_api("children.see_caseload")
def read_caseload(request: Request, window: Query[Window], reference: Annotated[str, line(12)] = "") -> Page[Any]:
    """Each child on the page can read that you read it; those on other pages were not read."""
    at = datetime.now(UTC)
    wanted = (read_reference(reference) or "") if reference else None
    cards = queries.caseload(request.person, timezone.localdate(at), reference=wanted)
    page = cut(cards, window)
    # A reader of school matters only is not told what else the record lacks.
    all_of_it = may_at_all(request.person, "children.see_record")
    for card in page.items:
        record_look(
            person=request.person,
            child_id=card.id,
            act="children.see_caseload",
            purpose="Reading a list of children",
            at=at,
        )
    shown = [
        {
            "id": card.id, "reference": card.reference, "known_as": card.known_as, "age": card.age,
            "authority": card.authority, "assessed_on": card.assessed_on,
            **({"next": card.next_words, "urgent": card.urgent} if all_of_it else {}),
        }
        for card in page.items
    ]  # fmt: skip
    return paged(shown, window, total=page.total)


@router.post("/", response={201: ChildMadeOut}, summary="Open a child's record")
@door_api("children.add_child")
def add_child(request: Request, given: ChildShape) -> Any:  # type: ignore[valid-type]
    reference = draw_reference(secrets.randbelow)
    child_id = actions.add_child(
        reference=reference, by=request.person, at=datetime.now(UTC), **answers(given, "child")
    )
    return Status(201, {"id": child_id, "reference": reference})


@router.get("/{uuid:child_id}/", response=ChildOut, summary="Who the child is; addresses are not here")
@door_api("children.see_record")
def read_record(request: Request, child_id: UUID) -> dict[str, Any]:
    child = _open(request, child_id, "Reading the record")
    hidden = ("home_postcode", "return_key")
    return {name: getattr(child, name) for name in ChildRecord.__dataclass_fields__ if name not in hidden}


class BirthIn(Body):
    birth_date: Day


@router.post("/{uuid:child_id}/birth/", response={204: None}, summary="Write down a day of birth that was not known")
@door_api("children.add_child")
def complete_record(request: Request, child_id: UUID, given: BirthIn) -> Status[None]:
    actions.complete_record(child_id=child_id, birth_date=given.birth_date, by=request.person, at=datetime.now(UTC))
    return Status(204, None)


@router.get("/{uuid:child_id}/needs/", response=ProfileOut | None, summary="The needs as last recorded, or null")
@door_api("children.see_record")
def read_needs(request: Request, child_id: UUID) -> ProfileOut | None:
    child = _open(request, child_id, "Reading needs")
    profile = queries.profile(child.id)
    return ProfileOut.of(profile) if profile else None


@router.post("/{uuid:child_id}/needs/", response={201: VersionOut}, summary="Record the needs as a new version")
@door_api("children.write_needs")
def add_needs(request: Request, child_id: UUID, given: NeedsShape) -> Any:  # type: ignore[valid-type]
    said: Any = given
    me = f"{ROLE_NAMES[request.person.role].capitalize()}, {request.person.name}"
    ratings = [answers(each, "rating") for each in said.ratings]
    version = actions.record_needs(
        child_id=child_id,
        ratings=[Rating(**{**each, "rater": each["rater"] or me}) for each in ratings],
        strengths=[Strength(**answers(each, "strength")) for each in said.strengths],
        matters=said.matters,
        outcomes=[Outcome(**answers(each, "outcome")) for each in said.outcomes],
        flags=None if said.flags is None else [Flag(**answers(each, "flag")) for each in said.flags],
        assessed_on=said.assessed_on,
        after=said.after,
        by=request.person,
        at=datetime.now(UTC),
    )
    return Status(201, {"version": version})


@router.get(
    "/{uuid:child_id}/needs/versions/", response=Paged[ProfileOut], summary="Every version of the needs, newest first"
)
@door_api("children.see_record")
def read_versions(request: Request, child_id: UUID, window: Query[Window]) -> Page[ProfileOut]:
    child = _open(request, child_id, "Reading earlier needs")
    return cut([ProfileOut.of(profile) for profile in queries.profiles(child.id)], window)


@router.get(
    "/{uuid:child_id}/needs/compare/", response=ComparisonOut, summary="What changed between two versions, in words"
)
@door_api("children.see_record")
def read_comparison(request: Request, child_id: UUID, earlier: Ordinal, later: Ordinal) -> ComparisonOut:
    child = _open(request, child_id, "Comparing needs over time")
    first, second = queries.profile_version(child.id, earlier), queries.profile_version(child.id, later)
    if first is None or second is None:
        raise NotFound()
    found = compare(first, second)
    return ComparisonOut.model_validate(found, from_attributes=True)


@router.get(
    "/{uuid:child_id}/needs/over-time/", response=OverTimeOut | None,
    summary="Every rating over time, part of life by part of life",
)  # fmt: skip
@door_api("children.see_record")
def read_course(request: Request, child_id: UUID) -> dict[str, Any] | None:
    child = _open(request, child_id, "Reading needs over time")
    found = over_time(queries.profiles(child.id), queries.moves(child.id))
    if found is None:
        return None
    return {
        "versions": [{"version": number, "assessed_on": on} for number, on in found.versions],
        "courses": [
            {"domain": each.code, "name": each.name, "words": each.words, "points": each.points}
            for each in found.courses
        ],
        "specialist_needs": found.spans, "moves": found.marks,
    }  # fmt: skip


@router.get("/{uuid:child_id}/needs/meeting/", response=Paper, summary="The paper for a meeting, as its sections")
@door_api("children.see_record")
def read_paper(request: Request, child_id: UUID) -> Paper:
    return _paper(request, child_id, datetime.now(UTC))


@router.get(
    "/{uuid:child_id}/needs/meeting.pdf",
    summary="The paper for a meeting, as a tagged PDF",
    openapi_extra={"responses": {200: {"content": {"application/pdf": {"schema": {"type": "string"}}}}}},
)
@door_api("children.see_record")
def read_pdf(request: Request, child_id: UUID) -> HttpResponse:
    at = datetime.now(UTC)
    paper = _paper(request, child_id, at)
    return HttpResponse(make_pdf(paper, fonts=settings.PAPER_TYPEFACES, at=at), content_type="application/pdf")


@router.get(
    "/{uuid:child_id}/school/", response=SchoolingOut,
    summary="What concerns a child's school, and nothing else of the record",
)  # fmt: skip
@door_api("children.see_schooling")
def read_schooling(request: Request, child_id: UUID) -> dict[str, Any]:
    child = open_child(
        person=request.person, child_id=child_id, act="children.see_schooling", purpose="Reading school matters",
        at=datetime.now(UTC),
    )  # fmt: skip
    found = queries.schooling(child.id)
    return {
        "reference": child.reference, "known_as": child.known_as, "assessed_on": found.assessed_on,
        "earlier_on": found.earlier_on, "schools": found.schools,
        "parts": [
            {"name": part.name, "before": part.before, "rating": part.rating,
             "strength": part.strength}
            for part in found.parts
        ],
    }  # fmt: skip


@router.get("/{uuid:child_id}/story/", response=Paged[Story], summary="Every version of the story, newest first")
@door_api("children.see_record")
def read_story(request: Request, child_id: UUID, window: Query[Window]) -> Page[Story]:
    child = _open(request, child_id, "Reading the story")
    return cut(queries.stories(child.id), window)


@router.post("/{uuid:child_id}/story/", response={201: VersionOut}, summary="Keep a new version of the story")
@door_api("children.write_story")
def add_story(request: Request, child_id: UUID, given: StoryShape) -> Any:  # type: ignore[valid-type]
    version = actions.write_story(child_id=child_id, by=request.person, at=datetime.now(UTC), **answers(given, "story"))
    return Status(201, {"version": version})


@router.get("/{uuid:child_id}/wishes/", response=Paged[Wish], summary="What the child wishes and feels, newest first")
@door_api("children.see_record")
def read_wishes(request: Request, child_id: UUID, window: Query[Window]) -> Page[Wish]:
    child = _open(request, child_id, "Reading wishes and feelings")
    return cut(queries.wishes(child.id), window)


@router.post("/{uuid:child_id}/wishes/", response={201: MadeOut}, summary="Record what the child says")
@door_api("children.write_wishes")
def add_wish(request: Request, child_id: UUID, given: WishShape) -> Any:  # type: ignore[valid-type]
    corrects = _uuid(getattr(given, "corrects", None))
    wish_id = actions.record_wish(
        child_id=child_id, corrects=corrects, by=request.person, at=datetime.now(UTC), **answers(given, "wish")
    )
    return Status(201, {"id": wish_id})


@router.get(
    "/{uuid:child_id}/connections/",
    response=Paged[Connection],
    summary="The people and places that matter; addresses are not here",
)
@door_api("children.see_record")
def read_connections(request: Request, child_id: UUID, window: Query[Window]) -> Page[Connection]:
    child = _open(request, child_id, "Reading people and places")
    return cut(queries.connections(child.id), window)


@router.get(
    "/{uuid:child_id}/connections/around/", response=BandsOut, summary="The same people and places, with about how far"
)
@door_api("children.see_record")
def read_around(request: Request, child_id: UUID) -> dict[str, Any]:
    child = _open(request, child_id, "Reading people and places")
    bands = queries.around(child.id, near_miles=whole("near_home_miles", timezone.localdate()))
    return {
        "near_miles": bands.near_miles, "home_known": bands.home_known,
        "bands": [
            {"band": band, "words": words, "connections": [
                {**packing.pack([each.connection])[0], "group": each.group} for each in inside
            ]}
            for band, words, inside in bands.parts
        ],
    }  # fmt: skip


@router.post("/{uuid:child_id}/connections/", response={201: MadeOut}, summary="Record who or what matters")
@door_api("children.write_connections")
def add_connection(request: Request, child_id: UUID, given: ConnectionShape) -> Any:  # type: ignore[valid-type]
    said: Any = given
    connection_id = actions.add_connection(
        child_id=child_id, corrects=_uuid(said.corrects), ended=said.ended, by=request.person, at=datetime.now(UTC),
        **answers(given, "connection"),
    )  # fmt: skip
    return Status(201, {"id": connection_id})


@router.post("/{uuid:child_id}/avoid/", response={201: MadeOut}, summary="Record where the child must not live")
@door_api("children.write_connections")
def add_avoided(request: Request, child_id: UUID, given: AvoidedShape) -> Any:  # type: ignore[valid-type]
    said = answers(given, "avoid")
    place_id = actions.add_connection(
        child_id=child_id, kind=AVOID, by=request.person, at=datetime.now(UTC), **{**said, "miles": said["miles"] or 0}
    )
    return Status(201, {"id": place_id})


class SiblingShape(Body):
    """A brother or sister in care, by id, and whether the two should live together."""

    sibling_id: Id
    together: YesNo


class SecureShape(Body):
    """The Secretary of State's approval of a secure home: its day and its reference."""

    approved_on: Day
    reference: Code


@router.get("/{uuid:child_id}/siblings/", response=Paged[SiblingLineOut], summary="The brothers and sisters in care")
@door_api("children.write_connections")
def read_siblings(request: Request, child_id: UUID, window: Query[Window]) -> Page[dict[str, Any]]:
    """Each of them can read that they were shown beside the child."""
    at, by = datetime.now(UTC), request.person
    child = open_child(
        person=by, child_id=child_id, act="children.write_connections", purpose="Reading brothers and sisters", at=at
    )
    found = queries.siblings(child.id)
    known = queries.children_named(sibling for sibling, _ in found)
    page = cut([(sibling, together) for sibling, together in found if sibling in known], window)
    for sibling, _ in page.items:
        record_look(
            person=by, child_id=sibling, act="children.write_connections",
            purpose="Shown as a brother or sister of another child", at=at,
        )  # fmt: skip
    told = [
        {"id": sibling, "reference": known[sibling].reference, "together": together} for sibling, together in page.items
    ]
    return paged(told, window, total=page.total)


@router.post("/{uuid:child_id}/siblings/", response={201: SiblingOut}, summary="Record a brother or sister in care")
@door_api("children.write_connections")
def add_sibling(request: Request, child_id: UUID, given: SiblingShape) -> Any:
    actions.link_siblings(
        child_id=child_id, sibling_id=given.sibling_id, together=given.together, by=request.person, at=datetime.now(UTC)
    )
    return Status(201, {"id": given.sibling_id, "together": given.together})


@router.get(
    "/{uuid:child_id}/secure/",
    response=ApprovalOut | None,
    summary="The approval of a secure home, or null",
)
@door_api("children.record_secure_approval")
def read_secure(request: Request, child_id: UUID) -> ApprovalOut | None:
    child = open_child(
        person=request.person, child_id=child_id, act="children.record_secure_approval",
        purpose="Reading the approval of a secure home", at=datetime.now(UTC),
    )  # fmt: skip
    found = queries.secure_approval(child.id)
    return ApprovalOut(approved_on=found.approved_on, reference=found.reference) if found else None


@router.post("/{uuid:child_id}/secure/", response={201: ApprovalOut}, summary="Record the approval of a secure home")
@door_api("children.record_secure_approval")
def add_secure(request: Request, child_id: UUID, given: SecureShape) -> Any:
    actions.record_secure_approval(
        child_id=child_id, approved_on=given.approved_on, reference=given.reference, by=request.person,
        at=datetime.now(UTC),
    )  # fmt: skip
    return Status(201, {"approved_on": given.approved_on, "reference": given.reference})


@router.delete("/{uuid:child_id}/secure/", response={204: None}, summary="The approval of a secure home has ended")
@door_api("children.record_secure_approval")
def end_secure(request: Request, child_id: UUID) -> Any:
    actions.end_secure_approval(child_id=child_id, by=request.person, at=datetime.now(UTC))
    return Status(204, None)


@router.post(
    "/{uuid:child_id}/protected/",
    response=ProtectedOut,
    summary="Addresses and places to avoid, with a reason each time",
)
@door_api("children.see_protected")
def read_protected(request: Request, child_id: UUID, given: ReasonShape) -> dict[str, Any]:
    reason = given.reason.strip()[:200]
    if not reason:
        raise ReasonMissing("reason_missing", "Say why you need to see this now. The child reads what you write.")
    child = open_child(
        person=request.person, child_id=child_id, act="children.see_protected", purpose=reason, at=datetime.now(UTC)
    )
    return {
        "whereabouts": queries.whereabouts(child.id),
        "avoid": queries.avoided_places(child.id),
    }


class OwnViewShape(Body):
    """How much help the child says they need in one part of life: 0 to 4, or null with words. Neither takes an earlier
    answer back."""

    level: Number | None = None
    words: Text = ""


class MessageShape(Body):
    """One private message. with_reviewing: the child lets their reviewing officer read it too."""

    words: Text
    with_reviewing: YesNo = False


@router.get(
    "/{uuid:child_id}/own-view/", response=Paged[Own], summary="What the child says of the parts of life, oldest first"
)
@door_api("children.write_own_view")
def read_own_views(request: Request, child_id: UUID, window: Query[Window]) -> Page[Own]:
    child = open_child(
        person=request.person, child_id=child_id, act="children.write_own_view", purpose="Reading needs with the child",
        at=datetime.now(UTC),
    )  # fmt: skip
    return cut(queries.own_views(child.id), window)


@router.post("/{uuid:child_id}/own-view/{part}/", response={201: MadeOut}, summary="Say how the child sees one part")
@door_api("children.write_own_view")
def say_own_view(request: Request, child_id: UUID, part: Part, given: OwnViewShape) -> Any:
    view_id = actions.say_own_view(
        child_id=child_id, domain=part, level=given.level, words=given.words, by=request.person, at=datetime.now(UTC)
    )
    return Status(201, {"id": view_id})


@router.get(
    "/{uuid:child_id}/messages/",
    response=Paged[Message],
    summary="The private thread: for the child and their advocate alone",
)
@door_api("children.see_messages")
def read_messages(request: Request, child_id: UUID, window: Query[Window]) -> Page[Message]:
    child = queries.find_child(child_id)
    check_may(request.person, "children.see_messages", child.subject)
    check_reads_back(request)
    return cut(queries.messages(child.id), window)


@router.post("/{uuid:child_id}/messages/", response={201: MadeOut}, summary="Send a private message")
@door_api("children.write_message")
def send_message(request: Request, child_id: UUID, given: MessageShape) -> Any:
    message_id = actions.send_message(
        child_id=child_id, words=given.words, with_reviewing=given.with_reviewing, by=request.person,
        at=datetime.now(UTC),
    )  # fmt: skip
    return Status(201, {"id": message_id})


@router.get(
    "/{uuid:child_id}/messages/shared/",
    response=Paged[Message],
    summary="What the child chose to share with the reviewing officer",
)
@door_api("children.see_shared_messages")
def read_shared_messages(request: Request, child_id: UUID, window: Query[Window]) -> Page[Message]:
    child = open_child(
        person=request.person, child_id=child_id, act="children.see_shared_messages",
        purpose="Reading what the child chose to share", at=datetime.now(UTC),
    )  # fmt: skip
    return cut(queries.messages_shared(child.id), window)


def _open(request: Request, child_id: UUID, purpose: str) -> ChildRecord:
    return open_child(
        person=request.person, child_id=child_id, act="children.see_record", purpose=purpose, at=datetime.now(UTC)
    )


def _paper(request: Request, child_id: UUID, at: datetime) -> Paper:
    child = open_child(person=request.person, child_id=child_id, act="children.see_record", purpose=PRINTING, at=at)
    here = timezone.localtime(at)
    return meeting_paper(
        queries.facts_for_meeting(child, timezone.localdate(at)), printed=f"{day(here)}, {here:%H:%M}",
        role=ROLE_NAMES[request.person.role], made_up=settings.DEMO,
    )  # fmt: skip


def _uuid(given: str | None) -> UUID | None:
    try:
        return UUID(given) if given else None
    except ValueError:
        raise NotFound() from None


class AnswerCarriedIn(Body):
    """words: in which words it goes on, or why it is left out."""

    note_id: Id
    accepted: YesNo
    words: Text = ""


@router.get(
    "/{uuid:child_id}/next-home/", response=Paged[CarriedOut], summary="What the next home must know of a child"
)
@door_api("children.answer_carried")
def read_carried(request: Request, child_id: UUID, window: Query[Window]) -> Page[queries.Carried]:
    open_child(
        person=request.person, child_id=child_id, act="children.answer_carried",
        purpose="to read what the next home must know", at=timezone.now(),
    )  # fmt: skip
    return cut(queries.carried(child_id), window)


@router.post(
    "/{uuid:child_id}/next-home/", response={201: MadeOut}, summary="Let a note go on to the next home, or not"
)
@door_api("children.answer_carried")
def answer_carried(request: Request, child_id: UUID, body: AnswerCarriedIn) -> Status[MadeOut]:
    child = queries.find_child(child_id)
    check_may(request.person, "children.answer_carried", child.subject)
    note = queries.carried_note(body.note_id)
    if note is None or note.child_id != child_id:
        raise NotFound()
    made = actions.answer_carried(by=request.person, at=timezone.now(), **body.model_dump())
    return Status(201, MadeOut(id=made))
