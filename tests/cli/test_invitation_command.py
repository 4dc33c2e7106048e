"""Homes are invited, and answer, on the command line as on the pages."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import localdate

from carecommons.cli.main import run
from carecommons.matching import models
from carecommons.matching.actions import accept_terms, ask_terms
from carecommons.matching.detail import fingerprint
from carecommons.matching.queries import detail, detail_facts, referral, said_not_right
from carecommons.people.roles import Role
from carecommons.provision.capability import DOMAIN_CODES
from carecommons.provision.queries import home_names, providers_of
from matching.invited import invited
from walk_world import KENT, OFFICER, search

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(person, token_for, capsys):
    """The command's answer as a document: (exit code, document), in a role."""
    found = search(at=datetime.now(UTC) - timedelta(hours=2))
    home = found.homes["Alder"]
    tokens = {
        "officer": token_for(person(Role.PLACEMENT_OFFICER, authority=KENT)),
        "keeper": token_for(person(Role.PROVIDER_MANAGER, provider_id=providers_of([home])[home])),
    }
    reference = referral(found.id).reference

    def ask(who: str, *words: str):
        capsys.readouterr()
        code = run(["invitation", *(reference if word == "SEARCH" else word for word in words), "--json", "--token",
                    tokens[who]])  # fmt: skip
        return code, json.loads(capsys.readouterr().out or "null")

    return ask


def test_a_round_from_the_first_word_to_the_end(told, tmp_path) -> None:
    code, sent = told("officer", "send", "SEARCH")
    assert code == 0
    assert [home["state"] for home in sent["rounds"][0]["homes"]] == ["sent", "sent"]
    mine = told("keeper", "list")[1]["invitations"][0]["code"]
    assert told("keeper", "show", mine)[1]["lines"][0]["heading"] == "Age"
    told("keeper", "ask", mine, "Is there a garden?")
    question = str(models.Question.objects.get().id)
    assert told("officer", "answer", "SEARCH", question, "Yes, one nearby.")[0] == 0
    offer = tmp_path / "offer.json"
    given = {"answers": dict.fromkeys(DOMAIN_CODES, "met"), "impact_there": "acceptable", "impact_child": "acceptable"}
    offer.write_text(json.dumps({**given, "impact_words": "We asked."}))
    assert told("keeper", "offer", mine, str(offer))[1]["line"]["state"] == "offered"
    assert told("keeper", "decline", mine, "carers", "Our night carer is away.")[1]["line"]["state"] == "declined"
    assert told("officer", "close", "SEARCH")[0] == 3
    assert told("officer", "call-off", "SEARCH", "The child can stay.")[1]["rounds"][0]["state"] == "called_off"
    assert told("officer", "log", "SEARCH")[1]["rounds"][0]["because"] == "The child can stay."


def test_what_cannot_be_read_or_is_not_theirs_is_refused(told, tmp_path) -> None:
    told("officer", "send", "SEARCH")
    mine = told("keeper", "list")[1]["invitations"][0]["code"]
    for words in ("[]", "{", '{"price": "1"}', '{"answers": {"EMO": 1}}'):
        offer = tmp_path / "offer.json"
        offer.write_text(words)
        assert told("keeper", "offer", mine, str(offer))[0] == 3
    assert told("keeper", "show", "V-00000")[0] == 3
    assert told("officer", "list")[0] == 3
    assert told("keeper", "send", "SEARCH")[0] == 3
    assert told("officer", "answer", "SEARCH", "no-id", "Yes.")[0] == 3


def test_what_a_home_says_beyond_is_accepted_with_what_it_rests_on(person, token_for, capsys, tmp_path) -> None:
    found = search(at=datetime.now(UTC) - timedelta(hours=2), Birch={"EMO": 0})
    home = found.homes["Birch"]
    reference = referral(found.id).reference
    officer = token_for(person(Role.PLACEMENT_OFFICER, authority=KENT))
    keeper = token_for(person(Role.PROVIDER_MANAGER, provider_id=providers_of([home])[home]))

    def said(token: str, *words: str) -> tuple[int, str]:
        capsys.readouterr()
        code = run([*words, "--token", token])
        out = capsys.readouterr()
        return code, out.out + out.err

    assert said(officer, "invitation", "send", reference)[0] == 0
    row = models.Invitation.objects.get()
    offer = tmp_path / "offer.json"
    given = {"answers": dict.fromkeys(DOMAIN_CODES, "met"), "impact_there": "acceptable", "impact_child": "acceptable"}
    offer.write_text(json.dumps({**given, "impact_words": "We asked."}))
    assert said(keeper, "invitation", "offer", row.code, str(offer))[0] == 0
    assert said(officer, "invitation", "close", reference)[0] == 0
    assert "does not count: Feelings" in said(officer, "invitation", "log", reference)[1]
    assert "says more than was accepted of it: Feelings" in said(officer, "shortlist", "make", reference)[1]
    mine = home_names([home])[home].reference
    seen = "Seen at the visit last week, and in the letter of the clinician."
    assert said(keeper, "invitation", "accept", reference, mine, seen)[0] == 3
    assert said(officer, "invitation", "accept", reference, "H-00000", seen)[0] == 3
    code, words = said(officer, "invitation", "accept", reference, mine, "It says so.")
    assert (code, "is no evidence" in words) == (3, True)
    code, words = said(officer, "invitation", "accept", reference, mine, seen)
    assert (code, "accepted for this child: Feelings" in words) == (0, True)
    assert "says more" not in said(officer, "shortlist", "make", reference)[1]


def test_a_home_that_has_read_more_says_no_with_why_and_reads_no_more(person, token_for, capsys) -> None:
    found = search(at=datetime.now(UTC) - timedelta(hours=2))
    invited(found, Alder="offered", Birch="offered")
    home = found.homes["Alder"]
    manager = person(Role.PROVIDER_MANAGER, provider_id=providers_of([home])[home])
    other = person(Role.PROVIDER_MANAGER, provider_id=providers_of([found.homes["Birch"]])[found.homes["Birch"]])
    read = fingerprint(detail_facts(referral(found.id), localdate(found.at)))
    made = ask_terms(referral_id=found.id, home_id=home, read=read, by=OFFICER, at=found.at)
    code = detail(made, on=localdate(found.at)).code
    officer = person(Role.PLACEMENT_OFFICER, authority=KENT)
    tokens = {"manager": token_for(manager), "other": token_for(other), "officer": token_for(officer)}

    def told(who: str, *words: str):
        capsys.readouterr()
        done = run(["invitation", *words, "--json", "--token", tokens[who]])
        return done, capsys.readouterr().out

    said = "A child here is afraid of dogs."
    assert told("manager", "not-right", code, said)[0] == 3, "before it has accepted the terms it has read nothing"
    accept_terms(detail_id=made, by=manager, at=found.at)
    done, words = told("manager", "shortlisted")
    (line,) = json.loads(words)["shortlisted"]
    assert (done, line["code"], line["state"]) == (0, code, "accepted")
    assert json.loads(told("other", "shortlisted")[1]) == {"shortlisted": []}
    assert told("other", "not-right", code, said)[0] == 3
    assert told("officer", "shortlisted")[0] == 3
    assert told("manager", "not-right", code, " ")[0] == 3
    done, words = told("manager", "not-right", code.lower(), said)
    assert (done, json.loads(words)["state"], json.loads(words)["why_not"]) == (0, "revoked", said)
    assert home in said_not_right(found.id)
    assert told("manager", "not-right", code, said)[0] == 3
