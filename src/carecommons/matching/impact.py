"""What a social worker answers to a home that says what a child and those who live there would mean for each other.

Source: Children's Homes (England) Regulations 2015 reg 14 (the effect on those who live there is judged before a child
comes); handbook section 7, stage 5: group impact on children already there and on this child.
"""

from carecommons.common.errors import ReasonMissing, Refused

AGREES = {
    "agrees": "I see it as the home does",
    "partly": "I see a part of it differently",
    "differs": "I see it differently",
}


def check_impact_answer(*, answer: str, words: str) -> None:
    """Raise unless the answer is one of the list and says why."""
    if answer not in AGREES:
        raise Refused("impact_answer_unknown", f"Answer with one of {', '.join(AGREES)}.")
    if not words.strip():
        raise ReasonMissing("impact_answer_words_missing", "Say why, for this child and for those who live there.")
