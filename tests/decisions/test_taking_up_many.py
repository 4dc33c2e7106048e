"""Many stays from before any choice here: one list, one act for several, the way on, and what a page says of them."""

import json
from datetime import timedelta

import pytest

from carecommons.cli.main import run
from carecommons.common.errors import Faulty, NotAllowed, NotFound, Refused
from carecommons.decisions import actions, queries
from carecommons.decisions.models import Placement
from carecommons.decisions.taken_up import Stay
from carecommons.people.models import Look
from carecommons.people.roles import Role
from carecommons.provision.models import Resident
from carecommons.provision.where import left_home, lives_at, moves_to
from carecommons.register.models import Entry
from carecommons.site.days import my_day
from decisions.ended import DAY, NOW, REVIEWING, TODAY
from decisions.test_decision_pages import text
from decisions.test_living import rate
from decisions.test_taken_up import SINCE, WHERE, kent, lives, there  # noqa: F401
from walk_world import KENT, WORKER, acting, add_child, add_home

LIST = "/placements/to-take-up/"


@pytest.fixture
def three(kent):  # noqa: F811
    """(children, homes) of three children who live in homes by the register of homes, the first there longest."""
    child, homes = kent
    children = [child, *(add_child(reference=f"C-9Z90{n}", at=NOW - 9 * DAY) for n in (2, 3))]
    for number, each in enumerate(children):
        lives(each, homes["Alder" if number else "Birch"], SINCE + number * DAY)
        Resident.objects.filter(resident=each).update(place=number + 1)
    return children, homes


def stays(three) -> list[Stay]:
    return [Stay(each.child_id, each.home_id, each.since) for each in queries.stays_to_take_up([KENT], on=TODAY)]


# ------------------------------------------------------------------ the act
def test_several_are_taken_up_in_one_act_each_recorded_alone(three):
    children, _homes = three
    made = actions.take_up_stays(stays=stays(three), words=WHERE, by=WORKER, at=NOW)
    assert [queries.placement(each).child_id for each in made] == children
    assert [queries.placement(each).from_day for each in made] == [SINCE, SINCE + DAY, SINCE + 2 * DAY]
    assert Entry.objects.filter(kind="stay_taken_up").count() == 3
    assert queries.stays_to_take_up([KENT], on=TODAY) == ()


def test_all_or_none_and_each_refusal_is_named(three):
    children, homes = three
    known = stays(three)
    actions.take_up_stay(
        child_id=children[1], home_id=homes["Alder"], since=SINCE + DAY, words=WHERE, by=WORKER, at=NOW
    )
    wrong = [known[0], known[1], Stay(children[2], homes["Alder"], TODAY + DAY)]
    with pytest.raises(Faulty) as refusal:
        actions.take_up_stays(stays=wrong, words=WHERE, by=WORKER, at=NOW)
    assert [(each.column, each.code) for each in refusal.value.faults] == [
        ("C-9Z902", "lives_there_here_already"), ("C-9Z903", "lives_since_future"),
    ]  # fmt: skip
    assert "2 of 3 could not be" in str(refusal.value)
    assert Placement.objects.count() == 1, "only the one of before"
    assert Entry.objects.filter(kind="stay_taken_up").count() == 1


def test_a_day_or_home_that_changed_since_it_was_read_is_refused(three):
    children, homes = three
    known = stays(three)
    Resident.objects.filter(resident=children[0]).update(from_day=SINCE - 5 * DAY)
    Resident.objects.filter(resident=children[2]).update(home=homes["Birch"], place=2)
    with pytest.raises(Faulty) as refusal:
        actions.take_up_stays(stays=known, words=WHERE, by=WORKER, at=NOW)
    assert [each.code for each in refusal.value.faults] == ["lived_there_before", "lives_elsewhere"]
    assert not Placement.objects.exists()


def test_nobody_takes_up_a_child_beyond_their_reach_among_others_and_nobody_takes_up_none(three):
    with pytest.raises((NotAllowed, NotFound)):
        actions.take_up_stays(stays=stays(three), words=WHERE, by=acting(Role.SOCIAL_WORKER, "801"), at=NOW)
    with pytest.raises(Refused) as refusal:
        actions.take_up_stays(stays=[], words=WHERE, by=WORKER, at=NOW)
    assert refusal.value.code == "no_stays_named"
    assert not Placement.objects.exists()


# ------------------------------------------------------------------ the list
def test_the_list_counts_and_names_as_other_lists_do_and_takes_up_those_that_are_ticked(three, client_as):
    children, _homes = three
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    shown = text(worker.get(LIST))
    assert "3 stays to take up" in shown
    known_as = queries.stays_to_take_up([KENT], on=TODAY)[0].known_as
    assert f"{known_as} C-" in shown
    assert "age " in shown
    ticks = [f"{each.child_id}/{each.home_id}/{each.since}" for each in stays(three)]
    empty = worker.post(LIST, {})
    assert empty.status_code == 422
    assert "Tick each stay whose home and day are right" in text(empty)
    assert "Say where it is written that they live there" in text(empty)
    thin = worker.post(LIST, {"stays": ticks[:2], "words": "Return"})
    assert thin.status_code == 422
    assert thin.content.decode().count(" checked>") == 2, "what was ticked stays ticked"
    assert not Placement.objects.exists()
    sent = worker.post(LIST, {"stays": ticks[:2], "words": WHERE})
    assert (sent.status_code, sent["Location"]) == (302, LIST)
    after = text(worker.get(LIST))
    assert "1 stay to take up" in after
    assert {row.child_id for row in Placement.objects.all()} == set(children[:2])
    assert Look.objects.filter(child_id=children[0], purpose="to take up a stay that began before").exists()


def test_what_is_refused_stands_on_the_list_with_its_child(three, client_as):
    children, homes = three
    known = stays(three)
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    actions.take_up_stay(child_id=children[0], home_id=homes["Birch"], since=SINCE, words=WHERE, by=WORKER, at=NOW)
    refused = worker.post(LIST, {"stays": [f"{e.child_id}/{e.home_id}/{e.since}" for e in known], "words": WHERE})
    assert refused.status_code == 422
    assert "This child lives in a placement that is kept here already" in text(refused)
    assert Placement.objects.count() == 1
    nonsense = worker.post(LIST, {"stays": ["x"], "words": WHERE})
    assert nonsense.status_code == 422
    assert "Tick stays of this list only" in text(nonsense)


def test_the_list_has_pages_as_other_lists(kent, client_as, monkeypatch):  # noqa: F811
    child, homes = kent
    full = add_home("Many", places=9, at=NOW - 20 * DAY)
    for number in range(3):
        each = add_child(reference=f"C-9Z80{number + 2}", at=NOW - 9 * DAY)
        Resident.objects.create(
            home_id=full, place=number + 1, resident=each, from_day=SINCE + number * DAY, recorded_at=NOW - 9 * DAY
        )
    lives(child, homes["Alder"], SINCE + 9 * DAY)
    monkeypatch.setattr("carecommons.decisions.views.taken_up.A_PAGE", 3)
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    first, second = worker.get(LIST).content.decode(), worker.get(f"{LIST}?page=2").content.decode()
    assert "4 stays to take up" in first
    assert str(child) not in first
    assert str(child) in second
    assert "govuk-pagination" in first


def test_it_is_found_from_the_children_and_is_for_today_on_the_day(three, client_as):
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    said = "3 children live in a home with no stay kept here"
    assert f'href="{LIST}"' in worker.get("/children/").content.decode()
    assert f"{said}: take them up" in text(worker.get("/children/"))
    day = my_day(WORKER, at=NOW)
    assert day.first is not None
    assert (day.first.title, day.first.number, day.first.due) == (said, 3, "Today")
    reviewing = client_as(Role.REVIEWING_OFFICER, authority=KENT)
    assert said not in text(reviewing.get("/children/"))
    actions.take_up_stays(stays=stays(three), words=WHERE, by=WORKER, at=NOW)
    assert LIST not in worker.get("/children/").content.decode()


# ------------------------------------------------------------------ the way on
def test_after_one_the_next_and_the_list_are_a_link_away_and_what_to_write_in_is_said(three, client_as):
    children, homes = three
    placement = actions.take_up_stay(
        child_id=children[0], home_id=homes["Birch"], since=SINCE, words=WHERE, by=WORKER, at=NOW
    )
    worker, page = client_as(Role.SOCIAL_WORKER, authority=KENT), f"/placements/{placement}/"
    html, shown = worker.get(page).content.decode(), text(worker.get(page))
    assert "2 are left." in shown
    assert f'href="/children/{children[1]}/stay/take-up/"' in html
    assert f'href="{LIST}"' in html
    assert "Write in what was done before" in shown
    assert all(f"The last {each}" in shown for each in ("visit", "review", "health assessment"))
    assert f'href="/placements/{placement}/visits/new/"' in html or "/visit" in html
    reviewing = text(client_as(Role.REVIEWING_OFFICER, authority=KENT).get(page))
    assert "Write in what was done before" in reviewing
    assert "are left" not in reviewing
    actions.record_visit(
        placement_id=placement, day=TODAY - 5 * DAY, alone="yes", said="It is all right here.", by=WORKER, at=NOW
    )
    actions.record_health(placement_id=placement, day=TODAY - 5 * DAY, by=WORKER, at=NOW)
    shown = text(worker.get(page))
    assert "The last visit" not in shown
    assert "The last health assessment" not in shown
    assert "The last review" in shown
    actions.record_review(
        placement_id=placement, day=TODAY - 5 * DAY, took_part="PN7", not_asked="not_practicable",
        not_asked_why="Ill that week; asked since. Invented data.", decided="The plan goes on as it is.",
        until_18=False, by=REVIEWING, at=NOW,
    )  # fmt: skip
    assert "Write in what was done before" not in text(worker.get(page))


def test_the_form_of_a_stay_that_is_kept_here_leads_to_it(there, client_as):  # noqa: F811
    child, _homes, placement = there
    sent = client_as(Role.SOCIAL_WORKER, authority=KENT).get(f"/children/{child}/stay/take-up/")
    assert sent["Location"] == f"/placements/{placement}/"


# ------------------------------------------------------------------ what its pages say
def test_needs_of_before_are_not_known_where_nobody_had_rated_them(there, client_as):  # noqa: F811
    child, _homes, placement = there
    page = f"/placements/{placement}/life/"
    rate(child, at=NOW, after=1, BEH=3)
    shown = text(client_as(Role.SOCIAL_WORKER, authority=KENT).get(page))
    assert "not known from before" in shown
    assert "As before" not in shown
    assert "when the placement began" not in shown
    found = {each.code: each for each in queries.life(placement, on=TODAY, by=WORKER).needs}
    assert (found["BEH"].then, found["BEH"].now, found["BEH"].words) == (None, 3, "Not known from before")
    assert queries.life(placement, on=TODAY, by=WORKER).needs_then_on is None


def test_a_young_person_who_has_lived_there_for_years_reads_nothing_of_a_move(there, client_as):  # noqa: F811
    child, _homes, placement = there
    robin = client_as(Role.CHILD, children=[child])
    shown = text(robin.get(f"/placements/{placement}/"))
    assert "You have lived at Alder since" in shown
    for words in ("Visits before you move", "No visit is planned yet", "What you bring", "Nobody has asked you yet"):
        assert words not in shown, words


@pytest.mark.parametrize(
    ("kind", "lives_so", "moves_so", "left_so"),
    [
        ("foster_household", "at Oak", "to Oak", "Oak"),
        ("parents", "with their parents", "to their parents", "the home of their parents"),
        ("connected_person", "with Oak", "to Oak", "the home of Oak"),
    ],
)
def test_nobody_lives_at_their_parents_or_at_people(kind, lives_so, moves_so, left_so):
    assert (lives_at("Oak", kind), moves_to("Oak", kind), left_home("Oak", kind)) == (lives_so, moves_so, left_so)


@pytest.mark.parametrize(
    ("kind", "name", "officer", "own"),
    [
        ("parents", "With parents", "with their parents", "You have lived with your family since"),
        ("connected_person", "Grandparents", "with Grandparents", "You have lived with Grandparents since"),
    ],
)
def test_every_page_of_a_stay_with_parents_or_relatives_says_it_rightly(kent, client_as, kind, name, officer, own):  # noqa: F811
    from carecommons.provision.models import Home

    child, homes = kent
    Home.objects.filter(id=homes["Alder"]).update(name=name)
    Home.objects.filter(id=homes["Alder"]).update(kind=kind, provider=None)
    lives(child, homes["Alder"])
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    form = text(worker.get(f"/children/{child}/stay/take-up/"))
    assert f"lived {officer}?" in form
    assert officer in text(worker.get(LIST))
    placement = actions.take_up_stay(
        child_id=child, home_id=homes["Alder"], since=SINCE, words=WHERE, by=WORKER, at=NOW
    )
    for page in ("", "life/", "notice/", "visits/record/", "life/visit/"):
        sent = worker.get(f"/placements/{placement}/{page}")
        if sent.status_code == 404:
            continue
        shown = text(sent)
        assert f"at {name}" not in shown, page
        assert officer in shown, page
    robin = client_as(Role.CHILD, children=[child])
    for page in (f"/children/{child}/mine/", f"/placements/{placement}/"):
        shown = text(robin.get(page))
        assert own in shown
        assert f"at {name}" not in shown


# ------------------------------------------------------------------ programs and commands
def test_several_for_programs(three, client, person, token_for):
    worker = {"headers": {"authorization": f"Bearer {token_for(person(Role.SOCIAL_WORKER, authority=KENT))}"}}
    address = "/api/v1/decisions/placements/to-take-up"
    items = client.get(address, **worker).json()["items"]
    assert items[0]["known_as"]
    assert isinstance(items[0]["age"], int)
    known = [{key: each[key] for key in ("child_id", "home_id", "since")} for each in items]
    wrong = [known[0], {**known[1], "since": str(TODAY + timedelta(days=1))}]
    refused = client.post(
        address, json.dumps({"stays": wrong, "words": WHERE}), content_type="application/json", **worker
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "stays_not_taken_up")
    assert [each["code"] for each in refused.json()["faults"]] == ["lives_since_future"]
    assert not Placement.objects.exists()
    made = client.post(address, json.dumps({"stays": known, "words": WHERE}), content_type="application/json", **worker)
    assert made.status_code == 201
    assert len(made.json()["placement_ids"]) == 3
    assert client.get(address, **worker).json()["items"] == []


def test_several_on_the_command_line(three, person, token_for, capsys):
    children, _homes = three
    token = token_for(person(Role.SOCIAL_WORKER, authority=KENT))

    def say(*words):
        code = run(["placement", "take-up-known", *map(str, words), "--words", WHERE, "--token", token])
        return (code, *capsys.readouterr())

    for wrong in ((), ("C-9Z902", "--all")):
        code, _out, err = say(*wrong)
        assert code != 0
        assert "one of both" in err
    code, _out, err = say("C-9Z902", add_child(reference="C-9Z905", at=NOW - DAY))
    assert code != 0
    assert "does not list" in err
    assert not Placement.objects.exists()
    assert "1 taken up" in say("C-9Z902")[1]
    code, out, _err = say("--all", "--json")
    assert code == 0
    assert len(json.loads(out)["placement_ids"]) == 2
    assert {row.child_id for row in Placement.objects.all()} == set(children)
