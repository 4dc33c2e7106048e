"""Every read on the command line is exactly one look at each child whom it shows, as on the pages.

The rule, the invented children and the words by which they are known: tests/site/test_every_read_is_one_look.py.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from read_world import ReadWorld, read_world, undone

from carecommons.cli.main import run
from carecommons.matching.models import Invitation
from carecommons.people.models import Look
from carecommons.people.roles import Role
from walk_world import KENT, NO_ROUND

pytestmark = pytest.mark.django_db  # each test's own transaction lies inside that of the world, which all share

LONG = "Asked on 18 November; it was not possible then."
ROLES = [role for role in Role if role is not Role.PUBLIC]
AT_HOME = (Role.FOSTER_CARER, Role.PROVIDER_MANAGER, Role.PROVIDER_RESPONSIBLE)
# Answers in words that tell of what was asked for by its reference, and say no field's word of it again.
OF_WHAT_WAS_ASKED = {
    "referral show": "what the search still owes",
    "referral make": "the search that was opened",
    "shortlist show": "the homes that were looked at for it",
    "shortlist make": "the same",
    "decide propose": "the choice that was made",
    "decide owes": "what its approval owes",
    "relatives show": "that nobody was looked at, or who",
    "referral owed": "what the emergency owes",
    "invitation notes": "what its next home must know, or that no note goes on",
    "invitation log": "the homes that were asked for it, and what they said",
    "placement show": "where it stands",
    "living show": "how it goes there",
    "ending show": "what became of the notice",
    "review show": "what was asked and found",
}
FIXED = {("people day", Role.PARENT): "that a decision for each child of theirs can be looked at again, and until when"}
SAVED = "saved.pdf"


def _references(world: ReadWorld, first: str) -> list[str]:
    found = [mark for marks in world.marks.values() for mark in marks if mark.startswith(first) and len(mark) == 7]
    assert found
    return [*found, f"{first}00000"]


def _each(world: ReadWorld, *words: str, of: list[Any]) -> list[list[str]]:
    return [[word if word != "?" else str(each) for word in words] for each in of]


def _codes(world: ReadWorld) -> list[str]:
    return [row.code for row in Invitation.objects.filter(id__in=world.values["invitation_id"])]


def _propose(world: ReadWorld) -> list[list[str]]:
    reasons = world.folder / "reasons.json"
    reasons.write_text(
        json.dumps(
            {
                "why_chosen": LONG,
                "wishes_effect": "changed_how",
                "wishes_how": LONG,
                "search_evidence": LONG,
                **NO_ROUND,
                "why_not": {str(home): LONG for home in world.values["listed"]},
            }
        )
    )
    search = world.searches["asked"]
    return [["decide", "propose", "--search", search, "--home", str(world.homes["Birch"]), "--reasons", str(reasons)]]


COMMANDS: dict[str, Callable[[ReadWorld], list[list[str]]]] = {
    "people day": lambda world: [["people", "day", "--at-most", "50"]],
    "referral list": lambda world: [["referral", "list"]],
    "referral show": lambda world: _each(world, "referral", "show", "?", of=_references(world, "R-")),
    "referral make": lambda world: _each(
        world, "referral", "make", "?", "--wanted-by", f"{world.at + timedelta(days=20):%Y-%m-%d}", "--why",
        "planned_move", of=_references(world, "C-"),
    ),
    "referral family": lambda world: _each(
        world, "referral", "family", "?", "parents", "not_possible", LONG, of=_references(world, "R-")
    ),
    "shortlist show": lambda world: _each(world, "shortlist", "show", "?", of=_references(world, "R-")),
    "shortlist make": lambda world: _each(world, "shortlist", "make", "?", of=_references(world, "R-")),
    "decide list": lambda world: [["decide", "list"]],
    "decide show": lambda world: _each(world, "decide", "show", "?", of=world.values["decision_id"]),
    "decide owes": lambda world: _each(world, "decide", "owes", "?", of=world.values["decision_id"]),
    "decide approve": lambda world: _each(world, "decide", "approve", "?", of=world.values["decision_id"]),
    "decide propose": _propose,
    "referral owed": lambda world: _each(world, "referral", "owed", "?", of=_references(world, "R-")),
    "relatives show": lambda world: _each(world, "relatives", "show", "?", of=_references(world, "C-")),
    "invitation list": lambda world: [["invitation", "list"]],
    "invitation show": lambda world: _each(world, "invitation", "show", "?", of=_codes(world)),
    "invitation notes": lambda world: _each(world, "invitation", "notes", "?", of=_references(world, "R-")),
    "invitation log": lambda world: _each(world, "invitation", "log", "?", of=_references(world, "R-")),
    "placement show": lambda world: _each(world, "placement", "show", "?", of=world.values["placement_id"]),
    "living due": lambda world: [["living", "due"]],
    "living show": lambda world: _each(world, "living", "show", "?", of=world.values["placement_id"]),
    "ending list": lambda world: [["ending", "list"]],
    "ending show": lambda world: _each(world, "ending", "show", "?", of=world.values["notice_id"]),
    "review mine": lambda world: [["review", "mine"]],
    "review docket": lambda world: [["review", "docket"]],
    "review show": lambda world: _each(world, "review", "show", "?", of=world.values["review_id"]),
    "homes evidence": lambda world: [["homes", "evidence"]],
    "homes open": lambda world: _each(
        world, "homes", "open", "?", str(world.folder / SAVED), of=world.values["evidence_id"]
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[ReadWorld]:
    """Made once, with somebody in each role: what a command does is undone when it has been counted."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patched:
        from django.conf import settings

        folder = tmp_path_factory.mktemp("home")
        patched.setattr(settings, "HOME", folder, raising=False)
        patched.delenv("CARECOMMONS_TOKEN", raising=False)
        for name in ("ready", "day", "referral", "shortlist", "decide"):
            patched.setattr(f"carecommons.cli.{name}.django_ready", lambda **_: None)
        with undone():
            made = read_world()
            made.folder = folder
            yield made


@pytest.fixture(scope="module")
def tokens(world: ReadWorld) -> dict[Role, str]:
    """A token of somebody in each role, who reaches all children but the one of another council."""
    import conftest

    person, token_for = conftest.person.__wrapped__(None), conftest.token_for.__wrapped__(None)
    near = [child for name, child in world.child.items() if name != "far"]
    found = {}
    for role in ROLES:
        homes = [world.homes["aunt" if role is Role.FOSTER_CARER else "Alder"]]
        who = person(role, authority=KENT, children=near, provider_id=world.provider, home_ids=homes)
        found[role] = token_for(who)
    return found


def _owed(world: ReadWorld, role: Role, command: str, asked: list[str], told: str) -> set[UUID]:
    saved = world.folder / SAVED
    said = told.encode() + (saved.read_bytes() if saved.exists() else b"")
    saved.unlink(missing_ok=True)
    shown = world.shown_in(said, " ".join(asked))
    if told.strip() and command in OF_WHAT_WAS_ASKED:
        shown |= world.shown_in(" ".join(asked).encode(), "")
    if role is Role.CHILD:
        return set()
    return shown - {world.child["asked"]} if role in AT_HOME else shown


@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_command_shows_is_what_was_looked_at(command: str, world, tokens, capsys) -> None:
    near = [child for name, child in world.child.items() if name != "far"]
    wrong, done = [], 0
    for role, token in tokens.items():
        for words in COMMANDS[command](world):
            for asked in (words, [*words, "--json"]):
                last = Look.objects.order_by("-id").values_list("id", flat=True).first() or 0
                with undone():
                    code = run([*asked, "--token", token])
                    looked = Counter(Look.objects.filter(id__gt=last).values_list("child_id", flat=True))
                told = capsys.readouterr()
                assert code in (0, 3), told
                done += code == 0
                # A refusal repeats no more than what was typed.
                owed = _owed(world, role, command, words, told.out + told.err if code == 0 else "")
                if (command, role) in FIXED and code == 0 and {*looked.values()} == {1} and {*looked} <= {*near}:
                    continue
                if looked != Counter(owed):
                    wrong.append(
                        f"{role} {asked}: ends {code}, shows {len(owed)}, looks {dict(looked)}\n{told.out[:300]}"
                    )
    assert not wrong, "\n".join(wrong)
    assert done, "nobody was answered"


def test_every_command_that_asks_who_is_asking_is_here_or_shows_no_child() -> None:
    """`asker` stands in each command that takes a token: whoever adds one adds it here, or says why it shows nobody."""
    folder = Path(__file__).resolve().parents[2] / "src" / "carecommons" / "cli"
    asking = {path.name for path in folder.glob("*.py") if "asker(args)" in path.read_text("utf-8")}
    here = {
        "before.py", "day.py", "decide.py", "emergency.py", "ending.py", "homes_read.py", "invitation.py", "living.py",
        "placement.py", "referral.py", "review.py", "shortlist.py",
    }  # fmt: skip
    shows_nobody = {
        "returns.py": "the return is taken in, and its report names rows and no child",
        "criteria.py": "the published rules",
        "homes.py": "the public list of homes",
        "homes_terms.py": "what an officer writes of a home: it says back the number alone",
        "people.py": "accounts and posts",
        "audit.py": "what is counted, suppressed",
        "gap.py": "what is counted, suppressed",
        "forecast_stored.py": "what is counted and foreseen, suppressed",
        "statistics.py": "figures that were published",
        "jobs.py": "one's own long work: names of files and of rows, never a child",
    }
    assert asking == here | set(shows_nobody)
