"""Each published table by its own totals: what proves that it was read right. Skipped where they are not here."""

from collections import Counter
from decimal import Decimal
from functools import lru_cache

import pytest

from carecommons.planning.public import read_files
from carecommons.planning.public.mappings import sources
from shared import SHARED, needs_shared

pytestmark = needs_shared
DFE, NEWER, SCHEMAS = SHARED / "dfe", SHARED / "dfe" / "release_2025", SHARED / "schemas"
REGION_OF_LONDON = {"region:London", "part:Inner London", "part:Outer London"}


@lru_cache(maxsize=4)
def reading(path):
    [found] = read_files([(path.name, path.read_bytes())])
    assert found.faults == ()
    return found


def cells(path):
    return {cell.key: cell for cell in reading(path).statistic.cells}


def value(path, *key):
    return cells(path)[key].value


NUMBERS = DFE / "cla_number_and_rate_per_10k_children.csv"
PLACEMENTS = DFE / "la_cla_during_year_new_placements.csv"
TOOL = DFE / "lait_cla_finance_workforce_extract.csv.gz"
OUTTURN = NEWER / "ro3_2024_25_childrens_extract.csv"
PEOPLE = NEWER / "ons_mid-year_population_estimates_2012_to_2024.csv"


@pytest.mark.parametrize(
    ("name", "source", "rows", "figures", "signs"),
    [
        ("cla_number_and_rate_per_10k_children.csv", "cla_numbers", 2505, 7515, {"c": 6, "x": 48, "z": 96}),
        ("cla_time_series_1994_2024.csv", "cla_time_series", 155, 155, {"x": 10}),
        ("la_cla_during_year_new_placements.csv", "cla_new_placements", 15865, 31730, {"c": 6506, "k": 138, "z": 752}),
        ("la_cla_on_31_march_la_of_placement_netgain.csv", "cla_placed_in_area", 2505, 2505, {"c": 29, "z": 48}),
        ("la_cla_placement_stability.csv", "cla_stability", 5010, 10020, {"c": 52, "z": 246}),
        ("national_cla_on_31_march_by_characteristics.csv", "cla_characteristics", 460, 920,
         {"c": 8, "k": 113, "z": 12}),
        ("national_cla_on_31_march_by_placement_distance_and_placement_locality.csv", "cla_distance", 280, 560,
         {"k": 5}),
        ("national_cla_on_31_march_by_placement_provider_placement_type_and_locality.csv", "cla_providers", 720, 1440,
         {"c": 58, "k": 29, "z": 440}),
        ("national_duration_of_placements_by_type_ceasing_during_the_year.csv", "cla_durations", 495, 990,
         {"c": 54, "k": 12, "z": 90}),
        ("national_reason_for_placement_change_during_year.csv", "cla_changes", 2405, 4810, {"c": 292, "k": 271}),
        ("foi_2024-0040813_part1.csv", "cla_homes_net_gain", 1859, 1859, {"z": 67}),
        ("foi_2024-0040813_part2.csv", "cla_homes_outside", 1870, 3740, {"c": 1110, "z": 172}),
    ],
)  # fmt: skip
def test_every_table_of_the_department_is_known_with_its_rows_figures_and_signs(
    name, source, rows, figures, signs
) -> None:
    found = reading(DFE / name)
    told = found.statistic
    assert (told.source, told.rows, len(told.cells)) == (source, rows, figures)
    assert Counter(cell.symbol for cell in told.cells if cell.symbol) == signs
    assert all(proof.agrees for proof in found.proofs)
    assert "sums_differ" not in {note.kind for note in found.notes}


def test_no_sign_became_a_number_and_no_number_a_sign() -> None:
    for cell in reading(PLACEMENTS).statistic.cells:
        assert (cell.value is None) != (cell.symbol == "")


def test_children_looked_after_in_england_are_the_sum_of_regions_and_of_councils() -> None:
    found = {(each.words, each.year): each for each in reading(NUMBERS).proofs}
    of_2024 = found["Children looked after at 31 March", 2024]
    assert (of_2024.nation, of_2024.councils, of_2024.signs) == (83630, 83632, 2)
    assert len(found) == 15
    assert all(each.regions is not None and abs(each.nation - each.councils) <= 30 for each in found.values())


def test_london_is_its_two_parts_and_stands_three_times() -> None:
    for year in range(2020, 2025):
        london, inner, outer = (
            value(NUMBERS, area, year, "number", "looked_after")
            for area in ("region:London", "part:Inner London", "part:Outer London")
        )
        assert abs(london - inner - outer) <= 10
    assert {cell.area for cell in reading(NUMBERS).statistic.cells} >= REGION_OF_LONDON


def test_about_a_fifth_of_the_cells_of_new_placements_is_suppressed_and_places_make_their_total() -> None:
    told = reading(PLACEMENTS).statistic
    suppressed = sum(cell.symbol == "c" for cell in told.cells if cell.measure == "number")
    assert suppressed == 3253
    assert 0.19 < suppressed / told.rows < 0.22
    for year in range(2020, 2025):
        parts = [
            value(PLACEMENTS, "nation", year, "number", f"where/{where}")
            for where in ("not_known", "inside_near", "inside_far", "outside_near", "outside_far")
        ]
        assert abs(sum(parts) - value(PLACEMENTS, "nation", year, "number", "where/all")) <= 30


def test_kinds_of_placement_make_all_children() -> None:
    path = DFE / "national_cla_on_31_march_by_placement_provider_placement_type_and_locality.csv"
    for year in range(2020, 2025):

        def of(code, year=year):
            return value(path, "nation", year, "number", f"{code}/all")

        inside, outside = (
            of("2_all_children_placed_inside_council_boundary"),
            of("3_all_children_placed_outside_council_boundary"),
        )
        other = of("4_other_placement")
        assert abs(inside + outside + other - of("1_all_children_looked_after_at_31_march")) <= 20


def test_the_interactive_tool_gives_the_figures_that_are_known() -> None:
    told = reading(TOOL).statistic
    assert (told.rows, len(told.cells)) == (141_610, 141_610)
    assert Counter(cell.symbol for cell in told.cells if cell.symbol) == {"-": 22_267}
    assert value(TOOL, "nation", 2025, "LACnum", "") == 81_770
    assert value(TOOL, "nation", 2024, "LACnum", "") == 83_530
    assert value(TOOL, "nation", 2023, "LACnum", "") == 83_750
    assert value(TOOL, "nation", 2017, "RescareFinance", "") == 3430
    assert value(TOOL, "nation", 2025, "RescareFinance", "") == 7385
    assert len(reading(TOOL).proofs) == 30
    assert all(each.agrees and abs(each.nation - each.councils) <= 30 for each in reading(TOOL).proofs)


def test_two_publications_say_the_same_of_every_council_but_for_what_was_corrected() -> None:
    tool, numbers = cells(TOOL), cells(NUMBERS)
    both = [
        (cell.value, numbers[area, year, "number", "looked_after"].value)
        for (area, year, measure, _), cell in tool.items()
        if measure == "LACnum" and len(area) == 3 and 2020 <= year <= 2023
        and (area, year, "number", "looked_after") in numbers
    ]  # fmt: skip
    known = [(one, other) for one, other in both if one is not None and other is not None]
    assert len(known) > 590
    assert sum(one == other for one, other in known) / len(known) > 0.95


def test_the_outturn_adds_up_and_names_the_three_councils_that_are_missing() -> None:
    found = cells(OUTTURN)
    notes = {note.kind: note.examples for note in reading(OUTTURN).notes}
    assert notes["council_missing"] == ("Birmingham", "Cumberland", "Slough UA")
    assert reading(OUTTURN).statistic.release == 2025
    assert Counter(cell.symbol for cell in found.values() if cell.symbol) == {"note": 16, "x": 144}
    parts = ("residential", "fostering", "asylum", "other")
    lines = {parts for _, _, _, parts in found}
    for area in {area for area, *_ in found}:
        split = [found[area, 2025, "total", f"looked_after/{part}"].value for part in parts]
        whole = found[area, 2025, "total", "looked_after"].value
        if None not in (*split, whole):
            assert abs(sum(split) - whole) <= Decimal("1.5"), area
        for line in lines:
            spent = [found[area, 2025, kind, line].value for kind in ("employees", "running", "total")]
            if None not in spent:
                assert abs(spent[0] + spent[1] - spent[2]) <= Decimal("1.01"), (area, line)
    total = sum(
        cell.value for cell in found.values() if cell.measure == "total" and cell.parts == "looked_after" and cell.value
    )
    assert round(total) == 8_760_084


def test_the_population_adds_up_to_the_last_child_where_every_council_is_there() -> None:
    found = {each.year: each for each in reading(PEOPLE).proofs}
    assert sorted(found) == list(range(2012, 2025))
    assert all(each.nation == each.regions for each in found.values())
    assert (found[2024].nation, found[2024].councils) == (12_183_016, 12_183_016)
    # Before 2019 Bournemouth, Dorset and Poole stand there without a number of their own.
    signs = {area for (area, year, *_), cell in cells(PEOPLE).items() if cell.symbol and year == 2012}
    assert signs == {"835", "836", "837"}


def test_every_word_that_the_censuss_own_specification_has_is_known() -> None:
    words = {fold for release in sources()["pnw_census"].releases for table in release.words.values() for fold in table}
    from carecommons.planning.public.words import fold

    asked = 0
    for path in sorted(SCHEMAS.glob("pnw_census_schema_*.yml")):
        column = ""
        for line in path.read_text("utf-8").splitlines():
            bare = line.strip()
            if line.startswith("column_map.") or (
                line.startswith("      ") and not line.startswith("       ") and bare.endswith(":")
            ):
                column = bare
            read = any(
                each in column
                for each in ("sourced", "Type of provision", "egistration type", "Distance Reason", "solo")
            )
            if read and bare.startswith("- code:"):
                asked += 1
                assert fold(bare.removeprefix("- code:").strip().strip('"')) in words, (path.name, column, bare)
    assert asked > 120


def test_the_file_that_a_statistic_came_from_is_kept_by_its_fingerprint() -> None:
    import hashlib

    assert reading(PEOPLE).statistic.sha256 == hashlib.sha256(PEOPLE.read_bytes()).hexdigest()
