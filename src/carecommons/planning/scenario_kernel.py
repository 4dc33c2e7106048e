"""Children carried on by months while the rates change from one month to the next: the inner loops of a scenario.

The same steps as `forecast.kernel`, but the rates of each month are those of its period; with one period both give the
same numbers. Loaded by workers and the command line alone: it compiles when it is first loaded.
Shapes: E periods, B draws, U, A, D, S as in children.stays.tables; M marks; P (E, B, U, A, D, S, S), and the period of
each month from today.
"""

import numpy as np

from .forecast.kernel import _age_in, _band, _care_in, _compiled, _step, _within

__all__ = ["carry_starts_by_period", "carry_stock_by_period"]


@_compiled(
    "f8[:,:,::1](f8[:,:,:,:,:,:,::1], i8[::1], i8[::1], i8[::1], i8[::1], f8[:,::1], i8[::1], f8[::1], f8[::1], f8)"
)
def carry_stock_by_period(P, period, alone, left, months, count, marks, ages, care, month_days):  # type: ignore[no-untyped-def]
    """Children of today still in care at each mark, expected: (M, B, S). alone, left, months (n,), count (n, S)."""
    n, S = count.shape
    B, M = P.shape[1], len(marks)
    out = np.zeros((M, B, S))
    v, w = np.empty(S), np.empty(S)
    for i in range(n):
        last = min(marks[M - 1], left[i] - 1)
        for b in range(B):
            v[:] = count[i]
            m = 0
            for s in range(last):
                a, d = _age_in(ages, left[i], s), _care_in(care, months[i], s, month_days)
                _step(v, P[period[s], b, alone[i], a, d], w)
                if s + 1 == marks[m]:
                    for t in range(S):
                        out[m, b, t] += v[t]
                    m += 1
    return out


@_within
def _carry_on(out, P, period, v, w, b, u, left, since, m, marks, ages, care, month_days):  # type: ignore[no-untyped-def]
    """Carry those who came at one turn of a month on to the last mark, and count them at each from the m-th on."""
    S = len(v)
    for s in range(min(marks[len(marks) - 1] - since, left - 1)):
        a, d = _age_in(ages, left, s), _band(care, (s + 0.5) * month_days)
        _step(v, P[period[since + s], b, u, a, d], w)
        if since + s + 1 == marks[m]:
            for t in range(S):
                out[m, b, t] += v[t]
            m += 1


@_compiled(
    "f8[:,:,::1](f8[:,:,:,:,:,:,::1], i8[::1], i8[::1], i8[::1], f8[:,:,::1], f8[:,:,:,::1], f8[:,:,:,::1], "
    "i8[::1], f8[::1], f8[::1], f8)"
)
def carry_starts_by_period(P, period, alone, left, share, begin, end, marks, ages, care, month_days):  # type: ignore[no-untyped-def]
    """Children who come from now on, in care at each mark, expected: (M, B, S).

    alone, left (k,), share (k, B, S): cells in which children come. Half of those of a month come at its beginning and
    half at its end: begin, end (T + 1, B, U, S), by the turn of the month at which they come.
    """
    k, B, S = share.shape
    M = len(marks)
    out = np.zeros((M, B, S))
    v, w = np.empty(S), np.empty(S)
    for i in range(k):
        u = alone[i]
        for b in range(B):
            m = 0
            for since in range(marks[M - 1] + 1):
                for t in range(S):
                    v[t] = share[i, b, t] * (begin[since, b, u, t] + end[since, b, u, t])
                if since == marks[m]:
                    # Of those who come in the month that begins on this day, nobody is there yet.
                    for t in range(S):
                        out[m, b, t] += share[i, b, t] * end[since, b, u, t]
                    m += 1
                if m < M:
                    _carry_on(out, P, period, v, w, b, u, left[i], since, m, marks, ages, care, month_days)
    return out
