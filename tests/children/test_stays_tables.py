"""What happened to children, by cell, counted on paper beside each life. Invented data: no real child, ever."""

from datetime import date

import numpy as np
import pytest
from returns_drawn import EPISODES, HEADER, episode, head, linked, reading, table

from carecommons.children.returns.days import to_day
from carecommons.children.returns.link import Record, link
from carecommons.children.returns.repair import repair
from carecommons.children.stays.flow import flow_on, years_from
from carecommons.children.stays.lives import lives_of, together
from carecommons.children.stays.spells import Spells
from carecommons.children.stays.tables import MONTH_DAYS, Tables, stock, tabulate

AS_AT = to_day(date(2023, 3, 31))
FAMILY, HOME, OTHER = 0, 1, 2
TEN_TO_FIFTEEN, SEVENTEEN = 3, 6
LATER = {"post": "CD3 4EF", "urn": "1000002"}
THREE = [
    episode(start="01/05/2022", end="30/06/2022", ended="X1", moved="CARPL"),
    episode(start="30/06/2022", new="P", place="K2", end="10/10/2022", ended="X1", moved="CARPL", **LATER),
    episode(start="10/10/2022", new="P", end="20/12/2022", ended="E4A"),
]


def with_births(*rows: str, heads: list[str], alone: str = "") -> Record:
    files = [("2023/episodes.csv", table(EPISODES, *rows)), ("2023/header.csv", table(HEADER, *heads))]
    if alone:
        files.append(("2023/uasc.csv", table("CHILD,SEX,DOB,DUC", f"{alone},1,10/01/2006,")))
    return link(repair(reading(*files)))


def spells_of(record: Record) -> Spells:
    """Spells in families, children's homes and elsewhere."""
    lives = lives_of(record)
    kinds = np.array([FAMILY if code[:1] == "U" else HOME if code == "K2" else OTHER for code in lives.places])
    return lives.spells(kinds[lives.place], until=AS_AT)


def told(record: Record) -> list[tuple[int, date, date | None, int]]:
    """State, first day, last day and next state of each spell."""
    from carecommons.children.returns.days import to_date

    found = spells_of(record)
    return [
        (int(s), to_date(a), to_date(b), int(n))  # type: ignore[misc]
        for s, a, b, n in zip(found.state, found.start, found.end, found.following, strict=True)
    ]


def tables_of(record: Record) -> Tables:
    return tabulate(spells_of(record), AS_AT, areas=1, states=3)


def cells(counts: np.ndarray) -> dict[tuple[int, ...], float]:  # type: ignore[type-arg]
    """What is not nought, by place."""
    return {tuple(int(n) for n in at): float(counts[tuple(at)]) for at in np.argwhere(counts)}


# A child of ten comes on 1 May: 60 days in a family, 102 in a home, 71 in a family; then home again.
# Time in care changes its band after 30, 60, 90 and 180 days.
def test_a_life_of_three_episodes_is_counted_as_on_paper() -> None:
    tables = tables_of(with_births(*THREE, heads=[head(born="10/01/2012")]))
    a = TEN_TO_FIFTEEN
    days = {k: round(v * MONTH_DAYS, 6) for k, v in cells(tables.exposure).items()}
    assert days == {
        (0, 0, a, 0, FAMILY): 30, (0, 0, a, 1, FAMILY): 30, (0, 0, a, 2, HOME): 30, (0, 0, a, 3, HOME): 72,
        (0, 0, a, 3, FAMILY): 18, (0, 0, a, 4, FAMILY): 53,
    }  # fmt: skip
    assert cells(tables.moves) == {(0, 0, a, 1, FAMILY, HOME): 1, (0, 0, a, 3, HOME, FAMILY): 1}
    assert cells(tables.exits) == {(0, 0, a, 4, FAMILY): 1}
    # From 1 May 2022 to 10 January 2030 are 2,811 days: within the 93rd month.
    assert cells(tables.starts) == {(0, 0, 92, FAMILY): 1}
    # 364 days are three whole quarters, and a fourth that lacks a day or two; 1 May 2022 lies 334 days back.
    assert tables.quarterly.tolist() == [[[1, 0, 0, 0], [0, 0, 0, 0]]]


def test_an_area_beside_another_changes_nothing_in_it_and_both_add_up() -> None:
    one = lives_of(with_births(*THREE, heads=[head(born="10/01/2012")]))
    two = lives_of(with_births(episode("7", start="01/05/2022", place="K2"), heads=[head("7", born="01/01/2010")]))
    both = together([one, two])
    state = np.array([HOME if code == "K2" else FAMILY for code in both.places])[both.place]
    tables = tabulate(both.spells(state, until=AS_AT), AS_AT, areas=2, states=3)
    alone = tabulate(one.spells(np.array([0, 1, 0]), until=AS_AT), AS_AT, areas=1, states=3)
    assert np.array_equal(tables.exposure[0], alone.exposure[0])
    assert np.array_equal(tables.moves[0], alone.moves[0])
    assert tables.together().exits.sum() == tables.exits.sum() == 1
    assert tables.together().exposure.sum() == pytest.approx(tables.exposure.sum())


def test_the_birthday_is_no_exit_and_nobody_is_in_care_after_it() -> None:
    grown = episode(start="01/05/2022", end="10/01/2023", ended="E11")
    for end, exits in (("10/01/2023", 0), ("03/01/2023", 0), ("02/01/2023", 1)):
        record = with_births(grown.replace("10/01/2023", end), heads=[head(born="10/01/2005")])
        assert tables_of(record).exits.sum() == exits, end
    open_ = with_births(episode(start="01/05/2022"), heads=[head(born="10/01/2005")])
    assert told(open_) == [(FAMILY, date(2022, 5, 1), date(2023, 1, 10), -1)]
    assert len(stock(spells_of(open_), AS_AT, states=3).count) == 0
    assert tables_of(open_).exposure.sum() * MONTH_DAYS == pytest.approx(254)


def test_who_was_born_on_29_february_is_eighteen_on_1_march() -> None:
    record = with_births(episode(start="01/05/2020"), heads=[head(born="29/02/2004")])
    assert told(record)[0][2] == date(2022, 3, 1)


def test_a_promise_of_the_next_episode_bridges_the_gap() -> None:
    rows = [
        episode(start="01/05/2022", end="30/06/2022", ended="X1"),
        episode(start="04/07/2022", new="P", place="K2", **LATER),
    ]
    assert told(with_births(*rows, heads=[head()])) == [
        (FAMILY, date(2022, 5, 1), date(2022, 7, 4), HOME), (HOME, date(2022, 7, 4), None, -1),
    ]  # fmt: skip


def test_a_time_away_with_return_stays_in_the_home_and_one_without_is_elsewhere() -> None:
    away = episode(start="30/06/2022", new="P", place="T1", end="07/07/2022", ended="X1", post="H1 1HH", urn="")
    first = episode(start="01/05/2022", end="30/06/2022", ended="X1")
    back = with_births(first, away, episode(start="07/07/2022", new="P"), heads=[head()])
    assert told(back) == [(FAMILY, date(2022, 5, 1), None, -1)]
    gone = with_births(first, away, episode(start="07/07/2022", new="P", place="K2", **LATER), heads=[head()])
    assert [state for state, *_ in told(gone)] == [FAMILY, OTHER, HOME]


def test_short_breaks_are_no_care_here() -> None:
    for status in ("V3", "V4"):
        record = with_births(
            episode(start="01/05/2022", legal=status), episode("2", start="01/05/2022"), heads=[head(), head("2")]
        )
        assert spells_of(record).start.tolist() == [to_day(date(2022, 5, 1))]


def test_care_under_way_when_the_returns_begin_is_no_start_and_a_year_old_at_least() -> None:
    begun = with_births(episode(start="01/04/2022", new="P"), heads=[head()])
    assert tables_of(begun).starts.sum() == 0
    assert stock(spells_of(begun), AS_AT, states=3).months.tolist() == [23]
    # Told by the return itself, its start counts: also on the first day that the returns cover.
    told_ = with_births(episode(start="01/04/2022"), heads=[head()])
    assert tables_of(told_).starts.sum() == tables_of(told_).quarterly.sum() == 1
    earlier = with_births(episode(start="01/04/2021"), heads=[head()])
    assert tables_of(earlier).starts.sum() == 0
    assert stock(spells_of(earlier), AS_AT, states=3).months.tolist() == [23]
    # Exposure begins with the returns, not with the child: what was not seen teaches nothing.
    assert tables_of(earlier).exposure.sum() * MONTH_DAYS == pytest.approx(364)


def test_a_child_without_a_birthday_is_ten_when_they_came_and_is_counted_as_guessed() -> None:
    found = spells_of(linked(y2023=[*THREE, episode("2", start="01/05/2022")]))
    assert found.birthdays_guessed == 2
    assert found.eighteenth.tolist() == [to_day(date(2022, 5, 1)) + 2922] * 4


def test_an_unaccompanied_child_is_counted_apart() -> None:
    rows = (episode(start="01/05/2022"), episode("2", start="01/06/2022"))
    heads = [head(born="10/01/2006"), head("2", born="10/01/2006")]
    tables = tables_of(with_births(*rows, heads=heads, alone="2"))
    assert tables.starts.sum((0, 2, 3)).tolist() == tables.quarterly.sum((0, 2)).tolist() == [1, 1]


def test_the_stock_holds_each_child_once_by_what_is_left_and_what_is_behind() -> None:
    rows = [episode(str(n), start="01/05/2022") for n in (1, 2)] + [episode("3", start="01/02/2023", place="K2")]
    found = stock(
        spells_of(with_births(*rows, heads=[head(str(n), born="10/01/2006") for n in (1, 2, 3)])), AS_AT, states=3
    )
    # 10 January 2024 is 285 days away: within the tenth month. 334 and 58 days are ten months and one.
    assert (found.area.tolist(), found.alone.tolist()) == ([0, 0], [0, 0])
    assert (found.left.tolist(), found.months.tolist()) == ([10, 10], [1, 10])
    assert found.count.tolist() == [[0, 1, 0], [2, 0, 0]]


def test_what_an_earlier_day_knew_is_what_a_record_of_that_day_says() -> None:
    found = spells_of(with_births(*THREE, episode("2", start="01/03/2023"), heads=[head(), head("2")]))
    then = found.known_on(to_day(date(2022, 8, 1)))
    assert (then.start.tolist(), then.following.tolist()) == (found.start[:2].tolist(), [HOME, -1])
    assert then.counted(np.array([to_day(date(2022, 8, 1))]), 1, 3).tolist() == [[[0, 1, 0]]]


def test_the_history_holds_the_same_day_of_each_year_that_the_returns_cover() -> None:
    rows = [episode(start="01/05/2020"), episode("2", start="01/05/2021")]
    record = linked(y2021=rows[:1], y2022=rows, y2023=rows)
    flow = flow_on(spells_of(record), AS_AT, areas=1, states=3, years_back=4)
    assert flow.history[0, :, FAMILY].tolist() == [1, 2, 2]
    assert years_from(to_day(date(2024, 2, 29)), (-1, 4)) == [to_day(date(2023, 2, 28)), to_day(date(2028, 2, 29))]


def test_some_areas_of_a_flow_are_numbered_anew() -> None:
    several = together(
        [
            lives_of(linked(y2023=[episode(str(m), start="01/05/2022", place=code) for m in range(n)]))
            for code, n in (("U6", 1), ("K2", 2))
        ]
        * 2
    )
    flow = flow_on(several.spells(several.place % 2, until=AS_AT), AS_AT, areas=4, states=2, years_back=1)
    part = flow.part(slice(1, 3))
    assert part.stock.area.tolist() == [0, 1]
    assert np.array_equal(part.tables.exposure, flow.tables.exposure[1:3])
    assert np.array_equal(part.history, flow.history[1:3])


def test_nobody_is_counted_of_nothing() -> None:
    found = spells_of(linked(y2023=[]))
    assert len(found) == 0
    assert tabulate(found, AS_AT, areas=1, states=3).exposure.sum() == 0
    assert len(stock(found, AS_AT, states=3).count) == 0
