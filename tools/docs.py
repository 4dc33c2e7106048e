"""Make the generated pages of the manual again, or with --check fail when one is stale or a link leads nowhere.

A generated page is what one of the GENERATORS writes; it is never edited by hand.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Each writes exactly these pages.
GENERATORS: dict[str, tuple[str, ...]] = {
    "tools/data_dictionary.py": ("docs/manual/data-dictionary.md",),
    "tools/criteria_page.py": ("docs/manual/criteria.md",),
    "tools/people_table.py": ("docs/manual/people.md",),
    "tools/catalogue.py": ("src/carecommons/site/locale/django.pot",),
    "tools/states_page.py": ("docs/manual/states.md",),
    "tools/api_page.py": ("docs/manual/api.md",),
}
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def main() -> int:
    check = "--check" in sys.argv[1:]
    wrong = stale(keep=not check) + broken_links()
    for line in wrong:
        sys.stderr.write(line + "\n")
    return 1 if check and wrong else 0


def stale(*, keep: bool) -> list[str]:
    """Pages that differ from what their generator writes; with `keep` they stay as written anew."""
    found = []
    for script, pages in GENERATORS.items():
        before = {page: _read(page) for page in pages}
        subprocess.run([sys.executable, script], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        for page, old in before.items():
            if _read(page) != old:
                found.append(f"{page} was stale. Write it again with: python {script}")
                if not keep:
                    (ROOT / page).write_text(old, encoding="utf-8")
    return found


def broken_links() -> list[str]:
    """Links between our own pages that lead to no file."""
    found = []
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    for page in sorted(pages):
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists():
                found.append(f"{page.relative_to(ROOT)} links to {target}, which is not there.")
    return found


def _read(page: str) -> str:
    path = ROOT / page
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
