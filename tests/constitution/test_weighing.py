"""The most appropriate home is defined in the open, from agreed values (C5); the child's own has its weight (A1)."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from carecommons.cli.main import run
from carecommons.constitution.actions import publish_founding
from carecommons.constitution.reading import packaged_criteria
from carecommons.constitution.values import values
from carecommons.constitution.weighing import INSTEAD, WEIGHT_WORDS, Weight

FOUND = packaged_criteria(1)
BY_CODE = {each.code: each for each in FOUND.weights}


def test_c5_the_most_appropriate_home_is_defined_from_the_published_text_and_each_step_from_an_agreed_value():
    codes = {gate.code for gate in FOUND.gates} | {key.code for key in FOUND.order} | {"adequacy"}
    codes |= {rule.code for rule in FOUND.never_used}
    for step in FOUND.most_appropriate:
        assert step.parts, step.words
        assert set(step.parts) <= codes
        assert step.values, "every step is derived from a stated principle"
        assert all(values()[each.code] == each for each in step.values)
    said = " ".join(step.words for step in FOUND.most_appropriate)
    for gate in FOUND.gates:
        assert (gate.word in said) is (gate.binding and gate.number != 6)
    assert all(key.name in said for key in FOUND.order)
    assert FOUND.adequacy.words in said


def test_c5_another_published_text_gives_another_definition():
    gates = tuple(replace(gate, binding=False) if gate.number == 5 else gate for gate in FOUND.gates)
    order = FOUND.order[1:]
    other = replace(FOUND, gates=gates, order=order)
    said = " ".join(step.words for step in other.most_appropriate)
    assert "Together" not in said
    assert FOUND.order[0].name not in said


def test_a1_every_rule_has_its_weight_and_none_is_a_number():
    rules = [rule.code for gate in FOUND.gates for rule in gate.rules]
    assert sorted(BY_CODE) == sorted({*rules, *(k.code for k in FOUND.order), *(r.code for r in FOUND.never_used)})
    assert not any(char.isdigit() for words in WEIGHT_WORDS.values() for char in words)
    order = [*Weight]
    places = [order.index(each.weight) for each in FOUND.weights]
    assert places == sorted(places), "the heaviest first"


def test_a1_what_is_the_childs_own_weighs_most_and_nothing_of_the_trade_weighs_at_all():
    assert BY_CODE["no_harm"].weight is Weight.STOPS
    assert BY_CODE["wishes_before"].weight is Weight.OWED
    assert BY_CODE["all_twelve_shown"].weight is Weight.COMPROMISE
    assert BY_CODE["worst_unmet"].weight is Weight.ORDERS
    assert BY_CODE["price"].weight is BY_CODE["sector"].weight is Weight.NEVER
    assert not any(each.childs for each in FOUND.weights if each.weight is Weight.NEVER)
    for code in ("no_harm", "wishes_before", "worst_unmet", "school_kept", "siblings_together"):
        assert BY_CODE[code].childs, code
    heavy = [each for each in FOUND.weights if each.weight in (Weight.STOPS, Weight.OWED, Weight.ORDERS)]
    assert all(each.childs for each in heavy if each.weight is Weight.ORDERS)
    assert 2 * sum(each.childs for each in heavy) > len(heavy)
    assert set(INSTEAD) == {"none", "recorded compromise", "written reasons"}


@pytest.mark.django_db
def test_c5_a1_page_program_and_command_line_say_the_same(client, capsys):
    publish_founding(at=datetime.now(UTC) - timedelta(days=1))
    page = client.get("/criteria/").content.decode()
    assert page.index("What “the most appropriate home” means") < page.index("Six questions")
    for step in FOUND.most_appropriate:
        assert step.words in page.replace("&#x27;", "'")
    told = client.get("/api/v1/constitution/criteria/1").json()
    assert [step["words"] for step in told["most_appropriate"]] == [step.words for step in FOUND.most_appropriate]
    assert [(each["code"], each["weight"]) for each in told["weights"]] == [(e.code, e.weight) for e in FOUND.weights]
    for each in FOUND.weights:
        assert each.weight_words in page
    assert run(["criteria", "meaning", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["most_appropriate"] == told["most_appropriate"]
    assert said["weights"] == told["weights"]
    assert run(["criteria", "meaning"]) == 0
    assert "* no_harm: Stops a home" in capsys.readouterr().out
