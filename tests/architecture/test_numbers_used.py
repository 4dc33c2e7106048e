"""The page of policy numbers tells the truth: what it publishes is what is used, and what is not used is marked.

Computed from the source, never by hand: a use is a call of `whole`, `parameter` or `listed` with the name, a name in
a table that such a call goes through, the criteria's own word for it, or the tag `number` on a page.
"""

import ast
import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from carecommons.common.intake import MEGABYTE
from carecommons.constitution.criteria import packaged_versions
from carecommons.constitution.limits import upload_limits
from carecommons.constitution.parameters import parameters, whole
from carecommons.decisions.approvals import RULES
from carecommons.decisions.rights import WAYS_NEEDED

SOURCE = Path(__file__).resolve().parents[2] / "src" / "carecommons"
DATA = SOURCE / "constitution" / "data"
BOOK = tomllib.loads((DATA / "parameters.toml").read_text("utf-8"))
READERS = {"whole", "parameter", "listed"}
TAG = re.compile(r"{% number \"(\w+)\" %}")
NOW = date(2026, 11, 20)


def asked_in_code() -> set[str]:
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
                if called in READERS and isinstance(node.args[0].value, str):
                    found.add(node.args[0].value)
    return found


@cache
def asked() -> frozenset[str]:
    """Every parameter that something reads."""
    pages = {name for path in SOURCE.rglob("*.html") for name in TAG.findall(path.read_text("utf-8"))}
    criteria = {
        tomllib.loads((DATA / "criteria" / f"{version}.toml").read_text("utf-8"))["suppression_parameter"]
        for version in packaged_versions()
    }
    return frozenset(asked_in_code() | pages | criteria | set(RULES) | set(WAYS_NEEDED))


def test_every_number_is_used_or_says_that_it_is_not() -> None:
    silent = [name for name, blocks in BOOK.items() if name not in asked() and any(b.get("used", True) for b in blocks)]
    assert not silent, f"no code reads these: write 'used = false' beside them, or use them: {silent}"


def test_a_number_that_is_used_is_not_marked_unused() -> None:
    wrong = [name for name, blocks in BOOK.items() if name in asked() and not all(b.get("used", True) for b in blocks)]
    assert not wrong, f"these are read: take 'used = false' away: {wrong}"


def test_every_number_that_is_asked_for_is_published() -> None:
    assert not asked() - set(BOOK)


def test_the_table_of_who_approves_goes_through_the_published_numbers() -> None:
    """RULES counts as use only because the sheet reads each of its names."""
    text = (SOURCE / "decisions" / "queries" / "sheet.py").read_text("utf-8")
    assert "parameter(name, on) for name in RULES" in text


def test_what_guards_accounts_is_what_is_published() -> None:
    started = settings.STARTED_ON
    assert (whole("session_idle_minutes", started), whole("session_hours_max", started)) == (15, 12)
    assert 3600 * whole("session_hours_max", started) <= settings.SESSION_COOKIE_AGE, "the cookie outlives the visit"
    assert whole("sign_in_attempts_max", started) == settings.AXES_FAILURE_LIMIT
    assert settings.AXES_COOLOFF_TIME.total_seconds() == 60 * whole("sign_in_wait_minutes", started)
    assert settings.TOKEN_DAYS_MAX == whole("token_days_max", started) == 90
    assert 60 * whole("sign_in_again_minutes", started) == settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def test_what_an_upload_may_hold_is_what_is_published() -> None:
    found = upload_limits(NOW)
    assert found.file_bytes == whole("upload_megabytes_max", NOW) * MEGABYTE
    assert found.inflated_bytes == whole("upload_inflated_megabytes_max", NOW) * MEGABYTE
    assert (found.members, found.ratio) == (whole("upload_members_max", NOW), whole("upload_inflation_max", NOW))


def test_the_page_can_tell_which_numbers_are_not_used() -> None:
    unused = {each.name for each in parameters(NOW) if not each.used}
    assert unused == set(BOOK) - asked()
    assert "secure_hours_max" in unused
    assert "session_idle_minutes" not in unused
