"""How a home answers a need. One drawn table for the rule, and the arrays held to it."""

from itertools import product

import numpy as np
import pytest

from carecommons.matching.fit import ANSWER_CODES, Answer, answer, fit
from carecommons.matching.rank import Status
from carecommons.matching.reasons import Reason
from carecommons.provision.capability import DomainAnswer
from carecommons.provision.homes import gather
from matching.drawn import LEVELS, ON, child, home, levels, ranked

TABLE = """
need  alone  support   answer
0     -      -         none
0     0      0         none
?     4      4         unknown
3     -      -         unknown
3     -      4         unknown
3     3      3         met
3     4      4         met
3     3      -         met
3     2      3         support
3     2      4         support
3     2      -         unknown
3     2      2         unmet
3     1      4         unmet
4     0      4         unmet
1     0      1         support
1     0      0         unmet
"""


def _level(said: str) -> int | None:
    return None if said in "?-" else int(said)


@pytest.mark.parametrize("row", TABLE.strip().splitlines()[1:])
def test_a_need_is_met_met_with_support_unmet_or_unknown(row):
    need, alone, support, expected = row.split()
    home_levels = [-1 if said == "-" else int(said) for said in (alone, support)]
    found = answer(level=_level(need), alone=home_levels[0], with_support=home_levels[1], gap=1)
    assert ANSWER_CODES[found] == expected


def test_the_arrays_answer_every_pair_of_levels_as_the_rule_does():
    said = [None, 0, 1, 2, 3, 4]
    pairs = list(product(said, said))
    homes = gather([home(str(pair), answers=(DomainAnswer(*pair),) * 12) for pair in pairs], ON)
    for need in said:
        rows = fit((need,) * 12, homes, np.arange(len(pairs)), 1)
        for column, (alone, support) in enumerate(pairs):
            wanted = answer(
                level=need, alone=-1 if alone is None else alone, with_support=-1 if support is None else support, gap=1
            )
            assert {int(each) for each in rows.answers[:, column]} == {wanted}
            assert rows.unknown[column] == (12 if wanted is Answer.UNKNOWN else 0)
            assert rows.unmet[column] == (12 if wanted is Answer.UNMET else 0)
            assert rows.worst_unmet[column] == (need if wanted is Answer.UNMET else 0)


@pytest.mark.parametrize("domain", range(12))
def test_a_need_of_the_child_that_nobody_knows_keeps_every_home_waiting(domain):
    unknown = tuple(None if number == domain else level for number, level in enumerate(LEVELS))
    found = ranked(child(levels=unknown), home(answers=levels(4)))
    assert found.status[0] == Status.WAITING
    assert found.reason[0] == Reason.CHILD_NOT_KNOWN


def test_what_a_home_has_not_said_keeps_it_waiting_and_never_counts_as_met():
    silent = home(answers=(*levels(4)[:6], DomainAnswer(None, None), *levels(4)[7:]))
    found = ranked(child(), silent)
    assert (found.status[0], found.reason[0]) == (Status.WAITING, Reason.HOME_NOT_KNOWN)
    assert found.fit.answers[6, 0] == Answer.UNKNOWN


def test_support_bridges_only_as_many_levels_as_the_constitution_allows():
    generous = DomainAnswer(1, 4, "everything")
    assert answer(level=3, alone=1, with_support=4, gap=1) is Answer.UNMET
    assert answer(level=3, alone=1, with_support=4, gap=2) is Answer.SUPPORT
    assert ranked(child(levels=(3,) * 12), home(answers=(generous,) * 12)).status[0] == Status.COMPROMISE
