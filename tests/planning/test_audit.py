"""The heart of the audit: places within places, tables, findings that print nothing that is withheld."""

from datetime import date

import pytest

from carecommons.common.errors import NotFound
from carecommons.common.places import Level
from carecommons.common.suppress import Shown
from carecommons.planning import ledgers
from carecommons.planning.audit import above, choices, headline, place_of, table
from carecommons.planning.supply import Around, Supply, source

TODAY = date(2026, 11, 20)
DEVON, CORNWALL, KENT, OLDHAM = "878", "908", "886", "353"
WITHHELD = Shown(None, "withheld")


def shown(count):
    return Shown(count, f"{count:,}")


def cells(*counts):
    return tuple(WITHHELD if count is None else shown(count) for count in counts)


# ------------------------------------------------------------------ places
def test_a_council_stands_in_its_region_and_the_nation():
    assert [place.kind for place in above(place_of(f"council:{DEVON}", TODAY), TODAY)] == ["region", "nation"]


def test_a_council_of_a_declared_group_is_seen_in_it_too():
    kinds = [place.kind for place in above(place_of(f"council:{OLDHAM}", TODAY), TODAY)]
    assert kinds == ["group", "region", "nation"]


def test_nothing_stands_above_the_nation():
    assert above(place_of("nation", TODAY), TODAY) == ()


@pytest.mark.parametrize(
    "code", ["", "council:", "council:000", "region:Atlantis", "group:none", "council:878 ", "878"]
)
def test_an_unknown_place_is_refused(code):
    with pytest.raises(NotFound) as refused:
        place_of(code, TODAY)
    assert refused.value.code == "place_unknown"


def test_a_planner_chooses_among_councils_with_returns_and_what_holds_them():
    offered = choices([KENT, DEVON], TODAY)
    assert [place.name for place in offered if place.kind == "council"] == ["Devon", "Kent"]
    assert {place.name for place in offered if place.kind == "region"} == {"South East", "South West"}
    assert offered[-1].code == "nation"


# ------------------------------------------------------------------ tables and findings
def test_rows_of_nobody_anywhere_are_left_out_and_withheld_rows_stay():
    parts = [dict(zip("abc", cells(0, None, 10), strict=True)), dict(zip("abc", cells(0, 0, 20), strict=True))]
    made = table("x", "Title", cells(15, 20), parts)
    assert [row.words for row in made.rows] == ["b", "c"]
    assert made.first == (("b", None), ("c", 10))
    assert [row.words for row in table("x", "Title", cells(15, 20), parts, keep_empty=True).rows] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("total", "counts", "said"),
    [
        (60, (30, 20, 10), "Title: “a” is the largest, 30 of 60"),
        (60, (30, 30, 0), "Title: “a” and “b” are the largest, 30 each of 60"),
        (60, (None, 40, None), "Title: “b” is the largest printed, 40 of 60"),
        (None, (None, None, None), "Title: too few to print, line by line"),
        (0, (0, 0, 0), "Title: nobody to count"),
    ],
)
def test_a_table_in_a_sentence_prints_nothing_that_is_withheld(total, counts, said):
    made = table("x", "Title", cells(total), [dict(zip("abc", cells(*counts), strict=True))], keep_empty=True)
    assert made.finding() == said


@pytest.mark.parametrize(
    ("total", "outside", "said"),
    [
        (160, 35, "160 children in care, about 2 in 10 of them living outside their council's area"),
        (400, 10, "400 children in care, fewer than 1 in 20 of them living outside their council's area"),
        (160, None, "160 children in care"),
        (None, None, "Too few children to print"),
        (0, 0, "0 children in care"),
    ],
)
def test_the_finding_prints_nothing_that_is_withheld(total, outside, said):
    (whole, part) = cells(total, outside)
    assert headline(whole, {"Outside the council's area": part}) == said


# ------------------------------------------------------------------ two ledgers
def domains(*levels):
    part = dict(zip(ledgers.LEVEL_WORDS, cells(*levels), strict=True))
    return {domain.code: [(shown(50), part)] for domain in ledgers.DOMAINS}


def test_every_part_of_life_has_six_lines_also_where_nobody_is_on_one():
    strata = [(shown(50), dict(zip(ledgers.STRATUM_WORDS, cells(20, 30, 0), strict=True)))]
    made = ledgers.general(strata, domains(10, 20, 0, None, None, 10))
    assert [part.name for part in made.parts][:3] == ["Feelings", "Trust in adults", "Behaviour"]
    assert all(len(part.table.rows) == 6 for part in made.parts)
    assert (
        made.headline == "Of 50 children without a specialist need, about 6 in 10 need daily help in some part of life"
    )


@pytest.mark.parametrize(("strata", "total"), [((None, None, 0), 50), ((None, None, None), None), ((0, 0, 0), 0)])
def test_the_general_finding_prints_nothing_that_is_withheld(strata, total):
    counts = [(cells(total)[0], dict(zip(ledgers.STRATUM_WORDS, cells(*strata), strict=True)))]
    said = ledgers.general(counts, domains(10, 20, 0, None, None, 10)).headline
    assert not any(sign.isdigit() for sign in said)


def special(flags, proved=None, claimed=None, children=20):
    every = {code: shown(0) for code in ledgers.FLAGS} | dict(flags)
    return ledgers.special(
        cells(children), [every], domains(0, 0, 10, 10, 0, 0), proved or {}, claimed or {}
    )  # fmt: skip


def test_a_category_stands_with_its_homes_and_one_of_nobody_and_no_home_is_left_out():
    made = special({"SP-ASD": shown(15), "SP-LDD": WITHHELD}, {"SP-ASD": (2, 5, 1), "SP-MED": (1, 1, 0)}, {"SP-ASD": 4})
    assert [each.code for each in made.categories] == ["SP-ASD", "SP-LDD", "SP-MED"]
    autism = made.categories[0]
    assert (autism.homes, autism.places, autism.free, autism.claimed) == (2, 5, 1, 4)
    assert (
        made.headline
        == "20 children have a specialist need; no home here has proved that it can meet learning disability"
    )


def test_categories_are_never_added_up():
    made = special({"SP-ASD": shown(15), "SP-LDD": shown(10)})
    assert not hasattr(made, "total")
    assert made.children.cells == cells(20)


@pytest.mark.parametrize(
    ("flags", "proved", "children", "said"),
    [
        ({}, {}, 0, "No child here has a specialist need on record"),
        ({"SP-ASD": WITHHELD}, {"SP-ASD": (1, 1, 1)}, None,
         "Some children have a specialist need; for each there is a home here that has proved it can meet it"),
        ({"SP-ASD": shown(10), "SP-LDD": shown(10)}, {}, 15,
         "15 children have a specialist need; no home here has proved that it can meet 2 of the categories"),
    ],
)  # fmt: skip
def test_the_specialist_finding_says_what_is_not_proved(flags, proved, children, said):
    assert special(flags, proved, children=children).headline == said


# ------------------------------------------------------------------ homes
def test_homes_are_summed_for_the_place_and_at_four_levels_for_a_council():
    counted = {
        "childrens_home": {DEVON: Supply(2, 6, 1), CORNWALL: Supply(1, 4, 0), KENT: Supply(5, 20, 3)},
        "none": {},
    }
    made = source(counted, {"childrens_home": "Children's home"}, [DEVON], Around(DEVON, TODAY, {}))
    assert [kind.words for kind in made.kinds] == ["Children's home"]
    assert made.kinds[0].here == Supply(2, 6, 1)
    assert [level.homes for level in made.kinds[0].levels] == [2, 1, 0, 5]
    assert made.total.levels[3] == Supply(5, 20, 3)
    assert len(made.levels) == len(Level)


def test_a_declared_group_counts_as_adjoining_and_wales_as_far_or_adjoining():
    around = Around(DEVON, TODAY, {"x": frozenset({DEVON, KENT})})
    assert around.level(KENT) is Level.ADJOINING
    assert around.level("W06000023") is Level.NATION
    assert around.level("999") is None


def test_a_place_of_many_councils_has_no_levels_and_unsaid_places_stay_unsaid():
    made = source({"supported_accommodation": {DEVON: Supply(2, None), KENT: Supply(1, 3)}}, {}, [DEVON, KENT], None)
    assert made.kinds[0].here == Supply(3, 3)
    assert (made.kinds[0].levels, made.levels) == ((), ())
    assert source({"x": {DEVON: Supply(2, None)}}, {}, [DEVON], None).total.here.places is None
