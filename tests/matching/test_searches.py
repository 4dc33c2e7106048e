"""A search, from the question to the frozen list: success, refused persons, refused states, the register."""

import hashlib
import json
from datetime import date, timedelta

import pytest

from carecommons.common.errors import NotAllowed, NotFound, NotNow, ReasonMissing, Refused
from carecommons.matching.actions import (
    answer_ladder,
    answer_wish,
    make_shortlist,
    mark_decided,
    mark_proposed,
    refer,
    withdraw,
)
from carecommons.matching.models import Referral, Shortlist
from carecommons.matching.queries import (
    open_search_of,
    referral,
    referrals_seen_by,
    see_referral,
    see_shortlist,
    shortlist,
    steps_of,
)
from carecommons.matching.referral import check_ready
from carecommons.people.roles import Role
from carecommons.register.models import Entry
from matching.searches_made import (
    AT,
    DEVON,
    FAR_WORKER,
    KENT,
    MANAGER,
    OFFICER,
    SEED,
    TODAY,
    WORKER,
    a_child,
    a_provider,
    a_ready_search,
    a_search,
    able,
    an_entry,
    assessed,
    family_asked,
    homes,
    someone,
    terms,
    wish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(founding):
    """Kent: a child with an autism need and six homes, one for each thing that can be said of a home."""
    provider = a_provider()
    proved = (able("SP-ASD"),)
    ids = homes(
        an_entry("Alder", provider, capabilities=proved),
        an_entry("Birch", provider, capabilities=proved),
        an_entry("Cedar", provider, capabilities=proved, levels={}),
        an_entry("Damson", provider, capabilities=(able("SP-ASD", proved=False),)),
        an_entry("Elm", provider, terms=terms(age_max=10)),
        an_entry("Fern", provider, free=0),
    )
    child_id = a_child(3, 2, flags=("SP-ASD",))
    return child_id, dict(zip(("Alder", "Birch", "Cedar", "Damson", "Elm", "Fern"), ids, strict=True))


# ---------------------------------------------------------------- asking for a home


def test_asking_seals_the_draw_before_any_home_is_known(world):
    child_id, _ = world
    found = referral(a_search(child_id))
    assert found.commitment == hashlib.sha256(SEED).hexdigest()
    assert (found.state, found.criteria_version, found.authority) == ("open", 1, KENT)
    entry = Entry.objects.get(id=found.entry_id)
    assert json.loads(entry.public) == {"criteria_version": 1, "lottery_commitment": found.commitment}


def test_the_register_says_nothing_of_the_child_the_council_or_the_day(world):
    child_id, _ = world
    found = referral(a_search(child_id))
    public = Entry.objects.get(id=found.entry_id).public
    for secret in (str(child_id), "C-7K4QX", found.reference, KENT, SEED.hex(), found.wanted_by.isoformat()):
        assert secret not in public


def test_the_seed_is_not_shown_before_the_list_is_made(world):
    child_id, _ = world
    referral_id = a_search(child_id)
    assert SEED.hex() not in repr(see_referral(referral_id, by=WORKER))
    with pytest.raises(NotFound, match="No list"):
        shortlist(referral_id)


def test_a_reference_says_nothing_and_is_read_without_mistake(world):
    child_id, _ = world
    assert referral(referral(a_search(child_id)).reference).child_id == child_id
    assert set(referral(open_search_of(child_id)).reference[2:]) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


@pytest.mark.parametrize("by", [OFFICER, FAR_WORKER, someone(Role.PLANNER), someone(Role.PUBLIC)])
def test_only_a_social_worker_or_manager_of_the_childs_council_asks(world, by):
    with pytest.raises(NotAllowed):
        a_search(world[0], by=by)
    assert not Referral.objects.exists()


def test_one_search_at_a_time(world):
    a_search(world[0])
    with pytest.raises(NotNow, match="open already") as refusal:
        a_search(world[0])
    assert refusal.value.code == "search_open_already"
    assert Referral.objects.count() == 1
    assert Entry.objects.filter(kind="referral").count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"wanted_by": TODAY - timedelta(days=1)}, "wanted_by_past"),
        ({"wanted_by": TODAY + timedelta(days=366)}, "wanted_by_far"),
        ({"wanted_by": TODAY.replace(year=2126)}, "wanted_by_far"),
        ({"why": "because"}, "why_unknown"),
        ({"stay": "forever"}, "stay_unknown"),
    ],
)
def test_a_search_that_nobody_could_answer_is_refused(world, change, code):
    with pytest.raises(Refused) as refusal:
        a_search(world[0], **change)
    assert refusal.value.code == code


def test_a_short_seed_is_refused(world):
    with pytest.raises(Refused, match="32 random bytes"):
        refer(child_id=world[0], wanted_by=TODAY, why="notice", lottery_seed=b"guess", by=WORKER, at=AT)


def test_without_published_criteria_no_search_begins(db):
    child_id = a_child()
    with pytest.raises(NotNow) as refusal:
        a_search(child_id)
    assert refusal.value.code == "criteria_not_published"


# ---------------------------------------------------------------- family first


def test_parents_are_asked_before_relatives(world):
    referral_id = a_search(world[0])
    with pytest.raises(NotNow, match="parents first") as refusal:
        answer_ladder(referral_id=referral_id, rung="connected_person", answer="nobody", reason="x", by=WORKER, at=AT)
    assert refusal.value.code == "parents_first"


def test_an_answer_without_a_reason_is_no_answer(world):
    with pytest.raises(ReasonMissing):
        answer_ladder(referral_id=a_search(world[0]), rung="parents", answer="nobody", reason=" ", by=WORKER, at=AT)


def test_a_yes_needs_a_home_on_the_list_and_then_stands_first_in_law(world):
    child_id, _ = world
    wish(child_id)
    referral_id = a_search(child_id)
    answer_ladder(referral_id=referral_id, rung="parents", answer="not_possible", reason="Unsafe.", by=WORKER, at=AT)
    yes = dict(rung="connected_person", answer="possible", reason="Her aunt says yes.", by=WORKER, at=AT)
    with pytest.raises(NotNow, match="their home must be in the register first"):
        answer_ladder(referral_id=referral_id, **yes)
    (aunt,) = homes(
        an_entry("Aunt", None, kind="connected_person", named=frozenset({child_id}), capabilities=(able("SP-ASD"),))
    )
    with pytest.raises(NotNow, match="record an assessment of the relative or friend") as refused:
        answer_ladder(referral_id=referral_id, **yes)
    assert refused.value.code == "nobody_assessed"
    assessed(child_id)
    answer_ladder(referral_id=referral_id, **yes)
    make_shortlist(referral_id=referral_id, by=OFFICER, at=AT)
    shown = shortlist(referral_id).home(aunt)
    assert shown.appropriate
    assert shown.laws[0].code == "family"
    assert shown.provider_kind == "family"


def test_every_answer_is_kept_and_the_newest_counts(world):
    referral_id = a_search(world[0])
    for answer in ("nobody", "not_possible"):
        answer_ladder(referral_id=referral_id, rung="parents", answer=answer, reason="Asked.", by=WORKER, at=AT)
    assert [rung.answer for rung in referral(referral_id).ladder] == ["not_possible"]
    assert Referral.objects.get(id=referral_id).ladder.count() == 2


# ---------------------------------------------------------------- what the list waits for


def test_no_list_without_the_ladder(world):
    wish(world[0])
    referral_id = a_search(world[0])
    with pytest.raises(NotNow, match="parents") as refusal:
        make_shortlist(referral_id=referral_id, by=WORKER, at=AT)
    assert refusal.value.code == "ladder_not_answered"
    assert not Shortlist.objects.exists()


def test_no_list_before_the_child_was_asked(world):
    """A2: wishes and feelings before the shortlist. A wish said at another time does not stand in for it."""
    child_id, _ = world
    wish(child_id, stage="any_time")
    referral_id = a_search(child_id)
    family_asked(referral_id)
    with pytest.raises(NotNow, match="Ask the child") as refusal:
        make_shortlist(referral_id=referral_id, by=WORKER, at=AT)
    assert refusal.value.code == "wishes_not_asked"
    wish(child_id)
    make_shortlist(referral_id=referral_id, by=WORKER, at=AT)


def test_a_wish_said_for_an_earlier_search_does_not_answer_for_this_one(world):
    child_id, _ = world
    earlier = a_ready_search(child_id)
    make_shortlist(referral_id=earlier, by=WORKER, at=AT)
    withdraw(referral_id=earlier, reason="The move was put off.", by=WORKER, at=AT)
    later = AT + timedelta(hours=1)
    again = a_search(child_id, at=later)
    family_asked(again, at=later)
    with pytest.raises(NotNow, match="Ask the child"):
        make_shortlist(referral_id=again, by=WORKER, at=later)
    wish(child_id, "I want to stay in Maidstone", at=later)
    make_shortlist(referral_id=again, by=WORKER, at=later)


def test_neither_an_old_wish_nor_the_mending_of_one_is_hearing_the_child_again(world):
    """A2: asked before this list means that the child was asked, lately; not that something was typed."""
    child_id, _ = world
    referral_id = a_search(child_id)
    family_asked(referral_id)
    long_ago = AT - timedelta(days=300)
    old = wish(child_id, "Near my Nan", said_on=long_ago.date(), at=long_ago)
    wish(child_id, "Near my Nana", said_on=long_ago.date(), corrects=old)
    wish(child_id, "By the sea", said_on=TODAY - timedelta(days=91))
    with pytest.raises(NotNow, match="Ask the child"):
        make_shortlist(referral_id=referral_id, by=WORKER, at=AT)
    wish(child_id, "Near my Nana, still", said_on=TODAY - timedelta(days=90))
    make_shortlist(referral_id=referral_id, by=WORKER, at=AT)


@pytest.mark.parametrize("hidden", ["\x00", "\x07", "\ud800"])
def test_a_hidden_character_is_left_out_of_what_is_kept(world, hidden):
    referral_id = a_search(world[0], why_words=f"Going{hidden} home")
    assert Referral.objects.get(id=referral_id).why_words == "Going home"


def test_a_text_longer_than_a_person_writes_is_refused_and_nothing_is_kept(world):
    with pytest.raises(Refused, match="1,500,000 characters") as refusal:
        a_search(world[0], why_words="x" * 1_500_000)
    assert refusal.value.code == "text_too_long"
    assert not Referral.objects.exists()


def test_a_list_is_made_only_under_criteria_in_force(world):
    """C1. The search names version 1; if another is in force by then, the list is refused."""
    referral_id = a_ready_search(world[0])
    Referral.objects.filter(id=referral_id).update(criteria_version=2)
    with pytest.raises(NotNow, match="criteria changed") as refusal:
        make_shortlist(referral_id=referral_id, by=WORKER, at=AT)
    assert refusal.value.code == "criteria_not_in_force"


@pytest.mark.parametrize(
    "by", [FAR_WORKER, someone(Role.REVIEWING_OFFICER), someone(Role.PLANNER), someone(Role.PUBLIC)]
)
def test_others_make_no_list(world, by):
    referral_id = a_ready_search(world[0])
    with pytest.raises(NotAllowed):
        make_shortlist(referral_id=referral_id, by=by, at=AT)


def test_what_is_still_owed_is_named_in_order(world):
    referral_id = a_search(world[0])
    found = steps_of(referral(referral_id), on=TODAY)
    assert [(step.code, step.done) for step in found] == [
        ("parents", False), ("connected_person", False), ("wishes", False), ("needs", True), ("criteria", True),
    ]  # fmt: skip


# ---------------------------------------------------------------- the list


def test_every_home_of_the_register_is_on_the_list_once(world):
    child_id, ids = world
    referral_id = a_ready_search(child_id)
    make_shortlist(referral_id=referral_id, by=OFFICER, at=AT)
    found = shortlist(referral_id)
    listed = [home.home_id for home in (*found.shown, *found.passed_over)]
    assert sorted(listed) == sorted(ids.values())
    assert found.looked_at == len(ids) == sum(count.homes for count in found.counts)


def test_each_home_says_where_it_stands_and_why(world):
    child_id, ids = world
    referral_id = a_ready_search(child_id)
    make_shortlist(referral_id=referral_id, by=OFFICER, at=AT)
    found = shortlist(referral_id)
    assert {home.name for home in found.appropriate} == {"Alder", "Birch"}
    assert [home.place_words for home in found.appropriate] == ["Equal 1st", "Equal 1st"]
    assert [(home.name, home.place_words, home.reason_code) for home in found.waiting] == [
        ("Cedar", "Waiting for 12 answers", 303)
    ]
    assert {home.name: (home.failed_gate, home.reason) for home in found.passed_over} == {
        "Damson": (2, "Autism: claimed, and no dated evidence. A claim alone never passes"),
        "Elm": (1, "Approved for ages 0 to 10"),
        "Fern": (1, "No free place"),
    }
    alder = found.home(ids["Alder"])
    assert alder.answers == ("met",) * 12
    assert alder.failed_gate is None
    assert {test.code: test.answer for test in alder.laws}["area"] == "yes"
    assert [test.name for test in alder.wishes] == ["See my brother every week"]


def test_equals_are_in_the_order_of_the_draw_and_anyone_entitled_can_run_it_again(world):
    child_id, _ = world
    referral_id = a_ready_search(child_id)
    sealed_before = referral(referral_id).commitment
    make_shortlist(referral_id=referral_id, by=OFFICER, at=AT)
    _, found = see_shortlist(referral_id, by=WORKER)
    seed = bytes.fromhex(found.seed)
    assert hashlib.sha256(seed).hexdigest() == found.commitment == sealed_before
    again = sorted(found.appropriate, key=lambda home: hashlib.sha256(seed + home.home_id.bytes).digest())
    assert list(found.appropriate) == again


def test_the_list_is_frozen_though_the_world_goes_on(world):
    child_id, _ = world
    referral_id = a_ready_search(child_id)
    make_shortlist(referral_id=referral_id, by=OFFICER, at=AT)
    before = shortlist(referral_id)
    homes(an_entry("Gorse", a_provider("Later"), capabilities=(able("SP-ASD"),)), at=AT)
    assert shortlist(referral_id) == before


def test_a_list_may_be_made_again_and_both_are_kept(world):
    child_id, _ = world
    referral_id = a_ready_search(child_id)
    first = make_shortlist(referral_id=referral_id, by=OFFICER, at=AT)
    second = make_shortlist(referral_id=referral_id, by=OFFICER, at=AT + timedelta(hours=80))
    assert shortlist(referral_id).id == second != first
    seeds = {bytes(row.lottery_seed) for row in Shortlist.objects.filter(referral_id=referral_id)}
    assert len(seeds) == 2, "a seed that was shown with one list draws no other"
    for made in (first, second):
        kept = Shortlist.objects.get(id=made)
        own = Entry.objects.get(id=kept.entry_id)
        assert kept.lottery_commitment not in own.public, "nothing public ties a search to its list"
    entry = Entry.objects.get(id=Shortlist.objects.get(id=first).entry_id)
    assert json.loads(entry.public)["lottery_commitment"] == shortlist(referral_id).commitment
    assert not shortlist(referral_id).appropriate, "after 72 hours no vacancy is good any more"
    assert {home.reason for home in shortlist(referral_id).passed_over} >= {
        "Its word about free places has run out; ask it again"
    }


def test_the_register_holds_the_list_sealed(world):
    child_id, _ = world
    referral_id = a_ready_search(child_id)
    make_shortlist(referral_id=referral_id, by=OFFICER, at=AT)
    entry = Entry.objects.get(id=shortlist(referral_id).entry_id)
    assert json.loads(entry.public) == {
        "criteria_version": 1, "lottery_commitment": referral(referral_id).commitment,
    }  # fmt: skip
    assert {"homes", "seed", "search", "lottery_commitment"} <= set(json.loads(entry.commitments))


def test_the_draw_and_the_frozen_list_stay_with_those_who_may_see_the_search(world):
    referral_id = a_ready_search(world[0])
    make_shortlist(referral_id=referral_id, by=OFFICER, at=AT)
    for by in (FAR_WORKER, someone(Role.PLANNER), someone(Role.PROVIDER_MANAGER, provider_id=referral_id)):
        with pytest.raises(NotAllowed):
            see_shortlist(referral_id, by=by)
        assert referrals_seen_by(by) == ()
    assert [line.id for line in referrals_seen_by(OFFICER)] == [referral_id]


def test_missing_searches_are_missing(world):
    for ref in ("R-00000", world[0], "no such thing"):
        with pytest.raises(NotFound):
            referral(ref)


# ---------------------------------------------------------------- wishes, answered home by home


def test_what_a_home_says_about_a_wish_is_shown_beside_the_law_and_moves_nothing(world):
    child_id, ids = world
    referral_id = a_ready_search(child_id)
    make_shortlist(referral_id=referral_id, by=OFFICER, at=AT)
    before = shortlist(referral_id)
    asked = before.appropriate[0].wishes[0]
    answer_wish(
        referral_id=referral_id, home_id=ids["Birch"], wish_id=asked.code, answer="part",
        words="Every second week, said the carers", by=OFFICER, at=AT,
    )  # fmt: skip
    after = shortlist(referral_id)
    assert after.home(ids["Birch"]).wishes[0].answer == "part"
    assert after.home(ids["Birch"]).wishes[0].name == "See my brother every week"
    assert after.home(ids["Alder"]).wishes[0].answer == "unknown"
    assert [home.home_id for home in after.shown] == [home.home_id for home in before.shown]


def test_a_wish_is_answered_for_homes_on_the_list_and_with_words(world):
    child_id, ids = world
    referral_id = a_ready_search(child_id)
    make_shortlist(referral_id=referral_id, by=OFFICER, at=AT)
    asked = shortlist(referral_id).appropriate[0].wishes[0].code
    facts = dict(referral_id=referral_id, wish_id=asked, by=OFFICER, at=AT)
    with pytest.raises(NotFound):
        answer_wish(home_id=ids["Fern"], answer="yes", words="They said so", **facts)
    with pytest.raises(ReasonMissing):
        answer_wish(home_id=ids["Alder"], answer="yes", words=" ", **facts)
    with pytest.raises(Refused):
        answer_wish(home_id=ids["Alder"], answer="surely", words="They said so", **facts)


# ---------------------------------------------------------------- how a search ends


def test_a_search_ends_decided_or_withdrawn_and_then_takes_nothing_more(world):
    referral_id = a_ready_search(world[0])
    with pytest.raises(NotNow, match="Make the list"):
        mark_decided(referral_id=referral_id, by=MANAGER, at=AT)
    make_shortlist(referral_id=referral_id, by=OFFICER, at=AT)
    with pytest.raises(NotNow, match="Propose a home"):
        mark_decided(referral_id=referral_id, by=MANAGER, at=AT)
    mark_proposed(referral_id=referral_id, by=OFFICER, at=AT)
    for act in (
        lambda: make_shortlist(referral_id=referral_id, by=OFFICER, at=AT),
        lambda: withdraw(referral_id=referral_id, reason="no", by=WORKER, at=AT),
    ):
        with pytest.raises(NotNow, match="waits for an answer") as refusal:
            act()
        assert refusal.value.code == "choice_waits"
    mark_decided(referral_id=referral_id, by=MANAGER, at=AT)
    assert referral(referral_id).state == "decided"
    for act in (
        lambda: make_shortlist(referral_id=referral_id, by=OFFICER, at=AT),
        lambda: withdraw(referral_id=referral_id, reason="no", by=WORKER, at=AT),
        lambda: family_asked(referral_id),
    ):
        with pytest.raises(NotNow, match="decided"):
            act()
    a_search(world[0], at=AT + timedelta(days=200), wanted_by=TODAY + timedelta(days=300))


def test_withdrawing_says_why(world):
    referral_id = a_search(world[0])
    with pytest.raises(ReasonMissing):
        withdraw(referral_id=referral_id, reason="", by=WORKER, at=AT)
    withdraw(referral_id=referral_id, reason="She goes home to her mother.", by=WORKER, at=AT)
    assert referral(referral_id).state == "withdrawn"
    entry = Entry.objects.get(kind="search_withdrawn")
    assert json.loads(entry.public) == {"criteria_version": 1}
    assert {"child", "reason", "search"} <= set(json.loads(entry.commitments))


def test_a_list_of_searches_asks_as_many_questions_however_long_it_is(world, django_assert_max_num_queries):
    a_search(world[0])
    for number in range(6):
        a_search(a_child(*(2,) * 12, reference=f"C-0000{number + 2}"))
    with django_assert_max_num_queries(2):
        assert len(referrals_seen_by(WORKER)) == 7


# ---------------------------------------------------------------- equal treatment, through the whole shell


@pytest.mark.parametrize("sector", ["council", "private", "voluntary", "health"])
def test_the_sector_of_a_provider_changes_nothing_but_the_word_for_it(founding, sector):
    """C2. Council-run and independent homes meet the same gates, fit and order."""
    own, other = a_provider("One", sector), a_provider("Other", "private")
    one, two = homes(an_entry("One", own), an_entry("Two", other))
    referral_id = a_ready_search(a_child())
    make_shortlist(referral_id=referral_id, by=OFFICER, at=AT)
    found = {home.home_id: home for home in shortlist(referral_id).shown}
    assert found[one].provider_kind == sector
    assert (found[one].tie, found[one].place_words, found[one].answers) == (
        found[two].tie, found[two].place_words, found[two].answers,
    )  # fmt: skip


def test_an_unverified_provider_stops_the_councils_own_homes_as_well(founding):
    homes(an_entry("Ours", a_provider("Council", "council", verified=False)))
    referral_id = a_ready_search(a_child())
    make_shortlist(referral_id=referral_id, by=OFFICER, at=AT)
    assert [home.reason for home in shortlist(referral_id).passed_over] == [
        "The council has not checked yet who runs it and what is written of it"
    ]


def test_making_a_list_asks_a_few_questions_of_the_database_however_many_homes_there_are(
    world, django_assert_max_num_queries
):
    child_id, _ = world
    provider = a_provider("Many")
    homes(*(an_entry(f"More {n}", provider, authority=DEVON) for n in range(40)))
    referral_id = a_ready_search(child_id)
    with django_assert_max_num_queries(80):
        make_shortlist(referral_id=referral_id, by=OFFICER, at=AT)
    with django_assert_max_num_queries(12):
        see_shortlist(referral_id, by=OFFICER)


def test_an_old_formulation_is_a_warning_among_the_steps_and_stops_nothing(founding):
    """B10: the basis of a specialist need is looked at again after twelve months; until then the need still counts."""
    search_id = a_ready_search(a_child(3, 2, flags=("SP-ASD",)))
    found = referral(search_id)
    before, due = (steps_of(found, on=date(2027, 9, day)) for day in (2, 3))
    assert "formulation" not in {step.code for step in before}
    (step,) = (step for step in due if step.code == "formulation")
    assert not step.done
    assert not step.binding
    assert "Ask a professional to look at it again" in step.to_do
    check_ready(due)
