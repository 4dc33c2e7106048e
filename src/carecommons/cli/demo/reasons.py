"""Reasons that the demonstration gives for a home, in words to the child: from what its list says. Invented data."""

from carecommons.children.needs import DOMAINS
from carecommons.children.plain import PARTS
from carecommons.matching.shortlist import ShownHome

PARTS_NAMED = 3


def reason_for(home: ShownHome) -> str:
    """A reason in words to the child: they read it."""
    well, more = _parts(home, "met"), _parts(home, "support")
    first = f"The adults at {home.name} know how to help you with {well}." if well else f"{home.name} has room for you."
    return f"{first} They get more help from the first day, for {more}." if more else first


def reason_against(home: ShownHome, chosen: ShownHome) -> str:
    """An honest reason, from what is on the list: never the same sentence for every home."""
    if home.tie == chosen.tie:
        return f"{home.name} could help you just as well. {chosen.name} keeps more of what you asked to keep."
    ours = chosen.count("support")
    where = f"At {chosen.name} they need it for {_things(ours)}." if ours else f"At {chosen.name} they need none."
    return f"At {home.name} the adults would need more help, for {_things(home.count('support'))}. {where}"


def _parts(home: ShownHome, answer: str) -> str:
    """The first parts of life with this answer, by the names that the child reads; "" where there is none."""
    found = [PARTS[d.code].lower() for d, said in zip(DOMAINS, home.answers, strict=True) if said == answer]
    named, rest = found[:PARTS_NAMED], len(found) - PARTS_NAMED
    if rest > 0:
        named.append("one more thing" if rest == 1 else f"{rest} more things")
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def _things(number: int) -> str:
    return "1 thing" if number == 1 else f"{number} things"
