"""After a stay, and after 18, on pages: how it was, what goes along, what the next home must know, early ends."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from carecommons.children.queries import carried, find_child
from carecommons.common.days import add_working_days, age_on
from carecommons.constitution.queries import whole
from carecommons.people.doors import Request, door
from carecommons.people.may import may
from carecommons.people.roles import Person, Role

from .. import actions, counts, queries
from ..doors import open_placement, placed
from ..ending import BELONGINGS, LED_BY_WORDS
from ..forms.ending import BelongingsForm, DebriefForm, EighteenForm, SentenceForm
from ..leaving import AFTER_WORDS_CHILD
from ..owing import Due
from ..placement import Placed
from ..queries import EndNoticeRecord, EndRecord, PlacementRecord
from .ending import ASKED, FORM, asked, back_to, data, page


@door("decisions.say_how_it_was")
@require_http_methods(ASKED)
def how_it_was(request: Request, placement_id: UUID) -> HttpResponse:
    """The young person says how it was in a home; nothing must be said."""
    at = datetime.now(UTC)
    found, child = open_placement(
        request.person, placement_id, act="decisions.say_how_it_was", purpose="Writing for the child", at=at
    )
    form = DebriefForm(data(request))
    return asked(
        request, form,
        lambda: actions.say_how_it_was(placement_id=found.id, by=request.person, at=at, **form.answers),
        done=_("Thank you. We kept your words."), to=("mine", child.id), template="decisions/ending/own_was.html",
        context={"child": child, "placement": found, "is_child": request.person.role is Role.CHILD,
                 "said": queries.debriefs_of(found.id)},
    )  # fmt: skip


@door("decisions.record_debrief")
@require_http_methods(ASKED)
def no_debrief(request: Request, placement_id: UUID) -> HttpResponse:
    """Write down that a child was asked and did not want to say how it was."""
    at = datetime.now(UTC)
    found, child = open_placement(
        request.person, placement_id, act="decisions.record_debrief", purpose="to ask how a home was", at=at
    )
    form = SentenceForm(
        "Who asked the child, how, and what did they answer?",
        "The child says who asks. They may still say how it was at any later time.", data(request),
    )  # fmt: skip
    return asked(
        request, form,
        lambda: actions.record_no_debrief(placement_id=found.id, by=request.person, at=at, **form.cleaned_data),
        done="Kept. The child can still say how it was on their own page.", to=("decisions:placement", found.id),
        template=FORM,
        context=page(child, f"{child.known_as} did not want to say how it was", "Keep it",
                     ("decisions:placement", found.id)),
    )  # fmt: skip


@door("decisions.check_belongings")
@require_http_methods(ASKED)
@placed
def belongings(request: Request, placement_id: UUID) -> HttpResponse:
    """What goes with a child who leaves."""
    at = datetime.now(UTC)
    found, child = open_placement(
        request.person, placement_id, act="decisions.check_belongings", purpose="to check a child’s things", at=at
    )
    last = queries.belongings_of(found.id)
    initial = {"there": list(last.there), "missing": last.missing} if last else {}
    form, to = BelongingsForm(data(request), initial=initial), back_to(request, found.id)
    return asked(
        request, form,
        lambda: actions.check_what_goes(placement_id=found.id, by=request.person, at=at, **form.cleaned_data),
        done="Kept.", to=to, template=FORM,
        context=page(child, f"What goes with {child.known_as}?", "Keep it", to,
                     lead="Everything that is the child’s goes with them, in cases or boxes that are theirs."),
    )  # fmt: skip


@door("children.tell_next_home")
@require_http_methods(ASKED)
@placed
def next_home(request: Request, placement_id: UUID) -> HttpResponse:
    """What the next home must know, as those say it who lived with the child."""
    at = datetime.now(UTC)
    found, child = open_placement(
        request.person, placement_id, act="children.tell_next_home", purpose="to say what the next home must know",
        at=at,
    )  # fmt: skip
    form = SentenceForm(
        "What helps, what to look out for, what you have learnt about living together?",
        "The child may read it. Their social worker reads it first, and passes it on.", data(request),
    )  # fmt: skip
    own = request.person.role in (Role.CHILD, Role.ADVOCATE)
    to = ("mine", child.id) if own else back_to(request, found.id)
    return asked(
        request, form,
        lambda: actions.note_for_next_home(placement_id=found.id, by=request.person, at=at, **form.cleaned_data),
        done="Kept. The social worker reads it before it goes on.", to=to, template=FORM,
        context=page(child, f"What must the next home know of {child.known_as}?", "Keep it", to),
    )  # fmt: skip


@door("decisions.decide_at_eighteen")
@require_http_methods(ASKED)
def eighteen(request: Request, placement_id: UUID) -> HttpResponse:
    """Where somebody lives after 18."""
    at = datetime.now(UTC)
    found, child = open_placement(
        request.person, placement_id, act="decisions.decide_at_eighteen", purpose="to plan the time after 18", at=at
    )
    last = queries.after_of(found.id)
    initial = {"choice": last.choice, "wants": last.wants, "words": last.words} if last else {}
    form = EighteenForm(found.home_kind, data(request), initial=initial)
    coming = queries.coming_for(child.birth_date, timezone.localdate(at))
    return asked(
        request, form,
        lambda: actions.decide_at_eighteen(placement_id=found.id, by=request.person, at=at, **form.answers),
        done="Kept. Before the birthday this is a plan; on it or after it, the stay as a child ends with it.",
        to=("decisions:placement", found.id), template=FORM,
        context=page(child, f"Where does {child.known_as} live after 18?", "Keep it",
                     ("decisions:placement", found.id), coming=coming,
                     lead="Nobody’s home ends in silence because of a birthday. Ask them, and say what was agreed."),
    )  # fmt: skip


@door("decisions.see_early_ends")
@require_safe
def early_ends(request: Request) -> HttpResponse:
    """How often stays end early by notice of the home, by provider, suppressed."""
    on = timezone.localdate(datetime.now(UTC))
    context = {"found": counts.early_ends(on=on), "period": counts.last_period(on)}
    return render(request, "decisions/ending/early_ends.html", context)


# ------------------------------------------------------------------ on the page of a placement
def ending_part(request: Request, found: PlacementRecord, at: datetime) -> dict[str, Any]:
    """Notice and end, on the page of a placement."""
    person, subject = request.person, queries.subject_of(found)
    notices, end = queries.end_notices_of(found.id), queries.end_of(found.id)
    may_end = bool(may(person, "provision.take_place", subject))
    runs = found.runs(timezone.localdate(at))
    return {
        "notices": notices, "end": end, "led_by": LED_BY_WORDS, "lives": runs,
        "may_notice": found.state is Placed.LIVING
        and not any(each.is_open for each in notices) and bool(may(person, "decisions.give_notice", subject)),
        "may_end": runs and may_end, "may_say_why": end is not None and not end.care_ends and may_end,
        **after_part(person, found, at), "due": after_due(found, notices, end, at),
    }  # fmt: skip


def after_part(person: Person, found: PlacementRecord, at: datetime) -> dict[str, Any]:
    """What is said afterwards, and what comes as somebody grows up."""
    subject, on, child = queries.subject_of(found), timezone.localdate(at), find_child(found.child_id)
    over, coming = found.left(on), queries.coming_for(child.birth_date, on)
    asks = found.under_way and on >= next(each.on for each in coming if each.code == "eighteen_plan")
    return {
        "over": over, "debriefs": queries.debriefs_of(found.id), "belongings": queries.belongings_of(found.id),
        "belonging_words": BELONGINGS, "after": queries.after_of(found.id),
        "carried": [each for each in carried(found.child_id) if each.placement == found.id],
        "coming": [each for each in coming if each.on >= on][:3], "adult": age_on(child.birth_date, on)
        > whole("looked_after_age_max", on),
        "may_debrief": over and bool(may(person, "decisions.record_debrief", subject)),
        "may_check": found.state is not Placed.WITHDRAWN and bool(may(person, "decisions.check_belongings", subject)),
        "may_tell": found.state is not Placed.WITHDRAWN and bool(may(person, "children.tell_next_home", subject)),
        "may_answer": bool(may(person, "children.answer_carried", subject)),
        "may_eighteen": asks and bool(may(person, "decisions.decide_at_eighteen", subject)), "asks_eighteen": asks,
    }  # fmt: skip


def after_due(
    found: PlacementRecord, notices: Sequence[EndNoticeRecord], end: EndRecord | None, at: datetime
) -> list[Due]:
    """What is owed next about notice and end."""
    due = []
    for each in notices:
        if not each.is_open:
            continue
        if each.told_on is None:
            due.append(Due(each.tell_by, "Tell the child of the notice", "ending"))
        if not each.meetings:
            due.append(Due(each.meet_by, "Meet on what would have to change", "ending"))
        due.append(Due(each.ends_on, "The last day under the notice", "ending"))
    if end is not None:
        if not end.care_ends:
            days = whole("end_reasons_working_days", end.to_day)
            due.append(Due(add_working_days(end.to_day, days), "Say why the stay ended", "ending"))
        if not queries.debriefs_of(found.id):
            days = whole("debrief_working_days", end.to_day)
            due.append(Due(add_working_days(end.to_day, days), "Ask the child how it was", "ending"))
        if queries.belongings_of(found.id) is None:
            due.append(Due(end.to_day, "Say what went with the child", "ending"))
    return due


def own_ending_part(request: Request, found: PlacementRecord, at: datetime) -> dict[str, Any] | None:
    """For the young person: a notice that they may read, how it was, and the time after 18."""
    on = timezone.localdate(at)
    notices = [each for each in queries.end_notices_of(found.id) if each.child_reads(on)]
    after = queries.after_of(found.id)
    over = found.left(on)
    if not (notices or after or over):
        return None
    words = AFTER_WORDS_CHILD[after.choice] if after else ""
    return {"notices": notices, "over": over, "said": queries.debriefs_of(found.id), "after": after, "words": words}
