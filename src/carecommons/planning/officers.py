"""What officers must answer for, in words: each measure with what it counts, of what, and where its figures stand.

Two sides of one page: what those who place children did, and what homes did. Neither is put in an order, no two
measures are added, and there is no total. Source: handbook G9 ("looking at their own behaviours"), section 7.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from carecommons.common.quartiles import Spread
from carecommons.common.suppress import Shown

__all__ = [
    "CONVERSATION", "FINDINGS", "HOMES", "MEASURES", "NOT_COUNTED", "NUMBERS", "OFFICERS", "SIDES", "SIDE_SHORT",
    "TIME_UNITS", "Figures", "Measure", "Row", "Told", "spread_words", "tell",
]  # fmt: skip

OFFICERS, HOMES = "officers", "homes"
SIDES = {OFFICERS: "What those who place children did", HOMES: "What homes did"}
SIDE_SHORT = {OFFICERS: "Officers", HOMES: "Homes"}
TIME_UNITS = ("hours", "days", "working days")
FINDINGS = {
    "fewer": "Offers less often than others who were asked for the same children",
    "more": "Offers more often than others who were asked for the same children",
    "no_difference": "No clear difference from others who were asked for the same children",
}
TOO_FEW = "too few to say"


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. part: what is counted (the numerator); whole: out of what (the denominator).

    tables: code, title, and what its last row, all of them, is called; spreads: code, title and unit.
    """

    code: str
    side: str
    title: str
    definition: str
    part: str
    whole: str
    tables: tuple[tuple[str, str, str], ...]
    spreads: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a cell for each place."""

    words: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """One table of a measure, for every place of the page."""

    code: str
    title: str
    rows: tuple[Row, ...]
    total: Row


@dataclass(frozen=True, slots=True)
class Told:
    """A measure with its figures. spreads: what a median is of, and its words for each place."""

    measure: Measure
    tables: tuple[Figures, ...]
    spreads: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def times(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """How long it takes: what a page sets beside the times of the other side."""
        return tuple(each for each in self.spreads if each[0] in self._timed())

    @property
    def other_spreads(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple(each for each in self.spreads if each[0] not in self._timed())

    def _timed(self) -> frozenset[str]:
        return frozenset(title for _, title, unit in self.measure.spreads if unit in TIME_UNITS)


NUMBERS = ("emergency_known_hours", "wish_before_list_days_max", "early_notice_days")
MEASURES: tuple[Measure, ...] = (
    Measure(
        "to_invite", OFFICERS, "Time to invite",
        "From the day on which a search was opened to the day on which homes were first invited. Searches of an "
        "emergency are left out: the full search beside each is counted.",
        "searches by how pressing they were, and the days of each",
        "searches of which homes were first invited in the year",
        (("searches", "Searches, by how pressing they were", "All searches"),),
        (("to_invite", "Days from search to invitation", "days"),),
    ),
    Measure(
        "to_answer", OFFICERS, "Time to answer homes",
        "A home may ask before it answers, and every invited home reads the answer. From the question to the answer, "
        "by the clock.",
        "questions that were answered before the round ended, and the hours of each",
        "questions that homes asked in rounds that ended in the year",
        (("questions", "Questions of homes", "All questions"),),
        (("to_answer", "Hours from question to answer", "hours"),),
    ),
    Measure(
        "to_decide", OFFICERS, "Time to decide after replies",
        "From the day on which the last round of a search ended to the day on which a choice came into force.",
        "choices after a round that was over, and the working days of each",
        "choices that came into force in the year",
        (("timed", "Choices", "All choices"),),
        (("to_decide", "Working days from replies to a choice in force", "working days"),),
    ),
    Measure(
        "breadth", OFFICERS, "How widely they searched",
        "How many homes were asked alike in one round, how many of them answered, and how many offered themselves.",
        "rounds that ran to their end by how many homes offered, and the homes of each",
        "rounds of invitations that ended in the year",
        (("rounds", "Rounds of invitations", "All rounds"),
         ("offers", "Rounds that ran to their end", "All that ran to their end")),
        (("invited", "Homes invited in a round", "homes"), ("replied", "Homes that answered in a round", "homes")),
    ),
    Measure(
        "no_round", OFFICERS, "Choices without a round",
        "Every home that could be right is to be asked alike. A home that had not offered itself in a round that was "
        "over can be chosen only with a reason; the law has family asked first, in person.",
        "choices by the reason for which their home had not offered in a round",
        "choices that came into force in the year",
        (("no_round", "How the chosen home was asked", "All choices"),),
    ),
    Measure(
        "one_option", OFFICERS, "Choices of one option",
        "How many homes on the list that was chosen from stopped at no gate. One alone can be chosen only with the "
        "search behind it attached.",
        "choices by how many suitable homes there were to choose from",
        "choices that came into force in the year",
        (("suitable", "Suitable homes on the list", "All choices"),),
    ),
    Measure(
        "wishes", OFFICERS, "Whether the child was heard first",
        "Before the list: from {wish_before_list_days_max} days before the search until the list was made. Before the "
        "choice: from then until it came into force. The exceptions are those that the law allows; in an emergency a "
        "child may have to be heard afterwards.",
        "choices by how the child was heard",
        "choices that came into force in the year",
        (("heard_list", "Before the list", "All choices"), ("heard_choice", "Before the choice", "All choices")),
    ),
    Measure(
        "emergencies", OFFICERS, "Emergencies, and how many could have been avoided",
        "Known of for more than {emergency_known_hours} hours before it was opened: it could have been planned.",
        "emergencies by how long they were known of before",
        "emergencies that were opened in the year",
        (("known", "Known of before", "All emergencies"),),
    ),
    Measure(
        "spot", OFFICERS, "Spot purchases",
        "A home chosen outside every agreement is an exception, with a reason, an approver and what is done about it.",
        "choices outside every agreement",
        "choices that came into force in the year",
        (("spot", "Agreement with whoever runs the home", "All choices"),),
    ),
    Measure(
        "told", OFFICERS, "Offers that were not taken, and told why",
        "A home that offered itself and was not chosen is owed a letter that says why. Whether it was read is its own "
        "affair; that it was sent is not.",
        "homes by whether their letter was sent, and read by the end of the year",
        "homes that had offered themselves when another was chosen",
        (("told", "Homes that were not chosen", "All such homes"),),
    ),
    Measure(
        "answers", HOMES, "Invitations and answers",
        "What each home answered, as it counted when the round ended, and from invitation to first answer by the "
        "clock. A round that was called off is left out: its homes had no time.",
        "invitations by their answer; declines by their reason; the hours of each first answer",
        "invitations of rounds that ran to their end in the year",
        (("answers", "Invitations", "All invitations"), ("reasons", "Why homes declined", "All declines")),
        (("to_reply", "Hours from invitation to first answer", "hours"),),
    ),
    Measure(
        "notices", HOMES, "Notice given",
        "Notice is the same both ways, so both stand here. The first days of a stay are {early_notice_days}.",
        "notices by who gave them, and how soon",
        "notices that were given in the year",
        (("notices", "Notices", "All notices"),),
    ),
    Measure(
        "early", HOMES, "Stays that ended early",
        "An end within {early_notice_days} days that was not planned and that the home brought about, for one of the "
        "reasons of the return that stand for it: the carer or an authority asked, a concern about standards, closing. "
        "Each stay is counted once: when its end was recorded, or when it had lasted so long.",
        "stays that ended early by the home’s notice",
        "stays of which this was settled in the year",
        (("early", "Stays", "All stays"),),
    ),
)  # fmt: skip
CONVERSATION = (
    "These figures open a conversation. They are no penalty and no ranking, and nothing that chooses a home reads them."
)
NOT_COUNTED = (
    "Parking (time with family, therapy and reviews held, against what was planned) is not counted. Family time and "
    "reviews are kept in view for each child; hours of therapy are not kept, so it cannot be made as it is defined."
)


def spread_words(found: Spread, unit: str) -> str:
    """Median and quartiles in words, never as plus and minus."""
    if found.median is None:
        return TOO_FEW
    middle = f"{found.median:,} {unit}"
    if found.low is None:
        return middle
    if found.low == found.high:
        return f"{middle}; so are half of all"
    return f"{middle}; half of all between {found.low:,} and {found.high:,}"


def tell(
    measure: Measure, counted: Sequence[Mapping[str, tuple[Shown, Mapping[str, Shown]]]],
    spreads: Sequence[Mapping[str, Spread]], *, numbers: Mapping[str, int],
) -> Told:  # fmt: skip
    """A measure with the figures of the places of a page, in their order. numbers: published ones that it names."""
    return Told(
        replace(measure, definition=measure.definition.format(**numbers)),
        tuple(_figures(code, title, words, [place[code] for place in counted])
              for code, title, words in measure.tables),
        tuple((title, tuple(spread_words(place[name], unit) for place in spreads))
              for name, title, unit in measure.spreads),
    )  # fmt: skip


def _figures(code: str, title: str, all_words: str, found: Sequence[tuple[Shown, Mapping[str, Shown]]]) -> Figures:
    lines = list(found[0][1])
    return Figures(
        code, title,
        tuple(Row(line, tuple(parts[line] for _, parts in found)) for line in lines),
        Row(all_words, tuple(total for total, _ in found)),
    )  # fmt: skip
