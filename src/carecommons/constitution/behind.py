"""What stands behind a refusal: a law, the nature of things, or people who chose it (handbook E17).

Source: data/behind.toml; for a refusal that names the published rule on which it rests, that rule. Each ground says
where it stands and who could change it, so that a policy choice is never taken for a law, nor a law for a choice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from carecommons.common.errors import Refused

from .criteria import packaged_versions
from .reading import packaged_criteria
from .values import Kind, packaged

# How each kind is said to people, before the words of the ground.
SAID = {
    Kind.LAW: "This is law",
    Kind.PHYSICS: "It could not be otherwise",
    Kind.POLICY_CHOICE: "People chose this",
}


OURS = ("handbook", "our own")  # how a part of a source begins that is no law


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: `words` what it says, `source` where it stands, `changed_by` who could change it."""

    code: str
    kind: Kind
    words: str
    source: str
    changed_by: str
    codes: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The kind as people read it: "This is law"."""
        return SAID[self.kind]

    @property
    def stands(self) -> str:
        """Where it stands, for a page: of a law its name alone, for notes on how we know it are no law."""
        if self.kind is not Kind.LAW:
            return self.source
        return "; ".join(part for part in self.source.split("; ") if not part.startswith(OURS))

    def as_dict(self) -> dict[str, str]:
        """As a refusal tells it to a program."""
        return {"kind": self.kind, "words": self.words, "source": self.source}

    @property
    def short(self) -> str:
        """The kind in brackets, for a table: "(law)"."""
        return {Kind.LAW: "(law)", Kind.PHYSICS: "(could not be otherwise)", Kind.POLICY_CHOICE: "(a choice)"}[
            self.kind
        ]


@cache
def grounds() -> tuple[Ground, ...]:
    """Every ground of the published file, in its order: laws, then the nature of things, then choices."""
    found = tuple(
        Ground(code=code, **{**fields, "kind": Kind(fields["kind"]), "codes": tuple(fields["codes"])})
        for code, fields in packaged("behind.toml").items()
    )
    named = [each for ground in found for each in ground.codes]
    assert len(named) == len(set(named)), "a refusal rests on one ground"
    return found


def ground_of(code: str, facts: Mapping[str, object] | None = None) -> Ground | None:
    """The ground of a refusal's code; of the published rule that its facts name (`rule`), where they name one.

    None for a code that this release does not know: an unknown ground is not called a law or a choice.
    """
    rule = (facts or {}).get("rule")
    if isinstance(rule, str) and (found := _of_rule(rule)):
        return found
    return _by_code().get(code)


def ground_behind(refusal: Refused) -> Ground | None:
    """The ground of a refusal as it was raised."""
    return ground_of(refusal.code, refusal.facts)


@cache
def _by_code() -> dict[str, Ground]:
    return {code: ground for ground in grounds() for code in ground.codes}


@cache
def _of_rule(code: str) -> Ground | None:
    """A published rule as a ground: the newest version that has it."""
    for version in reversed(packaged_versions()):
        for rule in _rules(version):
            if rule.code == code:
                return rule
    return None


def _rules(version: int) -> Iterator[Ground]:
    """The rules of the six gates of one version, each as a ground."""
    found = packaged_criteria(version)
    for gate in found.gates:
        for rule in gate.rules:
            by = rule.chosen_by or ("Parliament" if rule.kind is Kind.LAW else "nobody")
            yield Ground(rule.code, rule.kind, rule.words, rule.source, by)
