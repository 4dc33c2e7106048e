"""What programs send and are sent: one shape of a list; texts, numbers and days that are weighed at the door."""

from .bodies import Body, Code, Count, Day, Id, Line, MadeOut, Moment, Number, Text, YesNo, line
from .pages import Page, Paged, Window, cut, paged

__all__ = [
    "Body", "Code", "Count", "Day", "Id", "Line", "MadeOut", "Moment", "Number", "Page", "Paged", "Text", "Window",
    "YesNo", "cut", "line", "paged",
]  # fmt: skip
