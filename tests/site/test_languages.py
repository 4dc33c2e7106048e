"""Another language needs a catalogue and nothing else: it is offered, chosen, remembered, and read."""

import gettext
import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import trans_real
from own_pages import own_world, pseudo

import carecommons
from carecommons.common.errors import Refused
from carecommons.people import actions
from carecommons.people.models import Account
from carecommons.people.roles import Role
from carecommons.site import languages

ROOT = Path(__file__).resolve().parents[2]
LOCALE = Path(carecommons.__file__).parent / "site" / "locale"
sys.path.insert(0, str(ROOT / "tools"))
import catalogue  # noqa: E402

PLURALS = '"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'


def translated() -> str:
    """The whole catalogue in a language that is plainly none, as a translator would hand it back."""
    parts = [f'msgid ""\nmsgstr ""\n{PLURALS}\n']
    for one, many in sorted(catalogue.marked()):
        told = f"msgid {catalogue.quoted(one)}\n"
        if many:
            told += f"msgid_plural {catalogue.quoted(many)}\n"
            told += f"msgstr[0] {catalogue.quoted(pseudo(one))}\nmsgstr[1] {catalogue.quoted(pseudo(many))}\n\n"
        else:
            told += f"msgstr {catalogue.quoted(pseudo(one))}\n\n"
        parts.append(told)
    return "".join(parts)


@pytest.fixture
def welsh(tmp_path, settings):
    """A second language whose catalogue has come: the pages' own words in brackets. Nobody has translated them yet."""
    place = tmp_path / "cy" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.mo").write_bytes(catalogue.compiled(catalogue.read(translated())))
    held = dict(trans_real._translations)
    trans_real._translations.clear()
    trans_real._default = None
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = languages.offered(tmp_path)
    yield
    translation.activate("en-gb")
    trans_real._translations.clear()
    trans_real._translations.update(held)
    trans_real._default = None


def test_the_catalogue_is_what_the_code_and_the_templates_mark():
    assert (LOCALE / "django.pot").read_text() == catalogue.page(catalogue.marked())
    files = {name for names in catalogue.marked().values() for name in names}
    assert len(files) > 60


def test_a_mark_is_found_under_any_name_and_inside_any_block():
    python = (
        "from django.utils.translation import gettext as now, ngettext\n"
        "from carecommons.common.texts import gettext_noop as _\n"
        "_('one')\nnow('two')\nngettext('three', 'threes', 3)\nother('four')\n"
    )
    assert list(catalogue.in_python(python)) == [("one", ""), ("two", ""), ("three", "threes")]
    template = (
        "{% load cc i18n %}{% if x %}{% card title='t' %}{% translate 'one' %}{% endcard %}{% endif %}"
        "{% blocktranslate count n=x trimmed %}\n  {{ n }} thing\n{% plural %}{{ n }} things{% endblocktranslate %}"
    )
    assert list(catalogue.in_template(template)) == [("one", ""), ("%(n)s thing", "%(n)s things")]


def test_a_translation_is_compiled_as_the_library_reads_it():
    text = (
        f'msgid ""\nmsgstr ""\n{PLURALS}\n#: a.py\nmsgid "My page"\nmsgstr "Fy nhudalen"\n\n'
        'msgid "not done"\nmsgstr ""\n\n#, fuzzy\nmsgid "unsure"\nmsgstr "ansicr"\n\n'
        'msgid "%(n)s home"\nmsgid_plural "%(n)s homes"\nmsgstr[0] "%(n)s cartref"\nmsgstr[1] "%(n)s o gartrefi"\n\n'
        'msgid "long "\n"words"\nmsgstr "geiriau "\n"\\"hir\\""\n'
    )
    told = gettext.GNUTranslations(io.BytesIO(catalogue.compiled(catalogue.read(text))))
    assert told.gettext("My page") == "Fy nhudalen"
    assert told.gettext("not done") == "not done"
    assert told.gettext("unsure") == "unsure"
    assert told.gettext("long words") == 'geiriau "hir"'
    assert told.ngettext("%(n)s home", "%(n)s homes", 1) == "%(n)s cartref"
    assert told.ngettext("%(n)s home", "%(n)s homes", 4) == "%(n)s o gartrefi"


def test_a_language_is_offered_when_its_catalogue_stands(tmp_path):
    assert languages.offered(tmp_path) == [("en-gb", "English")]
    for name in ("cy", "pt_BR", "qps"):
        (tmp_path / name / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / name / "LC_MESSAGES" / "django.mo").touch()
    (tmp_path / "so" / "LC_MESSAGES").mkdir(parents=True)
    assert languages.offered(tmp_path) == [
        ("en-gb", "English"), ("cy", "Cymraeg"), ("pt-br", "Português Brasileiro"), ("qps", "qps"),
    ]  # fmt: skip


def test_what_stands_here_now_is_english_alone(settings):
    assert settings.LANGUAGES == [("en-gb", "English")]
    assert languages.offered(LOCALE) == settings.LANGUAGES


def test_the_tool_compiles_every_translation(tmp_path):
    again = ROOT / "tools" / "catalogue.py"
    asked = "import runpy, sys, pathlib; sys.argv = ['catalogue.py', '--compile']"
    place = tmp_path / "cy" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.po").write_text('msgid "My page"\nmsgstr "Fy nhudalen"\n')
    code = (
        f"{asked}; sys.path.insert(0, {str(again.parent)!r}); import catalogue; "
        f"catalogue.LOCALE = pathlib.Path({str(tmp_path)!r}); sys.exit(catalogue.main())"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    told = gettext.GNUTranslations((place / "django.mo").open("rb"))
    assert told.gettext("My page") == "Fy nhudalen"


@pytest.mark.django_db
def test_with_english_alone_nobody_is_asked_to_choose(person, client_for):
    world = own_world(person)
    page = client_for(world.robin).get("/account/").content.decode()
    assert "The language I read in" not in page
    assert client_for(world.robin).post("/account/language/", {"language": "cy"}).status_code == 422
    assert Account.objects.get(pk=world.robin.id).language == ""


@pytest.mark.django_db
def test_a_language_is_chosen_once_and_read_on_every_device(person, client_for, welsh):
    world = own_world(person)
    mine = f"/children/{world.child}/mine/"
    phone, laptop = client_for(world.robin), client_for(world.robin)
    page = phone.get("/account/").content.decode()
    assert "Cymraeg" in page
    answer = phone.post("/account/language/", {"language": "cy"})
    assert answer["Location"] == "/account/"
    for browser in (phone, laptop):
        page = browser.get(mine).content.decode()
        assert '<html lang="cy"' in page
        assert pseudo("Who looked at my page") in page
    # Somebody else reads on in their own.
    other = client_for(world.advocate).get(mine).content.decode()
    assert '<html lang="en-gb"' in other
    assert "Who looked at my page" in other
    phone.post("/account/language/", {"language": "en-gb"})
    assert '<html lang="en-gb"' in laptop.get(mine).content.decode()


@pytest.mark.django_db
def test_before_signing_in_the_browser_is_believed(client, welsh):
    page = client.get("/come-in/", headers={"accept-language": "cy"}).content.decode()
    assert '<html lang="cy"' in page
    assert pseudo("Come in with your code") in page
    assert '<html lang="en-gb"' in client.get("/come-in/").content.decode()


@pytest.mark.django_db
def test_a_language_that_is_gone_is_forgotten_without_harm(person, client_for):
    world = own_world(person)
    Account.objects.filter(pk=world.robin.id).update(language="cy")
    assert '<html lang="en-gb"' in client_for(world.robin).get("/account/").content.decode()


@pytest.mark.django_db
def test_the_act_refuses_what_is_not_offered_and_whoever_is_nobody(person):
    worker = person(Role.SOCIAL_WORKER)
    with pytest.raises(Refused) as refused:
        actions.choose_language(language="tlh", offered={"en-gb": "English"}, by=worker)
    assert refused.value.code == "language_not_offered"
    actions.choose_language(language="en-gb", offered={"en-gb": "English"}, by=worker)
    assert Account.objects.get(pk=worker.id).language == "en-gb"
