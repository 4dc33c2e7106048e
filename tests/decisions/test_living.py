"""The life in a home: what is written down, by whom, what is refused, what leaves an entry; and the pages of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from carecommons.children.queries import wishes
from carecommons.common.days import add_working_days, months_after
from carecommons.common.errors import NotAllowed, NotFound, NotNow, ReasonMissing, Refused
from carecommons.decisions import actions, queries
from carecommons.decisions.ending import LedBy
from carecommons.decisions.living import Answered, how_many_came_about
from carecommons.decisions.models import OutcomeAnswer, OwnRating, Placement, PlacementEnd, Visit
from carecommons.decisions.timers import Kind
from carecommons.people.models import Look
from carecommons.people.roles import Role
from carecommons.provision.actions import report_vacancy
from carecommons.register.models import Entry
from decisions.ended import an_end, begin
from decisions.living_made import REVIEWER, Living, asked_for_review, lives_there, rate
from decisions.test_decision_pages import text
from walk_world import KENT, MANAGER, MEDWAY, OFFICER, WORKER, acting, add_home, choose, listed

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SAID = "They showed me their room and said that the dog sleeps there too."


@pytest.fixture
def lives() -> Living:
    return lives_there()


def visit(lives: Living, **more):
    told = {"day": lives.on, "alone": "yes", "said": SAID, "by": WORKER, "at": lives.at}
    return actions.record_visit(placement_id=lives.placement, **{**told, **more})


REACHED = (Answered(1, "", "reached"), Answered(2, "", "not_yet"))


def review(lives: Living, **more):
    told = {
        "day": lives.on, "took_part": "PN1", "decided": "They stay, and drama goes on every week.", "until_18": True,
        "answers": REACHED, "by": REVIEWER, "at": lives.at,
    }  # fmt: skip
    return actions.record_review(placement_id=lives.placement, **{**told, **more})


def life(lives: Living, by=WORKER) -> queries.LifeRecord:
    return queries.life(lives.placement, on=lives.on, by=by)


def due(lives: Living, kind: Kind):
    return next(each for each in life(lives).due if each.kind is kind)


# ------------------------------------------------------------------ visits
def test_a_visit_is_kept_sealed_leaves_one_entry_and_moves_only_the_next_visit(lives):
    before = {each.kind: each.on for each in life(lives).due}
    visit(lives)
    after = {each.kind: each.on for each in life(lives).due}
    assert after[Kind.VISIT] == lives.on + timedelta(weeks=6)
    assert {k: v for k, v in after.items() if k != Kind.VISIT} == {k: v for k, v in before.items() if k != Kind.VISIT}
    (line,) = life(lives).visits
    assert (line.said, line.alone, line.by_role) == (SAID, "yes", "social worker")
    assert Entry.objects.get(kind="visit_recorded").public == "{}"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"said": "  "}, "visit_said_missing"),
        ({"alone": "not_possible"}, "not_alone_reason_missing"),
        ({"alone": "perhaps"}, "alone_unknown"),
    ],
)
def test_a_visit_owes_what_the_child_said_and_why_they_were_not_alone(lives, more, code):
    with pytest.raises(Refused) as refusal:
        visit(lives, **more)
    assert refusal.value.code == code
    assert not Visit.objects.exists()
    assert not Entry.objects.filter(kind="visit_recorded").exists()


@pytest.mark.parametrize(("days", "code"), [(1, "living_day_ahead"), (-51, "living_day_before")])
def test_a_visit_is_of_a_day_that_has_come_since_the_move(lives, days, code):
    with pytest.raises(Refused) as refusal:
        visit(lives, day=lives.on + days * DAY)
    assert refusal.value.code == code


def test_a_child_who_did_not_want_to_be_alone_owes_no_reason(lives):
    visit(lives, alone="refused")
    assert life(lives).visits[0].alone_words.startswith("No: the child")


@pytest.mark.parametrize("by", [OFFICER, REVIEWER, acting(Role.SOCIAL_WORKER, MEDWAY)])
def test_only_the_childs_own_workers_write_visits(lives, by):
    with pytest.raises(NotAllowed):
        visit(lives, by=by)


def test_no_such_placement_answers_as_missing(lives):
    with pytest.raises(NotFound):
        actions.record_visit(placement_id=lives.child, day=lives.on, alone="yes", said=SAID, by=WORKER, at=lives.at)


# ------------------------------------------------------------------ reviews
def test_a_review_does_not_close_before_the_child_was_asked(lives):
    with pytest.raises(NotNow) as refusal:
        review(lives)
    assert refusal.value.code == "review_wish_missing"
    asked_for_review(lives)
    review(lives)
    (line,) = life(lives).reviews
    assert (line.took_part, line.until_18, line.not_asked_words) == ("PN1", True, "")
    assert Entry.objects.filter(kind="care_review_recorded").count() == 1


def test_the_law_lets_a_review_close_without_for_two_reasons_and_in_words(lives):
    with pytest.raises(Refused) as refusal:
        review(lives, not_asked="no_time", not_asked_why="We were late.")
    assert refusal.value.code == "not_asked_unknown"
    with pytest.raises(ReasonMissing):
        review(lives, not_asked="not_practicable")
    review(lives, not_asked="not_practicable", not_asked_why="In hospital and asleep all day.")
    assert life(lives).reviews[0].not_asked_why == "In hospital and asleep all day."


def test_what_was_said_long_ago_or_at_another_stage_is_not_said_for_this_review(lives):
    assert not queries.said_for_review(lives.child, review_on=lives.on, days_max=28)
    asked_for_review(lives)
    assert queries.said_for_review(lives.child, review_on=lives.on + 28 * DAY, days_max=28)
    assert not queries.said_for_review(lives.child, review_on=lives.on + 29 * DAY, days_max=28)
    assert not queries.said_for_review(lives.child, review_on=lives.on - DAY, days_max=28)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"took_part": "PN9"}, "took_part_unknown"),
        ({"took_part": "PN0"}, "took_part_age"),
        ({"decided": "ok"}, "review_words_missing"),
        ({"answers": REACHED[:1]}, "outcome_answer_missing"),
        ({"answers": (*REACHED, Answered(3, "", "reached"))}, "outcome_unknown"),
        ({"answers": (Answered(1, "", "fine"), REACHED[1])}, "outcome_answer_unknown"),
        ({"answers": (Answered(1, "", "given_up"), REACHED[1])}, "given_up_reason_missing"),
        ({"kind": "party"}, "review_kind_unknown"),
    ],
)
def test_what_a_review_owes(lives, more, code):
    asked_for_review(lives)
    with pytest.raises(Refused) as refusal:
        review(lives, **more)
    assert refusal.value.code == code
    assert not OutcomeAnswer.objects.exists()


def test_the_next_review_may_be_asked_for_sooner_and_not_before_this_one(lives):
    asked_for_review(lives)
    with pytest.raises(Refused) as refusal:
        review(lives, next_by=lives.on)
    assert refusal.value.code == "next_review_before"
    review(lives, next_by=lives.on + 10 * DAY)
    assert due(lives, Kind.REVIEW).on == lives.on + 10 * DAY


def test_one_review_of_a_day_is_written_once(lives):
    asked_for_review(lives)
    review(lives)
    with pytest.raises(NotNow) as refusal:
        review(lives)
    assert refusal.value.code == "review_recorded"
    assert Entry.objects.filter(kind="care_review_recorded").count() == 1


def test_only_a_reviewing_officer_of_the_council_closes_a_review(lives):
    asked_for_review(lives)
    for by in (WORKER, MANAGER, acting(Role.REVIEWING_OFFICER, MEDWAY)):
        with pytest.raises(NotAllowed):
            review(lives, by=by)


# ------------------------------------------------------------------ outcomes and the child's own word
def test_each_outcome_stands_as_the_review_says_and_as_the_child_says_side_by_side(lives):
    asked_for_review(lives)
    review(lives)
    actions.say_how_it_goes(
        placement_id=lives.placement, feeling="not_good", words="I miss drama.", answers=(Answered(1, "", "not_yet"),),
        by=lives.robin, at=lives.at,
    )  # fmt: skip
    first, second = life(lives).sought
    assert [each.answer for each in first.adults] == ["reached"]
    assert [each.answer for each in first.child] == ["not_yet"]
    assert (second.adults[0].answer, second.child) == ("not_yet", ())
    assert life(lives).own[0].words == "I miss drama."
    assert life(lives).own[0].by_child


def test_the_child_says_as_little_as_they_like_and_only_of_where_they_live(lives):
    actions.say_how_it_goes(placement_id=lives.placement, feeling="ok", by=lives.robin, at=lives.at)
    with pytest.raises(Refused) as refusal:
        actions.say_how_it_goes(placement_id=lives.placement, feeling="7", by=lives.robin, at=lives.at)
    assert refusal.value.code == "feeling_unknown"
    with pytest.raises(NotAllowed):
        actions.say_how_it_goes(placement_id=lives.placement, feeling="ok", by=WORKER, at=lives.at)
    from carecommons.decisions.models import Placement

    Placement.objects.filter(id=lives.placement).update(state="ended", ended_on=lives.on)
    with pytest.raises(NotNow) as refusal:
        actions.say_how_it_goes(placement_id=lives.placement, feeling="ok", by=lives.robin, at=lives.at)
    assert refusal.value.code == "placement_not_lived_in"
    assert OwnRating.objects.count() == 1


def test_needs_then_and_now_stand_part_by_part_and_are_never_added(lives):
    rate(lives.child, at=lives.at, after=2, BEH=3, EMO=0)
    told = {each.code: each for each in life(lives).needs}
    assert (told["BEH"].then, told["BEH"].now, told["BEH"].words) == (1, 3, "More help is needed")
    assert told["EMO"].words == "Less help is needed"
    assert len(told) == 12


def test_a_child_is_counted_once_however_many_outcomes_there_are():
    assert how_many_came_about({1: "reached", 2: "reached"}) == "all"
    assert how_many_came_about({1: "partly", 2: "given_up"}) == "some"
    assert how_many_came_about({1: "not_yet"}) == "none"


# ------------------------------------------------------------------ health, family, hours, signs
def test_health_says_only_that_it_was_and_twice_the_same_day_is_once(lives):
    first = actions.record_health(placement_id=lives.placement, day=lives.on, by=WORKER, at=lives.at)
    assert actions.record_health(placement_id=lives.placement, day=lives.on, by=WORKER, at=lives.at) == first
    assert due(lives, Kind.HEALTH).on > lives.on + 300 * DAY
    assert Entry.objects.filter(kind="health_assessment_recorded").count() == 1


def with_brother(lives: Living) -> str:
    from carecommons.children.actions import add_connection

    kept = add_connection(
        child_id=lives.child, kind="sibling", name="Dan", how_often="weekly", by=WORKER, at=lives.at - 40 * DAY
    )
    return f"connection:{kept}"


def test_family_time_says_who_how_often_and_when_it_last_happened(lives):
    key = with_brother(lives)
    told = {"placement_id": lives.placement, "key": key, "by": WORKER, "at": lives.at}
    actions.record_contact(day=lives.on - 20 * DAY, happened=True, **told)
    with pytest.raises(ReasonMissing):
        actions.record_contact(day=lives.on, happened=False, **told)
    actions.record_contact(day=lives.on - 9 * DAY, happened=False, why_not="The car broke down.", **told)
    (line,) = life(lives).contact
    assert (line.name, line.how_often, line.last_on, line.missed) == ("Dan", "weekly", lives.on - 20 * DAY, 1)
    with pytest.raises(Refused) as refusal:
        actions.record_contact(day=lives.on, happened=True, **{**told, "key": f"connection:{lives.home}"})
    assert refusal.value.code == "contact_unknown"


def test_time_of_a_match_is_minutes_of_one_day_and_is_added_up_by_kind(lives):
    told = {"placement_id": lives.placement, "day": lives.on, "at": lives.at}
    for minutes in (90, 30):
        actions.record_time(kind="travel", minutes=minutes, by=OFFICER, **told)
    assert life(lives).hours == (("Travel", 2.0),)
    for minutes, kind, code in ((0, "travel", "minutes_out_of_day"), (9, "lunch", "time_kind_unknown")):
        with pytest.raises(Refused) as refusal:
            actions.record_time(kind=kind, minutes=minutes, by=OFFICER, **told)
        assert refusal.value.code == code


def test_an_early_sign_is_answered_in_words_and_asks_again_only_when_something_new_comes(lives):
    for minutes in (3, 2):
        actions.say_how_it_goes(
            placement_id=lives.placement, feeling="bad", by=lives.robin, at=lives.at - timedelta(minutes=minutes)
        )
    open_now = {each.signs[0].code for each in queries.signs_open(WORKER, lives.on)}
    assert open_now <= {"own_low", "visits_late"}
    signs = {line.sign.code: line for line in life(lives).signs}
    assert set(signs) == {"own_low", "visits_late"}
    told = {"placement_id": lives.placement, "false_alarm": True, "by": WORKER, "at": lives.at}
    with pytest.raises(ReasonMissing):
        actions.answer_sign(key=signs["own_low"].sign.key, words="No.", **told)
    with pytest.raises(NotFound):
        actions.answer_sign(key="own_low::2020-01-01", words="They had the flu and are well again.", **told)
    for code in signs:
        actions.answer_sign(key=signs[code].sign.key, words="They had the flu and are well again.", **told)
    assert queries.signs_open(WORKER, lives.on) == ()
    assert all(line.answers[0][1] for line in life(lives).signs)
    assert queries.signs_open(OFFICER, lives.on) == ()


def test_what_was_taken_back_has_no_life_to_write_of(lives):
    from carecommons.decisions.models import Placement

    Placement.objects.filter(id=lives.placement).update(state="withdrawn", ended_on=lives.on)
    with pytest.raises(NotNow) as refusal:
        visit(lives)
    assert refusal.value.code == "placement_taken_back"
    assert life(lives).due == ()
    assert queries.due_for(WORKER, lives.on) == ()


def test_what_is_due_is_asked_for_everybody_in_as_many_questions_as_for_one(lives, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        assert {line.due.kind for line in queries.due_for(WORKER, lives.on)} == {
            Kind.VISIT, Kind.REVIEW, Kind.HEALTH,
        }  # fmt: skip
    assert queries.due_for(acting(Role.SOCIAL_WORKER, MEDWAY), lives.on) == ()


# ------------------------------------------------------------------ pages
def test_a_visit_on_the_page(lives, client_as):
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    address = f"/placements/{lives.placement}/visit/"
    assert "How was the visit to Robin?" in text(worker.get(address))
    wrong = worker.post(address, {"day": lives.on.isoformat(), "alone": "not_possible", "said": SAID})
    assert wrong.status_code == 422
    assert "The law asks that a visited child is seen alone." in text(wrong)
    done = worker.post(address, {"day": lives.on.isoformat(), "alone": "yes", "said": SAID})
    assert done["Location"] == f"/placements/{lives.placement}/life/"
    assert SAID in text(worker.get(done["Location"]))


def test_a_review_on_the_page_asks_of_each_outcome(lives, client_as):
    officer = client_as(Role.REVIEWING_OFFICER, authority=KENT)
    address = f"/placements/{lives.placement}/review/"
    assert "Goes to drama every week" in text(officer.get(address))
    sent = {
        "day": lives.on.isoformat(), "kind": "review", "took_part": "PN1", "not_asked": "",
        "decided": "They stay, and drama goes on every week.", "answer_1": "reached", "answer_2": "partly",
    }  # fmt: skip
    refused = officer.post(address, sent)
    assert refused.status_code == 422
    assert "The child has not been asked for this review." in text(refused)
    asked_for_review(lives)
    assert officer.post(address, sent).status_code == 302
    assert [each.answer for each in life(lives).sought[1].adults] == ["partly"]


REVIEWED = {
    "kind": "review", "took_part": "PN1", "not_asked": "", "decided": "They stay, and drama goes on every week.",
    "answer_1": "reached", "answer_2": "partly",
}  # fmt: skip


def test_what_the_child_says_for_a_review_is_asked_on_the_same_form_and_nothing_typed_is_lost(lives, client_as):
    officer = client_as(Role.REVIEWING_OFFICER, authority=KENT)
    address = f"/placements/{lives.placement}/review/"
    assert "What does the child say for this review?" in text(officer.get(address))
    sent = {**REVIEWED, "day": lives.on.isoformat()}
    spoken = {"child_said": "I want to stay, and to see my brother.", "child_how": "said"}
    before = len(wishes(lives.child))
    for lacking, words in (
        ({**spoken, "child_how": ""}, "Say how you know what the child says"),
        ({**spoken, "child_said": " "}, "Write what the child wishes and feels"),
    ):
        refused = officer.post(address, {**sent, **lacking})
        assert refused.status_code == 422
        assert words in text(refused)
        assert "They stay, and drama goes on every week." in text(refused)
    assert len(wishes(lives.child)) == before, "a refused review records no wish"
    assert officer.post(address, {**sent, **spoken}).status_code == 302
    kept = [wish for wish in wishes(lives.child) if wish.stage == "review"]
    assert [(wish.words, wish.how, wish.said_on) for wish in kept] == [(spoken["child_said"], "said", lives.on)]
    again = text(officer.get(address))
    assert spoken["child_said"] in again
    assert "Nothing is on record for it yet" not in again


def test_nor_is_a_wish_kept_of_a_review_that_is_refused_for_another_reason(lives):
    said = {"child_said": "I want to stay.", "child_how": "said"}
    with pytest.raises(ReasonMissing) as refused:
        review(lives, decided="Stays.", **said)
    assert refused.value.code == "review_words_missing"
    assert not [wish for wish in wishes(lives.child) if wish.stage == "review"]
    review(lives, **said)
    assert [wish.words for wish in wishes(lives.child) if wish.stage == "review"] == ["I want to stay."]


@pytest.mark.parametrize("how", ["observed", "not_safe", "not_reached", "guessed", ""])
def test_a_review_takes_no_exception_for_the_childs_words(lives, how):
    with pytest.raises(Refused) as refused:
        review(lives, child_said="They looked content at the table all morning.", child_how=how)
    assert refused.value.code == "review_how_unknown"


def test_a_child_who_does_not_want_to_say_was_asked(lives, person, token_for):
    who = person(Role.REVIEWING_OFFICER, authority=KENT)
    body = {
        "day": lives.on.isoformat(), "took_part": "PN1", "decided": "They stay, and drama goes on every week.",
        "until_18": True, "child_said": "Asked at the table; not today.", "child_how": "not_said",
        "answers": [
            {"number": each.number, "answer": each.answer, "words": ""} for each in REACHED
        ],
    }  # fmt: skip
    answer = Client().post(
        f"/api/v1/decisions/placements/{lives.placement}/reviews", body, content_type="application/json",
        headers={"authorization": f"Bearer {token_for(who)}"},
    )  # fmt: skip
    assert answer.status_code == 201, answer.content
    assert [wish.how for wish in wishes(lives.child) if wish.stage == "review"] == ["not_said"]


def test_the_young_person_says_how_it_goes_on_their_own_page(lives, client_as):
    robin = client_as(Role.CHILD, children=[lives.child])
    address = f"/placements/{lives.placement}/how/"
    shown = robin.get(address)
    assert "How is it going where you live?" in text(shown)
    assert "Sleeps through most nights" in text(shown)
    assert robin.post(address, {"words": "x"}).status_code == 422
    done = robin.post(address, {"feeling": "good", "words": "I like the dog.", "answer_2": "partly"})
    assert done["Location"] == f"/children/{lives.child}/mine/"
    assert "I like the dog." in text(robin.get(address))
    page = text(robin.get(f"/placements/{lives.placement}/"))
    assert "Say how it is going" in page
    assert "I like the dog." in page
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    assert "I like the dog." in text(worker.get(f"/placements/{lives.placement}/life/"))
    assert not Look.objects.filter(child_id=lives.child, role=Role.CHILD).exists()


def test_a_review_after_an_emergency_need_not_say_how_each_outcome_stands(lives, client_as):
    asked_for_review(lives)
    officer = client_as(Role.REVIEWING_OFFICER, authority=KENT)
    address = f"/placements/{lives.placement}/review/"
    sent = {
        "day": lives.on.isoformat(), "kind": "review", "took_part": "PN1", "not_asked": "",
        "decided": "They stay, and drama goes on every week.",
    }  # fmt: skip
    refused = officer.post(address, sent)
    assert refused.status_code == 422
    assert text(refused).count("Say how it stands:") >= 2
    assert officer.post(address, {**sent, "kind": "emergency_review"}).status_code == 302
    assert due(lives, Kind.REVIEW).since != lives.on


@pytest.mark.parametrize("part", ["health", "contact", "time"])
def test_the_small_forms_are_filled_in_on_pages(lives, client_as, part):
    key = with_brother(lives)
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    address = f"/placements/{lives.placement}/{part}/"
    assert worker.get(address).status_code == 200
    assert worker.post(address, {}).status_code == 422
    sent = {
        "day": lives.on.isoformat(), "key": key, "happened": "yes", "kind": "meeting", "minutes": "45",
    }  # fmt: skip
    assert worker.post(address, sent)["Location"] == f"/placements/{lives.placement}/life/"


def test_an_early_sign_on_the_page_is_answered_and_stays_with_its_answer(lives, client_as):
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    page = f"/placements/{lives.placement}/life/"
    shown = text(worker.get(page))
    assert "Early signs: look at this placement" in shown
    sign = life(lives).signs[0].sign
    address = f"/placements/{lives.placement}/sign/?sign={sign.key}"
    assert sign.why in text(worker.get(address))
    assert worker.post(address, {"false_alarm": "yes", "words": "The visits stand in the old system."})["Location"]
    assert "The visits stand in the old system." in text(worker.get(page))
    assert worker.get(f"/placements/{lives.placement}/sign/?sign=none").status_code == 404


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.REVIEWING_OFFICER, Role.CLINICIAN])
def test_the_page_of_the_life_is_one_look(lives, client_as, role):
    reader = client_as(role, authority=KENT)
    before = Look.objects.filter(child_id=lives.child).count()
    assert reader.get(f"/placements/{lives.placement}/life/").status_code == 200
    assert Look.objects.filter(child_id=lives.child).count() == before + 1


@pytest.mark.parametrize("role", [Role.PLANNER, Role.PROVIDER_MANAGER, Role.CHILD])
def test_who_may_not_read_the_life_of_a_child_does_not(lives, client_as, role):
    assert client_as(role).get(f"/placements/{lives.placement}/life/").status_code in (403, 404)


def test_another_council_does_not_read_it(lives, client_as):
    for part in ("life", "visit", "contact", "time"):
        found = client_as(Role.SOCIAL_WORKER, authority=MEDWAY).get(f"/placements/{lives.placement}/{part}/")
        assert found.status_code == 404


def test_who_left_care_and_comes_back_owes_the_clocks_of_the_new_time_alone():
    """A review and an assessment of the time before answer nothing, nor does the day that was set at it."""
    before = lives_there(days=400)
    actions.record_health(placement_id=before.placement, day=before.on - 200 * DAY, by=WORKER, at=before.at)
    review(
        before, day=before.on - 190 * DAY, next_by=before.on - 150 * DAY, not_asked="not_practicable",
        not_asked_why="They were in hospital, and nobody could speak with them that week.",
    )  # fmt: skip
    begin(before.placement, before.moved)
    gone = an_end(to_day=before.on - 100 * DAY, care_ends="E4A", change="", planned=True, led_by=LedBy.NOBODY)
    actions.end_placement(child_id=before.child, end=gone, by=MANAGER, at=before.at)
    at = before.at - 30 * DAY
    homes = {"Alder": before.home, "Cedar": add_home("Cedar", at=at)}
    report_vacancy(home_id=before.home, free=1, by=OFFICER, at=at)
    again = listed(before.child, homes, at=at)
    decision = choose(again)
    actions.approve(decision_id=decision, by=MANAGER, at=again.at)
    row = Placement.objects.get(decision_id=decision)
    came = replace(before, placement=row.id, moved=row.from_day)
    first = add_working_days(row.from_day, 20)
    assert due(came, Kind.REVIEW).on == due(came, Kind.HEALTH).on == first
    # Who only moved on within care is still under the clock of before.
    PlacementEnd.objects.update(care_ends="X1", change="OTHER")
    assert due(came, Kind.REVIEW).on == before.on - 150 * DAY
    assert due(came, Kind.HEALTH).on == months_after(before.on - 200 * DAY, 12)
