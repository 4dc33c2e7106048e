"""The worked notebook runs, cell by cell, against a server of its own, and prints what stands below its cells.

To write the outputs again after a change that is meant: CARECOMMONS_KEEP_NOTEBOOK=1 pytest tests/site/test_notebook.py
"""

import contextlib
import io
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import walk_world
from carecommons.constitution.actions import publish_founding
from carecommons.people.models import Look
from carecommons.people.roles import Role
from walk_world import KENT

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebooks" / "a-search-by-program.ipynb"


def _run(source: str, names: dict[str, Any]) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(source, NOTEBOOK.name, "exec"), names)
    return said.getvalue()


@pytest.fixture
def child(transactional_db: None) -> Any:
    """A council with two homes, and two children for whom nobody looks yet."""
    at = datetime.now(UTC) - timedelta(hours=2)
    publish_founding(at=at - timedelta(days=30))
    made = walk_world.add_child(at=at)
    walk_world.add_child(reference="C-8M3RD", at=at)
    for name in ("Alder", "Birch"):
        walk_world.add_home(name, at=at)
    return made


def test_the_notebook_prints_what_stands_below_its_cells(child, live_server, person, token_for, monkeypatch) -> None:
    worker = person(Role.SOCIAL_WORKER, authority=KENT)
    monkeypatch.setenv("CARECOMMONS_URL", live_server.url)
    monkeypatch.setenv("CARECOMMONS_TOKEN", token_for(worker))
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    names: dict[str, Any] = {}
    printed = []
    for number, cell in enumerate((each for each in notebook["cells"] if each["cell_type"] == "code"), start=1):
        said = _run("".join(cell["source"]), names)
        output = {"name": "stdout", "output_type": "stream", "text": said.splitlines(keepends=True)}
        printed.append({"execution_count": number, "outputs": [output] if said else []})
    if os.environ.get("CARECOMMONS_KEEP_NOTEBOOK"):
        for cell, made in zip((c for c in notebook["cells"] if c["cell_type"] == "code"), printed, strict=True):
            cell.update(made)
        NOTEBOOK.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")
    stored = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [{name: cell[name] for name in ("execution_count", "outputs")} for cell in stored] == printed
    looked = Look.objects.filter(account_id=worker.id, child_id=child)
    assert looked.count() == len(names["looks"])  # the list that the notebook read holds its own reading


def test_the_notebook_says_that_it_is_invented_and_keeps_no_token() -> None:
    text = NOTEBOOK.read_text("utf-8")
    assert "invented data" in text
    assert "cc_..." in text
    assert not any(word.startswith("cc_") and len(word) > 20 for word in text.split())
