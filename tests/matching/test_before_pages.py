"""The pages before a choice: the child's order and visits, meetings, what a home reads, letters; and who may not."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import localdate
from invited import invited

from carecommons.decisions.actions import approve
from carecommons.matching import queries
from carecommons.matching.detail import Asked
from carecommons.people.models import Look
from carecommons.people.roles import Role
from carecommons.provision.queries import home_subjects
from decisions.test_decision_pages import text
from walk_world import KENT, MANAGER, choose, search, tonight_for

pytestmark = pytest.mark.django_db
EARLIER = datetime.now(UTC) - timedelta(minutes=30)
TODAY = localdate()


@pytest.fixture
def found():
    return search(at=EARLIER, Zebra={}, Alder={}, Birch={"EMO": 0})


@pytest.fixture
def robin(client_as, found):
    return client_as(Role.CHILD, children=[found.child])


@pytest.fixture
def worker(client_as):
    return client_as(Role.SOCIAL_WORKER, authority=KENT)


def keeper(client_as, found, name="Alder", role=Role.PROVIDER_MANAGER):
    subject = home_subjects([found.homes[name]])[found.homes[name]]
    return client_as(role, provider_id=subject.provider_id)


def field(name, found, home):
    return f"{name}_{found.homes[home].hex}"


class TestTheChildsSide:
    def rank(self, browser, found, **more):
        sent = {field("place", found, "Zebra"): "1", field("place", found, "Alder"): "no",
                field("why", found, "Alder"): "The stairs are dark", **more}  # fmt: skip
        return browser.post(f"/searches/mine/{found.child}/order/", sent)

    def test_a6_the_child_ranks_homes_and_says_no_without_a_script(self, robin, found) -> None:
        page = f"/searches/mine/{found.child}/order/"
        said = text(robin.get(page))
        assert "Which home do you want most?" in said
        assert said.index("Alder") < said.index("Zebra"), "by name, as everywhere on their page"
        assert self.rank(robin, found).status_code == 302
        mine = text(robin.get(f"/children/{found.child}/mine/"))
        assert "My order: 1. Zebra" in mine
        assert "No to Alder." in mine
        again = robin.get(page).content.decode()
        assert "The stairs are dark" in again, "what they said last stands in the form"

    def test_two_homes_in_one_place_are_said_at_the_home(self, robin, found) -> None:
        answer = self.rank(robin, found, **{field("place", found, "Alder"): "1"})
        assert answer.status_code == 422
        assert "Two homes have the same number. Give each its own." in text(answer)
        assert queries.preference_of(found.id) is None

    def test_an_advocate_says_how_they_know_and_a_worker_writes_it_down(self, client_as, worker, found) -> None:
        advocate = client_as(Role.ADVOCATE, children=[found.child])
        assert self.rank(advocate, found).status_code == 422
        assert self.rank(advocate, found, way="pictures").status_code == 302
        assert queries.preference_of(found.id).way == "pictures"
        assert self.rank(worker, found, way="told").status_code == 302

    def test_what_the_child_ranked_stands_beside_the_laws_tests(self, robin, worker, found) -> None:
        self.rank(robin, found)
        listed = text(worker.get(f"/searches/{found.id}/homes/"))
        assert "Number 1 in the child’s own order" in listed
        assert "The child says no to this home: “The stairs are dark”" in listed
        both = "&".join(f"home={found.homes[name]}" for name in ("Alder", "Zebra"))
        assert "The child’s own order" in text(worker.get(f"/searches/{found.id}/compare/?{both}"))
        sheet = text(worker.get(f"/decisions/new/{found.id}/"))
        assert "what do you answer them?" in sheet
        assert "No to Alder" in sheet

    def test_a_visit_from_the_asking_to_what_the_child_thought(self, robin, worker, found) -> None:
        robin.post(f"/searches/mine/{found.child}/{found.homes['Alder']}/", {"visit": "on"})
        assert "You asked to visit. We are finding a day." in text(robin.get(f"/children/{found.child}/mine/"))
        page = f"/searches/{found.id}/homes/{found.homes['Alder']}/before/"
        day = {"arrange-day_day": TODAY.day, "arrange-day_month": TODAY.month, "arrange-day_year": TODAY.year}
        assert worker.post(page, {"act": "arrange", **day}).status_code == 422
        assert worker.post(page, {"act": "arrange", **day, "arrange-with_whom": "Your nan"}).status_code == 302
        assert "Who comes with you: Your nan." in text(robin.get(f"/children/{found.child}/mine/"))
        sent = {name.replace("arrange", "happened"): each for name, each in day.items()}
        assert worker.post(page, {"act": "happened", **sent}).status_code == 302
        (visit,) = queries.visits_of(found.id)
        own = f"/searches/mine/{found.child}/visits/{visit.id}/"
        assert robin.post(own, {}).status_code == 422
        assert robin.post(own, {"thought": "mixed", "words": "The dog is loud."}).status_code == 302
        assert "Some things were good and some were not" in text(worker.get(page))
        assert worker.post(page, {"act": "nonsense"}).status_code == 404

    def test_another_childs_visit_is_not_there(self, client_as, worker, found) -> None:
        page = f"/searches/{found.id}/homes/{found.homes['Alder']}/before/"
        worker.post(page, {"act": "arrange", "arrange-day_day": TODAY.day, "arrange-day_month": TODAY.month,
                           "arrange-day_year": TODAY.year, "arrange-with_whom": "Your nan"})  # fmt: skip
        (visit,) = queries.visits_of(found.id)
        other = search_of_another(found)
        stranger = client_as(Role.CHILD, children=[other])
        assert stranger.get(f"/searches/mine/{other}/visits/{visit.id}/").status_code == 404
        assert stranger.get(f"/searches/mine/{found.child}/visits/{visit.id}/").status_code == 404


def search_of_another(found):
    from walk_world import add_child

    return add_child(reference="C-9M2WA", at=EARLIER)


class TestTheMeeting:
    def hold(self, worker, found, **more):
        sent = {
            "held_on_day": TODAY.day, "held_on_month": TODAY.month, "held_on_year": TODAY.year,
            "took_part": ["child", "social_worker"], "home": [str(found.homes["Alder"]), str(found.homes["Birch"])],
            field("words", found, "Alder"): "A calm house.", field("place", found, "Alder"): "1",
            field("because", found, "Alder"): "The bus to school.", field("words", found, "Birch"): "Kind carers.",
            field("because", found, "Birch"): "It cannot help at night.",
            field("need_EMO", found, "Birch"): "A therapist from May.", **more,
        }  # fmt: skip
        return worker.post(f"/searches/{found.id}/meetings/new/", sent)

    def test_it_is_written_down_read_and_taken_on_paper(self, worker, client_as, found) -> None:
        assert "What did the matching meeting find?" in text(worker.get(f"/searches/{found.id}/meetings/new/"))
        answer = self.hold(worker, found)
        assert answer.status_code == 302
        (met,) = queries.meetings_of(found.id)
        said = text(worker.get(f"/searches/meetings/{met.id}/"))
        for words in ("Alder: The bus to school.", "Feelings at Birch: A therapist from May.", "Not going on:"):
            assert words in said
        paper = worker.get(f"/searches/meetings/{met.id}/paper.pdf")
        assert paper.content.startswith(b"%PDF")
        assert Look.objects.filter(child_id=found.child, purpose="Printing for a meeting").count() == 1
        assert "1. Alder" in text(worker.get(f"/searches/{found.id}/meetings/"))
        far = client_as(Role.SOCIAL_WORKER, authority="878")
        assert far.get(f"/searches/meetings/{met.id}/").status_code == 404

    def test_what_lacks_is_said_at_its_field(self, worker, found) -> None:
        answer = self.hold(worker, found, **{field("need_EMO", found, "Birch"): "", "took_part": ["social_worker"]})
        said = text(answer)
        assert answer.status_code == 422
        assert "Birch leaves Feelings open. Say what would meet it" in said
        assert "Say which lawful reason there was." in said
        assert queries.meetings_of(found.id) == ()

    def test_the_choice_shows_the_meeting(self, worker, found) -> None:
        self.hold(worker, found)
        (met,) = queries.meetings_of(found.id)
        made = choose(found, at=datetime.now(UTC))
        assert f"/searches/meetings/{met.id}/" in worker.get(f"/decisions/{made}/").content.decode()


def read_first(worker, page: str) -> dict[str, str]:
    """What the form of the page sends: that of the text that it showed."""
    (shown,) = re.findall(r'name="fingerprint" value="([0-9a-f]{64})"', worker.get(page).content.decode())
    return {"act": "ask", "fingerprint": shown}


class TestWhatAHomeReads:
    @pytest.fixture
    def sent(self, found):
        return invited(found, Alder="offered", Zebra="offered")

    def test_terms_first_then_d2_then_nothing_once_another_is_chosen(self, worker, client_as, found, sent) -> None:
        page = f"/searches/{found.id}/homes/{found.homes['Alder']}/before/"
        assert "Read first what it would be told" in text(worker.get(page))
        for sent in ({}, {"fingerprint": "0" * 64}):
            refused = worker.post(page, {"act": "ask", **sent})
            assert refused.status_code == 422
            assert "The home was not asked" in text(refused)
        assert queries.details_of(found.id) == ()
        assert worker.post(page, read_first(worker, page)).status_code == 302
        (asked,) = queries.details_of(found.id)
        manager = keeper(client_as, found)
        one = f"/searches/shortlisted/{asked.id}/"
        assert "Alder is on the shortlist for a child" in text(manager.get("/me/", follow=True))
        assert asked.code in text(manager.get("/searches/shortlisted/"))
        said = text(manager.get(one))
        assert "I make no copy" in said
        assert "Known risks" not in said
        assert manager.post(one, {"act": "accept"}).status_code == 422
        assert manager.post(one, {"act": "accept", "promise": "on"}).status_code == 302
        said = text(manager.get(one))
        assert "Known risks, and what helps" in said
        for word in ("Robin", "C-7K4QX", "ME14"):
            assert word not in said
        child = text(client_as(Role.CHILD, children=[found.child]).get(f"/looks/{found.child}/"))
        assert "To see if their home could be right for you." in child
        approve(decision_id=choose(found, "Zebra", at=EARLIER + timedelta(minutes=5)), by=MANAGER, at=datetime.now(UTC))
        said = text(manager.get(one))
        assert "Another home was chosen for this child." in said
        assert "Known risks" not in said

    def test_a_home_may_decline_and_others_see_nothing(self, worker, client_as, found, sent) -> None:
        page = f"/searches/{found.id}/homes/{found.homes['Alder']}/before/"
        worker.post(page, read_first(worker, page))
        (asked,) = queries.details_of(found.id)
        one = f"/searches/shortlisted/{asked.id}/"
        assert keeper(client_as, found, "Zebra").get(one).status_code == 404
        assert worker.get(one).status_code in (403, 404)
        manager = keeper(client_as, found, role=Role.PROVIDER_RESPONSIBLE)
        assert manager.post(one, {"act": "decline", "words": "We keep notes."}).status_code == 302
        assert queries.detail(asked.id).state is Asked.DECLINED
        take = worker.post(f"/searches/{found.id}/homes/{found.homes['Alder']}/before/", {"act": "take_off"})
        assert take.status_code == 404

    def accepted(self, worker, found, manager):
        page = f"/searches/{found.id}/homes/{found.homes['Alder']}/before/"
        worker.post(page, read_first(worker, page))
        asked = queries.details_of(found.id)[0]
        one = f"/searches/shortlisted/{asked.id}/"
        manager.post(one, {"act": "accept", "promise": "on"})
        return asked, one

    @pytest.mark.parametrize("role", [Role.PROVIDER_MANAGER, Role.FOSTER_CARER])
    def test_what_a_home_reads_leads_to_its_offer_and_to_a_no(self, worker, client_as, found, sent, role) -> None:
        home = found.homes["Alder"]
        manager = (
            client_as(role, home_ids=[home]) if role is Role.FOSTER_CARER else keeper(client_as, found, role=role)
        )  # fmt: skip
        asked, one = self.accepted(worker, found, manager)
        day = text(manager.get("/me/", follow=True))
        assert f"Is Alder right for the child {asked.code}?" in day
        shown = manager.get(one)
        assert "your offer stands" in text(shown)
        assert f"/invitations/{sent['Alder']}/" in shown.content.decode()
        assert manager.get(f"/invitations/{sent['Alder']}/").status_code == 200
        together = f"/searches/at-home/{home}/?code={asked.code}"
        assert (together in shown.content.decode()) is (role is Role.PROVIDER_MANAGER)
        if role is Role.PROVIDER_MANAGER:
            assert f'value="{asked.code}"' in manager.get(together).content.decode()
        assert manager.post(one, {"act": "no", "no-words": " "}).status_code == 422
        assert manager.post(one, {"act": "no", "no-words": "A child here is afraid of dogs."}).status_code == 302
        said = text(manager.get(one))
        assert "said that it is not right for this child" in said
        assert "A child here is afraid of dogs." in said
        assert "Known risks" not in said
        assert "Is Alder right for the child" not in text(manager.get("/me/", follow=True))
        for page in (f"/searches/{found.id}/meetings/", f"/searches/{found.id}/homes/{home}/before/"):
            assert "A child here is afraid of dogs." in text(worker.get(page))

    def test_where_nobody_was_invited_the_page_offers_no_asking_and_the_act_is_refused(self, worker, found) -> None:
        page = f"/searches/{found.id}/homes/{found.homes['Alder']}/before/"
        said = text(worker.get(page))
        assert "No home was invited for this child yet" in said
        assert "ask the home to accept the terms" not in said
        refused = worker.post(page, {"act": "ask", "fingerprint": "0" * 64})
        assert refused.status_code in (409, 422)
        assert "Invite the homes of this list" in text(refused)
        assert queries.details_of(found.id) == ()

    def test_a_home_that_was_asked_without_an_invitation_is_told_so(self, worker, client_as, found) -> None:
        found = replace(found, id=tonight_for(found))
        manager = keeper(client_as, found)
        _, one = self.accepted(worker, found, manager)
        assert "asked to read without an invitation" in text(manager.get(one))

    def test_the_chosen_home_is_led_to_who_is_to_come(self, worker, client_as, found, sent) -> None:
        manager = keeper(client_as, found)
        _, one = self.accepted(worker, found, manager)
        approve(decision_id=choose(found, "Alder", at=EARLIER + timedelta(minutes=5)), by=MANAGER,
                at=datetime.now(UTC))  # fmt: skip
        shown = manager.get(one)
        assert "Your home was chosen" in text(shown)
        assert "/placements/ours/" in shown.content.decode()
        assert "our home is not right" not in text(shown)
        assert manager.post(one, {"act": "no", "no-words": "No."}).status_code == 409

    def test_another_home_says_no_for_nobody(self, worker, client_as, found, sent) -> None:
        _, one = self.accepted(worker, found, keeper(client_as, found))
        other = keeper(client_as, found, "Zebra")
        assert other.post(one, {"act": "no", "no-words": "Not ours."}).status_code in (403, 404)
        assert queries.details_of(found.id)[0].state is Asked.ACCEPTED

    def test_both_lists_are_found_from_the_inbox(self, client_as, found) -> None:
        manager = keeper(client_as, found)
        inbox = manager.get("/invitations/").content.decode()
        for page in ("/searches/shortlisted/", "/letters/"):
            assert f'href="{page}"' in inbox
            assert 'href="/invitations/"' in manager.get(page).content.decode()


def test_c3_a_home_reads_why_it_was_not_chosen_and_may_ask_for_a_review(worker, client_as, found) -> None:
    invited(found, Alder="offered", Zebra="offered")
    sheet = text(worker.get(f"/decisions/new/{found.id}/"))
    assert "What each home that offered itself is told" in sheet
    assert "Why was no matching meeting held?" in sheet
    words = "Another home keeps the bus to school, which matters most."
    made = choose(
        found, at=EARLIER + timedelta(minutes=5), to_homes={found.homes["Zebra"]: words},
        no_meeting="The worker was ill and the child moves on Monday.",
    )  # fmt: skip
    approve(decision_id=made, by=MANAGER, at=datetime.now(UTC))
    manager = keeper(client_as, found, "Zebra")
    assert "another home was chosen, and you are told why" in text(manager.get("/me/", follow=True))
    (letter,) = _letters(made)
    assert "Zebra" in text(manager.get("/letters/"))
    said = text(manager.get(f"/letters/{letter.id}/"))
    assert words in said
    assert "You may ask for a review until" in said
    assert keeper(client_as, found, "Alder").get(f"/letters/{letter.id}/").status_code == 404
    assert "Read on" in text(worker.get(f"/decisions/{made}/"))


def _letters(decision_id):
    from carecommons.decisions.queries import letters_of

    return letters_of(decision_id)


def test_the_same_for_programs(client, client_as, token_for, found) -> None:
    def key(person):
        return {"Authorization": f"Bearer {token_for(person)}"}

    def send(path, body, who, method="post"):
        return getattr(client, method)(
            f"/api/v1/matching{path}", json.dumps(body), content_type="application/json", headers=who
        )

    robin = key(client_as(Role.CHILD, children=[found.child]).person)
    worker = key(client_as(Role.SOCIAL_WORKER, authority=KENT).person)
    alder = str(found.homes["Alder"])
    invited(found, Alder="offered", Zebra="offered")
    missing = client.get(f"/api/v1/matching/mine/{found.child}/order", headers=robin)
    assert (missing.status_code, missing.json()["code"]) == (409, "order_missing")
    ranked = send(f"/mine/{found.child}/order", {"homes": [{"home_id": alder, "place": "1", "why": "Nan"}]}, robin)
    assert (ranked.status_code, ranked.json()["placed"][0]["place"]) == (201, 1)
    visit = send(
        f"/searches/{found.id}/visits", {"home_id": alder, "day": TODAY.isoformat(), "with_whom": "Nan"}, worker
    )
    assert visit.status_code == 201
    one = visit.json()["id"]
    for wrong in ({"state": "happened", "words": "It was fine."}, {"state": "hapened", "words": "It was fine."}):
        refused = send(f"/searches/visits/{one}", wrong, worker)
        assert refused.status_code == 422, "nobody tells a child that a visit could not be, for want of a word"
    assert send(f"/searches/visits/{one}", wrong | {"state": "happened"}, worker).json()["code"] == "visit_day_missing"
    kept = send(f"/searches/visits/{one}", {"state": "happened", "day": TODAY.isoformat()}, worker)
    assert kept.json()["state"] == "happened"
    thought = send(f"/mine/{found.child}/visits/{one}", {"thought": "liked"}, robin)
    assert thought.json()["thought"] == "liked"
    answer = send(f"/searches/{found.id}/together", {"home_id": alder, "answer": "agrees", "words": "Yes."}, worker)
    assert answer.json()["answer"] == "agrees"
    held = send(f"/searches/{found.id}/meetings", {
        "held_on": TODAY.isoformat(), "took_part": ["child"],
        "homes": [{"home_id": alder, "words": "Calm.", "place": 1, "why": "The bus."}],
    }, worker)  # fmt: skip
    assert (held.status_code, held.json()["homes"][0]["place"]) == (201, 1)
    assert client.get(f"/api/v1/matching/searches/{found.id}/meetings", headers=worker).json()["total"] == 1
    where = f"/searches/{found.id}/shortlisted"
    shown = client.get(f"/api/v1/matching{where}/told", headers=worker).json()
    assert "Known risks, and what helps" in {part["heading"] for part in shown["told"]}
    whole = {"home_id": alder, "read": True, "fingerprint": shown["fingerprint"]}
    for wrong, code in (
        ({"home_id": alder}, "detail_not_read"), (whole | {"read": False}, "detail_not_read"),
        (whole | {"fingerprint": "0" * 64}, "detail_changed_since"),
    ):  # fmt: skip
        assert send(where, wrong, worker).json()["code"] == code
    asked = send(where, whole, worker)
    assert asked.status_code == 201
    manager = key(keeper(client_as, found).person)
    detail = asked.json()["id"]
    before = client.get(f"/api/v1/matching/shortlisted/{detail}", headers=manager).json()
    assert (before["told"], len(before["terms"])) == ([], 5)
    assert send(f"/shortlisted/{detail}/accept", {}, manager).status_code == 204
    assert client.get(f"/api/v1/matching/shortlisted/{detail}", headers=manager).json()["told"]
    assert send(f"/searches/shortlisted/{detail}/end", {}, worker).status_code == 204
    assert client.get(f"/api/v1/matching/shortlisted/{detail}", headers=manager).json()["told"] == []
