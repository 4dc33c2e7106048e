"""Handbook C2, D6 and D7 through the whole stack: who runs a home, what it is called and what was agreed move nothing.

A list is made by the real act, from rows of the database, again and again with one fact changed that no rule reads.
What the list says of every home, and in which order, is the same each time.
"""

import os
import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carecommons.decisions.queries import sheet
from carecommons.matching.actions import make_shortlist
from carecommons.matching.queries import shortlist
from carecommons.provision import actions as provision
from carecommons.provision.models import Agreement, Home, Owner, Provider
from carecommons.provision.models.local import LEGAL_FORMS, SECTORS
from walk_world import KENT, MEDWAY, OFFICER, WORKER, choose, search

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
