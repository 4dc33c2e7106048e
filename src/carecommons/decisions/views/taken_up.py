"""A stay from before any choice here on pages: the list of those to take up, and the one form that takes one up."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from carecommons.children.doors import open_child
from carecommons.common.errors import Faulty, Refused
from carecommons.people.actions import record_look
from carecommons.people.doors import Request, door
from carecommons.people.may import may
from carecommons.provision.queries import lives_in

from .. import actions, queries
from ..forms.taken_up import TakeUpForm, TakeUpSeveralForm, tick
from .ending import ASKED, FORM, asked, data, page

ACT = "decisions.take_up_stay"
A_PAGE = 25
LEAD = (
    "They live there by a choice that was not made here. From now on this stay is kept: visits and reviews fall due, "
    "a review comes before a move, and an end gives its reasons. No choice is made up for it, and it counts nowhere as "
    "right or wrong the first time."
)


@door(ACT)
@require_http_methods(ASKED)
def stays_to_take_up(request: Request) -> HttpResponse:
    """The children of one's council who live in a home with no stay kept here; those that are ticked are taken up."""
    at, person = datetime.now(UTC), request.person
    form = TakeUpSeveralForm(data(request))
    if request.method == "POST" and form.is_valid():
        done = _taken_up(request, form, at)
        if done:
            messages.success(
                request, f"Taken up: {done} stay{'' if done == 1 else 's'}. What is due stands on your day."
            )
            return redirect("decisions:stays_to_take_up")
    lines = queries.stays_to_take_up(person.authorities, on=timezone.localdate(at))
    shown = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    for each in shown:
        record_look(
            person=person, child_id=each.child_id, act=ACT, purpose="Reading which stays are to be taken up", at=at
        )
    context = {
        "page": shown, "total": len(lines), "form": form,
        "lines": [(each, tick(each.child_id, each.home_id, each.since)) for each in shown],
    }  # fmt: skip
    return render(request, "decisions/to_take_up.html", context, status=422 if form.errors else 200)


def _taken_up(request: Request, form: TakeUpSeveralForm, at: datetime) -> int:
    """How many were taken up; 0 where any was refused, with each refusal on the form."""
    given = form.answers
    for stay in given["stays"]:
        open_child(
            person=request.person, child_id=stay.child_id, act=ACT, purpose="to take up a stay that began before", at=at
        )
    try:
        return len(actions.take_up_stays(by=request.person, at=at, **given))
    except Faulty as refusal:
        form.add_error(None, str(refusal))
        for fault in refusal.faults:
            form.add_error("words" if fault.code == "taken_up_words_missing" else "stays", fault.message)
    except Refused as refusal:
        if refusal.status in actions.BEYOND_REACH:
            raise
        form.add_error(None, str(refusal))
    return 0


@door(ACT)
@require_http_methods(ASKED)
def take_up(request: Request, child_id: UUID) -> HttpResponse:
    """Take up a stay that began before any choice was made here."""
    at = datetime.now(UTC)
    child = open_child(
        person=request.person, child_id=child_id, act=ACT, purpose="to take up a stay that began before", at=at
    )
    on = timezone.localdate(at)
    kept = next((each for each in queries.placements_of(child.id) if each.lived_in(on)), None)
    if kept is not None and request.method != "POST" and may(request.person, "decisions.see_placement", kept.subject):
        messages.info(request, "This stay is kept here already.")
        return redirect("decisions:placement", kept.id)
    lives = lives_in([child.id], on).get(child.id)
    form = TakeUpForm(data(request), lives=lives, by=request.person, at=at)
    made: list[UUID] = []

    def act() -> None:
        made.append(actions.take_up_stay(child_id=child.id, by=request.person, at=at, **form.answers))

    title = f"Since when has {child.known_as} lived {lives.lives_at}?" if lives else (
        f"Where does {child.known_as} live already?"
    )  # fmt: skip
    answer = asked(
        request, form, act, done="Taken up: what is due for the child stands here from now on.",
        to=("children:record", child.id), template=FORM,
        context=page(child, title, "Take up the stay", ("children:record", child.id), lead=LEAD),
    )  # fmt: skip
    return redirect("decisions:placement", made[0]) if made else answer
