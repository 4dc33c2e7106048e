"""The pages, operations and commands of an emergency: what each role may do and read, and what is said of a lack."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from carecommons.children.queries import birth_not_known, find_child
from carecommons.cli.main import run
from carecommons.constitution.actions import publish_founding
from carecommons.decisions.actions import approve, propose_tonight, record_notice
from carecommons.decisions.counts import last_quarters
from carecommons.decisions.counts.emergencies import LINES, count_lines, emergencies_counted
from carecommons.decisions.emergency import Phase
from carecommons.decisions.queries import emergency_record, notices_of, placement_of
from carecommons.matching.actions import make_shortlist, open_emergency
from carecommons.matching.emergency import ROOT_CAUSES, Said
from carecommons.matching.models import Emergency, Referral
from carecommons.matching.queries import emergency_told, open_search_of
from carecommons.people.models import Look
from carecommons.people.roles import Role
from carecommons.site.days import my_day
from carecommons.site.days.emergencies import lines
from decisions.placements_made import answer_all
from walk_world import DEVON, KENT, MANAGER, OFFICER, WORKER, add_child, add_home, wish

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
EARLIER = NOW - timedelta(minutes=20)
SAYS = Said(cause="carers_life", cannot_wait="Her carer was taken to hospital.", child_said="Not far from school.")
WHY = "Alder is near, knows her school and can take her tonight."
TYPED = {
    "cannot_wait": "Her carer was taken to hospital.", "cause": "carers_life", "child_said": "Not far from school.",
    "authority": KENT,
}  # fmt: skip
REASONS = {
    "why_chosen": "Alder is near the school, and the family there knew you before.", "wishes_effect": "changed_how",
    "wishes_how": "You are driven to the same school every morning from now on.",
    "search_evidence": "Every home of the register was looked at that night; the list is kept.",
}  # fmt: skip


def text(response):
    plain = re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", response.content.decode(), flags=re.S))
    return " ".join(unescape(plain).split())


@pytest.fixture
def child():
    publish_founding(at=NOW - timedelta(days=30))
    return add_child(at=EARLIER)


@pytest.fixture
def homes(child):
    return {name: add_home(name, at=EARLIER) for name in ("Alder", "Birch")}


@pytest.fixture
def night(child, homes):
    """An emergency with its list, opened a quarter of an hour ago."""
    search_id = open_emergency(child_id=child, said=SAYS, by=WORKER, at=EARLIER)
    make_shortlist(referral_id=search_id, by=OFFICER, at=EARLIER)
    return search_id


@pytest.fixture
def stay(night, homes):
    """The same, with a home in force."""
    decision_id = propose_tonight(search_id=night, home_id=homes["Alder"], why=WHY, by=WORKER, at=EARLIER)
    approve(decision_id=decision_id, by=MANAGER, at=EARLIER)
    return night


@pytest.fixture
def worker(client_as) -> Client:
    return client_as(Role.SOCIAL_WORKER, authority=KENT)


@pytest.fixture
def manager(client_as) -> Client:
    return client_as(Role.TEAM_MANAGER, authority=KENT)


# ---------------------------------------------------------------- opening it


def test_an_officer_opens_one_for_a_known_child_and_is_led_to_it(worker, child):
    page = worker.get("/searches/emergency/")
    assert page.status_code == 200
    assert "it stays unknown" in text(page)
    answer = worker.post("/searches/emergency/", {**TYPED, "reference": "c 7k4qx", "known_hours": "30"})
    told = emergency_told(Emergency.objects.get().search_id)
    assert answer["Location"] == f"/emergencies/{told.search_id}/"
    assert told.child_id == child
    assert (told.danger.state, told.health.state, told.hidden_from.state) == ("unknown",) * 3
    assert told.known_for == "before"
    assert Referral.objects.count() == 2


def test_what_is_asked_and_not_there_is_none_and_what_is_written_is_said(worker, child):
    typed = {**TYPED, "reference": "C-7K4QX", "danger": "Somebody waits outside her school.", "health_none": "on"}
    worker.post("/searches/emergency/", {**typed, "seen_SAF": "4"})
    told = emergency_told(Emergency.objects.get().search_id)
    assert (told.danger.told, told.health.state, told.hidden_from.state) == (typed["danger"], "none", "unknown")
    assert told.seen == {"SAF": 4}
    assert told.known_for == "unknown"


def test_a_child_without_a_record_gets_one_with_what_is_known(worker, child):
    answer = worker.post("/searches/emergency/", {**TYPED, "known_as": "Sam", "age": "15"}, follow=True)
    assert answer.status_code == 200
    told = emergency_told(Emergency.objects.get().search_id)
    assert find_child(told.child_id).known_as == "Sam"
    assert birth_not_known([told.child_id])
    assert "The day of birth is not known" in text(answer)
    day = (timezone.localdate() - timedelta(days=15 * 366)).replace(day=1)
    page = f"/children/{told.child_id}/complete/"
    assert worker.get(page).status_code == 200
    wrong = worker.post(page, {"birth_date_day": "1", "birth_date_month": "1", "birth_date_year": "2090"})
    assert (wrong.status_code, "has not come yet" in text(wrong)) == (422, True)
    typed = {"birth_date_day": f"{day.day}", "birth_date_month": f"{day.month}", "birth_date_year": f"{day.year}"}
    assert worker.post(page, typed)["Location"] == f"/children/{told.child_id}/"
    assert not birth_not_known([told.child_id])
    assert worker.get(page).status_code == 302


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "Give the child’s reference, or what a child without a record is called."),
        ({"reference": "C-00000"}, "No child of your council has this reference."),
        ({"reference": "C-7K4QX", "known_as": "Sam"}, "not both"),
        ({"known_as": "Sam"}, "Give the age or the year of birth"),
        ({"known_as": "Sam", "age": "9", "birth_year": "2015"}, "one of the two"),
        ({"known_as": "Sam", "birth_year": "1950"}, "The year of birth lies between"),
        ({"reference": "C-7K4QX", "child_said": ""}, "Say what the child says now"),
        ({"reference": "C-7K4QX", "cannot_wait": ""}, "why it cannot wait"),
        ({"reference": "C-7K4QX", "cause": ""}, "Choose what lies behind it"),
    ],
)
def test_what_lacks_is_said_and_nothing_is_opened(worker, child, change, words):
    answer = worker.post("/searches/emergency/", {**TYPED, **change})
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Emergency.objects.exists()


def test_another_councils_child_answers_like_no_child(client_as, child):
    far = client_as(Role.SOCIAL_WORKER, authority=DEVON)
    typed = {**TYPED, "authority": DEVON}
    theirs = far.post("/searches/emergency/", {**typed, "reference": "C-7K4QX"})
    missing = far.post("/searches/emergency/", {**typed, "reference": "C-00000"})
    assert theirs.status_code == missing.status_code == 422
    assert text(theirs) == text(missing)


def test_one_is_open_already(worker, night):
    answer = worker.post("/searches/emergency/", {**TYPED, "reference": "C-7K4QX"})
    assert (answer.status_code, "open for this child already" in text(answer)) == (422, True)


@pytest.mark.parametrize("role", [Role.PLACEMENT_OFFICER, Role.NOMINATED_OFFICER, Role.PLANNER, Role.ADVOCATE])
def test_who_is_not_on_duty_opens_none(client_as, child, role):
    assert client_as(role, authority=KENT, children=[child]).get("/searches/emergency/").status_code == 403


# ---------------------------------------------------------------- the page of an emergency


@pytest.mark.parametrize(
    ("role", "council", "status"),
    [
        (Role.SOCIAL_WORKER, KENT, 200),
        (Role.TEAM_MANAGER, KENT, 200),
        (Role.PLACEMENT_OFFICER, KENT, 200),
        (Role.NOMINATED_OFFICER, KENT, 200),
        (Role.DIRECTOR, KENT, 200),
        (Role.REVIEWING_OFFICER, KENT, 200),
        (Role.SOCIAL_WORKER, DEVON, 404),
        (Role.PLANNER, KENT, 403),
        (Role.PROVIDER_MANAGER, KENT, 403),
        (Role.PARENT, KENT, 403),
    ],
)
def test_who_may_read_it_and_each_reading_is_one_look(client_as, child, stay, role, council, status):
    client = client_as(role, authority=council, children=[child])
    before = Look.objects.count()
    answer = client.get(f"/emergencies/{stay}/")
    assert answer.status_code == status
    assert Look.objects.count() - before == (status == 200)
    if status == 200:
        assert "The child is in an emergency home" in text(answer)
        assert "Not far from school." in text(answer)


def test_the_search_of_an_emergency_leads_to_its_page(worker, night):
    assert worker.get(f"/searches/{night}/")["Location"] == f"/emergencies/{night}/"
    assert worker.get(f"/decisions/new/{night}/")["Location"] == f"/emergencies/{night}/"


def test_homes_are_looked_at_from_the_page_at_once(worker, child, homes):
    search_id = open_emergency(child_id=child, said=SAYS, by=WORKER, at=EARLIER)
    assert "Look at every home" in text(worker.get(f"/emergencies/{search_id}/"))
    answer = worker.post(f"/searches/{search_id}/look/")
    assert answer["Location"] == f"/emergencies/{search_id}/"
    page = text(worker.get(f"/emergencies/{search_id}/"))
    assert "Choose a home for tonight" in page
    assert "Needs the approval of the team manager" in page


def test_the_list_of_emergencies(worker, client_as, stay):
    page = text(worker.get("/emergencies/"))
    assert "1 emergency is under way or still owes something" in page
    assert "C-7K4QX" in page
    far = text(client_as(Role.SOCIAL_WORKER, authority=DEVON).get("/emergencies/"))
    assert "C-7K4QX" not in far
    assert "No emergency is under way" in far
    assert "emergency" in text(worker.get("/searches/"))


def test_from_the_choice_to_the_confirmation_through_the_pages(worker, manager, client_as, child, night, homes):
    page = f"/emergencies/{night}/"
    thin = worker.post(f"{page}choose/", {"home": str(homes["Alder"]), "why": "ok"})
    assert (thin.status_code, "Say in a sentence why this home" in text(thin)) == (422, True)
    assert worker.post(f"{page}choose/", {"why": WHY}).status_code == 422
    assert worker.post(f"{page}choose/", {"home": str(homes["Alder"]), "why": WHY})["Location"] == page
    decision = emergency_record(night, at=datetime.now(UTC)).choice.id
    shown = text(manager.get(f"/decisions/{decision}/"))
    assert "Decided in an emergency, for a few days" in shown
    manager.post(f"/decisions/{decision}/approve/")
    assert emergency_record(night, at=datetime.now(UTC)).phase is Phase.PLACED
    # what is owed
    full = emergency_told(night).full_search_id
    for rung in ("parents", "connected_person"):
        worker.post(f"/searches/{full}/family/{rung}/", {f"{rung}-answer": "nobody", f"{rung}-reason": "Asked today."})
    now = datetime.now(UTC)
    for notice in notices_of(decision, at=now):
        if not notice.kind.by_home:
            record_notice(
                decision_id=decision, kind=notice.kind.code, sent_on=timezone.localdate(now), sent_to="Their desk.",
                by=WORKER, at=now,
            )  # fmt: skip
    assert "Answer the plan" in text(worker.get(page))
    answer_all(placement_of(decision).id, at=now)
    assert "Answer the plan" not in text(worker.get(page))
    reasons = worker.get(f"{page}reasons/")
    assert "why Alder" in text(reasons)
    against = {f"why_not_{homes['Birch'].hex}": "Birch is farther from the school that you know."}
    lacking = worker.post(f"{page}reasons/", {**REASONS, **against, "why_chosen": ""})
    assert (lacking.status_code, "why this is the most appropriate home" in text(lacking)) == (422, True)
    assert worker.post(f"{page}reasons/", {**REASONS, **against})["Location"] == page
    assert "Confirm what was chosen at night" in text(manager.get(page))
    assert "Confirm what was chosen at night" not in text(worker.get(page))
    thin = manager.post(f"{page}confirm/", {"confirm-words": "Fine."})
    assert (thin.status_code, "Say in a sentence what you read" in text(thin)) == (422, True)
    words = {"confirm-words": "I read the reasons and the notices, and the choice stands."}
    assert manager.post(f"{page}confirm/", words)["Location"] == page
    assert emergency_record(night, at=datetime.now(UTC)).to_do == ()
    # the child reads the full reasons
    letter = text(client_as(Role.CHILD, children=[child]).get(f"/decisions/{decision}/"))
    assert "It had to be quick." in letter
    assert REASONS["wishes_how"] in letter
    assert "It did not change the choice" not in letter


def test_a_review_through_the_page(manager, worker, stay):
    page = f"/emergencies/{stay}/"
    assert "Review the stay" in text(manager.get(page))
    assert "Record the review" not in text(worker.get(page))
    assert worker.post(f"{page}review/", {}).status_code == 403
    thin = manager.post(f"{page}review/", {"review-goes_on": "yes", "review-words": "Yes."})
    assert (thin.status_code, "how the child is" in text(thin)) == (422, True)
    words = {"review-goes_on": "yes", "review-words": "She sleeps well, and two homes have answered."}
    assert manager.post(f"{page}review/", words)["Location"] == page
    assert "it goes on" in text(manager.get(page))


def test_the_child_is_not_told_that_their_words_changed_nothing_before_anybody_said_so(client_as, child, stay):
    young = client_as(Role.CHILD, children=[child])
    for page in (f"/children/{child}/mine/", f"/decisions/{emergency_record(stay, at=NOW).choice.id}/"):
        letter = text(young.get(page))
        assert "We still have to tell you what your words change" in letter
        assert "It did not change the choice" not in letter


def test_reasons_wait_for_a_home_in_force(worker, night):
    assert worker.get(f"/emergencies/{night}/reasons/").status_code == 409


# ---------------------------------------------------------------- what waits today


def test_the_full_search_is_on_the_officers_day_from_the_first_minute(person, night):
    day = my_day(person(Role.SOCIAL_WORKER, authority=KENT), at=EARLIER, at_most=20)
    addresses = [line.address for line in day.lines]
    assert f"/searches/{emergency_told(night).full_search_id}/" in addresses


def test_what_is_owed_and_the_review_stand_on_the_days_of_those_who_see_to_them(person, stay):
    def found(role, council=KENT, at=EARLIER):
        return [(line.title, line.number) for line in lines(person(role, authority=council), at)]

    owed, review = "Child C-7K4QX: owed after the emergency", "Child C-7K4QX: an emergency stay is to be reviewed"
    assert found(Role.SOCIAL_WORKER) == [(owed, 2)]
    assert found(Role.TEAM_MANAGER) == [(review, 1), (owed, 2)]
    assert found(Role.REVIEWING_OFFICER) == [(review, 1)]
    assert found(Role.SOCIAL_WORKER, DEVON) == []
    assert found(Role.PLANNER) == []
    late = EARLIER + timedelta(hours=73)
    assert "an emergency stay has run out" in found(Role.SOCIAL_WORKER, at=late)[0][0]


def test_the_day_reviews_first_what_ran_out(person, stay):
    manager = person(Role.TEAM_MANAGER, authority=KENT)
    day = my_day(manager, at=EARLIER + timedelta(hours=80))
    assert day.first.title.endswith("has run out")
    assert day.first.first


# ---------------------------------------------------------------- for machines, and on the command line


def test_a_program_opens_one_and_reads_it(client, person, token_for, child, homes):
    headers = {"authorization": f"Bearer {token_for(person(Role.SOCIAL_WORKER, authority=KENT))}"}

    def post(address, **body):
        return client.post(address, json.dumps(body), content_type="application/json", headers=headers)

    base = "/api/v1/matching/emergencies"
    made = post(base, child_id=str(child), cause="carers_life", cannot_wait="Tonight.", not_asked_because="Asleep.")
    assert made.status_code == 201, made.content
    search = made.json()["search_id"]
    assert post(base, cause="carers_life", cannot_wait="Tonight.", child_said="Hm.").status_code == 404
    wrong = post(base, child_id=str(child), cause="bad_luck", cannot_wait="", child_said="")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "emergency_not_complete")
    new = post(base, newcomer={"known_as": "Sam", "authority": KENT, "age": 9}, cause="not_known", cannot_wait="Alone.",
               child_said="I want to sleep.")  # fmt: skip
    assert new.status_code == 201
    assert client.post(f"/api/v1/matching/searches/{search}/homes", headers=headers).status_code == 201
    at = f"/api/v1/decisions/emergencies/{search}"
    chosen = post(f"{at}/choice", home_id=str(homes["Alder"]), why=WHY)
    assert (chosen.status_code, chosen.json()["phase"]) == (200, "chosen")
    assert post(f"{at}/review", goes_on=True, words="It goes on.").status_code == 403
    early = post(f"{at}/reasons", **REASONS)
    assert (early.status_code, early.json()["code"]) == (409, "emergency_not_placed")
    read = client.get(at, headers=headers).json()
    assert [each["code"] for each in read["trail"]] == ["family", "wishes"]
    assert read["danger"] == "Nobody knows yet"
    listed = client.get("/api/v1/decisions/emergencies/", headers=headers).json()
    assert listed["total"] == 2


def test_on_the_command_line(capsys, person, token_for, child, homes, monkeypatch):
    monkeypatch.delenv("CARECOMMONS_TOKEN", raising=False)

    def call(role, *words):
        code = run([*words, "--token", token_for(person(role, authority=KENT))])
        out = capsys.readouterr()
        return code, out.out, out.err

    worker, manager = Role.SOCIAL_WORKER, Role.TEAM_MANAGER
    words = ("referral", "emergency", "C-7K4QX", "--cause", "carers_life", "--cannot-wait", "Her carer is ill.")
    code, _, err = call(worker, *words)
    assert (code, "emergency_not_complete" in err) == (3, True)
    code, out, _ = call(worker, *words, "--child-said", "Not far.", "--health", "none", "--json")
    made = json.loads(out)
    assert code == 0
    assert call(worker, "shortlist", "make", made["search"])[0] == 0
    home = next(each for each in json.loads(call(worker, "shortlist", "show", made["search"], "--json")[1])["shown"])
    assert call(worker, "referral", "tonight", made["search"], "H-00000", WHY)[0] == 3
    assert call(worker, "referral", "tonight", made["search"], home["reference"], WHY)[0] == 0
    told = emergency_told(Emergency.objects.get().search_id)
    approve(decision_id=emergency_record(told.search_id, at=NOW).choice.id, by=MANAGER, at=datetime.now(UTC))
    code, out, _ = call(worker, "referral", "owed", made["search"])
    assert code == 0
    assert "The placement plan" in out
    assert call(manager, "referral", "review", made["search"], "goes-on", "She sleeps well, and homes answer.")[0] == 0
    assert call(worker, "referral", "review", made["search"], "ends", "She goes back home tomorrow.")[0] == 3
    code, out, _ = call(manager, "referral", "owed", made["search"], "--json")
    assert [each["goes_on"] for each in json.loads(out)["reviews"]] == [True]
    code, out, _ = call(
        worker, "referral", "emergency", "--name", "Sam", "--born", "2015", "--cause", "not_known", "--cannot-wait",
        "Alone at the station.", "--not-asked", "Asleep.",
    )  # fmt: skip
    assert (code, "full search" in out) == (0, True)


def test_no_ordinary_search_is_for_tonight_on_page_api_and_command_line(
    capsys, client_as, person, token_for, child, monkeypatch
):
    monkeypatch.delenv("CARECOMMONS_TOKEN", raising=False)
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    page = f"/searches/new/?child={child}"
    assert 'value="emergency"' not in worker.get(page).content.decode()
    day = localdate(NOW).isoformat()
    for why, stay in (("emergency", "any"), ("breakdown", "emergency")):
        assert worker.post(page, {"wanted_by": day, "why": why, "stay": stay, "why_words": ""}).status_code == 422
        sent = worker.post(
            "/api/v1/matching/searches", {"child_id": str(child), "wanted_by": day, "why": why, "stay": stay},
            content_type="application/json",
            headers={"Authorization": f"Bearer {token_for(person(Role.SOCIAL_WORKER, authority=KENT))}"},
        )  # fmt: skip
        assert sent.json()["code"] == "open_an_emergency"
        token = token_for(person(Role.SOCIAL_WORKER, authority=KENT))
        code = run(
            ["referral", "make", "C-7K4QX", "--wanted-by", day, "--why", why, "--stay", stay, "--token", token]
        )  # fmt: skip
        assert (code, "carecommons referral emergency" in capsys.readouterr().err) == (3, True)
    assert open_search_of(child) is None


# ---------------------------------------------------------------- counted


def test_whole_quarters_only():
    from datetime import date

    assert last_quarters(date(2026, 11, 27)) == (date(2025, 10, 1), date(2026, 10, 1))
    assert last_quarters(date(2026, 1, 1)) == (date(2025, 1, 1), date(2026, 1, 1))


def test_small_counts_are_withheld_and_large_ones_rounded():
    cause, other = list(ROOT_CAUSES.values())[:2]
    rest = {name: lines_[0] for name, lines_ in LINES.items() if name != "cause"}
    found = [(KENT, {**rest, "cause": cause})] * 22 + [(KENT, {**rest, "cause": other})] * 3
    printed = count_lines(found, {KENT: [KENT]}, threshold=7, round_to=5)[KENT]["cause"]
    assert printed.total.value == 25
    assert printed.parts[other].withheld
    assert printed.parts[cause].withheld, "shown, it would give the small count away"


def test_planners_read_counts_and_no_child(client_as, child, homes, person):
    at = datetime.now(UTC)
    first, _ = last_quarters(timezone.localdate(at))
    then = datetime(first.year, first.month, first.day, 22, 0, tzinfo=UTC)
    open_emergency(child_id=child, said=SAYS, by=WORKER, at=at)
    Emergency.objects.update(opened_at=then)
    planner = person(Role.PLANNER, authority=KENT)
    counted = emergencies_counted(by=planner, at=at)
    assert counted.from_day == first
    assert all(broken.total.withheld for table in counted.places.values() for broken in table.values())
    page = client_as(Role.PLANNER, authority=KENT).get("/emergencies/counted/")
    assert page.status_code == 200
    assert "C-7K4QX" not in text(page)
    assert "What lay behind it" in text(page)
    assert client_as(Role.SOCIAL_WORKER, authority=KENT).get("/emergencies/counted/").status_code == 403


def test_wishes_after_the_emergency_are_done_on_the_day_they_were_heard(child, homes):
    said = Said(cause="not_known", cannot_wait="Alone.", not_asked_because="Asleep.")
    search_id = open_emergency(child_id=child, said=said, by=WORKER, at=EARLIER)
    assert not emergency_record(search_id, at=NOW).item("wishes").done
    wish(child, "before_decision", at=NOW)
    assert emergency_record(search_id, at=NOW).item("wishes").done_on == timezone.localdate(NOW)
