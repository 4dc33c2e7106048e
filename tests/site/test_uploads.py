"""Files over the web: checked and not kept, stored whole or not at all, hostile ones refused, by those who may."""

import inspect
import io
import zipfile

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from carecommons.children.models import ReturnedChild, ReturnTable
from carecommons.children.returns.running import year_running
from carecommons.common.forms import CommonsForm
from carecommons.people.roles import Role
from carecommons.provision.forms import VacancyForm
from carecommons.provision.models import Release
from carecommons.register.models import Entry
from carecommons.site.models import Job
from carecommons.site.uploads import api as uploads_api
from carecommons.site.uploads.forms import ReturnFiles

pytestmark = pytest.mark.django_db

EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
GOOD = (
    f"{EPISODES}\n7,01/05/2025,S,C2,N1,U6,PR1,,,,,AB1 2CD,1000001\n8,01/06/2025,S,C2,N1,K2,PR4,,,,,AB1 2CD,\n".encode()
)
WRONG = f"{EPISODES}\n7,31/02/2025,S,C2,N1,U6,PR1,,,,,AB1 2CD,1000001\n".encode()
LIST = (
    b"URN,Provision type,Local authority,Sector,Registration status,Places\n"
    b"SC000001,Children's home,Devon,Private,Active,4\n"
    b"SC000002,Children's home,Kent,Private,Active,6\n"
)


def sent(data, name="episodes.csv"):
    return SimpleUploadedFile(name, data)


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/") + ".csv", data)
    return out.getvalue()


def state():
    """How the newest job ended: in these tests a worker does it at once."""
    return Job.objects.latest("asked_at").state


def nothing_stored():
    return not (ReturnTable.objects.exists() or ReturnedChild.objects.exists() or Release.objects.exists()
                or Entry.objects.filter(kind__endswith="imported").exists())  # fmt: skip


@pytest.fixture
def planner(client_as):
    return client_as(Role.PLANNER, authority="878")


def post(client, *files, act="check", authority="878", **more):
    return client.post("/returns/", {"sent": list(files), "act": act, "authority": authority, **more}, follow=True)


# ------------------------------------------------------------------ the return
def test_the_page_says_that_nothing_is_held_and_offers_the_form(planner):
    page = planner.get("/returns/").content.decode()
    assert "No return is held yet" in page
    assert 'enctype="multipart/form-data"' in page
    assert page.count("<h1") == 1


def test_a_check_says_what_the_files_hold_and_keeps_nothing(planner):
    answer = post(planner, sent(GOOD))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "It can be stored" in page
    assert "Nothing is stored yet" in page
    assert nothing_stored()


def test_a_check_says_what_storing_would_take_away(planner):
    post(planner, sent(GOOD), act="store")
    fewer = GOOD.rpartition(b"8,01/06")[0]
    page = post(planner, sent(fewer)).content.decode()
    assert "It can be stored" in page
    assert "If you store it, 2026 episodes: 0 rows are added, 1 taken away, 0 changed" in page
    assert ReturnedChild.objects.count() == 2


def test_a_year_that_has_not_begun_is_refused_by_form_and_file(planner):
    page = post(planner, sent(GOOD), act="store", year="3000").content.decode()
    assert f"“Collection year”: enter {year_running(timezone.localdate())} or less." in page
    refused = post(planner, sent(zipped(**{"2062__episodes": GOOD}), "all.zip"), act="store")
    assert "is said to be of the year to 31 March 2062" in refused.content.decode()
    checked = post(planner, sent(zipped(**{"2062__episodes": GOOD}), "all.zip"))
    assert "is said to be of the year to 31 March 2062" in checked.content.decode()
    assert nothing_stored()


@pytest.mark.parametrize("year", ["3000000000000", "0", "-1", "2200", "x"])
@pytest.mark.parametrize("address", ["check", "import", "jobs"])
def test_a_year_that_nothing_can_hold_is_422_for_a_program(planner, address, year):
    given = {"files": [sent(GOOD)], "authority": "878", "year": year, "act": "store"}
    answer = planner.post(f"/api/v1/returns/{address}", given)
    assert (answer.status_code, answer.json()["code"]) == (422, "request_not_valid")
    assert not Job.objects.exists()
    assert nothing_stored()


@pytest.mark.parametrize(
    ("job", "twins"),
    [("start_return", ("check_return", "import_return")), ("start_list", ("check_list", "import_list"))],
)
def test_a_job_takes_what_its_twin_takes(job, twins):
    """Same names, same types, same bounds: only what to do is its own."""
    asked = inspect.signature(getattr(uploads_api, job)).parameters
    for twin in (inspect.signature(getattr(uploads_api, name)).parameters for name in twins):
        assert {name: str(each.annotation) for name, each in asked.items() if name != "act"} == {
            name: str(each.annotation) for name, each in twin.items()
        }


def test_storing_keeps_all_of_it_and_the_page_then_lists_it(planner):
    page = post(planner, sent(GOOD), act="store").content.decode()
    assert "It is stored" in page
    assert "2026 episodes: 2 rows added, 0 taken away, 0 changed" in page
    assert "Held now: 2 children and 2 episodes of all years." in page
    assert "Year to 31 March 2026" in planner.get("/returns/").content.decode()
    assert Entry.objects.filter(kind="returns_imported").count() == 1


def test_the_same_files_again_change_nothing_and_say_so(planner):
    post(planner, sent(GOOD), act="store")
    page = post(planner, sent(GOOD), act="store").content.decode()
    assert "Nothing changed: these rows are stored already" in page
    assert Entry.objects.filter(kind="returns_imported").count() == 1


def test_a_fault_stores_nothing_and_is_named_by_file_row_and_column(planner):
    answer = post(planner, sent(WRONG), act="store")
    page = answer.content.decode()
    assert state() == "refused"
    assert "Nothing was stored: 1 row or file needs mending" in page
    assert "episodes.csv, row 2, DECOM" in page
    assert nothing_stored()


def test_one_faulty_file_keeps_the_others_from_being_stored(planner):
    header = b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n7,1,02/03/2012,WBRI,,,\n"
    post(planner, sent(header, "header.csv"), sent(WRONG), act="store")
    assert state() == "refused"
    assert nothing_stored()


def test_a_zip_of_several_years_is_read(planner):
    earlier = f"{EPISODES}\n7,01/05/2024,S,C2,N1,U6,PR1,,,,,AB1 2CD,\n".encode()
    page = post(
        planner, sent(zipped(**{"2025__episodes": earlier, "2026__episodes": GOOD}), "both.zip")
    ).content.decode()
    assert "2025, 2026" in page


def test_without_a_file_the_form_asks_for_one(planner):
    answer = planner.post("/returns/", {"authority": "878", "act": "store"})
    assert answer.status_code == 422
    assert "Choose the files that you want to send." in answer.content.decode()


HOSTILE = {
    "a bomb": zipped(episodes=b"0" * 60_000_000),
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 200,
    "entities": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><Message>&b;</Message>',
    "an empty file": b"",
    "a broken zip": b"PK\x03\x04 not really",
    "many noughts": b"\0" * 5000,
    "a web page": b"<!doctype html><html><script>alert(1)</script></html>",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_nothing_is_stored(planner, data):
    answer = post(planner, sent(data), act="store")
    assert state() == "refused"
    assert "Nothing was stored" in answer.content.decode()
    assert nothing_stored()


def test_a_path_in_a_zip_that_leads_outside_is_refused(planner):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../episodes.csv", GOOD)
    post(planner, sent(out.getvalue(), "a.zip"), act="store")
    assert state() == "refused"
    assert nothing_stored()


def test_the_name_of_a_file_cannot_become_markup(planner):
    page = post(planner, sent(WRONG, "<img src=x onerror=y>episodes.csv")).content.decode()
    assert "<img src=x" not in page


def test_a_value_from_the_files_is_not_repeated_on_the_page(planner):
    odd = GOOD.replace(b"7,01/05", b"ROBIN SMITH!,01/05")
    page = post(planner, sent(odd)).content.decode()
    assert "A child&#x27;s number holds signs" in page
    assert "ROBIN" not in page


def test_another_councils_return_is_refused(planner):
    assert post(planner, sent(GOOD), act="store", authority="886").status_code == 422
    assert nothing_stored()


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PLANNER, Role.PUBLIC)])
def test_nobody_else_may_see_or_send_returns(client_as, role):
    client = client_as(role, authority="878")
    assert client.get("/returns/").status_code == 403
    assert post(client, sent(GOOD), act="store").status_code == 403
    assert nothing_stored()


def test_a_planner_of_several_councils_says_whose_return_it_is(client_as):
    client = client_as(Role.PLANNER, authorities=("878", "886"))
    assert "Whose return is it?" in client.get("/returns/").content.decode()
    post(client, sent(GOOD), act="store", authority="886")
    assert set(ReturnTable.objects.values_list("authority", flat=True)) == {"886"}


# ------------------------------------------------------------------ the public list
def post_list(client, *files, act="check", day=("31", "3", "2025")):
    day = dict(zip(("as_at_day", "as_at_month", "as_at_year"), day, strict=True))
    return client.post("/homes/public-list/", {"sent": list(files), "act": act, **day}, follow=True)


def test_a_list_is_checked_then_stored_then_held(planner):
    page = post_list(planner, sent(LIST, "list.csv")).content.decode()
    assert "It can be stored" in page
    assert nothing_stored()
    page = post_list(planner, sent(LIST, "list.csv"), act="store").content.decode()
    assert "2 providers as at 31 March 2025." in page
    assert "list.csv" in planner.get("/homes/public-list/").content.decode()
    assert "Nothing changed" in post_list(planner, sent(LIST, "list.csv"), act="store").content.decode()


def test_a_list_without_a_day_says_so_and_stores_nothing(planner):
    answer = post_list(planner, sent(LIST, "list.csv"), act="store", day=("", "", ""))
    assert state() == "refused"
    assert "which day the list describes" in answer.content.decode()
    assert nothing_stored()


@pytest.mark.parametrize("data", [*HOSTILE.values(), GOOD], ids=[*HOSTILE, "a return"])
def test_what_is_no_list_is_refused_and_nothing_is_stored(planner, data):
    answer = post_list(planner, sent(data, "list.csv"), act="store")
    assert state() == "refused"
    assert "Nothing was stored" in answer.content.decode()
    assert nothing_stored()


def test_a_list_of_the_future_is_refused(planner):
    answer = post_list(planner, sent(LIST, "list.csv"), act="store", day=("31", "3", "2999"))
    assert state() == "refused"
    assert "still to come" in answer.content.decode()


def test_an_operator_may_store_a_list_and_a_worker_may_not(client_as):
    assert client_as(Role.OPERATOR).get("/homes/public-list/").status_code == 200
    assert client_as(Role.SOCIAL_WORKER, authority="878").get("/homes/public-list/").status_code == 403


# ------------------------------------------------------------------ for programs
@pytest.fixture
def program(person, token_for, client):
    token = token_for(person(Role.PLANNER, authority="878"))

    def send(url, *files, **facts):
        return client.post(
            f"/api/v1{url}", {"files": list(files), **facts}, headers={"Authorization": f"Bearer {token}"}
        )

    return send


def test_a_program_checks_and_imports_a_return(program):
    report = program("/returns/check", sent(GOOD), authority="878").json()
    assert (report["accepted"], report["children"], report["tables"]) == (True, 2, {"episodes": 2})
    assert nothing_stored()
    stored = program("/returns/import", sent(GOOD), authority="878").json()
    assert (stored["unchanged"], stored["stored"]["children"]) == (False, 2)
    assert program("/returns/import", sent(GOOD), authority="878").json()["unchanged"] is True


def test_a_program_gets_every_fault_and_nothing_is_stored(program):
    assert program("/returns/check", sent(WRONG), authority="878").json()["accepted"] is False
    answer = program("/returns/import", sent(WRONG), authority="878")
    assert answer.status_code == 422
    assert answer.json()["code"] == "return_faulty"
    assert [(fault["row"], fault["column"]) for fault in answer.json()["faults"]] == [(2, "DECOM")]
    assert nothing_stored()


def test_a_program_may_not_send_another_councils_return(program):
    assert program("/returns/check", sent(GOOD), authority="886").status_code == 404
    assert program("/returns/import", sent(GOOD), authority="886").status_code == 404
    assert nothing_stored()


def test_a_program_checks_and_imports_a_list(program):
    assert program("/homes/check", sent(LIST, "list.csv"), as_at="2025-03-31").json()["providers"] == 2
    assert nothing_stored()
    assert program("/homes/import", sent(LIST, "list.csv"), as_at="2025-03-31").json()["unchanged"] is False
    assert program("/homes/import", sent(b"a,b\n", "list.csv"), as_at="2025-03-31").status_code == 422
    assert Release.objects.count() == 1


def test_a_program_must_send_files(program):
    assert program("/returns/check", authority="878").status_code == 422


def test_a_check_that_finds_faults_says_that_it_cannot_be_stored_yet(planner):
    page = post(planner, sent(WRONG), act="check").content.decode()
    assert "It cannot be stored yet: 1 thing to mend" in page
    assert "Nothing was stored" not in page
    assert "Done: 1 to mend" in planner.get("/jobs/").content.decode()


def test_no_form_of_ours_says_of_a_limit_what_django_says():
    """Every limit of every form is answered with the question and a word of our own."""

    def all_of(kind):
        for each in kind.__subclasses__():
            yield each
            yield from all_of(each)

    seen = 0
    for form in {each for each in all_of(CommonsForm) if each.__module__.startswith("carecommons.")}:
        for name, field in form.base_fields.items():
            probe = type("Probe", (CommonsForm,), {name: field})()
            for validator in field.validators:
                if getattr(validator, "code", "") in ("min_value", "max_value", "min_length", "max_length"):
                    words = str(probe.fields[name].error_messages[validator.code])
                    assert "Ensure this value" not in words
                    seen += 1
    assert seen > 20
    for given in ("2101", "2009"):
        form = ReturnFiles({"year": given, "authority": "886"}, {}, councils=[("886", "Kent")])
        (said,) = form.errors["year"]
        newest = year_running(timezone.localdate())
        assert said in (f"“Collection year”: enter {newest} or less.", "“Collection year”: enter 2010 or more.")
        assert "Ensure this value" not in str(form.errors)
    assert VacancyForm({"free": "-1"}).errors["free"] == ["“How many places are free now?”: enter 0 or more."]
    long = type("Probe", (CommonsForm,), {"name": forms.CharField(label="Name, 100%", max_length=3)})({"name": "four"})
    assert long.errors["name"] == ["“Name, 100%”: write 3 letters or fewer. You wrote 4."]
