"""Turn a canonical text of the criteria into values, refusing one that breaks its own shape.

Checked on every load: six gates in order, keys (a) onward without a hole, ordering keys before those that
stand beside, a source and an agreed value for every rule, and a binding gate that nobody can talk away.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from carecommons.common.errors import Refused

from .criteria import (
    BINDING_OVERRIDES,
    Adequacy,
    Criteria,
    Gate,
    Lottery,
    OrderKey,
    Rule,
    hash_of,
    packaged_text,
)  # fmt: skip
from .values import Kind, Value


def packaged_criteria(version: int) -> Criteria:
    """A version as it comes with this release, published or not."""
    return read(packaged_text(version))


@lru_cache(maxsize=32)
def read(text: str, *, in_force_from: date | None = None) -> Criteria:
    """The criteria in a canonical text; `in_force_from` is then the day from which they really decide."""
    data = json.loads(text)
    agreed = {code: Value(code=code, **fields) for code, fields in data["values"].items()}
    found = Criteria(
        version=data["version"],
        title=data["title"],
        lead=data["lead"],
        chosen_by=data["chosen_by"],
        in_force_from=in_force_from or date.fromisoformat(data["in_force_from"]),
        gates=tuple(_gate(each, agreed, data["chosen_by"]) for each in data["gates"]),
        order=tuple(OrderKey(**_attributed(each, agreed)) for each in data["order"]),
        lottery=Lottery(**_attributed(data["lottery"], agreed)),
        adequacy=Adequacy(**_attributed(data["adequacy"], agreed)),
        suppression_threshold=data["suppression_threshold"],
        never_used=tuple(_rule(each, agreed, data["chosen_by"]) for each in data["never_used"]),
        text_hash=hash_of(text),
    )
    _check(found)
    return found


def _attributed(raw: Mapping[str, Any], agreed: Mapping[str, Value]) -> dict[str, Any]:
    return {**raw, "kind": Kind(raw["kind"]), "value": agreed[raw["value"]]}


def _rule(raw: Mapping[str, Any], agreed: Mapping[str, Value], chosen_by: str) -> Rule:
    chooser = chosen_by if raw["kind"] == Kind.POLICY_CHOICE else ""
    return Rule(**{"chosen_by": chooser, **_attributed(raw, agreed)})


def _gate(raw: Mapping[str, Any], agreed: Mapping[str, Value], chosen_by: str) -> Gate:
    rules = tuple(_rule(each, agreed, chosen_by) for each in raw["rules"])
    return Gate(**{**_attributed(raw, agreed), "rules": rules})


def _check(found: Criteria) -> None:
    faults = [*_shape_faults(found), *_attribution_faults(found)]
    if faults:
        raise Refused(
            "criteria_malformed",
            f"Version {found.version} of the criteria cannot be used: {' '.join(faults)} Mend the text first.",
            faults=faults,
        )


def _shape_faults(found: Criteria) -> list[str]:
    faults = []
    if [gate.number for gate in found.gates] != [1, 2, 3, 4, 5, 6]:
        faults.append("The gates must be numbered 1 to 6 in order.")
    if [key.letter for key in found.order] != [chr(ord("a") + n) for n in range(len(found.order))]:
        faults.append("The keys of the order must be lettered from (a) without a hole.")
    places = [key.place for key in found.order]
    if set(places) - {"order", "beside"} or places != sorted(places, reverse=True):
        faults.append("What orders comes first, then what stands beside.")
    if any(gate.override not in BINDING_OVERRIDES for gate in found.gates):
        faults.append(f"What a person may do instead is one of: {', '.join(BINDING_OVERRIDES)}.")
    if any(gate.binding and gate.override != "none" for gate in found.gates):
        faults.append("A binding gate has no way round it.")
    if not all(gate.binding for gate in found.gates[:2]):
        faults.append("Gates 1 and 2 are binding: no child lives where it is unlawful or nobody is able.")
    codes = [rule.code for gate in found.gates for rule in gate.rules]
    if len(codes) != len(set(codes)) or not all(gate.rules for gate in found.gates):
        faults.append("Every gate has rules, and each rule a code of its own.")
    if found.suppression_threshold < 1:
        faults.append("The threshold under which counts are hidden is at least 1.")
    return faults


def _attribution_faults(found: Criteria) -> list[str]:
    rules = [rule for gate in found.gates for rule in gate.rules]
    parts: list[Gate | Rule | OrderKey | Lottery | Adequacy] = []
    parts += [*found.gates, *rules, *found.order, found.lottery, found.adequacy, *found.never_used]
    unsourced = [getattr(part, "code", "lottery or adequacy") for part in parts if not part.source.strip()]
    return [f"No source is given for: {', '.join(unsourced)}."] if unsourced else []
