"""The manual's page is what the published data says."""

from datetime import date
from pathlib import Path

from carecommons.constitution.manual import criteria_page
from carecommons.constitution.parameters import parameters
from carecommons.constitution.reading import packaged_criteria

PAGE = Path(__file__).resolve().parents[2] / "docs" / "manual" / "criteria.md"


def test_the_manual_page_is_fresh():
    written = criteria_page([packaged_criteria(1)], parameters(date.max))
    assert PAGE.read_text(encoding="utf-8") == written, "Run: python tools/criteria_page.py"


def test_the_manual_names_every_rule_and_every_number():
    page = PAGE.read_text(encoding="utf-8")
    for gate in packaged_criteria(1).gates:
        assert all(f"`{rule.code}`" in page for rule in gate.rules)
    assert all(f"`{each.name}`" in page for each in parameters(date.max))
    assert page.count("**Unconfirmed.**") == sum(not each.confirmed for each in parameters(date.max))
