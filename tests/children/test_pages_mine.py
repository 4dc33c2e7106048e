"""The child's own page: rendered apart from the staff's, in words that a child of eleven reads (look and feel 10)."""

import re
from pathlib import Path

import pytest

from carecommons import children
from carecommons.children import actions, queries
from carecommons.children.child_words import HELP_WORDS, OWN_WORDS, UNKNOWN_WORDS
from carecommons.children.needs import DOMAINS
from carecommons.people.models import Look
from carecommons.people.roles import Role
from children.children_made import AT, DEVON, KENT, add_child, rating, ratings, record_needs
from children.test_pages import main_of, text_of

pytestmark = pytest.mark.django_db
TEMPLATES = Path(children.__file__).parent / "templates" / "children"
OWN = ("mine.html", "say.html", "tell.html")


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
    order = ["What you said", "Seeing my brother every week", "Your story", "What goes well", "What helps you",
             "Your people and places", "Who looked at your page"]  # fmt: skip
    places = [said.index(words, said.index("Hello Robin") + 200) for words in order[2:]]
    assert places == sorted(places)


def test_the_way_out_is_the_first_thing_on_the_page(robin, child_id):
    for page in ("mine/", "mine/say/", "mine/tell/"):
        body = main_of(robin.get(f"/children/{child_id}/{page}"))
        assert body.index("govuk-exit-this-page") < body.index("<h1")


def test_no_code_level_flag_or_word_of_the_trade_stands_on_the_child_s_page(robin, child_id):
    said = text_of(robin.get(f"/children/{child_id}/mine/"))
    body = said[said.index("Hello Robin") :]
    for word in ("SP-ASD", "Autism", "level", "placement", "contact", "respite", "LAC", "non-compliant", "profile",
                 "flag", "risk", "domain", "formulation", "C-9M2RD"):  # fmt: skip
        assert not re.search(rf"\b{word}\b", body, re.I), word
    for domain in DOMAINS:
        assert domain.code not in body
    assert "CT1 1AA" not in body
    assert "The old flat" not in body


def test_what_others_wrote_is_there_in_plain_words_with_the_child_s_own(robin, child_id):
    said = text_of(robin.get(f"/children/{child_id}/mine/"))
    assert "Feelings. You need help every day. You said: “Nights are hard”" in said
    assert "What should change for you" in said


def test_the_child_reads_who_looked_and_leaves_no_look_behind(robin, advocate, client_for, worker, child_id):
    client_for(worker).get(f"/children/{child_id}/")
    said = text_of(robin.get(f"/children/{child_id}/mine/"))
    assert "A social worker looked. Why: Reading the record." in said
    assert Look.objects.filter(child_id=child_id).count() == 1
    advocate.get(f"/children/{child_id}/mine/")
    assert Look.objects.filter(child_id=child_id, role="advocate").count() == 1


def test_another_child_s_page_is_no_page(client_as, robin, worker, child_id):
    other = add_child(by=worker, reference="C-22222")
    for page in ("mine/", "mine/say/", "mine/tell/"):
        assert robin.get(f"/children/{other}/{page}").status_code == 404


def test_staff_do_not_open_the_child_s_own_page(client_for, worker, child_id):
    assert client_for(worker).get(f"/children/{child_id}/mine/").status_code == 403
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
    refused = robin.post(f"/children/{child_id}/mine/tell/", {"words": "I sing", "strengths": "", "helps": ""})
    assert "Write something here: What are you good at? What do you love?" in text_of(refused)
    robin.post(f"/children/{child_id}/mine/tell/", {"words": "I sing", "strengths": "Singing", "helps": "Quiet"})
    told = queries.story(child_id)
    assert (told.authorship, told.written_by_role, told.words) == ("child", "child", "I sing")


def test_an_advocate_s_list_leads_to_the_children_they_speak_for(advocate, child_id):
    said = main_of(advocate.get("/children/"))
    assert "The young people you speak for" in said
    assert f'href="/children/{child_id}/mine/"' in said


# ------------------------------------------------------------------ reading age
def sentences() -> list[str]:
    found = []
    for name in OWN:
        text = (TEMPLATES / name).read_text(encoding="utf-8").split("{% block content %}")[1]
        text = re.sub(r"</(p|li|h1|h2|a|button|ul|ol)>", ". ", text)
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]+>", " ", text)
        found += [" ".join(each.split()) for each in re.split(r"[.!?:]", text) if len(each.split()) > 2]
    return found + [
        each for words in (*HELP_WORDS, *OWN_WORDS, UNKNOWN_WORDS) for each in re.split(r"[.]", words) if each.strip()
    ]


def syllables(word: str) -> int:
    plain = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", plain))
    return max(1, groups - (plain.endswith("e") and not plain.endswith("le") and groups > 1))


def test_a_child_of_eleven_can_read_it():
    """Flesch-Kincaid grade 0.39 words/sentence + 11.8 syllables/word - 15.59, plus 5 for the age: 11 at most."""
    said = sentences()
    assert len(said) > 25
    assert max(len(each.split()) for each in said) <= 15
    words = [word for each in said for word in each.split() if re.search(r"[a-z]", word, re.I)]
    grade = 0.39 * len(words) / len(said) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    assert grade + 5 <= 11


def test_what_an_adult_typed_says_so_beside_the_words(robin, client_for, worker, child_id):
    actions.record_wish(
        child_id=child_id, stage="review", words="Near Nan.", how="written", said_on=AT.date(), by=worker, at=AT
    )
    assert "Written down by your social worker" in text_of(robin.get(f"/children/{child_id}/mine/"))
    for page in ("", "wishes/"):
        assert "Written down by the social worker" in text_of(client_for(worker).get(f"/children/{child_id}/{page}"))
    robin.post(f"/children/{child_id}/mine/tell/", {"words": "I sing.", "strengths": "Songs", "helps": "Time"})
    assert "Tell it again." not in text_of(robin.get(f"/children/{child_id}/mine/"))
