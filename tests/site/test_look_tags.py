"""The pieces as tags: what they draw, what they say, and that nothing from outside gets through raw."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from carecommons.common.charts import bars
from carecommons.people.roles import ANYONE, Person, Role

HOSTILE = '"><script>alert(1)</script>'


def draw(text: str, **facts: Any) -> str:
    return Template("{% load cc %}" + text).render(Context(facts))


@pytest.mark.parametrize(
    "text",
    [
        "{% voice by=x %}{{ x }}{% endvoice %}",
        "{% note title=x %}{{ x }}{% endnote %}",
        "{% card title=x %}{{ x }}{% endcard %}",
        "{% nothing x %}{{ x }}{% endnothing %}",
        "{% equals title=x %}{{ x }}{% endequals %}",
        "{% tag x %}",
        "{% glyph 'met' x %}",
        "{% needbar 3 x %}",
        "{% breadcrumbs x x %}",
        "{% summary rows %}",
        "{% rail names %}",
        "{{ x|uk_date }}{{ x|said }}{{ x|answer_words }}",
    ],
)
def test_no_words_from_outside_become_markup(text: str) -> None:
    html = draw(text, x=HOSTILE, rows=((HOSTILE, HOSTILE, HOSTILE, HOSTILE),), names=[HOSTILE])
    assert "<script>" not in html
    assert '=""><' not in html


def test_the_child_s_words_stand_in_quotation_marks_with_who_wrote_them_down() -> None:
    html = draw("{% voice by='Said on 9 November' %} I like <b>plans</b>. {% endvoice %}")
    assert html == (
        '<blockquote class="cc-voice"><p>“I like <b>plans</b>.”</p>'
        '<footer class="cc-by">Said on 9 November</footer></blockquote>'
    )
    assert "“" not in draw("{% voice quote=False %}I wrote this.{% endvoice %}")


def test_a_glyph_is_read_aloud_only_when_no_words_stand_beside_it() -> None:
    assert 'aria-hidden="true"' in draw("{% glyph 'met' %}")
    assert 'role="img" aria-label="School: met"' in draw("{% glyph 'met' 'School: met' %}")
    assert "#g-unknown" in draw("{% glyph 'nonsense' %}")


@pytest.mark.parametrize(("level", "symbol"), [(0, "n-0"), (4, "n-4"), (9, "n-4"), (None, "n-q")])
def test_an_unknown_level_is_never_an_empty_one(level: int | None, symbol: str) -> None:
    assert f"#{symbol}" in draw("{% needbar level %}", level=level)


def test_the_rail_says_what_passed_what_stopped_and_what_was_not_looked_at() -> None:
    stopped = draw("{% rail failed=2 %}")
    assert stopped.count(": passed") == 1
    assert stopped.count(": stopped here") == 1
    assert stopped.count(": not looked at") == 4
    whole = draw("{% rail %}")
    assert whole.count(": passed") == 5
    assert whole.count(": still to come") == 1
    assert draw("{% rail later=0 %}").count(": passed") == 6


def test_a_chart_always_comes_with_its_table() -> None:
    html = draw("{% chart c %}", c=bars("Most live near", "d", [("Near", 20), ("Far", None)]))
    assert 'role="img"' in html
    assert "The same as a table" in html
    assert '<td role="cell" class="n" data-l="Number">1 to 7</td>' in html
    assert "<details" not in draw("{% chart c open_table=True %}", c=bars("t", "d", [("a", 1)]))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ day|uk_date }}", "20\xa0November 2026"),
        ("{{ moment|uk_datetime }}", "1\xa0July 2026, 13:31"),
        ("{{ moment|uk_month }}", "July 2026"),
        ("{{ '2026-07'|uk_month }}", "July 2026"),
        ("{{ '2026-07-01'|uk_date }}", "1\xa0July 2026"),
        ("{{ nobody|uk_date }}", ""),
        ("{{ 'soon'|uk_date }}", ""),
        ("{{ number|said }}", "81,770"),
        ("{{ none|said }}", "1 to 7"),
        ("{{ mapping|at:'a' }}{{ mapping|at:'b' }}", "1"),
    ],
)
def test_days_and_figures_are_written_as_people_write_them(text: str, shown: str) -> None:
    facts = {
        "day": date(2026, 11, 20), "moment": datetime(2026, 7, 1, 12, 31, tzinfo=UTC), "nobody": None, "number": 81770,
        "none": None, "mapping": {"a": 1},
    }  # fmt: skip
    assert draw(text, **facts) == shown


def test_a_bare_back_link_stands_in_a_landmark_and_breadcrumbs_in_theirs_only() -> None:
    back = '<a class="govuk-back-link" href="/">Back</a>'
    assert draw("{% way %} " + back + " {% endway %}") == f'<nav aria-label="Back">{back}</nav>'
    assert draw("{% way %}{% breadcrumbs 'a' '/a/' %}{% endway %}").count("<nav") == 1
    assert draw("{% way %} {% endway %}").strip() == ""


def test_who_is_acting_is_said_with_the_council() -> None:
    officer = Person(role=Role.PLACEMENT_OFFICER, id=uuid4(), authorities=frozenset({"886"}))
    assert draw("{% who p %}", p=officer) == "placement officer, Kent"
    far = Person(role=Role.PLANNER, id=uuid4(), authorities=frozenset({"886", "800", "801"}))
    assert draw("{% who p %}", p=far) == "planner"
    assert draw("{% who p %}", p=ANYONE) == ""


def test_pages_of_a_list_keep_the_other_questions_in_the_address() -> None:
    page = Paginator(range(100), 10).page(5)
    html = draw("{% pagination page %}", page=page, request=RequestFactory().get("/children/?authority=886&page=5"))
    assert "?authority=886&amp;page=6" in html
    assert 'aria-current="page"' in html
    assert (
        draw("{% pagination page %}", page=Paginator([1], 10).page(1), request=RequestFactory().get("/")).strip() == ""
    )


@pytest.mark.parametrize(("demo", "strips"), [(True, 1), (False, 0)])
def test_a_demonstration_says_so_on_every_page(settings: Any, demo: bool, strips: int) -> None:
    settings.DEMO = demo
    assert draw("{% demo_strip %}").count("Every child, home and decision here is invented data.") == strips


def test_leaving_quickly_goes_where_the_setting_says(settings: Any) -> None:
    settings.EXIT_ADDRESS = "https://weather.example/"
    assert 'href="https://weather.example/"' in draw("{% exit_this_page %}")
