"""The inner loops of the forecast: cells of children carried on by months under the rates of their area.

Compiled when it is loaded for the first time on a machine, and kept beside this file (`make setup` does that); where
nothing may be written there, in the user's own folder of kept things, and where there is none either, each process
compiles for itself. The loops hold plain arrays and no policy. Nothing that serves pages loads this file.
Shapes: K areas, B draws, U, A, D, S as in children.stays.tables; M marks (dates asked for), G bands of age told.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

__all__ = ["carry_starts", "carry_stock", "month_matrices", "spread_stock"]

TERMS = 10
"""Terms of the exponential series of a short time: with NORM_MAX events a state at most, the rest is below 1e-12."""
NORM_MAX = 0.125


def _compiled(signature: str) -> Callable[[Any], Any]:
    """Compile for these types when the file is loaded: a forecast is not to wait for it at its first call."""

    def made(function: Any) -> Any:
        try:
            return njit(signature, cache=True)(function)
        except RuntimeError:  # a read-only install and no home: nowhere to keep what was compiled
            return njit(signature)(function)

    return made


_within = njit(inline="always")  # set into whoever calls it: a call for four numbers costs more than the numbers


@_within
def _product(one, two, out):  # type: ignore[no-untyped-def]
    """out = one @ two, for small matrices."""
    S = len(one)
    for s in range(S):
        for t in range(S):
            x = 0.0
            for r in range(S):
                x += one[s, r] * two[r, t]
            out[s, t] = x


@_within
def _exponential(Q, P, term, spare):  # type: ignore[no-untyped-def]
    """P = exp(Q): the series of a time so short that little happens in it, squared until it is the whole time."""
    S = len(Q)
    most, halved = 0.0, 0
    for s in range(S):
        most = max(most, -Q[s, s])
    while most > NORM_MAX:
        most /= 2
        halved += 1
    scale = 0.5**halved
    for s in range(S):
        for t in range(S):
            Q[s, t] *= scale
            term[s, t] = Q[s, t]
            P[s, t] = Q[s, t] + (1.0 if s == t else 0.0)
    for n in range(2, TERMS):
        _product(term, Q, spare)
        for s in range(S):
            for t in range(S):
                term[s, t] = spare[s, t] / n
                P[s, t] += term[s, t]
    for _ in range(halved):
        _product(P, P, spare)
        P[:, :] = spare


@_compiled("f8[:,:,:,:,:,::1](f8[:,:,:,:,::1], f8[:,:,:,:,:,::1])")
def month_matrices(exits, moves):  # type: ignore[no-untyped-def]
    """exp(Q) of one month for each draw and cell of rates, (B, U, A, D, S, S); what is missing has left care."""
    B, U, A, D, S = exits.shape
    out = np.empty((B, U, A, D, S, S))
    Q, term, spare = np.empty((S, S)), np.empty((S, S)), np.empty((S, S))
    for b in range(B):
        for u in range(U):
            for a in range(A):
                for d in range(D):
                    for s in range(S):
                        away = exits[b, u, a, d, s]
                        for t in range(S):
                            Q[s, t] = moves[b, u, a, d, s, t]
                            if t != s:
                                away += Q[s, t]
                        Q[s, s] = -away
                    _exponential(Q, out[b, u, a, d], term, spare)
    return out


@_within
def _band(edges, value):  # type: ignore[no-untyped-def]
    """The last band that begins at or before a value."""
    found = 0
    for n in range(1, len(edges)):
        if value >= edges[n]:
            found = n
    return found


@_within
def _age_in(ages, left, month):  # type: ignore[no-untyped-def]
    """The band of age in the middle of a month from today, of who turns 18 within the left-th month from today."""
    return _band(ages, 18 - (left - 1 - month) / 12)


@_within
def _age_at(told, left, month):  # type: ignore[no-untyped-def]
    """The band of age at the end of so many months."""
    return _band(told, 18 - (left - month - 0.5) / 12)


@_within
def _care_in(care, months, month, month_days):  # type: ignore[no-untyped-def]
    """The band of time in care in the middle of a month from today. months: whole months in care today."""
    return _band(care, (months + 1.0 + month) * month_days)


@_within
def _step(v, T, w):  # type: ignore[no-untyped-def]
    """v = v @ T, in place; w is room to work in."""
    S = len(v)
    for t in range(S):
        x = 0.0
        for c in range(S):
            x += v[c] * T[c, t]
        w[t] = x
    for t in range(S):
        v[t] = w[t]


@_compiled(
    "f8[:,:,:,::1](f8[:,:,:,:,:,::1], i8[::1], i8[::1], i8[::1], f8[:,::1], i8[::1], f8[::1], f8[::1], f8[::1], f8)"
)
def carry_stock(P, alone, left, months, count, marks, ages, care, told, month_days):  # type: ignore[no-untyped-def]
    """Children of today still in care at each mark, expected: (M, B, G, S).

    alone, left, months (n,), count (n, S): the cells of one area. marks: months from today, at least 1, rising.
    """
    n, S = count.shape
    B, M, G = P.shape[0], len(marks), len(told)
    out = np.zeros((M, B, G, S))
    steps = marks[M - 1]
    a, d = np.empty(steps, np.int64), np.empty(steps, np.int64)
    v, w = np.empty(S), np.empty(S)
    for i in range(n):
        last = min(steps, left[i] - 1)
        for s in range(last):
            a[s] = _age_in(ages, left[i], s)
            d[s] = _care_in(care, months[i], s, month_days)
        for b in range(B):
            v[:] = count[i]
            m = 0
            for s in range(last):
                _step(v, P[b, alone[i], a[s], d[s]], w)
                if s + 1 == marks[m]:
                    g = _age_at(told, left[i], s + 1)
                    for t in range(S):
                        out[m, b, g, t] += v[t]
                    m += 1
    return out


@_compiled("f8[:,:,:,:,::1](f8[:,:,:,:,:,::1], i8[::1], i8[::1], f8[:,:,::1], i8, f8[::1], f8[::1], f8[::1], f8)")
def carry_starts(P, alone, left, share, steps, ages, care, told, month_days):  # type: ignore[no-untyped-def]
    """Of one child who comes, where they are after each number of months: (steps + 1, B, U, G, S).

    alone, left (n,), share (n, B, S): the cells in which children come, of one area; a child leaves at 18.
    """
    n, B, S = share.shape
    out = np.zeros((steps + 1, B, 2, len(told), S))
    v, w = np.empty(S), np.empty(S)
    a, d = np.empty(steps, np.int64), np.empty(steps, np.int64)
    for s in range(steps):
        d[s] = _band(care, (s + 0.5) * month_days)
    for i in range(n):
        u, last = alone[i], min(steps, left[i] - 1)
        for s in range(last):
            a[s] = _age_in(ages, left[i], s)
        for b in range(B):
            v[:] = share[i, b]
            for s in range(last + 1):
                g = _age_at(told, left[i], s)
                for t in range(S):
                    out[s, b, u, g, t] += v[t]
                if s < last:
                    _step(v, P[b, u, a[s], d[s]], w)
    return out


@_within
def _ways(P, alone, left, months, marks, ages, care, month_days, step, reach, spare):  # type: ignore[no-untyped-def]
    """Of one cell: step (M, S, S), from each mark to the next, and reach (M, S, S), from today to each mark."""
    S = P.shape[-1]
    before = 0
    for m in range(len(marks)):
        for c in range(S):
            for t in range(S):
                step[m, c, t] = 1.0 if c == t and left > marks[m] else 0.0
        if left > marks[m]:
            for s in range(before, marks[m]):
                _product(step[m], P[alone, _age_in(ages, left, s), _care_in(care, months, s, month_days)], spare)
                step[m] = spare
        before = marks[m]
        if m == 0:
            reach[0] = step[0]
        else:
            _product(reach[m - 1], step[m], reach[m])


@_within
def _add_spread(cov, count, step, reach, onward, spare):  # type: ignore[no-untyped-def]
    """Add the covariance of the children of one cell, count (S,)."""
    M, S = len(step), len(count)
    for g in range(M):
        onward[:, :] = np.eye(S)
        for h in range(g, M):
            if h > g:
                _product(onward, step[h], spare)
                onward[:, :] = spare
            for a in range(S):
                if count[a] > 0.0:
                    for c in range(S):
                        for t in range(S):
                            cov[g, c, h, t] += count[a] * reach[g, a, c] * (onward[c, t] - reach[h, a, t])


@_compiled(
    "Tuple((f8[:,:,:,::1], f8[:,:,::1]))"
    "(f8[:,:,:,:,::1], i8[::1], i8[::1], i8[::1], f8[:,::1], i8[::1], f8[::1], f8[::1], f8)"
)
def spread_stock(P, alone, left, months, count, marks, ages, care, month_days):  # type: ignore[no-untyped-def]
    """Of the children of today, by chance alone: covariance (M, S, M, S), and the mean matrix of each time between
    marks (M, S, S), by the children of each state today. P: of one draw, (U, A, D, S, S).

    Children go their ways apart, so that for who is in a today, with p the chances at mark g and q those at h >= g:
    cov(number in c at g, number in t at h) = p[c] * (chance of t at h from c at g - q[t]).
    """
    n, S = count.shape
    M = len(marks)
    cov, mean = np.zeros((M, S, M, S)), np.zeros((M, S, S))
    weight = np.zeros(S)
    step, reach = np.zeros((M, S, S)), np.zeros((M, S, S))
    onward, spare = np.zeros((S, S)), np.zeros((S, S))
    for i in range(n):
        _ways(P, alone[i], left[i], months[i], marks, ages, care, month_days, step, reach, spare)
        _add_spread(cov, count[i], step, reach, onward, spare)
        for c in range(S):
            weight[c] += count[i, c]
            for m in range(M):
                for t in range(S):
                    mean[m, c, t] += count[i, c] * step[m, c, t]
    for c in range(S):
        mean[:, c] /= max(weight[c], 1.0)
    for g in range(M):
        for h in range(g):
            for c in range(S):
                for t in range(S):
                    cov[g, c, h, t] = cov[h, t, g, c]
    return cov, mean
