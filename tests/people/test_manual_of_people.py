"""The manual's table of permissions is the policy itself."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from people_table import PAGE, page


def test_the_manual_says_what_the_policy_does() -> None:
    assert PAGE.read_text() == page(), "run: python tools/people_table.py"
