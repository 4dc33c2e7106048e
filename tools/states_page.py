"""Draw every state machine of the product into the manual: docs/manual/states.md."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "manual" / "states.md"
HEAD = """# States, and what may become what

Drawn from the code by `python tools/states_page.py`; do not edit it. Each thing begins in the state that stands first.
Where nothing may follow, it is over: it stays as it was, and something new begins.
"""


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carecommons.site.settings")
    import django

    django.setup()
    from carecommons.site.machines import MACHINES

    PAGE.write_text(HEAD + "".join("\n" + "\n".join(_drawn(machine)) for machine in MACHINES), encoding="utf-8")
    return 0


def _drawn(machine) -> Iterator[str]:  # type: ignore[no-untyped-def]
    yield f"## {machine.title}\n\nKept in `{machine.where}`.\n"
    yield "```\n" + "".join(f"{line}\n" for line in _arrows(machine)) + "```\n"
    rows = (f"| `{state}` | {machine.words[state]} |\n" for state in machine.follows)
    yield "| State | In words |\n|---|---|\n" + "".join(rows)


def _arrows(machine) -> Iterator[str]:  # type: ignore[no-untyped-def]
    widest = max(len(state) for state in machine.follows)
    for state, following in machine.follows.items():
        yield f"{state:<{widest}}  -> {', '.join(following)}" if following else f"{state:<{widest}}  (over)"


if __name__ == "__main__":
    sys.exit(main())
