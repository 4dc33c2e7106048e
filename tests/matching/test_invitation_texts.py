"""Nothing that a home reads before a list could tell who a child is; and the clock and the answers of a round."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from carecommons.children.alike import Alike
from carecommons.children.needs import DOMAINS, FLAGS
from carecommons.common.errors import Faulty, NotNow, ReasonMissing
from carecommons.constitution.parameters import listed
from carecommons.matching.invitation.anonymous import NO_BAND, WIDER_BAND, Facts, profile_to_send
from carecommons.matching.invitation.clocks import CLOCKS, Times, clock_of, closes_at
from carecommons.matching.invitation.replies import DECLINE_REASONS, Reply, check_reply
from carecommons.matching.invitation.scanning import (
    EVERYDAY,
    HOMES_AND_WORDS,
    OF_ANY_HOME,
    Known,
    check_releasable,
    fold,
    parts,
    scan,
)
from carecommons.matching.invitation.states import (
    INVITATION_NEXT,
    INVITATION_WORDS,
    ROUND_NEXT,
    ROUND_WORDS,
    check_invitation_next,
    check_round_next,
    round_state_at,
)
from carecommons.matching.referral import STAYS, WHYS
from carecommons.provision.homes import KINDS

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BANDS = ("0 to 4", "5 to 9", "10 to 12", "13 to 15", "16 to 17")
NAMES = some.text("abcdefghijklmnopqrstuvwxyzéöç", min_size=3, max_size=12).filter(
    lambda name: fold(name) not in EVERYDAY
)
WORDS = some.lists(
    some.sampled_from(
        ["likes", "trains", "and", "a", "calm", "start", "to", "the", "day", "with", "help", "at", "breakfast"]
    ),
    max_size=12,
)
POSTCODES = some.from_regex(r"\A[A-Z]{1,2}[0-9]{1,2} [0-9][A-Z]{2}\Z")


@given(NAMES, WORDS, WORDS, some.sampled_from([str.lower, str.upper, str.title]))
def test_a_name_of_the_record_is_found_wherever_it_stands_and_however_it_is_written(
    name, before, after, written
) -> None:
    for ending in ("", "’s", "'s", "s", ",", "."):
        text = " ".join([*before, written(name) + ending, *after])
        with pytest.raises(Faulty):
            check_releasable(text, Known(names=frozenset({f"My friend {name}"})), field="narrative", read=True)


@given(POSTCODES, WORDS, some.sampled_from([str.lower, str.upper]), some.sampled_from(["", " "]))
def test_a_postcode_is_found_whoever_it_belongs_to(postcode, before, written, blank) -> None:
    text = " ".join([*before, written(postcode.replace(" ", blank))])
    with pytest.raises(Faulty):
        check_releasable(text, Known(), field="narrative", read=True)


@given(
    some.dates(), some.sampled_from(["%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d", "%d %B %Y", "%d %b", "%B %Y", "in %Y"]), WORDS
)
def test_a_date_is_found_in_every_common_form(day, form, before) -> None:
    day = day.replace(year=1950 + day.year % 100, day=min(day.day, 28))
    with pytest.raises(Faulty):
        check_releasable(" ".join([*before, day.strftime(form)]), Known(), field="narrative", read=True)


@pytest.mark.parametrize(
    "words", ["07700 900123", "+44 1622 000000", "a.b@c.org", "www.example.org", "H-7KX2M", "123456"]
)
def test_telephones_addresses_and_references_are_found(words) -> None:
    assert any(find.never for find in scan(f"ask {words} now", Known()))


@given(WORDS, NAMES)
def test_the_parts_of_a_marked_text_are_the_text(words, name) -> None:
    text = " ".join([*words, name.title(), *words])
    assert "".join(part.text for part in parts(text, scan(text, Known()))) == text


def test_a_capital_in_the_middle_is_read_by_a_person_and_plain_words_by_nobody() -> None:
    assert scan("Likes trains. Sleeps well on Monday, with a GP nearby.", Known()) == ()
    marked = scan("Supports Arsenal and goes to Margate.", Known(areas=frozenset({"Margate"})))
    assert [(find.text, find.never) for find in marked] == [("Arsenal", False), ("Margate", False)]
    with pytest.raises(ReasonMissing):
        check_releasable("Supports Arsenal.", Known(), field="narrative", read=False)
    check_releasable("Supports Arsenal.", Known(), field="narrative", read=True)


# ---------------------------------------------------------------------------------------------- homes
def homes_in(text: str, *names: str) -> list[str]:
    return [find.text for find in scan(text, Known(homes=frozenset(names))) if find.never and find.kind == "home"]


@pytest.mark.parametrize(
    ("names", "text", "found"),
    [
        (("Alder House",), "She has settled at Alder.", ["Alder"]),
        (("Alder House",), "the child goes to ALDER  HOUSE now", ["ALDER  HOUSE"]),
        (("Alder House",), "Alder's garden helps her.", ["Alder"]),
        (("Alder",), "she likes it at alder", ["alder"]),
        (("Invented Alder Ltd",), "run by invented alder, she says", ["invented alder"]),
        (("Bright Futures Care Ltd",), "With Bright-Futures she was calm.", ["Bright-Futures"]),
        (("St. Mary's",), "at St Mary’s she slept well", ["St Mary’s"]),
        (("Long Cottage",), "it cannot go on for as long as was hoped", []),
        (("Long Cottage",), "she has been at Long for a year", ["Long"]),
        (("Long Cottage",), "she is happy at long cottage", ["long cottage"]),
        (("The Lodge",), "She lived at The Lodge.", ["The Lodge"]),
        (("Hope House",), "She left Hope. We hope that she sleeps.", ["Hope"]),
        (("Hope",), "we hope so", []),
        # What any home may be called names none, and words of every day stay words.
        (("The Lodge",), "a lodge in the woods", []),
        (("Foster family",), "She would like a foster family.", []),
        (("With parents",), "She lived with parents of a friend.", []),
        (("Care Ltd",), "She needs care.", []),
        (("Alder House",), "Baldering is her word for it, and calder too.", []),
        ((), "She has settled at Alder.", []),
    ],
)
def test_a_home_of_the_child_and_who_runs_it_are_found_and_words_of_every_day_are_not(names, text, found) -> None:
    assert homes_in(text, *names) == found


@given(
    some.lists(NAMES.filter(lambda name: fold(name) not in OF_ANY_HOME | HOMES_AND_WORDS), min_size=1, max_size=3),
    some.sampled_from(["House", "Lodge", "Care Ltd", "Residential", ""]),
    WORDS,
    some.sampled_from([str.lower, str.upper, str.title]),
)
def test_no_text_with_the_name_of_a_home_is_ever_released(own, kind, around, written) -> None:
    name = " ".join([*own, kind]).strip()
    for said in (name, " ".join(own)):
        with pytest.raises(Faulty):
            check_releasable(
                " ".join([*around, written(said), *around]),
                Known(homes=frozenset({name})),
                field="narrative",
                read=True,
            )


@pytest.mark.parametrize(
    "word", ["Long", "High", "Low", "Quiet", "Round", "Three", "Upper", "White", "Safe", "Little", "Good"]
)
def test_a_word_of_every_day_in_the_name_of_a_home_is_still_a_word(word):
    assert homes_in(f"a {word.lower()} day, and {word.lower()} again", f"{word} House") == []
    assert homes_in(f"She lives at {word} now.", f"{word} House") == [word]


# ---------------------------------------------------------------------------------------------- the profile
CHILDREN = some.builds(
    Alike,
    age=some.integers(0, 17), sex=some.sampled_from(["M", "F", "U"]),
    flags=some.frozensets(some.sampled_from(list(FLAGS)[:4]), max_size=2),
    access=some.frozensets(some.sampled_from(["Wheelchair"]), max_size=1),
    requirements=some.frozensets(some.sampled_from(["arabic", "urdu"]), max_size=1),
)  # fmt: skip


def facts(child: Alike, **changes) -> Facts:
    given_ = {
        "alike": child, "region": "South East", "levels": (2,) * len(DOMAINS),
        "requirements": tuple((word, f"A carer who speaks {word}") for word in sorted(child.requirements)),
        "stay_words": STAYS["any"], "weeks": 2, "near_miles": 20, "school_keep": True, "siblings": False,
        "sex_needed": True, "narrative": "",
    }  # fmt: skip
    return Facts(**{**given_, **changes})


@given(CHILDREN, some.lists(CHILDREN, max_size=40))
def test_at_least_k_children_look_alike_or_everything_is_told_after_terms(child, others) -> None:
    told = profile_to_send(facts(child), [child, *others], k=5, bands=BANDS)
    lines = {line.heading: line.words for line in told.lines}
    if told.alike < 5:
        assert len(others) + 1 < 5
        assert lines["Age"] == "Told after terms are accepted"
        assert "Male or female" not in lines
        assert not any(FLAGS[code] in lines["Specialist needs"] for code in child.flags)
    if told.broadened == ():
        assert sum(child.flags <= other.flags for other in [child, *others]) >= 5
    assert told == profile_to_send(facts(child), [*reversed(others), child], k=5, bands=BANDS)


@given(CHILDREN, some.lists(CHILDREN, max_size=30), some.integers(2, 8))
def test_a_wider_k_never_tells_more(child, others, k) -> None:
    closely = profile_to_send(facts(child), [child, *others], k=k, bands=BANDS)
    widely = profile_to_send(facts(child), [child, *others], k=k + 1, bands=BANDS)
    wide = {*widely.broadened, *([WIDER_BAND] if NO_BAND in widely.broadened else [])}
    assert set(closely.broadened) - {closely.broadened[-1]} <= wide if closely.broadened else True
    assert widely.alike >= closely.alike or widely.alike < k + 1


def test_what_every_invited_home_was_asked_at_a_gate_is_told_less_closely_first() -> None:
    child = Alike(11, "F", frozenset({"SP-ASD"}), frozenset(), frozenset({"arabic"}))
    near = [Alike(age, "F", frozenset({"SP-ASD"}), frozenset(), frozenset({"arabic"})) for age in (6, 7, 8, 9)]
    told = profile_to_send(facts(child), [child, *near], k=5, bands=BANDS)
    assert told.broadened == ("The age is told in a wider band.",)
    lines = {line.heading: line.words for line in told.lines}
    assert (lines["Age"], lines["To be kept"]) == ("5 to 15", "A carer who speaks arabic")
    told = profile_to_send(facts(child), [child], k=5, bands=BANDS)
    assert NO_BAND in told.broadened, "nobody else is on record"
    assert WIDER_BAND not in told.broadened, "the reader is told what came of it, and not the way there"
    told = profile_to_send(facts(child), [child] + [Alike(11, "F", frozenset({"SP-EAT"}))] * 4, k=5, bands=BANDS)
    assert {line.heading: line.words for line in told.lines}["Specialist needs"].startswith("A specialist need, told")


# ---------------------------------------------------------------------------------------------- states, clocks, replies
def test_every_state_has_words_and_leads_only_to_states() -> None:
    for following, words in ((ROUND_NEXT, ROUND_WORDS), (INVITATION_NEXT, INVITATION_WORDS)):
        assert following.keys() == words.keys()
        assert {new for after in following.values() for new in after} <= following.keys()
    for state, after in INVITATION_NEXT.items():
        for new in INVITATION_NEXT:
            if new not in after and new != state:
                with pytest.raises(NotNow) as refused:
                    check_invitation_next(state, new)
                assert refused.value.code == "invitation_over"
    for state, after in ROUND_NEXT.items():
        for new in ROUND_NEXT:
            if new not in after:
                with pytest.raises(NotNow):
                    check_round_next(state, new)


@given(some.sampled_from(list(WHYS)), some.sampled_from(list(STAYS)), some.integers(0, 24 * 365))
def test_the_clock_depends_on_why_and_on_nothing_of_a_home(why, stay, hours) -> None:
    clock = clock_of(why=why, stay=stay)
    assert clock in CLOCKS
    opened = NOON + timedelta(hours=hours)
    ends = closes_at(clock, opened, Times(5, 24, 4))
    assert opened < ends
    assert round_state_at("open", ends, ends - timedelta(seconds=1)) == "open"
    assert round_state_at("open", ends, ends) == "closed"
    if clock == "planned":
        assert ends - opened >= timedelta(days=5)


def test_every_search_that_nobody_planned_is_pressing_and_so_is_a_short_stay_that_ends() -> None:
    unplanned = listed("unplanned_triggers", NOON.date())
    assert "consent_withdrawn" in unplanned
    for why in (*unplanned, "short_stay_ends"):
        assert clock_of(why=why, stay="any") != "planned", why
    assert clock_of(why="planned_move", stay="any") == "planned"


def test_five_working_days_pass_over_christmas_at_the_same_hour_in_england() -> None:
    opened = datetime(2026, 12, 23, 15, 30, tzinfo=UTC)
    assert closes_at("planned", opened, Times(5, 24, 4)) == datetime(2027, 1, 4, 15, 30, tzinfo=UTC)


OFFER = Reply(
    True, dict.fromkeys([d.code for d in DOMAINS], "met"), "acceptable", "acceptable", "We asked.", "", "", "", ""
)


@given(
    some.sampled_from(["acceptable", "not_acceptable", "unknown"]),
    some.sampled_from(["acceptable", "not_acceptable", "unknown"]),
)
def test_harm_to_either_side_is_harm_and_one_unknown_is_unknown(there, child) -> None:
    from dataclasses import replace

    found = replace(OFFER, impact_there=there, impact_child=child).impact
    assert found == (
        "not_acceptable"
        if "not_acceptable" in (there, child)
        else "acceptable"
        if there == child == "acceptable"
        else "unknown"
    )


@given(some.text(max_size=5), some.sampled_from([*DECLINE_REASONS, "", "because"]))
def test_a_decline_has_a_known_reason_and_words_or_is_refused(words, reason) -> None:
    reply = Reply(False, {}, "", "", "", "", "", reason, words)
    from carecommons.common.texts import cleaned

    if reason in DECLINE_REASONS and cleaned(words):
        check_reply(reply)
    else:
        with pytest.raises(ReasonMissing):
            check_reply(reply)
    assert KINDS


def test_no_answer_of_a_home_has_a_field_for_money() -> None:
    assert not {name for name in Reply.__dataclass_fields__ if {"price", "cost", "fee", "pence"} & set(name.split("_"))}
