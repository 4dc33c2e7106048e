"""What waits today, role by role: whose it is, when it is due, and that whoever reads a link can open it."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from url_samples import OWN, World, decided, home_kept

import walk_world
from carecommons.people.models import Look
from carecommons.people.queries import looks_at
from carecommons.people.roles import Role
from carecommons.site.days import Waiting, my_day
from carecommons.site.days.due import working_days
from carecommons.site.days.values import first_of_all, in_order
from children.children_made import AUTISM, DRAMA, add_child, ratings, record_needs
from walk_world import KENT

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ROLES = [role for role in Role if role not in (Role.PUBLIC, Role.CHILD)]
HREF = re.compile(r'href="(/[^"#?]*)')
SIGNED_OUT = ("/static/", "/account/logout/")


def titles(day: Any) -> list[str]:
    return [line.title for line in day.lines]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_day_with_one_title(client_as: Any, role: Role) -> None:
    answer = client_as(role, authority="886").get("/me/")
    assert answer.status_code == 200
    assert answer.content.count(b"<h1") == 1
    assert answer.content.count(b'class="cc-next"') <= 1


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_every_link_on_the_day_of_every_role_may_be_opened(role: Role, person: Any, client_for: Any, founding) -> None:
    world = World()
    child, home = world.child(OWN), home_kept(world, OWN)
    decided(world, OWN)
    who = person(
        role, authority=OWN, children=[child], provider_id=world.made["provider", OWN], home_ids=[home], at=AT,
    )  # fmt: skip
    client = client_for(who)
    html = client.get("/me/").content.decode()
    found = sorted({link for link in HREF.findall(html) if not link.startswith(SIGNED_OUT)})
    assert "/me/" in found
    shut = {link: code for link in found if (code := client.get(link, follow=True).status_code) != 200}
    assert not shut, f"{role} is shown what may not be opened: {shut}"


@pytest.mark.django_db
def test_a_young_person_is_led_to_their_own_page(person: Any, client_for: Any) -> None:
    child = add_child()
    answer = client_for(person(Role.CHILD, children=[child])).get("/me/")
    assert answer["Location"] == f"/children/{child}/mine/"


@pytest.mark.django_db
def test_a_child_without_a_profile_waits_for_those_who_may_write_it_in_that_council_only(person: Any) -> None:
    own, other = person(Role.SOCIAL_WORKER, authority=KENT), person(Role.SOCIAL_WORKER, authority="800")
    reader = person(Role.REVIEWING_OFFICER, authority=KENT)
    add_child(by=own, at=datetime(2023, 5, 2, 12, 0, tzinfo=UTC))
    (line,) = my_day(own, at=AT).lines
    assert line.title == "Child C-9M2RD, aged 14: begin the needs profile"
    # Ten working days after 2 May 2023, with the King's coronation on the 8th: the care plan is due.
    assert (line.due_on, line.kind) == (date(2023, 5, 17), "overdue")
    assert "Robin" not in line.title + line.why
    assert my_day(other, at=AT).lines == ()
    assert my_day(reader, at=AT).lines == (), "a reviewing officer reads, and begins no profile"


@pytest.mark.django_db
def test_a_profile_is_not_years_late_where_the_record_was_opened_today(person: Any) -> None:
    worker = person(Role.SOCIAL_WORKER, authority=KENT)
    add_child(by=worker, looked_after_since=date(2023, 5, 2), at=AT)
    (line,) = my_day(worker, at=AT).lines
    assert line.due_on == date(2026, 12, 4), "ten working days from 20 November 2026"


@pytest.mark.django_db
def test_an_overdue_outcome_is_said_by_its_day_and_counted_in_the_title(person: Any) -> None:
    worker = person(Role.SOCIAL_WORKER, authority=KENT)
    child = add_child(by=worker)
    outcome = replace(DRAMA, review_on=date(2026, 11, 16))
    record_needs(
        child, by=worker, outcomes=(outcome,), flags=(), assessed_on=date(2026, 11, 2), at=AT - timedelta(days=10)
    )
    day = my_day(worker, at=AT)
    assert day.title == "Overdue: one outcome to review. Everything else can wait"
    assert day.first is not None
    assert day.first.title == "Child C-9M2RD, aged 14: review the outcome, due 16\u00a0November"
    assert day.first.due_below == "was due 16\u00a0Nov, 4 working days ago"


@pytest.mark.django_db
def test_one_row_that_nobody_can_count_takes_no_page_away(person: Any, client_for: Any) -> None:
    worker = person(Role.SOCIAL_WORKER, authority=KENT)
    child = add_child(by=worker)
    outcome = replace(DRAMA, review_on=date(2099, 12, 31))
    record_needs(child, by=worker, outcomes=(outcome,), flags=(), assessed_on=date(2026, 11, 2), at=AT)
    add_child(by=worker, reference="C-9M2RE", looked_after_since=date(2023, 5, 2))
    assert working_days(date(2026, 11, 20), date(2099, 12, 31)) is None
    answer = client_for(worker).get("/me/")
    assert answer.status_code == 200
    assert "C-9M2RE" in answer.content.decode()


@pytest.mark.django_db
def test_a_formulation_that_is_due_again_waits_for_the_clinician_and_the_worker(person: Any) -> None:
    worker, nurse = (person(role, authority=KENT) for role in (Role.SOCIAL_WORKER, Role.CLINICIAN))
    child = add_child(by=worker)
    old = replace(AUTISM, assessed_on=date(2025, 9, 3))
    record_needs(
        child, by=worker, ratings=ratings(1, 1, 1, 1, None), flags=(old,), assessed_on=date(2026, 11, 2), at=AT
    )
    day = my_day(nurse, at=AT)
    assert titles(day) == [
        "Child C-9M2RD, aged 14: look at the formulation again",
        "Child C-9M2RD, aged 14: nobody knows yet how their health is",
    ]
    assert day.first is not None
    assert day.first.due_on == date(2026, 9, 3)
    assert any("a specialist need is due again" in title for title in titles(my_day(worker, at=AT)))
    assert my_day(person(Role.CLINICIAN, authority="800"), at=AT).lines == ()


@pytest.mark.django_db
def test_searches_are_ordered_by_the_day_wanted_and_say_what_the_child_is_still_asked(person: Any, founding) -> None:
    search = walk_world.search(at=AT)
    officer = person(Role.PLACEMENT_OFFICER, authority=KENT)
    (line,) = (line for line in my_day(officer, at=AT).lines if line.act == "matching.see_referral")
    assert "needs a home" in line.title
    from carecommons.matching.queries import next_of, referral
    from carecommons.matching.referral import NEXT_STEPS

    assert line.due_on == referral(search.id).wanted_by
    code = next_of(referral(search.id), AT)
    assert line.why.endswith(f"Next: {NEXT_STEPS[code][1]}.")
    for stranger in (person(Role.PLACEMENT_OFFICER, authority="800"), person(Role.REVIEWING_OFFICER, authority=KENT)):
        assert all(line.act != "matching.see_referral" for line in my_day(stranger, at=AT).lines)


@pytest.mark.django_db
def test_a_choice_waits_for_its_approver_until_its_day_and_comes_back_to_whoever_made_it(person: Any, founding) -> None:
    from carecommons.decisions.actions import send_back

    found = walk_world.search(at=AT)
    worker = person(Role.SOCIAL_WORKER, authority=KENT)
    manager, elsewhere = person(Role.TEAM_MANAGER, authority=KENT), person(Role.TEAM_MANAGER, authority="800")
    decision = walk_world.choose(found, by=worker)
    later = found.at + timedelta(days=7)
    (line,) = (line for line in my_day(manager, at=later).lines if line.noun[0] == "choice to approve")
    assert "5 working days old" in line.why
    assert line.kind == "overdue"
    assert not [line for line in my_day(worker, at=later).lines if line.noun[0] == "choice to approve"]
    assert my_day(elsewhere, at=later).lines == ()
    send_back(
        decision_id=decision, words="The school is not kept, and nobody says why it cannot be.", by=manager, at=later
    )
    (back,) = (line for line in my_day(worker, at=later).lines if line.noun[0] == "choice that came back")
    assert back.address == f"/decisions/{decision}/"
    assert not [line for line in my_day(manager, at=later).lines if "came back" in line.noun[0]], "it was not theirs"
    walk_world.choose(found, by=worker, at=later + timedelta(hours=1))
    again = my_day(worker, at=later + timedelta(hours=2)).lines
    assert not [line for line in again if line.noun[0] == "choice that came back"], "a newer choice answers it"


@pytest.mark.django_db
def test_a_reviewing_officer_reads_the_decisions_of_the_month_and_an_advocate_those_of_their_child(
    person: Any, founding
) -> None:
    world = World()
    decided(world, OWN)
    child = world.child(OWN)
    officer = person(Role.REVIEWING_OFFICER, authority=OWN)
    (month,) = my_day(officer, at=AT).sections
    assert [line.child_id for line in month.lines] == [child]
    assert my_day(officer, at=AT + timedelta(days=31)).sections[0].lines == ()
    assert my_day(person(Role.REVIEWING_OFFICER, authority="801"), at=AT).sections[0].lines == ()
    advocate, stranger = person(Role.ADVOCATE, children=[child]), person(Role.ADVOCATE)
    day = my_day(advocate, at=AT)
    assert [line.noun[0] for line in day.lines] == ["decision that can still be looked at again"]
    (line,) = day.sections[0].lines
    assert "A decision is in force" in line.why
    assert "Said on" in line.why
    assert my_day(stranger, at=AT).sections[0].lines == ()
    parent = my_day(person(Role.PARENT, children=[child]), at=AT)
    assert [line.title for line in parent.lines] == ["What was decided for your child"]
    assert parent.sections == ()


@pytest.mark.django_db
def test_a_virtual_school_head_reads_school_and_nothing_else(person: Any, founding) -> None:
    worker = person(Role.SOCIAL_WORKER, authority=KENT)
    child = add_child(by=worker)
    # The seventh part of life is learning.
    record_needs(child, by=worker, ratings=ratings(1, 1, 1, 1, 1, 1, 3), assessed_on=date(2026, 11, 2), at=AT)
    head = person(Role.VIRTUAL_SCHOOL_HEAD, authority=KENT)
    (line,) = my_day(head, at=AT).lines
    assert line.title == "Child C-9M2RD, aged 14: learning is rated 3 of 4"
    assert (line.address, line.act) == (f"/children/{child}/school/", "children.see_schooling")
    assert my_day(person(Role.VIRTUAL_SCHOOL_HEAD, authority="800"), at=AT).lines == ()


@pytest.mark.django_db
def test_a_home_sees_its_own_evidence_and_an_inspector_the_homes_in_trouble(person: Any, founding) -> None:
    from carecommons.provision.models import EvidenceItem, Home, HomeTerms

    world = World()
    home_id = home_kept(world, OWN)
    manager = person(Role.PROVIDER_MANAGER, provider_id=world.made["provider", OWN])
    inspector = person(Role.INSPECTOR)
    EvidenceItem.objects.update(expires_on=date(2026, 11, 10))
    day = my_day(manager, at=AT)
    assert [(line.noun[0], line.kind) for line in day.lines][:1] == [("specialism to prove again", "overdue")]
    assert day.title.startswith("Overdue: one specialism to prove again")
    assert my_day(person(Role.PROVIDER_MANAGER), at=AT).lines == ()
    quiet = my_day(inspector, at=AT)
    assert quiet.title == "No home is restricted, suspended or inadequate"
    assert [line.address for line in quiet.sections[0].lines] == [f"/homes/{home_id}/"]
    HomeTerms.objects.update(suspended_from=date(2026, 11, 1))
    name = Home.objects.get(id=home_id).name
    assert any(title.startswith(name) for title in titles(my_day(inspector, at=AT)))


@pytest.mark.django_db
def test_books_and_service_say_how_they_stand(person: Any, founding) -> None:
    from carecommons.register.actions import integrate

    operator, auditor = person(Role.OPERATOR), person(Role.AUDITOR)
    late = my_day(operator, at=AT + timedelta(days=2))
    assert [line.noun[0] for line in late.lines] == ["thing to mend"], "entries have waited too long for a number"
    integrate(at=AT)
    assert my_day(operator, at=AT + timedelta(days=2)).lines == ()
    assert re.fullmatch(r"The register is sealed up to entry \d+", my_day(auditor, at=AT).title)
    planner = my_day(person(Role.PLANNER, authority=OWN), at=AT)
    assert titles(planner)[0].endswith("the return for the year to 31 March 2026 is not here")


@pytest.mark.django_db
def test_each_child_who_is_named_can_read_it_once_by_page_program_and_command(
    person: Any,
    client_for: Any,
    token_for: Any,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from carecommons.cli.main import run

    worker = person(Role.SOCIAL_WORKER, authority=KENT)
    child = add_child(by=worker)
    client_for(worker).get("/me/")
    (look,) = looks_at(child)
    assert (look.role, look.act, look.purpose) == ("social_worker", "children.see_caseload", "Reading what waits today")
    token = token_for(worker)
    told = client_for(worker).get("/api/v1/me/day", headers={"authorization": f"Bearer {token}"}).json()
    assert Look.objects.filter(child_id=child).count() == 2
    monkeypatch.setattr("carecommons.cli.day.django_ready", lambda *, migrate=False: None)
    capsys.readouterr()
    assert run(["people", "day", "--json", "--token", token]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["waiting"] == told["waiting"]
    assert [UUID(line["child_id"]) for line in told["waiting"]] == [child]
    assert Look.objects.filter(child_id=child).count() == 3


@pytest.mark.django_db
def test_a_day_needs_somebody_and_a_number_that_can_be_used(
    client: Any, person: Any, token_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from carecommons.cli.main import run

    monkeypatch.setattr("carecommons.cli.day.django_ready", lambda *, migrate=False: None)
    assert client.get("/me/").status_code == 302
    assert client.get("/api/v1/me/day").status_code == 401
    token = token_for(person(Role.PLANNER, authority=OWN))
    head = {"authorization": f"Bearer {token}"}
    assert client.get("/api/v1/me/day?at_most=0", headers=head).status_code == 422
    assert run(["people", "day", "--at-most", "0", "--token", token]) == 3
    assert run(["people", "day", "--token", "cc_" + "x" * 40]) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.CLINICIAN, Role.VIRTUAL_SCHOOL_HEAD, Role.REVIEWING_OFFICER])
def test_a_day_of_many_children_asks_the_database_no_more_often_than_a_day_of_one(person: Any, role: Role) -> None:
    worker, who = person(Role.SOCIAL_WORKER, authority=KENT), person(role, authority=KENT)
    levels = ratings(1, 1, 1, 1, None, 1, None)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            my_day(who, at=AT)
        return len(queries)

    asked()  # what is read once a process
    for number in range(9):
        child = add_child(by=worker, reference=f"C-9M2R{number}")
        record_needs(child, by=worker, ratings=levels, assessed_on=date(2026, 11, 2), at=AT)
        if number == 0:
            one = asked()
    assert asked() == one


def test_what_must_stand_first_stands_before_what_is_overdue() -> None:
    overdue = Waiting("A", "", "/", ("a", "as"), due_on=date(2026, 11, 2), kind="overdue")
    soon = Waiting("B", "", "/", ("b", "bs"), due_on=date(2026, 11, 27), kind="soon", first=True)
    assert [line.title for line in in_order([overdue, soon])] == ["B", "A"]


@pytest.mark.django_db
@pytest.mark.parametrize(("days_before", "first"), [(1, True), (13, False)])
def test_a_choice_whose_move_is_near_comes_first(person: Any, founding, days_before: int, first: bool) -> None:
    found = walk_world.search(at=AT)
    walk_world.choose(found, by=person(Role.SOCIAL_WORKER, authority=KENT))
    manager = person(Role.TEAM_MANAGER, authority=KENT)
    from carecommons.matching.queries import referral

    near = datetime.combine(referral(found.id).wanted_by, AT.timetz()) - timedelta(days=days_before)
    (line,) = (line for line in my_day(manager, at=near).lines if line.noun[0] == "choice to approve")
    assert line.first is first


def line_of(noun: str, day: int, kind: str = "overdue") -> Waiting:
    return Waiting(f"{noun} {day}", "", "/", (noun, f"{noun}s"), due_on=date(2026, 11, day), kind=kind)


def test_one_kind_of_thing_does_not_take_every_line_of_a_day() -> None:
    outcomes = [line_of("outcome", day) for day in range(1, 14)]
    notice, visit = line_of("notice", 30, "later"), line_of("visit", 27, "soon")
    found = in_order([notice, *outcomes, visit])
    assert first_of_all(found, 5) == [*outcomes[:3], visit, notice], "in the order of the page"
    assert first_of_all(found, 2) == [outcomes[0], visit], "where kinds are many, the most pressing ones"
    assert first_of_all(found, 99) == found
    assert first_of_all([], 8) == []


@pytest.mark.django_db
def test_everything_that_waits_is_reached_page_by_page_and_read_once(
    person: Any, client_for: Any, token_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from carecommons.site import views

    monkeypatch.setattr(views, "LINES_A_PAGE", 4)
    worker = person(Role.SOCIAL_WORKER, authority=KENT)
    made = [
        add_child(by=worker, reference=f"C-9M2R{each}", looked_after_since=date(2023, 5, 2)) for each in "23456789CD"
    ]
    client, listed = client_for(worker), "/me/day/all/"
    day = client.get("/me/").content.decode()
    assert f'href="{listed}"' in day
    assert "2 more: everything that waits, by its day" in day
    before = Look.objects.count()
    seen: list[str] = []
    for number in (1, 2, 3):
        page = client.get(f"{listed}?page={number}").content.decode()
        assert "Everything that waits for you: 10" in page
        seen += [each for each in sorted(set(re.findall(r"C-9M2R[0-9A-Z]", page)))]
        assert Look.objects.count() - before == len(seen), (
            "one look for each child that a page names, and at nobody else"
        )
    assert len(seen) == len(set(seen)) == 10
    assert {looks_at(child)[0].purpose for child in made} == {"Reading what waits today"}
    assert client.get(f"{listed}?page=99")["Location"] == f"{listed}?page=3"
    assert client.get(f"{listed}?page=x").status_code == 200
    head = {"authorization": f"Bearer {token_for(worker)}"}
    told = client.get("/api/v1/me/waiting?limit=3&offset=9", headers=head).json()
    assert (told["total"], len(told["items"]), told["next"]) == (10, 1, None)
    assert client.get("/api/v1/me/waiting?limit=0", headers=head).status_code == 422


@pytest.mark.django_db
def test_the_whole_list_is_ones_own_and_says_when_nothing_waits(
    client: Any, person: Any, client_for: Any, token_for: Any, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from carecommons.cli.main import run

    worker, other = person(Role.SOCIAL_WORKER, authority=KENT), person(Role.SOCIAL_WORKER, authority="800")
    child = add_child(by=worker)
    assert client.get("/me/day/all/").status_code == 302
    assert client.get("/api/v1/me/waiting").status_code == 401
    empty = client_for(other).get("/me/day/all/").content.decode()
    assert "Nothing is waiting for you" in empty
    assert "C-9M2RD" not in empty
    young = client_for(person(Role.CHILD, children=[child])).get("/me/day/all/")
    assert young["Location"] == f"/children/{child}/mine/"
    monkeypatch.setattr("carecommons.cli.day.django_ready", lambda *, migrate=False: None)
    capsys.readouterr()
    assert run(["people", "day", "--all", "--token", token_for(worker)]) == 0
    printed = capsys.readouterr().out
    assert "C-9M2RD" in printed
    assert "1 in all." in printed
    assert run(["people", "day", "--all", "--json", "--token", token_for(other)]) == 0
    assert json.loads(capsys.readouterr().out) == {"waiting": [], "total": 0}
