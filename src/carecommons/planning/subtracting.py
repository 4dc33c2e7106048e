"""What else must be withheld so that nothing withheld is left over when places and kinds of home are subtracted.

`common.withhold` guards the counts themselves, rounding and all, down to one child more or fewer. Here a kind of home
may be withheld for another reason (its lines in the audit are), and what it adds up with must follow. The rule is
stricter than rounding would need: taken exactly, all that is printed leaves every withheld count of a council open.

A count of a council is open where some way of changing the withheld counts changes it and nothing that is printed:
where it is not nought throughout the null space of what is printed. What is taken away first: beside a printed total,
the smallest other kind of home of the same place; then the widest place that prints the same kind of home.
"""

from collections.abc import Mapping, Set

import numpy as np

__all__ = ["closed"]

Hidden = Mapping[str, Set[str]]
"""place -> the kinds of home that are withheld there; TOTAL among them where the total is."""


def closed(
    hidden: Hidden, councils: Mapping[str, frozenset[str]], sizes: Mapping[str, Mapping[str, int]], *, total: str
) -> dict[str, set[str]]:
    """The same with what must be withheld as well. councils: of each place, those that are counted; each council is a
    place of its own. sizes: place -> kind -> a printed figure, by which the smallest goes first. total: the name of
    all together.
    """
    found = {place: set(kinds) for place, kinds in hidden.items()}
    own = {next(iter(members)): place for place, members in councils.items() if len(members) == 1}
    while True:
        while _beside_the_total(found, sizes, total):
            pass
        follows = _follows(found, councils, own, total)
        if follows is None:
            return found
        _make_room(found, councils, own, sizes, follows, total)


def _beside_the_total(found: dict[str, set[str]], sizes: Mapping[str, Mapping[str, int]], total: str) -> bool:
    changed = False
    for place, kinds in found.items():
        apart = kinds - {total}
        if len(apart) != 1 or total in kinds:
            continue
        rest = sorted((sizes[place][kind] == 0, sizes[place][kind], kind) for kind in sizes[place] if kind not in kinds)
        others = [kind for _, _, kind in rest if kind != total]
        kinds.add(others[0] if others else total)
        changed = True
    return changed


def _follows(
    found: dict[str, set[str]], councils: Mapping[str, frozenset[str]], own: Mapping[str, str], total: str
) -> tuple[str, str] | None:
    """The first withheld count of a council that follows from what is printed, if any does."""
    dark = [(code, kind) for code in sorted(own) for kind in sorted(found[own[code]] - {total})]
    if not dark:
        return None
    rows = set()
    for place, members in councils.items():
        printed = {kind for _, kind in dark} - found[place]
        rows |= {tuple(code in members and each == kind for code, each in dark) for kind in printed}
        if total not in found[place]:
            rows.add(tuple(code in members for code, _ in dark))
    known = np.array(sorted(rows), float).reshape(-1, len(dark))
    size, ways = np.linalg.eigh(known.T @ known)
    open_ = np.abs(ways[:, size < _NOUGHT]).max(axis=1, initial=0.0) > _NOUGHT
    return None if open_.all() else dark[int(np.argmin(open_))]


_NOUGHT = 1e-6
"""Of whole numbers: what is not nought is far from it."""


def _make_room(
    found: dict[str, set[str]], councils: Mapping[str, frozenset[str]], own: Mapping[str, str],
    sizes: Mapping[str, Mapping[str, int]], follows: tuple[str, str], total: str,
) -> None:  # fmt: skip
    """Withhold one more figure from which this count follows."""
    code, kind = follows
    for name in (kind, total):
        shown = [place for place, members in councils.items() if code in members and name not in found[place]]
        wide = sorted(shown, key=lambda place: (-len(councils[place]), place))
        if wide:
            found[wide[0]].add(name)
            return
    rest = sorted((sizes[own[code]][each], each) for each in sizes[own[code]] if each not in found[own[code]])
    assert rest, "what nobody prints anything about follows from nothing"
    found[own[code]].add(rest[0][1])
