"""What the register keeps sealed of a choice, and whether what we show is still what was sealed."""

from uuid import UUID

from carecommons.children.queries import find_child
from carecommons.provision.queries import home_names
from carecommons.register.leaf import commitment
from carecommons.register.queries import openings, public_entry

from ..approvals import FACTS
from ..models import Decision
from ..no_round import NO_ROUND

__all__ = ["as_sealed", "sealed_choice"]
# A home may be renamed and change hands; these parts never change.
LASTING = ("authority", "reasons", "wishes")


def sealed_choice(row: Decision) -> dict[str, object]:
    """Child, home, provider, authority, reasons and wishes, as they stand at this moment."""
    card = home_names([row.home_id])[row.home_id]
    return {
        "child": {"id": str(row.child_id), "reference": find_child(row.child_id).reference},
        "home": {"id": str(row.home_id), "reference": card.reference, "name": card.name},
        "provider": card.provider,
        "authority": row.authority,
        "reasons": {
            "why_chosen": row.why_chosen,
            "why_not": dict(row.why_not),
            "prevailed": row.prevailed,
            "search_evidence": row.search_evidence,
            **({"no_round": f"{NO_ROUND[row.no_round]}. {row.no_round_words}"} if row.no_round else {}),
            "missing": [missing for missing, _ in row.missing],
            "approver": row.approver_words,
            # What an exception owes, only where it is one: what was sealed before there were any stays as it was.
            **({"spot_reason": row.spot_reason, "spot_remedy": row.spot_remedy} if row.spot else {}),
            # Only where owed, and inside one sealed part: the names of the parts are public.
            **({"satisfied": [FACTS[code] for code in row.satisfied]} if row.satisfied else {}),
            **({"reviewed_on": row.reviewed_on.isoformat()} if row.reviewed_on else {}),
            **({"no_review": row.no_review} if row.no_review else {}),
            **({"emergency": True} if row.emergency else {}),
            **({"exempt": [row.exempt_until.isoformat(), row.exempt_because]} if row.exempt_until else {}),
            **({"meeting": str(row.meeting_id)} if row.meeting_id else {}),
            **({"no_meeting": row.no_meeting} if row.no_meeting else {}),
            **({"to_homes": dict(row.to_homes)} if row.to_homes else {}),
        },
        "wishes": {
            "effect": str(row.wishes_effect),
            "how": row.wishes_how,
            **({"own_order": row.own_order} if row.own_order else {}),
            **({"own_order_answer": row.own_order_answer} if row.own_order_answer else {}),
        },
    }


def as_sealed(row: Decision, entry_id: UUID, number: int) -> bool:
    """Whether the choice in our tables is, word for word, the one that the numbered entry sealed.

    An entry whose sealed parts were lawfully erased has nothing left to compare.
    """
    parts, seals, now = openings(entry_id), public_entry(number).commitments, sealed_choice(row)
    for name, part in parts.items():
        if part.salt is not None and commitment(name, part.value, part.salt) != seals.get(name):
            return False
    if any(parts[name].salt is not None and parts[name].value != now[name] for name in LASTING):
        return False
    return all(
        parts[name].salt is None or parts[name].value["id"] == key
        for name, key in (("child", str(row.child_id)), ("home", str(row.home_id)))
    )
