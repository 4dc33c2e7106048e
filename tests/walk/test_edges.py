"""Edge cases of the handbook's section 7 that go through more than one room, each by its name.

Those that one room decides stand in that room's tests; docs/manual/handbook-lines.md names every one of them.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

import walk_world
from carecommons.children import actions as children
from carecommons.children.models import Child, NeedsProfile
from carecommons.children.needs import Flag
from carecommons.children.queries import profile
from carecommons.common.errors import Faulty, NotFound
from carecommons.decisions import queries
from carecommons.decisions.models import Decision, EndNotice, Placement
from carecommons.matching.queries import shortlist
from carecommons.people.roles import Role
from carecommons.provision.actions.public_list import import_public_list
from carecommons.provision.models import Home, Resident
from carecommons.provision.queries import owner_of, owners
from decisions.living_made import REVIEWER, lives_there, rate
from provision.test_public_list_store import home as listing
from provision.test_public_list_store import reading
from walk_world import DEVON, KENT, MEDWAY, TODAY, WORKER, add_child, choose, listed, record_needs, search

pytestmark = pytest.mark.django_db
MAIDSTONE = (576_000, 155_000)
AUTISM = Flag("SP-ASD", "Formulation, invented.", "Clinical psychologist", TODAY, training="X", experience="Ten years")


@pytest.fixture
def known_places(monkeypatch):
    """An invented lookup of one postcode in England, so that this test needs no postcode package."""
    found = lambda postcodes: {each: MAIDSTONE for each in postcodes if each.replace(" ", "") == "ME141XQ"}  # noqa: E731
    monkeypatch.setattr("carecommons.children.queries.matching.places_of", found)


def miles(child, found) -> dict[str, float | None]:
    shown = shortlist(listed(child, found.homes, at=found.at).id).shown
    return {each.name: each.miles for each in shown}


def test_home_postcode_missing_or_outside_england_leaves_the_distance_blank_and_orders_the_homes_alike(known_places):
    found = search()
    for home in Home.objects.all():
        home.site = Home.site_of(MAIDSTONE[0] + 1609, MAIDSTONE[1])
        home.save()
    known = miles(add_child(reference="C-9M2WA"), found)
    assert set(known.values()) == {1.0}, "a postcode that is known gives a distance"
    orders = [list(known)]
    for number, postcode in enumerate(("", "EH1 1AA", "SA1 1AA")):
        child = add_child(reference=f"C-9M2W{'BCD'[number]}")
        row = Child.objects.get(id=child)
        row.home_postcode, row.unaccompanied = postcode, not postcode  # a child who came alone has none
        row.save()
        blank = miles(child, found)
        assert set(blank.values()) == {None}, postcode
        orders.append(list(blank))
        decision = queries.decision(choose(walk_world.Search(child, _search_of(child), found.homes, found.at)))
        assert decision.approver_needed is Role.TEAM_MANAGER, "who approves follows the area and not the distance"
    assert all(order == orders[0] for order in orders), "no home comes before another because of a distance"


def _search_of(child):
    from carecommons.matching.models import Referral

    return Referral.objects.get(child_id=child).id


def test_host_council_differs_from_the_urns_entry_both_are_shown_and_where_the_home_lies_decides(person, client_as):
    planner = person(Role.PLANNER, authority=KENT)
    entry = listing("2600009", "childrens_home", DEVON, 2, postcode="EX1 1AA")
    import_public_list(reading=reading(entry, premises=()), by=planner, at=datetime(2026, 5, 1, 9, 0, tzinfo=UTC))
    found = search(Alder={"kind": "childrens_home", "authority": MEDWAY}, Birch={})
    Home.objects.filter(id=found.homes["Alder"]).update(public_urn="2600009")
    decision = queries.decision(choose(found))
    assert decision.approver_needed is Role.NOMINATED_OFFICER, "Medway lies next door; by the entry it would be Devon"
    assert queries.facts_for_notice(decision.id, "area_authority", on=TODAY, at=found.at).home_council == "Medway"
    page = client_as(Role.PLACEMENT_OFFICER, authority=KENT).get(f"/homes/{found.homes['Alder']}/").content.decode()
    assert "Medway" in page
    assert "Devon" in page


def test_merger_overnight_changes_owner_and_back_dates_nothing(person):
    planner = person(Role.PLANNER, authority=DEVON)
    homes = [listing(f"260000{n}", "childrens_home", DEVON, 4, owner=f"Invented Care {n} Ltd") for n in (1, 2)]
    years = date(2025, 3, 31), date(2026, 3, 31)
    merged = [replace(each, owner="Invented Group Ltd") for each in homes]
    for day, rows, mark in ((years[0], homes, "a"), (years[1], merged, "b")):
        import_public_list(
            reading=reading(*rows, as_at=day, sha256=mark * 64, premises=()), by=planner,
            at=datetime(2026, 5, 1, 9, 0, tzinfo=UTC),
        )  # fmt: skip
    before, after = ([(line.name, line.found.places) for line in owners(day)] for day in years)
    assert before == [("Invented Care 1 Ltd", 4), ("Invented Care 2 Ltd", 4)]
    assert after == [("Invented Group Ltd", 8)]
    assert owner_of("Invented Care 1 Ltd", years[0]).found.homes == 1
    with pytest.raises(NotFound):
        owner_of("Invented Group Ltd", years[0])
    with pytest.raises(NotFound):
        owner_of("Invented Care 1 Ltd", years[1])


def test_re_rating_down_because_support_works_changes_nothing_by_itself(client_as):
    lives = lives_there(days=200)
    held = {model: list(model.objects.order_by("pk").values()) for model in (Placement, Decision, Resident, EndNotice)}
    before = queries.life(lives.placement, on=lives.on, by=REVIEWER)
    versions = list(NeedsProfile.objects.filter(child_id=lives.child).order_by("version").values())
    rate(lives.child, at=lives.at, after=2, EMO=0, SOC=0)
    after = queries.life(lives.placement, on=lives.on, by=REVIEWER)
    for model, rows in held.items():
        assert list(model.objects.order_by("pk").values()) == rows, f"{model.__name__} changed by itself"
    assert (after.due, after.signs) == (before.due, before.signs), "nothing is owed, and nothing is a sign"
    assert [each.then for each in after.needs] == [each.then for each in before.needs]
    assert {each.code: each.words for each in after.needs}["EMO"] == "Less help is needed"
    now = list(NeedsProfile.objects.filter(child_id=lives.child).order_by("version").values())
    assert now[:2] == versions
    page = client_as(Role.SOCIAL_WORKER, authority=KENT).get(f"/placements/{lives.placement}/life/").content.decode()
    assert "Less help needed may mean that the help works: it is no reason to take it away." in page


def test_re_rating_down_takes_no_specialist_need_away_by_leaving_it_out():
    search()
    child = add_child(reference="C-9M2WA", flags=(AUTISM,))
    with pytest.raises(Faulty) as refusal:
        record_needs(child, EMO=0, SOC=0)
    assert [fault.code for fault in refusal.value.faults] == ["left_out"]
    assert "does not end by being left out" in refusal.value.faults[0].message
    assert profile(child).active_flags(TODAY) == ("SP-ASD",)
    record_needs(child, flags=(AUTISM,), EMO=0, SOC=0)
    assert profile(child).active_flags(TODAY) == ("SP-ASD",), "its level is no part of it"
    record_needs(child, flags=(replace(AUTISM, ended_on=TODAY),))
    assert profile(child).active_flags(TODAY) == (), "somebody ended it, with its day"
    record_needs(child)
    assert profile(child).flags == (), "what has ended may be left out"


def test_needs_recorded_without_a_word_of_specialist_needs_leave_them_as_they_stand():
    search()
    child = add_child(reference="C-9M2WA", flags=(AUTISM,))
    before = profile(child)
    again = children.record_needs(
        child_id=child, ratings=[replace(each, level=0) for each in before.ratings], assessed_on=TODAY, by=WORKER,
        at=walk_world.NOON,
    )  # fmt: skip
    assert (again, profile(child).flags) == (2, before.flags)
