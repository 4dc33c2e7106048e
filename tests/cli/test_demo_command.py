"""The demonstration: one seed, one world; its files hold the truth beside them; nothing real is touched."""

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from carecommons.common import boundaries, postcodes

pytestmark = pytest.mark.slow
SMALL = ("--children", "60", "--authorities", "2", "--seed", "3")


@pytest.fixture(scope="module")
def lookup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home folder with the postcode lookup built once for this file."""
    home = tmp_path_factory.mktemp("lookup")
    postcodes.build(home / postcodes.NAME, lambda steps: None)
    boundaries.build(home / boundaries.NAME, postcodes.PostcodeBook.open(home / postcodes.NAME), lambda steps: None)
    return home


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CARECOMMONS_", "DATABASE_URL", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "carecommons.cli.main", *words],
        capture_output=True, text=True, check=False, env=kept | {"CARECOMMONS_HOME": str(home)},
    )  # fmt: skip


def fresh(tmp_path: Path, lookup: Path, name: str) -> Path:
    home = tmp_path / name
    shutil.copytree(lookup, home)
    return home


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, lookup: Path) -> tuple[Path, dict]:
    home = fresh(tmp_path_factory.mktemp("built"), lookup, "home")
    done = run(home, "demo", "--no-serve", "--json", *SMALL)
    assert done.returncode == 0, done.stderr
    return home, json.loads(done.stdout)


def test_it_prints_one_document_with_the_figures_and_the_seconds_of_each_stage(built):
    _, made = built
    assert {"children", "homes", "referrals", "decisions", "register_entries", "seconds"} <= set(made)
    assert made["children"] > 30
    assert made["homes"] > 30
    assert 1 <= made["decisions"] <= made["referrals"]
    assert 1 <= made["placements_begun"] < made["decisions"]  # some are planned still
    assert 1 <= made["rounds"] <= made["shortlists"]
    assert made["emergencies"] == 1
    assert made["register_entries"] > made["decisions"]
    assert set(made["seconds"]) >= {"world", "files", "returns", "homes", "children", "searches", "register", "total"}
    assert "Invented data" in made["note"]


def test_the_same_seed_gives_the_same_world_save_the_seconds(built, tmp_path, lookup):
    _, first = built
    second = json.loads(run(fresh(tmp_path, lookup, "again"), "demo", "--no-serve", "--json", *SMALL).stdout)
    assert {k: v for k, v in first.items() if k != "seconds"} == {k: v for k, v in second.items() if k != "seconds"}


@pytest.mark.parametrize("moment", ["2026-11-20T00:20", "2026-07-05T23:40"])
def test_it_can_be_built_at_any_hour_of_the_night(tmp_path, lookup, moment):
    done = run(fresh(tmp_path, lookup, "night"), "demo", "--no-serve", "--json", "--now", moment, *SMALL)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["decisions"] >= 1


def test_a_moment_that_has_not_come_or_is_none_is_refused(tmp_path):
    for moment in ("2999-01-01T00:00", "soon"):
        assert run(tmp_path, "demo", "--no-serve", "--now", moment).returncode == 2


def test_its_register_verifies_and_an_edited_row_is_found(built, tmp_path):
    home, _ = built
    copy = tmp_path / "copy"
    shutil.copytree(home, copy)
    assert run(copy, "register", "verify").returncode == 0
    with sqlite3.connect(copy / "carecommons.sqlite3") as base:
        for (name,) in base.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            base.execute(f"drop trigger {name}")
        edit = (
            "update register_entry set public = json_set(public, '$.approver_role', 'nobody') where kind = 'decision'"
        )
        assert base.execute(edit).rowcount > 0
    done = run(copy, "register", "verify", "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["ok"] is False


def test_a_database_that_no_demonstration_made_is_left_alone(tmp_path, lookup):
    home = fresh(tmp_path, lookup, "real")
    added = run(home, "people", "add", "--email", "someone@council.example", "--role", "planner", "--authority", "382")
    assert added.returncode == 0, added.stderr
    done = run(home, "demo", "--no-serve", "--json", *SMALL)
    assert done.returncode == 3
    assert json.loads(done.stdout)["error"]["code"] == "not_a_demo"
    assert "someone@council.example" in run(home, "people", "list", "--json").stdout


def test_a_build_that_was_cut_off_is_built_again_and_not_served(built, tmp_path):
    home, _ = built
    copy = tmp_path / "cut_off"
    shutil.copytree(home, copy)
    (copy / "demo.json").write_text(json.dumps({"note": "Invented data.", "made": {"unfinished": True}}))
    served = run(copy, "demo", "--serve-only")
    assert served.returncode == 3
    assert "no_demo" in served.stderr
    assert run(copy, "demo", "--no-serve", "--json", *SMALL).returncode == 0
    assert run(copy, "register", "verify").returncode == 0


def test_written_returns_say_what_is_true_and_the_product_reads_just_that(tmp_path, lookup):
    home, folder = fresh(tmp_path, lookup, "writer"), tmp_path / "returns"
    done = run(home, "demo", "--write-returns", str(folder), "--children", "80", "--authorities", "1", "--seed", "5")
    assert done.returncode == 0, done.stderr
    truth = json.loads((folder / "truth.json").read_text())
    ((code, told),) = truth["authorities"].items()
    assert "Invented data" in truth["note"]
    read = json.loads(run(home, "returns", "check", str(folder / code), "--json").stdout)
    assert read["accepted"] is True
    assert read["faults"] == []
    assert read["children"] == told["children"]
    rows = {name: 0 for year in told["years"].values() for name in year["rows"]}
    for year in told["years"].values():
        for name, number in year["rows"].items():
            rows[name] += number
    assert {name: read["tables"].get(name, 0) for name in rows} == rows


def test_everything_that_it_writes_says_that_it_is_invented(built):
    home, _ = built
    assert "Invented data" in (home / "demo" / "returns" / "README.txt").read_text()
    with (home / "demo" / "public_list.csv").open(encoding="utf-8-sig") as file:
        assert "Invented data" in next(csv.reader(file))[0]
    assert "Invented data" in (home / "demo.json").read_text()


@pytest.mark.parametrize("words", [("--children", "0"), ("--authorities", "154"), ("--seed", "x"), ("--port", "0")])
def test_numbers_out_of_range_are_usage_errors(tmp_path, words):
    done = run(tmp_path, "demo", *words)
    assert done.returncode == 2
    assert "between" in done.stderr or "whole number" in done.stderr


def test_the_advocate_finds_an_open_list_with_homes_and_what_the_child_reads_is_said_to_them(built):
    home, _ = built
    asked = (
        "from carecommons.cli.ready import django_ready; django_ready(migrate=False)\n"
        "import json\n"
        "from carecommons.common.walls import seeing_all\n"
        "from carecommons.decisions.models import Decision\n"
        "from carecommons.decisions.queries import decision\n"
        "from carecommons.matching.queries import homes_for_child\n"
        "from carecommons.people.models import Account\n"
        "from carecommons.people.queries import person_for, posts_of\n"
        "with seeing_all('a test reads the demonstration'):\n"
        "    account = Account.objects.get(email='advocate@demo.example').pk\n"
        "    advocate = person_for(account, posts_of(account)[0].id)\n"
        "    lists = [homes_for_child(child) for child in sorted(advocate.children)]\n"
        "    read = [decision(row) for row in Decision.objects.values_list('id', flat=True)]\n"
        "    print(json.dumps([[len(each.homes) for each in lists if each.state == 'listed'],\n"
        "                      [[one.why_chosen, one.wishes_how, one.prevailed] for one in read]]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=False,
        env={k: v for k, v in os.environ.items() if not k.startswith(("CARECOMMONS_", "DATABASE_URL", "DJANGO_"))}
        | {"CARECOMMONS_HOME": str(home)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    listed, read = json.loads(done.stdout)
    assert any(listed)
    assert read
    assert not [words for each in read for words in each if "the child" in words or "twelve" in words]
