"""Open records for the invented children who are in care now, through the real acts. Invented data."""

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db import transaction

from carecommons.children.actions import (
    add_child,
    add_connection,
    link_siblings,
    record_needs,
    record_wish,
    write_story,
)
from carecommons.children.queries.places import places_of
from carecommons.people.roles import Role

from . import children_made as made_up
from .area import Area
from .people_made import Cast
from .process import Life, Stay, birthday, day_of, stay_on

WITHOUT_PROFILE_SHARE = 0.04
TWICE_RATED_SHARE = 0.2


@dataclass(frozen=True)
class Opened:
    """A record that was opened: its id, its reference, the life behind it and where the child lives."""

    id: UUID
    reference: str
    life: Life
    stay: Stay


def open_records(
    lives: list[Life], area: Area, cast: Cast, *, returned_on: date, at: datetime, since: datetime, seed: int,
    known: frozenset[str], advance: Callable[[int], object],
) -> list[Opened]:  # fmt: skip
    """A record for each child in care on the last day of the return who is still under 18 today.

    since: when the councils began to keep records here. known: keys of lives whose needs were all known by then.
    """
    opened: list[Opened] = []
    taken: set[str] = set()
    for code in area.codes:
        with transaction.atomic():
            for life in lives:
                stay = stay_on(life, returned_on)
                here = life.authority == code and life.start <= returned_on.toordinal() < life.end
                if not here or stay is None or birthday(life.birth, 18) <= at.date().toordinal():
                    continue
                rng = random.Random(f"{seed} {life.key}")  # noqa: S311 - invented data, not a secret
                since_then = since if life.key in known else None
                opened.append(_open_one(life, stay, area, cast, taken, at=at, rng=rng, known_at=since_then))
                advance(1)
            _siblings([one for one in opened if one.life.authority == code], cast, at)
    return opened


def _open_one(
    life: Life, stay: Stay, area: Area, cast: Cast, taken: set[str], *, at: datetime, rng: random.Random,
    known_at: datetime | None,
) -> Opened:  # fmt: skip
    """known_at: for who plays a part in what is told of the past months, when all was recorded; else None."""
    worker = cast.at[life.authority][Role.SOCIAL_WORKER]
    reference = made_up.reference("C", rng, taken)
    name = made_up.known_as(life, rng)
    speaks = (rng.choice(("Kurdish", "Arabic", "Pashto", "Tigrinya")),) if life.uasc else ()
    child = add_child(
        reference=reference, known_as=name, birth_date=day_of(life.birth), sex=life.sex, authority=life.authority,
        home_postcode=life.home_post, legal_status=life.legal[-1][1], looked_after_since=day_of(life.start),
        unaccompanied=life.uasc, return_key=life.key, languages=speaks, by=worker, at=known_at or at,
    )  # fmt: skip
    if known_at is not None:
        _needs_known(child, life, cast, at=known_at, today=at.date(), rng=rng)
        write_story(child_id=child, **made_up.story(name, rng), by=worker, at=known_at)
        _connect(child, life, area, cast, at=known_at, rng=rng, safe=True)
        return Opened(child, reference, life, stay)
    _needs(child, life, stay, cast, at=at, rng=rng)
    write_story(child_id=child, **made_up.story(name, rng), by=worker, at=at - timedelta(days=rng.randint(1, 90)))
    _connect(child, life, area, cast, at=at, rng=rng)
    if rng.random() < 0.5:
        words, how = made_up.wish(life, on=at.date(), rng=rng)
        said = at.date() - timedelta(days=rng.randint(2, 80))
        # Before any search of the demonstration begins: what is said later would have to be weighed by its choice.
        earlier = at - timedelta(hours=40)
        record_wish(child_id=child, stage="review", words=words, how=how, said_on=said, by=worker, at=earlier)
    return Opened(child, reference, life, stay)


def _needs(child: UUID, life: Life, stay: Stay, cast: Cast, *, at: datetime, rng: random.Random) -> None:
    if rng.random() < WITHOUT_PROFILE_SHARE:
        return
    worker = cast.at[life.authority][Role.SOCIAL_WORKER]
    looks = [at - timedelta(days=rng.randint(5, 100))]
    if rng.random() < TWICE_RATED_SHARE:
        looks.insert(0, at - timedelta(days=rng.randint(200, 320)))
    for number, moment in enumerate(looks):
        if moment.date() < day_of(life.birth):
            continue
        made = made_up.profile(life, stay, on=moment.date(), today=at.date(), rng=rng, later=number > 0)
        # A specialist need once recorded would have to end with its day: a child's are found at the last look.
        flags = made.flags if moment == looks[-1] else ()
        record_needs(
            child_id=child, ratings=made.ratings, flags=flags, strengths=made.strengths, matters=made.matters,
            outcomes=made.outcomes, assessed_on=moment.date(), by=worker, at=moment,
        )  # fmt: skip


def _needs_known(child: UUID, life: Life, cast: Cast, *, at: datetime, today: date, rng: random.Random) -> None:
    """Every part of life rated, none of it out of reach of a good home, and no specialist need."""
    family = Stay("kin", "", "", life.start, None, None, "", -1)
    made = made_up.profile(life, family, on=at.date(), today=today, rng=rng, certain=True)
    record_needs(
        child_id=child, ratings=made.ratings, flags=(), strengths=made.strengths, matters=made.matters,
        outcomes=made.outcomes, assessed_on=at.date(), by=cast.at[life.authority][Role.SOCIAL_WORKER], at=at,
    )  # fmt: skip


def _connect(
    child: UUID, life: Life, area: Area, cast: Cast, *, at: datetime, rng: random.Random, safe: bool = False
) -> None:
    """School, family and friends; now and then a place to avoid, unless `safe`: who plays a part has somebody."""
    worker = cast.at[life.authority][Role.SOCIAL_WORKER]
    near = area.spots[life.authority]
    age = made_up.age_in_years(life, at.date())
    if age >= 4 and not (life.uasc and rng.random() < 0.4):
        add_connection(
            child_id=child, kind="school", name="Invented school", postcode=rng.choice(near).postcode,
            keep=rng.random() < 0.8, how_often="every school day", by=worker, at=at,
        )  # fmt: skip
    if safe or (rng.random() < 0.5 and life.home_post):
        add_connection(
            child_id=child, kind="relative", name=rng.choice(("Nan", "Auntie", "Grandad", "Older cousin")),
            postcode=rng.choice(near).postcode, keep=True, how_often="every second Sunday", by=worker, at=at,
        )  # fmt: skip
    if not safe and rng.random() < 0.04:
        postcode, miles = rng.choice(near).postcode, rng.choice((2, 5))
        # Without the postcode lookup nobody could say where the place is, and no list would ever be made.
        elsewhere = next((code for code in area.codes if code != life.authority), "")
        where: dict[str, Any] = {"postcode": postcode, "miles": miles}
        if not places_of([postcode]):
            where = {"authority": elsewhere}
        if not any(where.values()):
            return
        add_connection(
            child_id=child, kind="place_to_avoid", name="Where someone who is a danger lives", by=worker, at=at, **where
        )


def _siblings(opened: list[Opened], cast: Cast, at: datetime) -> None:
    groups: dict[int, list[Opened]] = defaultdict(list)
    for one in opened:
        groups[one.life.group].append(one)
    for group in groups.values():
        for first, second in combinations(group, 2):
            if first.life.authority != second.life.authority:
                continue  # each council links only its own
            worker = cast.at[first.life.authority][Role.SOCIAL_WORKER]
            link_siblings(child_id=first.id, sibling_id=second.id, together=True, by=worker, at=at)
