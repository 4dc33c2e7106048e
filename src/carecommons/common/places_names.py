"""One council's name in its many spellings, folded to one: 'Bristol, City of' is 'City of Bristol Council'.

Source: the spellings of the regulator's yearly lists and of the statistics from 2014 on.
"""

import re
import unicodedata

_BEFORE = (
    "london borough of ", "royal borough of ", "council of the ", "city of ", "county of ", "county ", "the ",
)  # fmt: skip
_AFTER = (
    " metropolitan borough council", " metropolitan district council", " metropolitan borough",
    " city council", " borough council", " county council", " council", " corporation",
    " city of", " county of", " city", " borough", " county", " ua",
)  # fmt: skip
# Without its first two words this council would answer to the name of a region.
_WHOLE = frozenset({"city of london"})


def folds(name: str) -> tuple[str, ...]:
    """The name as written and the name bare, both in small letters without points, commas and hyphens."""
    plain = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    plain = re.sub(r"[.,'’`()]", "", plain)
    written = " ".join(re.sub(r"[-–_/]", " ", plain).split())
    bare = _bare(written)
    return (written,) if bare == written else (written, bare)


def _bare(name: str) -> str:
    """What remains when words for the kind of council behind and titles in front are taken away."""
    while name not in _WHOLE:
        after = next((word for word in _AFTER if name.endswith(word) and name != word.strip()), "")
        before = next((word for word in _BEFORE if name.startswith(word)), "")
        if after:
            name = name.removesuffix(after)
        elif before:
            name = name.removeprefix(before)
        else:
            break
    return name
