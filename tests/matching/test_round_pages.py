"""The pages of a round: the council invites and reads; a home is told, asks and answers; nobody else finds anything."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from carecommons.children.actions import answer_carried, tell_next_home
from carecommons.common.errors import ReasonMissing
from carecommons.matching import actions, models
from carecommons.matching.queries import child_to_ask, line_of, referral
from carecommons.matching.referral import NEXT_STEPS, asking_of, next_step
from carecommons.people.roles import Role
from carecommons.provision.capability import DOMAIN_CODES
from carecommons.provision.queries import providers_of
from carecommons.site.days import my_day
from walk_world import KENT, NO_ROUND, OFFICER, REASONS, WORKER, Search, add_child, listed, search

pytestmark = pytest.mark.django_db
OFFER = {f"offer-need_{code.casefold()}": "met" for code in DOMAIN_CODES} | {
    "offer-impact_there": "acceptable", "offer-impact_child": "acceptable",
    "offer-impact_words": "We asked at the table.",
}  # fmt: skip


@pytest.fixture
def found() -> Search:
    return search(at=datetime.now(UTC) - timedelta(hours=2))


@pytest.fixture
def row(found) -> models.Invitation:
    actions.open_round(referral_id=found.id, by=WORKER, at=found.at)
    return models.Invitation.objects.get(home_id=found.homes["Alder"])


@pytest.fixture
def officer(client_for, person):
    return client_for(person(Role.PLACEMENT_OFFICER, authority=KENT))


def at_home(client_for, person, home: UUID, role: Role = Role.PROVIDER_MANAGER):
    reach = {"home_ids": [home]} if role is Role.FOSTER_CARER else {"provider_id": providers_of([home])[home]}
    return client_for(person(role, **reach))


def text(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_an_officer_reads_what_would_be_told_marks_and_invites_all(found, officer) -> None:
    address = f"/searches/{found.id}/invite/"
    page = officer.get(address)
    assert "2 homes of the list passed the lawful and the capability gate" in text(page)
    refused = officer.post(address, {"narrative": "Robin likes trains.", "read": "on"})
    assert refused.status_code == 422
    assert "<mark>Robin</mark>" in refused.content.decode()
    marked = officer.post(address, {"narrative": "Supports Arsenal."})
    assert marked.status_code == 422
    assert "<mark>Arsenal</mark>" in marked.content.decode()
    sent = officer.post(address, {"narrative": "Supports Arsenal.", "read": "on"})
    assert sent["Location"] == f"/searches/{found.id}/log/"
    log = text(officer.get(sent["Location"]))
    for words in ("Round 1: open", "Alder", "Birch", "Not opened", "Supports Arsenal."):
        assert words in log


def test_an_officer_ticks_which_notes_for_the_next_home_are_told(found, officer) -> None:
    address = f"/searches/{found.id}/invite/"
    assert "What the next home must know" not in text(officer.get(address))
    notes = []
    for words in ("A light at night helps.", "Robin loves the dog.", "She supports Arsenal."):
        notes.append(tell_next_home(child_id=found.child, placement=UUID(int=5), words=words, by=WORKER, at=found.at))
        answer_carried(note_id=notes[-1], accepted=True, by=WORKER, at=found.at)
    page = officer.get(address).content.decode()
    assert "What the next home must know" in page
    assert page.index("What the next home must know") < page.index("<mark>Robin</mark>") < page.index('name="notes"')
    for given, beside in (({"notes": [f"{notes[1]}"], "read": "on"}, "notes"), ({"notes": [f"{notes[2]}"]}, "read"),
                          ({"notes": [f"{UUID(int=3)}"]}, "notes")):  # fmt: skip
        refused = officer.post(address, given)
        assert (refused.status_code, [*refused.context["form"].errors]) == (422, [beside])
    sent = officer.post(address, {"narrative": "Likes trains.", "notes": [f"{notes[0]}"]})
    assert sent["Location"] == f"/searches/{found.id}/log/"
    assert "Likes trains. A light at night helps." in text(officer.get(sent["Location"]))


def test_machines_read_the_notes_and_send_them_by_their_ids(found, officer) -> None:
    note = tell_next_home(child_id=found.child, placement=UUID(int=5), words="Arsenal!", by=WORKER, at=found.at)
    address = f"/api/v1/matching/searches/{found.id}/invite"
    assert officer.get(address).json()["notes"] == []
    answer_carried(note_id=note, accepted=True, words="She supports Arsenal.", by=WORKER, at=found.at)
    (told,) = officer.get(address).json()["notes"]
    assert (told["id"], told["words"], told["marked"]) == (f"{note}", "She supports Arsenal.", ["Arsenal"])
    unread = officer.post(address, {"notes": [told["id"]]}, content_type="application/json")
    assert (unread.status_code, unread.json()["code"]) == (422, "marked_words_not_read")
    sent = officer.post(address, {"notes": [told["id"]], "read": True}, content_type="application/json")
    assert sent.status_code == 201
    assert "She supports Arsenal." in {line["words"] for line in sent.json()["lines"]}


@pytest.mark.parametrize("role", [Role.PROVIDER_MANAGER, Role.PROVIDER_RESPONSIBLE, Role.FOSTER_CARER])
def test_whoever_runs_a_home_reads_asks_and_offers_on_the_same_pages(
    found, row, officer, client_for, person, role
) -> None:
    client = at_home(client_for, person, row.home_id, role)
    assert row.code in text(client.get("/invitations/"))
    page = client.get(f"/invitations/{row.id}/")
    assert "Could Alder be right for this child?" in text(page)
    assert "Robin" not in text(page)
    assert len(re.findall(r'id="([^"]+)"', page.content.decode())) == len(
        set(re.findall(r'id="([^"]+)"', page.content.decode()))
    )
    assert client.post(f"/invitations/{row.id}/ask/", {"ask-words": "A garden?"}).status_code == 302
    question = models.Question.objects.get()
    answer = {f"{question.id}-answer": "Yes, one nearby."}
    assert officer.post(f"/searches/{found.id}/log/questions/{question.id}/", answer).status_code == 302
    assert "Yes, one nearby." in text(client.get(f"/invitations/{row.id}/"))
    assert client.post(f"/invitations/{row.id}/offer/", OFFER).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.opened_at is not None) == ("offered", True)
    assert "Offered a home" in text(officer.get(f"/searches/{found.id}/log/"))


def test_a_question_of_another_search_is_as_one_that_is_not_there(found, row, officer, client_for, person) -> None:
    client = at_home(client_for, person, row.home_id)
    client.post(f"/invitations/{row.id}/ask/", {"ask-words": "A garden?"})
    question = models.Question.objects.get()
    other = listed(add_child(reference="C-9W9W9", at=found.at), found.homes, at=found.at)
    there, nowhere = (
        officer.post(f"/searches/{other.id}/log/questions/{each}/", {f"{each}-answer": "Yes, one nearby."})
        for each in (question.id, uuid4())
    )
    assert there.status_code == nowhere.status_code == 404
    told = (text(each).partition("What you can do")[0] for each in (there, nowhere))
    assert len(set(told)) == 1
    question.refresh_from_db()
    assert question.answered_at is None


def test_a_no_without_a_reason_comes_back_with_what_is_missing(row, client_for, person) -> None:
    client = at_home(client_for, person, row.home_id)
    page = client.post(f"/invitations/{row.id}/decline/", {"decline-reason": "carers"})
    assert page.status_code == 422
    assert "Say why in a sentence" in text(page)
    for sent in ({}, {**OFFER, "offer-need_emo": ""}):
        assert client.post(f"/invitations/{row.id}/offer/", sent).status_code == 422
    assert client.post(f"/invitations/{row.id}/ask/", {}).status_code == 422
    given = {"decline-reason": "carers", "decline-reason_words": "Our night carer is away."}
    assert client.post(f"/invitations/{row.id}/decline/", given).status_code == 302
    assert "Our night carer is away." in text(client.get(f"/invitations/{row.id}/"))


def typed(page) -> dict[str, str]:
    """What stands in the forms of an answer before anybody has typed: ticked choices, and words."""
    html = page.content.decode()
    found = {}
    for tag in re.findall(r"<input[^>]+>", html):
        kept = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if kept.get("type") == "radio" and " checked" in tag:
            found[kept["name"]] = kept["value"]
    for attributes, words in re.findall(r"<textarea([^>]*)>(.*?)</textarea>", html, re.DOTALL):
        if words.strip():
            found[dict(re.findall(r'(\w+)="([^"]*)"', attributes))["name"]] = unescape(words.strip())
    return found


def test_whoever_changes_an_answer_finds_what_they_said_and_types_only_what_changed(row, client_for, person) -> None:
    client, page = at_home(client_for, person, row.home_id), f"/invitations/{row.id}/"
    assert typed(client.get(page)) == {}
    client.post(f"{page}offer/", {**OFFER, "offer-conditions": "A second bed."})
    shown = client.get(page)
    assert typed(shown) == {**OFFER, "offer-conditions": "A second bed."}
    assert "Change the offer" in text(shown)
    assert "Or take the offer back, and say why" in text(shown)
    assert client.post(f"{page}offer/", {**typed(shown), "offer-need_emo": "support"}).status_code == 302
    assert [each.answers["EMO"] for each in row.replies.order_by("version")] == ["met", "support"]
    no = {"decline-reason": "carers", "decline-reason_words": "Our night carer is away."}
    client.post(f"{page}decline/", no)
    shown = client.get(page)
    assert typed(shown) == {**OFFER, "offer-conditions": "A second bed.", "offer-need_emo": "support", **no}
    assert "Offer a home after all" in text(shown)


def test_what_is_typed_anew_and_lacks_something_is_not_filled_from_before(row, client_for, person) -> None:
    client, page = at_home(client_for, person, row.home_id), f"/invitations/{row.id}/"
    client.post(f"{page}offer/", OFFER)
    refused = client.post(f"{page}offer/", {**OFFER, "offer-impact_words": "", "offer-need_emo": "unmet"})
    assert refused.status_code == 422
    assert typed(refused)["offer-need_emo"] == "unmet"
    assert "offer-impact_words" not in typed(refused)


def test_an_officer_who_writes_an_answer_down_again_finds_it_too_and_no_other_homes(found, row, officer) -> None:
    address = f"/searches/{found.id}/log/{row.id}/"
    given = {"decline-reason": "no_place", "decline-reason_words": "A child came yesterday."}
    officer.post(address, {"said": "decline", **given})
    assert typed(officer.get(address)) == given
    other = models.Invitation.objects.get(home_id=found.homes["Birch"])
    assert typed(officer.get(f"/searches/{found.id}/log/{other.id}/")) == {}


def test_the_level_asked_stands_beside_each_need_and_a_reload_leads_to_the_invitation(
    found, row, officer, client_for, person
) -> None:
    home = at_home(client_for, person, found.homes["Alder"])
    page = home.get(f"/invitations/{row.id}/").content.decode()
    field = page[page.index('name="offer-need_emo"') - 1500 : page.index('name="offer-need_emo"')]
    told = next(each["words"] for each in row.profile.text if each["heading"] == "Feelings")
    assert f"Needed: {told[0].lower()}{told[1:]}" in unescape(field)
    assert unescape(page).count("Needed: ") == len(DOMAIN_CODES)
    written = officer.get(f"/searches/{found.id}/log/{row.id}/")
    assert unescape(written.content.decode()).count("Needed: ") == len(DOMAIN_CODES)
    for act in ("offer", "decline", "ask"):
        again = home.get(f"/invitations/{row.id}/{act}/")
        assert (again.status_code, again["Location"]) == (302, f"/invitations/{row.id}/")
    assert models.Reply.objects.count() == 0


def test_another_home_finds_nothing(found, row, client_for, person) -> None:
    other = at_home(client_for, person, found.homes["Birch"])
    assert row.code not in text(other.get("/invitations/"))
    assert other.get(f"/invitations/{row.id}/").status_code == 404
    assert other.post(f"/invitations/{row.id}/offer/", OFFER).status_code == 404
    assert other.get(f"/searches/{found.id}/log/").status_code == 403


def test_taken_back_nothing_is_shown_any_more(found, row, officer, client_for, person) -> None:
    assert officer.post(f"/searches/{found.id}/log/call-off/", {}).status_code == 422
    assert "Homes read that the invitations were taken back, and not why" in text(
        officer.get(f"/searches/{found.id}/log/")
    )
    with pytest.raises(ReasonMissing) as refusal:
        actions.call_off_round(round_id=row.round_id, reason=" ", by=WORKER, at=datetime.now(UTC))
    assert "it stands in the search log" in str(refusal.value)
    assert officer.post(f"/searches/{found.id}/log/close/").status_code == 409
    taken = officer.post(f"/searches/{found.id}/log/call-off/", {"call_off-reason": "The child can stay."})
    assert taken.status_code == 302
    page = text(at_home(client_for, person, row.home_id).get(f"/invitations/{row.id}/"))
    assert "This invitation was withdrawn" in page
    assert "South East" not in page
    assert "The child can stay." not in page
    assert "The child can stay." in text(officer.get(f"/searches/{found.id}/log/"))


def test_an_officer_writes_down_what_was_said_by_telephone(found, row, officer) -> None:
    address = f"/searches/{found.id}/log/{row.id}/"
    assert "What did Alder answer?" in text(officer.get(address))
    assert officer.post(address, {"said": "decline"}).status_code == 422
    given = {"said": "decline", "decline-reason": "no_place", "decline-reason_words": "A child came yesterday."}
    assert officer.post(address, given).status_code == 302
    assert "written down by the council" in text(officer.get(f"/searches/{found.id}/log/"))


def test_the_day_names_what_waits_and_by_when(found, row, person) -> None:
    keeper = person(Role.PROVIDER_MANAGER, provider_id=providers_of([row.home_id])[row.home_id])
    now = datetime.now(UTC)
    line = next(line for line in my_day(keeper, at=now).lines if "Could Alder" in line.title)
    assert (line.address, line.due_on) == (f"/invitations/{row.id}/", row.closes_at.date())
    actions.ask_question(invitation_id=row.id, words="A garden?", by=keeper, at=now)
    (asking,) = [line for line in my_day(OFFICER, at=now).lines if "a home asks something" in line.title]
    assert asking.address == f"/searches/{found.id}/log/#questions"
    over = row.closes_at + timedelta(minutes=1)
    assert any("the time to answer is over" in line.title for line in my_day(OFFICER, at=over).lines)
    assert not any("Could Alder" in line.title for line in my_day(keeper, at=over).lines)


def test_the_api_does_what_the_pages_do(found, row, client_for, person, token_for, client) -> None:
    keeper = person(Role.PROVIDER_MANAGER, provider_id=providers_of([row.home_id])[row.home_id])
    officer = person(Role.PLACEMENT_OFFICER, authority=KENT)
    mine = {"authorization": f"Bearer {token_for(keeper)}"}
    theirs = {"authorization": f"Bearer {token_for(officer)}"}
    inbox = client.get("/api/v1/matching/invitations", headers=mine).json()
    assert [each["code"] for each in inbox["items"]] == [row.code]
    body = {
        "offers": True, "answers": dict.fromkeys(DOMAIN_CODES, "met"), "impact_there": "acceptable",
        "impact_child": "acceptable", "impact_words": "We asked.",
    }  # fmt: skip
    address = f"/api/v1/matching/invitations/{row.id}"
    answered = client.post(f"{address}/reply", body, content_type="application/json", headers=mine)
    assert answered.status_code == 201
    assert answered.json()["state"] == "offered"
    asked = client.post(f"{address}/ask", {"words": "A garden?"}, content_type="application/json", headers=mine)
    assert asked.json()["questions"][0]["mine"]
    log = client.get(f"/api/v1/matching/searches/{found.id}/log", headers=theirs).json()
    assert {home["state"] for home in log["items"][0]["homes"]} == {"offered", "sent"}
    told = client.get(f"/api/v1/matching/searches/{found.id}/invite", headers=theirs).json()
    assert told["lines"][0]["heading"] == "Age"
    late = client.post(
        f"/api/v1/matching/searches/{found.id}/log/close", content_type="application/json", headers=theirs
    )
    assert (late.status_code, late.json()["code"]) == (409, "round_still_runs")


# ---------------------------------------------------------------- what is next, while homes are asked


def stands(found: Search, at: datetime | None = None) -> str:
    return line_of(referral(found.id), at or datetime.now(UTC)).next


def test_inviting_comes_next_then_waiting_then_a_new_list_then_the_child(found, client_for, person) -> None:
    at = datetime.now(UTC)
    assert stands(found, at) == "invite"
    assert not child_to_ask(referral(found.id)), "the child was asked about this list, and inviting is still next"
    round_id = actions.open_round(referral_id=found.id, by=WORKER, at=found.at)
    line = line_of(referral(found.id), at)
    assert (line.next, line.answer_until) == ("answering", models.Round.objects.get(id=round_id).closes_at)
    over = line.answer_until
    assert (stands(found, over), line_of(referral(found.id), over).answer_until) == ("read_answers", None)
    actions.make_shortlist(referral_id=found.id, by=WORKER, at=over)
    assert stands(found, over) == "ask_child", "about the new list, which reads the answers"
    assert child_to_ask(referral(found.id))


def test_after_a_round_that_was_taken_back_inviting_is_next_again(found) -> None:
    round_id = actions.open_round(referral_id=found.id, by=WORKER, at=found.at)
    actions.call_off_round(round_id=round_id, reason="The needs have changed.", by=WORKER, at=found.at)
    assert stands(found) == "invite"


def test_where_family_could_take_the_child_nobody_else_is_asked_first(found) -> None:
    models.LadderAnswer.objects.create(
        referral_id=found.id, rung="connected_person", answer="possible", reason="Her aunt can.",
        answered_at=found.at, answered_by_role="social_worker",
    )  # fmt: skip
    assert stands(found) == "choose"


@pytest.mark.parametrize(
    ("given", "waits"),
    [
        ({}, "invite"), ({"emergency": True}, ""), ({"family_possible": True}, ""), ({"could_be_invited": False}, ""),
        ({"invited": True, "running": True}, "answering"), ({"invited": True}, "read_answers"),
        ({"invited": True, "read": True}, ""),
        ({"invited": True, "running": True, "family_possible": True}, "answering"),
        ({"invited": True, "running": True, "emergency": True}, ""),
    ],
)  # fmt: skip
def test_what_an_invitation_waits_for(given, waits) -> None:
    plain = {"emergency": False, "family_possible": False, "could_be_invited": True, "invited": False}
    assert asking_of(**{**plain, "running": False, "read": False, **given}) == waits
    assert next_step(state="shortlisted", undone=(), asked_about_homes=True, asking=waits) == (waits or "choose")
    for state in ("proposed", "decided", "withdrawn"):
        assert next_step(state=state, undone=(), asked_about_homes=False, asking=waits) == state


def test_the_search_its_list_and_the_day_name_inviting_to_those_who_may(found, officer, client_for, person) -> None:
    address, invite = f"/searches/{found.id}/", f"/searches/{found.id}/invite/"
    page = officer.get(address)
    assert "Homes were found: inviting them is next" in text(page)
    assert "Invite every home that could be right" in text(page)
    assert page.content.decode().count(invite) == 1
    reader = client_for(person(Role.REVIEWING_OFFICER, authority=KENT)).get(address)
    assert "A placement officer of your council invites them." in text(reader)
    assert invite not in reader.content.decode()
    assert NEXT_STEPS["invite"][0] in text(officer.get("/searches/"))
    (line,) = [each for each in my_day(OFFICER, at=datetime.now(UTC)).lines if "needs a home" in each.title]
    assert line.why.endswith("Next: invite every home that could be right, all at once and alike.")


def test_while_homes_may_answer_the_pages_say_until_when_and_none_leads_to_a_choice(found, row, officer) -> None:
    until = timezone.localtime(row.closes_at)
    page, homes = officer.get(f"/searches/{found.id}/"), officer.get(f"/searches/{found.id}/homes/")
    choice = f"/decisions/new/{found.id}/"
    assert "Homes were invited and may still answer" in text(page)
    assert f"{until:%H:%M}" in text(page)
    assert choice not in homes.content.decode()
    assert "Nobody decides before that." in text(homes)
    assert "Homes were invited and may still answer, until" in text(officer.get("/searches/"))
    told = officer.get(f"/api/v1/matching/searches/{found.id}").json()
    assert told["next"] == "answering"
    assert abs(datetime.fromisoformat(told["answer_until"]) - row.closes_at) < timedelta(seconds=1)
    (line,) = [each for each in my_day(OFFICER, at=datetime.now(UTC)).lines if "needs a home" in each.title]
    assert f"until their time is over at {until:%H:%M} on {until.day}" in line.why


def test_the_page_of_a_choice_shows_until_when_homes_answer_in_the_place_of_its_form(found, row, officer) -> None:
    address = f"/decisions/new/{found.id}/"
    shown = officer.get(address)
    assert shown.status_code == 200
    assert "Nobody chooses before all have had their time" in text(shown)
    assert "Send for approval" not in text(shown)
    assert f"/searches/{found.id}/log/" in shown.content.decode()


def test_a_form_that_was_open_when_homes_were_invited_keeps_every_word(found, row, officer) -> None:
    sent = {
        **REASONS, "home": str(found.homes["Alder"]), "search_evidence": "Each home of the register was looked at.",
        f"why_not_{found.homes['Birch'].hex}": "Birch is farther from the school that they know.",
    }  # fmt: skip
    answer = officer.post(f"/decisions/new/{found.id}/", sent)
    assert answer.status_code == 409
    assert "what you wrote stands below" in text(answer)
    assert REASONS["why_chosen"] in text(answer)
    assert NO_ROUND["no_meeting"] in text(answer)
    assert f"/searches/{found.id}/log/" in answer.content.decode()
    assert referral(found.id).state == "shortlisted"


def test_a_refusal_leads_back_to_the_page_and_to_the_log(found, row, officer) -> None:
    look, page = f"/searches/{found.id}/look/", f"/searches/{found.id}/homes/?all=1"
    ours = officer.post(look, headers={"referer": f"http://testserver{page}"})
    assert ours.status_code == 409
    assert f'href="{page}"' in ours.content.decode()
    assert f'href="/searches/{found.id}/log/"' in ours.content.decode()
    for other in (
        "https://elsewhere.example/searches/",
        "http://testserver//elsewhere.example/",
        "javascript:alert(1)",
    ):
        assert "Open the page that you came from" not in text(officer.post(look, headers={"referer": other}))


def test_questions_stand_above_the_homes_and_the_day_opens_the_page_there(
    found, row, officer, client_for, person
) -> None:
    keeper = at_home(client_for, person, row.home_id)
    keeper.post(f"/invitations/{row.id}/ask/", {"ask-words": "Is there a garden?"})
    page = officer.get(f"/searches/{found.id}/log/").content.decode()
    assert page.count('id="questions"') == 1
    assert page.index('id="questions"') < page.index("Is there a garden?") < page.index("<table")
    actions.call_off_round(round_id=row.round_id, reason="The needs have changed.", by=WORKER, at=datetime.now(UTC))
    actions.make_shortlist(referral_id=found.id, by=WORKER, at=datetime.now(UTC))
    actions.open_round(referral_id=found.id, by=WORKER, at=datetime.now(UTC))
    both = officer.get(f"/searches/{found.id}/log/").content.decode()
    assert both.count('id="questions"') == both.count('id="questions-1"') == 1, "the newest round has the plain name"


def answered_beyond(found: Search, row: models.Invitation, client) -> None:
    """Birch, of which less was accepted, offers itself and says that it meets everything; its round is over."""
    assert client.post(f"/invitations/{row.id}/offer/", OFFER).status_code == 302
    decided = models.Invitation.objects.exclude(id=row.id).get()
    actions.answer_invitation(
        invitation_id=decided.id, offers=False, reason="carers", reason_words="Our night carer is away.", by=OFFICER,
        at=datetime.now(UTC),
    )  # fmt: skip


def test_what_a_home_says_beyond_is_said_in_the_log_on_the_list_and_on_its_card_and_is_accepted(
    client_for, person
) -> None:
    found = search(at=datetime.now(UTC) - timedelta(hours=2), Alder={}, Birch={"EMO": 0})
    actions.open_round(referral_id=found.id, by=WORKER, at=found.at)
    row = models.Invitation.objects.get(home_id=found.homes["Birch"])
    answered_beyond(found, row, at_home(client_for, person, row.home_id))
    manager = client_for(person(Role.TEAM_MANAGER, authority=KENT))
    worker = client_for(person(Role.SOCIAL_WORKER, authority=KENT))
    assert manager.post(f"/searches/{found.id}/log/close/").status_code == 302
    accept = f"/searches/{found.id}/log/{row.id}/accept/1/"
    log = manager.get(f"/searches/{found.id}/log/")
    assert "The home says more of Feelings than has been accepted of it. That does not count" in text(log)
    assert accept in log.content.decode()
    theirs = worker.get(f"/searches/{found.id}/log/")
    assert accept not in theirs.content.decode()
    assert "A placement officer or the team manager accepts it" in text(theirs)
    assert manager.post(f"/searches/{found.id}/look/").status_code == 302
    for page in (f"/searches/{found.id}/homes/", f"/searches/{found.id}/homes/{row.home_id}/"):
        assert "says more of Feelings than has been accepted of it" in text(worker.get(page))
    assert "Some homes say more than has been accepted of them" in text(worker.get(f"/searches/{found.id}/homes/"))
    assert worker.get(accept).status_code == 403
    assert "Accept what Birch says?" in text(manager.get(accept))
    for sent, words in (({}, "Say what this rests on"), ({"rests_on": "It says so."}, "is no evidence")):
        refused = manager.post(accept, sent)
        assert refused.status_code == 422
        assert words in text(refused)
    rests_on = {"rests_on": "Seen at the visit last week, and in the letter of the clinician."}
    assert manager.post(accept, rests_on)["Location"] == f"/searches/{found.id}/log/"
    log = text(manager.get(f"/searches/{found.id}/log/"))
    assert "Accepted for this child: Feelings. Seen at the visit last week" in log
    assert "That does not count" not in log
    assert manager.post(f"/searches/{found.id}/look/").status_code == 302
    assert "than has been accepted" not in text(worker.get(f"/searches/{found.id}/homes/"))
    again = manager.post(accept, rests_on)
    assert again.status_code == 422
    assert "says nothing that waits to be accepted" in text(manager.get(accept))


def test_what_a_home_answered_itself_is_not_written_over(found, row, officer, client_for, person) -> None:
    address = f"/searches/{found.id}/log/{row.id}/"
    assert address in officer.get(f"/searches/{found.id}/log/").content.decode()
    assert at_home(client_for, person, row.home_id).post(f"/invitations/{row.id}/offer/", OFFER).status_code == 302
    assert f'href="{address}"' not in officer.get(f"/searches/{found.id}/log/").content.decode()
    no = {"said": "decline", "decline-reason": "carers", "decline-reason_words": "They said no on the telephone."}
    assert officer.post(address, no)["Location"] == f"/searches/{found.id}/log/"
    assert "has answered itself" in text(officer.get(f"/searches/{found.id}/log/"))
    row.refresh_from_db()
    assert (row.state, row.replies.count()) == ("offered", 1)


def test_the_same_by_program(client_for, person) -> None:
    found = search(at=datetime.now(UTC) - timedelta(hours=2), Alder={}, Birch={"EMO": 0})
    actions.open_round(referral_id=found.id, by=WORKER, at=found.at)
    row = models.Invitation.objects.get(home_id=found.homes["Birch"])
    answered_beyond(found, row, at_home(client_for, person, row.home_id))
    client = client_for(person(Role.TEAM_MANAGER, authority=KENT))
    officer = client_for(person(Role.PLACEMENT_OFFICER, authority=KENT))
    base = f"/api/v1/matching/searches/{found.id}/log"

    def post(who, address: str, **sent):
        return who.post(address, json.dumps(sent), content_type="application/json")

    over = post(officer, f"{base}/{row.id}", offers=False, reason="carers", reason_words="No.")
    assert (over.status_code, over.json()["code"]) == (409, "home_answered_itself")
    early = post(client, f"{base}/{row.id}/accept", version=1, rests_on="Seen at the visit last week.")
    assert (early.status_code, early.json()["code"]) == (409, "reply_may_change")
    assert post(client, f"{base}/close").status_code == 200
    (log,) = client.get(base).json()["items"]
    assert {home["home"]: home["more"] for home in log["homes"]} == {"Alder": [], "Birch": ["Feelings"]}
    missing = post(client, f"{base}/{row.id}/accept", version=1, rests_on="")
    assert missing.json()["code"] == "rests_on_missing"
    made = post(client, f"{base}/{row.id}/accept", version=1, rests_on="Seen at the visit last week by me.")
    assert made.status_code == 200
    birch = next(home for home in made.json()["homes"] if home["home"] == "Birch")
    assert (birch["more"], birch["accepted"]["parts"]) == ([], ["Feelings"])
