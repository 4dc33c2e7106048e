"""Addresses of the house by name: one that does not exist, or that the person's role may not open, gives no line."""

from django.urls import NoReverseMatch, get_urlconf, resolve, reverse

from carecommons.people.may import may_at_all
from carecommons.people.roles import Person


def address(person: Person, name: str, *args: object) -> str | None:
    """The address, when it exists and the role may open what stands there. Whose it is, the line's maker has asked."""
    try:
        url = reverse(name, args=args)
    except NoReverseMatch:
        return None
    act = _act(name, url)
    return url if act is not None and may_at_all(person, act) else None


_ACTS: dict[tuple[str | None, str], str | None] = {}


def _act(name: str, url: str) -> str | None:
    """The act that the view behind a name states: looked up once, for a list asks it of every line."""
    key = (get_urlconf(), name)
    if key not in _ACTS:
        _ACTS[key] = getattr(resolve(url).func, "permission", None)
    return _ACTS[key]
