"""Every state machine is whole: each state has its words, each arrow leads somewhere, and every end can be reached."""

import pytest

from carecommons.site.machines import MACHINES


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.title)
def test_a_machine_is_whole(machine):
    states = set(machine.follows)
    assert set(machine.words) == states, "every state is said in words"
    assert {each for following in machine.follows.values() for each in following} <= states
    reached, waiting = set(), [machine.first]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += machine.follows[state]
    assert reached == states, f"no way leads to {sorted(states - reached)}"
    assert any(not following for following in machine.follows.values()), "something ends it"
