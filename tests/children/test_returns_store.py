"""Storing the return: whole or not at all, once, replaced when corrected, by those who may, and in the register."""

from dataclasses import fields
from datetime import UTC, date, datetime
from uuid import uuid4

import numpy as np
import pytest
from returns_drawn import EPISODES, HEADER, episode, head, reading, table

from carecommons.children import counts, flows
from carecommons.children.actions import compare_returns, import_returns
from carecommons.children.models import ReturnedChild, ReturnedEpisode, ReturnTable
from carecommons.children.queries import kept_tables, stays_in_returns, years_in_returns
from carecommons.children.returns.read import Reading
from carecommons.children.returns.running import year_running
from carecommons.common.errors import Faulty, NotAllowed, Refused
from carecommons.common.postcodes import Found
from carecommons.people.roles import Person, Role
from carecommons.register.models import Entry

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
PLANNER = Person(role=Role.PLANNER, id=uuid4(), authorities=frozenset({"330", "331"}))

FIRST = (
    "2023/episodes.csv",
    table(EPISODES, episode("7", start="01/05/2022"), episode("8", "01/06/2022", end="01/07/2022", ended="E4A")),
)
FIRST_HEADER = ("2023/header.csv", table(HEADER, head("7"), head("8", sex="2", born="01/01/2020")))
SECOND = (
    "2024/episodes.csv",
    table(
        EPISODES,
        episode("7", start="01/05/2022", end="01/07/2023", ended="X1", moved="CARPL"),
        episode("7", start="01/07/2023", new="P", place="K2", provider="PR4", post="CD3 4EF", urn="1000002"),
        episode("9", start="01/08/2023", end="01/09/2023", ended="E4A"),
    ),
)


def store(*files: tuple[str, bytes], authority: str = "330", by: Person = PLANNER):  # type: ignore[no-untyped-def]
    return import_returns(authority=authority, reading=reading(*files), by=by, at=NOW)


def everything() -> tuple:  # type: ignore[type-arg]
    """All that is stored, as values."""
    return (
        sorted(ReturnTable.objects.values_list("authority", "year", "name", "sha256", "rows")),
        sorted((row.id, row.return_key, row.sex, row.birth_date) for row in ReturnedChild.objects.all()),
        sorted(ReturnedEpisode.objects.values_list("child_id", "start_day", "end_day", "place", "placement"), key=str),
        Entry.objects.count(),
    )


def without_ids() -> tuple:  # type: ignore[type-arg]
    """The longitudinal record by the children's own numbers."""
    rows = ReturnedChild.objects.all()
    children = [(row.return_key, row.sex, row.birth_date, row.first_year, row.last_year) for row in rows]
    key = {row.id: row.return_key for row in rows}
    spells = [
        (key[one.child_id], one.start_day, one.end_day, one.place, one.placement)
        for one in ReturnedEpisode.objects.all()
    ]
    return sorted(children), sorted(spells, key=str)


def known(key: str) -> ReturnedChild:
    """The child with this number in the return."""
    return next(row for row in ReturnedChild.objects.all() if row.return_key == key)


def test_a_return_is_stored_with_its_longitudinal_record() -> None:
    done = store(FIRST, FIRST_HEADER)
    assert (done.unchanged, done.children, done.episodes) == (False, 2, 2)
    assert years_in_returns("330") == (2023,)
    assert [(t.year, t.name, t.rows) for t in kept_tables("330")] == [(2023, "episodes", 2), (2023, "header", 2)]
    child = known("8")
    assert (child.sex, child.birth_date, child.first_year, child.last_year) == ("F", date(2020, 1, 1), 2023, 2023)


def test_a_later_year_is_linked_to_what_is_already_stored() -> None:
    store(FIRST, FIRST_HEADER)
    done = store(SECOND)
    assert (done.children, done.episodes) == (3, 4)
    stays = stays_in_returns("330", "7")
    assert [(s.start, s.end, s.place, s.placement) for s in stays] == [
        (date(2022, 5, 1), date(2023, 7, 1), "U6", 1),
        (date(2023, 7, 1), None, "K2", 2),
    ]
    assert stays_in_returns("330", "nobody") == ()


def test_years_may_come_in_any_order() -> None:
    store(FIRST, FIRST_HEADER)
    store(SECOND)
    forwards = without_ids()
    ReturnTable.objects.all().delete()
    ReturnedChild.objects.all().delete()
    store(SECOND)
    store(FIRST, FIRST_HEADER)
    assert without_ids() == forwards


def test_the_same_files_again_change_nothing_and_record_nothing() -> None:
    store(FIRST, FIRST_HEADER, SECOND)
    before = everything()
    done = store(FIRST, FIRST_HEADER, SECOND)
    assert (done.unchanged, done.changes, done.entry_id) == (True, (), None)
    assert done.as_dict()["unchanged"] is True
    assert everything() == before


def test_the_same_rows_in_another_writing_change_nothing() -> None:
    store(FIRST, FIRST_HEADER)
    before = everything()
    _, content = FIRST
    lines = content.decode().splitlines()
    rewritten = "\r\n".join([lines[0], lines[2], lines[1].replace("01/05/2022", "2022-05-01")]).encode("utf-8-sig")
    assert store(("2023/e.csv", rewritten)).unchanged
    assert everything() == before


def test_a_corrected_file_replaces_its_predecessor_and_says_what_changed() -> None:
    store(FIRST, FIRST_HEADER)
    child = known("7").id
    corrected = table(
        EPISODES, episode("7", start="01/05/2022", place="K2"),
        episode("6", "01/06/2022", end="01/07/2022", ended="E4A"),
        episode("5", "01/06/2022", end="01/07/2022", ended="E4A"),
    )  # fmt: skip
    done = store(("2023/episodes.csv", corrected), FIRST_HEADER)
    assert done.changes == ({"table": "episodes", "year": 2023, "added": 2, "removed": 1, "changed": 1},)
    assert [s.place for s in stays_in_returns("330", "7")] == ["K2"]
    assert stays_in_returns("330", "8") == ()
    assert known("7").id == child
    assert ReturnTable.objects.filter(name="episodes").count() == 1


def test_one_faulty_row_and_nothing_is_stored() -> None:
    store(FIRST, FIRST_HEADER)
    before = everything()
    bad = ("2024/episodes.csv", table(EPISODES, episode("7", start="31/02/2023"), episode("8", start="01/05/2023")))
    with pytest.raises(Faulty) as caught:
        store(bad)
    assert caught.value.code == "return_faulty"
    assert str(caught.value).startswith("Nothing was stored: the return holds 1 fault, each named")
    assert [(f.file, f.row, f.code) for f in caught.value.faults] == [("2024/episodes.csv", 2, "date_impossible")]
    assert everything() == before


def test_a_table_without_a_year_is_refused_with_what_to_do() -> None:
    with pytest.raises(Faulty) as caught:
        store(("header.csv", table(HEADER, head())))
    assert caught.value.code == "year_unknown"
    assert "say --year 2026" in caught.value.faults[0].message
    assert ReturnTable.objects.count() == 0


@pytest.mark.parametrize("year", [2028, 2062, 2099])
def test_a_year_that_has_not_begun_is_refused_wherever_the_year_was_said(year: int) -> None:
    """On 1 May 2026 the year to 31 March 2027 runs: no return can be of a later one."""
    given = (f"{year}/episodes.csv", table(EPISODES, episode("7", start="01/05/2022")))
    with pytest.raises(Faulty) as caught:
        store(given)
    assert [(f.file, f.code) for f in caught.value.faults] == [(given[0], "year_not_come")]
    assert "ends on 31 March 2027" in caught.value.faults[0].message
    assert (caught.value.code, ReturnTable.objects.count()) == ("year_not_come", 0)


def test_the_year_that_runs_may_be_stored_and_changes_on_the_first_of_april() -> None:
    assert store(("2027/episodes.csv", table(EPISODES, episode("7", start="15/04/2026")))).children == 1
    assert [year_running(date(2026, 3, day)) for day in (1, 31)] == [2026, 2026]
    assert year_running(date(2026, 4, 1)) == 2027


def test_a_check_compares_as_the_store_does_and_stores_nothing() -> None:
    def checked(*files: tuple[str, bytes], **more: bool) -> dict:  # type: ignore[type-arg]
        return compare_returns(authority="330", reading=reading(*files), by=PLANNER, at=NOW, **more)

    store(FIRST, FIRST_HEADER)
    before = everything()
    assert checked(FIRST, FIRST_HEADER)["would"] == {"unchanged": True, "changes": [], "refusal": None}
    fewer = ("2023/episodes.csv", table(EPISODES, episode("7", start="01/05/2022")))
    told = checked(fewer)
    assert told["accepted"]
    assert told["would"]["changes"] == [{"table": "episodes", "year": 2023, "added": 0, "removed": 1, "changed": 0}]
    early = checked(("2062/episodes.csv", fewer[1]))
    assert (early["accepted"], early["would"]["refusal"]["code"]) == (False, "year_not_come")
    assert [fault["code"] for fault in early["faults"]] == ["year_not_come"]
    assert everything() == before


def test_a_check_says_that_another_councils_return_would_be_refused() -> None:
    store(("2023/episodes.csv", twelve(1, start="01/05/2022")))
    strangers = reading(("2024/episodes.csv", twelve(500)))
    told = compare_returns(authority="330", reading=strangers, by=PLANNER, at=NOW)
    assert (told["accepted"], told["would"]["refusal"]["code"]) == (False, "return_of_another_council")
    ours = compare_returns(authority="330", reading=strangers, by=PLANNER, at=NOW, confirmed_ours=True)
    assert (ours["accepted"], ours["would"]["refusal"]) == (True, None)


def test_only_the_planner_of_that_council_may_compare() -> None:
    with pytest.raises(NotAllowed):
        compare_returns(authority="332", reading=reading(FIRST), by=PLANNER, at=NOW)


def test_only_the_planner_of_that_council_may_import() -> None:
    for who in (
        Person(role=Role.PLANNER, id=uuid4(), authorities=frozenset({"331"})),
        Person(role=Role.SOCIAL_WORKER, id=uuid4(), authorities=frozenset({"330"})),
        Person(role=Role.PUBLIC),
    ):
        with pytest.raises(NotAllowed):
            store(FIRST, by=who)
    assert everything() == ([], [], [], 0)


def test_a_council_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        store(FIRST, authority="999", by=Person(role=Role.PLANNER, id=uuid4(), authorities=frozenset({"999"})))
    assert caught.value.code == "authority_unknown"


def test_two_councils_are_kept_apart() -> None:
    store(FIRST, FIRST_HEADER)
    store(FIRST, FIRST_HEADER, authority="331")
    assert ReturnedChild.objects.count() == 4
    assert flows.known_years() == {"330": (2023,), "331": (2023,)}


def test_an_import_is_one_public_entry_that_names_no_council_and_no_number() -> None:
    done = store(FIRST, FIRST_HEADER)
    (entry,) = Entry.objects.filter(kind="returns_imported")
    assert entry.id == done.entry_id
    assert '"first_year":2023' in entry.public
    assert "330" not in entry.public


def test_nothing_is_left_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    from carecommons.children.actions import returns as act

    def broken(**_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(act, "record_entry", broken)
    with pytest.raises(OSError, match="disk is full"):
        store(FIRST, FIRST_HEADER)
    assert everything() == ([], [], [], 0)


def test_values_longer_than_any_code_are_cut_in_the_record_and_kept_in_the_table() -> None:
    odd = table(EPISODES, episode("7", place="X" * 300, end="01/07/2022", start="01/06/2022", ended="E4A"))
    store(("2023/episodes.csv", odd))
    assert [s.place for s in stays_in_returns("330", "7")] == ["X" * 40]
    assert store(("2023/episodes.csv", odd)).unchanged


# ------------------------------------------------------------------------------------- the doors for planning
RULES = {"threshold": 7, "round_to": 5}
BOTH = {"Camden": ("330",), "Both": ("330", "331")}


@pytest.fixture
def many() -> None:
    """Twelve children in one council and four in the other, all in care on 31 March 2024."""
    for authority, number in (("330", 12), ("331", 4)):
        lines = [
            episode(str(n), start="01/05/2023", place="K2" if n < 3 else "U6", provider="PR4" if n < 3 else "PR1")
            for n in range(number)
        ]
        left = [episode(f"L{n}", start="01/06/2023", end="01/09/2023", ended="E4A") for n in range(9)]
        heads = [head(str(n)) for n in range(number)]
        store(
            ("2024/episodes.csv", table(EPISODES, *lines, *left)), ("2024/header.csv", table(HEADER, *heads)),
            authority=authority,
        )  # fmt: skip


def test_counts_are_added_up_before_they_are_withheld(many: None) -> None:
    need = counts.need_on(date(2024, 3, 31), BOTH, distance_cut_miles=20, **RULES)
    assert need["Camden"]["place"].total.words == "10"
    assert need["Both"]["place"].total.words == "15"
    assert need["Both"]["age_band"].parts["10 to 12"].words == "15"


def test_no_small_number_can_be_worked_out_from_the_others(many: None) -> None:
    parts = counts.need_on(date(2024, 3, 31), BOTH, distance_cut_miles=20, **RULES)["Camden"]["place"].parts
    assert parts["Children's home"].words == "withheld"
    assert parts["Foster care with another carer"].words == "withheld"
    assert parts["With parents"].words == "0"


def test_a_year_of_care_is_counted_by_month_and_reason(many: None) -> None:
    year = counts.year_of_care(2024, BOTH, **RULES)["Both"]
    assert (year.starts.total.words, year.ends.total.words, year.moves.total.words) == ("35", "20", "0")
    assert year.ends.parts["September"].words == "20"
    assert year.ends_by_reason.parts["Went home to parents, as the care plan intended"].words == "20"
    assert year.starts_by_need.parts["Abuse or neglect"].words == "35"


def test_indicators_are_withheld_where_few_are_counted(many: None) -> None:
    given = {
        "placements_min": 3,
        "age_max": 15,
        "looked_after_months": 30,
        "same_place_months": 24,
        "first_time_days": 182,
    }
    answer = counts.indicators(2024, BOTH, **given, **RULES)
    both = answer["Both"]
    assert (both.many_placements.percent, both.many_placements.words) == (0.0, "0 %")
    assert both.long_in_place.words == "nobody to count"
    assert (both.right_first_time.whole.words, both.right_first_time.words) == ("35", "100 %")
    assert answer["Camden"].emergency_starts.words == "0 %"


def test_a_year_of_need_counts_those_who_left_as_well(many: None) -> None:
    need = counts.need_in(2024, BOTH, distance_cut_miles=20, **RULES)
    assert need["Both"]["sex"].total.words == "35"


def test_flows_hold_no_id_birth_date_postcode_or_word(many: None) -> None:
    flow = flows.placements(["330"])
    assert {f.name for f in fields(flow)} == {
        "authorities", "known_until", "authority", "age_months", "start_month", "days", "running", "place", "provider",
        "need", "alone", "first", "leaves",
    }  # fmt: skip
    assert (len(flow.days), int(flow.running.sum()), int(flow.leaves.sum()), int(flow.first.sum())) == (21, 12, 9, 21)
    assert sorted({int(d) for d in flow.days}) == [92, 336]
    assert sorted({int(m) for m in flow.age_months}) == [-1, 133]
    assert {int(m) for m in flow.start_month} == {23 * 12 + 4, 23 * 12 + 5}
    assert flow.known_until == date(2024, 3, 31)


def test_flows_of_councils_without_returns_are_empty() -> None:
    assert len(flows.placements(["330"]).days) == 0
    assert flows.known_years(["330"]) == {}


class SmallBook:
    """Three postcodes: two ten miles apart in two councils, one in Wales."""

    KNOWN = {
        "B1 1BB": (400_000, 300_000, "330"),
        "CV1 2BH": (416_093, 300_000, "331"),
        "CF10 3NP": (318_000, 176_000, ""),
    }

    def find(self, postcodes):  # type: ignore[no-untyped-def]
        rows = [self.KNOWN.get(p, (-1, -1, "")) for p in postcodes]
        return Found(*(np.array(column) for column in zip(*rows, strict=True)))


def test_distance_and_area_come_from_the_postcodes(monkeypatch: pytest.MonkeyPatch) -> None:
    from carecommons.children.actions import returns as act

    monkeypatch.setattr(act, "_postcodes", SmallBook)
    home = "B1 1BB"
    lines = [
        episode("6", home=home, post=home),
        episode("7", home=home, post="CV1 2BH"),
        episode("8", home=home, post="CF10 3NP"),
        episode("9", home="", post="CV1 2BH"),
    ]
    store(("2024/episodes.csv", table(EPISODES, *lines)))
    rows = sorted(ReturnedEpisode.objects.select_related("child"), key=lambda row: row.child.return_key)
    assert [row.place_postcode for row in rows] == ["B1 1BB", "CV1 2BH", "CF10 3NP", "CV1 2BH"]
    assert [(row.place_authority, row.distance_miles) for row in rows] == [
        ("330", 0.0),
        ("331", 10.0),
        ("", None),
        ("331", None),
    ]
    need = counts.need_on(date(2024, 3, 31), {"One": ["330"]}, distance_cut_miles=10, threshold=0, round_to=1)["One"]
    assert {label: shown.value for label, shown in need["distance"].parts.items()} == {
        "Under 10 miles": 1, "10 miles or more": 1, "Not known": 2,
    }  # fmt: skip
    assert {label: shown.value for label, shown in need["area"].parts.items()} == {
        "In the council's area": 1, "Outside the council's area": 2, "Not known": 1,
    }  # fmt: skip


def test_a_reading_survives_the_journey_from_the_child_process(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from carecommons.children.returns.apart import read_uploads, read_within_limits
    from carecommons.constitution.limits import upload_limits

    (tmp_path / "2023").mkdir()
    (tmp_path / FIRST[0]).write_bytes(FIRST[1])
    there: Reading = read_within_limits([tmp_path])
    assert there.tables[0].frame.equals(reading(FIRST).tables[0].frame)
    assert import_returns(authority="330", reading=there, by=PLANNER, at=NOW).episodes == 2
    assert read_uploads([("episodes.csv", FIRST[1])], upload_limits(date(2026, 11, 20))).years == (2023,)


def twelve(first: int, *, home: str = "", **more: str) -> bytes:
    return table(EPISODES, *(episode(str(n), home=home, **more) for n in range(first, first + 12)))


def refused_as_anothers(*files: tuple[str, bytes]) -> None:
    before = everything()
    with pytest.raises(Refused) as caught:
        store(*files)
    assert caught.value.code == "return_of_another_council"
    assert "--yes-it-is-ours" in str(caught.value)
    assert everything() == before


def test_another_councils_files_under_this_ones_code_are_refused_until_somebody_says_they_are_ours() -> None:
    store(("2023/episodes.csv", twelve(1, start="01/05/2022")))
    strangers = ("2024/episodes.csv", twelve(500))
    refused_as_anothers(strangers)
    refused_as_anothers(("2023/episodes.csv", twelve(500, start="01/05/2022")))
    assert store(("2024/episodes.csv", twelve(11, start="01/05/2022"))).children == 22
    ReturnTable.objects.filter(year=2024).delete()
    done = import_returns(authority="330", reading=reading(strangers), by=PLANNER, at=NOW, confirmed_ours=True)
    assert not done.unchanged


def test_homes_in_other_councils_areas_tell_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    class Book:
        def find(self, postcodes):  # type: ignore[no-untyped-def]
            codes = np.array([{"AB": "330", "CV": "331"}.get(p[:2], "") for p in postcodes], dtype="<U3")
            at = np.zeros(len(postcodes), dtype=np.int32)
            return Found(at, at, codes)

    monkeypatch.setattr("carecommons.children.actions.returns._postcodes", Book)
    refused_as_anothers(("2024/episodes.csv", twelve(1, home="CV1 2BH")))
    assert store(("2024/episodes.csv", twelve(1, home="AB1 2CD"))).children == 12
