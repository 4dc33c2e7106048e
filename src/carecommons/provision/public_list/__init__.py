"""The regulator's yearly public list of children's social care providers, whichever year and form it comes in.

Source: Ofsted, "Children's social care data in England", one release a year as at 31 March since 2014, CSV or
a workbook of many sheets (Open Government Licence v3.0). Children's homes have their name and address redacted
by the regulator and can be placed only in their council's area. Council fostering services are not in the list.
"""

from .changes import Change, Changes, changes
from .reading import read_files, read_limited
from .summary import summary
from .values import Listing, Note, Premises, PublicList, Reading

__all__ = [
    "Change",
    "Changes",
    "Listing",
    "Note",
    "Premises",
    "PublicList",
    "Reading",
    "changes",
    "read_files",
    "read_limited",
    "summary",
]
