"""What officers must answer for, before any year is over: said plainly, on the page and on the command line."""

import json

import pytest
from django.test import Client

from carecommons.cli.main import run
from carecommons.common.errors import NotFound
from carecommons.people.roles import ANYONE
from carecommons.planning import queries
from walk_world import NOON, search

pytestmark = pytest.mark.django_db


def test_the_page_says_what_will_be_counted_and_when() -> None:
    search(at=NOON)
    answer = Client().get("/audit/officers/")
    assert answer.status_code == 200
    assert "none is over since the first search here" in answer.content.decode()
    assert 'href="/help/officers/"' in answer.content.decode()
    with pytest.raises(NotFound):
        queries.officers(place=None, year=2026, by=ANYONE, at=NOON)


def test_so_does_the_command(monkeypatch, capsys) -> None:
    monkeypatch.setattr("carecommons.cli.audit.django_ready", lambda **_: None)
    assert run(["audit", "officers"]) == 0
    assert "Nothing to count yet" in capsys.readouterr().out
    assert run(["audit", "officers", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["year"], found["measures"], found["period"]) == (None, [], "")
