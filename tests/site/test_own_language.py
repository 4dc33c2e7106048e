"""The young person's pages can be put into any language, either way round, and a child of eleven reads them."""

import ast
import os
import re
from html import unescape
from pathlib import Path

import allauth
import django
import pytest
from django.test import Client
from own_pages import PSEUDO, PSEUDO_LEFTWARDS, Pseudo, met, own_world, pseudo, speaking, texts_of

import carecommons
from carecommons.children.plain import PARTS
from carecommons.common.reading_age import reading_of
from carecommons.people.models import Account

pytestmark = pytest.mark.django_db

# What people typed is theirs in any language: the test writes it in these marks and takes it out again.
TYPED = re.compile(r"«[^»]*»")
# Addresses, and the stable codes of refusals, are the same in every language.
NO_WORDS = re.compile(r"(?<!\S)/[\w/.-]*|\b[a-z]+(?:_[a-z]+)+\b")
TRANSLATED = re.compile(r"⟦[^⟦⟧]*⟧")
# Names, and what a council sets for itself (parameters with a source).
OURS = ("Care Commons", "Alder", "Birch", "Childline", "Local Government and Social Care Ombudsman")
WALK_WORDS = (
    "I want to stay near my school and see my brother.", "Seeing my brother every week", "Goes well",
    "is farther from the school that they know.",
)  # fmt: skip
MANUAL = Path(__file__).resolve().parents[2] / "docs" / "manual"
FIGURES = MANUAL / "reading-ages.md"
CATALOGUE = Path(carecommons.__file__).parent / "site" / "locale" / "django.pot"
# What the libraries mark is in their own catalogues, in many languages already.
LIBRARIES = (
    Path(django.__file__).parent / "conf" / "locale" / "en" / "LC_MESSAGES" / "django.po",
    Path(django.__file__).parent / "contrib" / "auth" / "locale" / "en" / "LC_MESSAGES" / "django.po",
    Path(allauth.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po",
)
HEAD = """# Reading ages of a young person's pages

Flesch-Kincaid grade and five years (`common/reading_age.py`), over all that a page says in its main part,
with invented data on it: their own pages, the ways in, their account, and every refusal ("outside" is before signing
in). At most 11, and at most 15 words a sentence on average; a test fails above that. Written by
`CARECOMMONS_WRITE_READING_AGES=1 pytest tests/site/test_own_language.py`.

| page | reading age, years |
|---|---|
"""
AGE_MAX, WORDS_A_SENTENCE_MAX = 11.0, 15


def typed(words: str) -> str:
    return f"«{words}»"


def unmarked(html: str) -> list[str]:
    """What stands on a page and was neither translated nor typed by somebody."""
    said = "\n".join(texts_of(html))
    said = NO_WORDS.sub(" ", TYPED.sub(" ", said))
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
    left: dict[str, list[str]] = {}
    with speaking(settings, PSEUDO):
        world = own_world(person, words=typed)  # what the software keeps in a child's own name is in their language
        browser = client_for(getattr(world, who))
        for page in world.pages(who):
            answer = browser.get(page)
            assert answer.status_code == 200, page
            left[page] = unmarked(answer.content.decode())
        for page, sent in world.refused():
            answer = browser.post(page, sent)
            assert answer.status_code == 422, page
            left[f"{page} {sent}"] = unmarked(answer.content.decode())
    assert not {page: words for page, words in left.items() if words}


def test_no_string_beside_a_young_person_s_own_pages_is_left_unmarked(person, client_for, settings):
    world = own_world(person, words=typed)
    with speaking(settings, PSEUDO):
        found = list(met(world, client_for))
    assert {each.status for each in found} >= {200, 400, 401, 403, 404, 405, 409, 413, 422, 429, 500}
    left = {f"{each.name} ({each.status})": unmarked(each.html) for each in found}
    assert not {name: words for name, words in left.items() if words}


def test_what_a_young_person_is_sent_by_mail_is_marked(person, client_for, settings, mailoutbox):
    world = own_world(person)
    account = Account.objects.get(pk=world.robin.id)
    account.set_password("three words of invention")
    account.save()
    with speaking(settings, PSEUDO):
        Client().post("/account/password/reset/", {"email": account.email})
        browser = Client()
        browser.post("/account/login/", {"login": account.email, "password": "three words of invention"})
        browser.post("/account/password/change/", {
            "oldpassword": "three words of invention", "password1": "quite other words",
            "password2": "quite other words",
        })  # fmt: skip
    assert len(mailoutbox) >= 1
    for mail in mailoutbox:
        said = re.sub(r"https?://\S+", "", f"{mail.subject}\n{mail.body}")
        assert not re.search(r"[A-Za-z]{2}", TRANSLATED.sub(" ", said).replace("Care Commons", "")), said


def test_every_string_that_was_asked_for_stands_in_the_catalogue(person, client_for, settings):
    world = own_world(person, words=typed)
    Pseudo.asked.clear()
    with speaking(settings, PSEUDO):
        list(met(world, client_for))
        for page in world.pages():
            client_for(world.robin).get(page)
        for page, sent in world.refused():
            client_for(world.robin).post(page, sent)
    ours = msgids(CATALOGUE)
    theirs = set().union(*(msgids(each) for each in LIBRARIES))
    assert len(ours) > 500
    assert not {words for words in Pseudo.asked if words and words not in ours | theirs}


def msgids(catalogue: Path) -> set[str]:
    """The words of a catalogue, those for one of several among them."""
    found = re.findall(r'^msgid ((?:"(?:[^"\\]|\\.)*"\n)+)', catalogue.read_text(), re.M)
    return {"".join(ast.literal_eval(line) for line in lines.splitlines()) for lines in found}


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
        for page in world.pages("robin" if who is world.robin else "advocate"):
            yield who.role.value, page, reading_of(main_texts(browser.get(page).content.decode()))
    for each in met(world, client_for):
        if each.status != 302 and "<main" in each.html:
            yield "child", each.name, reading_of(main_texts(each.html))


def kinds(found) -> dict[str, float]:
    """Reading age by kind of page, the hardest of each, for the young person."""
    ages: dict[str, float] = {}
    for role, page, reading in found:
        if role == "child":
            kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=keys/)\d+", "*", page)
            ages[kind] = max(ages.get(kind, 0.0), reading.age)
    return ages


def test_a_child_of_eleven_reads_every_page_and_the_manual_says_how_old(person, client_for):
    found = list(readings(person, client_for))
    assert len(found) > 30
    made = {kind: f"{age:.1f}" for kind, age in sorted(kinds(found).items())}
    if os.environ.get("CARECOMMONS_WRITE_READING_AGES"):
        FIGURES.write_text(HEAD + "".join(f"| `{kind}` | {age} |\n" for kind, age in made.items()))
    told = dict(re.findall(r"\| `([^`]+)` \| ([\d.]+) \|", FIGURES.read_text()))
    assert told.keys() == made.keys()
    # The wording of a date or a number of days moves the last digit.
    assert not {kind for kind, age in made.items() if abs(float(told[kind]) - float(age)) > 0.3}
    for role, page, reading in found:
        assert reading.words >= 18, page
        assert reading.age <= AGE_MAX, (role, page, reading)
        assert reading.words_a_sentence <= WORDS_A_SENTENCE_MAX, (role, page, reading)


def test_a_child_of_eleven_reads_their_page_of_the_manual():
    lines = (MANUAL / "for-young-people.md").read_text().splitlines()
    text = " ".join(line if not line.startswith(("#", "-")) else f". {line} " for line in lines if line.strip())
    reading = reading_of([re.sub(r"[#*`]", "", text)])
    assert reading.words > 300
    assert reading.age <= AGE_MAX
    assert reading.words_a_sentence <= WORDS_A_SENTENCE_MAX


def test_every_section_has_a_drawing_that_is_not_read_aloud_and_so_has_every_part_of_life(person, client_for):
    world = own_world(person)
    browser = client_for(world.robin)
    sheet = (Path(carecommons.__file__).parent / "site" / "static" / "cc" / "pictures.svg").read_text()
    drawn = set(re.findall(r'<symbol id="p-(\w+)"', sheet))
    for page in (*world.pages(), *world.around()):
        html = browser.get(page).content.decode()
        used = re.findall(r'<svg class="cc-pic" ([^>]*)><use href="[^"#]*#p-(\w+)"', html)
        assert {name for _, name in used} <= drawn, page
        assert all('aria-hidden="true"' in told for told, _ in used), page
    for child in (world.child, world.waiting):
        html = browser.get(f"/children/{child}/mine/").content.decode()
        for heading in re.findall(r"<h2[^>]*>(.*?)</h2>", html.split("<main", 1)[1], re.S):
            assert "cc-pic" in heading, heading
        listed = browser.get(f"/children/{child}/mine/needs/").content.decode()
        for code in PARTS:
            assert f"#p-{code}" in html
            assert f"#p-{code}" in listed
            assert f"#p-{code}" in browser.get(f"/children/{child}/mine/needs/{code}/").content.decode()
