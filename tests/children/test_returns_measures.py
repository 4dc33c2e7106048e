"""The figures of the audit on small drawn lives, each counted by hand."""

from datetime import date

import numpy as np
import pytest

from carecommons.children.returns import measures
from carecommons.children.returns.days import OPEN, to_day, year_end
from carecommons.children.returns.measures import Facts

MARCH = year_end(2024)


def day(text: str) -> int:
    """dd/mm/yyyy as a number; "" is OPEN."""
    if not text:
        return OPEN
    d, m, y = (int(part) for part in text.split("/"))
    return to_day(date(y, m, d))


def lives(*rows: tuple, children: dict[int, dict] | None = None) -> Facts:  # type: ignore[type-arg]
    """Facts from rows (child, start, end, facts): periods and placements are 1 unless the row says otherwise."""
    given = children or {}
    number = max((row[0] for row in rows), default=-1) + 1
    whole = [
        {"authority": 0, "born": "02/03/2012", "sex": "F", "ethnic": "WBRI", **given.get(n, {})} for n in range(number)
    ]
    plain = {
        "began": "S", "legal": "C2", "need": "N1", "place": "U6", "provider": "PR1", "ended": "", "moved": "",
        "period": 1, "placement": 1, "inside": -1, "miles": np.nan,
    }  # fmt: skip
    full = [plain | (row[3] if len(row) > 3 else {}) for row in rows]
    text = lambda name: np.array([f[name] for f in full], np.str_) if full else np.zeros(0, "<U1")  # noqa: E731
    return Facts(
        authorities=("330", "331"),
        authority=np.array([c["authority"] for c in whole], np.int64),
        birth=np.array([day(c["born"]) for c in whole], np.int64),
        sex=np.array([c["sex"] for c in whole], np.str_),
        ethnic=np.array([c["ethnic"] for c in whole], np.str_),
        alone=np.array([bool(c.get("alone")) for c in whole], bool),
        alone_until=np.array([day(c.get("alone", "")) for c in whole], np.int64),
        child=np.array([row[0] for row in rows], np.int64),
        start=np.array([day(row[1]) for row in rows], np.int64),
        end=np.array([day(row[2]) for row in rows], np.int64),
        **{n: text(n) for n in ("began", "legal", "need", "place", "provider", "ended", "moved")},
        period=np.array([f["period"] for f in full], np.int64),
        placement=np.array([f["placement"] for f in full], np.int64),
        inside=np.array([f["inside"] for f in full], np.int64),
        miles=np.array([f["miles"] for f in full], np.float64),
    )


def said(cube: measures.Cube, authority: int = 0) -> dict[str, int]:
    """The labels that were counted at all, with their counts."""
    return {label: int(n) for label, n in zip(cube.labels, cube.counts[authority], strict=True) if n}


def share(answer: measures.Share) -> tuple[int, int]:
    return int(answer.part[0]), int(answer.whole[0])


# ------------------------------------------------------------------------------------- on a day
def test_a_child_is_in_care_until_the_day_on_which_care_ceased() -> None:
    facts = lives(
        (0, "01/05/2023", "31/03/2024"), (1, "01/05/2023", "01/04/2024"), (2, "31/03/2024", ""), (3, "01/04/2024", "")
    )
    assert facts.child[measures.in_care(facts, MARCH)].tolist() == [1, 2]


def test_short_breaks_are_not_counted() -> None:
    facts = lives(
        (0, "01/05/2023", "", {"legal": "V3"}),
        (1, "01/05/2023", "", {"legal": "V4"}),
        (2, "01/05/2023", "", {"legal": "V2"}),
    )
    assert facts.child[measures.in_care(facts, MARCH)].tolist() == [2]


def test_need_on_a_day_is_counted_along_every_dimension() -> None:
    facts = lives(
        (0, "01/05/2023", "", {"inside": 1, "miles": 19.9, "place": "U1"}),
        (1, "01/05/2023", "",
         {"inside": 0, "miles": 20.0, "place": "K2", "provider": "PR4", "need": "N8", "legal": "V2"}),
        (2, "01/05/2023", "", {"place": "?", "provider": "", "need": "", "legal": "C1"}),
        children={
            0: {"born": "01/04/2019"},
            1: {"born": "31/03/2008", "sex": "M", "ethnic": "BAFR", "alone": "31/03/2026"},
            2: {"born": "", "sex": "", "ethnic": "??", "authority": 1},
        },
    )  # fmt: skip
    need = measures.need_on(facts, MARCH, distance_cut_miles=20)
    assert list(need) == [
        "age_band", "sex", "ethnicity", "unaccompanied", "legal_status", "need", "place", "provider", "area",
        "distance",
    ]  # fmt: skip
    assert said(need["age_band"]) == {"0 to 4": 1, "16 to 17": 1}
    assert said(need["age_band"], 1) == {"Not known": 1}
    assert said(need["sex"]) == {"Female": 1, "Male": 1}
    assert said(need["ethnicity"]) == {"White": 1, "Black": 1}
    assert said(need["ethnicity"], 1) == {"Not known": 1}
    assert said(need["unaccompanied"]) == {"Unaccompanied": 1, "Not unaccompanied": 1}
    assert said(need["legal_status"]) == {
        "Full care order": 1, "Accommodated by agreement, single period (section 20)": 1,
    }  # fmt: skip
    assert said(need["need"]) == {"Abuse or neglect": 1, "Absent parenting": 1}
    assert said(need["place"]) == {"Foster care with a relative or friend": 1, "Children's home": 1}
    assert said(need["place"], 1) == {"Not known": 1}
    assert said(need["provider"]) == {"The council's own": 1, "Private provision": 1}
    assert said(need["area"]) == {"In the council's area": 1, "Outside the council's area": 1}
    assert said(need["area"], 1) == {"Not known": 1}
    assert said(need["distance"]) == {"Under 20 miles": 1, "20 miles or more": 1}


def test_the_status_of_an_unaccompanied_child_ends() -> None:
    facts = lives((0, "01/05/2023", ""), children={0: {"alone": "31/03/2024"}})
    assert said(measures.need_on(facts, MARCH, distance_cut_miles=20)["unaccompanied"]) == {"Not unaccompanied": 1}
    assert said(measures.need_on(facts, MARCH - 1, distance_cut_miles=20)["unaccompanied"]) == {"Unaccompanied": 1}


def test_need_in_a_year_counts_each_child_once_as_last_in_care() -> None:
    facts = lives(
        (0, "01/05/2022", "01/09/2023", {"place": "U6", "ended": "X1"}),
        (0, "01/09/2023", "01/12/2023", {"place": "K2", "ended": "E4A", "placement": 2}),
        (1, "01/05/2022", "01/04/2023"),
        (2, "01/05/2023", "01/06/2023"),
    )
    need = measures.need_in(facts, 2024, distance_cut_miles=20)
    assert said(need["place"]) == {"Children's home": 1, "Foster care with another carer": 1}


def test_nobody_is_counted_as_nobody() -> None:
    need = measures.need_on(lives(), MARCH, distance_cut_miles=20)
    assert all(int(cube.counts.sum()) == 0 for cube in need.values())


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [("29/02/2012", "28/02/2023", 10), ("29/02/2012", "01/03/2023", 11), ("02/03/2012", "01/03/2023", 10),
     ("02/03/2012", "02/03/2023", 11), ("02/03/2012", "02/03/2012", 0), ("03/03/2012", "02/03/2012", -1)],
)  # fmt: skip
def test_ages_are_completed_years(born: str, on: str, age: int) -> None:
    assert measures.ages(np.array([day(born)]), np.array([day(on)])).tolist() == [age]


# ------------------------------------------------------------------------------------- in a year
A_YEAR = lives(
    (0, "30/04/2023", "01/09/2023", {"ended": "X1", "moved": "CARPL"}),
    (0, "01/09/2023", "10/01/2024", {"ended": "X1", "placement": 2}),
    (0, "10/01/2024", "31/03/2024", {"ended": "E4A", "legal": "E1", "placement": 2, "began": "L"}),
    (1, "01/04/2022", "15/09/2023", {"ended": "X1", "moved": "CREQB"}),
    (1, "15/09/2023", "", {"placement": 2}),
    (2, "01/04/2024", ""),
    (3, "05/05/2023", "08/05/2023", {"ended": "E8", "legal": "V4"}),
)


def test_starts_ends_and_moves_fall_in_their_months() -> None:
    starts, ends, moves = measures.starts(A_YEAR, 2024), measures.ends(A_YEAR, 2024), measures.moves(A_YEAR, 2024)
    assert said(measures.by_month(A_YEAR, starts, A_YEAR.start[starts])) == {"April": 1}
    assert said(measures.by_month(A_YEAR, ends, A_YEAR.end[ends])) == {"March": 1}
    assert said(measures.by_month(A_YEAR, moves, A_YEAR.end[moves])) == {"September": 2}


def test_moves_and_ends_are_counted_by_what_their_codes_mean() -> None:
    ends, moves = measures.ends(A_YEAR, 2024), measures.moves(A_YEAR, 2024)
    assert said(measures.by_code(A_YEAR, moves, A_YEAR.moved[moves], "REASON_PLACE_CHANGE")) == {
        "The care plan": 1, "Carer asked, because of the child's behaviour": 1,
    }  # fmt: skip
    assert said(measures.by_code(A_YEAR, ends, A_YEAR.ended[ends], "REC")) == {
        "Went home to parents, as the care plan intended": 1
    }


def test_ni62_counts_the_placements_of_the_year_only() -> None:
    def placed(child: int, *days: str) -> list[tuple]:  # type: ignore[type-arg]
        ends = [*days[1:], ""]
        return [(child, s, e, {"placement": n}) for n, (s, e) in enumerate(zip(days, ends, strict=True), 1)]

    facts = lives(
        *placed(0, "01/05/2020", "01/06/2023", "01/07/2023"),  # three in the year, the first begun before it
        *placed(1, "01/05/2020", "01/06/2021", "01/07/2023"),  # two in the year
        *placed(2, "01/05/2023", "01/06/2023", "01/07/2023", "01/08/2023"),  # four
        *placed(3, "01/05/2019", "01/04/2023", "01/07/2023"),  # the first ceased as the year began
    )
    assert share(measures.many_placements(facts, 2024, at_least=3)) == (2, 4)


def test_ni62_does_not_count_those_who_left() -> None:
    facts = lives((0, "01/05/2023", "01/06/2023"), (0, "01/06/2023", "01/07/2023", {"placement": 2}),
                  (0, "01/07/2023", "01/08/2023", {"placement": 3}))  # fmt: skip
    assert share(measures.many_placements(facts, 2024, at_least=3)) == (0, 0)


def test_ni63_asks_age_length_of_care_and_length_in_place() -> None:
    facts = lives(
        (0, "30/09/2021", ""),  # long in care, long in place
        (1, "01/10/2021", ""),  # a day too short in care
        (2, "01/05/2020", "01/04/2022", {"ended": "X1"}),
        (2, "01/04/2022", "", {"placement": 2}),  # long in care, a day too short in place
        (3, "01/05/2020", ""),  # sixteen
        (4, "01/05/2020", "01/01/2023", {"ended": "X1"}),
        (4, "01/01/2023", "", {"placement": 2, "place": "A4"}),  # placed for adoption: both places together
        (5, "01/05/2020", "01/01/2023", {"ended": "X1"}),
        (5, "01/01/2023", "", {"placement": 1, "legal": "E1"}),  # status changed, place did not
        children={3: {"born": "31/03/2008"}},
    )
    answer = measures.long_in_place(facts, 2024, age_max=15, looked_after_months=30, same_place_months=24)
    assert share(answer) == (3, 4)


def test_right_first_time_is_lasting_or_ending_as_planned() -> None:
    facts = lives(
        (0, "01/05/2023", ""),  # lasts
        (1, "01/05/2023", "30/10/2023", {"ended": "X1", "moved": "CREQB"}),  # 182 days, then broke down
        (1, "30/10/2023", "", {"placement": 2}),  # begun too late to tell
        (2, "01/05/2023", "29/10/2023", {"ended": "X1", "moved": "CREQB"}),  # 181 days
        (2, "29/10/2023", "", {"placement": 2}),
        (3, "01/05/2023", "01/06/2023", {"ended": "X1", "moved": "CARPL"}),  # the plan
        (3, "01/06/2023", "", {"placement": 2}),  # lasts
        (4, "01/05/2023", "01/06/2023", {"ended": "E4A"}),  # home as planned
        (5, "01/05/2023", "01/06/2023", {"ended": "E4B"}),  # home, not as planned
    )
    answer = measures.right_first_time(facts, 2024, days=182, known_until=day("01/02/2024"))
    assert share(answer) == (5, 7)


def test_starts_in_an_emergency_are_told_by_legal_status() -> None:
    facts = lives((0, "01/05/2023", "", {"legal": "L1"}), (1, "01/05/2023", ""), (2, "01/05/2022", "", {"legal": "L2"}))
    assert share(measures.emergency_starts(facts, 2024)) == (1, 2)


def test_every_place_code_of_every_year_has_a_word() -> None:
    from carecommons.children.returns.labels import PLACES
    from carecommons.children.returns.tables import codes

    assert set(codes("episodes", "PLACE")) == set(PLACES)
