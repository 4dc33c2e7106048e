"""The young person's pages can be put into any language, either way round, and a child of eleven reads them."""

import re
from html import unescape

import pytest
from own_pages import PSEUDO, PSEUDO_LEFTWARDS, own_world, pseudo, speaking, texts_of

from carecommons.common.reading_age import reading_of

pytestmark = pytest.mark.django_db

# What people typed is theirs in any language: the test writes it in these marks and takes it out again.
TYPED = re.compile(r"«[^»]*»")
TRANSLATED = re.compile(r"⟦[^⟦⟧]*⟧")
# Names, and what a council sets for itself (parameters with a source).
OURS = ("Care Commons", "Alder", "Birch", "Childline", "Local Government and Social Care Ombudsman")
WALK_WORDS = (
    "I want to stay near my school and see my brother.", "Seeing my brother every week", "Goes well",
    "is farther from the school that they know.",
)  # fmt: skip
AGE_MAX, WORDS_A_SENTENCE_MAX = 11.0, 15


def typed(words: str) -> str:
    return f"«{words}»"


def unmarked(html: str) -> list[str]:
    """What stands on a page and was neither translated nor typed by somebody."""
    said = "\n".join(texts_of(html))
    said = TYPED.sub(" ", said)
    while TRANSLATED.search(said):
        said = TRANSLATED.sub(" ", said)
    for words in (*OURS, *WALK_WORDS):
        said = said.replace(words, " ")
    return [line.strip() for line in said.splitlines() if re.search(r"[A-Za-z]{2}", line)]


def test_the_pseudo_locale_would_find_a_string_that_was_not_marked():
    assert pseudo("Your <b>page</b> of %(name)s").startswith("⟦Yóúr <b>págé</b> óf %(name)s")
    assert unmarked(f"<p>{pseudo('Hello')}</p><p>Hello</p><p>{typed('Hi there')}</p>") == ["Hello"]
    assert unmarked(f'<p aria-label="Menu">{pseudo("Hello")}</p>') == ["Menu"]
    assert len(pseudo("Who looked at my page")) >= 1.3 * len("Who looked at my page")


@pytest.mark.parametrize("who", ["robin", "advocate"])
def test_no_string_of_a_child_s_page_is_left_unmarked(person, client_for, settings, who):
    world = own_world(person, words=typed)
    left: dict[str, list[str]] = {}
    with speaking(settings, PSEUDO):
        browser = client_for(getattr(world, who))
        for page in world.pages():
            answer = browser.get(page)
            assert answer.status_code == 200, page
            left[page] = unmarked(answer.content.decode())
        for page, sent in world.refused():
            answer = browser.post(page, sent)
            assert answer.status_code == 422, page
            left[f"{page} {sent}"] = unmarked(answer.content.decode())
    assert not {page: words for page, words in left.items() if words}


def test_the_page_says_which_language_it_is_in_and_which_way_it_runs(person, client_for, settings):
    world = own_world(person)
    page = f"/children/{world.child}/mine/"
    assert '<html lang="en-gb" class' in client_for(world.robin).get(page).content.decode()
    with speaking(settings, PSEUDO_LEFTWARDS):
        assert f'<html lang="{PSEUDO_LEFTWARDS}" dir="rtl"' in client_for(world.robin).get(page).content.decode()


def main_texts(html: str) -> list[str]:
    body = html.split("<main", 1)[1].split("</main>", 1)[0]
    body = re.sub(r"</?(?:b|span|strong|i|em)\b[^>]*>", "", body)  # inside a sentence
    return [unescape(text) for text in texts_of(f"<main{body}")]


def readings(person, client_for):
    world = own_world(person)
    for who in (world.robin, world.advocate):
        browser = client_for(who)
        for page in world.pages():
            yield who.role.value, page, reading_of(main_texts(browser.get(page).content.decode()))


def test_a_child_of_eleven_reads_every_page(person, client_for):
    found = list(readings(person, client_for))
    assert len(found) > 30
    for role, page, reading in found:
        assert reading.words > 20, page
        assert reading.age <= AGE_MAX, (role, page, reading)
        assert reading.words_a_sentence <= WORDS_A_SENTENCE_MAX, (role, page, reading)
