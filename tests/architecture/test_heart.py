"""The heart runs without Django, and the command answers quickly about what needs no web."""

import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "carecommons"
SHELL = {
    "models", "queries", "counts", "flows", "actions", "forms", "views", "urls", "api", "doors", "apps", "tasks",
    "admin", "management", "migrations", "templates", "templatetags", "keys",
    "sealed_field", "folded", "walls",
}  # fmt: skip
ROOMS_OF_SHELL = {"site", "cli"}


def hearts() -> list[str]:
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if parts[0] in ROOMS_OF_SHELL or SHELL & set(parts) or path.name == "__init__.py":
            continue
        found.append(".".join(("carecommons", *parts)))
    return found


def test_the_whole_heart_loads_without_django():
    code = "import sys\n" + "\n".join(f"import {name}" for name in hearts())
    code += "\nsys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr or "a heart module loads django"


def test_there_is_a_heart_to_speak_of():
    assert len(hearts()) > 20


@pytest.mark.parametrize("name", hearts())
def test_a_heart_module_reads_no_clock_and_rolls_no_dice(name):
    path = SOURCE.parent / Path(*name.split(".")).with_suffix(".py")
    text = path.read_text(encoding="utf-8")
    clock_or_dice = ("datetime.now(", "date.today(", "time.time(", "uuid4(", "secrets.token", "random.random(")
    for word in (*clock_or_dice, "random.choice("):
        assert word not in text, f"{name} uses {word}"
