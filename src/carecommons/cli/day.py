"""`carecommons people day`: the same list as the first page, for the owner of a personal token."""

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from carecommons.common.errors import Refused

from . import say
from .asker import add_token as add_token_option
from .asker import asker
from .ready import django_ready

if TYPE_CHECKING:
    from carecommons.people.roles import Person


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--at-most", type=int, default=8, metavar="N", help="how many things are named (8)")
    parser.add_argument("--all", action="store_true", help="name everything that waits, and nothing else")
    add_token_option(parser)
    parser.set_defaults(run=my_day)


def my_day(args: argparse.Namespace) -> int:
    """Print what waits today; each child who is named can read that it was read."""
    django_ready(migrate=True)
    from carecommons.people.may import check_may_at_all
    from carecommons.site.days.doors import open_day
    from carecommons.site.days.schemas import day_as_dict

    if not 1 <= args.at_most <= 100:
        raise Refused("too_many", "Name between 1 and 100 things: --at-most 20")
    person = asker(args)
    check_may_at_all(person, "site.see_my_page")
    if args.all:
        return _everything(person, as_json=args.json)
    found = day_as_dict(open_day(person, at=datetime.now(UTC), at_most=args.at_most))
    if args.json:
        say.document(found)
        return say.DONE
    say.line(found["title"])
    for line in found["waiting"]:
        say.line(f"  {line['due']}  {line['title']}. {line['why']}")
    if found["more"]:
        say.line(f"  and {found['more']:,} more: carecommons people day --all names everything")
    for section in found["sections"]:
        say.line(section["title"])
        for line in section["lines"]:
            say.line(f"  {line['title']}. {line['why']}")
    for aside in found["asides"]:
        say.line(f"{aside['title']}: {' '.join(aside['lines'])}")
    if found["free_asked"]:
        say.line(
            "Say what is free: " + ", ".join(f"{each['name']} ({each['reference']})" for each in found["free_asked"])
        )
    return say.DONE


def _everything(person: "Person", *, as_json: bool) -> int:
    """The whole list, by its days; each child who is named can read that it was read."""
    from carecommons.site.days.doors import open_list
    from carecommons.site.days.schemas import line_as_dict

    lines, total = open_list(person, at=datetime.now(UTC))
    told = [line_as_dict(line) for line in lines]
    if as_json:
        say.document({"waiting": told, "total": total})
        return say.DONE
    for line in told:
        say.line(f"{line['due']}  {line['title']}. {line['why']}")
    say.line("Nothing is waiting for you." if not total else f"{total:,} in all.")
    return say.DONE
