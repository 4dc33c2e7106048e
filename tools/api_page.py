"""Write the operations and the refusals of the API into docs/manual/api.md: `python tools/api_page.py`."""

import ast
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "manual" / "api.md"
MARK = "<!-- operations -->\n"
ERRORS = {"Refused": 422, "NotAllowed": 403, "NotFound": 404, "NotNow": 409, "NotAppropriate": 422,
          "ReasonMissing": 422, "Faulty": 422}  # fmt: skip


def page() -> str:
    """The whole page with the operations and codes of today."""
    return PAGE.read_text("utf-8").split(MARK)[0] + MARK + "\n" + _operations() + "\n" + _refusals() + "\n" + _codes()


def _operations() -> str:
    from carecommons.site.reference import TAGS, described, operations

    lines = ["## Operations"]
    for tag, found in operations(described()).items():
        lines += ["", f"### {tag.capitalize()}", TAGS[tag], "", "| | address | what | who may |", "|---|---|---|---|"]
        lines += [
            f"| {each.method} | `{each.path.removeprefix('/api/v1')}` | {_cell(each.title)} | {_cell(each.who)} |"
            for each in found
        ]
    return "\n".join(lines) + "\n"


def _refusals() -> str:
    from carecommons.site.problems import STATUSES

    lines = ["## Refusals by status", "", "| status | title | what next |", "|---|---|---|"]
    lines += [f"| {status} | {title} | {_cell(what_next)} |" for status, (title, what_next) in STATUSES.items()]
    return "\n".join(lines) + "\n"


def _codes() -> str:
    """Each code that some line of the source refuses with, and its usual status."""
    found: dict[str, int] = {}
    for path in sorted((ROOT / "src" / "carecommons").rglob("*.py")):
        for code, status in _refused_in(ast.parse(path.read_text("utf-8"))):
            found.setdefault(code, status)
    lines = [
        "## Codes",
        "A code is the same on the page, for a program and on the command line. It stands beside its usual status.",
    ]
    lines += ["", "| status | codes |", "|---|---|"]
    for status in sorted(set(found.values())):
        codes = ", ".join(f"`{code}`" for code in sorted(found) if found[code] == status)
        lines.append(f"| {status} | {codes} |")
    return "\n".join(lines) + "\n"


def _refused_in(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name, first = node.func.id, node.args[0] if node.args else None
            if name == "with_status" and isinstance(first, ast.Call) and isinstance(node.args[1], ast.Constant):
                for code, _ in _refused_in(first):
                    yield code, int(str(node.args[1].value))
            elif name in ERRORS and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value, ERRORS[name]


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


if __name__ == "__main__":
    # The description reads settings, and settings a folder of their own: not the one that somebody works in.
    os.environ["CARECOMMONS_HOME"] = tempfile.mkdtemp()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carecommons.site.settings")
    import django

    django.setup()
    PAGE.write_text(page(), "utf-8")
