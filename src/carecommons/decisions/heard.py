"""How one knows what a child says for a review, as the form of that review takes it.

Source: Children Act 1989 s22(4)-(5); handbook A2: wishes at review. A child who was watched, or could not be asked, is
written down among their wishes, where it is said who watched and why; here only words are taken, or that they had none.
"""

from carecommons.children.wishes import EXCEPTIONS, HOWS, NOT_SAID
from carecommons.common.errors import Refused

REVIEW_HOWS: dict[str, str] = {
    code: words for code, words in HOWS.items() if code not in EXCEPTIONS or code == NOT_SAID
}


def check_how(how: str) -> None:
    """Raise Refused("review_how_unknown") unless it is said how one knows what the child says for a review."""
    if how not in REVIEW_HOWS:
        raise Refused(
            "review_how_unknown",
            "Say how you know what the child says for this review, with one of: "
            f"{', '.join(REVIEW_HOWS)}. A child who was watched, or could not be asked, is written down among their "
            "wishes.",
        )
