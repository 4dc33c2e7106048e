"""Mending: what each rule does to a drawn life, and what no mending may ever do."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from returns_drawn import EPISODES, HEADER, episode, head, kinds, reading, repaired, table, told

from carecommons.children.returns.days import OPEN
from carecommons.children.returns.episodes import Gathered, gather_rows
from carecommons.children.returns.notes import Notebook
from carecommons.children.returns.repair import mended, repair


def mends(**lines: list[str]) -> tuple[list[tuple[str, str]], dict[str, int]]:
    """First and last days after mending, and the notes that mending made."""
    result = repaired(**lines)
    return [(start, end) for _, start, end, _ in told(result)], kinds(result)


def test_the_same_row_twice_is_kept_once() -> None:
    line = episode(end="01/02/2024", ended="E4A")
    assert mends(y2024=[line, line]) == ([("01/05/2023", "01/02/2024")], {"duplicate": 1})


def test_of_two_rows_from_one_day_the_closed_longer_one_is_kept() -> None:
    days, notes = mends(
        y2024=[
            episode(end="01/02/2024", ended="E4A"),
            episode(),
            episode(place="K2", end="01/03/2024", ended="E4A"),
        ]
    )
    assert days == [("01/05/2023", "01/03/2024")]
    assert notes["same_start_twice"] == 2


def test_an_episode_of_one_day_stands_beside_the_one_that_follows_the_same_day() -> None:
    days, notes = mends(
        y2024=[
            episode(new="P", place="K2", end="01/02/2024", ended="E4A"),
            episode(end="01/05/2023", ended="X1"),
        ]
    )
    assert (days, notes) == ([("01/05/2023", "01/05/2023"), ("01/05/2023", "01/02/2024")], {})


def test_an_open_episode_is_closed_by_the_later_return() -> None:
    days, notes = mends(
        y2023=[episode(start="01/05/2022")], y2024=[episode(start="01/05/2022", end="01/07/2023", ended="E4A")]
    )
    assert days == [("01/05/2022", "01/07/2023")]
    assert notes == {"open_closed_by_later_return": 1, "child_in_several_years": 1}


def test_an_episode_returned_alike_in_two_years_is_one() -> None:
    line = episode(start="01/05/2022")
    assert mends(y2023=[line], y2024=[line]) == (
        [("01/05/2022", "")],
        {"in_several_years": 1, "child_in_several_years": 1},
    )


def test_the_later_return_is_believed_where_they_differ() -> None:
    result = repaired(y2023=[episode(start="01/05/2022", place="H5")], y2025=[episode(start="01/05/2022", place="K3")])
    assert told(result) == [("1", "01/05/2022", "", "K3")]
    assert kinds(result)["changed_by_later_return"] == 1


def test_an_open_episode_ends_where_the_next_begins() -> None:
    days, notes = mends(y2024=[episode(), episode(start="01/08/2023", new="P")])
    assert (days, notes) == ([("01/05/2023", "01/08/2023"), ("01/08/2023", "")], {"open_closed_by_next_episode": 1})


def test_an_overlapping_episode_is_shortened() -> None:
    days, notes = mends(y2024=[episode(end="01/09/2023", ended="X1"), episode(start="01/08/2023", new="P")])
    assert (days, notes) == ([("01/05/2023", "01/08/2023"), ("01/08/2023", "")], {"overlap": 1})


def test_a_gap_after_x1_is_closed() -> None:
    days, notes = mends(y2024=[episode(end="01/07/2023", ended="X1"), episode(start="01/08/2023", new="P")])
    assert (days, notes) == ([("01/05/2023", "01/08/2023"), ("01/08/2023", "")], {"x1_gap": 1})


def test_a_gap_after_x1_stays_where_care_began_anew() -> None:
    days, notes = mends(y2024=[episode(end="01/07/2023", ended="X1"), episode(start="01/08/2023", new="S")])
    assert (days, notes) == ([("01/05/2023", "01/07/2023"), ("01/08/2023", "")], {"x1_then_start": 1})


def test_a_gap_after_the_end_of_care_stays() -> None:
    days, notes = mends(y2024=[episode(end="01/07/2023", ended="E4A"), episode(start="01/08/2023", new="S")])
    assert (days, notes) == ([("01/05/2023", "01/07/2023"), ("01/08/2023", "")], {})


def test_an_open_episode_that_never_returns_ends_on_the_last_march_that_had_it() -> None:
    days, notes = mends(y2023=[episode(start="01/05/2022")], y2024=[episode("2", end="01/02/2024", ended="E4A")])
    assert days == [("01/05/2022", "31/03/2023"), ("01/05/2023", "01/02/2024")]
    assert notes == {"open_then_gone": 1}


def test_an_open_episode_before_a_new_start_years_later_does_not_fill_those_years() -> None:
    days, notes = mends(
        y2022=[episode(start="01/05/2021")],
        y2025=[episode(start="01/06/2024", new="S", end="01/07/2024", ended="E4A")],
    )
    assert days == [("01/05/2021", "31/03/2022"), ("01/06/2024", "01/07/2024")]
    assert notes["open_then_gone"] == 1


def test_open_in_the_newest_return_stays_open() -> None:
    assert mends(y2024=[episode()])[0] == [("01/05/2023", "")]


def test_odd_ends_are_doubted_and_kept() -> None:
    days, notes = mends(
        y2024=[episode(ended="E4A"), episode("2", end="01/02/2024"), episode("3", end="01/02/2024", ended="X1")]
    )
    assert [end for _, end in days] == ["", "01/02/2024", "01/02/2024"]
    assert notes == {"end_reason_without_end": 1, "end_without_reason": 1, "x1_last": 1}


def test_lives_that_cannot_be_are_doubted() -> None:
    lines = table(
        EPISODES,
        episode("1", start="01/05/2011", end="01/02/2024", ended="E4A"),
        episode("2", start="01/05/2023", end="01/02/2024", ended="E4A"),
        episode("3", start="01/05/2023", end="01/02/2024", ended="E4A"),
        episode("4", start="01/05/2019", end="01/02/2020", ended="E4A"),
    )
    heads = table(HEADER, head("1", born="01/06/2011"), head("2", born="01/02/2006"), head("3", born="31/01/2006"))
    result = repair(reading(("2024/e.csv", lines), ("2024/h.csv", heads)))
    assert kinds(result) == {
        "begins_before_birth": 1, "after_eighteenth_birthday": 1, "outside_year": 1, "no_header_row": 1,
    }  # fmt: skip


def test_headers_that_disagree_are_doubted_and_the_newest_is_used() -> None:
    result = repair(
        reading(
            ("2024/h.csv", table(HEADER, head(born="01/06/2011", sex="1"))),
            ("2025/h.csv", table(HEADER, head(born="02/06/2011", sex="F"))),
        )
    )
    assert kinds(result) == {"birth_dates_differ": 1, "sex_differs": 1, "child_in_several_years": 1}
    assert (result.children.birth[0], result.children.sex[0]) == ((date(2011, 6, 2) - date(1970, 1, 1)).days, 2)


def test_one_child_in_three_years_is_one_child() -> None:
    heads = table(HEADER, head())
    result = repair(reading(*((f"{y}/h.csv", heads) for y in (2022, 2023, 2024))))
    assert len(result.children) == 1
    assert (result.children.first_year[0], result.children.last_year[0]) == (2022, 2024)


def test_an_example_names_table_file_and_row() -> None:
    result = repaired(y2024=[episode("9", end="01/02/2024", ended="E4A"), episode(end="01/09/2023", ended="X1"),
                             episode(start="01/08/2023", new="P")])  # fmt: skip
    (note,) = [n.as_dict() for n in result.notes]
    assert note["kind"] == "overlap"
    assert note["examples"] == [{"table": "episodes", "file": "2024/episodes.csv", "row": 3}]
    assert note["sort"] == "repair"
    assert note["words"] == "An episode ends after the next begins: it was shortened to that day."


# ------------------------------------------------------------------------------------- what always holds
DAY = date(2022, 4, 1)


@st.composite
def _line(draw: st.DrawFn) -> tuple[int, str]:
    start = draw(st.integers(0, 1090))
    length = draw(st.none() | st.integers(0, 300))
    write = lambda n: (DAY + timedelta(days=n)).strftime("%d/%m/%Y")  # noqa: E731
    line = episode(
        draw(st.sampled_from("123")), write(start), draw(st.sampled_from("SPLTUB")),
        draw(st.sampled_from(["C2", "V2"])),
        place=draw(st.sampled_from(["U6", "K2", "T1"])), end="" if length is None else write(start + length),
        ended="" if length is None else draw(st.sampled_from(["X1", "E4A", ""])), urn=draw(st.sampled_from(["1", "2"])),
    )  # fmt: skip
    return draw(st.sampled_from([2023, 2024, 2025])), line


RETURNS = st.lists(_line(), min_size=1, max_size=25)


def files(lines: list[tuple[int, str]]) -> list[tuple[str, bytes]]:
    # One row far in the past tells each file its year, whatever the drawn days are.
    return [
        (f"r/episodes_{y}.csv", table(EPISODES, *(f for year, f in lines if year == y), *_anchors(y)))
        for y in (2023, 2024, 2025)
    ]


def _anchors(year: int) -> list[str]:
    return [episode(f"A{n}", f"01/05/{year - 1}", end=f"02/05/{year - 1}", ended="E4A") for n in range(200)]


def facts(gathered: Gathered) -> list[tuple[int, ...]]:
    rows = mended(gathered, Notebook())
    names = ("child", "start", "end", "new", "place", "ended", "urn", "year", "first_year")
    return [tuple(int(getattr(rows, n)[i]) for n in names) for i in range(len(rows))]


@settings(deadline=None, max_examples=40)
@given(RETURNS)
def test_mending_what_is_mended_changes_nothing(lines: list[tuple[int, str]]) -> None:
    gathered = gather_rows(reading(*files(lines)))
    once = mended(gathered, Notebook())
    from dataclasses import replace

    notes = Notebook()
    twice = mended(replace(gathered, episodes=once), notes)
    assert np.array_equal(once.start, twice.start)
    assert np.array_equal(once.end, twice.end)
    mending = {"duplicate", "overlap", "x1_gap", "open_then_gone", "open_closed_by_next_episode", "same_start_twice"}
    assert not mending & {note.kind for note in notes.notes()}


@settings(deadline=None, max_examples=40)
@given(RETURNS, st.permutations([0, 1, 2]))
def test_the_order_of_the_files_changes_nothing(lines: list[tuple[int, str]], order: list[int]) -> None:
    given_ = files(lines)
    one, other = reading(*given_), reading(*(given_[n] for n in order))
    assert facts(gather_rows(one)) == facts(gather_rows(other))
    assert repair(one).notes == repair(other).notes


@settings(deadline=None, max_examples=40)
@given(RETURNS)
def test_nothing_is_lost_and_nothing_invented(lines: list[tuple[int, str]]) -> None:
    gathered = gather_rows(reading(*files(lines)))
    notes = Notebook()
    rows = mended(gathered, notes)
    came, stayed = gathered.episodes, rows
    starts = {(int(c), int(s)) for c, s in zip(came.child, came.start, strict=True)}
    assert {(int(c), int(s)) for c, s in zip(stayed.child, stayed.start, strict=True)} == starts
    assert set(stayed.source.tolist()) <= set(came.source.tolist())
    joined = (
        "duplicate",
        "same_start_twice",
        "in_several_years",
        "open_closed_by_later_return",
        "changed_by_later_return",
    )
    counts = {n.kind: n.count for n in notes.notes()}
    assert len(came) - len(stayed) == sum(counts.get(kind, 0) for kind in joined)


@settings(deadline=None, max_examples=40)
@given(RETURNS)
def test_a_child_is_never_in_two_episodes_at_once(lines: list[tuple[int, str]]) -> None:
    rows = mended(gather_rows(reading(*files(lines))), Notebook())
    same = rows.child[1:] == rows.child[:-1]
    assert (rows.end >= rows.start).all()
    assert (rows.end[:-1][same] <= rows.start[1:][same]).all()
    assert (rows.end[:-1][same] < OPEN).all()


@pytest.mark.parametrize("size", [0, 1])
def test_no_episodes_at_all_is_no_trouble(size: int) -> None:
    result = repair(reading(("2024/h.csv", table(HEADER, *[head()] * size))))
    assert (len(result.episodes), len(result.children)) == (0, size)
