"""Why a home is chosen that did not offer itself in a round of invitations that was over.

Every home that could be right is to be asked alike (C2). Where that was not done, or the chosen home did not answer,
the choice owes a plain reason: it is counted, and stands on the decision. It is a compromise of how the search was
made, not of what the child needs. Family is not invited: the law asks it first, in person.
"""

from carecommons.common.texts import cleaned

from .reasons import too_thin
from .ruling import Lack, lacks_unpriced

NO_ROUND: dict[str, str] = {
    "tonight": "A home was needed before homes could be given time to answer",
    "asked_otherwise": "The homes were asked in another way",
    "child_asked": "The child asked for this home, and asking others would not have changed that",
    "court": "A court named the home",
    "did_not_answer": "Homes were invited, and this one did not answer in time",
}


def lacks_of_round(*, owed: bool, code: str, words: str, words_min: int) -> tuple[Lack, ...]:
    """What a choice lacks of how its home was asked. owed: no family, and no offer in a round that is over."""
    if not owed:
        return ()
    found: list[Lack] = []
    asked = "how this home was asked, and why the others were not asked alike"
    if code not in NO_ROUND:
        found.append(
            Lack("no_round", "no_round_missing", "Say why this home is chosen without having offered in a round.")
        )
    if priced := lacks_unpriced("no_round_words", words, asked):
        found += priced
    elif not cleaned(words) or too_thin(words, words_min=words_min):
        found.append(
            Lack(
                "no_round_words", "no_round_words_missing",
                f"Say in {words_min} words or more {asked}.",
            )
        )  # fmt: skip
    return tuple(found)
