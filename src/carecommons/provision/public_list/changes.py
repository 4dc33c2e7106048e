"""What a corrected list says differently from the one that it replaces."""

from dataclasses import dataclass, fields

from .values import Listing, PublicList

# Where a line stands in the file is no fact about a provider.
_COMPARED = tuple(f.name for f in fields(Listing) if f.name not in {"urn", "row"})


@dataclass(frozen=True, slots=True)
class Change:
    """One provider that both lists hold and describe differently: the fields, in the order of `Listing`."""

    urn: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Providers that came, went and changed, in the order of their numbers; and whether buildings differ."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Change, ...]
    premises: bool

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.premises)


def changes(before: PublicList, after: PublicList) -> Changes:
    """How `after` differs from `before`; false in a boolean context when they say the same."""
    old = {x.urn: x for x in before.listings}
    new = {x.urn: x for x in after.listings}
    changed = (
        Change(urn, tuple(name for name in _COMPARED if getattr(old[urn], name) != getattr(new[urn], name)))
        for urn in sorted(old.keys() & new.keys())
    )
    return Changes(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(change for change in changed if change.fields),
        premises=_buildings(before) != _buildings(after),
    )


def _buildings(listed: PublicList) -> list[tuple[str, str, str, str, int]]:
    """The buildings as a bag: their order in the file means nothing. A missing number counts as -1."""
    return sorted(
        (p.urn, p.authority, p.authority_name, p.category, -1 if p.places is None else p.places)
        for p in listed.premises
    )
