"""Write the manual's page of criteria and numbers: `python tools/criteria_page.py`. A test fails when it is stale."""

from datetime import date
from pathlib import Path

from carecommons.constitution.criteria import packaged_versions
from carecommons.constitution.manual import criteria_page
from carecommons.constitution.parameters import parameters
from carecommons.constitution.reading import packaged_criteria

PAGE = Path(__file__).resolve().parents[1] / "docs" / "manual" / "criteria.md"


def page() -> str:
    versions = [packaged_criteria(version) for version in packaged_versions()]
    # The newest values that are published, whatever day it is: the page must not change by itself.
    return criteria_page(versions, parameters(date.max))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Wrote {PAGE.name}")
