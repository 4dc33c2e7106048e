"""Days as a calendar file: all-day events with a title, in the form of RFC 5545, and nothing else.

It is written here rather than by a library because whole days with a title are a small corner of that form: no times,
no zones, no repeats, no attendees. Units: whole days; a line is at most 75 octets, and goes on after a blank.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LINE_OCTETS = 75
PRODUCT = "-//Care Commons//What is due//EN"


@dataclass(frozen=True, slots=True)
class Event:
    """One whole day. uid: the same for the same thing, so that a calendar moves it and does not add it again."""

    uid: str
    on: date
    title: str


def calendar(events: Iterable[Event], *, name: str, at: datetime) -> str:
    """The calendar file. at: the moment at which it was made."""
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT12H", "X-PUBLISHED-TTL:PT12H",
    ]  # fmt: skip
    for each in events:
        lines += [
            "BEGIN:VEVENT", f"UID:{_text(each.uid)}", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{_day(each.on)}",
            f"DTEND;VALUE=DATE:{_day(each.on + timedelta(days=1))}", f"SUMMARY:{_text(each.title)}",
            "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _text(words: str) -> str:
    """A text value: what has a meaning in the form is escaped (RFC 5545 section 3.3.11)."""
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, never cut inside a character (RFC 5545 section 3.1)."""
    pieces, piece, room = [], b"", LINE_OCTETS
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece, room = b"", LINE_OCTETS - 1
        piece += octets
    return b"\r\n ".join([*pieces, piece]).decode()
