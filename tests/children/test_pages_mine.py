"""The child's own page: rendered apart from the staff's, in words that a child of eleven reads (look and feel 10)."""

import re
from datetime import UTC, datetime

import pytest
from django.utils.timezone import localdate

from carecommons.children import actions, queries
from carecommons.children.needs import DOMAINS
from carecommons.children.plain import HELP_WORDS, OWN_WORDS, PARTS, QUESTIONS, SOME_REASON, WHYS, why_words
from carecommons.common.errors import Faulty
from carecommons.people.models import Look
from carecommons.people.permissions import PERMISSIONS
from carecommons.people.roles import Role
from children.children_made import AT, DEVON, KENT, add_child, rating, ratings, record_needs
from children.test_pages import main_of, text_of

pytestmark = pytest.mark.django_db
OWN_PAGES = ("mine/", "mine/say/", "mine/tell/", "mine/needs/", "mine/needs/EMO/", "mine/advocate/")


@pytest.fixture
def worker(person):
    return person(Role.SOCIAL_WORKER, authority=KENT)


@pytest.fixture
def child_id(worker):
    made = add_child(by=worker)
    own = (rating("EMO", 3, own_words="Nights are hard"), *ratings()[1:])
    record_needs(made, by=worker, ratings=own)
    actions.add_connection(
        child_id=made, kind="sibling", name="My brother", postcode="CT1 1AA", how_often="every week", by=worker, at=AT
    )
    actions.add_connection(child_id=made, kind="place_to_avoid", name="The old flat", authority=DEVON, by=worker, at=AT)
    return made


@pytest.fixture
def robin(client_as, child_id):
    return client_as(Role.CHILD, children=[child_id])


@pytest.fixture
def advocate(client_as, child_id):
    return client_as(Role.ADVOCATE, children=[child_id])


@pytest.mark.parametrize("page", ["", "story/", "wishes/", "connections/", "needs/compare/"])
def test_child_and_advocate_are_led_to_the_child_s_own_page(robin, advocate, child_id, page):
    for browser in (robin, advocate):
        assert browser.get(f"/children/{child_id}/{page}")["Location"] == f"/children/{child_id}/mine/"


def test_the_page_greets_the_child_and_says_what_they_said_first(robin, child_id):
    said = text_of(robin.get(f"/children/{child_id}/mine/"))
    assert "Hello Robin. This is your page." in said
    order = ["Nothing is changing now", "My story", "What goes well", "My people and places", "What I want",
             "Seeing my brother every week", "My needs, as I see them", "Who looked at my page",
             "My advocate"]  # fmt: skip
    jumps = said.index("My advocate", said.index("Hello Robin")) + 1
    places = [said.index(order[0]), *(said.index(words, jumps) for words in order[1:])]
    assert places == sorted(places)


def test_the_way_out_is_the_first_thing_on_the_page(robin, child_id):
    for page in OWN_PAGES:
        body = main_of(robin.get(f"/children/{child_id}/{page}"))
        assert body.split(">", 1)[1].strip().startswith('<div class="govuk-exit-this-page"'), page
        assert 'href="https://www.bbc.co.uk/weather"' in body


def test_no_title_in_the_history_names_the_service(robin, child_id):
    for page in OWN_PAGES:
        html = robin.get(f"/children/{child_id}/{page}").content.decode()
        assert "Care Commons" not in html.split("<title>")[1].split("</title>")[0], page


def test_where_exit_leads_is_a_setting(robin, child_id, settings):
    settings.EXIT_ADDRESS = "https://example.org/news"
    assert 'href="https://example.org/news"' in main_of(robin.get(f"/children/{child_id}/mine/"))


def test_no_code_level_flag_or_word_of_the_trade_stands_on_the_child_s_page(robin, child_id):
    said = text_of(robin.get(f"/children/{child_id}/mine/"))
    body = said[said.index("Hello Robin") :]
    for word in ("SP-ASD", "Autism", "level", "placement", "contact", "respite", "LAC", "non-compliant", "profile",
                 "flag", "risk", "domain", "rated", "formulation", "C-9M2RD"):  # fmt: skip
        assert not re.search(rf"\b{word}\b", body, re.I), word
    for domain in DOMAINS:
        assert domain.code not in body
    assert "CT1 1AA" not in body
    assert "The old flat" not in body


def test_what_others_wrote_is_there_in_plain_words_with_the_child_s_own(robin, child_id):
    said = text_of(robin.get(f"/children/{child_id}/mine/"))
    assert "Feelings I say: “Nights are hard” The adults say: You need help every day." in said
    assert "What should change for you" in said


def test_the_child_reads_who_looked_and_leaves_no_look_behind(robin, advocate, client_for, worker, child_id):
    client_for(worker).get(f"/children/{child_id}/")
    said = text_of(robin.get(f"/children/{child_id}/mine/"))
    assert "Your social worker To read about you, so that they can help." in said
    assert Look.objects.filter(child_id=child_id).count() == 1
    advocate.get(f"/children/{child_id}/mine/")
    assert Look.objects.filter(child_id=child_id, role="advocate").count() == 1


def test_another_child_s_page_is_no_page(client_as, robin, worker, child_id):
    other = add_child(by=worker, reference="C-22222")
    for page in OWN_PAGES:
        assert robin.get(f"/children/{other}/{page}").status_code == 404


def test_staff_do_not_open_the_child_s_own_page(client_for, worker, child_id):
    for page in ("mine/", "mine/needs/", "mine/needs/EMO/", "mine/advocate/"):
        assert client_for(worker).get(f"/children/{child_id}/{page}").status_code == 403
    assert client_for(worker).get(f"/children/{child_id}/mine/say/")["Location"].endswith("/wishes/add/")
    assert client_for(worker).get(f"/children/{child_id}/mine/tell/")["Location"].endswith("/story/add/")


def test_the_child_says_something_and_it_is_kept_word_for_word(robin, child_id):
    empty = robin.post(f"/children/{child_id}/mine/say/", {"words": ""})
    assert empty.status_code == 422
    assert "Write what you want to say." in text_of(empty)
    kept = robin.post(f"/children/{child_id}/mine/say/", {"words": "I want to stay. Please."})
    assert kept["Location"] == f"/children/{child_id}/mine/"
    (wish,) = queries.wishes(child_id)
    assert (wish.words, wish.stage, wish.how) == ("I want to stay. Please.", "any_time", "written")
    assert wish.recorded_by_role == "child"
    said = text_of(robin.get(f"/children/{child_id}/mine/"))
    assert "Thank you. We kept your words." in said
    assert "I want to stay. Please." in said


def test_an_advocate_says_it_for_the_child_and_that_is_written_down(advocate, child_id):
    advocate.post(f"/children/{child_id}/mine/say/", {"words": "Robin wants to stay."})
    assert queries.wishes(child_id)[0].how == "advocate"


def test_the_child_tells_their_story_and_it_is_in_the_child_s_words(robin, child_id):
    refused = robin.post(f"/children/{child_id}/mine/tell/", {"words": " ", "strengths": "", "helps": ""})
    assert refused.status_code == 422
    assert "Not sent yet. Look at this:" in text_of(refused)
    assert "Write something in one of the boxes." in text_of(refused)
    robin.post(f"/children/{child_id}/mine/tell/", {"words": "I sing", "strengths": "Singing", "helps": "Quiet"})
    told = queries.story(child_id)
    assert (told.authorship, told.written_by_role, told.words) == ("child", "child", "I sing")


@pytest.mark.parametrize("box", ["words", "strengths", "helps"])
def test_one_box_is_enough_for_the_young_person_s_own_story_and_all_who_read_it_read_it(
    robin, client_for, worker, child_id, box
):
    sent = {"words": "", "strengths": "", "helps": ""} | {box: "I sing at night."}
    assert robin.post(f"/children/{child_id}/mine/tell/", sent).status_code == 302
    told = queries.story(child_id)
    assert {name: getattr(told, name) for name in sent} == sent
    assert told.told == "I sing at night."
    assert "I sing at night." in text_of(robin.get(f"/children/{child_id}/mine/"))
    for page in ("", "story/"):
        said = text_of(client_for(worker).get(f"/children/{child_id}/{page}"))
        assert "I sing at night." in said
        assert ("What helps" in said) is (box == "helps")


@pytest.mark.parametrize("authorship", ["agreed", "adult"])
def test_a_story_that_staff_write_owes_every_part_and_so_does_any_that_is_not_in_the_child_s_words(
    robin, worker, child_id, authorship
):
    short = {"words": "Robin sings.", "strengths": "", "helps": "", "not_agreed_because": "Not asked yet."}
    for by, whose in ((worker, authorship), (worker, "child"), (robin.person, authorship)):
        with pytest.raises(Faulty) as refused:
            actions.write_story(child_id=child_id, authorship=whose, by=by, at=datetime.now(UTC), **short)
        assert [fault.column for fault in refused.value.faults] == ["strengths", "helps"]
    assert queries.story(child_id) is None


def test_what_an_adult_wrote_down_that_they_said_can_be_taken_back(robin, child_id):
    at = f"/children/{child_id}/mine/needs/EMO/"
    assert "Nights are hard" in text_of(robin.get(at))
    assert robin.post(at, {"level": "", "words": ""}).status_code == 302
    assert "Nights are hard" not in text_of(robin.get(f"/children/{child_id}/mine/"))
    assert [(each.level, each.words) for each in queries.own_views(child_id)] == [(None, "")]


def test_a_young_person_s_title_in_the_history_is_my_page_on_every_page(robin, child_id):
    around = (
        "/privacy/", "/accessibility/", "/about/", "/help/all/", "/help/young/", "/decisions/", "/criteria/",
        "/register/", "/no-such-page/",
    )  # fmt: skip
    for page in (*(f"/children/{child_id}/{page}" for page in OWN_PAGES), *around):
        answer = robin.get(page)
        html = answer.content.decode()
        assert html.count("<title>My page</title>") == 1, page
        assert 'class="govuk-exit-this-page"' in main_of(answer), page
        assert html.count("cc/exit.js") == 1, page
        assert "Public register" not in html.split("<footer")[-1], page


def test_a_stranger_s_and_a_worker_s_pages_have_titles_of_their_own_and_no_such_button(client, client_for, worker):
    for browser in (client, client_for(worker)):
        html = browser.get("/privacy/").content.decode()
        assert "– Care Commons</title>" in html
        assert "govuk-exit-this-page" not in html
        assert "cc/exit.js" not in html


def test_who_may_read_is_said_to_the_reader_and_only_the_young_person_asks_their_advocate(robin, advocate, child_id):
    page = f"/children/{child_id}/mine/advocate/"
    assert "Only you and your advocate can read this." in text_of(robin.get(page))
    assert "Only the young person and their advocate can read this." in text_of(advocate.get(page))
    looks = f"/looks/{child_id}/"
    assert "Ask my advocate to help" in text_of(robin.get(looks))
    assert "Ask my advocate to help" not in text_of(advocate.get(looks))


def test_an_advocate_s_list_leads_to_the_children_they_speak_for(advocate, child_id):
    said = main_of(advocate.get("/children/"))
    assert "The young people you speak for" in said
    assert f'href="/children/{child_id}/mine/"' in said


def test_every_part_of_life_and_every_level_has_words_for_the_child():
    assert [*PARTS] == [domain.code for domain in DOMAINS] or set(PARTS) == {domain.code for domain in DOMAINS}
    assert set(QUESTIONS) == set(PARTS)
    assert len(HELP_WORDS) == len(OWN_WORDS) == 5


def test_every_act_that_leaves_a_look_has_a_reason_in_the_child_s_words():
    assert set(WHYS) <= set(PERMISSIONS)
    # What shows no child leaves no look at one, and a private thread leaves none by law of the house.
    private = {"children.keep_draft", "children.see_messages", "children.write_message"}
    shown = {act for act, each in PERMISSIONS.items() if each.data_class in ("D3", "D4", "D6") and each.reach}
    assert {act for act in shown - private if why_words(act) == SOME_REASON} == set()


def test_an_adult_s_words_never_fill_the_child_s_own_story(robin, worker, child_id):
    told = {"words": "Robin likes maps.", "strengths": "Kind", "helps": "Plans", "by": worker, "at": AT}
    actions.write_story(child_id=child_id, authorship="adult", not_agreed_because="Too soon.", **told)
    page = robin.get(f"/children/{child_id}/mine/tell/")
    assert "Robin likes maps." not in page.content.decode()
    assert "cc-voice" not in main_of(robin.get(f"/children/{child_id}/mine/"))
    actions.write_story(child_id=child_id, authorship="agreed", **told)
    assert "Robin likes maps." not in robin.get(f"/children/{child_id}/mine/tell/").content.decode()
    assert "cc-voice" not in main_of(robin.get(f"/children/{child_id}/mine/"))
    actions.write_story(child_id=child_id, authorship="child", **told)
    assert "Robin likes maps." in robin.get(f"/children/{child_id}/mine/tell/").content.decode()


def test_what_an_adult_noticed_is_not_shown_as_the_child_s_voice(robin, worker, child_id):
    actions.record_wish(
        child_id=child_id, stage="review", words="Settles when carried.", how="shown", said_on=localdate(AT), by=worker,
        at=AT,
    )  # fmt: skip
    body = main_of(robin.get(f"/children/{child_id}/mine/"))
    assert "Settles when carried." in body
    assert "cc-voice" not in body
    assert "An adult wrote down what you showed or drew." in body


def test_what_an_adult_typed_says_so_beside_the_words(robin, client_for, worker, child_id):
    actions.record_wish(
        child_id=child_id, stage="review", words="Near Nan.", how="written", said_on=localdate(AT), by=worker, at=AT
    )
    assert "An adult wrote down what you said." in text_of(robin.get(f"/children/{child_id}/mine/"))
    for page in ("", "wishes/"):
        assert "Written down by the social worker" in text_of(client_for(worker).get(f"/children/{child_id}/{page}"))
    robin.post(f"/children/{child_id}/mine/tell/", {"words": "I sing.", "strengths": "Songs", "helps": "Time"})
    assert "Tell it in your words." not in text_of(robin.get(f"/children/{child_id}/mine/"))
