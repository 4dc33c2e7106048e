"""What the law lets a home take, asked of an officer: its registration, or the approval of those who care there."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from carecommons.common.errors import Fault, Faulty
from carecommons.common.forms import CommonsForm, DayField, Radios, Ticks, Words
from carecommons.people.doors import Request, door
from carecommons.people.may import check_may
from carecommons.people.roles import Subject

from .. import actions, queries
from ..capability import SPECIALISMS
from ..doors import open_home
from ..forms import NARROW, SEXES
from ..full_approval import CONNECTED, FULL_DAYS
from ..homes import APPROVED_KINDS, STAY_WORDS, Terms
from ..queries import HomeRecord

__all__ = ["terms"]

OFFICER = "provision.verify"
LASTING, UNTIL = "lasting", "until"
EXEMPT = ("exempt_on", "exempt_because")
STOPS = (
    "restricted_from", "restricted_to", "suspended_from", "suspended_to", "cancelled_on", "inadequate_since",
)  # fmt: skip
OF_HOUSEHOLDS = ("stays", *EXEMPT)  # a foster family, relatives and friends; the rest is registered
OF_REGISTERED = ("range_of_needs", "restricted_from", "restricted_to", "inadequate_since")


class TermsForm(CommonsForm):
    """A registration or approval: whom the law lets the home take, from when, and what stops it."""

    number = forms.CharField(
        label="Number of the registration or approval", max_length=40, error_messages={"required": "Enter the number"}
    )
    panel_recommended_on = DayField(
        label="On which day did the fostering panel recommend that they be approved in full?", required=False
    )
    decided_on = DayField(
        label="On which day was it decided, after the panel?", required=False,
        help_text="By the decision maker of the fostering service.",
    )  # fmt: skip
    from_day = DayField(label="From which day does it hold?", error_messages={"required": "Enter the first day"})
    holds = forms.ChoiceField(
        label="How long does it hold?", choices=[(LASTING, "It has no last day"), (UNTIL, "Until a day")],
        widget=Radios(), error_messages={"required": "Choose whether it has a last day"},
    )  # fmt: skip
    to_day = DayField(label="Until which day, where it has a last one?", required=False)
    age_min = forms.IntegerField(label="From which age?", min_value=0, max_value=25, widget=NARROW)
    age_max = forms.IntegerField(label="To which age?", min_value=0, max_value=25, widget=NARROW)
    sexes = forms.ChoiceField(
        label="For whom?", choices=SEXES, widget=Radios(), error_messages={"required": "Choose whom it may take"}
    )
    places = forms.IntegerField(
        label="For how many children?", min_value=1, widget=NARROW,
        error_messages={"required": "Enter for how many children"},
    )  # fmt: skip
    stays = forms.MultipleChoiceField(
        label="For which stays?", choices=list(STAY_WORDS.items()), widget=Ticks(), required=False,
        help_text="None ticked: every kind but short breaks.",
    )  # fmt: skip
    conditions = forms.CharField(label="Under which conditions?", widget=Words(rows=2), required=False)
    range_of_needs = forms.MultipleChoiceField(
        label="Which needs does its statement name?", choices=list(SPECIALISMS.items()), widget=Ticks(small=True),
        required=False,
    )  # fmt: skip
    exempt_on = DayField(
        label="Since which day may it go beyond the usual number of foster children?", required=False,
        help_text="Only where there is a certificate of exemption.",
    )  # fmt: skip
    exempt_because = forms.CharField(
        label="Which reason does that certificate give?", widget=Words(rows=2), required=False
    )
    restricted_from = DayField(label="Since which day may it take nobody new?", required=False)
    restricted_to = DayField(label="Until which day may it take nobody new?", required=False)
    suspended_from = DayField(label="Since which day is it suspended?", required=False)
    suspended_to = DayField(label="Until which day is it suspended?", required=False)
    cancelled_on = DayField(label="From which day is it cancelled?", required=False)
    inadequate_since = DayField(label="Since which day is it judged inadequate?", required=False)

    def __init__(self, *args: Any, home: HomeRecord, days: Mapping[str, date], **kwargs: Any) -> None:
        super().__init__(*args, initial=_begin(home, days), **kwargs)
        household = home.kind in APPROVED_KINDS
        for name in OF_REGISTERED if household else OF_HOUSEHOLDS:
            del self.fields[name]
        if home.kind != CONNECTED:
            for name in FULL_DAYS:
                del self.fields[name]

    @property
    def asked(self) -> Iterator[BoundField]:
        """What every registration or approval has."""
        return (self[name] for name in self.fields if name not in (*STOPS, *EXEMPT))

    @property
    def apart(self) -> Iterator[BoundField]:
        """What few have: an exemption, and what stops a home."""
        return (self[name] for name in self.fields if name in (*STOPS, *EXEMPT))

    @property
    def apart_open(self) -> bool:
        """Whether something of that stands already, or is wrong."""
        return any(field.errors or field.value() not in (None, "", [None] * 3, [""] * 3) for field in self.apart)

    def clean(self) -> dict[str, Any]:
        """Whoever says that it has a last day names it, and nobody else does."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("holds") == UNTIL and not given.get("to_day") and "to_day" not in self.errors:
            self.add_error("to_day", "Enter the last day")
        if given.get("holds") == LASTING and given.get("to_day"):
            self.add_error("to_day", "Leave this day empty, or choose “Until a day”")
        return given

    @property
    def as_terms(self) -> Terms:
        """As the register keeps it."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("holds", *FULL_DAYS)}
        for name in ("stays", "range_of_needs"):
            given[name] = tuple(given.get(name, ()))
        said = bool(given.get("exempt_on") or given.get("exempt_because"))
        return Terms(**given, exempt=said)

    @property
    def days(self) -> dict[str, date | None]:
        """The days of the panel and of the decision, where they are asked."""
        return {name: self.cleaned_data.get(name) for name in FULL_DAYS}

    def refuse(self, faults: Iterable[Fault]) -> None:
        """Put each fault at the answer that it is about."""
        of = {"ages": "age_max", "exempt": "exempt_on", "terms_places": "places"}
        for fault in faults:
            name = of.get(fault.column, fault.column)
            self.add_error(name if name in self.fields else None, fault.message)


def _begin(home: HomeRecord, days: Mapping[str, date]) -> dict[str, Any]:
    """What stands now, to change from; of relatives and friends only where they are approved in full."""
    terms = home.binding
    if terms is None or (home.kind == CONNECTED and terms.to_day is not None and not days):
        return {}
    kept = {name: getattr(terms, name) for name in TermsForm.base_fields if hasattr(terms, name)}
    return {**kept, **days, "holds": UNTIL if terms.to_day else LASTING}


@door(OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: Request, home_id: UUID) -> HttpResponse:
    """Record a registration or approval, or a change to it."""
    now = datetime.now(UTC)
    found = open_home(home_id, by=request.person, at=now)
    check_may(request.person, OFFICER, Subject(authority=found.kept_by))
    connected, bound = found.kind == CONNECTED, found.binding
    days = queries.full_approval_days(home_id, bound.number) if connected and bound else {}
    form = TermsForm(request.POST if request.method == "POST" else None, home=found, days=days)
    if form.is_valid():
        try:
            actions.record_terms(home_id=home_id, terms=form.as_terms, by=request.person, at=now, **form.days)
        except Faulty as refusal:
            form.refuse(refusal.faults)
        else:
            messages.success(request, "Recorded. What stood before is kept.")
            return redirect("provision:home", home_id)
    context = {"home": found, "form": form, "connected": connected, "household": found.kind in APPROVED_KINDS}
    return render(request, "provision/terms.html", context, status=422 if form.errors else 200)
