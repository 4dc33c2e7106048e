"""Every verb of every command shows an example, and can answer with one JSON document."""

import argparse
import re
from collections.abc import Iterator

import pytest

from carecommons.cli.main import NOUNS, run

OWN_WAYS = {"manage"}  # Django's own commands
NO_JSON = {"jobs work"}  # it answers nothing


def verbs(parser: argparse.ArgumentParser, name: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    below = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    if not below:
        yield name, parser
    for each in below:
        for word, verb in each.choices.items():
            yield from verbs(verb, f"{name} {word}")


@pytest.mark.parametrize("noun", sorted(set(NOUNS) - OWN_WAYS))
def test_every_verb_shows_an_example_of_itself_and_can_answer_with_json(noun, monkeypatch):
    seen: list[argparse.ArgumentParser] = []

    def stop(self: argparse.ArgumentParser, *words: object) -> None:
        seen.append(self)
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(argparse.ArgumentParser, "parse_args", stop)
        with pytest.raises(SystemExit):
            run([noun])
    top = next(each for each in seen[0]._actions if isinstance(each, argparse._SubParsersAction))
    found = list(verbs(top.choices[noun], noun))
    assert found
    for name, verb in found:
        examples = re.sub(r"\s+", " ", verb.format_help())
        assert re.search(rf"Examples?:.* carecommons {name}\b", examples), name
        assert ("--json" in verb._option_string_actions) is (name not in NO_JSON), name
