"""The pages of a search: what they say, to whom, and what a wrong or missing answer looks like."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import localdate

from carecommons.children.actions import add_connection
from carecommons.children.connections import AVOID
from carecommons.matching.actions import make_shortlist
from carecommons.matching.queries import next_of, referral, referrals_seen_by, shortlist, steps_of, with_next
from carecommons.matching.referral import NEXT_STEPS
from carecommons.matching.showing import rail_of
from carecommons.people.models import Look
from carecommons.people.roles import Role
from carecommons.provision.queries import homes_of
from matching.searches_made import (
    AT,
    DEVON,
    FOURTEEN,
    KENT,
    OFFICER,
    TODAY,
    WORKER,
    a_child,
    a_provider,
    a_ready_search,
    a_search,
    able,
    an_entry,
    family_asked,
    homes,
    terms,
    wish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client_as, founding):
    """browser(role, council) -> a client signed in as somebody of that council."""
    return lambda role=Role.SOCIAL_WORKER, authority=KENT: client_as(role, authority=authority)


@pytest.fixture
def listed(founding):
    """A search with its list: two equals, one compromise, one that waits, two that stopped."""
    provider = a_provider()
    low = {code: answer for code, answer in an_entry("x", None).levels.items() if code != "EDU"}
    homes(
        an_entry("Alder House", provider, capabilities=(able("SP-ASD"),)),
        an_entry("Birch Lane", provider, capabilities=(able("SP-ASD"),), authority=DEVON),
        an_entry("Cedar Rise", provider, capabilities=(able("SP-ASD"),), levels=low),
        an_entry("Damson Cottage", provider, capabilities=(able("SP-ASD", proved=False),)),
        an_entry("Elm Fold", provider, terms=terms(age_max=10)),
    )
    search_id = a_ready_search(a_child(3, 2, flags=("SP-ASD",)))
    make_shortlist(referral_id=search_id, by=OFFICER, at=AT)
    return search_id


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_list_says_how_many_were_looked_at_and_accounts_for_all(browser, listed):
    page = text_of(browser().get(f"/searches/{listed}/homes/"))
    assert "Every home that was looked at is here: 5 ." in page
    assert "2 are suitable and come first" in page
    assert "There is no price here and no single score" in page
    for name in ("Alder House", "Birch Lane", "Cedar Rise", "Damson Cottage", "Elm Fold"):
        assert name in page


def test_the_childs_own_words_come_before_any_home(browser, listed):
    body = browser().get(f"/searches/{listed}/homes/").content.decode()
    assert 0 < body.index("cc-voice") < body.index("Alder House")
    assert 0 < body.index("See my brother every week") < body.index("cc-mx")


def test_equals_are_framed_with_the_draw_and_told_that_first_means_nothing(browser, listed):
    page = text_of(browser().get(f"/searches/{listed}/homes/"))
    assert "Equal 1st" in page
    assert "Nothing in the criteria separates these 2" in page
    assert "Being shown first means nothing" in page
    assert shortlist(listed).seed in page
    assert shortlist(listed).commitment in page


def test_laws_tests_and_the_childs_wishes_stand_side_by_side(browser, listed):
    body = browser().get(f"/searches/{listed}/homes/").content.decode()
    assert body.count("What the law asks to keep") == body.count('class="cc-sides"') == 3
    assert body.count("asked for</h4>") == 3


def test_every_stopped_home_has_its_gate_and_its_reason_and_one_gate_can_be_read_alone(browser, listed):
    client = browser()
    page = text_of(client.get(f"/searches/{listed}/homes/"))
    assert "Autism: claimed, and no dated evidence. A claim alone never passes" in page
    assert "Approved for ages 0 to 10" in page
    only = text_of(client.get(f"/searches/{listed}/homes/?gate=2"))
    assert "Damson Cottage" in only
    assert "Approved for ages 0 to 10" not in only


def test_stopped_homes_are_folded_gate_by_gate_with_their_number(browser, listed):
    body = browser().get(f"/searches/{listed}/homes/").content.decode()
    stopped = body[body.index('id="rest"') : body.index('id="draw"')]
    gates = re.findall(r'<details class="govuk-details" id="gate-(\d)">', stopped)
    assert gates == sorted(set(gates))
    assert len(gates) > 1
    assert stopped.index('id="gate-2"') < stopped.index("Damson Cottage")
    alone = browser().get(f"/searches/{listed}/homes/?gate=2").content.decode()
    assert re.findall(r'id="gate-\d" open', alone) == ['id="gate-2" open']
    whole = browser().get(f"/searches/{listed}/homes/?all=1").content.decode()
    assert len(re.findall(r'id="gate-\d" open', whole)) == len(gates)


def test_all_stopped_homes_are_reachable_however_many_there_are(browser, founding):
    provider = a_provider()
    homes(*(an_entry(f"Stopped {n:03}", provider, free=0) for n in range(230)), an_entry("Open", provider))
    search_id = a_ready_search(a_child())
    make_shortlist(referral_id=search_id, by=OFFICER, at=AT)
    client = browser()
    first = text_of(client.get(f"/searches/{search_id}/homes/"))
    assert len(set(re.findall(r"Stopped \d{3}", first))) == 50
    gate = re.search(r"All 230 that stopped at gate (\d)", first).group(1)
    seen = set()
    for number in (1, 2, 3):
        page = client.get(f"/searches/{search_id}/homes/?gate={gate}&page={number}")
        seen |= set(re.findall(r"Stopped \d{3}", text_of(page)))
    assert len(seen) == 230
    assert len(set(re.findall(r"Stopped \d{3}", text_of(client.get(f"/searches/{search_id}/homes/?all=1"))))) == 230


def test_where_no_home_is_suitable_the_page_says_so_and_offers_no_home_at_all(browser, founding):
    homes(an_entry("Full", a_provider(), free=0))
    search_id = a_ready_search(a_child())
    make_shortlist(referral_id=search_id, by=OFFICER, at=AT)
    page = text_of(browser().get(f"/searches/{search_id}/homes/"))
    assert "No suitable home was found" in page
    assert "not a reason to take any home at all" in page


def test_a_need_that_nobody_knows_is_named_before_the_homes_that_wait(browser, founding):
    homes(an_entry("Alder", a_provider()))
    search_id = a_ready_search(a_child(None, 2))
    make_shortlist(referral_id=search_id, by=OFFICER, at=AT)
    page = text_of(browser().get(f"/searches/{search_id}/homes/"))
    assert "Some of what the child needs is not known Feelings" in page
    assert "Waiting for one answer" in page


def test_every_look_at_a_search_is_on_the_childs_page(browser, listed):
    client = browser()
    before = Look.objects.count()
    client.get(f"/searches/{listed}/homes/")
    client.get(f"/searches/{listed}/")
    client.get("/searches/")
    assert Look.objects.count() == before + 3
    assert set(Look.objects.values_list("child_id", flat=True)) == {referral(listed).child_id}


def test_another_council_finds_nothing_there_as_where_nothing_is(browser, listed):
    far = browser(Role.SOCIAL_WORKER, DEVON)
    for page in ("", "homes/", "compare/"):
        answer = far.get(f"/searches/{listed}/{page}")
        missing = far.get(f"/searches/00000000-0000-4000-8000-000000000000/{page}")
        assert answer.status_code == missing.status_code == 404
        assert len(answer.content) == len(missing.content)
    assert "Alder" not in text_of(far.get("/searches/"))


def test_a_search_is_opened_asked_of_family_and_looked_for_in_the_browser(browser, founding):
    now = datetime.now(UTC)  # the pages read the clock, so what they meet must be of today
    homes(an_entry("Alder House", a_provider()), at=now)
    child_id = a_child(birth_date=FOURTEEN)
    client = browser()
    assert "Which child needs a home?" in text_of(client.get("/searches/new/"))
    day = localdate(now) + timedelta(days=9)
    opened = client.post(
        f"/searches/new/?child={child_id}",
        {"wanted_by": f"{day:%Y-%m-%d}", "why": "notice", "stay": "long_term", "why_words": ""},
    )
    assert opened.status_code == 302
    (line,) = referrals_seen_by(OFFICER)
    assert (line.why, line.wanted_by) == ("notice", day)
    assert "Next: what was tried to prevent this" in text_of(client.get(opened.url))
    told = {"root_cause": "help_for_carer", "what_1": "Evenings of help", "by_whom_1": "Family support",
            "tried_on_1": f"{localdate(now):%Y-%m-%d}", "came_of_1": "It held for three weeks."}  # fmt: skip
    assert client.post(f"/searches/{line.id}/prevention/", told).status_code == 302
    page = text_of(client.get(opened.url))
    assert "Next: parents asked first" in page
    assert "Evenings of help" in page
    for rung in ("parents", "connected_person"):
        answer = client.post(
            f"/searches/{line.id}/family/{rung}/", {f"{rung}-answer": "nobody", f"{rung}-reason": "Asked on Monday."}
        )
        assert answer.status_code == 302, text_of(answer)
    assert client.post(f"/searches/{line.id}/look/").status_code == 409
    wish(child_id)
    assert "Everything is ready to look for a home" in text_of(client.get(opened.url))
    looked = client.post(f"/searches/{line.id}/look/")
    assert looked.status_code == 302
    assert "Alder House 1st" in text_of(client.get(looked.url))
    again = client.get(f"/searches/new/?child={child_id}")
    assert again.url == f"/searches/{line.id}/"


def test_a_form_with_something_missing_says_what_and_keeps_the_rest(browser, founding):
    child_id = a_child()
    client = browser()
    answer = client.post(f"/searches/new/?child={child_id}", {"why": "notice"})
    assert answer.status_code == 422
    assert "Nothing was saved yet" in text_of(answer)
    search_id = a_search(child_id)
    answer = client.post(f"/searches/{search_id}/family/parents/", {"parents-answer": "nobody", "parents-reason": ""})
    assert answer.status_code == 422
    assert "Say who was asked and why this is the answer" in text_of(answer)
    answer = client.post(
        f"/searches/{search_id}/family/connected_person/",
        {"connected_person-answer": "nobody", "connected_person-reason": "No one."},
    )
    assert answer.status_code == 422
    assert "The law asks about parents first" in text_of(answer)


def test_a_day_that_has_passed_is_refused_at_its_field(browser, founding):
    child_id = a_child()
    answer = browser().post(
        f"/searches/new/?child={child_id}", {"wanted_by": "2020-01-01", "why": "notice", "stay": "any"}
    )
    assert answer.status_code == 422
    assert "Choose today or a later day" in text_of(answer)


def test_a_wish_is_answered_on_the_page_of_one_home(browser, listed):
    client = browser(Role.PLACEMENT_OFFICER)
    home = shortlist(listed).appropriate[0]
    path = f"/searches/{listed}/homes/{home.home_id}/"
    code = home.wishes[0].code
    assert "Could it do what the child asked for?" in text_of(client.get(path))
    missing = client.post(path, {f"{code}-answer": "yes", f"{code}-words": ""})
    assert missing.status_code == 422
    done = client.post(path, {f"{code}-answer": "yes", f"{code}-words": "Every Saturday, said the carers"})
    assert done.status_code == 302
    assert "Every Saturday, said the carers" in text_of(client.get(path))
    assert client.post(path, {}).status_code == 409


def test_a_home_that_stopped_has_no_page_of_its_own_in_the_search(browser, listed):
    stopped = shortlist(listed).passed_over[0]
    assert browser().get(f"/searches/{listed}/homes/{stopped.home_id}/").status_code == 404


def test_homes_side_by_side_keep_the_order_and_mark_what_differs(browser, listed):
    shown = shortlist(listed).shown
    query = "&".join(f"home={home.home_id}" for home in shown)
    body = browser().get(f"/searches/{listed}/compare/?{query}").content.decode()
    assert [body.index(home.name) for home in shown] == sorted(body.index(home.name) for home in shown)
    assert "is-different" in body
    assert "Choose two homes to compare" in text_of(
        browser().get(f"/searches/{listed}/compare/?home={shown[0].home_id}")
    )


def test_ending_a_search_says_why(browser, founding):
    search_id = a_search(a_child())
    client = browser()
    assert client.post(f"/searches/{search_id}/withdraw/", {"withdraw-reason": ""}).status_code == 422
    assert client.post(f"/searches/{search_id}/withdraw/", {"withdraw-reason": "Going home."}).status_code == 302
    assert "This search is over" in text_of(client.get(f"/searches/{search_id}/"))


def test_before_there_is_a_list_its_address_leads_to_the_search(browser, founding):
    search_id = a_search(a_child())
    assert browser().get(f"/searches/{search_id}/homes/").url == f"/searches/{search_id}/"


def test_only_those_who_may_record_wishes_are_offered_the_form(browser, founding):
    child = a_child()
    path = f"/searches/{a_search(child)}/"
    worker = browser().get(path).content.decode()
    officer = browser(Role.PLACEMENT_OFFICER).get(path).content.decode()
    form = f"/children/{child}/wishes/add/"
    assert form in worker
    assert form not in officer
    assert "Nobody has asked yet." in officer
    assert browser(Role.PLACEMENT_OFFICER).get(form).status_code == 403


# ---------------------------------------------------------------- what is next, said alike everywhere


def test_what_is_next_follows_the_search_step_by_step_and_is_said_alike(browser, founding, client_as):
    child = a_child()
    search_id = a_search(child)
    client = browser(Role.PLACEMENT_OFFICER)

    def stands() -> str:
        page = text_of(client.get("/searches/"))
        code = next_of(referral(search_id), datetime.now(UTC))
        (line,) = with_next(referrals_seen_by(OFFICER), datetime.now(UTC))
        answer = client.get("/api/v1/matching/searches").json()["items"][0]
        assert (
            code == line.next == answer["next"] == client.get(f"/api/v1/matching/searches/{search_id}").json()["next"]
        )
        assert NEXT_STEPS[code][0] == answer["next_words"]
        assert NEXT_STEPS[code][0] in page
        return code

    assert stands() == "parents"
    family_asked(search_id)
    assert stands() == "wishes"
    wish(child)
    assert stands() == "ready"
    assert [step.done for step in steps_of(referral(search_id), on=TODAY) if step.binding] == [True] * 4
    assert "Family, wishes and needs come first" not in text_of(client.get("/searches/"))
    homes(an_entry("Alder House", a_provider()))
    make_shortlist(referral_id=search_id, by=OFFICER, at=AT)
    assert stands() == "invite"
    wish(child, stage="before_decision", at=AT + timedelta(minutes=1))
    assert stands() == "invite", "asking the child does not stand in the place of asking the homes"


def test_a_place_to_avoid_that_nobody_can_find_is_next_in_the_list_as_in_the_search(founding):
    search_id = a_ready_search(a_child())
    child_id = referral(search_id).child_id
    add_connection(child_id=child_id, kind=AVOID, name="Invented", postcode="ZZ9 9ZZ", miles=5, by=WORKER, at=AT)
    (line,) = with_next(referrals_seen_by(OFFICER), datetime.now(UTC))
    assert line.next == "avoid"
    assert [step.code for step in steps_of(referral(search_id), on=TODAY) if not step.done] == ["avoid"]


@pytest.mark.parametrize("where", ["", "homes/"])
def test_whoever_may_record_what_the_child_says_is_led_there_and_others_are_told_who_does(browser, listed, where):
    path = f"/searches/{listed}/{where}"
    worker = browser().get(path)
    asks = f"wishes/add/?stage=before_decision&amp;next=/searches/{listed}/{where}"
    assert asks in worker.content.decode()
    officer = browser(Role.PLACEMENT_OFFICER).get(path)
    assert "stage=before_decision" not in officer.content.decode()
    assert "their reviewing officer or their advocate asks" in text_of(officer)
    wish(referral(listed).child_id, stage="before_decision", at=AT + timedelta(minutes=1))
    assert "stage=before_decision" not in browser().get(path).content.decode()


# ---------------------------------------------------------------- the home of family, and empty answers


def test_a_family_home_is_entered_from_the_search_and_the_answer_follows(browser, founding):
    child = a_child()
    search_id = a_search(child)
    officer = browser(Role.PLACEMENT_OFFICER)
    path = f"/searches/{search_id}/family/parents/home/"
    assert path in officer.get(f"/searches/{search_id}/").content.decode()
    yes = {"parents-answer": "possible", "parents-reason": "Her father can."}
    refused = officer.post(f"/searches/{search_id}/family/parents/", yes)
    assert (refused.status_code, path in refused.content.decode()) == (422, True)
    assert "Her father can." in refused.content.decode()
    officer.get(path)
    assert Look.objects.filter(child_id=child, act="provision.verify").count() == 1
    facts = {"name": "Her father’s", "authority": KENT, "places": "1"}
    assert officer.post(path, {**facts, "name": ""}).status_code == 422
    done = officer.post(path, facts)
    assert (done.status_code, done["Location"]) == (302, f"/searches/{search_id}/")
    assert path not in officer.get(f"/searches/{search_id}/").content.decode()
    assert officer.post(f"/searches/{search_id}/family/parents/", yes).status_code == 302


def test_the_home_of_relatives_is_entered_and_its_approval_recorded_next_on_its_page(browser, founding):
    child = a_child()
    path = f"/searches/{a_search(child)}/family/connected_person/home/"
    officer = browser(Role.PLACEMENT_OFFICER)
    done = officer.post(path, {"name": "Her aunt’s", "authority": KENT, "places": "1"}, follow=True)
    (aunt,) = homes_of(child, kind="connected_person")
    assert done.redirect_chain == [(f"/homes/{aunt}/", 302)]
    assert "record the approval here" in text_of(done)
    assert f"/homes/{aunt}/terms/" in done.content.decode()


def test_only_an_officer_of_the_childs_council_enters_a_family_home(browser, founding):
    search_id = a_search(a_child())
    path = f"/searches/{search_id}/family/parents/home/"
    worker = browser().get(f"/searches/{search_id}/")
    assert path not in worker.content.decode()
    assert "A placement officer of your council enters it." in text_of(worker)
    assert browser(Role.PLACEMENT_OFFICER, DEVON).get(path).status_code == 404
    assert browser().get(path).status_code == 403
    assert browser(Role.PLACEMENT_OFFICER).get(path.replace("parents", "nobody")).status_code == 404


def test_an_empty_answer_is_asked_for_again_on_its_own_form(browser, listed):
    search, home = referral(listed), shortlist(listed).appropriate[0]
    family = browser().post(f"/searches/{search.id}/family/parents/", {})
    assert (family.status_code, "Choose what was found out" in text_of(family)) == (422, True)
    code = home.wishes[0].code
    answer = browser().post(f"/searches/{listed}/homes/{home.home_id}/", {f"{code}-words": ""})
    assert (answer.status_code, "Choose an answer" in text_of(answer)) == (422, True)


# ---------------------------------------------------------------- side by side, and what is kept


def test_homes_ticked_beyond_what_fits_side_by_side_are_named(browser, founding):
    provider = a_provider()
    homes(*(an_entry(f"Home {n}", provider) for n in range(6)))
    search_id = a_ready_search(a_child())
    make_shortlist(referral_id=search_id, by=OFFICER, at=AT)
    shown = shortlist(search_id).shown
    ticked = "&".join(f"home={home.home_id}" for home in shown)
    page = text_of(browser().get(f"/searches/{search_id}/compare/?{ticked}"))
    assert "You ticked more homes than fit side by side" in page
    left = page[page.index("Left out:") : page.index("Tick fewer")]
    assert re.findall(r"Home \d", left) == [home.name for home in shown[4:]]
    four = "&".join(f"home={home.home_id}" for home in shown[:4])
    body = browser().get(f"/searches/{search_id}/compare/?{four}").content.decode()
    assert "Left out" not in body
    assert f'data-l="{shown[0].name}"' in body


def test_what_is_not_kept_is_counted_on_the_rail_and_never_ticked(listed):
    home = shortlist(listed).appropriate[0]
    tests = (*home.laws, *home.beside)
    lost = replace(home, laws=tuple(replace(test, answer="no") for test in home.laws), beside=home.beside)
    step = {each.number: each for each in rail_of(lost, dict.fromkeys(range(1, 7), "x"))}[4]
    counted = len(home.laws) + sum(test.answer == "no" for test in home.beside)
    assert (step.glyph, step.css, step.said) == ("part", "is-later", f"{counted} of {len(tests)} not kept")
    kept = replace(home, laws=tuple(replace(test, answer="yes") for test in tests), beside=())
    assert rail_of(kept, dict.fromkeys(range(1, 7), "x"))[3].css == "is-passed"
