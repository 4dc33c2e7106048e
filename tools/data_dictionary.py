"""Write the manual's data dictionary: `python tools/data_dictionary.py`. A test fails when it is stale."""

from pathlib import Path

from carecommons.children.manual import data_dictionary

PAGE = Path(__file__).resolve().parents[1] / "docs" / "manual" / "data-dictionary.md"

if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(data_dictionary(), encoding="utf-8")
    print(f"Wrote {PAGE.name}")
