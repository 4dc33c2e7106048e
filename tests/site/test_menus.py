"""Menus are data: an entry shows when its address exists and the role may use it, and only then."""

import pytest
from django.urls import NoReverseMatch, reverse
from url_samples import OWN

from carecommons.people.may import may_at_all
from carecommons.people.roles import ANYONE, Role
from carecommons.site.menus import MENUS, Entry, _act_at, menu

ENTRIES = sorted({entry for entries in MENUS.values() for entry in entries}, key=lambda each: each.address)


def test_every_role_has_its_menu_of_at_most_six() -> None:
    assert set(MENUS) == set(Role)
    for role, entries in MENUS.items():
        assert len(entries) <= 6
        words = [entry.words for entry in entries]
        assert len(words) == len(set(words)), role


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.address)
def test_every_entry_leads_somewhere_that_states_its_permission(entry: Entry) -> None:
    try:
        reverse(entry.address)
    except NoReverseMatch:
        pytest.fail(f"'{entry.address}' is no address: mend MENUS in site/menus.py, or add the address to urls.py")
    assert _act_at(entry.address) is not None


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_nobody_finds_a_door_that_is_shut_to_them(role: Role, person, client_for) -> None:
    somebody = person(role, authority=OWN)
    client = client_for(somebody)
    for item in menu(somebody):
        assert client.get(item.url).status_code in (200, 302), item
    for entry in MENUS[role]:
        act = _act_at(entry.address)
        shown = entry.words in {item.words for item in menu(somebody)}
        assert shown == (act is not None and bool(may_at_all(somebody, act)))


def test_the_public_finds_the_public_pages_and_the_current_one_is_marked() -> None:
    items = menu(ANYONE, "/criteria/numbers/")
    assert [item.url for item in items] == ["/", "/homes/map/", "/criteria/", "/reviews/", "/register/"]
    assert [item.current for item in items] == [False, False, True, False, False]
    assert [item.current for item in menu(ANYONE, "/")] == [True, False, False, False, False]


@pytest.mark.django_db
def test_a_child_has_no_menu_and_lands_on_their_own_page(person, client_for) -> None:
    from uuid import uuid4

    child = uuid4()
    somebody = person(Role.CHILD, children=[child])
    assert menu(somebody) == ()
    assert client_for(somebody).get("/me/")["Location"] == reverse("mine", args=[child])
