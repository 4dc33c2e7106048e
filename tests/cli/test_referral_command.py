"""`carecommons referral` and `carecommons shortlist`: the pages' acts, under a personal token, with exit codes."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import localdate

from carecommons.cli.main import run
from carecommons.matching.actions import arrange_visit, rank_homes
from carecommons.matching.models import Referral
from carecommons.people.models import Look
from carecommons.people.roles import Role
from matching.searches_made import FOURTEEN, KENT, a_child, a_provider, an_entry, assessed, homes, wish
from walk_world import search

pytestmark = pytest.mark.django_db
SOON = f"{localdate() + timedelta(days=10)}"


@pytest.fixture
def said(capsys, monkeypatch):
    """said("referral", "list") -> (exit code, stdout, stderr); the token comes from the variable."""
    monkeypatch.delenv("CARECOMMONS_TOKEN", raising=False)

    def call(*words, token=None):
        code = run([*words, *(["--token", token] if token else [])])
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


@pytest.fixture
def token(person, token_for):
    return token_for(person(Role.SOCIAL_WORKER, authority=KENT))


@pytest.fixture
def child_id(founding):
    homes(an_entry("Alder House", a_provider()), an_entry("Birch Lane", a_provider("B"), free=0), at=datetime.now(UTC))
    return a_child(birth_date=FOURTEEN)


def test_a_search_goes_from_asking_to_the_list_on_the_command_line(said, token, child_id):
    code, out, _ = said("referral", "make", "C-7K4QX", "--wanted-by", SOON, "--why", "notice", "--json", token=token)
    assert code == 0
    made = json.loads(out)
    assert made["state"] == "open"
    code, _, err = said("shortlist", "make", made["reference"], token=token)
    assert (code, "prevention_not_recorded" in err) == (3, True)
    tried = "Evenings of help | Family support | 2026-01-05 | It held for three weeks"
    told = ("referral", "prevented", made["reference"], "help_for_carer")
    assert said(*told, token=token)[0] == 3, "neither something that was tried nor a reason"
    code, out, _ = said(*told, "--tried", tried, "--json", token=token)
    assert code == 0
    assert set(json.loads(out)) == {"id"}
    code, _, err = said("shortlist", "make", made["reference"], token=token)
    assert (code, "ladder_not_answered" in err) == (3, True)
    for rung in ("parents", "connected_person"):
        assert said("referral", "family", made["reference"], rung, "nobody", "Asked on Monday.", token=token)[0] == 0
    code, _, err = said("shortlist", "make", made["reference"], token=token)
    assert (code, "wishes_not_asked" in err) == (3, True)
    wish(child_id)
    code, out, _ = said("shortlist", "make", made["reference"], "--json", token=token)
    listed = json.loads(out)
    assert code == 0
    assert [home["name"] for home in listed["shown"]] == ["Alder House"]
    assert [(home["name"], home["failed_gate"]) for home in listed["passed_over"]] == [("Birch Lane", 1)]
    assert hashlib.sha256(bytes.fromhex(listed["seed"])).hexdigest() == made["commitment"]
    code, out, _ = said("shortlist", "show", made["reference"], token=token)
    assert code == 0
    assert "There is no price here and no single score" in out
    assert "stopped at gate 1" in out


def test_a_search_is_shown_with_what_it_still_owes_and_listed(said, token, child_id):
    said("referral", "make", "C-7K4QX", "--wanted-by", SOON, "--why", "notice", token=token)
    reference = Referral.objects.get().reference
    code, out, _ = said("referral", "show", reference, token=token)
    assert code == 0
    assert "to do  Parents asked first" in out
    code, out, _ = said("referral", "show", reference, "--json", token=token)
    assert [step["code"] for step in json.loads(out)["steps"]][:3] == ["prevention", "parents", "connected_person"]
    code, out, _ = said("referral", "list", "--json", token=token)
    assert [line["reference"] for line in json.loads(out)["searches"]] == [reference]
    assert reference in said("referral", "list", token=token)[1]
    assert Look.objects.filter(child_id=child_id).count() == 5


def test_what_comes_before_a_choice_is_read_with_one_look(said, token_for, person):
    found = search(at=datetime.now(UTC) - timedelta(minutes=30))
    worker = person(Role.SOCIAL_WORKER, authority="886")
    rank_homes(
        child_id=found.child, given={found.homes["Alder"]: ("1", ""), found.homes["Birch"]: ("no", "")}, way="told",
        by=worker, at=found.at,
    )  # fmt: skip
    arrange_visit(
        referral_id=found.id, home_id=found.homes["Alder"], day=localdate(), with_whom="Nan", by=worker,
        at=found.at,
    )  # fmt: skip
    key, reference = token_for(worker), Referral.objects.get().reference
    code, out, _ = said("shortlist", "before", reference, token=key)
    assert code == 0
    assert "Alder: Number 1 in the child’s own order" in out
    assert "Birch: The child says no to this home" in out
    assert "visit to Alder: A day is arranged" in out
    told = json.loads(said("shortlist", "before", reference, "--json", token=key)[1])
    assert [each["place"] for each in told["order"]["placed"]] == [1, None]
    assert (len(told["visits"]), told["meetings"], told["shortlisted"]) == (1, [], [])
    assert Look.objects.filter(child_id=found.child).count() == 2


def test_without_a_token_nothing_is_done(said, child_id):
    code, out, err = said("referral", "make", "C-7K4QX", "--wanted-by", SOON, "--why", "notice", "--json")
    assert code == 3
    assert json.loads(out)["error"]["code"] == "token_needed"
    assert "Make one on your account page" in err
    assert not Referral.objects.exists()


def test_a_refusal_ends_3_with_its_code(said, token, child_id):
    code, out, _ = said("referral", "make", "C-7K4QX", "--wanted-by", SOON, "--why", "because", "--json", token=token)
    assert (code, json.loads(out)["error"]["code"]) == (3, "why_unknown")
    assert said("referral", "make", "C-00000", "--wanted-by", SOON, "--why", "notice", token=token)[0] == 3


def test_another_councils_token_finds_nothing(said, token, child_id, person, token_for):
    said("referral", "make", "C-7K4QX", "--wanted-by", SOON, "--why", "notice", token=token)
    reference = Referral.objects.get().reference
    far = token_for(person(Role.SOCIAL_WORKER, authority="878"))
    assert said("referral", "show", reference, token=far)[0] == 3
    assert said("shortlist", "show", reference, token=far)[0] == 3
    assert "No search is within your reach" in said("referral", "list", token=far)[1]


def test_wrong_words_are_usage(said):
    with pytest.raises(SystemExit) as wrong:
        said("referral", "make", "C-7K4QX", "--wanted-by", "tomorrow", "--why", "notice")
    assert wrong.value.code == 2


@pytest.mark.parametrize("words", [("referral",), ("referral", "make"), ("referral", "family"), ("shortlist", "make")])
def test_every_help_has_an_example(words, capsys):
    with pytest.raises(SystemExit) as done:
        run([*words, "--help"])
    assert done.value.code == 0
    assert "Example: carecommons" in capsys.readouterr().out


def test_asking_and_recording_what_family_said_print_a_search_and_are_looks(said, token, child_id):
    before = Look.objects.filter(child_id=child_id).count()
    made = json.loads(
        said("referral", "make", "C-7K4QX", "--wanted-by", SOON, "--why", "notice", "--json", token=token)[1]
    )
    assert Look.objects.filter(child_id=child_id).count() == before + 1
    code, *_ = said(
        "referral", "family", made["reference"], "parents", "nobody", "Asked on Monday.", "--json", token=token
    )
    assert code == 0
    assert Look.objects.filter(child_id=child_id).count() == before + 2


def test_a_relative_is_assessed_and_shown_on_the_command_line(said, token, child_id):
    told = ("relatives", "assess", "C-7K4QX", "grandparent", "viable", "Visited twice; she knows the child well.",
            "--assessor", "Social worker", "--experience", "Six years", "--on", "2026-01-05")  # fmt: skip
    code, _, err = said(*told, "--training", " ", token=token)
    assert (code, "viability_not_complete" in err) == (3, True)
    code, out, _ = said(*told, "--training", "None yet", "--json", token=token)
    assert code == 0
    before = Look.objects.filter(child_id=child_id).count()
    code, out, _ = said("relatives", "show", "C-7K4QX", token=token)
    assert code == 0
    assert "A grandparent: could care for the child" in out
    assert "Training: None yet. Experience: Six years" in out
    assert Look.objects.filter(child_id=child_id).count() == before + 1


def test_an_approval_in_full_gives_the_day_of_the_panel_and_of_the_decision_on_the_command_line(
    said, token, person, token_for, child_id
):
    (aunt,) = homes(an_entry("Aunt", None, kind="connected_person", named=frozenset({child_id}), terms=None))
    manager, today = token_for(person(Role.TEAM_MANAGER, authority=KENT)), f"{localdate()}"
    code, out, _ = said("relatives", "approve", str(assessed(child_id)), str(aunt), "There is nobody else for her now.",
                        "--from", today, "--json", token=manager)  # fmt: skip
    assert code == 0
    close = ("relatives", "close", json.loads(out)["id"], "in_full", "The panel heard of it all, and she is approved.")
    assert "full_approval_missing" in said(*close, token=manager)[2]
    officer = token_for(person(Role.PLACEMENT_OFFICER, authority=KENT))
    full = ("homes", "terms", str(aunt), "--number", "CP-7", "--from", today, "--lasting", "--ages", "0-17",
            "--places", "1")  # fmt: skip
    days = ("--panel-recommended-on", today, "--decided-on", today)
    assert said(*full, *days, token=manager)[0] == 3, "an officer records it"
    code, _, err = said(*full, "--decided-on", today, token=officer)
    assert (code, "full_not_complete" in err) == (3, True)
    code, out, _ = said(*full, *days, "--json", token=officer)
    assert (code, json.loads(out)) == (0, {"home": str(aunt), "number": "CP-7"})
    code, _, err = said(*close, "--decided-on", f"{localdate() - timedelta(days=1)}", token=manager)
    assert (code, "full_not_complete" in err) == (3, True)
    assert said(*close, token=manager)[0] == 0, "the days are those of the register of homes"
    shown = said("relatives", "show", "C-7K4QX", token=token)[1]
    assert f"Panel recommended: {today}. Decided: {today}" in shown
    assert f"Aunt: approved in full on {today}; approved for a time, {today} to {today}" in shown


def test_only_an_approver_approves_for_a_time_on_the_command_line(said, token, person, token_for, child_id):
    made = assessed(child_id)
    (aunt,) = homes(an_entry("Aunt", None, kind="connected_person", named=frozenset({child_id}), terms=None))
    today = f"{localdate()}"
    told = ("relatives", "approve", str(made), str(aunt), "There is nobody else tonight, and she asks for her.",
            "--from", today)  # fmt: skip
    assert said(*told, token=token)[0] == 3
    manager = token_for(person(Role.TEAM_MANAGER, authority=KENT))
    code, out, _ = said(*told, "--json", token=manager)
    assert code == 0
    approval = json.loads(out)["id"]
    why = "The panel meets only after the sixteen weeks are over."
    assert said("relatives", "longer", approval, why, token=manager)[0] == 3
    nominated = token_for(person(Role.NOMINATED_OFFICER, authority=KENT))
    code, _, err = said("relatives", "longer", approval, why, token=nominated)
    assert (code, "longer_not_complete" in err) == (3, True)
    facts = ("--most-appropriate-on", today, "--panel-asked-on", today, "--reviewer-told-on", today)
    assert said("relatives", "longer", approval, why, *facts, token=nominated)[0] == 0
    code, _, err = said("relatives", "longer", approval, why, *facts, token=nominated)
    assert (code, "extended_already" in err) == (3, True)
    assert said("relatives", "close", approval, "ended", "Another home was found for her today.", token=manager)[0] == 0
