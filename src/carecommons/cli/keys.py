"""`carecommons keys`: the keys of sealed columns, for whoever runs the house. They never leave this machine.

These commands ask for no token: whoever runs them can read the keys anyway.
"""

import argparse
import sys
from typing import Any

from carecommons.common.errors import Refused

from . import say
from .ready import django_ready

EPILOG = """Examples:
  carecommons keys list
  carecommons keys rotate
  carecommons keys retire k1-1f0c9a
  carecommons keys make > /etc/carecommons/field-keys

Keep a copy of the keys apart from the copies of the database: docs/manual/keys.md."""


def add(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    _verb(verbs, "list", "the keys by name, and how many values each one opens; never the keys themselves", _list)
    rotate = _verb(
        verbs, "rotate",
        "make a new key and seal every value with it; a rotation that was cut off is finished first", _rotate,
    )  # fmt: skip
    rotate.add_argument(
        "--batch", type=_batch, default=200, metavar="ROWS", help="rows in one transaction (default 200)"
    )
    retire = _verb(verbs, "retire", "take an old key away; refused while any value needs it", _retire)
    retire.add_argument("key", metavar="KEY", help="its name, as `carecommons keys list` shows it")
    make = _verb(verbs, "make", "print fresh keys, for CARECOMMONS_FIELD_KEY_FILE or CARECOMMONS_FIELD_KEYS", _make)
    make.add_argument("--one-line", action="store_true", help="with commas, for the variable")


def _verb(verbs: Any, name: str, words: str, run: Any) -> argparse.ArgumentParser:
    form = argparse.RawDescriptionHelpFormatter
    parser: argparse.ArgumentParser = verbs.add_parser(
        name, help=words, description=words, epilog=EPILOG, formatter_class=form
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)
    return parser


def _list(args: argparse.Namespace) -> int:
    django_ready(migrate=True)
    from django.conf import settings

    from carecommons.common.sealed_field import ring
    from carecommons.common.walls import seeing_all
    from carecommons.site.resealing import uses

    with seeing_all("keys list: counts the values under each key, and opens none"):
        found = uses()
    current = ring().current
    if args.json:
        keys = [{"key": name, "seals": name == current, "values": number} for name, number in found.values.items()]
        say.document({"kept_in": settings.FIELD_KEYS.where, "keys": keys, "missing_keys": found.unknown})
    else:
        say.line(f"Keys of sealed columns, kept in {settings.FIELD_KEYS.where}:")
        for name, number in found.values.items():
            say.line(f"  {name:<12} opens {number:>9,} values{'; seals new ones' if name == current else ''}")
    for name, number in found.unknown.items():
        say.aside(f"{number:,} values need the key {name}, which is not here. Put it back: docs/manual/keys.md")
    return say.REFUSED if found.unknown else say.DONE


def _rotate(args: argparse.Namespace) -> int:
    django_ready(migrate=True)
    from carecommons.common.sealing import FieldNotOpened
    from carecommons.common.walls import seeing_all
    from carecommons.site.resealing import reseal, uses

    with seeing_all("keys rotate: seals the values of every council anew"):
        waiting = _waiting(uses())
        fresh = waiting == 0
        if fresh:
            _new_key()
            waiting = _waiting(uses())
        try:
            with say.progress("Sealing with the new key" if fresh else "Going on with a rotation") as advance:
                done = 0
                while more := reseal(advance=advance, at_once=args.batch):
                    done += more  # until nothing was sealed with the old key in the meantime
        except FieldNotOpened as broken:
            raise Refused(
                "value_does_not_open", f"{broken} What was sealed anew stays so; the rest is as it was."
            ) from None
        except KeyboardInterrupt:
            say.aside("Stopped. What was sealed anew stays so; run this again to go on where it stopped.")
            return say.OUR_FAULT
        found = uses()
    current = next(iter(found.values))
    old = [name for name in found.values if name != current]
    if args.json:
        say.document({"key": current, "new": fresh, "values": waiting, "rows": done, "old_keys": old})
    else:
        say.line(f"{waiting:,} values in {done:,} rows are now sealed with {current}.")
        for name in old:
            say.line(f"Nothing needs {name} any more, save older copies of the database. "
                     f"When those are gone: carecommons keys retire {name}")  # fmt: skip
    return say.DONE


def _waiting(found: Any) -> int:
    """How many values stand under other keys than the current one."""
    _current, *others = found.values.values()
    return sum(others) + sum(found.unknown.values())


def _new_key() -> None:
    """One more key in the file. Keys of the environment are written by whoever sets it."""
    from django.conf import settings

    from carecommons.common.sealed_field import ring
    from carecommons.common.sealing import new_key

    if settings.FIELD_KEYS.file is None:
        raise Refused(
            "keys_in_environment",
            "The keys are in CARECOMMONS_FIELD_KEYS, which this command cannot write, and every value is under the "
            "first of them. Put a new key first in it (carecommons keys make --one-line shows the form; give it the "
            "next number), start the house again with it, and run this again.",
        )
    settings.FIELD_KEYS.keep(ring(afresh=True).with_key(new_key()))


def _retire(args: argparse.Namespace) -> int:
    django_ready(migrate=True)
    from django.conf import settings

    from carecommons.common.sealed_field import ring
    from carecommons.common.walls import seeing_all
    from carecommons.site.resealing import uses

    held = ring(afresh=True)
    if args.key not in held.keys:
        raise Refused("key_unknown", f"There is no key {args.key}. These are here: {', '.join(held.keys)}.")
    if args.key == held.current:
        raise Refused("key_in_use", f"{args.key} seals new values. Make another first: carecommons keys rotate")
    with seeing_all("keys retire: counts the values that still need the key"):
        number = uses().values[args.key]
    if number:
        raise Refused(
            "key_in_use", f"{number:,} values still need {args.key}. Seal them anew first: carecommons keys rotate"
        )
    if settings.FIELD_KEYS.file is None:
        raise Refused(
            "keys_in_environment", f"Nothing needs {args.key}. Take it out of CARECOMMONS_FIELD_KEYS, and start again."
        )
    settings.FIELD_KEYS.keep(held.without(args.key))
    if args.json:
        say.document({"retired": args.key, "keys": list(held.without(args.key).keys)})
    else:
        say.line(
            f"{args.key} was taken away. Copies of the database from before the rotation open only with a copy of it."
        )
    return say.DONE


def _make(args: argparse.Namespace) -> int:
    from carecommons.common.sealing import new_ring

    ring = new_ring()
    if args.json:
        say.document({"text": ring.as_text(",")})
        return say.DONE
    say.line(ring.as_text("," if args.one_line else "\n"))
    if sys.stdout.isatty():
        say.aside("Keep them in a file that only its owner reads, apart from the database and from its copies.")
    return say.DONE


def _batch(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 10_000:
        raise argparse.ArgumentTypeError("choose from 1 to 10,000 rows")
    return number
