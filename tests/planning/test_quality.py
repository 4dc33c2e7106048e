"""What an import changed and what was mended: in suppressed counts, kept with it, and only one's own rows."""

import json

import pytest

from carecommons.children.actions import import_returns
from carecommons.children.models import ReturnImport
from carecommons.children.queries import return_report
from carecommons.children.returns.mending import MENDING
from carecommons.children.returns.notes import KINDS
from carecommons.common.errors import NotAllowed, NotFound
from carecommons.common.suppress import Shown
from carecommons.people.roles import Person, Role
from carecommons.planning import queries
from carecommons.planning.quality import CORRECTED, NEW_TABLE, NEW_YEAR, FigureMoved, RowsMoved, headline, why
from children.returns_drawn import EPISODES, HEADER, episode, head, reading, table
from planning.audited import CORNWALL, DEVON, NOON, PLANNER, store

pytestmark = pytest.mark.django_db
NOUGHT, FEW, TEN = Shown(0, "0"), Shown(None, "1 to 7"), Shown(10, "10")


def changed(place=f"council:{DEVON}", by=PLANNER):
    return queries.changed(place=place, by=by, at=NOON)


def mended(place=f"council:{DEVON}", by=PLANNER, other=None):
    return queries.mended(place=place, other=other, by=by, at=NOON)


def send_doubtful(authority, number, *, year=2026, doubtful=0, end=""):
    """A return of which `doubtful` episodes have an end reason but no last day."""
    lines = [
        episode(
            f"{n + 1}",
            start="01/05/2025",
            ended="E4A" if n < doubtful else "",
            post="not a code" if n == 0 else "AB1 2CD",
        )
        for n in range(number)
    ]
    heads = [head(f"{n + 1}") for n in range(number)]
    files = ((f"{year}/episodes.csv", table(EPISODES, *lines)), (f"{year}/header.csv", table(HEADER, *heads)))
    return import_returns(authority=authority, reading=reading(*files), by=PLANNER, at=NOON)


# ------------------------------------------------------------------ what changed
def test_the_first_import_has_nothing_to_be_compared_with():
    store(DEVON, 40)
    found = changed()
    assert found.first
    assert (found.rows, found.figures) == ((), ())
    assert found.headline == "Nothing has changed since the returns were first imported"


def test_a_new_year_and_a_corrected_file_are_told_apart():
    store(DEVON, 40, year=2025, since=2020)
    store(DEVON, 60, year=2026, since=2020)
    found = changed()
    assert {(row.year, row.table, row.why) for row in found.rows} == {
        (2026, "episodes", NEW_YEAR), (2026, "header", NEW_YEAR),
    }  # fmt: skip
    assert [each.years_new for each in found.imports] == [(2026,), (2025,)]
    store(DEVON, 60, homes=30, year=2026, since=2020)
    again = changed()
    assert {(row.year, row.table, row.why) for row in again.rows} == {(2026, "episodes", CORRECTED)}
    assert [row.changed.words for row in again.rows] == ["25"]
    assert len(again.imports) == 3


def test_a_figure_that_moved_is_told_with_the_reason():
    store(DEVON, 40, year=2026, since=2020)
    store(DEVON, 60, year=2026, since=2020)
    found = changed()
    in_care = next(each for each in found.figures if each.code == "in_care")
    assert (in_care.before, in_care.now, in_care.moved, in_care.why) == ("40", "60", True, CORRECTED)
    assert [each.code for each in found.moved] == ["in_care"]
    assert found.headline == "2026 was corrected; 1 printed figure of the years held before moved"


def test_rows_and_figures_of_a_handful_are_withheld_before_and_now():
    store(DEVON, 40, year=2026, since=2020)
    store(DEVON, 43, year=2026, since=2020)
    found = changed()
    assert {row.added.words for row in found.rows} == {"1 to 7"}
    for figure in found.figures:
        for words in (figure.before, figure.now):
            assert not (words.isdigit() and 1 <= int(words) <= 7)
    small = store(CORNWALL, 5, homes=0) and store(CORNWALL, 6, homes=0) and changed(f"council:{CORNWALL}")
    assert {each.before for each in small.figures if each.code == "in_care"} == {"withheld"}
    assert not any(each.moved for each in small.figures if each.code == "in_care")


def test_the_same_files_again_are_no_import_and_a_report_that_was_not_kept_is_kept_then():
    store(DEVON, 40)
    store(DEVON, 40)
    assert ReturnImport.objects.count() == 1
    ReturnImport.objects.all()._raw_delete("default")
    assert changed().imports == ()
    store(DEVON, 40)
    assert [each.number for each in changed().imports] == [1]


def test_a_wider_place_is_refused_because_each_council_sends_its_own():
    store(DEVON, 40)
    with pytest.raises(NotFound, match="council by council") as refused:
        changed("nation")
    assert refused.value.code == "not_a_council"


@pytest.mark.parametrize(
    ("year", "is_new", "expected"), [(2026, True, NEW_YEAR), (2025, True, NEW_TABLE), (2025, False, CORRECTED)]
)
def test_why_rows_moved(year, is_new, expected):
    assert why(year, [2026], is_new=is_new) == expected


def test_a_table_that_comes_later_is_no_correction():
    store(DEVON, 40, year=2026, since=2020)
    uasc = table("CHILD,SEX,DOB,DUC", "1,2,02/03/2011,")
    import_returns(authority=DEVON, reading=reading(("2026/uasc.csv", uasc)), by=PLANNER, at=NOON)
    found = changed()
    assert [(row.table, row.why) for row in found.rows] == [("uasc", NEW_TABLE)]
    assert found.headline.startswith("A table of 2026 came; ")


def test_the_headline_says_years_and_effects():
    rows = [
        RowsMoved(2026, "episodes", TEN, NOUGHT, NOUGHT, NEW_YEAR),
        RowsMoved(2025, "header", FEW, FEW, FEW, CORRECTED),
    ]
    figures = [FigureMoved(2025, "in_care", "In care", "40", "45", True, CORRECTED)]
    assert headline(figures, rows) == (
        "The return of 2026 came and 2025 was corrected; 1 printed figure of the years held before moved"
    )
    assert headline([], rows[:1]).endswith("no printed figure of the years held before moved")


# ------------------------------------------------------------------ what was mended
def test_every_kind_has_its_place_and_its_remedy():
    assert set(MENDING) == set(KINDS)
    for kind, mend in MENDING.items():
        assert len(mend.how.split()) >= 5, kind
        assert mend.how.endswith("."), kind
        assert mend.where, kind


def test_counts_of_rows_are_suppressed_and_a_place_gives_no_council_away():
    send_doubtful(DEVON, 40, doubtful=20)
    send_doubtful(CORNWALL, 30, doubtful=3)
    found = mended(other=f"council:{CORNWALL}")
    doubt = next(each for each in found.seen if each.kind == "end_reason_without_end")
    assert [place.name for place in found.places] == ["Devon", "Cornwall", "South West", "England"]
    assert [cell.words for cell in doubt.cells] == ["20", "withheld", "25", "25"]
    assert doubt.how == "Give the last day, or take the reason off if it still runs."
    assert doubt.sorted_as == "Kept, and doubtful"


def test_the_rows_are_for_ones_own_council_alone():
    send_doubtful(DEVON, 40, doubtful=20)
    send_doubtful(CORNWALL, 30, doubtful=3)
    devon = Person(role=Role.PLANNER, id=PLANNER.id, authorities=frozenset({DEVON}))
    assert mended(by=devon).rows_of == DEVON
    assert mended(f"council:{CORNWALL}", by=devon).rows_of == ""
    assert mended("nation", by=devon).rows_of == ""
    with pytest.raises(NotAllowed):
        return_report(authority=CORNWALL, by=devon)
    report = return_report(authority=DEVON, by=devon)
    line = next(each for each in report.lines if each.kind == "end_reason_without_end")
    assert (line.count, len(line.rows), len(line.first_rows)) == (20, 20, 5)
    assert [row.row for row in line.rows][:3] == [2, 3, 4]


def test_no_child_stands_in_a_kept_report():
    send_doubtful(DEVON, 40, doubtful=20)
    kept = ReturnImport.objects.get()
    rows = json.dumps(kept.named)
    assert {tuple(map(type, row)) for row in kept.named} == {(str, str, str, int, str)}
    assert "AB1 2CD" not in rows
    assert "not a code" not in rows


def test_without_a_kept_report_it_says_how_to_get_one():
    store(DEVON, 40)
    ReturnImport.objects.all()._raw_delete("default")
    with pytest.raises(NotFound) as refused:
        return_report(authority=DEVON, by=PLANNER)
    assert refused.value.code == "no_report"
    assert mended().headline == "Nothing was mended or doubted in the newest return"


# ------------------------------------------------------------------ pages, programs
@pytest.fixture
def planner(client_as):
    send_doubtful(DEVON, 30, doubtful=3)
    send_doubtful(DEVON, 40, doubtful=20)
    send_doubtful(CORNWALL, 30, doubtful=3)
    return client_as(Role.PLANNER, authority=DEVON)


def test_the_pages_say_what_changed_and_what_to_mend(planner):
    text = planner.get("/audit/changes/").content.decode()
    assert "2026 was corrected" in text
    text = planner.get("/audit/data/").content.decode()
    assert "Give the last day, or take the reason off if it still runs." in text
    assert f'href="/returns/{DEVON}/report/"' in text
    assert "/report/" not in planner.get(f"/audit/data/?place=council:{CORNWALL}").content.decode()


def test_what_changed_refuses_a_wider_place_and_leads_back(planner):
    answer = planner.get("/audit/changes/?place=nation")
    assert answer.status_code == 404
    assert "council by council" in answer.content.decode()


def test_the_report_names_rows_and_gives_them_as_a_harmless_file(planner, settings):
    page = planner.get(f"/returns/{DEVON}/report/").content.decode()
    assert "2026/episodes.csv, row 2" in page
    answer = planner.get(f"/returns/{DEVON}/report/rows.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    lines = answer.content.decode().split("\r\n")
    assert lines[0].startswith("Import,What was seen")
    assert sum("end_reason_without_end" in each for each in lines) == 20
    settings.DEMO = True
    first = planner.get(f"/returns/{DEVON}/report/rows.csv").content.decode().split("\r\n")[0]
    assert "invented data" in first


def test_another_councils_report_looks_like_one_that_is_not_there(planner):
    assert planner.get(f"/returns/{CORNWALL}/report/").status_code == 404
    assert planner.get(f"/returns/{CORNWALL}/report/rows.csv").status_code == 404


def test_a_council_without_an_import_says_what_to_do(client_as):
    answer = client_as(Role.PLANNER, authority="886").get("/returns/886/report/")
    assert answer.status_code == 404
    assert "No report is kept for Kent" in answer.content.decode()


@pytest.mark.parametrize("path", ["planning/years", "planning/changes", "planning/repairs", "planning/audit"])
def test_programs_read_the_same(planner, client, token_for, person, path):
    token = token_for(person(Role.PLANNER, authority=DEVON))
    answer = client.get(f"/api/v1/{path}?place=council:{DEVON}", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert "headline" in answer.json()
    worker = token_for(person(Role.SOCIAL_WORKER, authority=DEVON))
    assert client.get(f"/api/v1/{path}", headers={"authorization": f"Bearer {worker}"}).status_code == 403


def test_programs_read_the_rows_of_their_own_council_alone(planner, client, token_for, person):
    headers = {"authorization": f"Bearer {token_for(person(Role.PLANNER, authority=DEVON))}"}
    found = client.get(f"/api/v1/returns/report?authority={DEVON}", headers=headers).json()
    assert found["authority"] == DEVON
    assert any(line["rows"] for line in found["lines"])
    assert client.get(f"/api/v1/returns/report?authority={CORNWALL}", headers=headers).status_code == 404
