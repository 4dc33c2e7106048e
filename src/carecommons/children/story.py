"""A child's story, told as strengths and needs, with its author and version: never a list of risks.

Source: handbook A5. Written by the child, or agreed by the child, wherever that is possible; where it is
not yet, the story says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from carecommons.common.errors import Fault, Faulty
from carecommons.common.texts import gettext_noop as _

from . import dictionary
from .wishes import Wish, standing

TOLD = ("strengths", "words", "helps")
AUTHORSHIPS: dict[str, str] = dictionary.choices("authorship")


@dataclass(frozen=True, slots=True)
class Story:
    """One version of a story. authorship: child, agreed or adult."""

    version: int
    words: str
    strengths: str
    helps: str
    authorship: str
    not_agreed_because: str
    written_at: datetime
    written_by_role: str

    @property
    def told(self) -> str:
        """What the story opens with: a young person need not have answered every question."""
        return self.words or self.strengths or self.helps

    @property
    def typed_by_adult(self) -> str:
        """The role of whoever typed it, when that was not the child; else ""."""
        return "" if self.written_by_role == "child" else self.written_by_role.replace("_", " ")

    @property
    def by_line(self) -> str:
        """Whose words these are, as a sentence for the foot of the story."""
        typed = f" Written down by the {self.typed_by_adult}." if self.typed_by_adult else ""
        return {
            "child": f"In the child’s own words.{typed}",
            "agreed": f"Written with the child, who agrees with it.{typed}",
            "adult": "Written by an adult. The child has not agreed to it yet.",
        }[self.authorship]


def opening(words: str, longest: int = 140) -> str:
    """The first sentence, cut at a word when it is long."""
    text = " ".join(words.split())
    for end, letter in enumerate(text):
        if letter in ".!?" and (end + 1 == len(text) or text[end + 1] == " "):
            text = text[: end + 1]
            break
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def own_words(story: Story | None, matters: Sequence[str], wishes: Sequence[Wish]) -> str:
    """What the page of a child opens with: the child's own words, as far as there are any; else "".

    Their story when they wrote or agreed it, else what matters most to them, else what they last said.
    """
    if story is not None and story.authorship != "adult" and story.told:
        return opening(story.told)
    if matters:
        return matters[0]
    said = [wish for wish in standing(wishes) if not wish.unsaid]
    return opening(said[0].words) if said else ""


def check_story(
    *, words: str, strengths: str, helps: str, authorship: str, not_agreed_because: str, own_voice: bool = False
) -> None:
    """Raise Faulty("story_not_complete") with what `story_faults` finds."""
    found = story_faults(
        words=words, strengths=strengths, helps=helps, authorship=authorship, not_agreed_because=not_agreed_because,
        own_voice=own_voice,
    )  # fmt: skip
    if found:
        raise Faulty("story_not_complete", "The story was not kept. Put right what is named below.", found)


def story_faults(
    *, words: str, strengths: str, helps: str, authorship: str, not_agreed_because: str, own_voice: bool = False
) -> list[Fault]:
    """What keeps a story from being kept: it owes strengths, what helps, and whose words it is in.

    own_voice: the child, or the advocate for them, tells it in the child's words. They write as little as they like:
    one of the three answers is enough.
    """
    given = {
        "words": words, "strengths": strengths, "helps": helps, "authorship": authorship,
        "not_agreed_because": not_agreed_because,
    }  # fmt: skip
    found = dictionary.faults("story", given)
    if own_voice and authorship == "child":
        found = _own_faults(found, any(str(given[name] or "").strip() for name in TOLD))
    if authorship == "adult" and not str(not_agreed_because or "").strip():
        asked = dictionary.field("story", "not_agreed_because")
        found.append(Fault("story", 0, asked.name, "missing", asked.when("adult") + "."))
    return found


def _own_faults(found: Sequence[Fault], said: bool) -> list[Fault]:
    kept = [each for each in found if each.column not in TOLD or each.code != "missing"]
    return kept if said else [*kept, Fault("story", 0, "words", "missing", _("Write something in one of the boxes."))]
