"""The draw among equals can be run again by anyone, and nobody could have known it beforehand."""

import hashlib

from carecommons.matching.lottery import commitment, draw, drawn_groups, first, lot
from carecommons.provision.homes import gather
from matching.drawn import ON, SEED, an_id, child, home, levels, ranked


def equals(number: int):
    return [home(f"home {each}", answers=levels(4)) for each in range(number)]


def test_equals_are_drawn_by_the_hash_of_the_seed_and_the_homes_id():
    homes = equals(50)
    found = ranked(child(), *homes)
    by_hand = sorted(homes, key=lambda each: hashlib.sha256(SEED + each.id.bytes).digest())
    assert [found.homes.ids[row] for row in first(found, SEED, 50)] == [each.id for each in by_hand]


def test_the_commitment_is_the_hash_of_the_seed():
    assert commitment(SEED) == hashlib.sha256(SEED).hexdigest()
    assert lot(SEED, an_id("a").bytes) == hashlib.sha256(SEED + an_id("a").bytes).digest()


def test_another_seed_gives_another_order():
    found = ranked(child(), *equals(30))
    assert first(found, SEED, 30) != first(found, bytes(32), 30)


def test_over_many_seeds_every_equal_home_comes_first_about_as_often():
    found = ranked(child(), *equals(4))
    firsts = [first(found, hashlib.sha256(bytes([n % 256, n // 256])).digest(), 1)[0] for n in range(2000)]
    shares = [firsts.count(row) / len(firsts) for row in range(4)]
    assert all(0.21 < share < 0.29 for share in shares), shares


def test_the_draw_never_moves_a_home_across_groups():
    better, worse = home("better", answers=levels(4)), home("worse", answers=levels(1, gain=1))
    found = ranked(child(), worse, better)
    for seed in (SEED, bytes(32), b"\xff" * 32):
        assert drawn_groups(found, seed) == [[1], [0]]


def test_asking_for_a_few_gives_the_beginning_of_the_whole_order():
    found = ranked(child(), *equals(40), *[home(f"more {n}", answers=levels(1, gain=1)) for n in range(9)])
    whole = first(found, SEED, 999)
    assert len(whole) == 49
    for number in (0, 1, 7, 39, 40, 41, 49):
        assert first(found, SEED, number) == whole[:number]


def test_one_home_alone_needs_no_draw():
    homes = gather(equals(1), ON)
    assert draw(SEED, homes, ranked(child(), *equals(1)).groups()[0]) == [0]
