"""A young person comes in with a code that somebody gave them in person; and the page where it is made."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from carecommons.children.doors import open_child
from carecommons.children.plain import who_words
from carecommons.children.queries import ChildRecord
from carecommons.common.errors import NotNow
from carecommons.people import actions, queries
from carecommons.people.doors import POST_IN_SESSION, Request, door
from carecommons.people.doors.entering import SIGNED_IN_BY
from carecommons.people.may import may
from carecommons.people.roles import Role
from carecommons.people.views import BACKEND

from ..accounts import client_address
from .forms import ComeInForm
from .terms import code_terms


@door("site.read_public")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def come_in(request: Request) -> HttpResponse:
    """Type the code, and be in. Every wrong code gets the same answer."""
    form = ComeInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        at, address = datetime.now(UTC), client_address(request)
        terms = code_terms(at)
        try:
            found = actions.come_in(typed=form.cleaned_data["code"], address=address, terms=terms, at=at)
        except NotNow as refusal:
            return render(request, "site/come_in_wait.html", {"minutes": terms.wait_minutes}, status=refusal.status)
        if found is not None:
            account_id, _post, how = found
            request.session.flush()  # nothing of whoever used this phone before
            login(request, queries.active_account(account_id), backend=BACKEND)
            request.session[SIGNED_IN_BY] = str(how)
            request.session.pop(POST_IN_SESSION, None)
            return redirect("came_in")
        actions.note_wrong_code(address=address, at=at)
        form.add_error(
            "code", _("This code does not work. Look at each letter again. It may be too old, or used already.")
        )
    return render(request, "site/come_in.html", {"form": form}, status=422 if form.errors else 200)


@door("site.see_my_page")
@require_http_methods(["GET", "HEAD"])
def came_in(request: Request) -> HttpResponse:
    """After the code: offer a passkey for the next time, and lead on."""
    return render(request, "site/came_in.html", {"how": request.person.signed_in_by})


@door("people.see_codes")
@require_http_methods(["GET", "HEAD"])
def way_in(request: Request, child_id: UUID) -> HttpResponse:
    """Every code that was made for this young person, by whom and when."""
    at = datetime.now(UTC)
    child = open_child(
        person=request.person, child_id=child_id, act="people.see_codes", at=at,
        purpose="Reading which codes to come in were made",
    )  # fmt: skip
    return _codes_page(request, child, "", at)


@door("people.make_code")
@never_cache
@sensitive_post_parameters()
@require_POST
def make_way_in(request: Request, child_id: UUID) -> HttpResponse:
    """Make a code, and show it this once."""
    at, person = datetime.now(UTC), request.person
    child = open_child(
        person=person, child_id=child_id, act="people.make_code", purpose="Making a code to come in with", at=at
    )
    code = actions.make_code(
        subject=child.subject, known_as=child.known_as, terms=code_terms(at), by=person, at=at
    )  # fmt: skip
    return _codes_page(request, child, code, at)


def _codes_page(request: Request, child: ChildRecord, code: str, at: datetime) -> HttpResponse:
    person = request.person
    if person.role is Role.CHILD:
        made = [
            {"who": _(who_words(line.role)), "made_by": line.made_by, "made_at": line.made_at, "used_at": line.used_at,
             "state": line.state}
            for line in queries.codes_made_for(child.id, at=at)
        ]  # fmt: skip
        return render(request, "site/own_way_in.html", {"child": child, "lines": made})
    context = {
        "child": child, "code": code, "minutes": code_terms(at).minutes,
        "lines": queries.codes_made_for(child.id, at=at),
        "may_make": bool(may(person, "people.make_code", child.subject)),
        "to_own_page": person.role in (Role.CHILD, Role.ADVOCATE),
    }  # fmt: skip
    return render(request, "site/way_in.html", context)
