"""What both halves of the door share: groups of councils, a count with its parts, and how they may be printed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from carecommons.common.suppress import Shown
from carecommons.common.withhold import Family, Printed, membership, withhold

__all__ = ["Broken", "Groups", "all_of", "by_group", "print_groups"]

Groups = Mapping[str, Collection[str]]
"""The name of each group of councils (a council, a region, the country) and the codes of its councils."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A count and its parts along one dimension, in the order to be shown."""

    total: Shown
    parts: dict[str, Shown]


def all_of(groups: Groups) -> tuple[str, ...]:
    """Every council of any group, once, in order."""
    return tuple(sorted({code for codes in groups.values() for code in codes}))


def print_groups(
    families: Sequence[Family], groups: Groups, councils: Sequence[str], *, threshold: int, round_to: int
) -> dict[str, dict[str, Broken]]:
    """Group -> table -> count and parts, of families of tables whose rows are `councils`."""
    members = membership([list(codes) for codes in groups.values()], councils)
    printed: dict[str, Printed] = {}
    for family in families:
        printed |= withhold(family, members, threshold=threshold, round_to=round_to)
    return by_group(printed, groups)


def by_group(printed: Mapping[str, Printed], groups: Groups) -> dict[str, dict[str, Broken]]:
    """What was printed for all groups at once, group by group."""
    return {
        group: {
            name: Broken(one.total[n], {label: line[n] for label, line in one.lines.items()})
            for name, one in printed.items()
        }
        for n, group in enumerate(groups)
    }
