"""The compiled loops, held against the same in plain Python on small cases drawn at random, and against thrown dice."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm

from carecommons.children.stays.tables import AGE_FROM_YEARS, CARE_FROM_DAYS, MONTH_DAYS, A, D, Floats, U
from carecommons.planning.forecast.expected import AGES_TOLD, _add_fresh
from carecommons.planning.forecast.kernel import carry_starts, carry_stock, month_matrices, spread_stock

AGES, CARE, TOLD = np.array(AGE_FROM_YEARS), np.array(CARE_FROM_DAYS), np.array(AGES_TOLD)
FEW = settings(max_examples=15, deadline=None)
SEEDS = st.integers(0, 10**6)


def rates(rng: np.random.Generator, draws: int, states: int, scale: float) -> tuple[Floats, Floats]:
    moves = rng.exponential(scale, (draws, U, A, D, states, states)) * (1 - np.eye(states))
    return rng.exponential(scale, (draws, U, A, D, states)), moves


def matrices(rng: np.random.Generator, draws: int, states: int) -> Floats:
    found: Floats = month_matrices(*rates(rng, draws, states, 0.1))
    return found


def cells(rng: np.random.Generator, number: int) -> tuple[Floats, Floats, Floats]:
    """alone, months to the 18th birthday and months in care; some of them grow up on the way."""
    left = rng.integers(1, 217, number)
    left[: number // 2] = rng.integers(1, 20, number // 2)
    return rng.integers(0, 2, number), left, rng.integers(0, 61, number)


def band(edges: Floats, value: float) -> int:
    return max(int(np.searchsorted(edges, value, side="right")) - 1, 0)


def in_month(P: Floats, alone: int, left: int, months: int, month: int) -> Floats:
    """The matrix of one month. P: (..., U, A, D, S, S)."""
    age, care = band(AGES, 18 - (left - 1 - month) / 12), band(CARE, (months + 1 + month) * MONTH_DAYS)
    found: Floats = P[..., alone, age, care, :, :]
    return found


@FEW
@given(SEEDS, st.integers(1, 5), st.sampled_from([0.01, 0.3, 2.0]))
def test_a_month_is_the_exponential_of_its_rates_however_often_children_move(seed: int, states: int, scale: float):
    exits, moves = rates(np.random.default_rng(seed), 1, states, scale)
    exits, moves = np.minimum(exits, 2), np.minimum(moves, 2)
    found = month_matrices(exits, moves)
    for at in np.ndindex(1, U, A, D):
        Q = moves[at] - np.diag(exits[at] + moves[at].sum(1))
        assert np.allclose(found[at], expm(Q), atol=1e-10, rtol=0)
    assert found.min() >= 0
    assert found.sum(-1).max() <= 1 + 1e-12


@FEW
@given(SEEDS, st.integers(1, 4))
def test_children_of_today_are_carried_as_in_plain_python(seed: int, states: int) -> None:
    rng = np.random.default_rng(seed)
    P, (alone, left, months) = matrices(rng, 2, states), cells(rng, 6)
    count = rng.integers(0, 4, (6, states)).astype(float)
    marks = np.array([1, 7, 19])
    found = carry_stock(P, alone, left, months, count, marks, AGES, CARE, TOLD, MONTH_DAYS)
    expected = np.zeros_like(found)
    for i in range(6):
        there = np.repeat(count[i][None], 2, 0)
        for month in range(19):
            there = np.einsum("bs,bst->bt", there, in_month(P, alone[i], left[i], months[i], month))
            if month + 1 in marks and left[i] > month + 1:
                mark = marks.tolist().index(month + 1)
                expected[mark, :, band(TOLD, 18 - (left[i] - month - 1.5) / 12)] += there
    assert np.allclose(found, expected, atol=1e-10, rtol=0)


@FEW
@given(SEEDS, st.integers(1, 4))
def test_children_to_come_are_carried_as_in_plain_python(seed: int, states: int) -> None:
    rng = np.random.default_rng(seed)
    P, (alone, left, _) = matrices(rng, 2, states), cells(rng, 5)
    share = rng.random((5, 2, states))
    found = carry_starts(P, alone, left, share, 14, AGES, CARE, TOLD, MONTH_DAYS)
    expected = np.zeros_like(found)
    for i in range(5):
        there = share[i]
        for month in range(15):
            if left[i] > month:
                expected[month, :, alone[i], band(TOLD, 18 - (left[i] - month - 0.5) / 12)] += there
            # Half a month into care in the first month, where the cells of today are in their middle already.
            there = np.einsum("bs,bst->bt", there, in_month(P, alone[i], left[i], -0.5, month))
    assert np.allclose(found, expected, atol=1e-10, rtol=0)


def ways(P: Floats, alone: int, left: int, months: int, marks: list[int]) -> list[Floats]:
    """The chances of each state at each mark, from each state today."""
    there, found = np.eye(P.shape[-1]), []
    for month in range(marks[-1]):
        there = there @ in_month(P[0], alone, left, months, month)
        if month + 1 in marks:
            found.append(there if left > month + 1 else there * 0)
    return found


@FEW
@given(SEEDS, st.integers(1, 4))
def test_the_spread_by_chance_is_multinomial_within_a_date_and_follows_each_child_between_dates(seed: int, states: int):
    rng = np.random.default_rng(seed)
    P, (alone, left, months) = matrices(rng, 1, states), cells(rng, 4)
    count = rng.integers(0, 4, (4, states)).astype(float)
    marks = [3, 10]
    cov, between = spread_stock(P[0], alone, left, months, count, np.array(marks), AGES, CARE, MONTH_DAYS)
    expected, moved = np.zeros_like(cov), np.zeros_like(between)
    for i in range(4):
        first, second = ways(P, alone[i], left[i], months[i], marks)
        onward = np.eye(states)
        for month in range(3, 10):
            onward = onward @ in_month(P[0], alone[i], left[i], months[i], month)
        onward = onward if left[i] > 10 else onward * 0
        for a in range(states):
            for g, p in enumerate((first[a], second[a])):
                expected[g, :, g] += count[i, a] * (np.diag(p) - np.outer(p, p))
            across = count[i, a] * (first[a][:, None] * onward - np.outer(first[a], second[a]))
            expected[0, :, 1] += across
            expected[1, :, 0] += across.T
        moved += count[i][:, None] * np.stack([first, onward])
    assert np.allclose(cov, expected, atol=1e-10, rtol=0)
    assert np.allclose(between, moved / np.maximum(count.sum(0), 1)[:, None], atol=1e-10, rtol=0)


def test_the_spread_is_that_of_children_thrown_one_by_one() -> None:
    rng = np.random.default_rng(5)
    P = matrices(rng, 1, 2)
    left, months, count, marks, throws = 40, 8, np.array([[12.0, 5.0]]), np.array([6, 18]), 40_000
    one = (np.array([0]), np.array([left]), np.array([months]))
    cov, _ = spread_stock(P[0], *one, count, marks, AGES, CARE, MONTH_DAYS)
    mean = carry_stock(P, *one, count, marks, AGES, CARE, TOLD, MONTH_DAYS).sum(2)[:, 0]
    where = np.repeat(np.repeat([0, 1], count[0].astype(int))[None], throws, 0)  # 2: has left care
    seen = []
    for month in range(18):
        T = np.zeros((3, 3))
        T[:2, :2] = in_month(P[0], 0, left, months, month)
        T[:, 2] = 1 - T[:, :2].sum(1)
        where = (rng.random(where.shape)[..., None] > np.cumsum(T, 1)[where]).sum(-1).clip(max=2)
        if month + 1 in marks:
            seen.append(np.stack([(where == state).sum(1) for state in (0, 1)], 1))
    thrown = np.concatenate(seen, 1)
    spread = np.sqrt(np.diag(cov.reshape(4, 4)))
    assert np.all(np.abs(thrown.mean(0) - mean.ravel()) < 4 * spread / np.sqrt(throws))
    allowed = 5 * np.outer(spread, spread) / np.sqrt(throws)
    assert np.all(np.abs(np.cov(thrown.T) - cov.reshape(4, 4)) < allowed)


def test_children_to_come_are_as_many_by_chance_as_poisson_and_are_the_same_children_later() -> None:
    chance = np.zeros((2, 2, 2, 2))
    between = np.array([np.eye(2), [[0.5, 0.2], [0.1, 0.6]]])
    _add_fresh(chance, between, np.array([[10.0, 4.0], [12.0, 6.0]]))
    # Of the ten in the first state five stay there and two change; of the four 0.4 change and 2.4 stay.
    assert np.allclose(chance.reshape(4, 4), [[10, 0, 5, 2], [0, 4, 0.4, 2.4], [5, 0.4, 12, 0], [2, 2.4, 0, 6]])


def test_where_nothing_can_be_kept_the_loops_are_compiled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from carecommons.planning.forecast import kernel

    tried = []

    def only_in_memory(signature: str, **keep: bool):  # type: ignore[no-untyped-def]
        tried.append(keep)
        if keep:
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: function

    monkeypatch.setattr(kernel, "njit", only_in_memory)
    assert kernel._compiled("f8(f8)")(abs) is abs
    assert tried == [{"cache": True}, {}]


def test_what_serves_pages_loads_no_compiler() -> None:
    names = ("site.urls", "site.wsgi", "planning.forecast.report", "planning.forecast.made", "cli.main", "cli.forecast")
    code = "import sys, django, os\n"
    code += "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'carecommons.site.settings'); django.setup()\n"
    code += "\n".join(f"import carecommons.{name}" for name in names)
    code += "\nsys.exit(', '.join(sorted({'numba', 'llvmlite', 'distributed'} & set(sys.modules))) or 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
