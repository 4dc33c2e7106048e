"""`carecommons decide`: the same acts under a personal token, with the same refusals and exit codes."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import localdate

from carecommons.cli.main import run
from carecommons.decisions.actions import record_notice
from carecommons.decisions.models import Decision
from carecommons.decisions.queries import facts_owed
from carecommons.people.queries import looks_at
from carecommons.people.roles import Role
from carecommons.provision.models import Home
from walk_world import DEVON, KENT, MEDWAY, REASONS, WORKER, choose, search

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(monkeypatch):
    monkeypatch.setattr("carecommons.cli.decide.django_ready", lambda **_: None)
    monkeypatch.delenv("CARECOMMONS_TOKEN", raising=False)
    return search(at=datetime.now(UTC) - timedelta(minutes=15))


@pytest.fixture
def said(capsys, person, token_for):
    """said(role, "show", id) -> exit code, stdout, stderr, under that role's token; no token for None."""

    def call(role, *words, authority=KENT, **reach):
        reach = reach or {"authority": authority}
        token = ["--token", token_for(person(role, **reach))] if role else []
        code = run(["decide", *map(str, words), *token])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def reference(found, name):
    return Home.objects.get(id=found.homes[name]).reference


@pytest.fixture
def reasons(found, tmp_path):
    def write(**changes):
        path = tmp_path / "reasons.json"
        why_not = {reference(found, "Birch"): "Birch is farther from the school that they know."}
        path.write_text(json.dumps({**REASONS, "why_not": why_not, **changes}))
        return path

    return write


def proposing(found, path):
    return ("propose", "--search", found.id, "--home", reference(found, "Alder").lower(), "--reasons", path, "--json")


def test_propose_approve_and_show_print_one_document_each(found, said, reasons):
    code, out, _ = said(Role.SOCIAL_WORKER, *proposing(found, reasons()))
    assert code == 0
    made = json.loads(out)
    assert (made["state"], made["home_name"], made["approver_needed"]) == ("proposed", "Alder", "team_manager")
    code, out, _ = said(Role.TEAM_MANAGER, "approve", made["id"], "--json")
    assert (code, json.loads(out)["state"]) == (0, "approved")
    code, out, err = said(Role.SOCIAL_WORKER, "show", made["id"])
    assert code == 0
    assert "Approved: Alder" in out
    assert "Why not Birch: Birch is farther" in out
    assert made["id"] in err


def test_without_a_token_nothing_is_done(found, said, reasons):
    code, out, err = said(None, *proposing(found, reasons()))
    assert code == 3
    assert json.loads(out)["error"]["code"] == "token_needed"
    assert "--token" in err
    assert not Decision.objects.exists()


def test_what_lacks_is_said_and_the_exit_code_is_3(found, said, reasons):
    code, out, _ = said(Role.SOCIAL_WORKER, *proposing(found, reasons(why_not={})))
    assert code == 3
    assert json.loads(out)["error"]["code"] == "reasons_missing"
    assert "Say why Birch was not chosen" in json.loads(out)["error"]["message"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nonsense", "cannot be read as JSON"),
        ("[]", "one JSON object"),
        ('{"why": "x"}', "Nobody reads these: why"),
        ('{"why_chosen": 7}', "Each reason is a text"),
        ('{"why_not": []}', "Each reason is a text"),
    ],
)
def test_reasons_that_cannot_be_read_are_refused_and_named(found, said, tmp_path, text, words):
    path = tmp_path / "bad.json"
    path.write_text(text)
    code, out, _ = said(Role.SOCIAL_WORKER, *proposing(found, path))
    error = json.loads(out)["error"]
    assert (code, error["code"]) == (3, "reasons_unreadable")
    assert words in error["message"]


def test_a_file_that_is_not_there_is_refused(found, said, tmp_path):
    code, out, _ = said(Role.SOCIAL_WORKER, *proposing(found, tmp_path / "absent.json"))
    assert (code, json.loads(out)["error"]["code"]) == (3, "reasons_unreadable")


def test_reasons_are_read_from_stdin(found, said, reasons, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(reasons().read_text()))
    assert said(Role.SOCIAL_WORKER, *proposing(found, "-"))[0] == 0


def test_a_home_that_is_not_on_the_list_is_refused(found, said, reasons):
    words = ("propose", "--search", found.id, "--home", "H-00000", "--reasons", reasons(), "--json")
    code, out, _ = said(Role.SOCIAL_WORKER, *words)
    assert (code, json.loads(out)["error"]["code"]) == (3, "home_not_on_list")


def test_another_council_finds_nothing_to_show(found, said, reasons):
    made = json.loads(said(Role.SOCIAL_WORKER, *proposing(found, reasons()))[1])
    code, out, _ = said(Role.DIRECTOR, "show", made["id"], "--json", authority=DEVON)
    assert code == 3
    assert "Alder" not in out


@pytest.mark.parametrize("role", [Role.PARENT, Role.CHILD])
def test_the_family_is_shown_no_choice_that_is_not_in_force(found, said, reasons, role):
    made = json.loads(said(Role.SOCIAL_WORKER, *proposing(found, reasons()))[1])
    code, out, _ = said(role, "show", made["id"], "--json", children=[found.child])
    assert (code, json.loads(out)["error"]["code"]) == (3, "not_found")


def test_showing_is_a_look(found, said, reasons):
    made = json.loads(said(Role.SOCIAL_WORKER, *proposing(found, reasons()))[1])
    before = len(looks_at(found.child))
    said(Role.TEAM_MANAGER, "show", made["id"], "--json")
    assert len(looks_at(found.child)) == before + 1


def test_help_has_an_example(capsys):
    with pytest.raises(SystemExit) as ended:
        run(["decide", "propose", "--help"])
    assert ended.value.code == 0
    assert "Examples:" in capsys.readouterr().out


def test_every_verb_that_prints_a_decision_writes_a_look(found, said, reasons):
    def looks():
        return len(looks_at(found.child))

    before = looks()
    made = json.loads(said(Role.SOCIAL_WORKER, *proposing(found, reasons()))[1])["id"]
    assert looks() == before + 1
    assert said(Role.TEAM_MANAGER, "approve", made, "--json")[0] == 0
    assert looks() == before + 2
    assert any((look.role, look.purpose) == ("team_manager", "to read a decision") for look in looks_at(found.child))
    assert said(Role.SOCIAL_WORKER, "show", made, "--json")[0] == 0
    assert looks() == before + 3


def test_for_the_long_term_the_command_line_says_what_is_owed(monkeypatch, said):
    monkeypatch.setattr("carecommons.cli.decide.django_ready", lambda **_: None)
    made = choose(search(at=datetime.now(UTC) - timedelta(minutes=15), stay="long_term"))
    code, out, _ = said(Role.NOMINATED_OFFICER, "owes", made)
    assert code == 0
    assert "foster_panel_advised: The fostering panel has given its advice on this match." in out
    told = json.loads(said(Role.NOMINATED_OFFICER, "owes", made, "--json")[1])
    assert told["because"] == ["long_term_foster"]
    satisfied = [word for each in told["satisfied_of"] for word in ("--satisfied", each)]
    code, out, _ = said(Role.NOMINATED_OFFICER, "approve", made, "--json", *satisfied[:-2])
    assert (code, json.loads(out)["error"]["code"]) == (3, "not_satisfied")
    code, out, _ = said(Role.NOMINATED_OFFICER, "approve", made, "--json", *satisfied)
    assert (code, json.loads(out)["state"]) == (0, "approved")


def test_out_of_area_the_facts_are_named_and_given_on_the_command_line(monkeypatch, said):
    monkeypatch.setattr("carecommons.cli.decide.django_ready", lambda **_: None)
    found = search(at=datetime.now(UTC) - timedelta(minutes=15), Alder={"authority": MEDWAY}, Birch={})
    made = choose(found)
    code, out, _ = said(Role.NOMINATED_OFFICER, "approve", made, "--json")
    assert (code, json.loads(out)["error"]["code"]) == (3, "not_satisfied")
    owed = facts_owed(made, at=found.at)
    assert all(code in out for code in owed)
    satisfied = [word for each in owed for word in ("--satisfied", each)]
    code, out, _ = said(Role.NOMINATED_OFFICER, "approve", made, "--json", *satisfied)
    assert (code, json.loads(out)["error"]["code"]) == (3, "area_not_told")
    record_notice(
        decision_id=made, kind="area_authority", sent_on=localdate(found.at), sent_to="Their placements desk",
        by=WORKER, at=found.at,
    )  # fmt: skip
    code, out, _ = said(Role.NOMINATED_OFFICER, "approve", made, "--json", *satisfied)
    assert (code, json.loads(out)["state"]) == (0, "approved")
