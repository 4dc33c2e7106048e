"""What programs send and are sent: pages that neither overlap nor leave a gap, and strict bodies."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from carecommons.common.texts import TEXT_MAX
from carecommons.common.wire import Body, Code, Count, Day, Id, Moment, Number, Text, Window, YesNo, cut, paged

AN_ID = "7d444840-9dc0-11d1-b245-5ffdce74fad2"


class Sent(Body):
    words: Text = ""
    code: Code = ""
    number: Number = 0
    count: Count = 0
    yes: YesNo = False
    on: Day | None = None
    at: Moment | None = None
    thing: Id | None = None


@given(st.lists(st.integers(), max_size=60), st.integers(1, 25))
def test_pages_one_after_another_are_the_whole_list_once(whole, limit):
    found, offset, pages = [], 0, 0
    while True:
        page = cut(whole, Window(limit=limit, offset=offset))
        assert (page.total, page.limit, page.offset) == (len(whole), limit, offset)
        assert len(page.items) <= limit
        found += page.items
        pages += 1
        if page.next is None:
            break
        assert page.next == offset + limit
        offset = page.next
    assert found == whole
    assert pages == max(1, -(-len(whole) // limit))


def test_beyond_the_end_there_is_nothing_and_no_page_follows():
    page = cut([1, 2, 3], Window(offset=10))
    assert (page.items, page.total, page.next) == ([], 3, None)


def test_a_part_that_the_database_cut_says_how_long_the_whole_is():
    page = paged((4, 5), Window(limit=2, offset=3), total=10)
    assert (page.items, page.total, page.next) == ([4, 5], 10, 5)


@pytest.mark.parametrize("asked", [{"limit": 0}, {"limit": 1001}, {"offset": -1}, {"offset": 2**31}])
def test_a_window_has_bounds(asked):
    with pytest.raises(ValidationError):
        Window(**asked)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("words", "a\x00b"), ("words", "x" * (TEXT_MAX + 1)), ("words", 3), ("words", None), ("code", "x" * 41),
        ("words", "\ud800"),
        ("number", "3"), ("number", True), ("number", 2**31), ("number", -(2**31)), ("number", 1.5),
        ("count", -1), ("count", 2**63), ("yes", 1), ("yes", "true"),
        ("on", "0001-01-01"), ("on", "2200-01-01"), ("on", "2026-02-30"), ("on", "20261120"), ("on", 0),
        ("on", "2026-11-20T00:00:00"), ("on", "２026-11-20"),
        ("at", "2026-11-20T12:00:00"), ("at", "2026-11-20"), ("at", 0), ("at", "0001-01-01T00:00:00+00:00"),
        ("thing", "7d4448409dc011d1b2455ffdce74fad2"), ("thing", f"urn:uuid:{AN_ID}"), ("thing", 1),
        ("other", 1),
    ],
    ids=ascii,
)  # fmt: skip
def test_what_cannot_be_kept_or_was_not_asked_is_refused(field, value):
    with pytest.raises(ValidationError):
        Sent.model_validate({field: value})


def test_what_is_written_as_described_is_taken():
    said = Sent.model_validate(
        {
            "words": "Ich möchte\nzu Oma 🏠", "number": -3, "count": 0, "yes": True, "on": "2026-11-20",
            "at": "2026-11-20T12:00:00+00:00", "thing": AN_ID,
        }
    )  # fmt: skip
    assert (said.number, said.yes, said.on) == (-3, True, date(2026, 11, 20))
    assert (said.at, said.thing) == (datetime(2026, 11, 20, 12, tzinfo=UTC), UUID(AN_ID))


def test_the_description_says_the_bounds():
    told = Sent.model_json_schema()["properties"]
    assert told["words"]["maxLength"] == TEXT_MAX
    assert told["words"]["pattern"] == r"^[^\x00]*$"
    assert told["count"]["minimum"] == 0
    assert Sent.model_json_schema()["additionalProperties"] is False
