"""Build the whole invented sub-region: files first, then the real importers, then the real acts. Invented data."""

import random
from collections import Counter
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from carecommons.children.actions import import_returns
from carecommons.children.returns.apart import read_within_limits
from carecommons.common.errors import Refused
from carecommons.common.intake import OPERATOR, gather
from carecommons.common.places import authorities as councils_on
from carecommons.common.walls import seeing_all
from carecommons.people.queries import accounts
from carecommons.people.roles import ROLE_NAMES, Role
from carecommons.planning.actions import make_forecast
from carecommons.planning.queries import audit
from carecommons.provision.actions import import_public_list
from carecommons.provision.public_list import read_limited
from carecommons.provision.queries import home_cards
from carecommons.register.actions import sequence
from carecommons.register.outside import forget
from carecommons.register.queries import checkpoint

from .. import say
from ..ready import bring_up_to_date
from .area import Area, make_area
from .children_fill import Opened, open_records
from .children_made import age_in_years
from .command import FIRST_YEAR, LAST_YEAR, MARK, POOL_SIZE, RETURNED_ON, Stages, mark
from .emergencies import last_night
from .family_fill import enter_family_homes
from .homes_fill import Entered, enter_homes, move_in, say_what_is_free
from .homes_made import HomesMade, make_homes
from .journey.diary import Diary
from .journey.parts import BEGAN, Casting, choose
from .journey.told import tell, tell_of_today
from .journey.world import Told, World
from .lookup import postcode_book
from .own_voice import say_no, speak_after, speak_before
from .people_made import Cast, cast_family, cast_providers, cast_staff
from .process import Life, in_care_on, make_lives
from .public_list_file import write_public_list
from .returns_files import write_returns
from .searches import Tally, search, searchable

SINCE = timedelta(days=BEGAN)
SPOKEN_FOR = 4  # young people without a part for whom the advocate speaks as well
FORECAST_YEARS = 3
EARLIER_IMPORT = timedelta(days=29)
"""How long before the newest return the earlier years of the first council were imported."""


def build(*, children: int, authorities: int, seed: int, now: datetime) -> dict[str, Any]:
    """Build and return the figures: the same arguments give the same figures, save `seconds`.

    Raises Refused("not_a_demo") where the database holds anything that no demonstration made.
    """
    with seeing_all("the demonstration fills an empty database with invented children of several councils"):
        return _build(children=children, authorities=authorities, seed=seed, now=now)


def _build(*, children: int, authorities: int, seed: int, now: datetime) -> dict[str, Any]:
    stages = Stages()
    home = settings.HOME
    with stages.stage("postcodes", "Postcodes"):
        book = postcode_book(home)
    _clear(home)
    mark(home, {"unfinished": True})  # so that a build which is cut off can be built again
    with stages.stage("world", "Inventing a sub-region"):
        area = make_area(authorities, seed=seed, on=RETURNED_ON, postcodes=book, pool=POOL_SIZE)
        homes = make_homes(area, children=children, seed=seed)
        lives = make_lives(area, homes, children=children, first_year=FIRST_YEAR, last_year=LAST_YEAR, seed=seed)
    folder = home / "demo"
    with stages.stage("files", "Writing its returns and its public list"):
        _write_files(folder, area, homes, lives, seed)
    with stages.stage("people", "Accounts and roles"):
        casting = choose(lives, homes, area.codes[0], returned_on=RETURNED_ON, now=now.date(), seed=seed)
        cast = _people(area, now - SINCE)
    with stages.stage("returns", "Importing the returns"):
        _import_returns(folder, area, cast, now)
    with stages.stage("public_list", "Importing the public list"):
        listed = _import_list(folder, cast, area, now)
    rng = random.Random(f"{seed} homes")  # noqa: S311 - invented data, not a secret
    with stages.stage("homes", "Entering homes"), transaction.atomic():
        entered = enter_homes(
            homes, area, cast, at=now - SINCE, today=now.date() - timedelta(days=4), rng=rng, draw=rng.randbytes
        )
    with stages.stage("children", "Opening records, needs, stories and wishes"):
        opened = _children(lives, area, cast, homes, entered, casting, seed=seed, now=now, rng=rng)
    with stages.stage("journey", "Telling of the past months"):
        world = _journey(opened, area, cast, homes, entered, casting, seed=seed, now=now)
        _today(world, casting, cast, entered, homes, now=now, rng=rng)
    with stages.stage("searches", "Searching, listing and deciding"):
        tally = _searches(opened, area, cast, now, random.Random(f"{seed} searches"))  # noqa: S311
        tally.emergencies += last_night(opened, cast, at=now, seed=seed)
        with transaction.atomic():
            tell_of_today(world, casting, tally.listed, at=now)
    with stages.stage("audit", "Auditing need and provision"):
        _audit(area, cast, now)
    with stages.stage("forecast", "Forecasting children in care"):
        _forecast(area, cast, now)
    with stages.stage("register", "Sealing the register"):
        entries = _seal(now)
    made = _figures(area, lives, opened, listed, tally, world.told, entries, cast, stages, seed)
    mark(home, {key: value for key, value in made.items() if key != "seconds"})
    return made


def _clear(home: Path) -> None:
    """Empty the database, if all that it holds is an earlier demonstration."""
    bring_up_to_date()
    lines = accounts()
    if lines and not (home / MARK).exists():
        raise Refused(
            "not_a_demo",
            f"The database of {home} holds accounts that no demonstration made, and nothing was changed. "
            "Give the demonstration a folder of its own: CARECOMMONS_HOME=var/demo carecommons demo",
        )
    if not lines and not (home / MARK).exists():
        return
    (home / MARK).unlink(missing_ok=True)
    forget(home)  # the checkpoint kept outside belongs to the register that goes now
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        bring_up_to_date()
    else:
        call_command("flush", verbosity=0, interactive=False)


def _write_files(folder: Path, area: Area, homes: HomesMade, lives: list[Life], seed: int) -> None:
    with say.progress("Writing returns", len(area.codes) * (LAST_YEAR - FIRST_YEAR + 1)) as advance:
        write_returns(
            lives, folder / "returns", authorities=area.codes, first_year=FIRST_YEAR, last_year=LAST_YEAR,
            seed=seed, advance=advance,
        )  # fmt: skip
    regions = {code: council.region for code, council in councils_on(RETURNED_ON).items()}
    write_public_list(homes, area, regions, folder / "public_list.csv", as_at=RETURNED_ON)


def _people(area: Area, at: datetime) -> Cast:
    from carecommons.constitution.actions import publish_founding

    with transaction.atomic():
        publish_founding(at=at)
        return cast_staff(area.codes, at=at)


def _import_returns(folder: Path, area: Area, cast: Cast, now: datetime) -> None:
    with say.progress("Importing returns", len(area.codes)) as advance:
        # The first council's earlier years came a season before its newest, so that a planner sees what changed.
        first = area.codes[0]
        earlier = [folder / "returns" / first / str(year) for year in range(FIRST_YEAR, LAST_YEAR)]
        before = now - EARLIER_IMPORT
        planner = cast.at[first][Role.PLANNER]
        import_returns(authority=first, reading=read_within_limits(earlier), by=planner, at=before)
        for code in area.codes:
            reading = read_within_limits([folder / "returns" / code])
            import_returns(authority=code, reading=reading, by=cast.at[code][Role.PLANNER], at=now)
            advance(1)


def _import_list(folder: Path, cast: Cast, area: Area, now: datetime) -> int:
    path = folder / "public_list.csv"
    items = gather([path], OPERATOR)
    reading = read_limited([(path.name, item.data) for item in items], None)
    done = import_public_list(reading=reading, by=cast.at[area.codes[0]][Role.PLANNER], at=now)
    return done.providers


def _children(
    lives: list[Life], area: Area, cast: Cast, homes: HomesMade, entered: Entered, casting: Casting, *, seed: int,
    now: datetime, rng: random.Random,
) -> list[Opened]:  # fmt: skip
    """Records first, then who lives where, then those who sign in for them."""
    total, since = len(in_care_on(lives, RETURNED_ON)), now - SINCE
    with say.progress("Opening records", total) as advance:
        opened = open_records(
            lives, area, cast, returned_on=RETURNED_ON, at=now, since=since, seed=seed, known=casting.keys,
            advance=advance,
        )  # fmt: skip
    living = [(one.stay.home, one.id, date.fromordinal(one.stay.start)) for one in opened if one.stay.home >= 0]
    with transaction.atomic():
        move_in(entered, living, homes, cast, at=since + timedelta(hours=1))
        enter_family_homes(opened, cast, at=since + timedelta(hours=1), rng=rng, draw=rng.randbytes)
        cast_providers(
            cast, area.codes[0], provider_id=entered.providers[casting.provider],
            foster_home_id=entered.homes[casting.foster_home], at=since,
        )  # fmt: skip
        _cast_family(opened, cast, area.codes[0], casting, now=now)
    return opened


def _cast_family(opened: list[Opened], cast: Cast, first: str, casting: Casting, *, now: datetime) -> None:
    """The young person who signs in: who plays that part, else somebody for whom a home can be looked for."""
    own = [one for one in opened if one.life.authority == first]
    by_key = {one.life.key: one for one in own}
    wanted = [by_key[key] for part in casting.parts.values() for key in part.keys if key in by_key]
    part = casting.parts.get("speaks")
    speaker = next((by_key[key] for key in part.keys if key in by_key), None) if part else None
    speaker = speaker or max(own, key=lambda one: _speaks(one, now.date()), default=None)
    if speaker is None:
        return
    # Those for whom a home can be looked for come next, so that the advocate finds an open list.
    rest = sorted((one for one in own if one not in wanted), key=lambda one: not searchable(one, now.date()))
    others = [one.id for one in [*(one for one in wanted if one is not speaker), *rest[:SPOKEN_FOR]]]
    cast_family(cast, first, child_id=speaker.id, spoken_for=[speaker.id, *others], at=now - SINCE)
    cast.speaker, cast.spoken_for = speaker.id, frozenset(others)


def _journey(
    opened: list[Opened], area: Area, cast: Cast, homes: HomesMade, entered: Entered, casting: Casting, *, seed: int,
    now: datetime,
) -> World:  # fmt: skip
    """The past months, act by act, up to this morning; without anybody to speak for, nothing is told."""
    lives_in = {one.id: one.stay.home for one in opened if one.stay.home >= 0}
    world = World(
        cast=cast, area=area, homes=homes, entered=entered, opened={one.life.key: one for one in opened},
        diary=Diary(now), rng=random.Random(f"{seed} journey"), living=Counter(lives_in.values()),  # noqa: S311
        lives_in=lives_in,
    )  # fmt: skip
    if cast.speaker is not None:
        with transaction.atomic():
            tell(world, casting)
            speak_before(cast.at[area.codes[0]], cast.speaker, at=now - timedelta(days=40))
    cast.settled = frozenset(one.id for one in world.players.values())
    cast.spoken_for -= cast.settled
    return world


def _today(
    world: World, casting: Casting, cast: Cast, entered: Entered, homes: HomesMade, *, now: datetime, rng: random.Random
) -> None:
    """Each home says what is free this morning."""
    shown = [index for index, home in enumerate(homes.homes) if home.provider == casting.provider]
    with transaction.atomic():
        say_what_is_free(
            entered, homes, world.living, cast, at=now - timedelta(hours=6), rng=rng,
            open_at=frozenset((*shown, casting.foster_home)),
        )  # fmt: skip


def _speaks(one: Opened, on: date) -> tuple[bool, bool, str]:
    """Who is to speak for themselves in the demonstration: somebody of an age to, for whom a home can be chosen."""
    return searchable(one, on), 12 <= age_in_years(one.life, on) < 16, one.reference


def _searches(opened: list[Opened], area: Area, cast: Cast, now: datetime, rng: random.Random) -> Tally:
    with say.progress("Searching for homes", max(6, len(opened) // 60)) as advance, transaction.atomic():
        tally = search(opened, area, cast, at=now, rng=rng, advance=advance)
        if cast.speaker is not None:
            speak_after(cast.at[area.codes[0]], cast.speaker, at=now)
            if cast.speaker not in cast.settled:  # no part for them in this world: they say no to today's choice
                say_no(cast.at[area.codes[0]], at=now)
        return tally


def _audit(area: Area, cast: Cast, now: datetime) -> None:
    """The audit as the planner will see it: that it can be made is part of what the demonstration shows."""
    planner = cast.at[area.codes[0]][Role.PLANNER]
    for place in (f"council:{area.codes[0]}", "nation"):
        audit(place=place, year=LAST_YEAR, by=planner, at=now)


def _forecast(area: Area, cast: Cast, now: datetime) -> None:
    """Of the first council, with those that teach it."""
    first = area.codes[0]
    make_forecast(
        place=f"council:{first}", year=LAST_YEAR, years=FORECAST_YEARS, by=cast.at[first][Role.PLANNER], at=now
    )


def _seal(now: datetime) -> int:
    """Number what is queued; return how many entries the register then holds."""
    while sequence(at=now, home=settings.HOME, at_most=1000):
        pass
    return checkpoint().size


def _figures(
    area: Area, lives: list[Life], opened: list[Opened], listed: int, tally: Tally, told: Told, entries: int,
    cast: Cast, stages: Stages, seed: int,
) -> dict[str, Any]:  # fmt: skip
    kinds = Counter(card.kind for card in home_cards().values())
    total = round(sum(seconds for name, seconds in stages.seconds.items() if name != "postcodes"), 2)
    return {
        "note": "Invented data. No child, home or decision here is real.",
        "seed": seed,
        "authorities": list(area.codes),
        "children": len(in_care_on(lives, RETURNED_ON)),
        "children_with_a_record": len(opened),
        "children_in_the_returns": len(lives),
        "homes": sum(kinds.values()),
        "homes_by_kind": dict(sorted(kinds.items())),
        "providers_in_the_public_list": listed,
        "referrals": tally.referrals + told.referrals,
        "shortlists": tally.shortlists + told.shortlists,
        "proposals": tally.proposed + told.decisions,
        "decisions": tally.decisions + told.decisions,
        "rounds": tally.running + tally.over + told.rounds,
        "placements_begun": tally.begun + told.placements,
        "emergencies": tally.emergencies,
        "journey": asdict(told),
        "register_entries": entries,
        "sign_ins": {ROLE_NAMES[role]: address for role, address in cast.shown.items()},
        "seconds": {**stages.seconds, "total": total},
    }
