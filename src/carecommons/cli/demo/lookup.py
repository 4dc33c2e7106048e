"""The postcode lookup of a home folder, built where there is none. Needs no database."""

from pathlib import Path

from carecommons.common import boundaries, postcodes

from .. import say


def postcode_book(home: Path) -> postcodes.PostcodeBook:
    """The lookup file of this home folder, built first where there is none."""
    path = home / postcodes.NAME
    if not path.exists():
        with say.progress("Building the postcode lookup (once)", 27) as advance:
            postcodes.build(path, advance)
    book = postcodes.PostcodeBook.open(path)
    if not (home / boundaries.NAME).exists():
        with say.progress("Drawing the councils (once)", 4) as advance:
            boundaries.build(home / boundaries.NAME, book, advance)
    return book
