"""Every refusal says what stands behind it: a law, the nature of things, or a choice (handbook E17)."""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client, RequestFactory

from carecommons.common.errors import NotFound, NotNow, Refused
from carecommons.constitution.behind import ground_behind, ground_of, grounds
from carecommons.constitution.criteria import packaged_versions
from carecommons.constitution.parameters import parameters
from carecommons.constitution.reading import packaged_criteria
from carecommons.constitution.values import Kind
from carecommons.decisions.choice import Option, check_can_be_chosen
from carecommons.matching.reasons import RULE_OF, Reason, rule_of
from carecommons.people.doors import refusal_page
from carecommons.provision.capability import NOT_EVIDENCE
from carecommons.site.api import problem
from carecommons.site.problems import our_fault
from carecommons.site.reference import PROBLEM
from walk_world import MANAGER

SOURCE = Path(__file__).resolve().parents[2] / "src" / "carecommons"
TREES = {path: ast.parse(path.read_text("utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
# Codes that no reader of the source can find as one string, each with where it is made.
MADE = {f"{kind}_is_not_evidence" for kind in NOT_EVIDENCE}  # provision/capability.py
# Where a refusal is only handed on, its code was raised, and is found, elsewhere.
# What is neither law nor nature nor choice: a mistake of ours. Pages and programs are told of no ground for it.
GROUNDLESS = {"our_fault"}
OF_ITS_OWN = {"NotSafeToStart"}
HANDED_ON = {
    ("common/limited.py", "code"),
    ("site/jobs/kinds.py", "refusal['code']"),
    ("provision/public_list/reading.py", "faults[0].code"),
}


def test_a_page_names_of_a_law_the_law_alone_and_of_a_choice_where_it_was_chosen():
    for ground in grounds():
        if ground.kind is Kind.LAW:
            assert ground.stands, ground.code
            assert "handbook" not in ground.stands, ground.code
        else:
            assert ground.stands == ground.source
    noted = [each for each in grounds() if each.kind is Kind.LAW and "handbook" in each.source]
    assert noted, "the notes stay on the page of sources"
    assert all(each.source.startswith(each.stands) for each in noted)


def refusals() -> set[str]:
    """The names of every class of the tree in common/errors.py, and of those that a room adds."""
    found, more = {"Refused"}, True
    while more:
        new = {
            node.name
            for tree in TREES.values()
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef) and found & {getattr(base, "id", "") for base in node.bases}
        }  # fmt: skip
        more, found = bool(new - found), found | new
    return found


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def strings(node: ast.AST, path: Path) -> Iterator[str]:
    """The strings that an expression can be: itself, either branch, or any value of a table of this module."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from strings(node.body, path)
        yield from strings(node.orelse, path)
    elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        for each in ast.walk(TREES[path]):
            target = each.target if isinstance(each, ast.AnnAssign) else getattr(each, "targets", [None])[0]
            if getattr(target, "id", "") == node.value.id and isinstance(each.value, ast.Dict):
                for value in each.value.values:
                    yield from strings(value, path)


def raised() -> tuple[set[str], set[tuple[str, str]]]:
    """Every code that is raised anywhere in the source, and the places where a code could not be read."""
    kinds, codes, unread = refusals(), set(), set()
    for path, tree in TREES.items():
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            names = [argument.arg for argument in function.args.args]
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                if name_of(call) not in kinds and not is_super(call, kinds, tree):
                    continue
                if not call.args or name_of(call) in OF_ITS_OWN:
                    continue  # NotFound() has a code of its own, and so has a class that gives itself one
                found = set(strings(call.args[0], path))
                said = ast.unparse(call.args[0])
                if not found and said in names and function.name != "__init__":
                    found = set(handed_to(function.name, names.index(said), path))
                codes |= found
                if not found:
                    unread.add((str(path.relative_to(SOURCE)), said))
    return codes, unread


def is_super(call: ast.Call, kinds: set[str], tree: ast.Module) -> bool:
    """super().__init__("code", ...) in a class of refusals of a room."""
    said = ast.unparse(call.func) == "super().__init__"
    inside = any(isinstance(node, ast.ClassDef) and node.name in kinds and call in ast.walk(node) for node in tree.body)
    return said and inside and bool(call.args) and isinstance(call.args[0], ast.Constant)


def handed_to(function: str, place: int, path: Path) -> Iterator[str]:
    """What the callers of a helper in the same module hand it as the code."""
    for call in (node for node in ast.walk(TREES[path]) if isinstance(node, ast.Call)):
        if name_of(call) == function:
            skip = 1 if isinstance(call.func, ast.Attribute) else 0
            if len(call.args) > place - skip:
                yield from strings(call.args[place - skip], path)


CODES, UNREAD = raised()
KNOWN = {code for ground in grounds() for code in ground.codes}


def test_the_source_is_read_whole():
    assert len(CODES) > 200
    unread = {(path, said) for path, said in UNREAD if (path, said) not in HANDED_ON and "_is_not_evidence" not in said}
    assert not unread, "a code that cannot be read here needs a string, or a line in MADE"


def test_e17_every_refusal_has_a_ground_with_its_kind_its_source_and_who_could_change_it():
    missing = sorted((CODES | MADE | {"not_found"}) - KNOWN - GROUNDLESS)
    assert not missing, "give each a ground in constitution/data/behind.toml"
    for ground in grounds():
        assert ground.kind in Kind
        assert all((ground.words.endswith("."), ground.source, ground.changed_by, ground.codes)), ground.code


def test_no_ground_speaks_of_a_refusal_that_nobody_makes():
    headings = {"column_missing", "heading_twice"}  # a fault of a list's headings, handed on as the refusal of the list
    assert sorted(KNOWN - CODES - MADE - {"not_found"} - headings) == []


def test_nobody_is_said_to_change_the_nature_of_things_by_choosing():
    assert all(ground.changed_by != "nobody" for ground in grounds() if ground.kind is not Kind.PHYSICS)
    assert all("Parliament" not in ground.changed_by for ground in grounds() if ground.kind is not Kind.LAW)


@pytest.mark.parametrize("version", packaged_versions())
def test_e17_every_gate_and_each_of_its_rules_says_its_kind_and_source(version):
    for gate in packaged_criteria(version).gates:
        assert gate.kind in Kind
        assert gate.source
        assert all(rule.kind in Kind and rule.source for rule in gate.rules)
        assert all(rule.chosen_by for rule in gate.rules if rule.kind is Kind.POLICY_CHOICE)


def test_e17_every_reason_for_which_a_home_stops_leads_to_a_published_rule_with_its_kind():
    stops = set(Reason) - {Reason.NONE}
    assert stops == set(RULE_OF)
    rules = {rule.code: rule for gate in packaged_criteria(1).gates for rule in gate.rules}
    for reason in stops:
        ground = ground_of("", {"rule": rule_of(reason)})
        assert ground is not None
        assert (ground.kind, ground.source) == (rules[rule_of(reason)].kind, rules[rule_of(reason)].source)
    assert rule_of(0) == ""


def test_e17_every_limit_is_a_published_number_with_its_kind_and_source():
    assert all(each.kind in Kind and each.source for each in parameters(date(2026, 11, 20)))


def test_a_home_stopped_by_law_and_one_stopped_by_a_choice_are_told_apart():
    """One code, two grounds: the refusal of a choice names the rule that stopped the home."""

    def refusal(reason: Reason, gate: int) -> Refused:
        option = Option(
            home_id=None, name="Elm", appropriate=False, failed_gate=gate, failed_words="Stopped.", unmet=(),
            unknown=(), laws={}, wishes={}, failed_rule=rule_of(reason),
        )  # fmt: skip
        with pytest.raises(Refused) as caught:
            check_can_be_chosen(option)
        return caught.value

    assert ground_behind(refusal(Reason.UNREGISTERED, 1)).kind is Kind.LAW
    assert ground_behind(refusal(Reason.CLAIM_ONLY, 2)).kind is Kind.POLICY_CHOICE
    assert ground_behind(refusal(Reason.FULL, 1)).kind is Kind.PHYSICS


def test_a_mistake_of_ours_is_called_neither_law_nor_nature_nor_choice():
    assert GROUNDLESS.isdisjoint(KNOWN)
    assert GROUNDLESS <= CODES
    answer = problem(RequestFactory().get("/api/v1/"), our_fault())
    assert answer.status_code == 500
    assert b"behind" not in answer.content


def test_an_unknown_code_is_called_neither_law_nor_choice():
    assert ground_of("no_such_code") is None
    assert ground_of("no_such_code", {"rule": "no_such_rule"}) is None


@pytest.mark.django_db
class TestWhereItIsSaid:
    REFUSAL = NotNow("parents_first", "The law asks about parents first. Record their answer, then go on.")

    def page(self, refusal: Refused) -> str:
        request = RequestFactory().get("/")
        request.person = MANAGER
        return refusal_page(request, refusal).content.decode()

    def test_a_refused_page_says_that_it_is_law_and_which(self):
        page = self.page(self.REFUSAL)
        assert "<b>This is law:</b>" in page
        assert "Children Act 1989 s22C(2)-(7)" in page
        assert "Who could change it: Parliament." in page

    def test_or_that_it_could_not_be_otherwise_or_that_people_chose_it(self):
        assert "<b>It could not be otherwise:</b>" in self.page(NotNow("place_taken", "Taken."))
        assert "<b>People chose this:</b>" in self.page(Refused("reasons_missing", "Say why."))
        assert "<b>This is law" not in self.page(Refused("no_such_code", "No."))

    def test_what_is_missing_and_what_is_not_yours_still_answer_alike(self):
        assert "What stands behind" not in self.page(NotFound())

    def test_a_program_reads_the_same_in_the_problem(self):
        answer = problem(RequestFactory().get("/api/v1/"), self.REFUSAL)
        assert b'"behind": {"kind": "law"' in answer.content
        assert b"s22C(2)-(7)" in answer.content
        declared = PROBLEM["properties"]["behind"]
        assert declared["properties"]["kind"]["enum"] == [str(kind) for kind in Kind]
        unknown = problem(RequestFactory().get("/api/v1/"), Refused("no_such_code", "No."))
        assert b"behind" not in unknown.content

    def test_the_public_page_names_every_refusal_under_its_kind(self):
        page = Client().get("/criteria/behind/").content.decode()
        for said in ("This is law", "It could not be otherwise", "People chose this"):
            assert said in page
        assert all(f">{code}</code>" in page for code in KNOWN)

    def test_and_so_does_the_api(self):
        found = Client().get("/api/v1/constitution/behind?limit=200").json()["items"]
        assert {code for each in found for code in each["codes"]} == KNOWN
