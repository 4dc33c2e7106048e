"""The acts of the record (handbook A2, A3, A5, A8): done, refused to a person, refused by the state, never overwritten.

Only a wish for which the law had the child asked goes to the register, sealed: the record is private.
"""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from carecommons.children import actions, models, queries
from carecommons.children.connections import AVOID
from carecommons.children.reference import ALPHABET, draw_reference, read_reference
from carecommons.children.story import opening, own_words
from carecommons.children.wishes import asked_at, standing
from carecommons.common.errors import Faulty, NotAllowed, NotFound, NotNow, Refused
from carecommons.people.roles import Role
from carecommons.register.models import Entry
from carecommons.register.queries import openings
from children.children_made import (
    AT,
    DEVON,
    FAR_WORKER,
    KENT,
    PLANNER,
    SOCIAL_WORKER,
    TODAY,
    add_child,
    person,
    rating,
    ratings,
    record_needs,
)

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


def wish(child_id, **changes):
    answers = {
        "stage": "before_shortlist", "words": "I want to stay near Nan.", "how": "said", "said_on": TODAY,
        "by": SOCIAL_WORKER, "at": AT,
    }  # fmt: skip
    return actions.record_wish(child_id=child_id, **{**answers, **changes})


def story(child_id, **changes):
    answers = {
        "words": "I am good at voices. I lived with Nan.", "strengths": "Makes people laugh",
        "helps": "Tell me the plan", "authorship": "child", "by": SOCIAL_WORKER, "at": AT,
    }  # fmt: skip
    return actions.write_story(child_id=child_id, **{**answers, **changes})


def connect(child_id, **changes):
    answers = {"kind": "school", "name": "Hill School", "keep": True, "by": SOCIAL_WORKER, "at": AT}
    return actions.add_connection(child_id=child_id, **{**answers, **changes})


def link(child_id, by):
    found = models.Child.objects.filter(reference="C-2222S").first()
    sibling_id = found.pk if found else add_child(reference="C-2222S")
    actions.link_siblings(child_id=child_id, sibling_id=sibling_id, together=True, by=by, at=AT)


ACTS = {
    "needs": record_needs,
    "wish": wish,
    "story": story,
    "connection": connect,
    "draft": lambda child_id, by=SOCIAL_WORKER: actions.keep_draft(
        child_id=child_id, begun_from=0, parts={}, by=by, at=AT
    ),
    "discard": lambda child_id, by=SOCIAL_WORKER: actions.discard_draft(child_id=child_id, by=by),
    "siblings": lambda child_id, by=SOCIAL_WORKER: link(child_id, by),
}


# ------------------------------------------------------------------ whoever may, and whoever may not
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_social_worker_of_the_council_may(act):
    act(add_child())


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_role_that_never_may_is_told_so_whether_or_not_there_is_such_a_child(act):
    for child_id in (add_child(), uuid4()):
        with pytest.raises(NotAllowed, match="A planner may not"):
            act(child_id, by=PLANNER)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_child_of_another_council_answers_like_no_child_at_all(act):
    with pytest.raises(NotAllowed) as other:
        act(add_child(), by=FAR_WORKER)
    assert other.value.facts["out_of_reach"] is True
    with pytest.raises(NotFound):
        act(uuid4(), by=FAR_WORKER)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_nothing_is_written_by_an_act_that_was_refused(act):
    child_id = add_child()
    with pytest.raises(NotAllowed):
        act(child_id, by=PLANNER)
    tables = (
        models.NeedsProfile, models.NeedsDraft, models.RecordedWish, models.WrittenStory, models.KnownConnection,
        models.SiblingLink,
    )  # fmt: skip
    assert not any(table.objects.exists() for table in tables)


@pytest.mark.parametrize("act", ["wish", "story"])
def test_a_child_writes_for_themselves_and_an_advocate_for_the_child_they_speak_for(act):
    child_id, other = add_child(), add_child(reference="C-2222B")
    for role in (Role.CHILD, Role.ADVOCATE):
        mine = person(role, children=frozenset({child_id}))
        ACTS[act](child_id, by=mine)
        with pytest.raises(NotAllowed):
            ACTS[act](other, by=mine)


def test_a_parent_does_not_write_the_child_s_wishes():
    child_id = add_child()
    with pytest.raises(NotAllowed):
        wish(child_id, by=person(Role.PARENT, children=frozenset({child_id})))


# ------------------------------------------------------------------ opening a record
def test_a_record_is_opened_and_found_by_reference_or_id():
    child_id = add_child(access_needs=("wheelchair",), languages=("Arabic",), faiths=("Muslim",), unaccompanied=True)
    found = queries.find_child("c-9m2rd")
    assert found == queries.find_child(child_id) == queries.find_child(str(child_id))
    assert (found.id, found.known_as, found.authority, found.sex) == (child_id, "Robin", KENT, "F")
    assert (found.access_needs, found.languages, found.faiths) == (("wheelchair",), ("Arabic",), ("Muslim",))
    assert found.subject.authority == KENT


@pytest.mark.parametrize("asked", ["C-00000", "nonsense", "", "' or 1=1", "5f0c7a52-4c8a-4f4e-9d8f-6a4f3a1f0b11"])
def test_a_child_that_is_not_there_is_not_found(asked):
    with pytest.raises(NotFound):
        queries.find_child(asked)


def test_only_for_one_s_own_council_is_a_record_opened():
    with pytest.raises(NotAllowed):
        add_child(authority=DEVON)
    with pytest.raises(NotAllowed):
        add_child(by=PLANNER)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"known_as": ""}, "Enter what the child likes to be called."),
        ({"birth_date": TOMORROW}, "Date of birth: this day has not come yet."),
        ({"looked_after_since": date(2012, 3, 26)}, "Looked after since: this is before the child was born."),
        ({"sex": "girl"}, "Sex: choose one of the answers in the list."),
        ({"home_postcode": "ME14"}, "Postcode of the child’s own home must be a full postcode, such as EX1 1AA."),
        ({"reference": "Robin"}, "Reference is C- and five letters or digits, such as C-7K4QX."),
    ],
)
def test_a_record_that_cannot_be_is_refused_with_every_fault(changes, words):
    with pytest.raises(Faulty, match="No record was opened") as refusal:
        add_child(**changes)
    assert words in [fault.message for fault in refusal.value.faults]
    assert not models.Child.objects.exists()


def test_a_council_that_is_not_there_today_is_refused():
    with pytest.raises(Refused) as refusal:
        add_child(authority="999", by=person(authority="999"))
    assert refusal.value.code == "authority_unknown"


def test_a_reference_and_a_return_identifier_stand_once():
    add_child(return_key="903-1")
    with pytest.raises(NotNow, match="Draw a new one"):
        add_child()
    with pytest.raises(NotNow, match="this identifier of the statutory return"):
        add_child(reference="C-22222", return_key="903-1")
    add_child(reference="C-33333", return_key="903-1", authority=DEVON, by=FAR_WORKER)
    add_child(reference="C-44444")
    add_child(reference="C-55555")


def test_a_postcode_is_kept_tidy():
    child_id = add_child(home_postcode=" me141xq")
    assert queries.find_child(child_id).home_postcode == "ME14 1XQ"


def test_references_are_random_and_read_forgivingly():
    draws = iter(range(100))
    assert draw_reference(lambda below: next(draws) % below) == "C-01234"
    assert len(ALPHABET) == 32
    assert not set("ILOU") & set(ALPHABET)
    for typed in ("C-1A0XY", "c 1a0xy", "1aoxy", "IAOXY", " c-ia0xy "):
        assert read_reference(typed) == "C-1A0XY"
    for typed in ("", "C-1A0X", "C-1A0XYZ", "C-1A*XY", "R-1A0XY", "UUUUU"):
        assert read_reference(typed) is None


# ------------------------------------------------------------------ needs: versions (A3)
def test_every_recording_is_a_new_version_and_the_earlier_one_stays_as_it_was():
    child_id = add_child()
    assert record_needs(child_id) == 1
    before = models.NeedsProfile.objects.values().get(version=1)
    assert record_needs(child_id, ratings=ratings(1, 1)) == 2
    assert models.NeedsProfile.objects.values().get(version=1) == before
    first, second = queries.profile_version(child_id, 1), queries.profile(child_id)
    assert (first.levels[0], second.levels[0]) == (3, 1)
    assert [profile.version for profile in queries.profiles(child_id)] == [2, 1]
    assert queries.profile_version(child_id, 3) is None


def test_what_was_recorded_is_what_is_read():
    child_id = add_child()
    record_needs(child_id)
    made = queries.profile(child_id)
    assert made.levels == (3, 3, 2, 1, 0, 2, 2, 1, 2, 0, 0, None)
    assert made.rating("STA").unknown_because == "New to us; the school could tell."
    assert made.rating("EMO").training == "Two days in this profile, March 2025"
    assert made.matters == ("Seeing my brother every week", "Staying at my school")
    assert made.outcomes[0].review_on == date(2090, 2, 1)
    assert made.flags[0].assessed_on == date(2025, 9, 3)
    assert (made.recorded_at, made.recorded_by_role) == (AT, "social_worker")


def test_unknown_is_stored_as_unknown_and_nought_as_nought():
    child_id = add_child()
    record_needs(child_id, ratings=ratings(None, 0))
    stored = models.NeedsProfile.objects.get().ratings
    assert (stored[0]["level"], stored[1]["level"]) == (None, 0)
    assert queries.child_for_matching(child_id, TODAY).levels[:2] == (None, 0)


def test_the_order_of_recording_does_not_matter():
    child_id = add_child()
    record_needs(child_id, ratings=tuple(reversed(ratings(4, 3))))
    assert queries.profile(child_id).levels[:2] == (4, 3)


def test_a_profile_that_is_not_complete_is_refused_and_nothing_is_stored():
    child_id = add_child()
    with pytest.raises(Faulty, match="there are 2 things in the needs profile to put right") as refusal:
        record_needs(child_id, ratings=(replace(rating("EMO"), evidence=""), *ratings()[1:-1]))
    assert refusal.value.code == "needs_not_complete"
    assert not models.NeedsProfile.objects.exists()


def test_two_who_began_from_the_same_version_do_not_overwrite_one_another():
    child_id = add_child()
    record_needs(child_id, after=0)
    with pytest.raises(NotNow, match="What you wrote is kept") as refusal:
        record_needs(child_id, after=0)
    assert refusal.value.code == "needs_just_changed"
    assert record_needs(child_id, after=1) == 2


def test_a_draft_is_its_author_s_own_and_goes_when_it_is_recorded():
    child_id, manager = add_child(), person(Role.TEAM_MANAGER)
    actions.keep_draft(child_id=child_id, begun_from=0, parts={"done": ["EMO"]}, by=SOCIAL_WORKER, at=AT)
    actions.keep_draft(child_id=child_id, begun_from=0, parts={"done": ["ATT"]}, by=manager, at=AT)
    assert queries.draft_parts(child_id, SOCIAL_WORKER.id) == (0, {"done": ["EMO"]})
    record_needs(child_id)
    assert queries.draft_parts(child_id, SOCIAL_WORKER.id) is None
    assert queries.draft_parts(child_id, manager.id) == (0, {"done": ["ATT"]})
    actions.discard_draft(child_id=child_id, by=manager)
    assert queries.draft_parts(child_id, manager.id) is None


def test_a_row_of_the_record_is_never_changed_or_removed():
    child_id = add_child()
    record_needs(child_id)
    wish(child_id)
    story(child_id)
    connect(child_id)
    for model in (models.NeedsProfile, models.RecordedWish, models.WrittenStory, models.KnownConnection):
        row = model.objects.get()
        with pytest.raises(AssertionError, match="never change it"):
            row.save()
        with pytest.raises(AssertionError, match="kept as the law requires"):
            row.delete()


# ------------------------------------------------------------------ the story (A5)
def test_a_story_keeps_its_versions_its_author_and_whose_words_it_is():
    child_id = add_child()
    assert story(child_id) == 1
    assert story(child_id, words="I sing now.", authorship="agreed") == 2
    newest, first = queries.stories(child_id)
    assert newest.words == "I sing now."
    assert newest.by_line == "Written with the child, who agrees with it. Written down by the social worker."
    assert (first.version, first.written_by_role, first.written_at) == (1, "social_worker", AT)
    assert queries.story(child_id) == newest


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"strengths": ""}, "Say what the child is good at and loves: a story begins with strengths."),
        ({"helps": ""}, "Say what helps the child: needs are told as what helps."),
        ({"authorship": "adult"}, "Say why the child has not agreed to it yet, and when you will ask."),
        ({"authorship": ""}, "Say whose words these are."),
        ({"words": "x" * 8001}, "My story: use 8,000 characters or fewer; there are 8,001."),
    ],
)
def test_a_story_without_strengths_what_helps_or_whose_words_is_refused(changes, words):
    with pytest.raises(Faulty, match="The story was not kept") as refusal:
        story(add_child(), **changes)
    assert [fault.message for fault in refusal.value.faults] == [words]


def test_a_page_opens_with_the_child_s_own_words_and_never_with_an_adult_s():
    child_id = add_child()
    assert own_words(None, (), ()) == ""
    wish(child_id, how="not_said", words="Asked about the move.")
    assert own_words(None, (), queries.wishes(child_id)) == ""
    wish(child_id)
    assert own_words(None, (), queries.wishes(child_id)) == "I want to stay near Nan."
    assert own_words(None, ("My school",), queries.wishes(child_id)) == "My school"
    story(child_id, authorship="adult", not_agreed_because="New to us; asked again on Friday")
    assert own_words(queries.story(child_id), ("My school",), ()) == "My school"
    story(child_id)
    assert own_words(queries.story(child_id), ("My school",), ()) == "I am good at voices."


def test_the_opening_is_one_sentence_cut_at_a_word():
    assert opening("Is it? Yes.") == "Is it?"
    assert opening("I got 7.5 in maths. Good.") == "I got 7.5 in maths."
    assert opening("one two three", 9) == "one two…"
    assert opening("  spread \n out  ") == "spread out"


# ------------------------------------------------------------------ wishes (A2)
def test_a_wish_is_kept_with_its_stage_its_day_and_how_it_is_known():
    child_id = add_child()
    wish_id = wish(child_id, how="drawn", words="A house with a dog", said_on=TODAY - timedelta(days=3))
    (kept,) = queries.wishes(child_id)
    assert (kept.id, kept.stage, kept.how, kept.words) == (wish_id, "before_shortlist", "drawn", "A house with a dog")
    assert (kept.said_on, kept.recorded_at) == (TODAY - timedelta(days=3), AT)


def test_a_child_who_was_asked_and_did_not_want_to_say_has_been_asked():
    child_id = add_child()
    wish(child_id, how="not_said", words="Asked at tea; will ask again on Friday.")
    assert asked_at(queries.wishes(child_id), "before_shortlist")
    assert not asked_at(queries.wishes(child_id), "before_decision")


def test_a_correction_stands_beside_what_it_corrects():
    child_id = add_child()
    first = wish(child_id, words="Near Dan")
    second = wish(child_id, words="Near Nan", corrects=first)
    assert {each.id for each in queries.wishes(child_id)} == {first, second}
    assert [each.words for each in standing(queries.wishes(child_id))] == ["Near Nan"]
    with pytest.raises(NotNow, match="corrected this already"):
        wish(child_id, corrects=first)
    with pytest.raises(NotFound):
        wish(add_child(reference="C-22222"), corrects=second)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"said_on": TOMORROW}, "On which day? This day has not come yet."),
        ({"stage": "later"}, "When was the child asked?: choose one of the answers in the list."),
        ({"how": ""}, "Choose how you learned it."),
        (
            {"words": " "},
            "Write what the child wishes and feels, in their words. If they did not want to say, write what they "
            "were asked.",
        ),
    ],
)
def test_a_wish_that_is_not_complete_is_refused(changes, words):
    with pytest.raises(Faulty, match="The wish was not recorded") as refusal:
        wish(add_child(), **changes)
    assert [fault.message for fault in refusal.value.faults] == [words]


# ------------------------------------------------------------------ people and places (A8)
def test_people_and_places_are_kept_those_to_keep_first_and_never_with_an_address():
    child_id = add_child()
    connect(child_id, kind="friend", name="Jo", keep=False)
    connect(child_id, kind="sibling", name="My brother", postcode="ct11aa", how_often="Every week")
    brother, friend = queries.connections(child_id)
    assert (brother.name, brother.how_often, brother.kind_words) == ("My brother", "Every week", "Brother or sister")
    assert friend.keep is False
    assert not hasattr(brother, "postcode")
    assert [(each.what, each.postcode) for each in queries.whereabouts(child_id)] == [
        ("The child’s own home", "ME14 1XQ"),
        ("My brother", "CT1 1AA"),
    ]


def test_a_connection_is_put_right_or_ended_by_a_later_row():
    child_id = add_child()
    first = connect(child_id)
    second = connect(child_id, name="Valley School", corrects=first)
    assert [each.name for each in queries.connections(child_id)] == ["Valley School"]
    connect(child_id, name="Valley School", corrects=second, ended=True)
    assert queries.connections(child_id) == ()
    assert models.KnownConnection.objects.count() == 3
    with pytest.raises(NotNow):
        connect(child_id, corrects=first)


def test_a_place_to_avoid_is_one_area_or_one_place():
    child_id = add_child()
    connect(child_id, kind=AVOID, name="Near Dad", authority=DEVON)
    connect(child_id, kind=AVOID, name="The old flat", postcode="ct1 1aa", miles=10)
    assert [(each.authority, each.postcode, each.miles) for each in queries.avoided_places(child_id)] == [
        (DEVON, "", 0),
        ("", "CT1 1AA", 10),
    ]
    assert queries.connections(child_id) == ()
    for changes in ({}, {"authority": DEVON, "postcode": "CT1 1AA"}):
        with pytest.raises(Faulty) as refusal:
            connect(child_id, kind=AVOID, name="x", **changes)
        assert [fault.code for fault in refusal.value.faults] == ["one_or_the_other"]
    with pytest.raises(Refused) as refusal:
        connect(child_id, kind=AVOID, name="x", authority="999")
    assert refusal.value.code == "authority_unknown"


def test_brothers_and_sisters_are_linked_both_ways_and_the_last_word_counts():
    one, other = add_child(), add_child(reference="C-22222")
    actions.link_siblings(child_id=one, sibling_id=other, together=True, by=SOCIAL_WORKER, at=AT)
    assert queries.siblings(one) == ((other, True),)
    assert queries.siblings(other) == ((one, True),)
    later = AT + timedelta(hours=1)
    actions.link_siblings(child_id=other, sibling_id=one, together=False, by=SOCIAL_WORKER, at=later)
    assert queries.siblings(one) == ((other, False),)
    with pytest.raises(Faulty, match="their own brother or sister"):
        actions.link_siblings(child_id=one, sibling_id=one, together=True, by=SOCIAL_WORKER, at=AT)
    with pytest.raises(NotFound):
        actions.link_siblings(child_id=one, sibling_id=uuid4(), together=True, by=SOCIAL_WORKER, at=AT)


def test_words_said_just_after_a_summer_midnight_are_kept_on_the_day_they_were_said():
    """Half past midnight on 2 July is still 1 July in UTC; the page sends 2 July, and the child is right."""
    child_id = add_child()
    just_after = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    wish(child_id, said_on=date(2026, 7, 2), at=just_after)
    assert queries.wishes(child_id)[0].said_on == date(2026, 7, 2)
    record_needs(child_id, assessed_on=date(2026, 7, 2), at=just_after)
    with pytest.raises(Faulty):
        wish(child_id, said_on=date(2026, 7, 3), at=just_after)


@pytest.mark.parametrize("stage", ["before_shortlist", "before_decision", "review"])
def test_that_a_child_was_asked_stands_in_the_register_and_says_nothing_in_public(stage):
    child_id = add_child()
    wish_id = wish(child_id, stage=stage, words="Near Nan.")
    (entry,) = Entry.objects.filter(kind="wish_recorded")
    assert json.loads(entry.public) == {}
    sealed = {name: part.value for name, part in openings(entry.id).items()}
    assert sealed["child"] == str(child_id)
    assert sealed["wish"] == str(wish_id)
    assert (sealed["stage"], sealed["said_on"]) == (stage, TODAY.isoformat())
    assert sealed["words_print"] == hashlib.sha256(b"Near Nan.").hexdigest()
    assert "Nan" not in entry.commitments


def test_what_a_child_says_at_any_time_and_what_is_refused_leave_no_entry():
    child_id = add_child()
    wish(child_id, stage="any_time")
    with pytest.raises(Faulty):
        wish(child_id, said_on=TOMORROW)
    assert not Entry.objects.exists()


def test_nobody_links_another_councils_child_or_learns_that_there_is_one():
    mine = add_child()
    far = add_child(reference="C-22222", authority=DEVON, by=FAR_WORKER)
    said = []
    for sibling_id in (far, uuid4()):
        with pytest.raises(NotFound) as refusal:
            actions.link_siblings(child_id=mine, sibling_id=sibling_id, together=True, by=SOCIAL_WORKER, at=AT)
        said.append((type(refusal.value), refusal.value.code, str(refusal.value)))
    assert said[0] == said[1]
    assert not models.SiblingLink.objects.exists()


def test_many_children_are_found_with_one_question(django_assert_num_queries):
    one, other = add_child(), add_child(reference="C-22222")
    with django_assert_num_queries(1):
        found = queries.children_named([one, other, one, uuid4()])
    assert found == {one: queries.find_child(one), other: queries.find_child(other)}


def test_words_that_an_adult_typed_say_so_and_a_childs_own_do_not():
    child_id = add_child()
    child = person(Role.CHILD, children=frozenset({child_id}))
    wish(child_id, how="written")
    wish(child_id, how="written", stage="any_time", words="I typed this.", by=child)
    typed = {each.words: each.typed_by_adult for each in queries.wishes(child_id)}
    assert typed == {"I want to stay near Nan.": "social worker", "I typed this.": ""}
    story(child_id)
    assert queries.story(child_id).by_line == "In the child’s own words. Written down by the social worker."
    story(child_id, by=child)
    assert queries.story(child_id).by_line == "In the child’s own words."
