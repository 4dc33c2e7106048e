"""The criteria and the policy numbers as a page of the manual, generated from the published data."""

from collections.abc import Iterable, Iterator

from .behind import Ground, grounds
from .childs_rights import articles, child_contracts
from .criteria import Criteria, OrderKey, Rule
from .parameters import Parameter
from .values import Kind, values

BEHIND = {
    Kind.LAW: "law",
    Kind.PHYSICS: "could not be otherwise",
    Kind.POLICY_CHOICE: "people chose it",
}
NOT_USED = "Not used by this software yet"
SEALED = (
    "All numbers together have one fingerprint in the register (kind `numbers`). Nothing is decided under numbers that",
    "are not those published last. `carecommons criteria numbers` says whether they are, and ends 3 when not; an",
    "operator publishes those of a new release with `carecommons criteria numbers --publish`, and a new version of the",
    "criteria with `carecommons criteria publish VERSION`. Starting a new release publishes nothing by itself.",
)
REFUSED = (
    "Every refusal says what stands behind it: a law, the nature of things, or people who chose it. The product shows",
    "the same at `/criteria/behind/`, on the page of each refusal, in `behind` of each problem of the API, and with",
    "`carecommons criteria behind CODE`. A home that a gate stopped is labelled by the published rule of that gate.",
)
INSTEAD = {
    "none": "Nobody can make an exception.",
    "recorded compromise": "Beyond this line a home may be chosen only as a recorded compromise.",
    "written reasons": "A person weighs this and writes down why.",
}


def criteria_page(versions: Iterable[Criteria], parameters: Iterable[Parameter]) -> str:
    """The whole page, in Markdown."""
    lines = [
        "# Criteria and policy numbers",
        "",
        "Made by `python tools/criteria_page.py` from `constitution/data`; do not edit by hand. The product shows the",
        "same text at `/criteria/`. A published text never changes: its fingerprint is in the register, and an edited",
        "one decides nothing. A new version is a new file and a new publication.",
    ]
    for found in versions:
        lines += ["", *_version(found)]
    lines += ["", "## The values that every rule serves", "", "| Value | Meaning | Source |", "|---|---|---|"]
    lines += [f"| {each.name} | {each.words} | {each.source} |" for each in values().values()]
    lines += ["", *_childs_rights()]
    lines += ["", "## Policy numbers", "", *SEALED, "", *_numbers(parameters)]
    lines += ["", "## What stands behind each refusal", "", *_refusals(grounds())]
    return "\n".join(lines) + "\n"


def _version(found: Criteria) -> Iterator[str]:
    yield f"## Version {found.version}: {found.title}"
    yield ""
    yield f"{found.lead} Fingerprint: `{found.text_hash}`. Chosen by: {found.chosen_by}."
    yield from ("", "### What the most appropriate home means", "")
    for number, step in enumerate(found.most_appropriate, start=1):
        yield f"{number}. {step.words} (serves: {'; '.join(value.name for value in step.values)})"
    yield from ("", "### What weighs, and how much", "", "| How much | What | The child's own |", "|---|---|---|")
    for each in found.weights:
        yield f"| {each.weight_words} | `{each.code}` | {'yes' if each.childs else ''} |"
    for gate in found.gates:
        yield from ("", f"### {gate.number}. {gate.word}: {gate.question}", "", INSTEAD[gate.override], "")
        yield from _rules(gate.rules)
    yield from ("", "### What puts homes in order", "")
    yield from _keys(key for key in found.order if key.place == "order")
    yield from ("", "### What stands beside, for a person to weigh", "")
    yield from _keys(key for key in found.order if key.place == "beside")
    yield from ("", "### Equals", "", found.lottery.words, "", f"Method: {found.lottery.method}.")
    yield from ("", "### Right, or a compromise", "", found.adequacy.words)
    yield from ("", "### Never used", "")
    yield from _rules(found.never_used)


def _childs_rights() -> Iterator[str]:
    for contract in child_contracts():
        yield f"## What a child is owed: version {contract.version}, in force from {contract.in_force_from}"
        yield ""
        yield f"{contract.lead} Chosen by: {contract.chosen_by}. The product shows it at `/criteria/child/`."
        yield from ("", "| What a child is owed | If it is not so | Articles |", "|---|---|---|")
        for clause in contract.clauses:
            yield f"| {clause.words} | {clause.if_not} | {', '.join(clause.articles)} |"
    yield from ("", "### Which articles of the UNCRC are behind which acts", "")
    yield from ("| Article | What it says, in our words | Acts | Rules |", "|---|---|---|---|")
    for each in articles():
        acts = "; ".join(each.act_words) or each.not_here
        rules = ", ".join(f"`{rule}`" for rule in each.rules)
        yield f"| {each.number}: {each.name} | {each.words} | {acts} | {rules} |"


def _rules(rules: Iterable[Rule]) -> Iterator[str]:
    yield "| Rule | Behind it | It serves |"
    yield "|---|---|---|"
    for rule in rules:
        yield f"| {rule.words} (`{rule.code}`) | {BEHIND[rule.kind]}: {rule.source} | {rule.value.name} |"


def _keys(keys: Iterable[OrderKey]) -> Iterator[str]:
    for key in keys:
        behind = f"{BEHIND[key.kind]}: {key.source}; serves: {key.value.name}"
        yield f"- **({key.letter}) {key.name}.** {key.words} ({behind})"


def _refusals(found: Iterable[Ground]) -> Iterator[str]:
    yield from REFUSED
    yield from ("", "| What it says | Behind it | Who could change it | Refusals |", "|---|---|---|---|")
    for each in found:
        codes = ", ".join(f"`{code}`" for code in each.codes)
        yield f"| {each.words} | {BEHIND[each.kind]}: {each.source} | {each.changed_by} | {codes} |"


def _numbers(parameters: Iterable[Parameter]) -> Iterator[str]:
    yield "“Unconfirmed” means that the source was not at hand: read it before you rely on the number."
    yield "“Not used by this software yet” means what it says: the number is published, and nothing acts on it."
    yield from ("", "| Name | Value | What it does | Behind it | In force from |", "|---|---|---|---|---|")
    for each in parameters:
        doubt = "" if each.confirmed else " **Unconfirmed.**"
        unused = "" if each.used else f" **{NOT_USED}.**"
        behind = f"{BEHIND[each.kind]}: {each.source}{doubt}"
        yield f"| `{each.name}` | {each.shown} {each.unit} | {each.words}{unused} | {behind} | {each.valid_from} |"
