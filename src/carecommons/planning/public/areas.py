"""The area of a row by what outlives a change of names: the department's three-digit code, else region or England.

London stands three times among regions: as the region, and as its inner and outer part. The parts are kept apart, so
that nobody adds London twice.
"""

from carecommons.common.places import REGIONS, code_for_gss, ever_known

from .values import NATION
from .words import fold

_REGIONS = {fold(name): f"region:{name}" for name in REGIONS} | {
    fold("Inner London"): "part:Inner London", fold("Outer London"): "part:Outer London",
    fold("East"): "region:East of England",
}  # fmt: skip


class NoSuchArea(Exception):
    """The row names an area that England does not have; str() says what to look at."""


def of_long(level: str, region: str, code: str, gss: str) -> str:
    """The area of a row of a long table. Raises NoSuchArea."""
    match fold(level):
        case "national":
            return NATION
        case "regional":
            if found := _REGIONS.get(fold(region)):
                return found
            raise NoSuchArea(f"{region!r} is no region of England.")
        case "local authority":
            return of_code(code, gss)
    raise NoSuchArea(f"{level!r} is no level that is known: National, Regional or Local authority.")


def of_code(code: str, gss: str = "") -> str:
    """A council by its three-digit code, with or without ".0"; the GSS code must not name another one."""
    bare = code.strip().removesuffix(".0")
    if not ever_known(bare):
        raise NoSuchArea(f"No council of England has or had the code {code!r}.")
    other = code_for_gss(gss) if gss else None
    if other is not None and other != bare:
        raise NoSuchArea(f"The codes {code} and {gss} name two councils, {bare} and {other}.")
    return bare


def of_gss(gss: str) -> str:
    """A council by its GSS code. Raises NoSuchArea."""
    if found := code_for_gss(gss):
        return found
    raise NoSuchArea(f"No council of England has or had the code {gss!r}.")
