"""Doubtful things noted while reading: counted by kind, with a few examples of each."""

from dataclasses import dataclass, field

from .values import Note

EXAMPLES_MAX = 10


@dataclass
class Notebook:
    """Gathers notes; `notes()` gives them in the order in which the kinds were first met."""

    _counts: dict[str, int] = field(default_factory=dict)
    _words: dict[str, str] = field(default_factory=dict)
    _examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, words: str, example: str) -> None:
        """Note one occurrence; `words` say what was done about it."""
        self._counts[kind] = self._counts.get(kind, 0) + 1
        self._words[kind] = words
        examples = self._examples.setdefault(kind, [])
        if example not in examples and len(examples) < EXAMPLES_MAX:
            examples.append(example)

    def notes(self) -> tuple[Note, ...]:
        return tuple(
            Note(kind, count, self._words[kind], tuple(self._examples[kind])) for kind, count in self._counts.items()
        )
