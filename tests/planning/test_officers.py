"""G9: what officers must answer for, beside what homes do. One page for everybody, figures worked out by hand."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from carecommons.cli.main import run
from carecommons.common.remembered import forget_all
from carecommons.decisions.counts.officers import facts_of_year
from carecommons.decisions.models import HomeLetter
from carecommons.matching.models import Question, Reply
from carecommons.people.roles import ANYONE, Role
from carecommons.planning import queries
from carecommons.planning.officers import MEASURES
from planning.officers_made import DAY, MONDAY, NO_PLACE, NOON, OFFER, UNREAD, YEAR, Council, a_year, one_search
from walk_world import DEVON, KENT, acting

pytestmark = pytest.mark.django_db
ADDRESS = "/audit/officers/"
WEIGHT_MAX = 300_000
KENT_ONLY = "Kent", "South East (1 of 19 councils)", "England (2 of 153 councils)"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One year for the whole file, taken back at its end."""
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        try:
            yield a_year()
        finally:
            transaction.set_rollback(True)
            block.__exit__(None, None, None)


@pytest.fixture
def kent(world) -> Council:
    return world[0]


def told(place: str = f"council:{KENT}", by=ANYONE, at=NOON, year: int | None = None):
    return queries.officers(place=place, year=year, by=by, at=at)


def figures(found, code: str) -> dict[str, int | None]:
    """The lines of one table for the place itself, nought left out; "All" is its total."""
    table = next(table for each in found.measures for table in each.tables if table.code == code)
    lines = {row.words: row.cells[0].value for row in table.rows if row.cells[0].value != 0}
    return lines | {"All": table.total.cells[0].value}


def spread(found, title: str) -> str:
    return next(words[0] for each in found.measures for what, words in each.spreads if what == title)


def text(answer) -> str:
    plain = re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", answer.content.decode(), flags=re.S))
    return " ".join(unescape(plain).split())


# ------------------------------------------------------------------ what is counted, by hand
def test_times_of_officers_and_of_homes_stand_beside_each_other(kent) -> None:
    found = told()
    assert [(who, what, words[0]) for who, _, what, words in found.times] == [
        ("Officers", "Days from search to invitation", "5 days; half of all between 2 and 7"),  # 20 of 2, 20 of 7
        ("Officers", "Hours from question to answer", "4 hours"),  # 20: a median, and too few for quartiles
        ("Officers", "Working days from replies to a choice in force", "3 working days; so are half of all"),
        (
            "Homes",
            "Hours from invitation to first answer",
            "5 hours; half of all between 5 and 10",
        ),
    ]
    assert figures(found, "searches") == {"Planned": 40, "All": 40}
    assert figures(found, "questions") == {
        "Answered before the round ended": 20, "Not answered before the round ended": 10, "All": 30,
    }  # fmt: skip


def test_how_widely_they_searched(kent) -> None:
    found = told()
    assert figures(found, "rounds") == {"Ran to its end": 40, "All": 40}
    assert figures(found, "offers") == {"One home offered": 10, "Two homes or more offered": 30, "All": 40}
    assert spread(found, "Homes invited in a round") == "5 homes; so are half of all"
    assert spread(found, "Homes that answered in a round") == "3 homes; so are half of all"


def test_c8_choices_of_one_option_and_without_a_round_are_counted(kent) -> None:
    found = told()
    assert figures(found, "suitable") == {"Two or more": 40, "One alone": 10, "All": 50}
    assert figures(found, "no_round") == {
        "The home had offered itself in a round that was over, or is the child’s family": 40,
        "A home was needed before homes could be given time to answer": 10, "All": 50,
    }  # fmt: skip
    assert figures(found, "timed") == {
        "After a round that was over": 40, "Without a round that was over": 10, "All": 50,
    }  # fmt: skip
    assert figures(found, "spot") == {
        "Under an agreement, or with family": 40, "Spot purchase, outside every agreement": 10, "All": 50,
    }  # fmt: skip


def test_a2_how_children_were_heard_is_counted_exception_by_exception(kent) -> None:
    found = told()
    assert figures(found, "heard_list") == {
        "In the child’s own way": 40, "The child could not be reached in the time": 10, "All": 50,
    }  # fmt: skip
    assert figures(found, "heard_choice") == {
        "In the child’s own way": 40, "Nothing was recorded by then": 10, "All": 50,
    }  # fmt: skip


def test_b17_emergencies_known_of_before_are_counted(kent) -> None:
    assert figures(told(), "known") == {
        "Known for longer before: it could have been planned": 10, "Known only just before": 10, "All": 20,
    }  # fmt: skip


def test_c3_offers_not_taken_are_counted_told_or_not(kent) -> None:
    assert figures(told(), "told") == {
        "Told why, and the letter was read": 10, "Told why, and the letter was not read yet": 10, "Not told": 10,
        "All": 30,
    }  # fmt: skip


def test_homes_answers_and_reasons(kent) -> None:
    found = told()
    # Five homes in each of forty rounds: Alder offers, Birch in thirty, Cedar has no place, two never answer.
    assert figures(found, "answers") == {
        "Offered a home": 70, "Declined, with a reason": 50, "Did not answer in time": 80, "All": 200,
    }  # fmt: skip
    assert figures(found, "reasons") == {
        "No place for a child now": 40, "We could not meet what this child needs": 10, "All": 50,
    }  # fmt: skip


def test_c7_notices_of_homes_stand_beside_the_councils_and_early_ends_with_an_interval(kent) -> None:
    found = told()
    assert figures(found, "notices") == {
        "By the home, in the first days of a stay": 10, "By the home, later": 10, "By the council": 10, "All": 30,
    }  # fmt: skip
    assert figures(found, "early") == {
        "Ended early by the home’s notice": 10, "Lasted longer, or ended otherwise": 30, "All": 40,
    }  # fmt: skip
    assert spread(found, "Share that ended early, with its interval") == "between 14 and 40 in 100"


# ------------------------------------------------------------------ what is withheld
def test_g9_a_council_with_one_search_is_withheld_in_every_figure(world) -> None:
    found = told(f"council:{DEVON}")
    values = [
        cell.value for each in found.measures for table in each.tables for row in (*table.rows, table.total)
        for cell in row.cells[:1]
    ]  # fmt: skip
    assert set(values) <= {None, 0}
    assert values.count(None) >= len(MEASURES)
    assert {words[0] for each in found.measures for what, words in each.spreads if "interval" not in what} == {
        "too few to say"
    }
    assert spread(found, "Share that ended early, with its interval") == "withheld: a part of it is small"


def test_what_is_wider_says_nothing_of_the_one_that_is_withheld(world) -> None:
    found = told(f"council:{KENT}")
    assert found.heads == KENT_ONLY
    for each in found.measures:
        for _, words in each.spreads:
            assert len({*words}) == 1, "Devon's one search moves no median of England"


def test_no_two_years_overlap_and_what_comes_later_moves_nothing(kent) -> None:
    before = told()
    forget_all()
    late = MONDAY.replace(year=2026)
    HomeLetter.objects.filter(read_at__isnull=True).update(read_at=late, read_by_role="provider_manager")
    Question.objects.filter(answered_at__isnull=True).update(answered_at=late)
    one_search(kent, late, letters={1: UNREAD})
    reply = Reply.objects.first()
    Reply.objects.create(
        invitation=reply.invitation, authority=KENT, version=9, offers=False, answers={}, reason="other", said_at=late,
        said_by_role="provider_manager",
    )  # fmt: skip
    assert told() == before
    assert before.years == (YEAR,)


def test_a_choice_that_was_sent_back_and_a_round_that_was_called_off_count_as_what_they_are(kent) -> None:
    for _ in range(10):
        child = kent.child(MONDAY)
        found = kent.round(kent.search(child, MONDAY), MONDAY + 2 * DAY, (OFFER, NO_PLACE), called_off=True)
        kent.choice(found, MONDAY + 9 * DAY, state="refused")
    after = told()
    assert figures(after, "rounds") == {"Ran to its end": 40, "Called off before its end": 10, "All": 50}
    assert figures(after, "answers")["All"] == 200
    assert figures(after, "suitable")["All"] == 50


# ------------------------------------------------------------------ the page
def test_g9_both_sides_stand_on_one_page_for_everybody(world) -> None:
    answer = Client().get(ADDRESS, {"place": f"council:{KENT}"})
    page = text(answer)
    assert answer.status_code == 200
    assert page.index("How long each side takes") < page.index("What those who place children did")
    assert page.index("Spot purchases") < page.rindex("What homes did") < page.index("Stays that ended early")
    assert "These figures open a conversation. They are no penalty and no ranking" in page
    assert "Kent · 1 April 2025 to 31 March 2026" in page
    assert "Parking" in page
    assert len(answer.content) <= WEIGHT_MAX
    assert answer.content.decode().count("<h1") == 1


def test_g9_every_measure_says_what_is_counted_and_out_of_what(world) -> None:
    page = text(Client().get(ADDRESS))
    found = told("nation")
    for each in found.measures:
        assert each.measure.definition in page
        assert f"Counted: {each.measure.part}. Out of: {each.measure.whole}." in page
        assert "{" not in each.measure.definition
    assert "Known of for more than 24 hours" in page


@pytest.mark.parametrize(
    "role",
    [Role.PLANNER, Role.DIRECTOR, Role.TEAM_MANAGER, Role.PLACEMENT_OFFICER, Role.PROVIDER_MANAGER, Role.AUDITOR],
)
def test_every_role_reads_it_and_an_officer_meets_their_own_council_first(world, client_as, role: Role) -> None:
    answer = client_as(role, authority=KENT).get(ADDRESS)
    assert answer.status_code == 200
    own = role in (Role.PLANNER, Role.DIRECTOR, Role.TEAM_MANAGER, Role.PLACEMENT_OFFICER)
    assert ("Kent · 1 April" in text(answer)) is own


def test_c7_no_provider_is_named_but_to_planners(world, client_as) -> None:
    seldom = "Invented Cedar 886"  # forty invitations and no offer, beside 160 with 70
    for client, named in ((Client(), False), (client_as(Role.DIRECTOR, authority=KENT), False),
                          (client_as(Role.PLANNER, authority=KENT), True)):  # fmt: skip
        page = text(client.get(ADDRESS))
        assert (seldom in page) is named
        assert "Offers less often than others who were asked for the same children 1 to 7" in page
    assert told().providers is None
    by_name = {each.provider: each for each in told(by=acting(Role.PLANNER)).providers}
    assert (by_name[seldom].finding, by_name[seldom].invited.value) == ("fewer", 40)
    assert by_name["Invented Birch 886"].low > 1
    assert "Invented Alder 878" not in by_name, "of fewer than twenty invitations nothing is said"


def test_nothing_on_it_is_a_price_a_rank_or_a_score_and_nothing_can_be_sent_to_it(world, client_as) -> None:
    planner = client_as(Role.PLANNER, authority=KENT)
    answer = planner.get(ADDRESS)
    page = text(answer)
    assert not re.search(
        r"£|\bfee\b|\bprice\b|\bcost\b|\bscore\b|\brank(ed)?\b|\bbest\b|\bworst\b", page, re.IGNORECASE
    )
    forms = re.findall(r"<form[^>]*>", answer.content.decode().split("<main")[1].split("</main")[0])
    assert forms
    assert all('method="get"' in each for each in forms)
    assert planner.post(ADDRESS, {"price": "1"}).status_code == 405
    refused = planner.post("/api/v1/planning/officers", {"price": 1}, content_type="application/json")
    assert refused.status_code == 405
    assert not any("pence" in name or "price" in name for name in _names(told(by=acting(Role.PLANNER))))


def _names(value: object) -> set[str]:
    if isinstance(value, tuple):
        return set().union(*(_names(each) for each in value)) if value else set()
    slots = getattr(value, "__slots__", ())
    return {*slots}.union(*(_names(getattr(value, each)) for each in slots)) if slots else set()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("place=nowhere", "There is no such council, group or region"),
        ("place=council:330", "Nothing of Birmingham is counted here"),
        ("year=2027", "Those that are over: 2026"),
        ("year=20x6", "four digits"),
    ],
)
def test_an_unknown_place_or_year_is_said_and_leads_back(world, query: str, words: str) -> None:
    answer = Client().get(f"{ADDRESS}?{query}")
    assert answer.status_code == 404
    assert words in text(answer)
    assert f'href="{ADDRESS}"' in answer.content.decode()


def test_the_number_of_questions_to_the_database_is_the_same_for_more_of_everything(kent) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            facts_of_year(YEAR)
        return len(seen)

    before = asked()
    for _ in range(5):
        kent.stay(one_search(kent, MONDAY, asked=(4,), letters={1: UNREAD}), MONDAY + 20 * DAY, early=True)
    assert asked() == before <= 25


# ------------------------------------------------------------------ ways there
def test_it_is_found_where_people_would_look(world, client_as) -> None:
    assert f'href="{ADDRESS}"' in Client().get("/").content.decode()
    for role in (Role.PLANNER, Role.DIRECTOR):
        assert f'href="{ADDRESS}"' in client_as(role, authority=KENT).get("/me/day/").content.decode()
    assert f'href="{ADDRESS}"' in client_as(Role.PLANNER).get("/audit/answers/").content.decode()


# ------------------------------------------------------------------ programs and the command line
def test_a_program_reads_the_same_and_null_for_what_is_withheld(world, client_as) -> None:
    answer = Client().get("/api/v1/planning/officers", {"place": f"council:{DEVON}"})
    assert (answer.status_code, answer.json()["providers"]) == (200, None)
    planner = client_as(Role.PLANNER, authority=KENT)
    found = planner.get("/api/v1/planning/officers", {"place": f"council:{DEVON}", "year": YEAR}).json()
    assert found["period"] == "1 April 2025 to 31 March 2026"
    totals = [each["tables"][0]["total"]["cells"][0]["value"] for each in found["measures"]]
    assert set(totals) == {None}
    assert found["places"][0]["name"] == "Devon"
    assert found["providers"]
    director = client_as(Role.DIRECTOR, authority=KENT)
    assert director.get("/api/v1/planning/officers").json()["providers"] is None
    assert planner.get("/api/v1/planning/officers", {"year": 1999}).status_code == 404


@pytest.fixture
def said(monkeypatch, capsys):
    monkeypatch.setattr("carecommons.cli.audit.django_ready", lambda **_: None)
    monkeypatch.delenv("CARECOMMONS_TOKEN", raising=False)

    def call(*words: str) -> tuple[int, str, str]:
        code = run(["audit", *words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def test_the_command_needs_no_token_and_says_the_same(world, said) -> None:
    code, out, err = said("officers", "--place", f"council:{KENT}", "--year", str(YEAR))
    assert code == 0
    assert out.index("WHAT THOSE WHO PLACE CHILDREN DID") < out.index("WHAT HOMES DID")
    assert re.search(r"One alone +10 \| +10 \| +10", out)
    assert "Days from search to invitation: 5 days; half of all between 2 and 7" in out
    assert "Invented Cedar" not in out
    assert "These figures open a conversation" in out + err
    code, out, _ = said("officers", "--json")
    found = json.loads(out)
    assert (code, found["places"][0]["code"], found["providers"]) == (0, "nation", None)
    assert said("officers", "--year", "1999")[0] == 3
    assert said("need")[0] == 3, "every other page of the audit asks for a token"


def test_a_planners_token_shows_providers_by_name(world, said, person, token_for) -> None:
    token = token_for(person(Role.PLANNER, authority=KENT))
    code, out, _ = said("officers", "--token", token)
    assert code == 0
    assert "Invented Cedar 886, G1: offered 0 of 40; fewer" in out


def test_a_year_begins_and_ends_at_midnight_in_england(kent) -> None:
    """In summer the first moment of 1 April is still 31 March in UTC."""
    first = MONDAY.replace(year=2026, month=3, day=31, hour=22, minute=59)
    before = len(facts_of_year(YEAR).emergencies)
    kent.emergency(first, known_hours=1)
    kent.emergency(first + timedelta(minutes=1), known_hours=1)
    assert len(facts_of_year(YEAR).emergencies) == before + 1
