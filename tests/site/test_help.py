"""The manual is part of the product: a page for each role, with the product's own words, and it cannot go stale."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils.html import escape
from product_words import bold, said, tidy

from carecommons.common.reading_age import reading_of
from carecommons.people.roles import ROLE_NAMES, Role
from carecommons.site import helping
from carecommons.site.helping import YOUNG, help_page, page_of, pages, role_pages
from carecommons.site.menus import MENUS

ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "docs" / "manual"
PICTURES = ROOT / "docs" / "images" / "manual"
ADULTS = [role for role in Role if role is not Role.CHILD]
PARTS = ["What waits for you today", "What you do", "When it says no", "Where to ask"]
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


def text_of(role: Role) -> str:
    return (MANUAL / f"{page_of(role)}.md").read_text("utf-8")


def test_every_role_has_its_page_and_no_page_is_left_over():
    wanted = {f"{page_of(role)}.md" for role in Role}
    assert all((MANUAL / name).exists() for name in wanted)
    assert {f"roles/{path.name}" for path in (MANUAL / "roles").iterdir()} == wanted - {f"{YOUNG}.md"}


@pytest.mark.parametrize("role", ADULTS)
def test_a_page_says_what_waits_each_task_in_steps_what_is_refused_and_where_to_ask(role):
    headings = re.findall(r"^## (.+)$", text_of(role), re.M)
    assert [each for each in headings if each in PARTS] == PARTS
    tasks = text_of(role).split("## What you do")[1].split("## When it says no")[0].split("\n### ")[1:]
    assert tasks
    for task in tasks:
        title, _, body = task.partition("\n")
        if "can do too" not in title:
            assert re.search(r"^1\. ", body, re.M), f"{role}: the task '{title}' has no steps"


@pytest.mark.parametrize("role", [*ADULTS, Role.CHILD])
def test_the_buttons_links_and_headings_that_a_page_quotes_exist_in_the_product(role):
    gone = [words for words in bold(text_of(role)) if words not in said()]
    assert not gone, "the product no longer says these words: say what it says now"


def test_words_that_no_page_has_are_found_out():
    """The test above can fail: a button that was renamed is no longer among what is said."""
    assert tidy("Send for approval") in said()
    assert tidy("Send it for an approval that nobody has") not in said()
    assert bold("Press **Send for approval**, then **Nothing:**.") == ["Send for approval", "Nothing"]


@pytest.mark.parametrize("role", ADULTS)
def test_a_page_names_every_door_of_the_roles_menu(role):
    quoted = set(bold(text_of(role)))
    missing = [entry.words for entry in MENUS[role] if entry.words not in quoted]
    assert not missing


def test_every_picture_is_there_is_shown_and_says_what_it_shows():
    shown = {}
    for path in [*MANUAL.glob("*.md"), *(MANUAL / "roles").glob("*.md")]:
        for words, target in PICTURE.findall(path.read_text("utf-8")):
            shown[(path.parent / target).resolve()] = words
    assert set(shown) == set(PICTURES.glob("*.png"))
    assert all("Invented data." in words and len(words) > 30 for words in shown.values())


def test_the_young_peoples_page_can_be_read_at_eleven():
    lines = (MANUAL / f"{YOUNG}.md").read_text("utf-8").replace("**", "").splitlines()
    assert reading_of([line.strip("#- ") for line in lines if line.strip()]).age <= 11


def test_the_glossary_has_every_word_of_the_menus_the_roles_and_the_days():
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    known = {words.casefold() for words in re.findall(r"\*\*([^*]+)\*\*", glossary)}
    menus = {entry.words for entries in MENUS.values() for entry in entries}
    waiting = {noun[0] for noun in nouns()}
    assert len(waiting) > 20
    assert sorted(words for words in menus | waiting | set(ROLE_NAMES.values()) if words.casefold() not in known) == []


def nouns() -> set[tuple[str, str]]:
    """What things are counted as on a day: the pairs of words in site/days."""
    found: set[tuple[str, str]] = set()
    for path in (settings.PACKAGE / "site" / "days").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            value = node.value if isinstance(node, ast.Assign | ast.keyword) else None
            if getattr(node, "arg", "noun") == "noun" and isinstance(value, ast.Tuple) and len(value.elts) == 2:
                pair = tuple(getattr(each, "value", None) for each in value.elts)
                if all(isinstance(each, str) and " " in each for each in pair):
                    found.add(pair)
    return found


@pytest.mark.django_db
class TestServed:
    def test_everybody_reads_the_page_of_their_role(self, client_as):
        for role in ADULTS:
            client = Client() if role is Role.PUBLIC else client_as(role)
            page = client.get("/help/").content.decode()
            assert f'<h1 class="govuk-heading-l">{help_page(page_of(role)).title}</h1>' in page, role
            assert "What waits for you today" in page

    def test_a_young_person_reads_theirs_in_their_own_frame(self, client_as):
        page = client_as(Role.CHILD).get("/help/").content.decode()
        assert "Your page: for young people" in page
        assert "Exit this page" in page
        assert "<title>My page</title>" in page

    def test_help_is_linked_at_the_foot_of_each_page(self, client_as):
        for client in (Client(), client_as(Role.PLANNER, authority="800")):
            assert '<a class="govuk-link" href="/help/">Help</a>' in client.get("/about/").content.decode()
        assert "{% url 'own_help' %}" in (helping.settings.PACKAGE / "site/templates/cc/own_footer.html").read_text()

    def test_every_page_of_the_manual_is_served_and_leads_nowhere_else(self):
        client = Client()
        for name in pages():
            answer = client.get(f"/help/{name}/")
            assert answer.status_code == 200, name
            body = help_page(name).body
            targets = re.findall(r'href="([^"]*)"', body)
            assert all(target.startswith("/") for target in targets), (name, targets)
            assert all(client.get(target.split("#")[0]).status_code in (200, 302) for target in set(targets)), name

    def test_every_role_stands_on_the_page_of_all_pages(self):
        page = Client().get("/help/all/").content.decode()
        for name, words in role_pages():
            assert f'href="/help/{name}/"' in page
            assert escape(words[0].upper() + words[1:]) in page
        assert "/help/glossary/" in page

    @pytest.mark.parametrize("name", ["nobody", "roles/nobody", "../../../etc/passwd", "roles", "handbook.md"])
    def test_what_is_no_page_is_not_found(self, name):
        assert Client().get(f"/help/{name}/").status_code == 404

    def test_html_in_a_page_is_shown_and_never_run(self, tmp_path, monkeypatch):
        (tmp_path / "manual").mkdir()
        bad = "# A <b>title</b>\n\n<script>alert(1)</script>\n\n[here](javascript:alert(1)) [there](https://example.org)\n"
        (tmp_path / "manual" / "bad.md").write_text(bad)
        monkeypatch.setattr(settings, "DOCS", tmp_path)
        pages.cache_clear()
        try:
            body = help_page("bad").body
        finally:
            pages.cache_clear()
            help_page.cache_clear()
        assert "<script" not in body
        assert "&lt;script&gt;" in body
        assert "<a " not in body
        assert "here" in body


@pytest.mark.django_db
def test_how_a_home_is_chosen_is_written_for_whoever_reads_it_and_leads_on_to_the_computing(client) -> None:
    page = client.get("/help/how-a-home-is-chosen/").content.decode()
    for trade in ("SHA-256", "/api/v1/", "carecommons ", "pytest", "bench/"):
        assert trade not in page.partition("<main")[2], trade
    assert "/help/how-the-order-is-computed/" in page
    assert "SHA-256" in client.get("/help/how-the-order-is-computed/").content.decode()
