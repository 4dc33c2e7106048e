"""A young person's pages say how it stands now: after a meeting on a notice, and while a review of theirs runs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import localdate

from carecommons.common.errors import NotNow
from carecommons.decisions import actions, queries
from carecommons.decisions.models import Placement, Review
from carecommons.people.roles import Role
from carecommons.register.actions import integrate
from decisions.ended import NOW, TODAY, lived, meeting, notice
from decisions.placements_made import answer_all, planned, planned_tonight
from decisions.test_decision_pages import text
from walk_world import KENT, MANAGER, WORKER, choose, search

pytestmark = pytest.mark.django_db
MUST_MEET = "The people around you must meet."
ENDS = "They did not find a way for you to stay."
TRYING = "They try some things so that you can stay. Then they meet again."
EARLIER = datetime.now(UTC) - timedelta(minutes=30)
NO, AGAIN = "It is too far from my brother.", "And my school is too far."


@pytest.fixture
def there():
    return lived()


def told(there) -> str:
    found = notice(there)
    actions.tell_of_notice(
        notice_id=found, words="Your home has given notice. People meet about it next week.", told_on=TODAY, by=WORKER,
        at=NOW,
    )  # fmt: skip
    return found


def pages(robin, there, found) -> list[str]:
    where = (f"/children/{there.child}/mine/", f"/placements/{there.placement}/", f"/ending/{found}/no/")
    return [text(robin.get(page)) for page in where]


@pytest.mark.parametrize(("outcome", "says"), [(None, MUST_MEET), ("met", TRYING), ("ends", ENDS)])
def test_each_page_says_what_the_meeting_found(there, client_as, outcome, says):
    found = told(there)
    if outcome:
        meeting(found, outcome=outcome)
    for said in pages(client_as(Role.CHILD, children=[there.child]), there, found):
        assert says in said
        for other in {MUST_MEET, ENDS, TRYING} - {says}:
            assert other not in said


def test_an_end_that_was_found_names_the_day_and_asks_for_no_meeting_any_more(there, client_as):
    found = told(there)
    meeting(found, outcome="ends")
    said = text(client_as(Role.CHILD, children=[there.child]).get(f"/ending/{found}/no/")).replace("\u00a0", " ")
    assert f"The people around you met on {TODAY.day} {TODAY:%B %Y}." in said
    assert "They must look for a new home for you. Tell them what you want." in said
    assert "You do not have to leave before" in said
    assert "Your words are read at the meeting" not in said
    assert "Send my no" in said, "a no is still theirs to say"


def test_a_stay_that_goes_on_after_all_says_nothing_of_an_end(there, client_as):
    found = told(there)
    meeting(found, outcome="ends")
    actions.take_notice_back(
        notice_id=found, words="They can stay: help comes twice a week from now on.", by=there.manager, at=NOW
    )
    said = text(client_as(Role.CHILD, children=[there.child]).get(f"/ending/{found}/no/"))
    assert "You stay here." in said
    assert ENDS not in said


# ------------------------------------------------------------------ before and after they come
VISITS, BRINGS = "Visits before you move", "Say what I want to bring"


def test_who_lives_there_is_asked_nothing_of_before_the_move(db, client_as):
    move = planned(search(at=EARLIER))
    page, robin = f"/placements/{move}/", client_as(Role.CHILD, children=[queries.placement(move).child_id])
    said = text(robin.get(page))
    assert VISITS in said
    assert BRINGS in said
    answer_all(move, at=EARLIER)
    first_day = queries.placement(move).from_day
    when = EARLIER + (first_day - localdate(EARLIER))
    actions.begin_placement(placement_id=move, came_on=first_day, by=WORKER, at=when)
    said = text(robin.get(page)).replace("\u00a0", " ")
    assert f"You have lived at Alder since {first_day.day} {first_day:%B %Y}." in said
    assert VISITS not in said
    assert BRINGS not in said
    assert "Agreed with her carers." in said, "what was agreed stays theirs to read"


def test_who_came_in_an_emergency_still_says_what_is_to_be_fetched(db, client_as):
    move = planned_tonight(search(at=EARLIER))
    actions.begin_placement(
        placement_id=move, came_on=queries.placement(move).from_day, by=WORKER, at=datetime.now(UTC)
    )
    said = text(client_as(Role.CHILD, children=[queries.placement(move).child_id]).get(f"/placements/{move}/"))
    assert BRINGS in said
    assert VISITS not in said


# ------------------------------------------------------------------ a review that runs
@pytest.fixture
def decision(db):
    found = search(at=EARLIER)
    decision_id = choose(found)
    actions.approve(decision_id=decision_id, by=MANAGER, at=found.at + timedelta(minutes=1))
    integrate(at=found.at + timedelta(minutes=2))
    return queries.decision(decision_id)


@pytest.fixture
def robin(client_as, decision):
    return client_as(Role.CHILD, children=[decision.child_id])


def ask(decision, who) -> str:
    return actions.ask_review(decision_id=decision.id, words=NO, by=who.person, at=datetime.now(UTC))


def own_pages(decision) -> tuple[str, str]:
    return f"/decisions/{decision.id}/", f"/placements/{queries.placement_of(decision.id).id}/"


def test_the_way_to_ask_becomes_the_way_to_the_review_that_runs(decision, robin):
    form = f'href="/decisions/{decision.id}/review/"'
    for page in own_pages(decision):
        assert form in robin.get(page).content.decode()
    review = ask(decision, robin)
    for page in own_pages(decision):
        html = robin.get(page).content.decode()
        assert form not in html, page
        assert f'href="/reviews/{review}/"' in html, page


def test_the_form_that_could_only_be_refused_opens_the_review_instead(decision, robin):
    review = ask(decision, robin)
    page = f"/decisions/{decision.id}/review/"
    assert robin.get(page)["Location"] == f"/reviews/{review}/"
    said = text(robin.get(f"/reviews/{review}/"))
    assert "You can say more when the three people talk with you." in said


def test_words_that_were_sent_twice_are_not_lost_and_the_running_review_is_named(decision, robin):
    review = ask(decision, robin)
    refused = robin.post(f"/decisions/{decision.id}/review/", {"about": "decision", "words": AGAIN})
    assert refused.status_code == 422
    assert AGAIN in text(refused)
    assert f'href="/reviews/{review}/"' in refused.content.decode()
    with pytest.raises(NotNow, match="You asked for this already"):
        actions.ask_review(decision_id=decision.id, words=AGAIN, by=robin.person, at=datetime.now(UTC))


def test_once_it_was_heard_more_words_go_by_the_advocate(decision, robin):
    review = ask(decision, robin)
    Review.objects.filter(id=review).update(state="heard", heard_at=datetime.now(UTC))
    said = text(robin.get(f"/reviews/{review}/"))
    assert "They have heard everyone. Tell your advocate what you still want to say." in said
    assert "You can say more when" not in said


def test_who_took_it_back_may_ask_anew(decision, robin):
    review = ask(decision, robin)
    actions.withdraw_review(review_id=review, by=robin.person, at=datetime.now(UTC))
    assert robin.get(f"/decisions/{decision.id}/review/").status_code == 200
    assert f'href="/decisions/{decision.id}/review/"' in robin.get(f"/decisions/{decision.id}/").content.decode()
    assert "Do you want to say more?" not in text(robin.get(f"/reviews/{review}/"))


def test_an_end_of_living_there_may_still_be_asked_about_and_nothing_else_is_offered(decision, robin):
    review = ask(decision, robin)
    Placement.objects.filter(decision_id=decision.id).update(state="living")
    page = robin.get(f"/decisions/{decision.id}/review/")
    html = page.content.decode()
    assert page.status_code == 200
    assert 'value="ending"' in html
    assert 'value="decision"' not in html
    assert f'href="/reviews/{review}/"' in html
    assert robin.post(f"/decisions/{decision.id}/review/", {"about": "ending", "words": AGAIN}).status_code == 302


@pytest.mark.parametrize("role", [Role.PARENT, Role.SOCIAL_WORKER])
def test_whoever_else_asked_is_led_to_theirs_and_others_still_ask(client_as, decision, robin, role):
    who = client_as(role, authority=KENT, children=[decision.child_id])
    page = f"/decisions/{decision.id}/review/"
    ask(decision, robin)
    assert who.get(page).status_code == 200, "another's review is not theirs"
    review = actions.ask_review(
        decision_id=decision.id, words="The school is too far away.", by=who.person, at=datetime.now(UTC)
    )
    assert who.get(page)["Location"] == f"/reviews/{review}/"
    html = who.get(f"/decisions/{decision.id}/").content.decode()
    assert f'href="/reviews/{review}/"' in html
    assert f'href="{page}"' not in html
