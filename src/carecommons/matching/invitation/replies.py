"""What a home answers to an invitation: how it meets each need, what it would mean for everybody there, or why not.

Source: handbook section 5 step 5 (fit per need, impact on children present, conditions, a reason for every decline)
and C7 (refusals are never silent). No price: nothing here has a field for money.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from carecommons.children.needs import DOMAINS
from carecommons.common.errors import Fault, Faulty, NotNow, ReasonMissing
from carecommons.common.texts import cleaned

REPLY_ANSWERS: dict[str, str] = {
    "met": "Met",
    "support": "Met with support",
    "unmet": "Not met",
    "unknown": "Not known yet",
}
IMPACTS: dict[str, str] = {
    "acceptable": "Would be right",
    "not_acceptable": "Would not be right",
    "unknown": "Not known yet",
}
DECLINE_REASONS: dict[str, str] = {
    "no_place": "No place for a child now",
    "needs": "We could not meet what this child needs",
    "children_here": "It would not be right with the children here",
    "carers": "Our carers or staff could not give what it takes now",
    "terms": "Outside our registration or approval",
    "distance": "Too far from what the child needs to keep",
    "too_little_known": "Too little is known to say yes",
    "time": "We could not be ready in time",
    "other": "Another reason, in our words",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """One version of a home's answer. answers: domain code -> one of REPLY_ANSWERS; none for a decline."""

    offers: bool
    answers: Mapping[str, str]
    impact_there: str
    impact_child: str
    impact_words: str
    conditions: str
    words: str
    reason: str
    reason_words: str
    version: int = 1
    said_at: datetime | None = None
    said_by_role: str = ""

    @property
    def impact(self) -> str:
        """One answer for gate 5: harm to either side is harm, and both must be known for it to be acceptable."""
        both = {self.impact_there, self.impact_child}
        return "not_acceptable" if "not_acceptable" in both else "acceptable" if both == {"acceptable"} else "unknown"


def check_reply(reply: Reply) -> None:
    """Raise ReasonMissing("decline_reason_missing") or Faulty("reply_not_complete") with everything that is missing."""
    if not reply.offers:
        if reply.reason not in DECLINE_REASONS or not cleaned(reply.reason_words):
            raise ReasonMissing(
                "decline_reason_missing",
                "Say why: choose the reason that comes nearest and add a sentence. No home declines a child without a "
                "reason, and the reason is read by those who plan for more homes.",
            )
        return
    faults = [
        Fault("reply", 0, domain.code, "answer_missing", f"{domain.name}: say whether your home meets it.")
        for domain in DOMAINS
        if reply.answers.get(domain.code) not in REPLY_ANSWERS
    ]
    for name, words in (
        ("impact_there", "Say what this child would mean for the children there."),
        ("impact_child", "Say what living there would mean for this child."),
    ):
        if getattr(reply, name) not in IMPACTS:
            faults.append(Fault("reply", 0, name, "impact_missing", words))
    if not cleaned(reply.impact_words):
        faults.append(Fault("reply", 0, "impact_words", "impact_words_missing", "Say how you know."))
    if faults:
        raise Faulty("reply_not_complete", "Your answer was not sent. Put right what is named below.", faults)


def check_rests_on(words: str, *, words_min: int) -> None:
    """Raise ReasonMissing("rests_on_missing") for an acceptance that does not say what it rests on."""
    if len(cleaned(words).split()) < words_min:
        raise ReasonMissing(
            "rests_on_missing",
            f"Say in {words_min} words or more what this rests on: what you saw, heard or read, of whom, and on which "
            "day. A home’s own word alone is no evidence.",
        )


WRITTEN_BY_COUNCIL = "placement_officer"


def written_by_home(roles: Iterable[str]) -> bool:
    """Whether the home itself has answered. roles: in which role each version was written."""
    return any(role != WRITTEN_BY_COUNCIL for role in roles)


def check_may_be_written(roles: Iterable[str], *, for_home: bool) -> None:
    """Raise NotNow("home_answered_itself") where the council would write over what the home itself has answered."""
    if for_home and written_by_home(roles):
        raise NotNow(
            "home_answered_itself",
            "The home has answered itself, and only the home may change that. Ask it to change its answer at its own "
            "invitation while there is time; what it answers there is kept as a new version.",
        )
