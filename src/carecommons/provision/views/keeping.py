"""Keeping the register: who owns and runs homes, what was agreed for years, and the close of a home."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carecommons.common.errors import Refused
from carecommons.people.doors import Request, door
from carecommons.people.may import check_may
from carecommons.people.roles import Subject

from .. import actions, queries
from ..doors import open_home
from .asked import AgreementForm, CloseForm, OwnerForm, ProviderForm

__all__ = ["add_agreement", "add_owner", "add_provider", "close", "providers", "verify_provider"]

OFFICER = "provision.verify"


@door(OFFICER)
@require_safe
def providers(request: Request) -> HttpResponse:
    """Who owns and runs the homes of the council's register, who was checked, and what was agreed."""
    context = {"providers": queries.providers_in(request.person), "owners": queries.owners_in(request.person)}
    return render(request, "provision/providers.html", context)


@door(OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def add_owner(request: Request) -> HttpResponse:
    """Write down who owns providers."""

    def save(given: dict[str, Any], at: datetime) -> None:
        actions.add_owner(**given, kept_by=_own(request), by=request.person, at=at)

    return _asked(request, OwnerForm(request.POST or None), "Who owns the provider?", save)


@door(OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def add_provider(request: Request) -> HttpResponse:
    """Write down who runs homes."""

    def save(given: dict[str, Any], at: datetime) -> None:
        owner = given.pop("owner_id")
        actions.add_provider(
            **given, owner_id=UUID(owner) if owner else None, kept_by=_own(request), by=request.person, at=at
        )

    form = ProviderForm(request.POST or None, owners=queries.owners_in(request.person))
    return _asked(request, form, "Who runs the homes?", save)


@door(OFFICER)
@require_POST
def verify_provider(request: Request, provider_id: UUID) -> HttpResponse:
    """Say that someone outside the provider has made sure that it is who it says."""
    at = datetime.now(UTC)
    actions.verify_provider(provider_id=provider_id, on=timezone.localdate(at), by=request.person, at=at)
    messages.success(request, "Recorded: the provider has been checked. Its homes can be offered to children.")
    return redirect("provision:providers")


@door(OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def add_agreement(request: Request, provider_id: UUID) -> HttpResponse:
    """Write down a lasting agreement with a provider."""
    check_may(request.person, OFFICER, Subject(authority=queries.keeper_of(provider_id) or None))

    def save(given: dict[str, Any], at: datetime) -> None:
        actions.add_agreement(provider_id=provider_id, authority=_own(request), by=request.person, at=at, **given)

    return _asked(request, AgreementForm(request.POST or None), "What was agreed, and for how long?", save)


@door(OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Request, home_id: UUID) -> HttpResponse:
    """Close a home from a day on, with the reason."""
    found = open_home(home_id, by=request.person, at=datetime.now(UTC))
    check_may(request.person, OFFICER, Subject(authority=found.kept_by))

    def save(given: dict[str, Any], at: datetime) -> None:
        actions.close_home(home_id=home_id, by=request.person, at=at, **given)

    form = CloseForm(request.POST or None)
    return _asked(request, form, f"When and why does {found.name} close?", save, home_id=home_id)


def _asked(
    request: Request, form: forms.Form, title: str, save: Callable[[dict[str, Any], datetime], None],
    home_id: UUID | None = None,
) -> HttpResponse:  # fmt: skip
    """A page with one short form: shown, refused with its words, or saved."""
    if request.method == "POST" and form.is_valid():
        try:
            save(dict(form.cleaned_data), datetime.now(UTC))
        except Refused as refusal:
            if refusal.status not in (409, 422):
                raise
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Recorded.")
            return redirect("provision:home", home_id) if home_id else redirect("provision:providers")
    context = {"form": form, "title": title, "home_id": home_id}
    return render(request, "provision/asked.html", context, status=422 if form.errors else 200)


def _own(request: Request) -> str:
    return min(request.person.authorities, default="")
