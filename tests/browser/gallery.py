"""Every component on one page with invented data, so that the look is tested apart from the rooms."""

from datetime import UTC, date, datetime
from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, engines
from django.urls import include, path

from carecommons.common.charts import Chart, bars, grouped, lines, small_multiples, stacked
from carecommons.common.forms import CommonsForm, DayField, Radios, Ticks, Words
from carecommons.common.maps import area_map

PARTS_OF_LIFE = (
    "Feelings", "Trust in adults", "Behaviour", "Staying safe", "Health", "Learning and talking",
    "School", "Identity", "Family", "Friends", "Self-care", "Settling",
)  # fmt: skip
LEVELS = [
    ("0", "Attending and getting on"),
    ("2", "Regular help and a plan"),
    ("4", "Cannot attend now"),
    ("u", "Unknown"),
]


class GalleryForm(CommonsForm):
    level = forms.ChoiceField(
        label="How much help does this child need at school?",
        help_text="What is true most weeks now, not on the worst day.",
        choices=LEVELS,
        widget=Radios(hints={"0": "About as much as most children.", "u": "You will be asked why."}, or_before="u"),
    )
    sure = forms.ChoiceField(
        label="How sure are you?", choices=[("l", "Low"), ("h", "High")], widget=Radios(inline=True)
    )
    seen = forms.CharField(label="What have you seen?", help_text="Facts with dates.", widget=Words(rows=3))
    seen_on = DayField(label="Date seen", latest=date(2026, 11, 20))
    places = forms.IntegerField(label="Places open", widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}))
    kind = forms.ChoiceField(
        label="Kind of home", choices=[("", "Choose"), ("a", "Foster family"), ("b", "Children’s home")]
    )
    access = forms.MultipleChoiceField(
        label="What must the home have?", choices=[("step", "No steps"), ("bath", "Adapted bath")],
        widget=Ticks(hints={"step": "From the street to the bedroom."}), required=False,
    )  # fmt: skip
    agreed = forms.BooleanField(label="The child has read this", help_text="With somebody they trust.")


SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 9.0), (0.0, 9.0), (0.0, 0.0)]
OUTLINES = {
    f"{800 + n}": [[(x * 1000 + (n % 3) * 10_000, y * 1000 + (n // 3) * 9_000) for x, y in SQUARE]] for n in range(6)
}


def facts(bound: bool) -> dict[str, object]:
    answers = ("support", "met", "met", "met", "met", "met", "unmet", "met", "met", "unknown", "none", "met")
    levels = (3, 3, 2, 1, 0, 1, 2, None, 2, 4, 0, 3)
    return {
        "form": GalleryForm({"seen_on_day": "31", "seen_on_month": "2", "seen_on_year": "2026"} if bound else None),
        "parts": PARTS_OF_LIFE,
        "needs": tuple(zip(PARTS_OF_LIFE, levels, strict=True)),
        "homes": tuple((n, tuple(zip(PARTS_OF_LIFE, answers, strict=True))) for n in ("Alder House", "Birch Lane")),
        "rows": (("Criteria", "Version 3"), ("Decided by", "Placement officer", "/criteria/", "Read the rule")),
        "page": Paginator(range(200), 10).page(7),
        "when": datetime(2026, 11, 20, 16, 31, tzinfo=UTC),
        "charts": charts(),
    }


def charts() -> tuple[Chart, ...]:
    years = ("2022", "2023", "2024", "2025", "2026")
    moves = {"Starts": (9, 12, 30, 44, 51), "Ends": (8, None, 25, 40, 60)}
    care = {"In care": (410, 430, 455, 470, 480), "New": (90, 80, None, 95, 99)}
    need = {"800": 12, "801": 30, "802": None, "803": 55, "804": 61}
    names = {code: f"Area {code}" for code in OUTLINES}
    return (
        bars(
            "Most children live with foster families", "64 of 92.", [("Foster family", 64), ("Home", None), ("Kin", 20)]
        ),
        grouped("Starts fell and ends rose", "By year.", years, moves),
        stacked("Where children live", "By council.", ("Alpha", "Beta"), {"Near": (40, 20), "Far": (10, None)}),
        lines("Numbers rose for four years", "By year.", years, care),
        small_multiples(
            "Alike in shape", "By council.", years, {n: (1, 2, 5, 4, 9 + i) for i, n in enumerate("ABCDE")}
        ),
        area_map(
            "Need is highest in the north", "Six areas.", OUTLINES, need, (10, 20, 40, 60), names=names, unit="children"
        ),
    )


def gallery(request: HttpRequest) -> HttpResponse:
    text = (Path(__file__).parent / "gallery.html").read_text()
    template = engines["django"].engine.from_string(text)  # type: ignore[attr-defined]
    return HttpResponse(template.render(RequestContext(request, facts("wrong" in request.GET))))


gallery.permission = "site.read_public"  # type: ignore[attr-defined]
urlpatterns = [path("gallery/", gallery), path("", include("carecommons.site.urls"))]
handler404 = "carecommons.site.views.not_found"
