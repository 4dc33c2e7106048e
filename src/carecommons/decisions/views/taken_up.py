"""A stay from before any choice here on pages: the list of those to take up, and the one form that takes one up."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carecommons.children.doors import open_child
from carecommons.people.actions import record_look
from carecommons.people.doors import Request, door
from carecommons.provision.queries import lives_in

from .. import actions, queries
from ..forms.taken_up import TakeUpForm
from .ending import ASKED, FORM, asked, data, page

ACT = "decisions.take_up_stay"
LEAD = (
    "They live there by a choice that was not made here. From now on this stay is kept: visits and reviews fall due, "
    "a review comes before a move, and an end gives its reasons. No choice is made up for it, and it counts nowhere as "
    "right or wrong the first time."
)


@door(ACT)
@require_safe
def stays_to_take_up(request: Request) -> HttpResponse:
    """The children of one's council who live in a home with no stay kept here."""
    at, person = datetime.now(UTC), request.person
    lines = queries.stays_to_take_up(person.authorities, on=timezone.localdate(at))
    for each in lines:
        record_look(
            person=person, child_id=each.child_id, act=ACT, purpose="Reading which stays are to be taken up", at=at
        )
    return render(request, "decisions/to_take_up.html", {"lines": lines})


@door(ACT)
@require_http_methods(ASKED)
def take_up(request: Request, child_id: UUID) -> HttpResponse:
    """Take up a stay that began before any choice was made here."""
    at = datetime.now(UTC)
    child = open_child(
        person=request.person, child_id=child_id, act=ACT, purpose="to take up a stay that began before", at=at
    )
    lives = lives_in([child.id], timezone.localdate(at)).get(child.id)
    form = TakeUpForm(data(request), lives=lives, by=request.person, at=at)
    made: list[UUID] = []

    def act() -> None:
        made.append(actions.take_up_stay(child_id=child.id, by=request.person, at=at, **form.answers))

    title = f"Since when has {child.known_as} lived at {lives.home_name}?" if lives else (
        f"Where does {child.known_as} live already?"
    )  # fmt: skip
    answer = asked(
        request, form, act, done="Taken up: what is due for the child stands here from now on.",
        to=("children:record", child.id), template=FORM,
        context=page(child, title, "Take up the stay", ("children:record", child.id), lead=LEAD),
    )  # fmt: skip
    return redirect("decisions:placement", made[0]) if made else answer
