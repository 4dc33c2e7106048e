"""Handbook C2, D6 and D7 through the whole stack: who runs a home, what it is called and what was agreed move nothing.

A list is made by the real act, from rows of the database, again and again with one fact changed that no rule reads.
What the list says of every home, and in which order, is the same each time.
"""

import os
import re
from dataclasses import asdict
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carecommons.common.errors import Faulty, ReasonMissing
from carecommons.common.unpriced import prices_in
from carecommons.decisions.actions import approve
from carecommons.decisions.queries import letters_of, sheet
from carecommons.matching.actions import (
    answer_invitation,
    answer_question,
    ask_question,
    make_shortlist,
    open_round,
)
from carecommons.matching.models import Invitation, Reply, Round
from carecommons.matching.queries import invitation, shortlist
from carecommons.people.roles import Person, Role
from carecommons.provision import actions as provision
from carecommons.provision.capability import DOMAIN_CODES, SPECIALISMS
from carecommons.provision.models import Agreement, Home, HomeLevels, HomeTerms, Owner, Provider, VacancyReport
from carecommons.provision.models.local import LEGAL_FORMS, SECTORS
from matching.invited import invited
from walk_world import KENT, MANAGER, MEDWAY, OFFICER, WORKER, choose, search

pytestmark = pytest.mark.django_db
# What says who runs a home, what it is called, or what was agreed with them for money: table, column.
BLIND = [
    (Home, "name"), (Home, "description"), (Home, "reference"), (Home, "public_urn"), (Provider, "name"),
    (Provider, "sector"), (Owner, "name"), (Owner, "legal_form"), (Owner, "company_number"), (Agreement, "slots"),
    (Agreement, "from_day"), (Agreement, "to_day"),
]  # fmt: skip
CHOICES = {"sector": list(SECTORS), "legal_form": list(LEGAL_FORMS)}
EXAMPLES = int(os.environ.get("CARECOMMONS_EXAMPLES", "60"))
# A word of money in the name of a column; a "feeling" (how a child says that it goes) holds no "fee".
MONEY = re.compile("price|cost|fee(?!ling)|charge|rate_|weekly|pound|gbp|amount")


@pytest.fixture
def found(db):
    """Seven homes: two alike but for who runs them, and others that meet less, lie elsewhere or stop at a gate."""
    made = search(
        Council={}, Company={}, Less={"EMO": 1}, Least={"EMO": 0, "SOC": 0}, Away={"authority": MEDWAY},
        Young={"ages": (0, 3)}, Full={"free": 0},
    )  # fmt: skip
    council = Home.objects.get(id=made.homes["Council"]).provider
    Provider.objects.filter(id=council.id).update(sector="council")
    for name in ("Company", "Away"):
        provider = Home.objects.get(id=made.homes[name]).provider
        owner = provision.add_owner(
            name=f"Invented {name} Holding", legal_form="company", kept_by=KENT, by=OFFICER, at=made.at
        )
        Provider.objects.filter(id=provider.id).update(owner_id=owner)
        provision.add_agreement(
            provider_id=provider.id, authority=KENT, from_day=date(2026, 1, 1), to_day=date(2029, 12, 31), slots=9,
            by=OFFICER, at=made.at,
        )  # fmt: skip
    return made


def told(found) -> list[tuple]:
    """What the list of this moment says of every home, in its order, without names; the list itself is taken back."""
    with transaction.atomic():
        make_shortlist(referral_id=found.id, by=WORKER, at=found.at + timedelta(minutes=5))
        made = shortlist(found.id)
        transaction.set_rollback(True)
    shown = [
        (
            home.home_id, home.tie, home.equals, home.appropriate, home.compromise, home.answers, home.failed_gate,
            home.reason_code, home.level, home.free, home.impact, tuple(test.answer for test in home.laws),
            tuple(test.answer for test in home.beside), tuple(test.answer for test in home.wishes),
        )
        for home in made.shown
    ]  # fmt: skip
    passed = sorted((str(home.home_id), home.failed_gate, home.reason_code) for home in made.passed_over)
    return [*shown, *passed]


def another(model, column, number, text, row):
    """Another value for a column, of the kind that it holds."""
    if column in CHOICES:
        return CHOICES[column][number % len(CHOICES[column])]
    if column == "slots":
        return number
    if column in ("from_day", "to_day"):
        return getattr(row, column) + timedelta(days=number % 300)
    if column == "reference":
        return f"H-{number:05d}"
    longest = getattr(model._meta.get_field(column), "max_length", None) or 80
    return f"{text}{number}"[-longest:]


def test_who_runs_a_home_what_it_is_called_and_what_was_agreed_move_nothing(found):
    before = told(found)
    assert len(before) == len(found.homes)
    words = st.text(st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=("Cs",)), max_size=30)

    @settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
    @given(st.sampled_from(BLIND), st.integers(0, 900), words)
    def same(what, number, text):
        model, column = what
        with transaction.atomic():
            rows = list(model.objects.order_by("pk"))
            row = rows[number % len(rows)]
            setattr(row, column, another(model, column, number, text, row))
            row.save(update_fields=[column])
            after = told(found)
            transaction.set_rollback(True)
        assert after == before, f"{model.__name__}.{column} moved the list"

    same()


def test_a_home_run_by_the_council_and_one_like_it_run_by_a_company_are_treated_alike_at_every_step(found):
    by_id = {row[0]: row[1:] for row in told(found) if isinstance(row[0], UUID)}
    council, company = found.homes["Council"], found.homes["Company"]
    assert by_id[council] == by_id[company], "the same answers, reasons and place among equals"
    asked = sheet(found.id, at=found.at)
    assert asked.approvals[council] == asked.approvals[company], "the same approver, for the same reasons"
    refused = {}
    for name in ("Council", "Company"):
        with transaction.atomic():
            decision = choose(found, name)
            refused[name] = type(decision)
            transaction.set_rollback(True)
    assert refused["Council"] is refused["Company"] is UUID


def letter_of(found, loser: str) -> str:
    """What the letter to a home that offered and is not chosen says, with names and codes taken out."""
    Invitation.objects.all().delete(), Round.objects.all().delete()
    winner = {"Council": "Company", "Company": "Council"}[loser]
    invited(found, Council="offered", Company="offered")
    decision = choose(
        found, winner, no_meeting="Her worker is away, and she moves on Monday.",
        to_homes={found.homes[loser]: "Another home keeps the school bus. Thank you for offering."},
    )  # fmt: skip
    approve(decision_id=decision, by=MANAGER, at=found.at + timedelta(minutes=1))
    (letter,) = letters_of(decision)
    assert letter.home_name == loser
    return repr({**asdict(letter), **dict.fromkeys(("id", "home_id", "home_name", "provider_id", "code"))})


def test_a_home_run_by_the_council_and_one_like_it_are_invited_and_written_to_alike(found):
    with transaction.atomic():
        open_round(referral_id=found.id, by=WORKER, at=found.at)
        rows = {row.home_id: row for row in Invitation.objects.select_related("profile")}
        own, other = (rows[found.homes[name]] for name in ("Council", "Company"))
        assert (own.profile_id, own.sent_at, own.closes_at) == (other.profile_id, other.sent_at, other.closes_at)
        sheets = []
        for row in (own, other):
            provider = Home.objects.get(id=row.home_id).provider_id
            keeper = Person(role=Role.PROVIDER_MANAGER, id=UUID(int=7), provider_id=provider)
            sheet_of = invitation(row.id, by=keeper, at=found.at)
            sheets.append((sheet_of.lines, sheet_of.line.sent_at, sheet_of.line.closes_at, sheet_of.reply))
        assert sheets[0] == sheets[1]
        transaction.set_rollback(True)
    letters = []
    for loser in ("Council", "Company"):
        with transaction.atomic():
            letters.append(letter_of(found, loser))
            transaction.set_rollback(True)
    assert letters[0] == letters[1]


def places(found) -> dict:
    """home -> how many homes stand strictly before it (the draw among equals is left out)."""
    with transaction.atomic():
        make_shortlist(referral_id=found.id, by=WORKER, at=found.at + timedelta(minutes=5))
        groups = [(home.home_id, home.tie) for home in shortlist(found.id).shown]
        transaction.set_rollback(True)
    first = {tie: number for number, (_, tie) in reversed(list(enumerate(groups)))}
    return {home: first[tie] for home, tie in groups}


def entered_again(home: Home, *, renamed: str = "", places_of: int | None = None) -> Home:
    """The same home as another row, with all that is kept of it."""
    again = Home.objects.get(id=home.id)
    again.pk, again.reference = uuid4(), f"H-{uuid4().hex[:5].upper()}"
    again.name, again.places = renamed or home.name, places_of or home.places
    again.save(force_insert=True)
    for model in (HomeTerms, HomeLevels, VacancyReport):
        for row in model.objects.filter(home=home):
            row.pk, row.home = None, again
            row.save(force_insert=True)
    return again


@pytest.mark.parametrize("split", [False, True])
@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("name", ["Company", "Less", "Least"])
def test_a_home_entered_twice_or_split_in_two_gains_no_place_through_the_whole_stack(found, name, times, split):
    before = places(found)
    home = Home.objects.get(id=found.homes[name])
    made = [entered_again(home, renamed=f"Another {n}", places_of=1 if split else None) for n in range(times)]
    if split:
        Home.objects.filter(id=home.id).update(places=1)
    after = places(found)
    assert all(after[each] >= before[each] for each in before), "nobody gains by a second entry"
    assert all(after[each.id] >= before[home.id] for each in made), "and no copy stands before the one it copies"


@pytest.mark.parametrize("name", ["Company", "Less", "Least", "Young"])
def test_a_claim_without_evidence_and_a_promise_in_words_improve_no_place_through_the_whole_stack(found, name):
    before = told(found)
    with transaction.atomic():
        for code in list(SPECIALISMS)[:6]:
            provision.claim_capability(
                home_id=found.homes[name], code=code, on=localdate(found.at), by=OFFICER, at=found.at
            )
        Home.objects.filter(id=found.homes[name]).update(description="Specialist in everything. Four staff to a child.")
        after = told(found)
        transaction.set_rollback(True)
    assert after == before


def test_the_rows_in_another_order_give_the_same_list_through_the_whole_stack(found):
    """The same homes under new references, entered in the opposite order."""
    before = told(found)
    with transaction.atomic():
        names = list(found.homes)
        for number, name in enumerate(reversed(names)):
            row = Home.objects.get(id=found.homes[name])
            row.reference, row.recorded_at = f"H-{number:05d}", found.at - timedelta(days=number)
            row.save()
        assert told(found) == before
        transaction.set_rollback(True)


@pytest.mark.parametrize("field", ["conditions", "words", "impact_words", "reason_words"])
def test_d7_a_home_that_writes_what_it_charges_is_not_sent_and_the_words_come_back(found, field):
    open_round(referral_id=found.id, by=WORKER, at=found.at)
    row = Invitation.objects.get(home_id=found.homes["Company"])
    keeper = Person(
        role=Role.PROVIDER_MANAGER, id=UUID(int=7), provider_id=Home.objects.get(id=row.home_id).provider_id
    )
    given = {"impact_words": "We talked about it.", "reason_words": "Our night carer is away."}
    priced = given | {field: "We can do it for £3,900 a week."}
    said = {
        "offers": field != "reason_words", "answers": dict.fromkeys(DOMAIN_CODES, "met"), "reason": "carers",
        "impact_there": "acceptable", "impact_child": "acceptable", "by": keeper, "at": found.at,
    }  # fmt: skip
    with pytest.raises(Faulty) as refusal:
        answer_invitation(invitation_id=row.id, **said, **priced)
    assert refusal.value.code == "words_name_a_price"
    assert Reply.objects.count() == 0
    assert answer_invitation(invitation_id=row.id, **said, **given) == 1


def test_d7_no_question_answer_or_description_says_what_is_charged(found):
    open_round(referral_id=found.id, by=WORKER, at=found.at)
    row = Invitation.objects.get(home_id=found.homes["Company"])
    keeper = Person(
        role=Role.PROVIDER_MANAGER, id=UUID(int=7), provider_id=Home.objects.get(id=row.home_id).provider_id
    )
    with pytest.raises(Faulty, match="The question"):
        ask_question(invitation_id=row.id, words="Would £4,000 a week be agreed?", by=keeper, at=found.at)
    question = ask_question(invitation_id=row.id, words="Is there a school nearby?", by=keeper, at=found.at)
    with pytest.raises(Faulty, match="The answer"):
        answer_question(question_id=question, answer="Yes, and the fee is fixed.", by=WORKER, at=found.at)
    with pytest.raises(Faulty, match="What the levels rest on"):
        provision.record_levels(
            home_id=found.homes["Company"], levels={}, basis="As in our price list.", by=OFFICER, at=found.at
        )


@pytest.mark.parametrize("field", ["why_chosen", "wishes_how"])
def test_d7_what_a_home_charges_is_no_reason_for_or_against_it(found, field):
    with pytest.raises(ReasonMissing) as refusal:
        choose(found, "Company", **{field: "It is cheaper by £400 a week than the other home there."})
    assert [lack.code for lack in refusal.value.facts["lacks"]] == [f"{field}_names_a_price"]
    assert "is no reason" in str(refusal.value)
    others = {each.home_id: "Its weekly rate is above the others." for each in shortlist(found.id).appropriate}
    with pytest.raises(ReasonMissing) as refusal:
        choose(found, "Company", why_not=others)
    assert "why_not_names_a_price" in {lack.code for lack in refusal.value.facts["lacks"]}


PRICED = "It would take 4,200 per week to keep her there with us."


def test_d7_no_word_of_how_a_home_was_asked_or_what_is_missing_says_what_it_charges(found):
    with pytest.raises(ReasonMissing) as refusal:
        choose(found, "Company", no_round_words=PRICED)
    assert [lack.code for lack in refusal.value.facts["lacks"]] == ["no_round_words_names_a_price"]


def test_the_words_of_money_are_found_inside_a_name_and_a_feeling_is_none():
    assert all(MONEY.search(name) for name in ("fee", "fees", "weekly_fee", "fee_of_home", "unit_price", "rate_gbp"))
    assert not MONEY.search("feeling")


@pytest.mark.parametrize("room", ["children", "matching", "decisions", "provision"])
def test_no_row_of_the_rooms_where_a_home_is_chosen_can_hold_money(room):
    columns = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.get_fields()
        if MONEY.search(field.name)
    ]
    assert columns == [], "price is not known in the room where a home is chosen (handbook D7)"


@pytest.mark.parametrize("room", ["children", "matching", "decisions", "provision"])
def test_d7_no_table_of_these_rooms_can_hold_an_amount_in_the_database_itself(room):
    """As the database sees it, whatever the models say: no column of money, and every number is one of these kinds."""
    with connection.cursor() as cursor:
        tables = [table for table in connection.introspection.table_names(cursor) if table.startswith(f"{room}_")]
        columns = [
            (table, column.name, connection.introspection.get_field_type(column.type_code, column))
            for table in tables
            for column in connection.introspection.get_table_description(cursor, table)
        ]
    assert len(tables) > 5
    assert [where for where in columns if MONEY.search(where[1])] == []
    fractions = {(table, name) for table, name, kind in columns if kind in ("DecimalField", "FloatField")}
    assert {each for each in fractions if not each[1].endswith("_miles")} == set(), "only a distance is a fraction here"


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no type of money")
def test_d7_postgresql_knows_no_column_of_the_type_money():
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name, column_name FROM information_schema.columns WHERE data_type = 'money'")
        assert cursor.fetchall() == []


@pytest.mark.parametrize("role", [
    Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.PLACEMENT_OFFICER, Role.NOMINATED_OFFICER, Role.DIRECTOR,
])  # fmt: skip
def test_d7_nobody_who_decides_is_shown_a_price_before_a_decision_is_recorded(found, role, client_as):
    """Every page that somebody who decides reads before they do: the search, the list, a home, the choice."""
    client, read = client_as(role, authority="886"), 0
    for address in (
        f"/searches/{found.id}/", f"/searches/{found.id}/homes/", f"/searches/{found.id}/log/",
        f"/searches/{found.id}/homes/{found.homes['Company']}/", f"/homes/{found.homes['Company']}/",
        f"/decisions/new/{found.id}/",
    ):  # fmt: skip
        answer = client.get(address)
        if answer.status_code == 200:
            read += 1
            # The word itself may stand there: the product says that there is no price here.
            shown = answer.content.decode()
            main = re.sub(r"<[^>]+>", " ", shown[shown.index("<main") : shown.index("</main>")])
            assert {each.lower() for each in prices_in(main)} <= {"price"}, address
            assert "£" not in main
    assert read >= 3
