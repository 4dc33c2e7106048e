"""Every way that stays open to somebody who does not agree, with its days: data, drawn as a card and in the API.

The review of this house stands beside what the law gives and never in its place.
Source: handbook section 2 (Complaints, SI 2006/1738; s26(3), s26A) and section 7, Adjudication.
"""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["WAYS_NEEDED", "Way", "ways_open"]

# The published numbers that the card says.
WAYS_NEEDED = (
    "review_request_working_days", "review_acknowledged_working_days", "review_finding_working_days",
    "review_finding_urgent_working_days", "complaint_stage_1_working_days", "complaint_stage_2_working_days",
    "complaint_stage_2_most_working_days", "complaint_stage_3_asked_working_days",
    "complaint_stage_3_meets_working_days", "complaint_stage_3_reports_working_days",
    "complaint_stage_3_answer_working_days",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """One way: its name, who may go it, what happens, and the days in words."""

    code: str
    name: str
    who: str
    what: str
    days: tuple[str, ...]


def ways_open(numbers: Mapping[str, int], *, ombudsman: str) -> tuple[Way, ...]:
    """The ways in the order in which most people go them. numbers: working days, by the names in WAYS_NEEDED."""
    n = numbers
    return (
        Way(
            "advocate", "Somebody on your side", "Any child or young person in care",
            "An advocate helps you say what you want. It is free, and they work for you alone.", (),
        ),
        Way(
            "review", "A review by people who did not decide",
            "The child, their advocate, their family, a home, a practitioner",
            "Three people from outside the deciding team look again. A planned move waits where that is safe.",
            (
                f"Ask within {n['review_request_working_days']} working days of the decision.",
                f"It is acknowledged within {n['review_acknowledged_working_days']} working days.",
                f"You have an answer within {n['review_finding_working_days']} working days, or "
                f"{n['review_finding_urgent_working_days']} if it cannot wait.",
            ),
        ),
        Way(
            "complaint", "A complaint to the council", "The child, their family, a carer, others who care",
            "The law gives it (Children Act 1989 s26(3)). You need no review before it, and may have both. A move that "
            "is complained about should normally wait.",
            (
                f"Stage 1: an answer within {n['complaint_stage_1_working_days']} working days, or twice that where it "
                "is hard.",
                f"Stage 2: somebody from outside reports within {n['complaint_stage_2_working_days']} working days, "
                f"{n['complaint_stage_2_most_working_days']} at most.",
                f"Stage 3: ask for a panel within {n['complaint_stage_3_asked_working_days']} working days; it meets "
                f"within {n['complaint_stage_3_meets_working_days']}, reports within "
                f"{n['complaint_stage_3_reports_working_days']}, and the council answers within "
                f"{n['complaint_stage_3_answer_working_days']}.",
            ),
        ),
        Way(
            "ombudsman", "The Ombudsman", "Anybody whom a council has treated wrongly",
            f"Looks at a complaint that the council has not put right. {ombudsman}.", (),
        ),
        Way(
            "court", "A court", "The child, a parent, whoever has parental responsibility",
            "Only a court can change an order, and a court can say that a decision was not lawful. Ask a solicitor or "
            "the advocate soon: time to ask a court is short.", (),
        ),
    )  # fmt: skip
