"""What a young person says for themselves, as values: their own view of a part of life, drafts, private messages.

Source: handbook A3 and A6 (the child's own view beside the adults'), section 6 class D6 (private messages).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from carecommons.common.errors import Fault, Faulty
from carecommons.common.texts import gettext_noop as _

from .needs import DOMAIN, LEVEL_MAX

WORDS_MAX = 4_000
# The forms of which a draft is kept: the child's own, one of each part of life, home and decision.
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_FORMS = re.compile(f"say|tell|message|need-(?:{'|'.join(DOMAIN)})|(?:home|disagree|order|visit|how|review)-{_UUID}")
_MARKS = frozenset({"csrfmiddlewaretoken", "keep", "leave"})
# How a session began decides what it may read: a code that a member of staff handed over lets nobody read back.
MAY_READ_BACK = frozenset({"passkey", "password", "code_advocate", "demo"})


@dataclass(frozen=True, slots=True)
class Own:
    """How much help a young person says they need in one part of life (0 to 4; None: they only wrote), and when.

    With neither a level nor words it takes back what they said before: they say nothing of this part now.
    """

    domain: str
    level: int | None
    words: str
    said_at: datetime
    recorded_by_role: str

    @property
    def says_something(self) -> bool:
        return self.level is not None or bool(self.words.strip())


@dataclass(frozen=True, slots=True)
class Message:
    """One private message. Class D6: shown to the young person and their advocate, and to nobody else unless shared."""

    id: UUID
    words: str
    from_child: bool
    with_reviewing: bool
    sent_at: datetime


def newest_of_each(said: Sequence[Own]) -> dict[str, Own]:
    """The newest view of each part of life. said: oldest first."""
    return {each.domain: each for each in said}


def check_own_view(*, domain: str, level: int | None, words: str, said_before: bool = False) -> None:
    """Raise Faulty("own_view_not_complete") with what keeps a view from being kept.

    said_before: there is an answer already. Then one that says nothing takes it back.
    """
    found = []
    if domain not in DOMAIN:
        found.append(Fault("own_view", 0, "domain", "unknown", _("There is no such part of life.")))
    if level is not None and (type(level) is not int or not 0 <= level <= LEVEL_MAX):
        found.append(Fault("own_view", 0, "level", "not_in_list", _("Choose one of the answers in the list.")))
    if level is None and not words.strip() and not said_before:
        found.append(Fault("own_view", 0, "level", "missing", _("Choose an answer, or write some words.")))
    found += _too_long("own_view", words)
    if found:
        raise Faulty("own_view_not_complete", _("Your answer was not kept. Put right what is named below."), found)


def check_message(words: str) -> None:
    """Raise Faulty("message_not_complete") unless there is something to send."""
    found = [] if words.strip() else [Fault("message", 0, "words", "missing", _("Write your message first."))]
    found += _too_long("message", words)
    if found:
        raise Faulty("message_not_complete", _("Your message was not sent. Put right what is named below."), found)


def reads_back(signed_in_by: str) -> bool:
    """Whether a session that began in this way may read earlier private messages and drafts."""
    return signed_in_by in MAY_READ_BACK


def is_form(name: str) -> bool:
    """Whether a draft can be kept under this name."""
    return _FORMS.fullmatch(name) is not None


def typed(sent: Mapping[str, Any]) -> dict[str, str]:
    """What somebody typed into a form: what was sent without the form's own marks."""
    return {name: str(value) for name, value in sent.items() if name not in _MARKS}


def worth_keeping(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers of a form that say something, each cut at what a form may hold."""
    return {name: str(value)[:WORDS_MAX] for name, value in answers.items() if str(value).strip()}


def _too_long(record: str, words: str) -> list[Fault]:
    if len(words) <= WORDS_MAX:
        return []
    return [Fault(record, 0, "words", "too_long", _("This is too long. Write a bit less."))]
