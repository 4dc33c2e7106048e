"""Where a home stands is sealed in the database, bound to its home, and distances are as they were."""

import re
from uuid import uuid4

import pytest
from django.db import connection

from carecommons.common.sealing import FieldNotOpened
from carecommons.people.roles import Role
from carecommons.provision.models import Home
from carecommons.provision.queries import home, homes_for_matching
from matching.searches_made import AT, OFFICER, a_provider, an_entry, homes, someone

POSTCODE, EASTING, NORTHING = "ME14 1XX", 576_000, 155_000
SEALED = re.compile(r"s1\.k\d+-[0-9a-f]{6}\.")


def rows() -> list[dict[str, object]]:
    """Every row of the homes as the database itself holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM provision_home ORDER BY name")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture
def pair(founding):
    """A foster family and a family home whose sites are known, and a home that stands nobody knows where."""
    provider = a_provider()
    return homes(
        an_entry("A foster family", provider),
        an_entry(
            "An aunt",
            None,
            kind="connected_person",
            named=frozenset({uuid4()}),
            easting=EASTING + 500,
            northing=NORTHING,
        ),
        an_entry("Somewhere", provider, postcode="", easting=None, northing=None),
    )


@pytest.mark.django_db
def test_raw_sql_shows_no_address(pair) -> None:
    family, aunt, nowhere = rows()
    for row in (family, aunt):
        assert SEALED.match(str(row["postcode"]))
        assert SEALED.match(str(row["site"]))
    assert (nowhere["postcode"], nowhere["site"]) == ("", ""), "blank stays blank"
    everything = " ".join(str(value) for row in (family, aunt) for value in row.values())
    for told in (POSTCODE, POSTCODE.replace(" ", ""), str(EASTING), str(NORTHING), str(EASTING + 500)):
        assert told not in everything
    assert family["site"] != aunt["site"]


@pytest.mark.django_db
def test_the_same_place_twice_is_sealed_differently(founding) -> None:
    provider = a_provider()
    homes(an_entry("One", provider), an_entry("Two", provider))
    assert len({row["site"] for row in rows()}) == len({row["postcode"] for row in rows()}) == 2


@pytest.mark.django_db
def test_it_opens_for_those_who_keep_the_home_and_for_the_gates_which_see_metres(pair) -> None:
    family, aunt, nowhere = pair
    assert home(family, by=OFFICER, at=AT).postcode == POSTCODE
    assert home(family, by=someone(Role.SOCIAL_WORKER), at=AT).postcode == ""
    assert Home.objects.get(pk=family).place == (EASTING, NORTHING)
    assert Home.objects.get(pk=nowhere).place is None
    found = homes_for_matching(at=AT)
    where = {each: (int(e), int(n)) for each, e, n in zip(found.ids, found.easting, found.northing, strict=True)}
    assert where == {family: (EASTING, NORTHING), aunt: (EASTING + 500, NORTHING), nowhere: (-1, -1)}


@pytest.mark.django_db
def test_a_site_that_was_moved_to_another_home_does_not_open(pair) -> None:
    family, aunt, _ = pair
    key = Home._meta.pk.get_db_prep_value
    with connection.cursor() as cursor:
        for column in ("site", "postcode"):
            cursor.execute(f"SELECT {column} FROM provision_home WHERE id = %s", [key(aunt, connection)])
            cursor.execute(
                f"UPDATE provision_home SET {column} = %s WHERE id = %s",
                [cursor.fetchone()[0], key(family, connection)],
            )
    row = Home.objects.get(pk=family)
    with pytest.raises(FieldNotOpened, match="provision_home"):
        _ = row.place
    with pytest.raises(FieldNotOpened, match="provision_home"):
        _ = row.postcode
