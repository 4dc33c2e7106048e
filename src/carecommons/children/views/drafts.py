"""What a young person typed and has not sent: kept while they write, shown again when they come back.

Where scripts run the form keeps itself every few seconds; without them a button does.
"""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carecommons.common.errors import NotFound
from carecommons.constitution.queries import whole
from carecommons.people.doors import Request, door
from carecommons.people.may import check_may

from .. import actions, queries
from ..own import is_form, typed


@door("children.keep_draft")
@require_POST
def keep(request: Request, child_id: UUID, form: str) -> HttpResponse:
    """Keep what stands in a form now. Writes only, so it leaves no look. leave: the visit ends with it."""
    at = datetime.now(UTC)
    check_may(request.person, "children.keep_draft", queries.find_child(child_id).subject)
    if not is_form(form):
        raise NotFound()
    days = whole("own_draft_days", timezone.localdate(at))
    actions.keep_own_draft(
        child_id=child_id, form=form, answers=typed(request.POST), days=days, by=request.person, at=at
    )
    if request.POST.get("leave"):
        logout(request)
        return HttpResponse(status=204)
    if request.headers.get("HX-Request"):
        return HttpResponse(_("Kept. Only you can see it until you send it."))
    words = _("We kept your words for %(days)s days. Come back to go on.") % {"days": days}
    messages.success(request, words)
    return redirect("mine", child_id)
