"""A table of statistics is known by its headings and words; every cell is a number, a sign, or a fault by its row."""

import gzip
from datetime import date
from decimal import Decimal

import pytest
from statistics_made import (
    CENSUS,
    CENSUS_ROWS,
    LONG,
    NUMBERS,
    REGIONS,
    STOCK,
    council,
    nation,
    region,
    small,
    table,
    tool,
)  # fmt: skip

from carecommons.common.errors import Faulty
from carecommons.planning.public import read_files, read_limited, summary
from carecommons.planning.public.mappings import sign_words, sources
from carecommons.planning.public.shapes import year_of
from carecommons.planning.public.words import Unreadable, fold, said


def read(data, name="table.csv", as_at=None):
    return read_files([(name, data)], as_at)[0]


def codes(reading):
    return [(fault.row, fault.column, fault.code) for fault in reading.faults]


def refused(data, name="table.csv", as_at=None):
    with pytest.raises(Faulty) as refusal:
        read(data, name, as_at)
    assert refusal.value.faults
    return refusal.value


# ------------------------------------------------------------------------------------------------ cells


def test_a_cell_is_a_number_or_the_sign_in_its_place_and_a_sign_is_never_nought() -> None:
    signs = frozenset({"c", "k", "z", "x", "note", ":"})
    assert said(" 1,234 ", signs) == (Decimal(1234), "")
    assert said("-37", signs) == (Decimal(-37), "")
    assert said("7.0000000000000007E-2", signs) == (Decimal("0.07"), "")
    assert said("0", signs) == (Decimal(0), "")
    for written, sign in (("c", "c"), ("K", "k"), ("[x]", "x"), ("[note 4]", "note"), (":", ":")):
        assert said(written, signs) == (None, sign)


@pytest.mark.parametrize("written", ["", "seven", "12 children", "=1+1", "NaN", "inf", "1.2.3", "q", "1e9999"])
def test_what_is_neither_a_number_nor_a_sign_of_the_source_is_refused(written) -> None:
    with pytest.raises(Unreadable):
        said(written, frozenset({"c"}))


def test_every_sign_that_a_source_uses_has_words() -> None:
    assert all(each.signs <= sign_words().keys() for each in sources().values())
    assert "not 0" in sign_words()["k"]


@pytest.mark.parametrize(
    ("written", "year"),
    [("2024", 2024), ("2016-17", 2017), ("2016-17 (OT)", 2017), ("2016-2017", 2017), ("202425", 2025),
     ("1999-00", 2000), ("2016-19", None), ("last year", None), ("20", None)],
)  # fmt: skip
def test_a_period_is_the_year_that_it_ends_in(written, year) -> None:
    assert year_of(written) == year


def test_headings_fold_to_one_spelling() -> None:
    assert fold("\ufeffOld_LA  Code ") == fold("old la code") == "old la code"
    assert fold("Young people’s") == fold("young people's")


# ------------------------------------------------------------------------------------------------ long tables


def test_a_long_table_is_read_by_area_year_and_measure() -> None:
    reading = read(small())
    assert reading.faults == ()
    told = reading.statistic
    assert (told.source, told.release, told.as_at, told.rows) == ("cla_numbers", 2024, date(2024, 3, 31), 14)
    cells = {cell.key: cell for cell in told.cells}
    assert cells["878", 2024, "number", "looked_after"].value == 700
    suppressed = cells["801", 2024, "number", "looked_after"]
    assert (suppressed.value, suppressed.symbol) == (None, "c")
    assert {"nation", "region:London", "part:Inner London", "part:Outer London"} <= {cell.area for cell in told.cells}
    assert len(told.sha256) == 64


def test_london_stands_three_times_and_is_counted_once() -> None:
    [proof] = read(small()).proofs
    assert (proof.nation, proof.regions, proof.councils, proof.signs, proof.agrees) == (900, 900, 700, 1, True)


def test_a_total_that_its_regions_do_not_make_is_noted() -> None:
    data = table(nation(2024, 2000), *(region(2024, name, 100) for name in REGIONS))
    reading = read(data)
    assert not reading.proofs[0].agrees
    assert [note.kind for note in reading.notes] == ["sums_differ"]


def test_columns_are_known_by_their_headings_wherever_they_stand_and_others_are_let_be() -> None:
    lines = small().decode("utf-8-sig").split("\r\n")
    turned = "\r\n".join(",".join([*reversed(line.split(",")), "more"]) for line in lines if line)
    assert {c.key: c.value for c in read(turned.encode()).statistic.cells} == {
        c.key: c.value for c in read(small()).statistic.cells
    }


def test_a_packed_table_reads_the_same() -> None:
    assert read(gzip.compress(small())).statistic.cells == read(small()).statistic.cells
    assert refused(gzip.compress(small())[:200]).code == "zip_broken"


def test_all_faults_are_gathered_with_file_row_column_and_remedy() -> None:
    data = table(
        council(2024, "878", "Devon", "E10000008", "many"), council(2024, "999", "Nowhere", "", "7"),
        council("soon", "801", "Bristol", "", "7"), council(2024, "801", "Bristol", "", "7", label="Children in tents"),
        council(2024, "330", "Birmingham", "E08000025", "7"), council(2024, "330", "Birmingham", "E08000025", "8"),
        council(2024, "301", "Barking", "E10000008", "7"),
    )  # fmt: skip
    reading = read(data)
    assert codes(reading) == [
        (2, "number", "cell_not_number"), (3, "geographic_level", "area_unknown"), (4, "time_period", "year_unknown"),
        (5, "population_count", "label_unknown"), 
        *[(7, each, "stands_twice") for each in ("number", "rate_per_10000", "population_estimate")],
        (8, "geographic_level", "area_unknown"),
    ]  # fmt: skip
    assert all(fault.file == "table.csv" and fault.message.endswith((".", "toml.")) for fault in reading.faults)
    assert "planning/data/public/cla_numbers.toml" in reading.faults[3].message


def test_a_later_release_is_read_by_the_newest_words_and_says_so() -> None:
    reading = read(table(council(2031, "878", "Devon", "E10000008", "7")))
    assert [(note.kind, note.examples) for note in reading.notes] == [("release_unknown", ("2031",))]
    assert reading.faults == ()


def test_tables_with_the_same_headings_are_told_apart_by_their_words() -> None:
    heading = f"{LONG},cla_group,characteristic,number,percentage"

    def row(group, label):
        return f"2024,Reporting year,National,E92000001,England,,,,,,{group},{label},10,k"

    where = read(table(row("Location of new placements during the year", "Total new placements"), heading=heading))
    who = read(table(row("Gender", "Female"), heading=heading))
    assert (where.statistic.source, who.statistic.source) == ("cla_new_placements", "cla_characteristics")


def test_a_title_above_the_headings_tells_one_request_from_the_table_of_all_placements() -> None:
    heading = f"{LONG},characteristic,number"
    row = "2024,Reporting year,National,E92000001,England,,,,,,Net gain of children by responsible LA,10"
    title = "Net gain of Children Looked After placed in children's homes by responsible local authority, 2014\r\n"
    plain = table(row, heading=heading)
    assert read(plain).statistic.source == "cla_placed_in_area"
    assert read(title.encode() + plain.removeprefix(b"\xef\xbb\xbf")).statistic.source == "cla_homes_net_gain"
    assert refused(b"Something else\r\n" + plain.removeprefix(b"\xef\xbb\xbf")).code == "no_statistic"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "not_statistics"), (b"\x89PNG\r\n\x1a\n", "not_statistics"), (b"hello,world\n1,2", "no_statistic"),
     (table(heading=NUMBERS), "no_statistic"),
     (table(nation(2024, 1) + ",2", heading=NUMBERS + ",number"), "heading_twice")],
)  # fmt: skip
def test_what_is_no_table_that_is_known_is_refused_with_words(data, code) -> None:
    refusal = refused(data)
    assert refusal.code == code
    assert str(refusal).startswith("table.csv: ")


def test_a_table_is_read_in_a_process_of_its_own_with_the_same_result() -> None:
    assert read_limited([("table.csv", small())])[0].statistic == read(small()).statistic


# ------------------------------------------------------------------------------------------------ the interactive tool


def test_the_interactive_tool_is_read_with_years_of_both_fashions() -> None:
    reading = read(tool([
        ("LACnum", "2025", "878.0", "810"), ("RescareFinance", "2024-25 (OT)", "878", "7000"),
        ("LACnum", "2025", "987", "50"), ("LACnum", "2024", "801", "-"), ("Something_New", "2024", "801", "3"),
    ]))  # fmt: skip
    assert reading.faults == ()
    told = reading.statistic
    assert (told.source, told.release) == ("lait", 2025)
    found = {cell.key: (cell.value, cell.symbol) for cell in told.cells}
    assert found["878", 2025, "RescareFinance", ""] == (7000, "")
    assert found["801", 2024, "LACnum", ""] == (None, "-")
    assert ("part:Inner London", 2025, "LACnum", "") in found


# ------------------------------------------------------------------------------------------------ the outturn

_C = "Children's social care - Children Looked After"
MONEY = [f"{_C}{part} - {kind}" for part in ("", " of which residential care", " of which fostering services")
         for kind in ("Employees (C1)", "Total Expenditure (C3 = C1 + C2)")]  # fmt: skip
OUTTURN = ["E-code", "ONS Code", "Local authority", "Class", *MONEY, "Parks - Total Expenditure (C3 = C1 + C2)"]


def outturn(*rows):
    return table(*(",".join(row) for row in rows), heading=",".join(OUTTURN))


def test_the_outturn_keeps_signs_names_missing_councils_and_keeps_subtotals_apart() -> None:
    numbers = ["1.5", "2", "3", "4", "5", "6", "7"]
    reading = read(
        outturn(
            ["E1121", "E10000008", "Devon", "SC", *numbers],
            ["E0102", "E06000023", "Bristol", "UA", "[note 4]", *numbers[1:]],
            ["E4601", "E08000025", "Birmingham", "MD", *["[x]"] * 7],
            ["", "E06", "Unitary Authorities", "", *numbers],
        ),
        name="ro3_2024_25.csv",
    )
    assert reading.faults == ()
    told = reading.statistic
    assert (told.source, told.release, told.as_at) == ("ro3", 2025, date(2025, 3, 31))
    found = {cell.key: (cell.value, cell.symbol) for cell in told.cells}
    assert found["878", 2025, "employees", "looked_after"] == (Decimal("1.5"), "")
    assert found["801", 2025, "employees", "looked_after"] == (None, "note")
    assert found["class:Unitary Authorities", 2025, "total", "looked_after/residential"] == (4, "")
    notes = {note.kind: note.examples for note in reading.notes}
    assert notes["council_missing"] == ("Birmingham",)
    assert notes["subtotal"] == ("Unitary Authorities (E06)",)
    assert notes["column_left_out"] == ("Parks - Total Expenditure (C3 = C1 + C2)",)


def test_an_outturn_of_which_nobody_says_the_year_asks_for_it() -> None:
    data = outturn(["E1121", "E10000008", "Devon", "SC", *["1"] * 7])
    assert refused(data).code == "as_at_unknown"
    assert read(data, as_at=date(2024, 3, 31)).statistic.release == 2024


# ------------------------------------------------------------------------------------------------ the census


def test_the_census_is_read_into_counts_of_a_council_and_names_no_child() -> None:
    reading = read(table(*CENSUS_ROWS, heading=CENSUS), name="census_at_31_dec_2025.csv")
    assert reading.faults == ()
    assert reading.statistic.as_at == date(2025, 12, 31)
    found = {cell.key: cell.value for cell in reading.statistic.cells}
    assert found["350", 2025, "records", ""] == 2
    assert found["359", 2025, "records", "provision/fostering_inter_la"] == 1
    assert found["350", 2025, "weekly_cost_sum", "cost"] == 6000
    assert [(note.kind, note.examples) for note in reading.notes] == [("split_differs", ("row 4",))]
    assert not any(name in repr(reading) for name in ("A1", "A2", "A3"))
    assert summary(reading)["public"] is False


def test_a_word_that_no_year_of_the_census_has_is_a_fault() -> None:
    reading = read(
        table(CENSUS_ROWS[0].replace("Residential - Mainstream", "Castle"), heading=CENSUS), name="c_2025-26.csv"
    )
    assert codes(reading) == [(2, "provision", "label_unknown")]


def test_what_is_said_of_a_reading_names_source_licence_and_proof() -> None:
    told = summary(read(small()))
    assert told["licence"] == "Open Government Licence v3.0"
    assert "Department for Education" in str(told["attribution"])
    assert told["symbols"] == {"c": 2}
    assert told["totals"] == [{
        "words": "Children looked after at 31 March", "year": 2024, "england": 900.0, "regions": 900.0,
        "councils": 700.0, "councils_without_number": 1, "agrees": True,
    }]  # fmt: skip
    assert STOCK not in str(told["totals"])
