"""A home of a child's own family is known to the team around the child, and each reading of it is a look."""

from uuid import uuid4

import pytest

from carecommons.common.errors import NotAllowed, NotFound
from carecommons.people.models import Look
from carecommons.people.roles import Role
from carecommons.provision.queries import home, homes_seen_by
from matching.searches_made import AT, DEVON, KENT, OFFICER, a_provider, an_entry, homes, someone

pytestmark = pytest.mark.django_db
TEAM = (Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.PLACEMENT_OFFICER, Role.NOMINATED_OFFICER, Role.DIRECTOR)
OTHERS = (Role.PLANNER, Role.INSPECTOR, Role.AUDITOR)


@pytest.fixture
def family(founding):
    """The child; their mother's and aunt's homes, a foster family approved for them by name; one open to anybody."""
    child, named = uuid4(), {}
    named = frozenset({child})
    provider = a_provider()
    made = homes(
        an_entry("Mother of one", None, kind="parents", terms=None, named=named, free=None, levels={}),
        an_entry("Aunt of one", None, kind="connected_person", named=named, free=None),
        an_entry("Known fosterers", provider, named=named),
        an_entry("Alder House", provider),
    )
    return child, made[:3], made[3]


def test_nobody_outside_the_keeping_councils_team_finds_them_in_a_list_or_by_address(family):
    _, closed, alder = family
    for role in OTHERS:
        by = someone(role)
        assert [line.id for line in homes_seen_by(by, at=AT)] == [alder], role
        assert homes_seen_by(by, at=AT, words="of one") == ()
        assert homes_seen_by(by, at=AT, kind="parents") == ()
        assert home(alder, by=by, at=AT).named == ()
        for each in closed:
            with pytest.raises(NotFound):
                home(each, by=by, at=AT)
    for role in TEAM:
        far = someone(role, DEVON)
        assert homes_seen_by(far, at=AT) == ()
        for each in closed:
            with pytest.raises(NotAllowed) as refusal:
                home(each, by=far, at=AT)
            assert refusal.value.facts["out_of_reach"], "hidden like what does not exist"


def test_the_team_finds_them_and_those_who_live_there_their_own(family):
    child, closed, alder = family
    for role in TEAM:
        assert {line.id for line in homes_seen_by(someone(role), at=AT)} == {*closed, alder}
        assert all(home(each, by=someone(role), at=AT).named == (child,) for each in closed)
    carer = someone(Role.FOSTER_CARER, home_ids=frozenset({closed[2]}))
    assert home(closed[2], by=carer, at=AT).name == "Known fosterers"


def test_a_postcode_is_for_those_who_keep_the_home(family):
    _, _, alder = family
    assert home(alder, by=OFFICER, at=AT).postcode == "ME14 1XX"
    for by in (someone(Role.SOCIAL_WORKER), someone(Role.PLANNER), someone(Role.INSPECTOR)):
        assert home(alder, by=by, at=AT).postcode == ""


def test_pages_and_programs_write_a_look_for_the_team_and_answer_others_as_missing(family, client_as):
    child, closed, alder = family
    officer = client_as(Role.PLACEMENT_OFFICER, authority=KENT)
    officer.get(f"/homes/{alder}/")
    officer.get("/homes/", {"words": "Alder"})
    assert not Look.objects.exists(), "a home open to anybody is nobody's family"
    for address in (
        f"/homes/{closed[0]}/",
        f"/api/v1/provision/homes/{closed[1]}",
        "/homes/",
        "/api/v1/provision/homes",
    ):
        before = Look.objects.count()
        answer = officer.get(address)
        assert answer.status_code == 200
        assert Look.objects.count() == before + 1, address
    look = Look.objects.order_by("id").last()
    assert (look.child_id, look.act, look.role) == (child, "provision.see_family_home", "placement_officer")
    count = Look.objects.count()
    for role in (*OTHERS, Role.SOCIAL_WORKER):
        far = client_as(role, authority=DEVON)
        for form in ("/homes/{}/", "/api/v1/provision/homes/{}"):
            answers = [far.get(form.format(each)) for each in (closed[0], uuid4())]
            assert [answer.status_code for answer in answers] == [404, 404]
        for address in ("/homes/", "/api/v1/provision/homes"):
            assert "of one" not in far.get(address).content.decode()
    assert Look.objects.count() == count
