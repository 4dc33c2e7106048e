"""Returns as they were known on a day: what came later is not looked at, whatever the files hold."""

from datetime import date

import pytest
from returns_drawn import EPISODES, HEADER, episode, head, reading, table, told

from carecommons.children.returns.days import to_day
from carecommons.children.returns.known import read_known_on, record_known_on
from carecommons.children.returns.link import Record
from carecommons.common.errors import Faulty
from carecommons.common.intake import Item

MARCH, AUTUMN = to_day(date(2023, 3, 31)), to_day(date(2023, 9, 30))


def known(day: int, **lines: list[str]) -> Record:
    files = [(f"{year[1:]}/episodes.csv", table(EPISODES, *rows)) for year, rows in lines.items()]
    return record_known_on(reading(*files), day)


def items(*files: tuple[str, bytes]) -> list[Item]:
    from dataclasses import replace

    from carecommons.common.intake import OPERATOR, gather_uploads

    return [replace(gather_uploads([(name, data)], OPERATOR)[0], name=name, named=False) for name, data in files]


def test_a_return_of_a_later_year_is_not_opened() -> None:
    corrected = [episode(start="01/05/2022", place="K2", end="01/08/2023", ended="E4A")]
    record = known(MARCH, y2023=[episode(start="01/05/2022")], y2024=corrected)
    assert told(record) == [("1", "01/05/2022", "", "U6")]
    assert record.years == (2023,)


def test_within_its_year_later_rows_are_left_out_and_later_ends_are_blank() -> None:
    rows = [
        episode(start="01/05/2023", end="01/08/2023", ended="X1"),
        episode(start="01/08/2023", new="P", place="K2", end="01/11/2023", ended="X1", post="CD3 4EF"),
        episode(start="01/11/2023", new="P"),
    ]
    record = known(AUTUMN, y2024=rows)
    assert told(record) == [("1", "01/05/2023", "01/08/2023", "U6"), ("1", "01/08/2023", "", "K2")]
    assert record.words["ended"][record.episodes.ended[1]] == ""


def test_what_ends_on_the_day_has_ended() -> None:
    assert told(known(AUTUMN, y2024=[episode(end="30/09/2023", ended="E4A")]))[0][2] == "30/09/2023"
    assert told(known(AUTUMN, y2024=[episode(end="01/10/2023", ended="E4A")]))[0][2] == ""


def test_one_file_of_many_years_is_cut_by_the_day() -> None:
    years = enumerate((2020, 2021, 2022, 2023, 2024), 1)
    rows = [episode(str(n), start=f"01/05/{year}", end=f"01/09/{year}", ended="E4A") for n, year in years]
    record = record_known_on(reading(("all/episodes.csv", table(EPISODES, *rows))), MARCH)
    assert len(record.episodes) == 3
    assert record.years[0] == 2021


def test_a_fault_in_a_later_return_stops_nothing() -> None:
    good = ("2023/episodes.csv", table(EPISODES, episode(start="01/05/2022")))
    bad = ("2024/episodes.csv", table(EPISODES, episode(start="31/06/2023"), episode("2", start="01/07/2023")))
    empty = ("2025/episodes.csv", b"")
    assert len(read_known_on(items(good, bad, empty), MARCH).episodes) == 1
    with pytest.raises(Faulty, match="the returns hold 1 fault, each named") as refused:
        read_known_on(items(good, bad), AUTUMN)
    assert [(fault.file, fault.row, fault.code) for fault in refused.value.faults] == [
        ("2024/episodes.csv", 2, "date_impossible")
    ]


def test_a_birthday_that_a_later_return_corrects_is_the_one_that_was_known() -> None:
    rows = table(EPISODES, episode(start="01/05/2022"))
    files = [
        ("2023/episodes.csv", rows), ("2023/header.csv", table(HEADER, head(born="02/03/2012"))),
        ("2024/episodes.csv", rows), ("2024/header.csv", table(HEADER, head(born="02/03/2010"))),
    ]  # fmt: skip
    assert read_known_on(items(*files), MARCH).children.birth.tolist() == [to_day(date(2012, 3, 2))]
    assert read_known_on(items(*files), AUTUMN).children.birth.tolist() == [to_day(date(2010, 3, 2))]
