"""The map's numbers: two sources never added, four levels, every council in its place, and no site anywhere."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from test_public_list_store import home, reading

from carecommons.common.errors import NotAllowed, NotFound, Refused
from carecommons.common.places import Level
from carecommons.people.roles import ANYONE, Person, Role
from carecommons.provision import counts, queries
from carecommons.provision.actions import import_public_list
from carecommons.provision.map import Ask, levels_in_words, outlined, shown, told, turned, what
from matching.searches_made import AT, DEVON, KENT, OFFICER, a_provider, able, an_entry, homes, someone

pytestmark = pytest.mark.django_db
PLYMOUTH, CORNWALL, BOLTON = "879", "908", "350"
NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
REGISTER = Ask(source="register")


@pytest.fixture
def listed():
    # Three buildings of one provider of supported accommodation stand in two councils; one home stands in Wales.
    import_public_list(reading=reading(), by=someone(Role.PLANNER), at=NOW)


@pytest.fixture
def kept(founding):
    """In Kent a family with a place and proof, and a full home that only claims; in Devon a home with two places."""
    provider = a_provider()
    return homes(
        an_entry("Alder House", provider, capabilities=(able("SP-ASD"),)),
        an_entry("Birch Lane", provider, kind="childrens_home", free=0, capabilities=(able("SP-ASD", proved=False),)),
        an_entry("Cedar Row", provider, kind="childrens_home", authority=DEVON, places=2, free=2),
        an_entry("Grandmother", None, kind="connected_person", free=None, named=frozenset({OFFICER.id})),
    )


def asked(by: Person = ANYONE, at: datetime = AT, **words: object):
    return counts.map_of_homes(Ask(**words), by=by, at=at)  # type: ignore[arg-type]


def at(found, code: str):
    return next(line.found for line in found.lines if line.code == code)


def test_the_public_list_is_counted_by_council_with_none_left_out(listed) -> None:
    found = asked()
    assert len(found.lines) == 153
    assert (at(found, DEVON).homes, at(found, DEVON).places) == (3, 11)  # a home of 4, buildings of 4 and 3
    assert (at(found, KENT).homes, at(found, KENT).places) == (0, None)
    assert (found.total.homes, found.total.places, found.total.free) == (6, 31, None)
    assert found.as_at == date(2025, 3, 31)
    assert found.empty_councils == 149


def test_the_four_levels_hold_every_home_once(listed) -> None:
    found = asked(council=PLYMOUTH)
    homes_at = {level: each.homes for level, each in found.levels}
    assert homes_at == {Level.SAME: 1, Level.ADJOINING: 3, Level.REGION: 1, Level.NATION: 1}
    assert sum(homes_at.values()) == found.total.homes
    assert levels_in_words(found) == (
        "1 in Plymouth itself, 3 in adjoining councils or its declared group, 1 elsewhere in the region, 1 elsewhere "
        "in England."
    )
    assert asked().levels == ()


def test_the_outlines_are_the_levels(listed) -> None:
    region, near, same = outlined(asked(council=PLYMOUTH))
    assert same.codes == {PLYMOUTH}
    assert near.codes == {DEVON}, "Cornwall faces Plymouth across water, and does not adjoin it"
    assert {PLYMOUTH, DEVON, CORNWALL} <= region.codes
    assert BOLTON not in region.codes
    assert [each.look for each in (region, near, same)] == ["region", "near", "same"]
    assert outlined(asked()) == ()


def test_one_kind_is_counted_alone_and_agencies_have_no_places(listed) -> None:
    assert asked(kind="secure_childrens_home").total.homes == 1
    agencies = asked(kind="independent_fostering_agency")
    assert (agencies.total.homes, agencies.total.places) == (1, None)
    assert told(at(agencies, DEVON)) == "1 home"
    assert what(Ask(kind="independent_fostering_agency")) == "Independent fostering agencies"


def test_the_register_counts_lawful_homes_free_places_and_proof(kept) -> None:
    found = asked(OFFICER, source="register")
    assert (at(found, KENT).homes, at(found, KENT).places, at(found, KENT).free) == (2, 4, 1)
    assert (at(found, DEVON).homes, at(found, DEVON).free) == (1, 2)
    assert found.total.homes == 3, "a grandmother's home is for one named child, and is never counted"
    assert asked(OFFICER, source="register", free=True).total.homes == 2
    assert asked(OFFICER, source="register", kind="childrens_home").total.homes == 2
    assert asked(OFFICER, source="register", specialism="SP-ASD").total.homes == 1
    assert asked(OFFICER, source="register", specialism="SP-ASD", proof="claimed").total.homes == 2
    assert asked(OFFICER, source="register", specialism="SP-ASD", proof="claimed", free=True).total.homes == 1
    assert what(replace(REGISTER, specialism="SP-ASD", free=True)) == "Homes proved for autism with a place free"


def test_a_word_that_has_run_out_is_no_free_place(kept) -> None:
    later = AT + timedelta(hours=73)
    assert asked(OFFICER, at=later, source="register").total.free == 0
    assert asked(OFFICER, at=later, source="register", free=True).total.homes == 0


def test_the_two_sources_are_never_added(listed, kept) -> None:
    assert asked(OFFICER).total.homes == 6
    assert asked(OFFICER, source="register").total.homes == 3


def test_the_registers_figures_are_refused_to_the_public_and_to_providers(kept) -> None:
    carer = Person(role=Role.FOSTER_CARER, id=OFFICER.id)
    for who in (ANYONE, carer, Person(role=Role.PROVIDER_MANAGER, id=OFFICER.id)):
        with pytest.raises(NotAllowed):
            asked(who, source="register")
        with pytest.raises(NotAllowed):
            asked(who, source="register", kind="nonsense")  # a wrong question teaches a stranger nothing


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ({"source": "both"}, "source"), ({"kind": "castle"}, "kind"), ({"council": "999"}, "council"),
        ({"council": "W06000001"}, "council"), ({"proof": "hoped"}, "proof"), ({"sort": "price"}, "sort"),
        ({"shade": "price"}, "shade"), ({"free": True}, "neither free places"),
        ({"specialism": "SP-ASD"}, "neither free places"), ({"shade": "free"}, "neither free places"),
        ({"sort": "-free"}, "neither free places"), ({"kind": "foster_household"}, "kind"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_answered_is_refused_with_what_can(listed, words: dict, named: str) -> None:
    with pytest.raises(Refused) as refused:
        asked(**words)
    assert refused.value.code == "map_question"
    assert named in str(refused.value)


def test_an_unknown_specialism_is_refused(kept) -> None:
    with pytest.raises(Refused) as refused:
        asked(OFFICER, source="register", specialism="SP-XXX")
    assert refused.value.code == "specialism_unknown"


def test_without_a_list_the_map_says_how_to_get_one() -> None:
    with pytest.raises(NotFound) as none:
        asked()
    assert none.value.code == "no_public_list"


def test_the_table_sorts_both_ways_and_equals_stay_by_name(listed) -> None:
    most = [line.found.homes for line in asked(sort="-homes").lines]
    assert most == sorted(most, reverse=True)
    names = [line.name for line in asked(sort="homes").lines if line.found.homes == 0]
    assert names == sorted(names)
    assert next(line.name for line in asked(sort="-name").lines) == "York"
    assert turned(Ask(), "homes").sort == "-homes"
    assert turned(Ask(sort="-homes"), "homes").sort == "homes"
    assert turned(Ask(), "name").sort == "-name"
    assert turned(Ask(sort="homes"), "name").sort == "name"


def test_the_maps_are_shaded_by_what_was_asked(listed) -> None:
    by_homes, by_places = ({s.code: s.figure for s in shown(asked(shade=f))} for f in ("homes", "places"))
    assert (by_homes[DEVON], by_places[DEVON]) == (3, 11)
    assert by_places[KENT] == 0


def test_homes_in_wales_stand_in_no_figure_and_are_told_apart(kept) -> None:
    homes(an_entry("Over the border", a_provider("Welsh Care"), authority="W06000023", places=1))
    found = asked(OFFICER, source="register")
    assert found.total.homes == 3
    assert found.beyond.homes == 1


def test_a_council_that_ended_since_the_list_is_never_shared_out_by_guess(person) -> None:
    # Cumbria (909) ended on 31 March 2023 and two councils took it over: its homes cannot be shared out.
    import_public_list(
        reading=reading(home("2600001", "childrens_home", "909", 4), premises=(), as_at=date(2022, 3, 31)),
        by=someone(Role.PLANNER), at=NOW,
    )  # fmt: skip
    found = asked()
    assert (found.total.homes, found.beyond.homes) == (0, 1)
    assert found.beyond.places == 4


def test_a_councils_page_has_each_source_by_itself(listed, kept) -> None:
    public = counts.council_homes(DEVON, by=ANYONE, at=AT)
    assert public.kept is None
    assert public.here.homes == 3
    assert {each.code for each in public.listed} >= {"childrens_home", "independent_fostering_agency"}
    assert "Plymouth" in public.adjoining
    home_kind = next(each for each in public.listed if each.code == "childrens_home")
    assert [each.homes for each in home_kind.levels] == [1, 1, 0, 0]
    inside = counts.council_homes(DEVON, by=OFFICER, at=AT)
    assert inside.kept is not None
    here = {each.code: each.levels[0].homes for each in inside.kept}
    assert here == {"childrens_home": 1, "foster_household": 0}
    assert inside.listed == public.listed
    with pytest.raises(NotFound):
        counts.council_homes("999", by=ANYONE, at=AT)


def test_an_owner_is_the_registered_company_in_every_spelling(listed) -> None:
    found = queries.owner_of("Invented Care Ltd.")
    assert set(found.names) == {"Invented Care Ltd", "INVENTED CARE LIMITED."}
    assert (found.found.homes, found.found.places) == (5, 28)
    assert dict((words, each.homes) for words, each in found.kinds)["Children's home"] == 2
    assert found.grades_in_words == "5 good"
    assert "Outside England" in dict(found.regions)
    assert queries.owner_of("INVENTED CARE LIMITED").found == found.found


def test_grades_are_told_in_words_and_in_their_order(person) -> None:
    grades = ("good", "", "outstanding", "good", "inadequate")
    import_public_list(
        reading=reading(
            *(home(f"26{n:05}", "childrens_home", DEVON, 3, grade=grade) for n, grade in enumerate(grades)), premises=()
        ),
        by=someone(Role.PLANNER), at=NOW,
    )  # fmt: skip
    spread = queries.owner_of("invented care ltd").grades_in_words
    assert spread == "1 outstanding; 2 good; 1 inadequate; 1 no grade in the list"


def test_owners_are_listed_by_places_and_found_by_a_part_of_the_name(listed) -> None:
    lines = queries.owners()
    assert [line.name for line in lines] == ["Invented Care Ltd", "Cornwall Council"]
    assert [line.name for line in queries.owners(words="CORNWALL")] == ["Cornwall Council"]
    assert queries.owners(words="nobody of that name") == ()
    with pytest.raises(NotFound) as none:
        queries.owner_of("nobody")
    assert none.value.code == "no_owner"


def test_a_council_that_one_other_took_over_whole_hands_it_its_homes() -> None:
    import_public_list(
        reading=reading(home("2600001", "childrens_home", "837", 4), premises=(), as_at=date(2018, 3, 31)),
        by=someone(Role.PLANNER), at=NOW,
    )  # fmt: skip
    found = asked()  # Bournemouth became part of Bournemouth, Christchurch and Poole
    assert at(found, "839").homes == 1
    assert found.beyond.homes == 0
