"""`carecommons homes map|council|owner|evidence|attach|read|files`: what exists and where, and what proves it.

The map, a council and an owner are public as far as the public list goes, so they need no token; the local registers
and every document do.
"""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from carecommons.common.errors import Refused
from carecommons.people.roles import ANYONE, Person

from . import say
from .asker import VARIABLE, add_token, asker


def add(verbs: Any) -> None:
    """The verbs, added to those of `carecommons homes`."""
    look = verbs.add_parser(
        "map", help="homes by council, and by level around one",
        epilog="Example: carecommons homes map --council 878 --kind childrens_home --json",
    )  # fmt: skip
    look.add_argument("--council", default="", metavar="CODE", help="three-digit code from which levels are told")
    look.add_argument("--kind", default="", help="one kind of home, in the words of the source")
    look.add_argument("--source", default="list", choices=("list", "register"), help="register needs a token")
    look.add_argument("--specialism", default="", metavar="SP-...", help="register only")
    look.add_argument("--proof", default="proved", choices=("proved", "claimed"), help="claimed counts the proved too")
    look.add_argument("--free", action="store_true", help="only homes with a place free now; register only")
    look.add_argument("--sort", default="name", help="name, level, homes, places or free; --sort=-homes turns it round")
    council = verbs.add_parser(
        "council", help="homes in and around one council's area", epilog="Example: carecommons homes council 878 --json"
    )
    council.add_argument("council", metavar="CODE")
    owner = verbs.add_parser(
        "owner", help="all that one registered company runs", epilog='Example: carecommons homes owner "Invented Care"'
    )
    owner.add_argument("name", metavar="NAME", help="in any spelling; the company, not the group")
    due = verbs.add_parser(
        "evidence", help="documents that ran out, run out soon, or nobody has read",
        epilog="Example: carecommons homes evidence --json",
    )  # fmt: skip
    attach = verbs.add_parser(
        "attach", help="send the document behind a piece of evidence",
        epilog="Example: carecommons homes attach EVIDENCE-ID certificate.pdf",
    )  # fmt: skip
    attach.add_argument("evidence", type=UUID, metavar="EVIDENCE-ID")
    attach.add_argument("file", type=Path, metavar="FILE", help="PDF, PNG or JPEG")
    opened = verbs.add_parser(
        "open", help="save a document, to read it; who opened it is written down",
        epilog="Example: carecommons homes open EVIDENCE-ID certificate.pdf",
    )  # fmt: skip
    opened.add_argument("evidence", type=UUID, metavar="EVIDENCE-ID")
    opened.add_argument("to", type=Path, metavar="FILE", help="where to save it; must not be there yet")
    read = verbs.add_parser(
        "read", help="say that a document was read outside the home, once you have opened it",
        epilog="Example: carecommons homes read EVIDENCE-ID",
    )  # fmt: skip
    read.add_argument("evidence", type=UUID, metavar="EVIDENCE-ID")
    files = verbs.add_parser(
        "files", help="operator: read every kept document and compare its hash",
        epilog="Example: carecommons homes files --json",
    )  # fmt: skip
    acts = (
        (look, show_map), (council, show_council), (owner, show_owner), (due, show_due), (attach, send), (opened, save),
        (read, say_read), (files, check_files),
    )  # fmt: skip
    for verb, act in acts:
        verb.add_argument("--json", action="store_true", help="print one JSON document")
        verb.set_defaults(run=act)
        if verb not in (owner, files):
            add_token(verb)


def show_map(args: argparse.Namespace) -> int:
    """The numbers of the map."""
    by = _whoever(args)
    from carecommons.provision.api.areas import map_said
    from carecommons.provision.counts import map_of_homes
    from carecommons.provision.map import LEVEL_WORDS, Ask, told, what

    names = ("source", "council", "kind", "specialism", "proof", "free", "sort")
    found = map_of_homes(Ask(**{name: getattr(args, name) for name in names}), by=by, at=datetime.now(UTC))
    if args.json:
        say.document(map_said(found))
        return say.DONE
    say.line(f"{what(found.ask)}: {told(found.total)}, as at {found.as_at}")
    say.line(f"  {found.empty_councils} of {len(found.lines)} councils have none")
    for level, each in found.levels:
        say.line(f"  {level.value}. {LEVEL_WORDS[level]}: {told(each)}")
    for line in found.lines:
        if line.found.homes:
            say.line(f"  {line.code} {line.name}: {told(line.found)}")
    return say.DONE


def show_council(args: argparse.Namespace) -> int:
    """One council, each source by itself."""
    by = _whoever(args)
    from carecommons.provision.api.areas import council_said
    from carecommons.provision.counts import council_homes
    from carecommons.provision.map import told

    found = council_homes(args.council, by=by, at=datetime.now(UTC))
    if args.json:
        say.document(council_said(found))
        return say.DONE
    say.line(f"{found.name}, {found.region}")
    for title, kinds in (("In the public list", found.listed), ("In the local registers", found.kept)):
        if kinds is not None:
            say.line(f"{title}:")
            for kind in kinds:
                say.line(f"  {kind.words}: {told(kind.levels[0])} here, {told(kind.levels[1])} adjoining")
    return say.DONE


def show_owner(args: argparse.Namespace) -> int:
    """One registered company."""
    _ready()
    from carecommons.provision.api.areas import owner_said
    from carecommons.provision.map import told
    from carecommons.provision.queries import owner_of

    found = owner_of(args.name)
    if args.json:
        say.document(owner_said(found))
        return say.DONE
    say.line(f"{found.names[0]} (the registered company, not the group): {told(found.found)}, as at {found.as_at}")
    say.line(f"  Grades: {found.grades_in_words}")
    for words, each in (*found.kinds, *found.regions):
        say.line(f"  {words}: {told(each)}")
    return say.DONE


def show_due(args: argparse.Namespace) -> int:
    """Evidence that needs somebody."""
    _ready()
    by = asker(args)
    from carecommons.people.may import check_may
    from carecommons.people.roles import Subject
    from carecommons.provision.doors import look_at_named
    from carecommons.provision.queries import evidence_due

    own = Subject(authority=min(by.authorities, default=None), provider_id=by.provider_id)
    check_may(by, "provision.keep_homes", own)
    now = datetime.now(UTC)
    due = evidence_due(by, at=now)
    look_at_named(due, by=by, at=now)
    if args.json:
        say.document(
            {"evidence": [
                {"id": each.id, "home": each.reference, "code": each.code, "document": each.item.document,
                 "expires_on": each.item.expires_on, "state": each.state, "days": each.days}
                for each in due
            ]}
        )  # fmt: skip
        return say.DONE
    words = {"ran_out": "ran out", "runs_out": "runs out soon", "not_read": "not read yet"}
    for each in due:
        about = f"{each.reference} {each.code}  {each.item.document}"
        say.line(f"{each.id}  {about}: {words[each.state]}, {each.item.expires_on}")
    say.line(f"{len(due)} documents need somebody.")
    return say.DONE


def send(args: argparse.Namespace) -> int:
    """Attach a document from the disk."""
    _ready()
    by = asker(args)
    from carecommons.constitution.parameters import whole
    from carecommons.provision.actions import attach_document

    now = datetime.now(UTC)
    try:
        # One byte more than may be: an endless or huge file is never read whole.
        with args.file.open("rb") as file:
            data = file.read(whole("evidence_file_megabytes_max", now.date()) * 1024 * 1024 + 1)
    except OSError as error:
        raise Refused("no_such_file", f"{args.file.name} cannot be read ({error.strerror}). Check the path.") from None
    attach_document(evidence_id=args.evidence, name=args.file.name, data=data, by=by, at=now)
    return _done(args, "Kept. It counts once somebody outside the home has read it.")


def save(args: argparse.Namespace) -> int:
    """Save a document under a name that is new."""
    _ready()
    by = asker(args)
    from carecommons.provision.doors import open_document

    if args.to.exists():
        raise Refused("file_there", f"{args.to.name} is there already. Give a new name: nothing is overwritten.")
    found, data = open_document(args.evidence, by=by, at=datetime.now(UTC))
    with os.fdopen(os.open(args.to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    return _done(args, f"Saved: {found.kind.upper()}, {found.size:,} bytes.")


def say_read(args: argparse.Namespace) -> int:
    """Record that it was read."""
    _ready()
    by = asker(args)
    from django.utils import timezone

    from carecommons.provision.actions import check_evidence_read

    now = datetime.now(UTC)
    check_evidence_read(evidence_id=args.evidence, on=timezone.localdate(now), by=by, at=now)
    return _done(args, "Recorded: it has been read outside the home.")


def check_files(args: argparse.Namespace) -> int:
    """Compare files and database; ends 3 when a document is missing or changed."""
    _ready()
    from carecommons.provision.queries import files_found

    found = files_found()
    if args.json:
        lists = {"missing": found.missing, "changed": found.changed, "unknown": found.unknown}
        say.document({"kept": found.kept, **{name: list(each) for name, each in lists.items()}})
    else:
        say.line(f"{found.kept:,} documents: {len(found.missing)} missing, {len(found.changed)} changed.")
        for each in (*found.missing, *found.changed):
            say.aside(f"  evidence {each}: restore its file from a backup, or ask for the document anew")
        if found.unknown:
            say.line(f"  {len(found.unknown)} files that nothing names: left by a write that was cut off; they may go.")
    return say.REFUSED if found.missing or found.changed else say.DONE


def _whoever(args: argparse.Namespace) -> Person:
    """The owner of the token where one is given, else a member of the public."""
    _ready()
    return asker(args) if args.token or os.environ.get(VARIABLE) else ANYONE


def _ready() -> None:
    from .ready import django_ready

    django_ready()


def _done(args: argparse.Namespace, words: str) -> int:
    if args.json:
        say.document({"done": True, "words": words})
    else:
        say.line(words)
    return say.DONE
