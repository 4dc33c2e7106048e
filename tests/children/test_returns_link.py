"""Placements and periods of care: what is a move, and what only looks like one."""

import numpy as np
from returns_drawn import episode, kinds, linked

from carecommons.children.returns.days import to_date
from carecommons.children.returns.link import Record

LATER = {"post": "CD3 4EF", "urn": "1000002"}


def spells(record: Record) -> list[tuple[int, str, str, int]]:
    """The child's period, first and last day, and number in the period, of each placement."""
    p = record.placements
    write = lambda d: day.strftime("%d/%m/%Y") if (day := to_date(d)) else ""  # noqa: E731
    return [(int(a), write(b), write(c), int(n)) for a, b, c, n in zip(p.period, p.start, p.end, p.number, strict=True)]


def test_a_change_of_status_only_is_no_move() -> None:
    record = linked(y2024=[episode(end="01/08/2023", ended="X1"), episode(start="01/08/2023", new="L", legal="E1")])
    assert spells(record) == [(0, "01/05/2023", "", 1)]
    assert kinds(record) == {"same_carer_joined": 1}


def test_another_place_with_the_same_carer_is_no_move() -> None:
    for new in ("T", "U"):
        moved = episode(start="01/08/2023", new=new, place="U4", **LATER)
        record = linked(y2024=[episode(end="01/08/2023", ended="X1", moved="PLACE"), moved])
        assert len(spells(record)) == 1


def test_another_carer_is_a_move() -> None:
    for new in ("P", "B"):
        record = linked(
            y2024=[episode(end="01/08/2023", ended="X1", moved="CARPL"), episode(start="01/08/2023", new=new, **LATER)]
        )
        assert spells(record) == [(0, "01/05/2023", "01/08/2023", 1), (0, "01/08/2023", "", 2)]


def test_a_temporary_absence_with_return_is_no_move() -> None:
    record = linked(
        y2024=[
            episode(end="01/08/2023", ended="X1"),
            episode(
                start="01/08/2023", new="P", place="T1", provider="PR3", end="09/08/2023", ended="X1", post="H1 1HH",
                urn="",
            ),
            episode(start="09/08/2023", new="P"),
        ]
    )  # fmt: skip
    assert spells(record) == [(0, "01/05/2023", "", 1)]
    assert record.home.tolist() == [0, 0, 2]
    assert kinds(record) == {"absence_joined": 1}


def test_two_absences_in_a_row_with_return_are_no_move() -> None:
    record = linked(
        y2024=[
            episode(end="01/08/2023", ended="X1"),
            episode(start="01/08/2023", new="P", place="T1", end="05/08/2023", ended="X1", **LATER),
            episode(start="05/08/2023", new="P", place="T3", end="09/08/2023", ended="X1", **LATER),
            episode(start="09/08/2023", new="P", end="01/09/2023", ended="E4A"),
        ]
    )
    assert spells(record) == [(0, "01/05/2023", "01/09/2023", 1)]


def test_an_absence_without_return_is_a_placement_of_its_own() -> None:
    record = linked(
        y2024=[
            episode(end="01/08/2023", ended="X1"),
            episode(start="01/08/2023", new="P", place="T4", end="05/08/2023", ended="X1", post="H1 1HH", urn=""),
            episode(start="05/08/2023", new="P", **LATER),
        ]
    )
    assert [n for *_, n in spells(record)] == [1, 2, 3]


def test_care_that_ends_and_begins_anew_is_two_periods() -> None:
    for start in ("01/08/2023", "02/08/2023"):
        record = linked(y2024=[episode(end="01/08/2023", ended="E4A"), episode(start=start, new="S")])
        assert [p for p, *_ in spells(record)] == [0, 1]
        assert record.periods.from_start.tolist() == [True, True]


def test_two_children_never_share_a_period() -> None:
    record = linked(y2024=[episode("1", end="01/08/2023", ended="X1"), episode("2", start="01/08/2023", new="L")])
    assert record.period.tolist() == [0, 1]
    assert record.periods.from_start.tolist() == [True, False]


def test_a_row_that_does_not_tell_why_it_begins_goes_on_in_the_same_home() -> None:
    same = linked(y2024=[episode(end="01/08/2023", ended="X1"), episode(start="01/08/2023", new="")])
    other = linked(y2024=[episode(end="01/08/2023", ended="X1"), episode(start="01/08/2023", new="", **LATER)])
    assert (len(spells(same)), len(spells(other))) == (1, 2)


def test_every_episode_lies_in_one_placement_and_one_period() -> None:
    record = linked(
        y2023=[episode(start="01/05/2022"), episode("2", start="01/06/2022", end="01/07/2022", ended="E4A")],
        y2024=[
            episode(start="01/05/2022", end="01/08/2023", ended="X1"),
            episode(start="01/08/2023", new="P", **LATER),
        ],
    )
    for spell, table in ((record.placement, record.placements), (record.period, record.periods)):
        assert np.array_equal(np.unique(spell), np.arange(len(table.first)))
        assert np.array_equal(spell[table.first], spell[table.last])


def test_nothing_links_to_nothing() -> None:
    record = linked(y2024=[])
    assert (len(record.episodes), len(record.placements.child), len(record.periods.child)) == (0, 0, 0)
