"""What the register keeps sealed of a choice: opened to the parties only, and erasable."""

from carecommons.children.queries import find_child
from carecommons.provision.queries import home_cards

from ..models import Decision

__all__ = ["sealed_choice"]


def sealed_choice(row: Decision) -> dict[str, object]:
    """Child, home, provider, authority, reasons and wishes, as they stand at this moment."""
    card = home_cards([row.home_id])[row.home_id]
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
            "missing": [missing for missing, _ in row.missing],
            "approver": row.approver_words,
        },
        "wishes": {"effect": str(row.wishes_effect), "how": row.wishes_how},
    }
