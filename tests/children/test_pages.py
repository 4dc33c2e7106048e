"""The pages of a child's record, as those who work with the child meet them (handbook A2, A3, A5, A8, A10)."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from carecommons.children import actions, models, queries
from carecommons.people.models import Look
from carecommons.people.roles import Role
from children.children_made import AT, DEVON, KENT, TODAY, add_child, record_needs

pytestmark = pytest.mark.django_db

PAGES = (
    "", "needs/", "needs/EDU/", "needs/strengths/", "needs/matters/", "needs/outcomes/", "needs/specialist/",
    "needs/assessment/", "needs/check/", "needs/compare/", "story/", "story/add/", "wishes/", "wishes/add/",
    "connections/", "connections/add/", "connections/avoid/", "protected/",
)  # fmt: skip
OWN_PAGES = ("mine/", "mine/say/", "mine/tell/", "mine/needs/", "mine/needs/EMO/", "mine/advocate/")


@pytest.fixture
def worker(person):
    return person(Role.SOCIAL_WORKER, authority=KENT)


@pytest.fixture
def browser(client_for, worker) -> Client:
    return client_for(worker)


@pytest.fixture
def child_id(worker):
    """A child of whom everything is recorded."""
    made = add_child(by=worker, languages=("Arabic",))
    told = {"by": worker, "at": AT}
    record_needs(made, by=worker)
    record_needs(made, by=worker)
    actions.write_story(
        child_id=made, words="I am good at voices. I lived with Nan.", strengths="Makes people laugh",
        helps="Tell me the plan", authorship="child", **told,
    )  # fmt: skip
    actions.record_wish(
        child_id=made, stage="before_shortlist", words="I want to stay near Nan.", how="said", said_on=TODAY, **told
    )
    actions.add_connection(child_id=made, kind="sibling", name="My brother", postcode="CT1 1AA", **told)
    actions.add_connection(child_id=made, kind="place_to_avoid", name="The old flat", authority=DEVON, **told)
    return made


def text_of(response) -> str:
    body = re.sub(r"(?s)<(script|head|svg)\b.*?</\1>", " ", response.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).replace("\xa0", " ").strip()


def main_of(response) -> str:
    return response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


# ------------------------------------------------------------------ every page
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_has_one_heading_and_labels_every_control(browser, child_id, page):
    response = browser.get(f"/children/{child_id}/{page}")
    assert response.status_code == 200
    body = main_of(response)
    assert len(re.findall(r"<h1\b", body)) == 1
    assert "style=" not in body
    assert not re.search(r"\son[a-z]+=", body)
    ids = re.findall(r'\sid="([^"]+)"', body)
    assert len(ids) == len(set(ids)), "an id stands twice"
    labelled = set(re.findall(r'<label[^>]*\sfor="([^"]+)"', body))
    for control in re.findall(r"<(?:input|select|textarea)\b[^>]*>", body):
        if 'type="hidden"' not in control:
            assert re.search(r'\sid="([^"]+)"', control).group(1) in labelled, control
    for described in re.findall(r'aria-describedby="([^"]+)"', body):
        assert set(described.split()) <= set(ids), described


@pytest.mark.parametrize("page", PAGES)
def test_every_page_tells_the_child_who_looked(browser, worker, child_id, page):
    before = Look.objects.filter(child_id=child_id).count()
    browser.get(f"/children/{child_id}/{page}")
    looks = Look.objects.filter(child_id=child_id).order_by("-id")
    assert looks.count() == before + 1
    look = looks[0]
    assert (look.account_id, look.role, look.automatic) == (worker.id, "social_worker", False)
    assert look.purpose
    assert look.act.startswith("children.")


@pytest.mark.parametrize("page", [*PAGES, *OWN_PAGES])
def test_a_child_of_another_council_is_the_same_page_as_no_child(client_as, child_id, page):
    far = client_as(Role.SOCIAL_WORKER, authority=DEVON)
    theirs, nobody = far.get(f"/children/{child_id}/{page}"), far.get(f"/children/{uuid4()}/{page}")
    assert theirs.status_code == nobody.status_code
    # A page of the child's own is no social worker's at all, anywhere: refused by role, alike for every child.
    assert theirs.status_code in (404, 403, 302)
    assert len(theirs.content) == len(nobody.content)
    assert not Look.objects.filter(child_id=child_id, account_id=far.person.id).exists()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [Role.PLANNER, Role.PROVIDER_MANAGER, Role.PARENT, Role.AUDITOR, Role.OPERATOR])
def test_whose_role_never_may_is_refused(client_as, child_id, role, page):
    browser = client_as(role, authority=KENT)
    assert browser.get(f"/children/{child_id}/{page}").status_code == 403
    assert not Look.objects.filter(account_id=browser.person.id).exists()


@pytest.mark.parametrize("page", [*PAGES, *OWN_PAGES])
def test_nobody_reads_without_signing_in(child_id, page):
    response = Client().get(f"/children/{child_id}/{page}")
    assert response.status_code == 302
    assert "/account/login/" in response["Location"]


MONEY = re.compile(
    r"\b(price|prices|priced|cost|costs|fee|fees|£|weekly rate|invoice|budget|spend|market|bed|beds)\b", re.I
)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_the_room_speaks_of_money_or_of_beds(browser, child_id, page):
    """A10: children before money; here there is no money at all, in words or in order."""
    assert not MONEY.findall(text_of(browser.get(f"/children/{child_id}/{page}")))


# ------------------------------------------------------------------ the record
def test_the_record_opens_with_the_child_s_own_words(browser, child_id):
    body = main_of(browser.get(f"/children/{child_id}/"))
    assert re.search(r"<h1[^>]*>“I am good at voices.”</h1>", body)


def test_strengths_stand_before_needs_and_the_child_s_words_before_both(browser, child_id):
    said = text_of(browser.get(f"/children/{child_id}/"))
    order = [
        "I am good at voices", "My story", "What matters to me", "Strengths", "What I need, in twelve parts of life",
        "People and places", "How things have changed", "Who looked at this record",
    ]  # fmt: skip
    places = [said.index(words) for words in order]
    assert places == sorted(places)


def test_the_needs_are_said_aloud_part_by_part_with_no_total(browser, child_id):
    said = text_of(browser.get(f"/children/{child_id}/"))
    assert "Feelings : level 3 of 4" in said
    assert "Settling : unknown" in said
    assert "Levels are never added up" in said
    assert not re.search(r"\b(total|score|overall|average)\b", said, re.I)


def test_a_specialist_need_stands_outside_the_twelve_with_its_basis(browser, child_id):
    body = main_of(browser.get(f"/children/{child_id}/"))
    assert '<strong class="cc-tag cc-tag--flag">Autism</strong>' in body
    assert "Clinical psychologist" in body
    assert body.index("cc-tag--flag") < body.index('class="cc-levels"')


def test_addresses_and_places_to_avoid_are_not_on_the_record(browser, child_id):
    for page in ("", "connections/", "protected/"):
        body = browser.get(f"/children/{child_id}/{page}").content.decode()
        assert "CT1 1AA" not in body
        assert "ME14 1XQ" not in body
        assert "The old flat" not in body


def test_the_record_lists_who_looked_and_why(browser, child_id):
    said = text_of(browser.get(f"/children/{child_id}/"))
    assert "Social worker Reading the record" in said
    assert "The child sees this same list." in said


def test_looks_of_one_role_purpose_and_day_are_one_line_and_none_is_left_out(browser, child_id):
    for _ in range(3):
        response = browser.get(f"/children/{child_id}/")
    said = text_of(response)
    assert said.count("Social worker Reading the record") == 1
    assert "the last of 3 times that day" in said


def test_a_child_who_did_not_want_to_say_is_not_given_words(browser, worker, child_id):
    asked = {"stage": "review", "words": "Asked at tea.", "how": "not_said", "said_on": TODAY, "by": worker, "at": AT}
    actions.record_wish(child_id=child_id, **asked)
    for page in ("", "wishes/"):
        body = main_of(browser.get(f"/children/{child_id}/{page}"))
        spoken = re.findall(r'(?s)<blockquote class="cc-voice">.*?</blockquote>', body)
        assert spoken
        assert not any("Asked at tea." in words for words in spoken)


def test_who_may_not_see_looks_is_told_who_may(client_as, child_id):
    said = text_of(client_as(Role.CLINICIAN, authority=KENT).get(f"/children/{child_id}/"))
    assert "You are now in that list." in said


def test_a_record_with_nothing_in_it_says_what_to_do_first(browser, worker):
    said = text_of(browser.get(f"/children/{add_child(by=worker)}/"))
    assert "Nobody has written down this child’s own words yet" in said
    assert "Needs have not been rated yet" in said
    assert "Begin the needs profile" in said


def test_words_of_a_child_are_shown_and_never_run(browser, worker):
    child_id = add_child(by=worker, known_as="<b>R</b>")
    actions.record_wish(
        child_id=child_id, stage="review", words="<script>alert(1)</script> near Nan", how="written", said_on=TODAY,
        by=worker, at=AT,
    )  # fmt: skip
    for page in ("", "wishes/"):
        body = main_of(browser.get(f"/children/{child_id}/{page}"))
        assert "<script>alert" not in body
        assert "&lt;script&gt;alert(1)&lt;/script&gt; near Nan" in body


# ------------------------------------------------------------------ protected
def test_protected_addresses_are_shown_once_for_a_reason_that_the_child_can_read(browser, child_id):
    empty = browser.post(f"/children/{child_id}/protected/", {"reason": " "})
    assert empty.status_code == 422
    assert "Say why you need to see this now." in text_of(empty)
    assert "CT1 1AA" not in empty.content.decode()
    shown = text_of(browser.post(f"/children/{child_id}/protected/", {"reason": "Planning the move"}))
    assert "My brother CT1 1AA" in shown
    assert "Devon" in shown
    assert "The old flat" in shown
    look = Look.objects.filter(child_id=child_id).latest("id")
    assert (look.act, look.purpose) == ("children.see_protected", "Planning the move")


def test_others_who_read_the_record_do_not_see_protected_addresses(client_as, child_id):
    clinician = client_as(Role.CLINICIAN, authority=KENT)
    assert clinician.post(f"/children/{child_id}/protected/", {"reason": "Curious"}).status_code == 403
    assert "protected" not in main_of(clinician.get(f"/children/{child_id}/"))


# ------------------------------------------------------------------ the list
def test_the_list_says_what_each_child_waits_for_the_promised_first(browser, worker, child_id):
    add_child(by=worker, reference="C-00001", known_as="Sam")
    said = text_of(browser.get("/children/"))
    assert "Find out what is unknown in one part of life" in said
    assert "Begin the needs profile" in said
    assert said.index("C-00001") < said.index("C-9M2RD")
    assert "2 children." in said


def test_the_list_is_a_look_at_each_child_on_it(browser, worker, child_id):
    browser.get("/children/")
    look = Look.objects.get(child_id=child_id)
    assert (look.act, look.purpose) == ("children.see_caseload", "Reading a list of children")


def test_the_list_holds_only_one_s_own_children(client_as, child_id):
    far = client_as(Role.SOCIAL_WORKER, authority=DEVON)
    assert "C-9M2RD" not in text_of(far.get("/children/"))
    assert "No child here has this reference" in text_of(far.get("/children/?reference=C-9M2RD"))
    assert not Look.objects.exists()


@pytest.mark.parametrize("typed", ["C-9M2RD", "c-9m2rd", "9m2rd", " C 9M2RD "])
def test_a_child_is_found_by_reference_however_it_is_typed(browser, child_id, typed):
    assert "Robin" in text_of(browser.get("/children/", {"reference": typed}))


@pytest.mark.parametrize("typed", ["Robinson", "C-7K4Q", "*", "C-9M2RD' or '1'='1"])
def test_there_is_no_search_by_name(browser, child_id, typed):
    said = text_of(browser.get("/children/", {"reference": typed}))
    assert "No child here has this reference" in said
    assert "A reference is C- and five letters or digits." in said


def test_a_long_list_is_paged_and_only_what_is_shown_is_a_look(browser, worker):
    for number in range(30):
        add_child(by=worker, reference=f"C-{number:05}".replace("I", "1"))
    assert text_of(browser.get("/children/")).count("Needs not rated yet") == 25
    assert Look.objects.count() == 25
    assert text_of(browser.get("/children/?page=2")).count("Needs not rated yet") == 5


def test_the_list_asks_the_database_the_same_number_of_times_however_long_it_is(worker, django_assert_num_queries):
    add_child(by=worker)
    with django_assert_num_queries(5):
        queries.caseload(worker, TODAY)
    for number in range(9):
        add_child(by=worker, reference=f"C-0000{number}")
    with django_assert_num_queries(5):
        assert len(queries.caseload(worker, TODAY)) == 10


# ------------------------------------------------------------------ opening a record
ROBIN = {
    "known_as": "Robin", "birth_date_day": "27", "birth_date_month": "3", "birth_date_year": "2012", "sex": "F",
    "authority": KENT, "home_postcode": "me141xq", "languages": "Arabic\n\nDari", "access_needs": ["wheelchair"],
}  # fmt: skip


def test_a_record_is_opened_under_a_random_reference(browser):
    response = browser.post("/children/add/", ROBIN)
    made = models.Child.objects.get()
    assert response["Location"] == f"/children/{made.pk}/"
    assert re.fullmatch(r"C-[0-9A-HJKMNP-TV-Z]{5}", made.reference)
    assert (made.home_postcode, made.languages, made.access_needs) == ("ME14 1XQ", ["Arabic", "Dari"], ["wheelchair"])
    assert made.legal_status == ""


def test_every_fault_of_a_record_is_shown_at_once_and_nothing_typed_is_lost(browser):
    response = browser.post(
        "/children/add/", {**ROBIN, "known_as": "", "birth_date_year": "2999", "home_postcode": "ME"}
    )
    assert response.status_code == 422
    said = text_of(response)
    assert "3 things need mending" in said
    for words in (
        "Enter what the child likes to be called.",
        "Date of birth: enter a year from 1900 to 2200.",
        "Postcode of the child’s own home must be a full postcode, such as EX1 1AA.",
    ):
        assert words in said
    assert "Dari" in response.content.decode()
    assert not models.Child.objects.exists()


def test_the_same_identifier_of_the_return_is_refused_in_words(browser):
    browser.post("/children/add/", {**ROBIN, "return_key": "903-1"})
    again = browser.post("/children/add/", {**ROBIN, "return_key": "903-1"})
    assert again.status_code == 422
    assert "Open that record instead." in text_of(again)


def test_a_council_that_is_not_one_s_own_is_refused(browser):
    assert browser.post("/children/add/", {**ROBIN, "authority": DEVON}).status_code == 404
    assert not models.Child.objects.exists()


# ------------------------------------------------------------------ story, wishes, connections
def test_a_wish_is_written_and_put_right(browser, child_id):
    asked = {"stage": "review", "how": "said", "said_on_day": "1", "said_on_month": "11", "said_on_year": "2025"}
    address = f"/children/{child_id}/wishes/add/"
    assert browser.post(address, {**asked, "words": "Near Dan"})["Location"] == f"/children/{child_id}/wishes/"
    wrong = next(wish for wish in queries.wishes(child_id) if wish.words == "Near Dan")
    assert "Near Dan" in browser.get(f"{address}?corrects={wrong.id}").content.decode()
    browser.post(f"{address}?corrects={wrong.id}", {**asked, "words": "Near Nan"})
    said = text_of(browser.get(f"/children/{child_id}/wishes/"))
    assert "Put right since: see the later record." in said
    again = browser.post(f"{address}?corrects={wrong.id}", {**asked, "words": "Near Pam"})
    assert again.status_code == 422
    assert "Someone has corrected this already." in text_of(again)
    assert "Near Pam" in again.content.decode()


def test_a_correction_of_nothing_is_not_found(browser, child_id):
    for asked in ("nonsense", str(uuid4())):
        assert browser.get(f"/children/{child_id}/wishes/add/?corrects={asked}").status_code == 404
        assert browser.get(f"/children/{child_id}/connections/add/?corrects={asked}").status_code == 404


def test_the_story_is_written_anew_from_the_last_one(browser, child_id):
    address = f"/children/{child_id}/story/add/"
    assert "Makes people laugh" in browser.get(address).content.decode()
    told = {"words": "I sing.", "strengths": "Sings", "helps": "Quiet", "authorship": "adult"}
    refused = browser.post(address, told)
    assert "Say why the child has not agreed to it yet, and when you will ask." in text_of(refused)
    browser.post(address, {**told, "not_agreed_because": "She is away; asked again on Friday."})
    assert queries.story(child_id).version == 2
    said = text_of(browser.get(f"/children/{child_id}/story/"))
    assert said.index("Version 2") < said.index("Version 1")
    assert "cc-voice" not in main_of(browser.get(f"/children/{child_id}/story/")).split("Version 1")[0]


def test_a_connection_is_added_put_right_and_ended(browser, child_id):
    address = f"/children/{child_id}/connections/add/"
    browser.post(address, {"kind": "friend", "name": "Jo", "keep": "on", "postcode": "ct11aa"})
    friend = next(each for each in queries.connections(child_id) if each.name == "Jo")
    browser.post(f"{address}?corrects={friend.id}", {"kind": "friend", "name": "Joe", "keep": "on"})
    joe = next(each for each in queries.connections(child_id) if each.name == "Joe")
    browser.post(f"{address}?corrects={joe.id}", {"kind": "friend", "name": "Joe", "ended": "1"})
    assert [each.name for each in queries.connections(child_id)] == ["My brother"]


def test_a_place_to_avoid_is_not_offered_among_people_and_is_added_on_its_own_page(browser, child_id):
    page = browser.get(f"/children/{child_id}/connections/add/").content.decode()
    assert 'value="place_to_avoid"' not in page
    refused = browser.post(f"/children/{child_id}/connections/avoid/", {"name": "x", "authority": "", "postcode": ""})
    assert "Give either a whole council area, or the postcode of one place." in text_of(refused)
    browser.post(f"/children/{child_id}/connections/avoid/", {"name": "x", "postcode": "ct11aa", "miles": "12"})
    assert queries.avoided_places(child_id)[1].miles == 12 or queries.avoided_places(child_id)[0].miles == 12


@pytest.mark.parametrize("page", ["story/add/", "wishes/add/", "connections/add/", "connections/avoid/"])
def test_who_may_read_but_not_write_finds_no_form(client_as, child_id, page):
    officer = client_as(Role.PLACEMENT_OFFICER, authority=KENT)
    assert officer.get(f"/children/{child_id}/{page}").status_code == 403
    assert officer.get(f"/children/{child_id}/").status_code == 200
    assert page not in main_of(officer.get(f"/children/{child_id}/"))


# ------------------------------------------------------------------ school
def test_a_virtual_school_head_reads_school_matters_and_nothing_else(client_as, worker, child_id):
    actions.add_connection(child_id=child_id, kind="school", name="Hill School", keep=True, by=worker, at=AT)
    head = client_as(Role.VIRTUAL_SCHOOL_HEAD, authority=KENT)
    said = text_of(head.get(f"/children/{child_id}/school/"))
    assert "Hill School" in said
    assert "School" in said
    assert "Learning and talking" in said
    assert "Feelings" not in said
    assert "My brother" not in said
    look = Look.objects.filter(child_id=child_id).latest("id")
    assert (look.act, look.role) == ("children.see_schooling", "virtual_school_head")
    for page in ("", "needs/", "needs/compare/", "story/", "wishes/", "connections/", "protected/"):
        assert head.get(f"/children/{child_id}/{page}").status_code == 403


def test_the_list_of_a_virtual_school_head_leads_to_school_and_says_nothing_else_of_a_child(client_as, child_id):
    body = main_of(client_as(Role.VIRTUAL_SCHOOL_HEAD, authority=KENT).get("/children/"))
    assert f"/children/{child_id}/school/" in body
    assert "Find out what is unknown" not in body
    assert "needs, story or wishes are missing" not in body
