"""The series of a council from public statistics: the newest release speaks, and signs stay signs."""

import pytest
from statistics_made import council, table, tool

from carecommons.planning.public import read_files
from carecommons.planning.public.series import asked, breaks, kind_words, rows_of, series
from shared import SHARED, needs_shared


def of(*files):
    read = read_files([(f"{at}.csv", data) for at, data in enumerate(files)])
    return {(each.area, each.year): each for each in series(rows_of(each.statistic for each in read))}


TOOL = tool([
    ("LACnum", "2024", "878", "800"), ("LACnum", "2025", "878", "810"), ("LACnum_Start", "2025", "878", "200"),
    ("LAC_Foster_Placements", "2025", "878", "60"), ("LAC_Ind_SInd_Liv_Arr", "2025", "878", "-"),
    ("LACnum", "2025", "801", "-"),
])  # fmt: skip


def test_a_council_has_its_stock_flow_and_mix_with_the_source_of_each() -> None:
    devon = of(TOOL)["878", 2025]
    assert (devon.looked_after.number, devon.looked_after.source, devon.looked_after.release) == (810, "lait", 2025)
    assert devon.started.number == 200
    assert not devon.ceased.known
    assert devon.mix["fostering"].number == 60
    assert devon.children_in("fostering") == pytest.approx(486)


def test_a_sign_stays_a_sign() -> None:
    found = of(TOOL)
    assert (found["801", 2025].looked_after.number, found["801", 2025].looked_after.symbol) == (None, "-")
    assert found["878", 2025].mix["supported"].symbol == "-"
    assert found["878", 2025].children_in("supported") is None


def test_the_newest_release_speaks_and_of_one_year_the_departments_own_table() -> None:
    older = table(council(2024, "878", "Devon", "E10000008", "790"))
    assert of(TOOL, older)["878", 2024].looked_after.number == 800
    newer = table(council(2025, "878", "Devon", "E10000008", "815"))
    found = of(TOOL, newer)["878", 2025].looked_after
    assert (found.number, found.source) == (815, "cla_numbers")


def test_every_kind_has_words_and_every_figure_a_source_that_is_known() -> None:
    from carecommons.planning.public.mappings import sources

    assert all(each.source in sources() for each in asked())
    assert {f"mix:{kind}" for kind in kind_words()} <= {each.what for each in asked()}
    assert all(set(each.kinds) <= kind_words().keys() and each.source for each in breaks())


@needs_shared
def test_the_real_series_holds_every_council_and_says_nothing_of_those_that_were_not() -> None:
    path = SHARED / "dfe" / "lait_cla_finance_workforce_extract.csv.gz"
    found = of(path.read_bytes())
    councils = {area for area, _ in found if len(area) == 3}
    assert len(councils) == 158
    complete = [
        area for area in councils
        if all(each.looked_after.known and each.started.known and each.ceased.known
               for year in range(2016, 2026) for each in (found[area, year],))
    ]  # fmt: skip
    assert len(complete) == 145
    assert not found["942", 2020].looked_after.known  # Cumberland began in 2023
    england = found["nation", 2025]
    assert (england.looked_after.number, england.started.number, england.ceased.number) == (81_770, 32_270, 34_450)
    assert sum(figure.number for figure in england.mix.values()) == pytest.approx(100, abs=3)
