"""Who is asking on the command line: the owner of a personal token, in the post that it was made for.

Acts run under the same permissions as the pages. Without a token only checks and operator commands run.
"""

import argparse
import os
from datetime import UTC, datetime

from carecommons.common.errors import NotAllowed
from carecommons.people.roles import Person

VARIABLE = "CARECOMMONS_TOKEN"


def add_token(parser: argparse.ArgumentParser) -> None:
    """Give a sub-command its --token option."""
    parser.add_argument(
        "--token",
        metavar="cc_...",
        help=f"your personal token; better kept in the variable {VARIABLE}, where other users cannot see it",
    )


def has_token(args: argparse.Namespace) -> bool:
    """Whether a personal token was given, in either way."""
    return bool(_token(args))


def asker(args: argparse.Namespace) -> Person:
    """The person whose token this is. Call after `django_ready()`."""
    token = _token(args)
    if not token:
        raise NotAllowed(
            "token_needed",
            "This is an act, and acts need to know who asks: give a personal token with --token or in "
            f"{VARIABLE}. Make one on your account page, or on the server with: "
            "carecommons people token --email YOUR-ADDRESS --post YOUR-ROLE",
        )
    from carecommons.people.actions import note_token_use
    from carecommons.people.doors import behind
    from carecommons.people.queries import person_of_token

    now = datetime.now(UTC)
    person = person_of_token(token, at=now)
    note_token_use(token=token, at=now)
    args.until_answered.enter_context(behind(person))  # the database shows this person's councils, until the end
    return person


def _token(args: argparse.Namespace) -> str:
    return (getattr(args, "token", None) or os.environ.get(VARIABLE, "")).strip()
