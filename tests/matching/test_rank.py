"""The order of the list: what comes before what, what never does, and what changes nothing."""

import random
from dataclasses import fields, replace
from uuid import UUID

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from carecommons.common.errors import Refused
from carecommons.matching.invitation.replies import IMPACTS, REPLY_ANSWERS, Reply
from carecommons.matching.invitation.said import TOGETHER, Said
from carecommons.matching.lottery import drawn_groups, first
from carecommons.matching.rank import Ranking, Status, rank
from carecommons.matching.reasons import Reason
from carecommons.provision.capability import DOMAIN_CODES, DomainAnswer
from carecommons.provision.homes import HomeFacts, Homes, Opening, Standing, gather
from matching.drawn import LEVELS, ON, RULES, SEED, able_to, an_id, bench, child, evidence, home, levels, ranked

PEER = bench()


def order_of(seeker, *homes, rules=RULES):
    """The references of the shown homes, in groups of equals."""
    found = ranked(seeker, *homes, rules=rules)
    return [{found.homes.references[row] for row in group} for group in found.groups()]


def named(name, **facts):
    return home(name, reference=name, **facts)


# ---------------------------------------------------------------- the published order


def rank_of(found: Ranking, row: int) -> int | None:
    """One more than the number of homes strictly before this one; None for a home that waits or stopped."""
    if found.status[row] > Status.COMPROMISE:
        return None
    shown = found.status.take(found.reached) <= Status.COMPROMISE
    return 1 + int((found.key[shown] < found.key[found.column(row)]).sum())


def test_a_home_that_needs_less_support_comes_before_one_that_needs_more():
    alone = named("alone", answers=levels(4))
    some = named("some", answers=(*levels(4)[:11], DomainAnswer(0, 1)))
    more = named("more", answers=levels(1, gain=1))
    assert order_of(child(), more, some, alone) == [{"alone"}, {"some"}, {"more"}]


def test_every_appropriate_home_comes_before_every_compromise():
    compromise = named("compromise", answers=(DomainAnswer(0, 0), *levels(4)[1:]))
    barely = named("barely", answers=levels(1, gain=1))
    assert order_of(child(), compromise, barely) == [{"barely"}, {"compromise"}]


def test_the_worst_need_left_unmet_is_compared_first_then_how_many_then_how_much_support():
    need = child(levels=(4, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1))
    one_high = named("one unmet of level 4", answers=(DomainAnswer(1, 1), *levels(4)[1:]))
    three_low = named("three unmet of level 2", answers=(DomainAnswer(4, 4), *levels(0)[:3], *levels(4)[4:]))
    two_low = named("two unmet of level 2", answers=(DomainAnswer(4, 4), *levels(0)[:2], *levels(4)[3:]))
    two_low_supported = named(
        "two unmet, and more support", answers=(DomainAnswer(3, 4), *levels(0)[:2], *levels(4)[3:])
    )
    assert order_of(need, one_high, three_low, two_low_supported, two_low) == [
        {"two unmet of level 2"},
        {"two unmet, and more support"},
        {"three unmet of level 2"},
        {"one unmet of level 4"},
    ]


def test_many_small_wants_never_outweigh_one_great_want():
    """Compared in order, never added: eleven unmet of level 1 still come before one unmet of level 2."""
    need = child(levels=(2,) + (1,) * 11)
    great = named("great", answers=(DomainAnswer(0, 0), *levels(4)[1:]))
    small = named("small", answers=(DomainAnswer(4, 4), *levels(0)[1:]))
    assert order_of(need, great, small) == [{"small"}, {"great"}]


def test_homes_that_wait_come_after_all_that_are_ordered_and_are_in_no_order_themselves():
    compromise = named("compromise", answers=levels(0))
    silent = named("silent", answers=(DomainAnswer(None, None), *levels(4)[1:]))
    more_silent = named("more silent", answers=levels(None))
    assert order_of(child(), silent, more_silent, compromise) == [{"compromise"}, {"silent", "more silent"}]


def test_a_specialist_home_for_a_need_the_child_does_not_have_comes_after_every_fit_home():
    """As local as possible, as specialist as necessary: it keeps its place for a child who needs it."""
    specialist = named("specialist", answers=levels(4), capabilities=(able_to("SP-EAT", evidence(), specialist=True),))
    ordinary = named("ordinary", answers=levels(1, gain=1))
    assert order_of(child(), specialist, ordinary) == [{"ordinary"}, {"specialist"}]


def test_a_specialist_home_for_a_need_the_child_has_stands_where_the_criteria_put_it():
    autism = able_to("SP-ASD", evidence(), specialist=True)
    specialist = named("specialist", answers=levels(4), capabilities=(autism,))
    ordinary = named("ordinary", answers=levels(1, gain=1), capabilities=(able_to("SP-ASD", evidence()),))
    assert order_of(child(flags=("SP-ASD",)), specialist, ordinary) == [{"specialist"}, {"ordinary"}]


def test_distance_puts_no_home_before_another():
    near, far = named("near"), named("far", easting=100_000, authority="304")
    assert order_of(child(), near, far) == [{"near", "far"}]


def test_a_local_home_that_fails_a_gate_never_comes_before_a_distant_one_that_passes():
    local = named("local", capabilities=(able_to("SP-ASD"),))
    distant = named(
        "distant", authority="304", answers=levels(1, gain=1), capabilities=(able_to("SP-ASD", evidence()),)
    )
    assert order_of(child(flags=("SP-ASD",)), local, distant) == [{"distant"}]


def test_the_meeting_may_put_the_keys_in_another_order():
    need = child(levels=(4, 2, 2, *LEVELS[3:]))
    one_high = named("one high", answers=(DomainAnswer(1, 1), *levels(4)[1:]))
    two_low = named("two low", answers=(DomainAnswer(4, 4), *levels(0)[:2], *levels(4)[3:]))
    assert order_of(need, one_high, two_low) == [{"two low"}, {"one high"}]
    by_number = replace(RULES, order=("unmet", "worst_unmet", "with_support"))
    assert order_of(need, one_high, two_low, rules=by_number) == [{"one high"}, {"two low"}]


def test_an_order_that_nobody_has_defined_is_refused():
    with pytest.raises(Refused, match="nobody has defined"):
        replace(RULES, order=("price",))


def test_where_the_adequacy_line_is_moved_the_grade_follows_it():
    lacks_one = named("lacks one", answers=(DomainAnswer(0, 0), *levels(4)[1:]))
    assert ranked(child(), lacks_one).status[0] == Status.COMPROMISE
    assert (
        ranked(child(), lacks_one, rules=replace(RULES, worst_unmet_max=2, unmet_max=1)).status[0] == Status.APPROPRIATE
    )


def test_with_no_home_at_all_the_answer_is_empty_and_no_error():
    found = ranked(child())
    assert (len(found.reason), found.groups(), first(found, SEED, 5)) == (0, [], [])


# ---------------------------------------------------------------- every home, one reason, nobody hidden


def worlds(size: int = 12):
    """Small invented registers from the bench, by seed, with a child."""
    return st.integers(0, 10**9).map(lambda seed: _world(seed, size))


def _world(seed, size):
    dice = random.Random(seed)
    homes = [_opened(each, dice) for each in PEER.invented_homes(size, dice)]
    return homes, PEER.invented_child(dice, homes)


def _opened(each: HomeFacts, dice: random.Random) -> HomeFacts:
    """Most invented homes stop at gate 1; open most of these, so that later gates and the order are tried."""
    if dice.random() < 0.2 or each.kind == "other_arrangement":
        return each
    return replace(each, standing=Standing.LAWFUL, opening=Opening.OPEN, free=1, living=min(each.living, 1), age_min=0,
                   age_max=17, sexes="any", stays=(), named=frozenset())  # fmt: skip


def found_for(seeker, homes, rules=RULES):
    return rank(seeker, gather(homes, ON), rules)


def ranks(seeker, homes, rules=RULES) -> dict[UUID, int | None]:
    found = found_for(seeker, homes, rules)
    return {each: rank_of(found, row) for row, each in enumerate(found.homes.ids)}


@given(worlds(40))
@settings(max_examples=150, deadline=None)
def test_the_engine_equals_the_specification_in_plain_python_home_by_home(world):
    homes, seeker = world
    plain = PEER.plain_rank(seeker, homes, RULES, ON)
    found = found_for(seeker, homes)
    assert found.reason.tolist() == [each.reason for each in plain]
    assert found.status.tolist() == [each.status for each in plain]
    assert first(found, SEED, 40) == PEER.plain_first(plain, homes, SEED, 40)


@given(worlds())
@settings(max_examples=60, deadline=None)
def test_every_home_is_shown_or_has_its_first_failed_gate_and_none_is_both(world):
    homes, seeker = world
    found = found_for(seeker, homes)
    shown = [row for group in drawn_groups(found, SEED) for row in group]
    stopped = [row for row in range(len(homes)) if found.status[row] == Status.STOPPED]
    assert sorted([*shown, *stopped]) == list(range(len(homes)))
    assert all(found.failed_gate[row] in (1, 2, 3, 5) for row in stopped)
    assert all((found.failed_gate[row] == 0) == (found.status[row] == Status.APPROPRIATE) for row in shown)


@given(worlds())
@settings(max_examples=60, deadline=None)
def test_a_home_that_fails_a_gate_never_comes_before_one_that_passes(world):
    homes, seeker = world
    found = found_for(seeker, homes)
    statuses = [int(found.status[row]) for group in drawn_groups(found, SEED) for row in group]
    assert statuses == sorted(statuses)


# ---------------------------------------------------------------- what changes nothing, or never helps


@given(worlds(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_rows_changes_nothing(world, dice):
    homes, seeker = world
    shuffled = dice.sample(homes, len(homes))
    one, other = found_for(seeker, homes), found_for(seeker, shuffled)
    assert [one.homes.ids[row] for row in first(one, SEED, 99)] == [
        other.homes.ids[row] for row in first(other, SEED, 99)
    ]


@given(worlds(), st.integers(0, 11), st.text(max_size=8))
@settings(max_examples=60, deadline=None)
def test_a_new_name_or_reference_changes_nothing(world, place, reference):
    homes, seeker = world
    renamed = [*homes[:place], replace(homes[place], reference=reference), *homes[place + 1 :]]
    assert ranks(seeker, renamed) == ranks(seeker, homes)
    assert first(found_for(seeker, renamed), SEED, 99) == first(found_for(seeker, homes), SEED, 99)


@given(worlds(), st.integers(0, 11), st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_a_home_entered_twice_or_more_gains_no_place(world, place, copies):
    homes, seeker = world
    assume(seeker.id not in homes[place].residents)  # a child lives once: a copy of their home is another home
    twins = [replace(homes[place], id=an_id(f"twin {n}"), residents=frozenset()) for n in range(copies)]
    before, after = ranks(seeker, homes), ranks(seeker, [*homes, *twins])
    was = before[homes[place].id]
    for twin in [homes[place], *twins]:
        assert after[twin.id] is None if was is None else after[twin.id] >= was


@given(worlds(), st.integers(0, 11))
@settings(max_examples=60, deadline=None)
def test_a_home_split_in_two_gains_no_place(world, place):
    homes, seeker = world
    assume(seeker.id not in homes[place].residents)
    whole = replace(homes[place], free=4)
    halves = [replace(whole, free=2), replace(whole, id=an_id("half"), free=2, residents=frozenset())]
    before = ranks(seeker, [*homes[:place], whole, *homes[place + 1 :]])[whole.id]
    after = ranks(seeker, [*homes[:place], *homes[place + 1 :], *halves])
    for half in halves:
        if before is None:
            assert after[half.id] is None
        else:
            assert after[half.id] >= before


@given(worlds(), st.integers(0, 11), st.sampled_from(list(PEER.SPECIALISMS)), st.booleans(), st.booleans())
@settings(max_examples=120, deadline=None)
def test_a_claim_without_evidence_never_improves_a_rank(world, place, code, specialist, unchecked):
    homes, seeker = world
    plain = replace(homes[place], capabilities=tuple(each for each in homes[place].capabilities if each.code != code))
    claim = able_to(code, *((evidence(checked=False),) if unchecked else ()), specialist=specialist)
    claiming = replace(plain, capabilities=(*plain.capabilities, claim))
    rest = [*homes[:place], *homes[place + 1 :]]
    before, after = ranks(seeker, [*rest, plain])[plain.id], ranks(seeker, [*rest, claiming])[plain.id]
    assert after is None if before is None else after is None or after >= before
    others = {each.id for each in rest}
    unchanged = ranks(seeker, [*rest, plain]), ranks(seeker, [*rest, claiming])
    assert all((unchanged[0][each] is None) == (unchanged[1][each] is None) for each in others)


def a_reply(answers, *, there="acceptable", newcomer="acceptable") -> Reply:
    return Reply(
        offers=True, answers=dict(zip(DOMAIN_CODES, answers, strict=True)), impact_there=there, impact_child=newcomer,
        impact_words="Invented.", conditions="", words="", reason="", reason_words="",
    )  # fmt: skip


@given(
    worlds(), st.integers(0, 11), st.lists(st.sampled_from(list(REPLY_ANSWERS)), min_size=12, max_size=12),
    st.sampled_from(list(IMPACTS)), st.sampled_from(list(IMPACTS)),
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_an_offer_that_nobody_accepted_never_improves_a_rank(world, place, answers, there, newcomer):
    """Whatever a home says of itself, and of living together also where nobody has said anything yet."""
    homes, seeker = world
    reply = a_reply(answers, there=there, newcomer=newcomer)
    mine = homes[place].id
    before = ranks(seeker, homes)[mine]
    found = rank(seeker, gather(homes, ON), RULES, Said({mine: reply}))
    after = rank_of(found, place)
    assert after is None if before is None else after is None or after >= before
    all_met = rank(seeker, gather(homes, ON), RULES, Said({mine: a_reply(["met"] * 12)}))
    accepted = rank(
        seeker, gather(homes, ON), RULES,
        Said({mine: a_reply(["met"] * 12)}, accepted={mine: a_reply(["met"] * 12)}),
    )  # fmt: skip
    # What is told as not counting is exactly what would change something, once it is accepted.
    changes = bool((all_met.fit.answers != accepted.fit.answers).any()) if len(all_met.reached) else False
    told = set(all_met.more.get(mine, ())) - {TOGETHER}
    assert bool(told) == changes


@given(worlds(), st.integers(0, 11), st.integers(0, 11))
@settings(max_examples=80, deadline=None)
def test_saying_less_about_what_it_can_do_never_makes_a_home_appropriate(world, place, domain):
    homes, seeker = world
    silent = list(homes[place].answers)
    silent[domain] = DomainAnswer(None, None)
    quiet = [*homes[:place], replace(homes[place], answers=tuple(silent)), *homes[place + 1 :]]
    before, after = found_for(seeker, homes), found_for(seeker, quiet)
    if after.status[place] == Status.APPROPRIATE:
        assert before.status[place] == Status.APPROPRIATE
        assert seeker.levels[domain] == 0
    if seeker.levels[domain] and after.status[place] != Status.STOPPED:
        assert after.status[place] == Status.WAITING


@given(worlds(), st.integers(0, 11))
@settings(max_examples=60, deadline=None)
def test_nobody_is_shown_a_home_because_of_who_else_is_in_the_register(world, place):
    homes, seeker = world
    assume(not seeker.siblings)
    alone = found_for(seeker, [homes[place]])
    among = found_for(seeker, homes)
    assert (alone.reason[0], alone.status[0]) == (among.reason[place], among.status[place])


def test_who_owns_or_runs_a_home_and_what_it_charges_are_in_no_array():
    """C2 and the promise that price cannot move a match: the engine cannot read what it does not hold."""
    held = {each.name for each in fields(Homes)} | {each.name for each in fields(HomeFacts)}
    forbidden = ("sector", "owner", "provider", "price", "cost", "fee", "charge", "rate", "budget", "name", "grade")
    for word in forbidden:
        assert not {each for each in held if word in each.split("_")}, word
    assert held >= {"standing", "opening", "levels", "proofs"}


def test_unknown_is_never_counted_as_met_even_beside_eleven_that_are():
    found = ranked(child(levels=(None, *LEVELS[1:])), home(answers=levels(4)))
    assert found.status[0] == Status.WAITING
    assert found.reason[0] == Reason.CHILD_NOT_KNOWN
    assert rank_of(found, 0) is None


def test_what_is_too_much_is_asked_of_the_worst_need_and_of_their_number_each_by_itself():
    """Criteria that let one need of level 1 go unmet let neither a worse one go nor two of them."""
    lenient = replace(RULES, worst_unmet_max=1, unmet_max=1)
    need = child(levels=(3, 1, 1, *[0] * 9))
    one = named("one", answers=(DomainAnswer(4, 4), DomainAnswer(0, 0), *levels(4)[2:]))
    worse = named("worse", answers=(DomainAnswer(0, 0), *levels(4)[1:]))
    two = named("two", answers=(DomainAnswer(4, 4), DomainAnswer(0, 0), DomainAnswer(0, 0), *levels(4)[3:]))
    found = ranked(need, one, worse, two, rules=lenient)
    assert list(found.status) == [Status.APPROPRIATE, Status.COMPROMISE, Status.COMPROMISE]


def test_a_home_that_declined_stops_by_that_and_one_that_was_stopped_before_keeps_its_reason():
    stopped = named("stopped", age_min=14)
    free = named("free")
    homes = gather([stopped, free], ON)
    no = Reply(
        offers=False, answers={}, impact_there="unknown", impact_child="unknown", impact_words="", conditions="",
        words="", reason="no_place", reason_words="Another child came to us last week.",
    )  # fmt: skip
    found = rank(child(), homes, RULES, Said(dict.fromkeys(homes.ids, no)))
    assert list(found.reason) == [Reason.TOO_YOUNG, Reason.DECLINED]
