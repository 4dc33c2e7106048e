"""Who may play a part of the demonstration's past months."""

from types import SimpleNamespace
from uuid import uuid4

import pytest

from carecommons.cli.demo.journey import told
from carecommons.cli.demo.journey.parts import Part


@pytest.mark.parametrize(("name", "first"), [("speaks", "second"), ("stays_put", "first")])
def test_only_the_young_person_who_signs_in_plays_whoever_speaks_for_themselves(
    name: str, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small world once gave that part to another child, whose words nobody could write."""
    children = {each: SimpleNamespace(id=uuid4()) for each in ("first", "second")}
    tried = []
    monkeypatch.setattr(told, "move", lambda _world, one, _made: tried.append(one))
    world = SimpleNamespace(opened=children, players={}, cast=SimpleNamespace(speaker=children["second"].id))

    told._settle(world, Part(name, tuple(children), (0,), 10), None)

    assert tried[0] is children[first]
    assert len(tried) == (1 if name == "speaks" else 2)
