"""`carecommons keys`: the keys of sealed columns, for whoever runs the house. They never leave this machine.

These commands ask for no token: whoever runs them can read the keys anyway.
"""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from carecommons.common.errors import Refused

from . import say
from .ready import django_ready

if TYPE_CHECKING:
    from carecommons.common.key_source import KeySource
    from carecommons.common.sealing import KeyRing
    from carecommons.site.resealing import Uses

EPILOG = """Examples:
  carecommons keys list
  carecommons keys rotate --dry-run
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
        "make new keys, of the record and of private messages, and seal every value with them; a rotation that was cut "
        "off is finished first", _rotate,
    )  # fmt: skip
    rotate.add_argument(
        "--batch", type=_batch, default=200, metavar="ROWS", help="rows in one transaction (default 200)"
    )
    rotate.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    retire = _verb(verbs, "retire", "take an old key away; refused while any value needs it", _retire)
    retire.add_argument("key", metavar="KEY", help="its name, as `carecommons keys list` shows it")
    make = _verb(verbs, "make", "print fresh keys, for the key file of the record, or that of private messages", _make)
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
    from carecommons.common.walls import seeing_all

    with seeing_all("keys list: counts the values under each key, and opens none"):
        found = [(each, each.uses()) for each in _sets()]
    if args.json:
        record, private = (each.told(held) for each, held in found)
        say.document({**record, "private": private})
    else:
        for each, held in found:
            say.line(f"Keys of {each.what}, kept in {each.source.where}:")
            for name, number in held.values.items():
                seals = "; seals new ones" if name == each.current else ""
                say.line(f"  {name:<12} opens {number:>9,} values{seals}")
            for name, number in held.unknown.items():
                say.aside(f"{number:,} values need the key {name}, which is not here. Put it back: docs/manual/keys.md")
    return say.REFUSED if any(held.unknown for _, held in found) else say.DONE


def _rotate(args: argparse.Namespace) -> int:
    django_ready(migrate=True)
    from carecommons.common.sealing import FieldNotOpened
    from carecommons.common.walls import seeing_all

    with seeing_all("keys rotate: seals the values of every council anew"):
        sets = _sets()
        fresh = not any(_waiting(each.uses()) for each in sets)
        if args.dry_run:
            return _foretell(args, sets, fresh)
        if fresh:
            _add_keys(sets)
        try:
            done = [_turn(each, fresh, args.batch) for each in sets]
        except FieldNotOpened as broken:
            raise Refused(
                "value_does_not_open", f"{broken} What was sealed anew stays so; the rest is as it was."
            ) from None
        except KeyboardInterrupt:
            say.aside("Stopped. What was sealed anew stays so; run this again to go on where it stopped.")
            return say.OUR_FAULT
    if args.json:
        record, private = done
        say.document({**record, "private": private})
        return say.DONE
    for each, turned in zip(sets, done, strict=True):
        say.line(f"{turned['values']:,} values of {each.what} in {turned['rows']:,} rows are now sealed with "
                 f"{turned['key']}.")  # fmt: skip
        for name in turned["old_keys"]:
            say.line(f"Nothing needs {name} any more, save older copies of the database. "
                     f"When those are gone: carecommons keys retire {name}")  # fmt: skip
    return say.DONE


def _add_keys(sets: "list[_Keys]") -> None:
    """A new key for each set before the first value is sealed anew, so that whoever goes on makes no third one."""
    for each in sets:
        each.check_written()
    for each in sets:
        each.add_key()


def _turn(keys: "_Keys", fresh: bool, at_once: int) -> dict[str, Any]:
    """Seal with the current key of a set whatever stands under another, a batch at a time; what was done."""
    from carecommons.site.resealing import reseal

    waiting, done = _waiting(keys.uses()), 0
    words = f"Sealing {keys.what} with the new key" if fresh else f"Going on with a rotation of {keys.what}"
    with say.progress(words) as advance:
        while more := reseal(advance=advance, at_once=at_once, private=keys.private):
            done += more  # until nothing was sealed with the old key in the meantime
    current, *old = keys.uses().values
    return {"key": current, "new": fresh, "values": waiting, "rows": done, "old_keys": old}


def _foretell(args: argparse.Namespace, sets: "list[_Keys]", fresh: bool) -> int:
    """What a rotation would do now; no key is made and nothing is sealed."""
    told = []
    for each in sets:
        held = each.uses()
        number = sum(held.values.values()) + sum(held.unknown.values()) if fresh else _waiting(held)
        told.append({"new": fresh, "values": number, "written": each.source.file is not None})
    if args.json:
        record, private = told
        say.document({"dry_run": True, **record, "private": private})
        return say.DONE
    for each, one in zip(sets, told, strict=True):
        if fresh:
            say.line(
                f"A new key would be made for {each.what} in {each.source.where}, and seal {one['values']:,} values."
            )
        else:
            say.line(f"A rotation was cut off: {one['values']:,} values of {each.what} still stand under an older key.")
        if fresh and not one["written"]:
            say.line("It would be refused: that variable is written by whoever sets it.")
    say.aside("Nothing was done.")
    return say.DONE


class _Keys:
    """One of the two sets of keys: those of the record, or those of private messages, kept apart."""

    def __init__(self, *, private: bool) -> None:
        from django.conf import settings

        self.private = private
        self.source: KeySource = settings.PRIVATE_KEYS if private else settings.FIELD_KEYS
        self.what = "private messages and drafts" if private else "sealed columns"

    @property
    def ring(self) -> "KeyRing":
        return self.source.ring(afresh=True)

    @property
    def current(self) -> str:
        return self.ring.current

    def uses(self) -> "Uses":
        from carecommons.site.resealing import uses

        return uses(private=self.private)

    def told(self, held: "Uses") -> dict[str, Any]:
        current = self.current
        keys = [
            {"key": name, "seals": name == current, "values": number} for name, number in held.values.items()
        ]  # fmt: skip
        return {"kept_in": self.source.where, "keys": keys, "missing_keys": held.unknown}

    def check_written(self) -> None:
        """Raise Refused unless this command can write these keys: those of the environment, whoever sets it writes."""
        if self.source.file is None:
            raise Refused(
                "keys_in_environment",
                f"The keys are in {self.source.where}, which this command cannot write, and every value is under the "
                "first of them. Put a new key first in it (carecommons keys make --one-line shows the form; give it "
                "the next number), start the house again with it, and run this again.",
            )

    def add_key(self) -> None:
        """One more key in the file, which seals from now on."""
        from carecommons.common.sealing import new_key

        self.source.keep(self.ring.with_key(new_key()))


def _sets() -> list[_Keys]:
    return [_Keys(private=False), _Keys(private=True)]


def _waiting(found: "Uses") -> int:
    """How many values stand under other keys than the current one."""
    _current, *others = found.values.values()
    return sum(others) + sum(found.unknown.values())


def _retire(args: argparse.Namespace) -> int:
    django_ready(migrate=True)
    from carecommons.common.walls import seeing_all

    sets = _sets()
    keys = next((each for each in sets if args.key in each.ring.keys), None)
    if keys is None:
        here = ", ".join(name for each in sets for name in each.ring.keys)
        raise Refused("key_unknown", f"There is no key {args.key}. These are here: {here}.")
    held = keys.ring
    if args.key == held.current:
        raise Refused("key_in_use", f"{args.key} seals new values. Make another first: carecommons keys rotate")
    with seeing_all("keys retire: counts the values that still need the key"):
        number = keys.uses().values[args.key]
    if number:
        raise Refused(
            "key_in_use", f"{number:,} values still need {args.key}. Seal them anew first: carecommons keys rotate"
        )
    if keys.source.file is None:
        raise Refused(
            "keys_in_environment", f"Nothing needs {args.key}. Take it out of {keys.source.where}, and start again."
        )
    keys.source.keep(held.without(args.key))
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
