"""The criteria as data: complete, attributed, and sealed."""

import json
import tomllib
from datetime import date
from importlib.resources import files

import pytest

from carecommons.common.errors import NotFound, Refused
from carecommons.constitution.criteria import canonical, hash_of, packaged_text, packaged_versions
from carecommons.constitution.reading import packaged_criteria, read
from carecommons.constitution.values import Kind, values

FIRST = packaged_criteria(1)


def raw() -> dict:
    return tomllib.loads(files("carecommons.constitution").joinpath("data/criteria/1.toml").read_text())


def parts(criteria=FIRST):
    rules = [rule for gate in criteria.gates for rule in gate.rules]
    return [*criteria.gates, *rules, *criteria.order, criteria.lottery, criteria.adequacy, *criteria.never_used]


def test_e15_every_rule_names_a_source_and_an_agreed_value_that_it_serves():
    assert len(parts()) > 40
    for part in parts():
        assert part.source.strip(), part
        assert part.value.code in values()
        assert part.value.words == values()[part.value.code].words


def test_every_constraint_says_whether_law_physics_or_people_made_it_and_who_chose():
    for gate in FIRST.gates:
        for rule in (*gate.rules, *FIRST.never_used):
            assert isinstance(rule.kind, Kind)
            assert bool(rule.chosen_by) == (rule.kind is Kind.POLICY_CHOICE)
    kinds = {part.kind for part in parts()}
    assert kinds == set(Kind)


def test_only_three_keys_put_homes_in_order_and_four_stand_beside():
    assert FIRST.ordering == ("worst_unmet", "unmet", "with_support")
    assert FIRST.beside == ("law_tests", "wishes", "culture", "upheaval")
    assert [key.letter for key in FIRST.order] == list("abcdefg")


def test_price_sector_names_and_the_alphabet_are_never_used():
    assert {rule.code for rule in FIRST.never_used} >= {"price", "sector", "names", "alphabet", "score"}


def test_c10_no_role_can_override_the_first_two_gates():
    assert [(gate.binding, gate.override) for gate in FIRST.gates[:2]] == [(True, "none"), (True, "none")]
    assert FIRST.rule("registered").kind is Kind.LAW
    assert FIRST.rule("regulated_under_16").value.code == "safety"


def test_a_home_is_appropriate_with_nothing_unmet():
    assert FIRST.adequacy_grade == (0, 0)


def test_the_threshold_for_small_counts_is_the_one_parameter():
    assert FIRST.suppression_threshold == 7


def test_the_hash_does_not_care_for_spaces_or_the_order_of_keys_but_for_every_word():
    once = hash_of(canonical(raw()))
    assert hash_of(canonical(dict(reversed(raw().items())))) == once == FIRST.text_hash
    changed = raw()
    changed["gates"][0]["rules"][0]["words"] += " Mostly."
    assert hash_of(canonical(changed)) != once


def test_the_hash_covers_the_words_of_the_values_and_the_threshold():
    text = json.loads(packaged_text(1))
    assert text["values"]["safety"]["words"] == values()["safety"].words
    assert text["suppression_threshold"] == 7


def test_the_rules_speak_plain_english():
    for part in parts():
        words = getattr(part, "words", "") or getattr(part, "question", "")
        for sentence in words.replace("?", ".").replace(":", ".").split("."):
            assert len(sentence.split()) <= 32, sentence


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda c: c["gates"].reverse(), "numbered 1 to 6"),
        (lambda c: c["order"].pop(1), "lettered from (a)"),
        (lambda c: c["order"][0].update(place="beside"), "What orders comes first"),
        (lambda c: c["gates"][0].update(override="written reasons"), "no way round"),
        (lambda c: c["gates"][1].update(binding=False), "Gates 1 and 2 are binding"),
        (lambda c: c["gates"][2].update(override="a phone call"), "one of"),
        (lambda c: c["gates"][3]["rules"].clear(), "Every gate has rules"),
        (lambda c: c["lottery"].update(source=" "), "No source is given"),
        (lambda c: c.update(suppression_threshold=0), "at least 1"),
    ],
)
def test_a_malformed_text_is_refused_with_what_is_wrong(change, says):
    text = json.loads(packaged_text(1))
    change(text)
    with pytest.raises(Refused) as refused:
        read(json.dumps(text))
    assert refused.value.code == "criteria_malformed"
    assert says in str(refused.value)


def test_a_value_that_nobody_agreed_is_refused():
    changed = raw()
    changed["gates"][0]["value"] = "efficiency"
    with pytest.raises(Refused, match="efficiency"):
        canonical(changed)


def test_a_version_that_does_not_exist_is_not_found():
    with pytest.raises(NotFound, match="no version 99"):
        packaged_text(99)
    assert packaged_versions()[0] == 1


def test_the_day_of_force_is_the_day_of_publication_when_that_is_later():
    assert read(packaged_text(1), in_force_from=date(2026, 11, 20)).in_force_from == date(2026, 11, 20)
    assert read(packaged_text(1)).in_force_from == date(2024, 1, 1)
