"""The inner loops of the forecast: cells of children carried on by months under the rates of their area.

Compiled when it is loaded for the first time on a machine, and kept. The loops hold plain arrays and no policy.
Shapes: K areas, B draws, U, A, D, S as in children.stays.tables; M marks (dates asked for), G bands of age told.
"""

import numpy as np
from numba import njit  # type: ignore[import-untyped]

__all__ = ["carry_starts", "carry_stock", "month_matrices", "spread_stock"]

TERMS = 6
"""Terms of the exponential series of a month: with rates of at most 2 a month the rest is below 0.1 in a thousand."""


@njit("f8[:,:,:,:,:,::1](f8[:,:,:,:,::1], f8[:,:,:,:,:,::1])", cache=True)
def month_matrices(exits, moves):  # type: ignore[no-untyped-def]
    """exp(Q) of one month for each draw and cell of rates, (B, U, A, D, S, S); what is missing has left care."""
    B, U, A, D, S = exits.shape
    out = np.empty((B, U, A, D, S, S))
    Q, term, nxt = np.empty((S, S)), np.empty((S, S)), np.empty((S, S))
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
                    P = out[b, u, a, d]
                    for s in range(S):
                        for t in range(S):
                            term[s, t] = Q[s, t]
                            P[s, t] = Q[s, t] + (1.0 if s == t else 0.0)
                    for n in range(2, TERMS):
                        for s in range(S):
                            for t in range(S):
                                v = 0.0
                                for r in range(S):
                                    v += term[s, r] * Q[r, t]
                                nxt[s, t] = v / n
                        for s in range(S):
                            for t in range(S):
                                term[s, t] = nxt[s, t]
                                P[s, t] += nxt[s, t]
                    for s in range(S):
                        for t in range(S):
                            if P[s, t] < 0.0:
                                P[s, t] = 0.0
    return out


@njit(cache=True)
def _band(edges, value):  # type: ignore[no-untyped-def]
    """The last band that begins at or before a value."""
    found = 0
    for n in range(1, len(edges)):
        if value >= edges[n]:
            found = n
    return found


@njit(
    "f8[:,:,:,::1](f8[:,:,:,:,:,::1], i8[::1], i8[::1], i8[::1], f8[:,::1], i8[::1], f8[::1], f8[::1], f8[::1], f8)",
    cache=True,
)
def carry_stock(P, alone, left, months, count, marks, ages, care, told, month_days):  # type: ignore[no-untyped-def]
    """Children of today still in care at each mark, expected: (M, B, G, S).

    alone, left, months (n,), count (n, S): the cells of one area. marks: steps of a month, rising.
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
            a[s] = _band(ages, 18 - (left[i] - 1 - s) / 12)
            d[s] = _band(care, (months[i] + 0.5 + s + 0.5) * month_days)
        for b in range(B):
            for c in range(S):
                v[c] = count[i, c]
            m = 0
            for s in range(last):
                T = P[b, alone[i], a[s], d[s]]
                for t in range(S):
                    x = 0.0
                    for c in range(S):
                        x += v[c] * T[c, t]
                    w[t] = x
                for t in range(S):
                    v[t] = w[t]
                if s + 1 == marks[m]:
                    g = _band(told, 18 - (left[i] - (s + 1) - 0.5) / 12)
                    for t in range(S):
                        out[m, b, g, t] += v[t]
                    m += 1
    return out


@njit(
    "f8[:,:,:,:,::1](f8[:,:,:,:,:,::1], i8[::1], i8[::1], f8[:,:,::1], i8, f8[::1], f8[::1], f8[::1], f8)", cache=True
)
def carry_starts(P, alone, left, share, steps, ages, care, told, month_days):  # type: ignore[no-untyped-def]
    """Of one child who comes, where they are after each number of steps: (steps + 1, B, U, G, S).

    alone, left (n,), share (n, B, S): the cells in which children come, of one area; a child leaves at 18.
    """
    n, B, S = share.shape
    G = len(told)
    out = np.zeros((steps + 1, B, 2, G, S))
    a, d = np.empty(steps, np.int64), np.empty(steps, np.int64)
    v, w = np.empty(S), np.empty(S)
    for s in range(steps):
        d[s] = _band(care, (s + 0.5) * month_days)
    for i in range(n):
        u, last = alone[i], min(steps, left[i] - 1)
        for s in range(last):
            a[s] = _band(ages, 18 - (left[i] - 1 - s) / 12)
        g0 = _band(told, 18 - (left[i] - 0.5) / 12)
        for b in range(B):
            for c in range(S):
                v[c] = share[i, b, c]
                out[0, b, u, g0, c] += v[c]
            for s in range(last):
                T = P[b, u, a[s], d[s]]
                for t in range(S):
                    x = 0.0
                    for c in range(S):
                        x += v[c] * T[c, t]
                    w[t] = x
                g = _band(told, 18 - (left[i] - (s + 1) - 0.5) / 12)
                for t in range(S):
                    v[t] = w[t]
                    out[s + 1, b, u, g, t] += w[t]
    return out


@njit("Tuple((f8[:,:,:,::1], f8[:,:,::1]))(f8[:,:,:,:,::1], i8[::1], i8[::1], i8[::1], f8[:,::1], i8[::1], f8[::1], f8[::1], f8)", cache=True)
def spread_stock(P, alone, left, months, count, marks, ages, care, month_days):  # type: ignore[no-untyped-def]
    """Of the children of today, by chance alone: covariance (M, S, M, S), and the mean matrix of each time between
    marks (M, S, S), by the children of each state today. P: of one draw, (U, A, D, S, S)."""
    n, S = count.shape
    M = len(marks)
    cov, mean = np.zeros((M, S, M, S)), np.zeros((M, S, S))
    weight = np.zeros(S)
    step, reach = np.zeros((M, S, S)), np.zeros((M, S, S))
    onward, T2 = np.zeros((S, S)), np.zeros((S, S))
    for i in range(n):
        s0 = 0
        for m in range(M):
            for c in range(S):
                for t in range(S):
                    step[m, c, t] = 1.0 if c == t else 0.0
            if left[i] <= marks[m]:
                for c in range(S):
                    for t in range(S):
                        step[m, c, t] = 0.0
            else:
                for s in range(s0, marks[m]):
                    T = P[alone[i], _band(ages, 18 - (left[i] - 1 - s) / 12), _band(care, (months[i] + 1.0 + s) * month_days)]
                    for c in range(S):
                        for t in range(S):
                            x = 0.0
                            for r in range(S):
                                x += step[m, c, r] * T[r, t]
                            T2[c, t] = x
                    for c in range(S):
                        for t in range(S):
                            step[m, c, t] = T2[c, t]
            s0 = marks[m]
            for c in range(S):
                for t in range(S):
                    if m == 0:
                        reach[0, c, t] = step[0, c, t]
                    else:
                        x = 0.0
                        for r in range(S):
                            x += reach[m - 1, c, r] * step[m, r, t]
                        reach[m, c, t] = x
        for c in range(S):
            weight[c] += count[i, c]
            for m in range(M):
                for t in range(S):
                    mean[m, c, t] += count[i, c] * step[m, c, t]
        for g in range(M):
            for c in range(S):
                for t in range(S):
                    onward[c, t] = 1.0 if c == t else 0.0
            for h in range(g, M):
                if h > g:
                    for c in range(S):
                        for t in range(S):
                            x = 0.0
                            for r in range(S):
                                x += onward[c, r] * step[h, r, t]
                            T2[c, t] = x
                    for c in range(S):
                        for t in range(S):
                            onward[c, t] = T2[c, t]
                for a in range(S):
                    if count[i, a] == 0.0:
                        continue
                    for c in range(S):
                        for t in range(S):
                            cov[g, c, h, t] += count[i, a] * reach[g, a, c] * (onward[c, t] - reach[h, a, t])
    for m in range(M):
        for c in range(S):
            for t in range(S):
                mean[m, c, t] /= max(weight[c], 1.0)
    for g in range(M):
        for h in range(g):
            for c in range(S):
                for t in range(S):
                    cov[g, c, h, t] = cov[h, t, g, c]
    return cov, mean
