"""What children need now, as two ledgers that never meet: generalist by part of life, specialist by category.

Source: handbook B7 and B8 ("sufficiency is generalist; it is not specialist"), section 3A. A child stands in one
ledger only. The categories of specialist need have no total, because a child may be in several; beside each stand
the homes that have proved that they can meet it. Units: children, homes, places.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from carecommons.children.needs import DOMAINS, FLAGS, LEVEL_HELP
from carecommons.common.suppress import Shown

from .audit import Row, Table, table

UNKNOWN = "unknown"
LEVEL_WORDS: dict[str, str] = {
    **{str(level): f"{level}. {words}" for level, words in enumerate(LEVEL_HELP)},
    UNKNOWN: "Not known yet",
}
STRATUM_WORDS: dict[str, str] = {
    "G1": "No daily help in any part",
    "G2": "Daily or constant help in some part",
    UNKNOWN: "Not told yet: some level is not known",
}
PROFILE_WORDS: dict[str, str] = {
    "Current": "Profile up to date",
    "Older": "Profile due to be renewed",
    "None yet": "No profile yet",
}

Ledger = Mapping[str, "Counts"]
"""Tables of one place by name: its total, and its parts by label."""
Counts = tuple[Shown, Mapping[str, Shown]]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of life: how many children need how much help in it, for each place of the audit."""

    code: str
    name: str
    table: Table


@dataclass(frozen=True, slots=True)
class General:
    """Children without a specialist need. strata: planning groups G1, G2 and not known."""

    strata: Table
    parts: tuple[Part, ...]

    @property
    def headline(self) -> str:
        """The finding in one sentence, from printed counts only."""
        daily, whole = self.strata.rows[1].cells[0], self.strata.total.cells[0]
        if whole.value == 0:
            return "Nobody here has an up-to-date profile without a specialist need"
        if daily.value is None or whole.value is None:
            return "Children without a specialist need, part of life by part of life"
        of_ten = round(10 * min(daily.value, whole.value) / whole.value)
        share = f"about {of_ten} in 10" if of_ten else "fewer than 1 in 20"
        return f"Of {whole.words} children without a specialist need, {share} need daily help in some part of life"


@dataclass(frozen=True, slots=True)
class Category:
    """One specialist need: children in each place of the audit; in the audited place, homes that have proved it.

    claimed: homes that say that they can and have no evidence that counts.
    """

    code: str
    name: str
    cells: tuple[Shown, ...]
    homes: int = 0
    places: int = 0
    free: int = 0
    claimed: int = 0


@dataclass(frozen=True, slots=True)
class Special:
    """Children with a specialist need, category by category. parts: how much help they need beside it."""

    children: Row
    categories: tuple[Category, ...]
    parts: tuple[Part, ...]

    @property
    def headline(self) -> str:
        """The finding in one sentence, from printed counts only."""
        here = self.children.cells[0]
        if here.value == 0:
            return "No child here has a specialist need on record"
        short = [each.name for each in self.categories if each.cells[0].value != 0 and not each.homes]
        many = f"{here.words} children have" if here.value is not None else "Some children have"
        if not short:
            return f"{many} a specialist need; for each there is a home here that has proved it can meet it"
        names = short[0][0].lower() + short[0][1:] if len(short) == 1 else f"{len(short)} of the categories"
        return f"{many} a specialist need; no home here has proved that it can meet {names}"


@dataclass(frozen=True, slots=True)
class Needs:
    """Both ledgers on a day. profiles: children with a record, by how new their needs profile is."""

    on: date
    months_valid: int
    profiles: Table
    general: General
    special: Special


def general(strata: Sequence[Counts], domains: Mapping[str, Sequence[Counts]]) -> General:
    """The generalist ledger; each sequence in the order of the places."""
    made = table(
        "strata",
        "Whether they need daily help (a level of 3 or 4)",
        _totals(strata),
        _parts(strata),
        STRATUM_WORDS,
        keep_empty=True,
    )
    return General(made, parts_of_life(domains))


def parts_of_life(domains: Mapping[str, Sequence[Counts]]) -> tuple[Part, ...]:
    """The twelve in their order, each level from 0 to 4 and not known, also where nobody is on it."""
    return tuple(
        Part(
            domain.code,
            domain.name,
            table(
                domain.code, domain.full_name, _totals(domains[domain.code]), _parts(domains[domain.code]), LEVEL_WORDS,
                keep_empty=True,
            ),
        )
        for domain in DOMAINS
    )  # fmt: skip


def special(
    children: Sequence[Shown],
    flags: Sequence[Mapping[str, Shown]],
    domains: Mapping[str, Sequence[Counts]],
    proved: Mapping[str, tuple[int, int, int]],
    claimed: Mapping[str, int],
) -> Special:
    """The specialist ledger. proved: code -> homes, places, free in the audited place; claimed: code -> homes."""
    categories = (
        Category(
            code, name, tuple(place[code] for place in flags), *proved.get(code, (0, 0, 0)), claimed.get(code, 0)
        )
        for code, name in FLAGS.items()
    )  # fmt: skip
    seen = tuple(
        each for each in categories if each.homes or each.claimed or any(cell.value != 0 for cell in each.cells)
    )
    return Special(Row("Children with a specialist need", tuple(children)), seen, parts_of_life(domains))


def profiles(counts: Sequence[Counts]) -> Table:
    """Children with a record, by how new their needs profile is."""
    return table(
        "profiles", "Children with a record here", _totals(counts), _parts(counts), PROFILE_WORDS, keep_empty=True
    )


def _totals(counts: Sequence[Counts]) -> tuple[Shown, ...]:
    return tuple(total for total, _ in counts)


def _parts(counts: Sequence[Counts]) -> tuple[Mapping[str, Shown], ...]:
    return tuple(parts for _, parts in counts)
