"""`carecommons review`: the same acts under a personal token, with the same refusals and exit codes."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from carecommons.cli.main import run
from carecommons.decisions import actions, queries
from carecommons.people.actions import end_post
from carecommons.people.queries import looks_at, posts_of
from carecommons.people.roles import Role
from carecommons.register.actions import integrate
from decisions.test_review_acts import CHILD_WORDS, DIGEST, HEARD, NO, PARTY_WORDS, WORDS
from walk_world import KENT, MANAGER, choose, search

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(monkeypatch):
    monkeypatch.setattr("carecommons.cli.review.django_ready", lambda **_: None)
    monkeypatch.delenv("CARECOMMONS_TOKEN", raising=False)
    found = search(at=datetime.now(UTC) - timedelta(minutes=30))
    decision_id = choose(found)
    actions.approve(decision_id=decision_id, by=MANAGER, at=found.at + timedelta(minutes=1))
    integrate(at=found.at + timedelta(minutes=2))
    return queries.decision(decision_id)


@pytest.fixture
def said(capsys, token_for):
    """said(person, "show", id) -> exit code, stdout, stderr, under that person's token; no token for None."""

    def call(who, *words):
        token = ["--token", token_for(who)] if who else []
        code = run(["review", *map(str, words), *token])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def test_a_review_goes_its_whole_way_on_the_command_line(decision, said, person):
    advocate = person(Role.ADVOCATE, children=[decision.child_id])
    code, out, _ = said(advocate, "ask", "--decision", decision.id, "--words", NO, "--json")
    assert code == 0
    review_id = json.loads(out)["id"]
    assert json.loads(out)["holds"] is True
    assert review_id in said(advocate, "mine")[1]
    assert "The planned move waits." in said(advocate, "show", review_id)[1]

    officer = person(Role.REVIEWING_OFFICER, authority=KENT)
    assert review_id in said(officer, "docket")[1]
    assert said(officer, "acknowledge", review_id, "--words", WORDS)[0] == 0
    members = [person(Role.REVIEWING_OFFICER, authority=KENT), person(Role.NOMINATED_OFFICER, authority=KENT),
               person(Role.CLINICIAN, authority=KENT)]  # fmt: skip
    posts = [word for each in members for word in ("--post", posts_of(each.id)[0].id)]
    assert said(officer, "panel", review_id, *posts[:2])[0] == 3
    code, out, _ = said(officer, "panel", review_id, *posts, "--json")
    assert len(json.loads(out)["seats"]) == 3
    late = person(Role.VIRTUAL_SCHOOL_HEAD, authority=KENT)
    seats = {each["name"]: each["id"] for each in json.loads(out)["seats"]}
    assert len(seats) == 3
    gone = members.pop()
    (seat,) = [each.id for each in queries.review(UUID(review_id)).seats if each.account == gone.id]
    code, _, err = said(officer, "free-seat", review_id, "--seat", seat)
    assert (code, "still sits" in err) == (3, True)
    assert "Say first whether you have an interest" in said(gone, "show", review_id)[1]
    assert json.loads(said(gone, "show", review_id, "--json")[1])["owes"] == "interest"
    assert not looks_at(decision.child_id) or "decisions.sit_on_panel" not in {
        look.act for look in looks_at(decision.child_id)
    }
    end_post(post_id=posts_of(gone.id)[0].id, at=datetime.now(UTC), by=None)
    assert "the seat was made free" in said(officer, "free-seat", review_id, "--seat", seat)[1]
    assert said(officer, "panel", review_id, "--post", posts_of(late.id)[0].id)[0] == 0
    members.append(late)
    for each in members:
        assert said(each, "interest", review_id) == (0, "Written down.\n", "")
    assert review_id in said(members[0], "panels", "--json")[1]
    assert said(members[0], "hear", review_id, "--how", "came", "--words", HEARD)[0] == 0
    find = ("--outcome", "upheld", "--remedy", "explain", "--words-child", CHILD_WORDS, "--words-parties", PARTY_WORDS,
            "--duty-words", "Tell the child why, and say sorry.", "--digest", DIGEST)  # fmt: skip
    assert said(members[0], "find", review_id, *find)[0] == 0
    assert said(members[1], "agree", review_id)[0] == 0
    assert said(members[2], "agree", review_id, "--dissent", "It goes too far.")[0] == 0
    assert json.loads(said(advocate, "show", review_id, "--json")[1])["told"] == CHILD_WORDS
    assert said(officer, "remedied", review_id, "--words", "The letter was written and read.")[0] == 0
    code, _, err = said(officer, "digest", review_id, "--text", "It was in Kent on 3 May.")
    assert code == 3
    assert "digest_locates" in err or "Nothing was published" in err
    assert said(officer, "digest", review_id, "--text", DIGEST)[0] == 0
    assert DIGEST in said(None, "digests")[1]
    assert "decisions.sit_on_panel" in {look.act for look in looks_at(decision.child_id)}
    assert "closed to you again" in said(members[0], "show", review_id)[1]


def test_a_home_asks_and_takes_it_back(decision, said, person):
    birch = decision.passed_over[0].home_id
    carer = person(Role.FOSTER_CARER, home_ids=[birch])
    code, out, _ = said(carer, "ask-for-home", "--home", birch, "--decision", decision.id, "--words", NO, "--json")
    assert code == 0
    assert decision.child_reference not in out
    assert said(carer, "withdraw", json.loads(out)["id"])[0] == 0
    assert said(carer, "withdraw", json.loads(out)["id"])[0] == 3


def test_who_may_not_is_refused_and_rights_are_everybodys(decision, said, person):
    officer = person(Role.REVIEWING_OFFICER, authority=KENT)
    assert said(officer, "show", uuid4())[0] == 3
    assert said(officer, "let-go", uuid4(), "--words", WORDS)[0] == 3
    assert said(officer, "redirect", uuid4(), "--to", "court", "--words", WORDS)[0] == 3
    code, out, _ = said(None, "rights")
    assert code == 0
    assert "within 20 working days" in out
    assert json.loads(said(None, "rights", "--json")[1])[0]["code"] == "advocate"
