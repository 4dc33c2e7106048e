"""What a young person sends just after their visit ended: kept as their draft, so that it is there when they come back.

It is sealed like every draft of theirs (children/models/own.py), and shown to nobody but the account that wrote it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from carecommons.children.actions import keep_own_draft
from carecommons.children.own import is_form, typed
from carecommons.common.errors import Refused
from carecommons.constitution.queries import whole
from carecommons.decisions.queries import decision, placement
from carecommons.people.doors import POST_IN_SESSION, behind, from_our_page
from carecommons.people.queries import person_of_session
from carecommons.people.roles import Person, Role

# The form that stands at each address of the child's door, as its drafts are named.
FORMS = {
    "children:say": "say",
    "children:tell": "tell",
    "children:own_need": "need-{part}",
    "children:advocate": "message",
    "children:keep": "{form}",
    "decisions:disagree": "disagree-{decision_id}",
    "decisions:ask_review": "review-{decision_id}",
    "decisions:how": "how-{placement_id}",
    "matching:own_home": "home-{home_id}",
    "matching:own_order": "order-{child_id}",
    "matching:own_visit": "visit-{visit_id}",
}
# Where a draft of a form is written on: by what its name begins with.
PLACES = {"say": "children:say", "tell": "children:tell", "message": "children:advocate"}
OF_A_CHILD = {"need": "children:own_need", "home": "matching:own_home", "visit": "matching:own_visit"}
OF_A_DECISION = {"disagree": "decisions:disagree", "review": "decisions:ask_review"}


@dataclass(frozen=True, slots=True)
class KeptWords:
    """Whether a young person's words were kept as a draft, and the page on which they write on."""

    in_draft: bool
    again: str


def keep_own_words(request: HttpRequest, at: datetime) -> KeptWords | None:
    """Keep what a young person sent, while it is still known whose visit it was. None: nobody of whom this is true."""
    account = request.user
    assert account.is_authenticated, "asked before the visit is ended"
    person, _ = person_of_session(account.pk, account.name, request.session.get(POST_IN_SESSION), at=at)
    if person.role is not Role.CHILD:
        return None
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return KeptWords(False, reverse("my_page"))
    if found.view_name not in FORMS or not from_our_page(request):
        return KeptWords(False, reverse("my_page"))
    form = FORMS[found.view_name].format(**found.kwargs)
    if not is_form(form):
        return KeptWords(False, reverse("my_page"))
    try:
        with behind(person, "children.keep_draft"):
            _keep(person, found.kwargs, form, typed(request.POST), at)
    except Refused:
        return KeptWords(False, reverse("my_page"))
    return KeptWords(True, _again(request, found.kwargs, form))


def own_words_unsigned(request: HttpRequest) -> KeptWords | None:
    """What is sent to a young person's form when the visit has ended already: nobody knows whose it is, so nothing is
    kept, and the page shows the words to the browser that sent them. None: this is no such form, not our page's, or
    nothing was written."""
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return None
    if found.view_name not in FORMS or not from_our_page(request):
        return None
    if not any(words.strip() for words in typed(request.POST).values()):
        return None  # nothing was written, so the door leads to sign in as it always does
    form = FORMS[found.view_name].format(**found.kwargs)
    return KeptWords(False, _again(request, found.kwargs, form) if is_form(form) else reverse("my_page"))


def _keep(person: Person, named: Mapping[str, Any], form: str, told: Mapping[str, str], at: datetime) -> None:
    child_id: UUID = named["child_id"] if "child_id" in named else _child_of(named)
    days = whole("own_draft_days", timezone.localdate(at))
    keep_own_draft(child_id=child_id, form=form, answers=told, days=days, by=person, at=at)


def _child_of(named: Mapping[str, Any]) -> UUID:
    """The child whose decision, or whose life in a home, a form is about."""
    if "placement_id" in named:
        return placement(named["placement_id"]).child_id
    return decision(named["decision_id"]).child_id


def _again(request: HttpRequest, named: Mapping[str, Any], form: str) -> str:
    if "form" not in named:
        return request.path
    return draft_address(named["child_id"], form) or reverse("my_page")


def draft_address(child_id: UUID, form: str) -> str:
    """The page on which a draft is written on; "" when there is no such form."""
    kind, _, rest = form.partition("-")
    if form in PLACES:
        return reverse(PLACES[form], args=[child_id])
    if kind in OF_A_CHILD:
        return reverse(OF_A_CHILD[kind], args=[child_id, rest])
    if kind == "order":
        return reverse("matching:own_order", args=[child_id])
    if kind == "how":
        return reverse("decisions:how", args=[rest])
    return reverse(OF_A_DECISION[kind], args=[rest]) if kind in OF_A_DECISION else ""
