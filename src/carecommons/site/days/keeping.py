"""For those who keep the house and its books: the planner's returns, the auditor's register, the operator's service."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from carecommons.children.queries import kept_tables, years_in_returns
from carecommons.common.errors import NotFound, NotNow, Refused
from carecommons.common.places import authorities
from carecommons.constitution.queries import check_numbers, criteria_in_force
from carecommons.people import queries as people
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person, Role
from carecommons.provision.queries import release
from carecommons.register import queries as register

from .addresses import address
from .due import day_words
from .values import Aside, Waiting

RETURN = ("return to import", "returns to import")
CARE = ("thing to mend", "things to mend")
ROLES_SHOWN = 5


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    if may_at_all(person, "children.import_returns"):
        yield from _returns(person, at)
    if person.role is Role.OPERATOR:
        yield from _service(person, at)


def asides(person: Person, at: datetime) -> Iterator[Aside]:
    if may_at_all(person, "children.import_returns"):
        yield from _held(person, at)
    if person.role is Role.AUDITOR:
        yield _looks(person, at)
    if person.role is Role.OPERATOR:
        yield from _house(person, at)
    yield from _register(person, at)


def headline(person: Person, at: datetime) -> str:
    """What the title says to those for whom nothing waits but something is always true; "" for everybody else."""
    if person.role is Role.AUDITOR:
        size = _sealed()
        return f"The register is sealed up to entry {size:,}" if size else "Nothing has been sealed yet"
    if person.role is Role.OPERATOR:
        return "Nothing needs mending: entries are numbered, rules and numbers are published"
    if person.role is Role.PLANNER:
        return "Every return that has ended is here"
    return "No home is restricted, suspended or inadequate" if person.role is Role.INSPECTOR else ""


# ------------------------------------------------------------------ the planner
def _returns(person: Person, at: datetime) -> Iterator[Waiting]:
    """Every collection year (to 31 March) that is missing since the first that is held; the newest where none is."""
    on, where = timezone.localdate(at), address(person, "returns")
    if where is None:
        return
    ended = on.year if (on.month, on.day) > (3, 31) else on.year - 1
    known = authorities(on)
    for code in sorted(person.authorities):
        held = years_in_returns(code)
        name = known[code].name if code in known else code
        for year in range(held[0] if held else ended, ended + 1):
            if year not in held:
                yield Waiting(
                    title=f"{name}: the return for the year to 31 March {year} is not here",
                    why="Counts of that year leave these children out until it is imported.", address=where,
                    noun=RETURN, go="Import it", due=str(year), due_below="missing",
                )  # fmt: skip


def _held(person: Person, at: datetime) -> Iterator[Aside]:
    on, where = timezone.localdate(at), address(person, "returns")
    tables = [table for code in sorted(person.authorities) for table in kept_tables(code)]
    if where is not None:
        said = ["No return has been imported yet."]
        if tables:
            newest = max(table.imported_at for table in tables)
            said = [
                f"The newest is of the year to 31 March {max(table.year for table in tables)}.",
                f"Imported on {day_words(timezone.localdate(newest), on)}.",
            ]
        yield Aside("Returns", tuple(said), where, "Check and import returns")
    where = address(person, "public_list")
    if where is not None:
        try:
            found = release()
            said = [f"The newest describes {day_words(found.as_at, on)} ({(on - found.as_at).days:,} days ago)."]
        except NotFound:
            said = ["No list has been imported yet."]
        yield Aside("The regulator’s public list", tuple(said), where, "Check and import the list")


# ------------------------------------------------------------------ the auditor
def _looks(person: Person, at: datetime) -> Aside:
    found = people.looks_counted(since=at - timedelta(days=1))
    said = [f"{found.total:,} looks at {found.children:,} children’s records in the last 24 hours."]
    said += [f"{number:,} by the role of {role}." for role, number in found.by_role[:ROLES_SHOWN]]
    return Aside("Who looked", tuple(said))


# ------------------------------------------------------------------ the operator
def _service(person: Person, at: datetime) -> Iterator[Waiting]:
    log, rules = address(person, "register:log"), address(person, "constitution:in_force")
    number, oldest = register.waiting_for_number()
    if oldest is not None and oldest < at - timedelta(minutes=10) and log is not None:
        yield Waiting(
            title=f"{'One entry waits' if number == 1 else f'{number:,} entries wait'} for a number",
            why=f"The oldest since {_moment(oldest, at)}. "
            "Look whether the sequencer runs: carecommons register integrate",
            address=log, noun=CARE, go="Open the register", due_on=timezone.localdate(oldest),
        )  # fmt: skip
    if rules is None:
        return
    for ask, title in (
        (lambda: criteria_in_force(timezone.localdate(at)), "No criteria are in force"),
        (check_numbers, "The policy numbers of this release are not the ones that were published"),
    ):
        try:
            ask()
        except Refused as refusal:
            yield Waiting(title=title, why=str(refusal), address=rules, noun=CARE, go="Open the rules")


def _house(person: Person, at: datetime) -> Iterator[Aside]:
    lines = people.accounts()
    active = sum(line.is_active for line in lines)
    posts = sum(len(line.posts) for line in lines)
    yield Aside("Accounts", (f"{active:,} open accounts hold {posts:,} roles.", "List them: carecommons people list"))
    sealed = register.sealed_at()
    words = "Nothing has been sealed yet."
    if sealed is not None:
        words = f"The newest seal is of {_moment(sealed, at)}."
    yield Aside(
        "Seals, keys and backups",
        (
            words,
            "Check every row and every key: carecommons register verify",
            "This service makes no backup by itself. Keep the database, register.key and secret-key together, "
            "and register.checkpoint somewhere else.",
        ),
    )


# ------------------------------------------------------------------ everybody
def _register(person: Person, at: datetime) -> Iterator[Aside]:
    where = address(person, "register:log")
    size = _sealed()
    if not size or where is None:
        return
    waiting, _ = register.waiting_for_number()
    said = [f"Sealed up to entry {size:,}."]
    if waiting:
        said.append(f"{waiting:,} newer {'act waits' if waiting == 1 else 'acts wait'} for a number.")
    yield Aside("The public register", tuple(said), where, "Read it and check it yourself")


def _moment(moment: datetime, at: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M} on {day_words(timezone.localdate(moment), timezone.localdate(at))}"


def _sealed() -> int:
    try:
        return register.checkpoint().size
    except NotNow:
        return 0
