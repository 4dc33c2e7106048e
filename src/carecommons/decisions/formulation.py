"""Which clinical formulations a choice owes: none is guessed, and none is older than the published number of months.

A home that answers an active specialist need of the child is a specialist placement, whether the child comes from
another specialist home or from a generalist one. It is chosen only on a current formulation of every such need. In an
emergency the child is not left without a home: the choice stands, and the formulation is owed within days.
Source: handbook B10 ("placing children and staff in danger by not approaching the matter clinically").
"""

from collections.abc import Collection, Sequence
from datetime import date

from carecommons.children.needs import FLAGS, Flag
from carecommons.common.errors import NotNow

__all__ = ["check_current", "owed_formulations", "words_of"]


def owed_formulations(flags: Sequence[Flag], answered: Collection[str], *, on: date, months: int) -> tuple[str, ...]:
    """The codes of the specialist needs whose formulation must be made or looked at again, in the order of FLAGS.

    flags: of the child's newest profile. answered: codes of the needs that the chosen home says it answers.
    """
    due = {flag.code for flag in flags if flag.code in answered and flag.due(on, months=months)}
    return tuple(code for code in FLAGS if code in due)


def words_of(codes: Sequence[str]) -> str:
    """What is owed, as one sentence."""
    names = " and ".join(FLAGS[code] for code in codes)
    return (
        f"The clinical formulation for {names} is not current, and this home would be chosen for it. Have a "
        "professional make it or look at it again, and record it in the needs profile; then choose."
    )


def check_current(codes: Sequence[str]) -> None:
    """Raise NotNow("formulation_not_current") where a choice that waits for approval owes a formulation by now."""
    if codes:
        raise NotNow("formulation_not_current", f"{words_of(codes)} The choice waits meanwhile.", owed=list(codes))
