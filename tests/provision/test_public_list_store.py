"""Storing the list: whole or not at all, once, replaced when corrected, by those who may, and in the register."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from carecommons.common.errors import Fault, Faulty, NotAllowed, NotFound, Refused
from carecommons.common.places import Level
from carecommons.people.roles import Role
from carecommons.provision import counts
from carecommons.provision.actions.public_list import import_public_list
from carecommons.provision.counts import HOMES_FOR_CHILDREN, Tally
from carecommons.provision.models import Listing as ListingRow
from carecommons.provision.models import Release
from carecommons.provision.public_list import Listing, Premises, PublicList, Reading
from carecommons.provision.queries.public_list import listed, listing, listings, owner_listings, release, releases
from carecommons.register.models import Entry

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
MARCH = date(2025, 3, 31)


def home(urn: str, kind: str, authority: str, places: int | None, **facts: object) -> Listing:
    """One invented listing."""
    plain = Listing(
        urn=urn, kind=kind, sector="private", status="active", name="", owner="Invented Care Ltd",
        authority=authority, authority_name="", region="", outside_england=not authority, postcode="",
        places=places, premises=None, grade="good", graded_on=None, registered_on=None,
        short_breaks_only=False, linked_school_urn="", row=5,
    )  # fmt: skip
    return replace(plain, **facts)  # type: ignore[arg-type]


LISTINGS = (
    home("2600001", "childrens_home", "878", 4),  # Devon
    home("2600002", "childrens_home", "908", 6, sector="local_authority", owner="Cornwall Council"),
    home("2600003", "childrens_home", "", 3),  # in Wales
    home("2600004", "independent_fostering_agency", "878", None, owner="INVENTED CARE LIMITED."),
    home("2600005", "supported_accommodation", "350", 9, premises=3),  # Bolton, with buildings elsewhere
    home("2600006", "secure_childrens_home", "879", 12),  # Plymouth
)
BUILDINGS = (
    Premises("2600005", "878", "Devon", "Category 1", 4, 5),
    Premises("2600005", "878", "Devon", "Category 1", 3, 6),
    Premises("2600005", "350", "Bolton", "Category 2", 2, 7),
)


def reading(*listings: Listing, as_at: date = MARCH, sha256: str = "a" * 64, premises: tuple = BUILDINGS) -> Reading:
    return Reading(PublicList(as_at, "list.ods", sha256, listings or LISTINGS, premises), (), ())


@pytest.fixture
def planner(person):  # type: ignore[no-untyped-def]
    return person(Role.PLANNER, authority="878")


@pytest.fixture
def stored(planner):  # type: ignore[no-untyped-def]
    return import_public_list(reading=reading(), by=planner, at=NOW)


def test_a_list_is_stored_whole_and_read_back_the_same(stored) -> None:  # type: ignore[no-untyped-def]
    assert (stored.providers, stored.unchanged, stored.replaced) == (6, False, False)
    assert listed(MARCH) == reading().list
    assert release() == release(MARCH)
    assert (release().file_name, release().providers, release().imported_at) == ("list.ods", 6, NOW)


def test_an_import_is_one_public_entry_of_the_register(stored) -> None:  # type: ignore[no-untyped-def]
    (entry,) = Entry.objects.filter(kind="public_list_imported")
    assert entry.id == stored.entry_id
    assert '"as_at":"2025-03-31"' in entry.public
    assert '"providers":6' in entry.public
    assert "a" * 64 in entry.public


def test_the_same_list_again_changes_nothing_and_records_nothing(stored, planner) -> None:  # type: ignore[no-untyped-def]
    before = Release.objects.get()
    again = import_public_list(reading=reading(), by=planner, at=NOW)
    assert (again.unchanged, again.replaced, again.entry_id) == (True, False, None)
    assert Release.objects.get() == before
    assert Entry.objects.filter(kind="public_list_imported").count() == 1


def test_the_same_facts_from_another_file_change_nothing(stored, planner) -> None:  # type: ignore[no-untyped-def]
    moved = tuple(replace(x, row=x.row + 40) for x in LISTINGS)
    assert import_public_list(reading=reading(*moved, sha256="b" * 64), by=planner, at=NOW).unchanged


def test_a_corrected_list_replaces_its_predecessor_and_says_what_changed(stored, planner) -> None:  # type: ignore[no-untyped-def]
    corrected = (replace(LISTINGS[0], places=5), *LISTINGS[2:], home("2600009", "childrens_home", "350", 1))
    done = import_public_list(reading=reading(*corrected, sha256="c" * 64), by=planner, at=NOW)
    assert (done.unchanged, done.replaced) == (False, True)
    assert done.changes is not None
    assert (done.changes.added, done.changes.removed) == (("2600009",), ("2600002",))
    assert [(c.urn, c.fields) for c in done.changes.changed] == [("2600001", ("places",))]
    assert ListingRow.objects.count() == 6
    assert release().sha256 == "c" * 64
    assert Entry.objects.filter(kind="public_list_imported").count() == 2


def test_releases_of_other_years_stand_beside_each_other_newest_first(stored, planner) -> None:  # type: ignore[no-untyped-def]
    import_public_list(reading=reading(LISTINGS[0], as_at=date(2023, 3, 31)), by=planner, at=NOW)
    assert [r.as_at for r in releases()] == [MARCH, date(2023, 3, 31)]
    assert release().as_at == MARCH
    assert len(listings(date(2023, 3, 31))) == 1


def test_a_list_with_faults_stores_nothing_and_names_them_all(planner) -> None:  # type: ignore[no-untyped-def]
    fault = Fault("list.ods", 9, "places", "places_not_number", "Places are a whole number.")
    with pytest.raises(Faulty) as refusal:
        import_public_list(reading=replace(reading(), faults=(fault, fault)), by=planner, at=NOW)
    assert (refusal.value.code, refusal.value.faults) == ("list_faulty", (fault, fault))
    assert "2 faults make the list unusable, and nothing was stored" in str(refusal.value)
    assert not Release.objects.exists()
    assert not Entry.objects.filter(kind="public_list_imported").exists()


def test_a_list_of_the_future_is_refused(planner) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused) as refusal:
        import_public_list(reading=reading(as_at=date(2026, 5, 2)), by=planner, at=NOW)
    assert refusal.value.code == "list_of_the_future"
    assert "--as-at" in str(refusal.value)


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.PROVIDER_MANAGER, Role.DIRECTOR, Role.INSPECTOR])
def test_those_who_may_not_import_are_refused_and_nothing_is_stored(person, role: Role) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NotAllowed):
        import_public_list(reading=reading(), by=person(role, authority="878"), at=NOW)
    assert not Release.objects.exists()


def test_the_operator_may_import(person) -> None:  # type: ignore[no-untyped-def]
    assert import_public_list(reading=reading(), by=person(Role.OPERATOR), at=NOW).providers == 6


def test_no_list_is_refused_with_the_command_that_brings_one() -> None:
    with pytest.raises(NotFound) as refusal:
        release()
    assert refusal.value.code == "no_public_list"
    assert "carecommons homes import" in str(refusal.value)


def test_one_provider_is_found_by_its_number_and_another_number_is_refused(stored) -> None:  # type: ignore[no-untyped-def]
    assert listing(" 2600001 ") == LISTINGS[0]
    with pytest.raises(NotFound) as refusal:
        listing("9999999")
    assert refusal.value.code == "no_listing"


def test_a_company_is_found_in_all_spellings_of_its_name(stored) -> None:  # type: ignore[no-untyped-def]
    assert [x.urn for x in owner_listings("invented care limited")] == [
        "2600001",
        "2600003",
        "2600004",
        "2600005",
        "2600006",
    ]
    assert owner_listings("Invented Cares Ltd") == ()


def test_listings_are_chosen_by_kind_and_council(stored) -> None:  # type: ignore[no-untyped-def]
    assert [x.urn for x in listings(kind="childrens_home", authority="878")] == ["2600001"]
    assert len(listings()) == 6


def test_homes_are_counted_by_kind_and_sector(stored) -> None:  # type: ignore[no-untyped-def]
    assert counts.by_kind()["childrens_home"] == Tally(3, 13)
    assert counts.by_kind()["independent_fostering_agency"] == Tally(1, None)
    assert next(iter(counts.by_kind())) == "childrens_home"
    assert counts.by_kind(authority="878") == {
        "childrens_home": Tally(1, 4), "independent_fostering_agency": Tally(1, None),
    }  # fmt: skip
    assert counts.by_sector(kinds=["childrens_home"]) == {"private": Tally(2, 7), "local_authority": Tally(1, 6)}


def test_supported_accommodation_counts_where_its_buildings_stand(stored) -> None:  # type: ignore[no-untyped-def]
    found = counts.by_authority(kinds=["supported_accommodation"])
    assert (found["878"], found["350"]) == (Tally(2, 7), Tally(1, 2))
    assert len(found) == 153
    assert found["201"] == Tally(0, None)


def test_homes_outside_england_belong_to_no_council_and_no_region(stored) -> None:  # type: ignore[no-untyped-def]
    regions = counts.by_region(kinds=["childrens_home"])
    assert regions["South West"] == Tally(2, 10)
    assert sum(tally.homes for tally in regions.values()) == 2


def test_homes_are_counted_by_how_near_their_council_is(stored) -> None:  # type: ignore[no-untyped-def]
    found = counts.by_level("878", kinds=HOMES_FOR_CHILDREN)
    assert found == {
        Level.SAME: Tally(3, 11),  # one home and two buildings in Devon
        Level.ADJOINING: Tally(2, 18),  # Cornwall, Plymouth
        Level.REGION: Tally(0, None),
        Level.NATION: Tally(1, 2),  # Bolton
    }
    near = counts.by_level("878", kinds=HOMES_FOR_CHILDREN, groups={"invented": frozenset({"878", "350"})})
    assert near[Level.ADJOINING] == Tally(3, 20)


def test_a_council_unknown_on_the_day_of_the_list_is_refused(stored) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused) as refusal:
        counts.by_level("909")
    assert refusal.value.code == "authority_unknown"
