"""What those who look should know is read by those who look, and holds nobody's name, place or telephone number."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from carecommons.common.errors import Faulty, ReasonMissing
from carecommons.matching.models import Referral
from carecommons.matching.queries import referral
from carecommons.people.roles import Role
from carecommons.register.models import Entry
from decisions.test_decision_pages import text
from matching.searches_made import KENT, a_child, a_search

pytestmark = pytest.mark.django_db
WORDS = "She sleeps badly after visits, and a dog in the home helps her settle."
MARKED = "Bedtime is hard, and songs by Adele help."
NEVER = [
    "Ring her aunt on 07700 900123.",
    "She lives at ME14 1XQ with her mother.",
    "It began on 3 May and got worse.",
    "Robin likes it here.",
]


@pytest.fixture
def child(founding):
    return a_child(known_as="Robin")


def test_it_is_kept_with_the_search(child):
    assert referral(a_search(child, why_words=WORDS)).why_words == WORDS
    assert referral(a_search(a_child(reference="C-2222A"))).why_words == ""


@pytest.mark.parametrize("words", NEVER)
def test_what_could_tell_who_the_child_is_opens_no_search(child, words):
    with pytest.raises(Faulty) as refusal:
        a_search(child, why_words=words, read=True)
    assert refusal.value.code == "words_name_the_child"
    assert refusal.value.faults[0].column == "why_words"
    assert not Referral.objects.exists()
    assert not Entry.objects.filter(kind="referral").exists()


def test_a_charge_does_not_stand_there(child):
    with pytest.raises(Faulty) as refusal:
        a_search(child, why_words="The last home was 4,200 per week.")
    assert refusal.value.code == "words_name_a_price"


def test_a_word_that_only_looks_like_a_name_is_read_by_a_person_first(child):
    with pytest.raises(ReasonMissing) as refusal:
        a_search(child, why_words=MARKED)
    assert refusal.value.code == "marked_words_not_read"
    assert not Referral.objects.exists()
    assert referral(a_search(child, why_words=MARKED, read=True)).why_words == MARKED


def sent(words: str, **more: str) -> dict[str, str]:
    day = localdate() + timedelta(days=9)
    return {"wanted_by": f"{day:%Y-%m-%d}", "why": "planned_move", "stay": "long_term", "why_words": words, **more}


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.PLACEMENT_OFFICER])
def test_whoever_may_open_the_search_reads_it_there(client_as, child, role):
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    opened = worker.post(f"/searches/new/?child={child}", sent(WORDS))
    assert opened.status_code == 302
    assert WORDS in text(client_as(role, authority=KENT).get(opened.url))


def test_a_search_without_words_has_no_empty_heading(client_as, child):
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    opened = worker.post(f"/searches/new/?child={child}", sent(""))
    assert "What those who look should know" not in text(worker.get(opened.url))


def test_the_form_names_what_must_go_and_marks_what_must_be_read(client_as, child):
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    refused = worker.post(f"/searches/new/?child={child}", sent(NEVER[0]))
    assert refused.status_code == 422
    assert "“07700 900123” is a telephone number. Leave it out." in text(refused)
    assert NEVER[0] in text(refused), "nothing that was typed is lost"
    marked = worker.post(f"/searches/new/?child={child}", sent(MARKED))
    assert marked.status_code == 422
    assert "<mark>Adele</mark>" in marked.content.decode()
    assert worker.post(f"/searches/new/?child={child}", sent(MARKED, read="on")).status_code == 302


def test_nobody_of_another_council_reads_it(client_as, child):
    search_id = a_search(child, why_words=WORDS)
    far = client_as(Role.SOCIAL_WORKER, authority="887")
    assert WORDS not in far.get(f"/searches/{search_id}/").content.decode()


def test_the_same_for_programs(client, client_as, token_for, child):
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    key = {"Authorization": f"Bearer {token_for(worker.person)}"}
    body = {**sent(NEVER[0]), "child_id": str(child)}
    at = {"content_type": "application/json", "headers": key}
    refused = client.post("/api/v1/matching/searches", body, **at)
    assert (refused.status_code, refused.json()["code"]) == (422, "words_name_the_child")
    unread = client.post("/api/v1/matching/searches", {**body, "why_words": MARKED}, **at)
    assert (unread.status_code, unread.json()["code"]) == (422, "marked_words_not_read")
    made = client.post("/api/v1/matching/searches", {**body, "why_words": MARKED, "read": True}, **at)
    assert (made.status_code, made.json()["why_words"]) == (201, MARKED)
