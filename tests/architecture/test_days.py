"""A day is a day here: at half past midnight in June it is still yesterday in UTC, and a child spoke today."""

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "carecommons"
DOORS = {"actions", "queries", "views", "api", "counts", "flows", "tasks", "uploads"}
DAY_OF_A_MOMENT = re.compile(r"(?<!astimezone\(leaf\.LONDON\))\.date\(\)|\bdate\.today\(\)")


def shell_of_rooms() -> list[Path]:
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if parts[0] != "cli" and (parts[0] == "site" or DOORS & set(parts)) and "public_list" not in parts[:-1]:
            found.append(path)
    return found


def test_no_act_page_or_program_takes_the_day_of_a_moment_in_another_zone():
    """Use django.utils.timezone.localdate(at): `at.date()` is the day in UTC."""
    wrong = [
        f"{path.relative_to(SOURCE)}:{number}"
        for path in shell_of_rooms()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if DAY_OF_A_MOMENT.search(line)
    ]
    assert not wrong


def test_there_is_a_shell_to_speak_of():
    assert len(shell_of_rooms()) > 60
