"""The data dictionary as a page of the manual, so that what is asked and who may see it can be read by anyone."""

from . import dictionary
from .dictionary import Field
from .needs import CAPABILITIES, DOMAINS, FLAGS, LEVEL_MAX

RECORDS: dict[str, str] = {
    "child": "The child",
    "profile": "A version of the needs profile",
    "rating": "How much help, in each of the twelve parts of life",
    "strength": "A strength, in each of the twelve",
    "matter": "What matters to me",
    "outcome": "An outcome sought",
    "flag": "A specialist need",
    "story": "The story",
    "wish": "Wishes and feelings",
    "connection": "Someone or somewhere that matters",
    "avoid": "A place to avoid",
}
CLASSES: dict[str, str] = {
    "D0": "public",
    "D1": "homes that are invited: no name, place or story",
    "D2": "homes on the shortlist, after they accept the terms",
    "D3": "the people who work with the child, and the home where the child lives",
    "D4": "named people, with a reason each time",
}


def data_dictionary() -> str:
    """The whole page, in Markdown."""
    lines = [
        "# Data dictionary: what is written down about a child",
        "",
        "Made by `python tools/data_dictionary.py` from `children/data/dictionary.toml`; do not edit by hand.",
        "The same dictionary builds the forms, judges what is written, and describes the API.",
        "",
        "## Who may see what",
        "",
        "| Class | Who |",
        "|---|---|",
        *(f"| {code} | {who} |" for code, who in CLASSES.items()),
        "",
        "The child and their advocate read it in plain words on the child's own page, and may ask for all of it.",
        "Every look at D2 or above is written down, and the child can read who looked and why.",
        "",
        "## The twelve parts of life",
        "",
        "Level 0 to 4, or unknown. Unknown is never 0. Levels are never added, averaged or ranked.",
        "",
        "| Code | Name | " + " | ".join(str(level) for level in range(LEVEL_MAX + 1)) + " |",
        "|---|---|" + "---|" * (LEVEL_MAX + 1),
        *(
            f"| {each.code} | {each.name} | " + " | ".join(each.anchors[level] for level in range(LEVEL_MAX + 1)) + " |"
            for each in DOMAINS
        ),
        "",
        "## Specialist needs",
        "",
        "Categories, never levels and never summed. Each rests on a formulation, and is met only by evidence.",
        "",
        "| Code | Name | A home must show evidence of |",
        "|---|---|---|",
        *(f"| {code} | {name} | {CAPABILITIES[code]} |" for code, name in FLAGS.items()),
    ]
    for record in dictionary.records():
        lines += [
            "",
            f"## {RECORDS[record]}",
            "",
            "| Name | Question | Answer | Owed | Class | Source |",
            "|---|---|---|---|---|---|",
        ]
        lines += [_row(each) for each in dictionary.fields(record)]
    return "\n".join(lines) + "\n"


def _row(asked: Field) -> str:
    cells = (f"`{asked.name}`", asked.label, _answer(asked), _owed(asked), asked.data_class, asked.source)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _answer(asked: Field) -> str:
    if asked.kind in ("one_of", "several_of"):
        verb = "one of" if asked.kind == "one_of" else "any of"
        listed = [value for value, _ in asked.choices]
        return f"{verb} {', '.join(listed)}" if len(listed) < 15 else f"{verb} the {len(listed)} codes"
    words = {
        "text": "one line",
        "words": "words",
        "whole": "whole number",
        "day": "day",
        "yes_no": "yes or no",
        "list": "list",
    }
    limits = []
    if asked.unit:
        limits.append(asked.unit)
    elif asked.least is not None:
        limits.append(f"{asked.least} to {asked.most}")
    if asked.longest:
        limits.append(f"{asked.longest:,} characters at most")
    return "; ".join([words[asked.kind], *limits])


def _owed(asked: Field) -> str:
    if asked.missing:
        return "always"
    return ", ".join(f"when {case}" for case, _ in asked.missing_when) or "no"
