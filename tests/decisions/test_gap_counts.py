"""What was missing is named once, each thing with the part of life that it belongs to."""

from carecommons.decisions.gaps import gaps_of


def test_a_gap_is_named_once_whether_by_the_person_or_by_the_list():
    gaps = gaps_of(["Feelings", "feelings", "A quiet room", " "], ["Feelings", "Friends"])
    assert [(gap.missing, gap.domain) for gap in gaps] == [
        ("Feelings", "EMO"),
        ("Friends", "SOC"),
        ("A quiet room", ""),
    ]
