"""The title of a day: what is overdue, what is for today, and otherwise what comes next, counted and named."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from .due import day_words
from .values import Waiting

NAMED_MAX = 2
NOTHING = "Nothing is waiting for you"


def title_of(found: Sequence[Waiting], on: date) -> str:
    """found: everything that waits, in the order of the page."""
    overdue = [line for line in found if line.kind == "overdue"]
    today = [line for line in found if line.kind == "now"]
    parts = []
    if overdue:
        parts.append(f"Overdue: {counted(overdue)}.")
    if today:
        parts.append(f"For today: {counted(today)}.")
    if parts:
        rest = len(found) - len(overdue) - len(today)
        return " ".join([*parts, "Everything else can wait."] if rest else parts).removesuffix(".")
    if not found:
        return NOTHING
    first = found[0]
    if first.due_on is not None:
        same = [line for line in found if line.due_on == first.due_on]
        return f"Nothing is due today. Next: {counted(same)}, by {day_words(first.due_on, on)}"
    words = counted(found)
    return f"{words[0].upper()}{words[1:]} {'waits' if sum(line.number for line in found) == 1 else 'wait'} for you"


def counted(lines: Sequence[Waiting]) -> str:
    """one home to find, 2 outcomes to review and 3 other things."""
    numbers: Counter[tuple[str, str]] = Counter()
    for line in lines:
        numbers[line.noun] += line.number
    order = list(dict.fromkeys(line.noun for line in lines))
    words = [f"one {noun[0]}" if numbers[noun] == 1 else f"{numbers[noun]:,} {noun[1]}" for noun in order]
    if len(words) > NAMED_MAX:
        others = sum(numbers[noun] for noun in order[NAMED_MAX:])
        words = [*words[:NAMED_MAX], "one other thing" if others == 1 else f"{others:,} other things"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
