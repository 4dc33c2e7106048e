"""What holds of every forecast: nothing later is looked at, and neither order nor names nor neighbours matter."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from forecast_drawn import Child, areas, files, invented, lives, told, write
from hypothesis import given, settings
from hypothesis import strategies as st

from carecommons.children.returns.days import to_day
from carecommons.children.stays.lives import Lives, together
from carecommons.common.errors import NotNow, Refused
from carecommons.planning.forecast.categories import SPLITS, by_category
from carecommons.planning.forecast.engine import AreaForecast, Settings, summed
from carecommons.planning.forecast.made import Made, make, make_parts
from carecommons.planning.forecast.report import document, rows

MARCH = date(2023, 3, 31)
ONE = Settings(seed=1)
FEW = settings(max_examples=8, deadline=None)
SEEDS = st.integers(0, 10**6)


def made(children: Sequence[Child], as_at: date = MARCH, years: int = 3, seed: int = 1) -> Made:
    what = files(children, range(2019, as_at.year + 2))
    return make(lives(what, as_at), ("all",), as_at, years, Settings(seed=seed))


def corrected(children: Sequence[Child]) -> list[Child]:
    """The same children as a later return tells of them: other homes, other birthdays, other statuses."""
    anew = lambda stay: replace(stay, place="K2" if stay.place[0] == "U" else "U6", legal="V2")  # noqa: E731
    return [
        replace(each, birth=each.birth - timedelta(days=400), stays=tuple(anew(stay) for stay in each.stays))
        for each in children
    ]


# ------------------------------------------------------------------------------------- nothing later
@FEW
@given(SEEDS, st.dates(date(2021, 4, 1), date(2023, 3, 31)))
def test_nothing_after_the_day_changes_a_byte(seed: int, as_at: date) -> None:
    children = invented(80, seed)
    year = as_at.year + (as_at >= date(as_at.year, 4, 1))
    then = files(children, range(2019, year + 1), until=as_at)
    since = files(children, range(2019, year + 1)) + files(corrected(children), (year + 1, year + 2))
    later = [*since, (f"{year + 3}/episodes.csv", b"CHILD,DECOM\n,31/02/2029\n")]
    assert told(then, as_at) == told(later, as_at)


@FEW
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_the_files_changes_nothing(seed: int, random: Any) -> None:
    what = files(invented(80, seed), range(2019, 2024))
    shuffled = list(what)
    random.shuffle(shuffled)
    assert told(what, MARCH) == told(shuffled, MARCH)


def test_the_children_s_numbers_change_nothing() -> None:
    numbers = [replace(each, id=f"Z{997 - n}") for n, each in enumerate(invented(80, 3))]
    assert told(files(invented(80, 3), range(2019, 2024)), MARCH) == told(files(numbers, range(2019, 2024)), MARCH)


# ------------------------------------------------------------------------------------- what every forecast keeps
@FEW
@given(SEEDS, st.integers(3, 120), st.sampled_from([MARCH, date(2023, 3, 20), date(2022, 9, 30), date(2024, 2, 29)]))
def test_intervals_nest_hold_the_median_and_go_below_nobody(seed: int, number: int, as_at: date) -> None:
    children = invented(number, seed)
    children = [
        replace(children[0], birth=date(2015, 1, 1), stays=(replace(children[0].stays[0], end=None),)),
        *children,
    ]
    children[0] = replace(children[0], stays=(replace(children[0].stays[0], start=date(2020, 5, 1)),))
    for row in rows(made(children, as_at)):
        order = [row[key] for key in ("low95", "low80", "low50", "median", "high50", "high80", "high95")]
        assert order == sorted(order), row
        assert min(order[0], row["naive"], row["line"]) >= 0
        assert np.isfinite(order).all()


def test_the_first_date_is_the_next_31_march_and_a_few_days_are_less_sure_than_none() -> None:
    children = invented(200, 5)
    for as_at, first, months in (
        (date(2022, 9, 30), "2023-03-31", (6, 18)), (date(2023, 3, 25), "2023-03-31", (1, 12)),
        (MARCH, "2024-03-31", (12, 24)),
    ):  # fmt: skip
        one = made(children, as_at, years=2)
        assert (str(one.dates[0]), one.found.marks) == (first, months)
    soon, late = rows(made(children, date(2023, 3, 25), years=2))[4::5]
    assert 0 < soon["high80"] - soon["low80"] < late["high80"] - late["low80"]


def test_the_paths_of_all_children_are_the_sums_of_the_paths() -> None:
    names, several = areas({"a": 60, "b": 90, "c": 120}, MARCH)
    found = make(several, names, MARCH, 3, ONE).found
    whole = summed("all", found)
    assert np.array_equal(whole.paths, sum(area.paths for area in found.areas))
    assert np.allclose(whole.median, sum(area.median for area in found.areas))
    document_ = document(make(several, names, MARCH, 3, ONE))
    assert [row["area"] for row in document_["forecast"][::15]] == ["all", "a", "b", "c"]
    for row in document_["forecast"][:15]:
        parts = [r for r in document_["forecast"][15:] if (r["date"], r["category"]) == (row["date"], row["category"])]
        assert row["median"] == pytest.approx(sum(part["median"] for part in parts), abs=0.21)
        assert row["naive"] == sum(part["naive"] for part in parts)
        # Areas err apart in part: their sum is surer than the sum of their intervals, and less sure than each.
        widths = [part["high80"] - part["low80"] for part in parts]
        assert max(widths) * 0.8 < row["high80"] - row["low80"] < sum(widths)


def of(name: str, names: Sequence[str], several: Lives) -> AreaForecast:
    return make(several, tuple(names), MARCH, 3, ONE).found.areas[list(names).index(name)]


def test_neither_the_order_nor_the_names_of_other_areas_change_an_area() -> None:
    sizes, seeds = {"a": 60, "b": 90, "c": 120}, {"a": 1, "b": 2, "c": 3}
    straight = of("b", *areas(sizes, MARCH, seeds=seeds))
    turned = of("b", *areas(dict(reversed(sizes.items())), MARCH, seeds=seeds))
    renamed = of("b", *areas({"x": 60, "b": 90, "y": 120}, MARCH, seeds={"x": 1, "b": 2, "y": 3}))
    for other in (turned, renamed):
        assert np.array_equal(straight.paths, other.paths)
        assert np.array_equal(straight.low_total[95], other.low_total[95])


def test_areas_in_more_batches_than_one_stay_who_they_are() -> None:
    one = lives(files(invented(30, 1), range(2019, 2024)), MARCH)
    names = tuple(f"n{n:02}" for n in range(18))
    found = make(together([one] * 18), names, MARCH, 1, ONE).found
    assert [area.name for area in found.areas] == list(names)
    # Alike in all but their names, so each draws its own futures around one expectation.
    assert len({area.median.tobytes() for area in found.areas}) == 1
    assert len({area.paths.tobytes() for area in found.areas}) == 18


def test_twice_the_children_are_as_many_again_and_relatively_surer() -> None:
    once = invented(400, 7)
    twice = [*once, *(replace(each, id=f"{each.id}0000") for each in once)]
    single, double = made(once), made(twice)
    assert double.children[0] == 2 * single.children[0]
    one, two = (rows(each)[4::5] for each in (single, double))
    for a, b in zip(one, two, strict=True):
        assert b["median"] == pytest.approx(2 * a["median"], rel=0.04)
        assert (b["high80"] - b["low80"]) / b["median"] < 0.9 * (a["high80"] - a["low80"]) / a["median"]


def test_a_group_of_whom_nobody_ever_came_is_not_expected() -> None:
    some = [replace(each, alone=False) for each in invented(80, 2)]
    from carecommons.children.stays.flow import flow_on
    from carecommons.planning.forecast.expected import _who_comes

    one = lives(files(some, range(2019, 2024)), MARCH)
    flow = flow_on(one.spells(one.place * 0, until=to_day(MARCH)), to_day(MARCH), areas=1, states=1, years_back=1)
    alone, _, share = _who_comes(flow.tables.starts)
    assert alone.tolist() == [0] * len(alone)
    assert share.sum() == pytest.approx(1)


# ------------------------------------------------------------------------------------- the same bytes
def test_the_same_seed_gives_the_same_bytes_in_two_processes_and_another_seed_others(tmp_path: Path) -> None:
    folder = write(tmp_path, files(invented(80, 4), range(2019, 2024)))
    code = "import sys; from carecommons.cli.main import run; sys.exit(run(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "forecast", "--returns", str(folder), "--as-at", "2023-03-31"]
    one, two = (subprocess.run(command, capture_output=True, check=True).stdout for _ in range(2))
    other = subprocess.run([*command, "--seed", "2"], capture_output=True, check=True).stdout
    assert one == two != other
    assert one.count(b"\n") > 15


# ------------------------------------------------------------------------------------- parts
@pytest.mark.parametrize("by", sorted(SPLITS))
def test_parts_add_up_to_their_kind_of_home_in_every_path_and_in_the_medians(by: str) -> None:
    names, several = areas({"a": 60, "b": 150}, MARCH)
    whole = make(several, names, MARCH, 3, ONE)
    parts = make_parts(several, whole, SPLITS[by], ONE)
    assert len(set(parts.split.parts)) == len(parts.split.parts) > 4
    for area, each in zip(whole.found.areas, parts.found.areas, strict=True):
        for category in range(4):
            members = np.flatnonzero(parts.split.category == category)
            assert np.allclose(each.paths[..., members].sum(-1), area.paths[..., category], atol=1e-9)
            assert np.allclose(each.median[..., members].sum(-1), area.median[..., category], atol=1e-9)
            assert np.array_equal(each.naive[..., members].sum(-1), area.naive[..., category])
        assert np.all(each.low[95] <= each.low[50])
        assert np.all((each.low[80] <= each.median) & (each.median <= each.high[80]))
        assert each.low[95].min() >= 0


def test_rows_with_parts_hold_the_whole_of_each_kind_first_and_then_what_it_is_made_of() -> None:
    one = lives(files(invented(150, 6), range(2019, 2024)), MARCH)
    whole = make(one, ("all",), MARCH, 2, ONE)
    told_ = rows(whole, make_parts(one, whole, SPLITS["sector"], ONE))
    first = [row for row in told_ if row["date"] == "2024-03-31"]
    assert [row["part"] for row in first if row["category"] == "fostering"] == ["all", "own", "private", "voluntary"]
    assert [row["category"] for row in first][-1] == "total"
    for row in rows(whole):
        same = [each for each in told_ if (each["date"], each["category"]) == (row["date"], row["category"])]
        assert {key: value for key, value in same[0].items() if key != "part"} == row
        if len(same) > 1:
            assert sum(each["median"] for each in same[1:]) == pytest.approx(row["median"], abs=0.3)


def test_a_kind_of_home_in_which_nobody_ever_was_has_one_part_and_no_child() -> None:
    fostered = [
        replace(each, stays=tuple(replace(stay, place="U6") for stay in each.stays)) for each in invented(60, 8)
    ]
    one = lives(files(fostered, range(2019, 2024)), MARCH)
    whole = make(one, ("all",), MARCH, 1, ONE)
    parts = make_parts(one, whole, SPLITS["legal_status"], ONE)
    assert [part for kind, part in parts.split.parts if kind != "fostering"] == ["another"] * 3
    medians = parts.found.areas[0].median[0]
    assert medians.sum() == pytest.approx(whole.found.areas[0].median.sum())


@pytest.mark.parametrize(
    ("codes", "category"),
    [("U1 U2 U3 U4 U5 U6", 0), ("K2 R1 P3 S1", 1), ("H5 K3 P2", 2), ("K1 P1 R2 R3 R5 A3 Z1 T4", 3)],
)
def test_each_code_is_of_the_kind_that_the_forecast_names(codes: str, category: int) -> None:
    words = tuple(codes.split())
    assert by_category(np.arange(len(words)), words).state.tolist() == [category] * len(words)


# ------------------------------------------------------------------------------------- refusals
def test_refusals_say_what_and_what_next() -> None:
    children = invented(60, 9)
    one = lives(files(children, range(2019, 2024)), MARCH)
    for years in (0, 11, -1):
        with pytest.raises(Refused, match=f"reaches 1 to 10 years ahead, not {years}") as refused:
            make(one, ("all",), MARCH, years, ONE)
        assert refused.value.code == "forecast_years"
    late = date(2023, 6, 1)
    with pytest.raises(NotNow, match="end on 2023-03-31, before 2023-06-01. Give the return of the year") as short:
        make(lives(files(children, range(2019, 2024)), late), ("all",), late, 3, ONE)
    with pytest.raises(NotNow, match="begin on 2022-04-01: less than a year before 2022-12-31") as young:
        make(lives(files(children, (2023,)), date(2022, 12, 31)), ("all",), date(2022, 12, 31), 3, ONE)
    assert {short.value.code, young.value.code} == {"returns_too_short"}
    with pytest.raises(NotNow, match="nobody who was in care on 2015-03-31") as nobody:
        early = date(2015, 3, 31)
        make(lives(files(children, range(2019, 2024)), early), ("all",), early, 3, ONE)
    assert nobody.value.code == "nobody_in_care"


def test_one_return_is_enough_for_a_forecast_and_tests_nothing() -> None:
    one = made(invented(60, 9), date(2023, 3, 31))
    alone = make(lives(files(invented(60, 9), (2023,)), MARCH), ("all",), MARCH, 1, ONE)
    assert (len(one.record), alone.record) == (3, ())
    assert alone.found.weights == (0.9, 0.1, 0.0)
    assert document(alone)["backtest"] == []
