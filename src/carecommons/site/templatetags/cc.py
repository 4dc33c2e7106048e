"""The pieces every page is built of, as tags: `{% load cc %}`. The manual lists them in components.md.

Nothing here decides anything: a tag receives values that a query has already worked out and draws them.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from carecommons.common import forms as commons_forms
from carecommons.common.charts import Chart
from carecommons.common.charts import ladder as draw_ladder
from carecommons.common.errors import Refused
from carecommons.constitution.behind import Ground, ground_behind, ground_of
from carecommons.constitution.parameters import whole
from carecommons.matching.reasons import rule_of
from carecommons.people.roles import ROLE_NAMES, Person
from carecommons.provision.where import with_people

register = template.Library()

GLYPHS: dict[str, str] = {
    "met": "met",
    "support": "met with support",
    "unmet": "unmet",
    "unknown": "unknown",
    "none": "no need here",
    "yes": "yes",
    "no": "no",
    "part": "partly",
    "later": "not looked at",
    "stop": "stopped",
}
GATES = ("Lawful", "Able", "Needs", "Continuity", "Others living there", "Decision")
NOTES = ("plain", "plum", "urgent", "watch", "done")
TAGS = ("plain", "plum", "met", "support", "unmet", "unknown", "flag", "watch")
EXIT_ADDRESS = "https://www.bbc.co.uk/weather"


@register.simple_tag
def number(name: str) -> int:
    """A published policy number as in force today, so that no page says another one than decides."""
    return whole(name, timezone.localdate())


@register.simple_tag
def behind(refusal: Refused) -> Ground | None:
    """What stands behind a refusal: law, the nature of things, or a choice; None where nobody has said."""
    return ground_behind(refusal)


@register.simple_tag
def behind_stop(reason_code: int) -> Ground | None:
    """What stands behind the reason for which a home stopped: the published rule."""
    return ground_of("", {"rule": rule_of(reason_code)})


# ---- drawings ----
@register.simple_tag
def glyph(name: str, label: str = "", size: str = "") -> SafeString:
    """How a need or a test is answered: shape first. `label` is read aloud; "" when words stand beside it."""
    classes = f"cc-g cc-g--{size}" if size else "cc-g"
    return _symbol(f"g-{name if name in GLYPHS else 'unknown'}", classes, 24, label)


@register.simple_tag
def picture(name: str) -> SafeString:
    """A small drawing beside a heading of a young person's page: words stand beside it, so nothing is read aloud."""
    return format_html(
        '<svg class="cc-pic" aria-hidden="true" focusable="false" viewBox="0 0 48 48"><use href="{}#p-{}"/></svg>',
        static("cc/pictures.svg"), name,
    )  # fmt: skip


@register.filter
def answer_words(name: str) -> str:
    """The words of a glyph: "support" is "met with support"."""
    return GLYPHS.get(name, GLYPHS["unknown"])


@register.simple_tag
def needbar(level: int | None, label: str = "") -> SafeString:
    """A level 0 to 4 as stacked bars; None is a dashed box with a question mark."""
    return _symbol("n-q" if level is None else f"n-{max(0, min(4, int(level)))}", "cc-needbar", 40, label)


def _symbol(name: str, classes: str, size: int, label: str) -> SafeString:
    read = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="{0}" {1} focusable="false" viewBox="0 0 {2} {2}"><use href="{3}#{4}"/></svg>',
        classes, read, size, static("cc/glyphs.svg"), name,
    )  # fmt: skip


@register.simple_tag
def ladder(level: int | None, before: int | None = None, own: int | None = None) -> SafeString:
    """Five dots 0 to 4: filled now, dashed ring earlier, marigold triangle the child's own view."""
    return mark_safe(draw_ladder(level, before=before, own=own))  # noqa: S308 it escapes its own words


@register.simple_tag
def answer_key() -> SafeString:
    """The key to the four answers, said once above a matrix."""
    rows = ((glyph(name), words) for name, words in _KEY)
    return format_html('<ul class="cc-key" aria-label="Key">{}</ul>', format_html_join("", "<li>{} {}</li>", rows))


_KEY = (
    ("met", "Met"),
    ("support", "Met with support"),
    ("unmet", "Unmet"),
    ("unknown", "Unknown: blocks an automatic fit, never counts as met"),
)


@register.inclusion_tag("cc/chart.html", name="chart")
def show_chart(chart: Chart, *, open_table: bool = False) -> dict[str, Any]:
    """A drawing and, always, the same figures as a table (in details unless `open_table=True`)."""
    return {"chart": chart, "svg": mark_safe(chart.svg), "open_table": open_table}  # noqa: S308


@register.inclusion_tag("cc/rail.html")
def rail(gates: Sequence[Any] | None = None, failed: int | None = None, later: int = 1) -> dict[str, Any]:
    """Gates in order. `failed` counts from 1 (None: none failed); the last `later` of them are still to come.

    gates: names, or objects with `.name`; the six of the criteria when left out.
    """
    names = [str(getattr(gate, "name", gate)) for gate in (gates or GATES)]
    return {"steps": [_step(n, name, failed, len(names) - later) for n, name in enumerate(names, start=1)]}


def _step(number: int, name: str, failed: int | None, looked_at: int) -> dict[str, Any]:
    if failed == number:
        state = ("stop", "stopped here", "is-stop")
    elif number > looked_at or (failed is not None and number > failed):
        state = ("later", "not looked at" if failed is not None else "still to come", "is-later")
    else:
        state = ("yes", "passed", "is-passed")
    return {"number": number, "name": name, "glyph": state[0], "words": state[1], "class": state[2]}


# ---- boxes with words in them ----
@register.simple_block_tag
def voice(content: str, by: str = "", quote: bool = True) -> SafeString:
    """The child's own words, and nothing else: `{% voice by="Said on 9 November" %}...{% endvoice %}`."""
    words = mark_safe(content.strip())  # noqa: S308 the engine has escaped its values
    body = words if words.startswith("<") else format_html("<p>“{}”</p>" if quote else "<p>{}</p>", words)
    foot = format_html('<footer class="cc-by">{}</footer>', by) if by else ""
    return format_html('<blockquote class="cc-voice">{}{}</blockquote>', body, foot)


@register.simple_block_tag
def note(content: str, kind: str = "plain", title: str = "", level: int = 2) -> SafeString:
    """A quiet box beside the text. kind: plain, plum (rules), urgent (unmet), watch (soon), done (saved)."""
    return _box(content, "cc-note", f"cc-note--{kind if kind in NOTES else 'plain'}", title, level)


@register.simple_block_tag
def card(content: str, title: str = "", level: int = 2, lift: bool = False) -> SafeString:
    """Something that can be picked up: a home, a task, a letter."""
    return _box(content, "cc-card", "cc-card--lift" if lift else "", title, level)


@register.simple_block_tag
def nothing(content: str, title: str, level: int = 2) -> SafeString:
    """An empty place: says what was tried, and offers the next step inside."""
    return _box(content, "cc-empty", "", title, level)


@register.simple_block_tag
def equals(content: str, title: str = "Equal: nothing in the criteria separates these", level: int = 3) -> SafeString:
    """One plum frame around homes that the criteria cannot tell apart."""
    head = format_html('<h{0} class="cc-equal__title">{1}</h{0}>', level, title)
    return format_html('<div class="cc-equal">{}{}</div>', head, content)


def _box(content: str, base: str, more: str, title: str, level: int) -> SafeString:
    head = format_html('<h{0} class="govuk-heading-s cc-tight">{1}</h{0}>', level, title) if title else ""
    return format_html('<div class="{}">{}{}</div>', f"{base} {more}".strip(), head, content)


@register.simple_tag
def tag(words: str, kind: str = "plain") -> SafeString:
    """A short status beside a name. kind "flag" is a specialist need and nothing else."""
    return format_html('<strong class="cc-tag cc-tag--{}">{}</strong>', kind if kind in TAGS else "plain", words)


# ---- ways around ----
@register.simple_tag
def breadcrumbs(*pairs: str) -> SafeString:
    """`{% breadcrumbs "Children" "/children/" child.reference child.url %}`: words and address, in pairs."""
    steps = list(zip(pairs[::2], pairs[1::2], strict=True))
    return mark_safe(render_to_string("cc/breadcrumbs.html", {"steps": steps}))  # noqa: S308


@register.simple_block_tag
def way(content: str) -> str:
    """The way back above a page: breadcrumbs as they are, a bare back link inside a landmark of its own."""
    found = content.strip()
    if not found or found.startswith("<nav"):
        return content
    return format_html('<nav aria-label="{}">{}</nav>', _("Back"), mark_safe(found))  # noqa: S308 the engine has escaped its values


@register.inclusion_tag("cc/pagination.html", takes_context=True)
def pagination(context: Mapping[str, Any], page: Page[Any], name: str = "page") -> dict[str, Any]:
    """Older and newer pages of a list; keeps the other questions in the address."""
    asked = context["request"].GET.copy()
    asked.pop(name, None)
    lead = f"?{asked.urlencode()}&{name}=" if asked else f"?{name}="
    return {
        "page": page,
        "lead": lead,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1),
    }


@register.inclusion_tag("cc/summary.html")
def summary(rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """Facts as a summary list. Each row: (key, value) or (key, value, address, words of the link)."""
    return {"rows": [tuple(row) + (None,) * (4 - len(row)) for row in rows]}


@register.simple_tag
def error_summary(*shown: BaseForm) -> SafeString:
    """One box for the errors of several forms on a page; a single form has `{{ form.error_summary }}`."""
    return commons_forms.error_summary(shown)


@register.inclusion_tag("cc/exit.html")
def exit_this_page() -> dict[str, Any]:
    """Leave quickly: the first thing on a child's page."""
    return {"address": getattr(settings, "EXIT_ADDRESS", EXIT_ADDRESS)}


@register.inclusion_tag("cc/demo_strip.html")
def demo_strip() -> dict[str, Any]:
    """Says that everything is invented, on every page of a demonstration; no page can switch it off."""
    return {"demo": getattr(settings, "DEMO", False)}


@register.simple_tag
def who(person: Person | None) -> str:
    """The role and council someone acts for: "placement officer, Kent". "" for the public."""
    if person is None or person.id is None:
        return ""
    places = ", ".join(sorted(_council(code) for code in person.authorities)) if len(person.authorities) <= 2 else ""
    role = ROLE_NAMES[person.role]
    return f"{role}, {places}" if places else role


def _council(code: str) -> str:
    from carecommons.common.places import area_name

    return area_name(code, timezone.localdate())


# ---- words and figures ----
@register.filter
def uk_date(value: date | datetime | str | None) -> str:
    """20 November 2026, with a space that does not break; in another language, in its own order."""
    day = _moment(value)
    if not day:
        return ""
    # Translators: the order of a date; the space after the day does not break.
    return _("%(day)s\u00a0%(month)s %(year)s") % {"day": day.day, "month": MONTHS[day.month], "year": day.year}


@register.filter
def uk_datetime(value: datetime | str | None) -> str:
    """20 November 2026, 16:31, in London's time."""
    moment = _moment(value)
    if isinstance(moment, datetime):
        return _("%(date)s, %(time)s") % {"date": uk_date(moment), "time": f"{moment:%H:%M}"}
    return uk_date(moment)


@register.filter
def uk_month(value: date | datetime | str | None) -> str:
    """November 2026."""
    day = _moment(f"{value}-01" if isinstance(value, str) and len(value) == 7 else value)
    return _("%(month)s %(year)s") % {"month": MONTHS[day.month], "year": day.year} if day else ""


def _moment(value: date | datetime | str | None) -> date | datetime | None:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def said(value: object) -> str:
    """A figure for people: thousands with commas; None is a count too small to print."""
    if value is None:
        return "1 to 7"
    return f"{value:,}" if isinstance(value, int | float) else str(value)


@register.filter
def among_people(kind: str, name: str) -> bool:
    """Whether a child lives *with* a home of this kind and name, and not *at* it: `{{ kind|among_people:name }}`."""
    return with_people(name, kind)


@register.filter
def at(mapping: Mapping[Any, Any] | Sequence[Any], key: Any) -> Any:
    """The value under a key, for tables drawn from two lists; "" when there is none."""
    try:
        return mapping[key]
    except (KeyError, IndexError, TypeError):
        return ""
