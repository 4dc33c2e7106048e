"""The returns over the years: gaps said, nothing withheld given away, the same figures on every page."""

from itertools import pairwise

import pytest

from carecommons.common.drawing import Gap
from carecommons.common.errors import NotAllowed, NotFound
from carecommons.people.roles import Person, Role
from carecommons.planning import drawn, queries
from carecommons.planning.over_years import Line, Point, Series, axis, said
from children.returns_drawn import EPISODES, HEADER, episode, head, reading, table
from planning.audited import CORNWALL, DEVON, KENT, NOON, PLANNER, store

pytestmark = pytest.mark.django_db


def send(authority, year, *, stay=40, came=0, left=0):
    """The return of one year: children who stay, some of whom came in it, and some who left in it."""
    from carecommons.children.actions import import_returns

    start = {n: f"01/05/{year - 1 if n < came else 2020}" for n in range(stay + left)}
    lines = [
        episode(
            f"{n + 1}", start=start[n], end=f"01/09/{year - 1}" if n >= stay else "", ended="E4A" if n >= stay else ""
        )
        for n in range(stay + left)
    ]
    heads = [head(f"{n + 1}", sex="1" if n % 2 else "2", born=f"02/03/{2012 + n % 6}") for n in range(stay + left)]
    files = ((f"{year}/episodes.csv", table(EPISODES, *lines)), (f"{year}/header.csv", table(HEADER, *heads)))
    return import_returns(authority=authority, reading=reading(*files), by=PLANNER, at=NOON)


def trends(place=f"council:{DEVON}", other=None, by=PLANNER):
    return queries.trends(place=place, other=other, by=by, at=NOON)


def line(found, code, place="Devon"):
    series = next(each for each in (*found.counts, *found.shares) if each.code == code)
    return next(each for each in series.lines if each.place == place)


# ------------------------------------------------------------------ gaps
def test_a_year_without_a_return_is_a_gap_and_not_a_nought():
    for year in (2023, 2026):
        store(DEVON, 40, year=year, since=2020)
    found = trends()
    assert found.years == (2023, 2024, 2025, 2026)
    points = line(found, "in_care").points
    assert [(point.value, point.words, point.held) for point in points] == [
        (40, "40", True), (None, "no return", False), (None, "no return", False), (40, "40", True),
    ]  # fmt: skip
    assert "No return of Devon is held for 2024 and 2025: its lines break there." in found.gaps
    assert line(found, "many_placements").points[1].words == "no return"


def test_a_year_in_which_fewer_councils_sent_a_return_is_said():
    for year in (2025, 2026):
        store(DEVON, 40, year=year, since=2020)
    store(KENT, 60)
    found = trends("nation")
    assert any("England stands on fewer councils in 2025" in words for words in found.gaps)
    assert found.sent[0] == (1, 2)


def test_the_finding_goes_from_the_first_printed_year_to_the_last():
    points = (Point(2022, None, "withheld"), Point(2023, 40, "40"), Point(2024, None, "no return", held=False))
    series = Series("x", "Children", "children", (Line("Devon", (*points, Point(2025, 55, "55"))),))
    assert series.finding == "Children, Devon: 40 in 2023, 55 in 2025"
    assert series.gaps == (2024,)
    assert Series("x", "Children", "children", (Line("Devon", points),)).finding == "Children, Devon: 40 in 2023"
    nothing = Series("x", "Children", "children", (Line("Devon", points[:1]),))
    assert nothing.finding == "Children, Devon: no year can be printed"


def test_the_axis_has_every_year_and_years_are_said_in_words():
    assert axis([2026, 2023]) == (2023, 2024, 2025, 2026)
    assert axis([]) == ()
    assert [said([2023]), said([2023, 2024]), said([2022, 2023, 2026])] == [
        "2023", "2023 and 2024", "2022, 2023 and 2026",
    ]  # fmt: skip


def test_a_drawing_tells_withheld_and_no_return_apart():
    points = (Point(2024, 40, "40"), Point(2025, None, "withheld"), Point(2026, None, "no return", held=False))
    chart = drawn.series(Series("x", "Children", "children", (Line("Devon", points),)), (2024, 2025, 2026))
    assert [cells[1].words for cells in chart.table.cells] == ["40", "withheld", "no return"]
    assert chart.svg.count("cc-hatched") == 1
    assert points[2].drawn is Gap.NO_RETURN


# ------------------------------------------------------------------ what is withheld across the years
def test_a_small_number_who_left_cannot_be_taken_from_the_figures_around_it():
    send(DEVON, 2025, stay=57)
    send(DEVON, 2026, stay=40, came=0, left=0)  # 17 are gone without a word: they end on 31 March 2025
    found = trends()
    values = {code: [point.value for point in line(found, code).points] for code in ("in_care", "starts", "ends")}
    for earlier, later in pairwise(range(len(found.years))):
        known = [values["in_care"][earlier], values["starts"][later], values["ends"][later], values["in_care"][later]]
        assert all(value is None or value == 0 or value > 7 for value in known)


def test_every_page_prints_a_year_alike_whichever_place_or_year_is_asked():
    for year in (2024, 2025, 2026):
        send(DEVON, year, stay=40 + year % 3, came=5, left=4)
        send(CORNWALL, year, stay=30, came=9, left=3)
    found = trends(f"council:{DEVON}", f"council:{CORNWALL}")
    for year in found.years:
        one = queries.audit(place=f"council:{DEVON}", year=year, by=PLANNER, at=NOON)
        for code, made in (("in_care", one.need[0]), ("starts", one.starts), ("ends", one.ends)):
            at = found.years.index(year)
            assert line(found, code).points[at].words == made.total.cells[0].words
    beside = trends(f"council:{CORNWALL}")
    assert line(beside, "ends", "Cornwall") == line(found, "ends", "Cornwall")
    assert line(trends("nation"), "ends", "England") == line(found, "ends", "England")


def test_no_figure_of_one_to_seven_is_in_any_series():
    for year in (2024, 2025, 2026):
        send(DEVON, year, stay=40, came=3, left=4)
        send(CORNWALL, year, stay=6, came=2, left=1)
    for place in trends().choices:
        found = trends(place.code)
        for each in (*found.counts, *found.parts):
            for point in (point for one in each.lines for point in one.points):
                assert point.value is None or not 1 <= point.value <= 7


def test_a_new_return_is_seen_at_once_although_counts_are_kept():
    send(DEVON, 2025, stay=40)
    assert line(trends(), "in_care").points[-1].words == "40"
    send(DEVON, 2025, stay=60)
    assert line(trends(), "in_care").points[-1].words == "60"


# ------------------------------------------------------------------ beside another place
def test_another_place_stands_second_and_places_above_follow():
    send(DEVON, 2026)
    send(KENT, 2026, stay=70)
    found = trends(f"council:{DEVON}", f"council:{KENT}")
    assert [place.name for place in found.places] == ["Devon", "Kent", "South West", "England"]
    assert {part.place for part in found.parts} == {"Devon", "Kent"}
    assert trends(f"council:{DEVON}", f"council:{DEVON}").other is None
    with_nation = trends(f"council:{DEVON}", "nation")
    assert [place.name for place in with_nation.places] == ["Devon", "England", "South West"]


def test_a_place_without_a_return_of_the_year_is_not_shown_as_nought():
    for year in (2025, 2026):
        send(DEVON, year)
    send(KENT, 2026, stay=70)
    found = queries.audit(place=f"council:{DEVON}", other=f"council:{KENT}", year=2025, by=PLANNER, at=NOON)
    assert found.other is None
    assert found.other_absent is not None
    assert "Kent" not in [place.name for place in found.places]


@pytest.mark.parametrize("other", ["council:330", "region:London", "council:000", "x"])
def test_an_unknown_other_place_is_refused(other):
    send(DEVON, 2026)
    with pytest.raises(NotFound):
        trends(other=other)


def test_only_planners_see_the_years():
    send(DEVON, 2026)
    with pytest.raises(NotAllowed):
        trends(by=Person(role=Role.SOCIAL_WORKER, id=PLANNER.id, authorities=frozenset({DEVON})))


# ------------------------------------------------------------------ pages
def test_the_page_keeps_place_and_comparison_in_its_address_and_leads_up(client_as):
    send("353", 2026)
    send(DEVON, 2026)
    text = (
        client_as(Role.PLANNER, authority=DEVON)
        .get(f"/audit/years/?place=council:353&with=council:{DEVON}")
        .content.decode()
    )
    assert f'href="/audit/?place=council%3A353&amp;with=council%3A{DEVON}"' in text
    crumbs = text[text.index('class="govuk-breadcrumbs"') :]
    crumbs = crumbs[: crumbs.index("</nav>")]
    names = [place.name for place in reversed(trends("council:353").places)]
    assert len(names) == 4
    assert [crumbs.index(name) for name in names] == sorted(crumbs.index(name) for name in names)
    assert '<optgroup label="Declared groups">' in text
    assert "style=" not in text
    assert text.count("<h1") == 1
