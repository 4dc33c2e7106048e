"""The pages of a decision: what each role may do and read, and what is said when something lacks."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from carecommons.constitution import queries as constitution
from carecommons.decisions import actions, queries
from carecommons.decisions.approvals import FACTS
from carecommons.decisions.models import Decision
from carecommons.decisions.state import State
from carecommons.matching.actions import refer
from carecommons.matching.models import Shortlist as FrozenList
from carecommons.matching.reasons import Reason
from carecommons.people.may import roles_for
from carecommons.people.queries import looks_at
from carecommons.people.roles import Role
from carecommons.provision.models import Home, Resident
from carecommons.register.actions import integrate
from carecommons.register.models import Opening
from matching.invited import invited
from walk_world import (
    DEVON,
    KENT,
    MANAGER,
    MEDWAY,
    REASONS,
    TO_HOME,
    WORKER,
    add_child,
    choose,
    listed,
    search_with_harm,
    tell_before,
    wish,
)  # fmt: skip
from walk_world import search as search_at

pytestmark = pytest.mark.django_db


def change(decision_id, **values):
    """Change a choice past the acts, as an insider with the keys would."""
    row = Decision.objects.get(id=decision_id)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


# The pages read the clock at their door, so what they show was made a quarter of an hour ago.
EARLIER = datetime.now(UTC) - timedelta(minutes=15)
WANTED = (EARLIER + timedelta(days=14)).date()


def search(**homes):
    return search_at(at=EARLIER, **homes)


def text(response):
    plain = re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", response.content.decode(), flags=re.S))
    return " ".join(unescape(plain).split())


def spoken(day):
    return f"{day.day} {day:%B %Y}"


def page_of(found):
    return f"/decisions/new/{found.id}/"


def filled(found, home="Alder", **changes):
    others = {f"why_not_{each.hex}": "" for name, each in found.homes.items() if name == home}
    against = {
        f"why_not_{each.hex}": f"{name} is farther from the school that they know."
        for name, each in found.homes.items()
        if name != home
    }
    return {"home": str(found.homes[home]), **others, **against, **REASONS, **changes}


@pytest.fixture
def worker(client_as) -> Client:
    return client_as(Role.SOCIAL_WORKER, authority=KENT)


@pytest.fixture
def manager(client_as) -> Client:
    return client_as(Role.TEAM_MANAGER, authority=KENT)


@pytest.fixture
def found():
    return search()


@pytest.fixture
def approved(found):
    decision_id = choose(found)
    actions.approve(decision_id=decision_id, by=MANAGER, at=found.at + timedelta(minutes=1))
    integrate(at=found.at + timedelta(minutes=2))
    return queries.decision(decision_id)


# ---- choosing
def test_the_childs_words_stand_before_every_choice_and_no_home_is_preselected(worker, found):
    page = worker.get(page_of(found))
    html = page.content.decode()
    assert page.status_code == 200
    assert html.index("I want to stay near my school") < html.index("Which home?")
    assert "checked" not in html
    assert "Needs the approval of the team manager" in html
    assert "There is no price here" in html


def test_the_approver_stands_beside_each_home(worker):
    found = search(Alder={"authority": DEVON}, Birch={"authority": MEDWAY})
    shown = text(worker.get(page_of(found)))
    assert "Needs the approval of the director of children's services" in shown
    assert "Needs the approval of the nominated officer" in shown


def test_a_choice_with_its_reasons_is_sent_for_approval(worker, found):
    answer = worker.post(page_of(found), filled(found))
    decision = queries.decision(Decision.objects.get().id)
    assert answer.status_code == 302
    assert answer["Location"] == f"/decisions/{decision.id}/"
    assert decision.passed_over[0].why.startswith("Birch is farther")
    assert worker.get(page_of(found))["Location"] == f"/decisions/{decision.id}/"


def test_c3_a_missing_reason_is_an_error_at_its_field_and_in_the_summary(worker, found):
    field = f"why_not_{found.homes['Birch'].hex}"
    page = worker.post(page_of(found), filled(found, **{field: ""}))
    html = page.content.decode()
    assert page.status_code == 422
    assert "govuk-error-summary" in html
    assert f'href="#id_{field}"' in html
    assert html.count("Say why Birch was not chosen") == 2
    assert REASONS["why_chosen"] in unescape(html)
    assert not Decision.objects.exists()


def test_nothing_chosen_is_said_at_the_choice(worker, found):
    assert "Choose one home, or keep searching" in text(
        worker.post(page_of(found), filled(found, home="Alder") | {"home": ""})
    )


def test_a2_the_page_asks_for_the_childs_wishes_before_anything_is_decided(worker, found):
    child = add_child(reference="C-9M2WA", at=EARLIER)
    unasked = listed(child, found.homes, at=found.at, asked=False)
    page = worker.get(page_of(unasked))
    assert "The child has not been asked about these homes yet" in text(page)
    assert f"/children/{child}/wishes/add/" in page.content.decode()
    refused = worker.post(page_of(unasked), filled(unasked))
    assert refused.status_code == 422
    assert "Ask the child what they wish" in text(refused)
    wish(child, "before_decision", at=unasked.at)
    assert worker.post(page_of(unasked), filled(unasked)).status_code == 302


def test_the_form_for_wishes_is_offered_only_to_those_who_may_record_them(client_as, found):
    child = add_child(reference="C-9M2WA", at=EARLIER)
    unasked = listed(child, found.homes, at=found.at, asked=False)
    page = client_as(Role.PLACEMENT_OFFICER, authority=KENT).get(page_of(unasked))
    assert f"/children/{child}/wishes/add/" not in page.content.decode()
    assert "Their social worker, their reviewing officer or their advocate asks" in text(page)


def test_c8_the_page_asks_for_the_search_where_one_home_is_suitable(worker):
    found = search(Alder={})
    assert "you cannot decide without the search behind it" in text(worker.get(page_of(found)))
    assert "you cannot decide on one option" in text(worker.post(page_of(found), filled(found)))


def test_c6_a_compromise_is_named_as_one_and_asks_what_is_missing(worker):
    found = search(Alder={"EMO": 0}, Birch={}, Cedar={})
    assert "Alder (recorded as a compromise)" in text(worker.get(page_of(found)))
    assert "Name what is missing" in text(worker.post(page_of(found), filled(found)))
    worker.post(page_of(found), filled(found, missing=["Feelings"], missing_other="A quiet room"))
    assert queries.decision(Decision.objects.get().id).missing == ("Feelings", "A quiet room")


def test_what_a_compromise_lacks_is_told_the_child_in_their_words_and_ends_in_one_stop(client_as, worker):
    found = search(Alder={"EMO": 0}, Birch={}, Cedar={})
    made = choose(found, compromise_missing=["School", "Settling", "A quiet room."])
    actions.approve(decision_id=made, satisfied=list(FACTS), by=MANAGER, at=found.at + timedelta(minutes=1))
    letter = text(client_as(Role.CHILD, children=[found.child]).get(f"/decisions/{made}/"))
    assert (
        "The home cannot yet help enough with: Feelings, School, Settling, A quiet room. We wrote that down" in letter
    )
    assert "This is missing" not in letter
    page = text(worker.get(f"/decisions/{made}/"))
    assert "What is missing there: Feelings, School, Settling, A quiet room. It is counted" in page
    assert ".." not in page


def test_the_approver_reads_each_letter_to_homes_once_with_the_homes_that_it_goes_to(manager):
    names = ["Birch", "Cedar", "Dale", "Elm", "Fern"]
    found = search(Alder={}, **{name: {} for name in names})
    invited(found, Alder="offered", **dict.fromkeys(names, "offered"))
    own = "Another home answers more of what this child needs now."
    told = {found.homes[name]: TO_HOME for name in names[:-1]} | {found.homes["Fern"]: own}
    made = choose(found, to_homes=told)
    page = manager.get(f"/decisions/{made}/")
    part = page.content.decode().partition("What homes that offered themselves will be told")[2].partition("<h2")[0]
    assert part.count(TO_HOME) == part.count(own) == 1
    same, _, alone = part.partition(own)
    assert "The same words to 4 homes" in same
    for name in names[:-1]:
        assert f"<li>{name}</li>" in same
        assert name not in alone
    assert "<b>Fern</b>" in alone
    assert "Alder" not in part
    actions.approve(decision_id=made, by=MANAGER, at=datetime.now(UTC))
    sent = text(manager.get(f"/decisions/{made}/"))
    assert "What homes that offered themselves were told" in sent
    assert sent.count("Not read yet") == len(names)
    assert "To Fern Not read yet" in sent


def test_c10_a_home_that_a_binding_gate_stopped_is_no_choice_on_the_page(worker):
    found = search(Alder={"kind": "childrens_home", "registered": False}, Birch={}, Cedar={})
    assert "Alder" not in text(worker.get(page_of(found)))
    page = worker.post(page_of(found), filled(found))
    assert page.status_code == 422
    assert "no binding gate stopped" in text(page)


def twelve_alike_and_three_below():
    below = {f"Home{letter}": {"helped": ("EMO",)} for letter in "MNO"}
    return search(**{f"Home{letter}": {} for letter in "ABCDEFGHIJKL"}, **below)


def test_many_suitable_homes_are_owed_reasons_one_by_one_and_then_together(worker):
    found = twelve_alike_and_three_below()
    page = text(worker.get(page_of(found)))
    assert "The other 3 suitable homes, further down the list" in page
    sheet = queries.sheet(found.id, at=found.at)
    chosen = sheet.suitable[0]
    typed = {
        f"why_not_{each.home_id.hex}": f"{each.name} is farther from school than that." for each in sheet.suitable[1:12]
    }
    data = {"home": str(chosen.home_id), **REASONS, **typed}
    lacking = worker.post(page_of(found), data)
    assert text(lacking).count("Say why the other suitable homes were not chosen.") == 2
    data["why_not_rest"] = "Farther away than every home above, with nothing that speaks for them."
    assert worker.post(page_of(found), data).status_code == 302
    assert len(queries.decision(Decision.objects.get().id).passed_over) == 14


def test_a_home_far_down_the_list_is_chosen_by_its_reference(worker):
    found = twelve_alike_and_three_below()
    sheet = queries.sheet(found.id, at=found.at)
    page = worker.get(page_of(found)).content.decode()
    assert page.count('name="home"') == 12
    last = sheet.suitable[-1]
    typed = {
        f"why_not_{each.home_id.hex}": f"{each.name} is farther from school than that." for each in sheet.suitable[:12]
    }
    rest = "Equal to the chosen home in every need; none of them keeps more."
    data = {**REASONS, **typed, "why_not_rest": rest}
    wrong = worker.post(page_of(found), {**data, "other_home": "H-00000"})
    assert "No home of the list that may be chosen has this reference" in text(wrong)
    both = {**data, "home": str(sheet.suitable[0].home_id), "other_home": sheet.shown[last.home_id].reference}
    assert "Choose one home" in text(worker.post(page_of(found), both))
    one = {**data, "other_home": sheet.shown[last.home_id].reference.lower()}
    assert worker.post(page_of(found), one).status_code == 302
    assert queries.decision(Decision.objects.get().id).home_id == last.home_id


# ---- answering
def test_the_manager_finds_it_waiting_and_approves_it(worker, manager, found):
    worker.post(page_of(found), filled(found))
    assert "1 choice waits for your answer" in text(manager.get("/decisions/"))
    decision_id = Decision.objects.get().id
    page = manager.get(f"/decisions/{decision_id}/")
    assert "Approve: Alder" in text(page)
    assert manager.post(f"/decisions/{decision_id}/approve/").status_code == 302
    assert Resident.objects.filter(home_id=found.homes["Alder"], resident=found.child).exists()
    assert "will live at Alder" in text(manager.get(f"/decisions/{decision_id}/"))
    assert "Nothing waits for your answer" in text(manager.get("/decisions/"))


def test_approving_is_never_a_link(manager, found):
    decision_id = choose(found)
    assert manager.get(f"/decisions/{decision_id}/approve/").status_code == 405
    assert queries.decision(decision_id).state is State.PROPOSED


def test_the_person_who_proposed_sees_no_button_and_is_refused(manager, found):
    manager.post(page_of(found), filled(found))
    decision_id = Decision.objects.get().id
    page = manager.get(f"/decisions/{decision_id}/")
    assert "Approve: Alder" not in text(page)
    assert "You proposed it, so it must be somebody else" in text(page)
    assert manager.post(f"/decisions/{decision_id}/approve/").status_code == 403


def test_a_manager_reads_that_a_distant_home_needs_the_director(manager):
    found = search(Alder={"authority": DEVON}, Birch={})
    decision_id = choose(found)
    page = text(manager.get(f"/decisions/{decision_id}/"))
    assert "The director of children's services, in person" in page
    assert "reg 11(1)(b) and reg 11(5)" in page
    refused = manager.post(f"/decisions/{decision_id}/approve/")
    assert refused.status_code == 403
    assert "cannot answer this choice" in text(refused)


def test_sending_back_asks_why_and_the_next_choice_keeps_every_word(worker, manager, found):
    worker.post(page_of(found), filled(found))
    address = f"/decisions/{Decision.objects.get().id}/"
    assert "Say why it goes back" in text(manager.post(address + "send-back/", {"words": "No"}))
    manager.post(address + "send-back/", {"words": "Ask Birch about the bus before this goes further."})
    page = text(worker.get(address))
    assert "Ask Birch about the bus" in page
    assert "Choose again" in page
    again = unescape(worker.get(page_of(found)).content.decode())
    assert REASONS["why_chosen"] in again
    assert "Birch is farther from the school" in again


def test_withdrawing_leads_back_to_the_choice(worker, found):
    worker.post(page_of(found), filled(found))
    decision_id = Decision.objects.get().id
    answer = worker.post(f"/decisions/{decision_id}/withdraw/")
    assert answer["Location"] == page_of(found)
    assert queries.decision(decision_id).state is State.WITHDRAWN


def test_the_lost_race_is_a_page_with_the_next_homes(manager):
    found = search(Alder={"places": 1}, Birch={}, Cedar={})
    second = listed(add_child(reference="C-9M2WA", at=EARLIER), found.homes, at=found.at)
    one, two = choose(found), choose(second)
    manager.post(f"/decisions/{one}/approve/")
    page = manager.post(f"/decisions/{two}/approve/")
    assert page.status_code == 409
    assert "Someone else has just taken the last place. Nothing you wrote is lost" in text(page)


# ---- reading
def test_the_document_says_outcome_reasons_next_steps_how_to_disagree_and_its_seal(worker, approved):
    page = text(worker.get(f"/decisions/{approved.id}/"))
    for words in (
        "will live at Alder", "Why not the others", "Birch is farther", "They changed how it will be done",
        "What must happen now", "within 7 days", "If someone disagrees", f"until {spoken(approved.review_until)}",
        f"Entry {approved.entry_number}", "Team manager", "Version 1",
    ):  # fmt: skip
        assert words in page, words


def test_the_child_reads_a_letter_in_their_own_words(client_as, approved):
    child = client_as(Role.CHILD, children=[approved.child_id])
    page = child.get(f"/decisions/{approved.id}/")
    said = text(page)
    assert f"You will live at Alder from {spoken(WANTED)}" in said
    assert "I don’t agree" in said
    assert "I want to stay near my school" in said
    for word in ("placement", "approver", "criteria version", "nominated", "compromise", "LAC"):
        assert word.casefold() not in said.casefold(), word
    assert approved.child_reference not in said


def test_the_childs_letter_has_short_sentences(client_as, approved):
    page = client_as(Role.CHILD, children=[approved.child_id]).get(f"/decisions/{approved.id}/")
    main = page.content.decode().split('id="main-content"')[1].split("</main>")[0]
    ours = re.sub(r"<blockquote.*?</blockquote>", "", main, flags=re.S)
    for paragraph in re.findall(r"<p[^>]*>(.*?)</p>", ours, flags=re.S):
        for sentence in re.split(r"[.?!]", unescape(re.sub(r"<[^>]+>", " ", paragraph))):
            assert len(sentence.split()) <= 16, sentence


def test_the_advocate_reads_the_childs_letter(client_as, approved):
    page = text(client_as(Role.ADVOCATE, children=[approved.child_id]).get(f"/decisions/{approved.id}/"))
    assert "This is the letter to Robin" in page
    assert "You will live at Alder" in page


def test_a_parent_is_told_that_and_how_but_never_where(client_as, approved):
    parent = client_as(Role.PARENT, children=[approved.child_id])
    for address in (f"/decisions/{approved.id}/", "/decisions/", f"/register/{approved.entry_number}/opened/"):
        page = text(parent.get(address))
        for word in ("Alder", "Birch", "school", str(approved.home_id), approved.home_reference):
            assert word not in page, (address, word)
    assert "A home was chosen for your child" in text(parent.get(f"/decisions/{approved.id}/"))


def test_a_parent_reads_no_place_that_the_wishes_name(client_as, person, token_for, found):
    named = "They live at Alder on Wharf Lane, so that drama club stays."
    decision_id = choose(found, wishes_how=named)
    actions.approve(decision_id=decision_id, by=MANAGER, at=found.at + timedelta(minutes=1))
    integrate(at=found.at + timedelta(minutes=2))
    number = queries.decision(decision_id).entry_number
    token = token_for(person(Role.PARENT, children=[found.child]))
    parent = client_as(Role.PARENT, children=[found.child])
    pages = [parent.get(address) for address in (f"/decisions/{decision_id}/", f"/register/{number}/opened/")]
    pages.append(Client().get(f"/api/v1/decisions/{decision_id}", headers={"authorization": f"Bearer {token}"}))
    for page in pages:
        assert page.status_code == 200
        assert "Wharf" not in text(page)
    assert "Wharf" in text(client_as(Role.SOCIAL_WORKER, authority=KENT).get(f"/register/{number}/opened/"))


def test_out_of_area_the_page_asks_for_each_fact_and_shows_what_was_ticked(client_as):
    decision_id = choose(search(Alder={"authority": MEDWAY}, Birch={}))
    officer, address = client_as(Role.NOMINATED_OFFICER, authority=KENT), f"/decisions/{decision_id}/"
    tell_before(decision_id, at=EARLIER)
    assert officer.get(address).content.decode().count('name="satisfied"') == 5
    owed = queries.facts_owed(decision_id, at=EARLIER)
    refused = officer.post(address + "approve/", {"satisfied": owed[:4]})
    assert refused.status_code == 422
    assert "govuk-error-summary" in refused.content.decode()
    assert text(refused).count(f"Not ticked yet: {FACTS[owed[4]]}") == 2  # in the summary and at the tick
    assert "Not ticked yet: " + FACTS[owed[0]] not in text(refused)
    assert refused.content.decode().count("checked") == 4
    assert officer.post(address + "approve/", {"satisfied": owed}).status_code == 302
    assert "The approver was satisfied" in text(officer.get(address))


def test_for_the_long_term_every_page_asks_for_the_panel_and_says_which_rule(client_as, person, token_for):
    found = search_at(at=EARLIER, stay="long_term")
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    assert "Needs the approval of the nominated officer." in text(worker.get(f"/decisions/new/{found.id}/"))
    decision_id = choose(found)
    officer, address = client_as(Role.NOMINATED_OFFICER, authority=KENT), f"/decisions/{decision_id}/"
    page = officer.get(address)
    assert page.content.decode().count('name="satisfied"') == 6
    assert FACTS["foster_panel_advised"] in text(page)
    assert FACTS["lasting_agreed"] in text(page)
    assert "that the fostering panel advises on the match is a policy choice" in text(page)
    token = {"authorization": f"Bearer {token_for(person(Role.NOMINATED_OFFICER, authority=KENT))}"}
    told = Client().get(f"/api/v1/decisions/{decision_id}/approval", headers=token).json()
    assert (told["approver_needed"], told["because"]) == ("nominated_officer", ["long_term_foster"])
    owed = told["satisfied_of"]
    refused = officer.post(address + "approve/", {"satisfied": [code for code in owed if code != "lasting_agreed"]})
    assert refused.status_code == 422
    assert text(refused).count(f"Not ticked yet: {FACTS['lasting_agreed']}") == 2
    assert officer.post(address + "approve/", {"satisfied": owed}).status_code == 302
    assert FACTS["foster_panel_advised"] in text(officer.get(address))


def test_in_the_area_nothing_is_ticked(manager, found):
    assert 'name="satisfied"' not in manager.get(f"/decisions/{choose(found)}/").content.decode()


def test_the_api_takes_the_facts_and_refuses_with_those_that_lack(person, token_for):
    decision_id = choose(search(Alder={"authority": MEDWAY}, Birch={}))
    tell_before(decision_id, at=EARLIER)
    api = f"/api/v1/decisions/{decision_id}/approve"
    officer = {"authorization": f"Bearer {token_for(person(Role.NOMINATED_OFFICER, authority=KENT))}"}
    owed = queries.facts_owed(decision_id, at=EARLIER)
    lacking = Client().post(api, {"satisfied": owed[:4]}, content_type="application/json", headers=officer)
    assert (lacking.status_code, lacking.json()["code"]) == (422, "not_satisfied")
    assert Client().generic("POST", api, headers=officer).status_code == 422
    done = Client().post(api, {"satisfied": owed}, content_type="application/json", headers=officer)
    assert len(done.json()["satisfied"]) == 5


def test_the_api_answers_another_council_alike_with_a_list_without_and_for_no_search(person, token_for, found):
    bare = refer(
        child_id=add_child(reference="C-9M2WA", at=EARLIER), wanted_by=WANTED, why="planned_move",
        lottery_seed=bytes(32), by=WORKER, at=found.at,
    )  # fmt: skip
    foreign = {"authorization": f"Bearer {token_for(person(Role.SOCIAL_WORKER, authority=DEVON))}"}
    body = {"home_id": str(found.homes["Alder"]), **REASONS}
    told = []
    for search_id in (found.id, bare, uuid4()):
        answer = Client().post(
            "/api/v1/decisions/", {**body, "search_id": str(search_id)}, content_type="application/json",
            headers=foreign,
        )  # fmt: skip
        told.append((answer.status_code, answer.content))
    assert told[0] == told[1] == told[2]
    assert told[0][0] == 404


def test_an_edited_file_of_the_criteria_stops_acts_and_hides_no_decision(worker, manager, approved, found, monkeypatch):
    second = listed(add_child(reference="C-9M2WA", at=EARLIER), found.homes, at=found.at)
    later = choose(second, "Birch", search_evidence="Asked all fourteen agencies; none of them had a place.")
    edited = constitution.packaged_text(1).replace("recorded compromise", "quiet compromise")
    monkeypatch.setattr(constitution, "packaged_text", lambda version: edited)
    assert worker.get(f"/decisions/{approved.id}/").status_code == 200
    assert worker.get(f"/searches/{found.id}/homes/").status_code == 200
    assert worker.get("/criteria/1/").status_code == 200
    refused = manager.post(f"/decisions/{later}/approve/")
    assert refused.status_code == 422
    assert "was changed after it was published" in text(refused)


@pytest.mark.parametrize("role", [Role.CHILD, Role.ADVOCATE, Role.PARENT])
def test_before_approval_the_family_reads_nothing_yet(client_as, person, token_for, found, role):
    decision_id = choose(found)
    program = {"authorization": f"Bearer {token_for(person(role, children=[found.child]))}"}
    assert Client().get(f"/api/v1/decisions/{decision_id}/", headers=program).status_code == 404
    assert Client().get("/api/v1/decisions/", headers=program).json()["items"] == []
    reader = client_as(role, children=[found.child])
    assert reader.get(f"/decisions/{decision_id}/").status_code == 404
    assert "Alder" not in text(reader.get("/decisions/"))


def test_another_childs_decision_and_one_that_does_not_exist_are_one_page(client_as, approved):
    for role, reach in (
        (Role.SOCIAL_WORKER, {"authority": DEVON}), (Role.CHILD, {"children": [uuid4()]}),
        (Role.DIRECTOR, {"authority": DEVON}),
    ):  # fmt: skip
        client = client_as(role, **reach)
        foreign, missing = (client.get(f"/decisions/{each}/") for each in (approved.id, uuid4()))
        assert foreign.status_code == missing.status_code == 404
        assert len(foreign.content) == len(missing.content)


def test_every_reading_is_a_look_but_the_childs_own(client_as, worker, approved):
    before = len(looks_at(approved.child_id))
    worker.get(f"/decisions/{approved.id}/")
    looks = looks_at(approved.child_id)
    assert len(looks) == before + 1
    assert any((look.role, look.purpose) == ("social_worker", "to read a decision") for look in looks)
    client_as(Role.CHILD, children=[approved.child_id]).get(f"/decisions/{approved.id}/")
    assert len(looks_at(approved.child_id)) == before + 1


def test_the_list_is_a_look_at_each_child_on_it(worker, approved):
    before = len(looks_at(approved.child_id))
    worker.get("/decisions/")
    assert [look.purpose for look in looks_at(approved.child_id)].count("to read a list of decisions") == 1
    assert len(looks_at(approved.child_id)) == before + 1


def test_words_changed_after_the_decision_are_shown_as_changed(worker, client_as, approved):
    assert "every word is as it was sealed" in text(worker.get(f"/decisions/{approved.id}/"))
    change(approved.id, why_chosen="The manager prefers it, and nobody asked.")
    changed = text(worker.get(f"/decisions/{approved.id}/"))
    assert "This page no longer says what was sealed" in changed
    assert "every word is as it was sealed" not in changed
    child = client_as(Role.CHILD, children=[approved.child_id])
    assert "someone changed this letter" in text(child.get(f"/decisions/{approved.id}/"))


@pytest.mark.parametrize("field", ["home_id", "wishes_how", "prevailed", "authority", "why_not"])
def test_no_part_of_a_decision_changes_unseen(approved, found, field):
    values = {"home_id": found.homes["Birch"], "why_not": {}, "authority": "878"}
    change(approved.id, **{field: values.get(field, "Something else was said.")})
    assert queries.decision(approved.id).as_sealed is False


def test_a_home_that_was_renamed_since_is_no_change_of_the_decision(approved):
    Home.objects.filter(id=approved.home_id).update(name="Alder Lodge")
    assert queries.decision(approved.id).as_sealed is True


# ---- the sealed parts
def test_a_party_opens_the_sealed_parts_and_each_is_checked_against_its_seal(worker, approved):
    page = text(worker.get(f"/register/{approved.entry_number}/opened/"))
    for words in ("Alder", approved.child_reference, REASONS["why_chosen"], "Birch is farther", "Kent"):
        assert words in page, words
    assert page.count("Matches its seal") == 7
    assert "Does not match" not in page


def test_a_part_that_was_changed_is_shown_as_not_matching(worker, approved):
    row = Opening.objects.get(entry_id=approved.entry_id, name="reasons")
    row.value = row.value.replace("bus stops outside", "manager prefers it")
    row.save()  # as an insider with the keys would
    assert "Does not match its seal" in text(worker.get(f"/register/{approved.entry_number}/opened/"))


def test_who_is_no_party_learns_nothing_of_the_sealed_parts(client_as, approved):
    address = f"/register/{approved.entry_number}/opened/"
    foreign = client_as(Role.SOCIAL_WORKER, authority=DEVON)
    assert foreign.get(address).status_code == foreign.get("/register/9999/opened/").status_code == 404
    assert Client().get(address).status_code == 302
    assert client_as(Role.PLANNER, authority=KENT).get(address).status_code == 403


def test_an_entry_of_another_kind_opens_nothing(worker, approved):
    assert worker.get("/register/0/opened/").status_code == 404


# ---- for programs
def test_the_api_proposes_approves_and_shows_the_same(person, token_for, found):
    def headers(role):
        return {"authorization": f"Bearer {token_for(person(role, authority=KENT))}"}

    worker, manager = headers(Role.SOCIAL_WORKER), headers(Role.TEAM_MANAGER)
    body = {
        "search_id": str(found.id), "home_id": str(found.homes["Alder"]), **REASONS,
        "why_not": {str(found.homes["Birch"]): "Birch is farther from the school that they know."},
    }  # fmt: skip
    api, client = "/api/v1/decisions/", Client()
    lacking = client.post(api, {**body, "why_not": {}}, content_type="application/json", headers=worker)
    assert (lacking.status_code, lacking.json()["code"]) == (422, "reasons_missing")
    made = client.post(api, body, content_type="application/json", headers=worker)
    assert made.status_code == 201
    one = f"{api}{made.json()['id']}"
    assert client.get(api + "waiting", headers=manager).json()["items"][0]["id"] == made.json()["id"]
    assert client.generic("POST", f"{one}/approve", headers=worker).status_code == 403
    approved = client.generic("POST", f"{one}/approve", headers=manager).json()
    assert (approved["state"], approved["home_name"]) == ("approved", "Alder")
    assert client.get(one, headers=worker).json()["answered_by_role"] == "team_manager"
    assert client.get(api, headers=worker).json()["items"][0]["state"] == "approved"
    assert client.get(one).status_code == 401
    parent = {"authorization": f"Bearer {token_for(person(Role.PARENT, children=[found.child]))}"}
    told = client.get(one, headers=parent)
    assert told.json()["state"] == "approved"
    assert not {"home_id", "home_name", "why_chosen", "passed_over"} & set(told.json())
    assert "Alder" not in told.content.decode()
    assert client.get(api, headers=parent).json()["items"] == []


# ---- a home that leaves a need unmet and would harm the children who live there
@pytest.mark.parametrize("frozen_before", [False, True])
def test_the_page_and_the_program_offer_no_home_that_fails_gates_3_and_5(worker, frozen_before):
    found = search_with_harm(at=EARLIER)
    if frozen_before:
        row = FrozenList.objects.get(referral_id=found.id)
        row.passed_over = [each | {"failed_gate": 3, "reason_code": int(Reason.UNMET)} for each in row.passed_over]
        row.save(update_fields=["passed_over"])
    page = worker.get(page_of(found))
    assert page.status_code == 200
    assert str(found.homes["Cedar"]) not in page.content.decode()
    answer = worker.get(f"/api/v1/decisions/choices/{found.id}")
    assert answer.status_code == 200
    assert {each["name"] for each in answer.json()["choices"]} == {"Alder", "Birch"}
    given = {"search_id": str(found.id), "home_id": str(found.homes["Cedar"]), "why_not": {}, **REASONS}
    refused = worker.post("/api/v1/decisions/", given, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "home_cannot_be_chosen")
    assert not Decision.objects.exists()


# ---- what an approver reads, and what an empty form is told
def test_the_approver_reads_the_childs_words_and_then_the_frozen_card_of_the_chosen_home(worker, manager, found):
    decision_id = choose(found)
    page = manager.get(f"/decisions/{decision_id}/").content.decode()
    card = page.index('<article class="cc-home"')
    assert 0 < page.index("cc-voice") < card
    assert page.count("cc-voice") == worker.get(f"/decisions/{decision_id}/").content.decode().count("cc-voice")
    said = text(manager.get(f"/decisions/{decision_id}/"))
    assert "The chosen home, as the frozen list shows it, for a child aged" in said
    assert "What the law asks to keep" in said
    assert " met, " in said[said.index("The chosen home, as") :]
    assert '<article class="cc-home"' not in worker.get(f"/decisions/{decision_id}/").content.decode()


def test_an_empty_form_is_told_everything_that_it_lacks_at_once(worker, found):
    answer = worker.post(page_of(found), {})
    assert answer.status_code == 422
    said = text(answer)
    assert "Choose one home, or keep searching" in said
    assert "Say what the child's wishes changed." in said
    body = answer.content.decode()
    for name in ("why_chosen", "wishes_effect", "wishes_how"):
        assert f'id="id_{name}-error"' in body or f'id="id_{name}_error"' in body or f'href="#id_{name}' in body


# ---- the notice that comes before an approval
def outside(client_as):
    found = search(Alder={"authority": MEDWAY}, Birch={})
    decision_id = choose(found)
    return decision_id, client_as(Role.NOMINATED_OFFICER, authority=KENT), client_as(Role.SOCIAL_WORKER, authority=KENT)


def test_no_approval_is_offered_before_the_notice_and_the_page_names_who_sends_it(client_as):
    decision_id, nominated, worker = outside(client_as)
    page = f"/decisions/{decision_id}/"
    shown = nominated.get(page)
    assert f'action="{page}approve/"' not in shown.content.decode()
    assert f'action="{page}send-back/"' in shown.content.decode()
    assert "A notice comes before the approval" in text(shown)
    assert "A placement officer, a social worker or a team manager of the child’s council sends it" in text(shown)
    assert f"{page}notices/area_authority/" not in shown.content.decode()
    # Nobody who sends a notice is offered the approval, and whoever sends it is led there from their day.
    day = worker.get("/me/day/").content.decode()
    assert f"{page}notices/area_authority/" in day
    assert "cannot be approved before" in day
    assert "cannot be approved before" not in nominated.get("/me/day/").content.decode()
    tell_before(decision_id, at=EARLIER)
    assert f"{page}notices/area_authority/" not in worker.get("/me/day/").content.decode()
    told = nominated.get(page)
    assert f'action="{page}approve/"' in told.content.decode()
    assert "A notice comes before the approval" not in text(told)


def test_an_approval_that_is_sent_all_the_same_is_refused_on_the_page_of_the_choice(client_as):
    decision_id, nominated, _ = outside(client_as)
    page = f"/decisions/{decision_id}/"
    sent = nominated.post(f"{page}approve/", {"satisfied": [*FACTS]}, headers={"referer": f"http://testserver{page}"})
    assert sent.status_code == 409
    assert "no notice to the council of that area is recorded" in text(sent)
    assert "A notice comes before the approval" in text(sent)
    assert queries.decision(decision_id).state is State.PROPOSED


def test_who_may_send_a_notice_is_opened_to_it_from_the_choice(client_as):
    decision_id, _, worker = outside(client_as)
    assert (
        f"/decisions/{decision_id}/notices/area_authority/" in worker.get(f"/decisions/{decision_id}/").content.decode()
    )


def test_the_roles_for_an_act_are_said_as_a_sentence():
    assert roles_for("decisions.send_notice") == "a placement officer, a social worker or a team manager"
    assert roles_for("decisions.record_review") == "an independent reviewing officer"
