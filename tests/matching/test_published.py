"""The engine does what the published criteria say, and nothing that they do not say (C1)."""

from datetime import date

import pytest

from carecommons.constitution.reading import packaged_criteria
from carecommons.matching.reasons import GATE_WORDS, RULE_OF, Reason, gate_of
from carecommons.matching.rules import ORDER_KEYS, rules_of
from carecommons.provision.capability import required_kinds
from matching.drawn import RULES

CRITERIA = packaged_criteria(1)


@pytest.mark.parametrize("reason", [each for each in Reason if each])
def test_every_reason_rests_on_a_rule_that_is_published_under_its_gate(reason):
    rules = {rule.code for rule in CRITERIA.gate(gate_of(reason)).rules}
    assert RULE_OF[reason] in rules


def test_the_gates_that_stop_a_home_in_the_engine_are_the_ones_published_as_binding():
    stopping = {gate_of(reason) for reason in Reason if reason} - {3}
    assert stopping == {gate.number for gate in CRITERIA.gates if gate.binding and gate.number != 6} == {1, 2, 5}
    assert CRITERIA.gate(3).override == "recorded compromise"
    assert {gate.number: gate.word for gate in CRITERIA.gates} == GATE_WORDS


def test_the_order_of_the_engine_is_the_published_order():
    rules = rules_of(CRITERIA, date(2026, 11, 20))
    assert rules.order == CRITERIA.ordering == ORDER_KEYS
    assert (rules.worst_unmet_max, rules.unmet_max) == CRITERIA.adequacy_grade == (0, 0)
    assert rules == RULES, "the numbers that the tests use are the ones in force"


@pytest.mark.parametrize("code", ["support_is_near", "specialist_kept", "not_by_numbers", "verified"])
def test_what_the_engine_adds_to_the_order_and_the_fit_is_published_as_well(code):
    assert CRITERIA.rule(code).words


def test_the_evidence_that_the_engine_asks_for_is_the_evidence_that_is_published():
    """Handbook section 3A: statement of purpose (the claim), staff qualification, clinical input and outcomes."""
    words = CRITERIA.rule("capability_evidenced").words
    assert required_kinds(date(2026, 11, 20)) == (
        frozenset({"staff_qualification", "carer_training"}), frozenset({"clinical_input"}), frozenset({"outcomes"}),
    )  # fmt: skip
    assert "a qualification of staff or training of carers, clinical input, and outcomes, all three" in words


@pytest.mark.parametrize("code", ["price", "sector", "names", "alphabet", "score", "grade"])
def test_what_is_published_as_never_used_stays_published(code):
    assert CRITERIA.rule(code).words
