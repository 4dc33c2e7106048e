"""`carecommons people`: an operator of the server opens accounts, gives roles and makes personal tokens.

These commands need no token, `day` apart: whoever runs them can read the database anyway. With an operator's,
the register seals whose hand it was. Each role that is given or ended
is an entry of the register, so that nobody makes themselves a director in secret.
"""

import argparse
import getpass
import sys
from datetime import UTC, datetime
from uuid import UUID

from carecommons.common.errors import Refused
from carecommons.people.roles import ROLE_NAMES, Person, Role

from . import day, say
from .asker import add_token as add_token_option
from .asker import asker
from .ready import django_ready

ROLES = [role.value for role in Role if role is not Role.PUBLIC]
EPILOG = """Examples:
  carecommons people add --email ada@example.org --name "Ada Ash" --role social_worker --authority 800
  carecommons people token --email ada@example.org --post social_worker
  carecommons people end --email ada@example.org --post social_worker
  carecommons people day --json
  carecommons people reset-factor ada@example.org --reason "seen in person with her staff pass"
  carecommons people list --json"""


def add(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    _add_add(_verb(verbs, "add", "open an account, or give an account one more role"))
    _add_token(_verb(verbs, "token", "make a personal token for one role of an account"))
    _add_end(_verb(verbs, "end", "take a role away; its tokens stop at once"))
    day.add(_verb(verbs, "day", "what waits today for the owner of a token, the most pressing first"))
    _add_reset(_verb(verbs, "reset-factor", "take away lost second factors, so that new ones can be set up"))
    listing = _verb(verbs, "list", "list the accounts and the roles that they hold")
    listing.set_defaults(run=list_accounts)


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, words: str
) -> argparse.ArgumentParser:
    form = argparse.RawDescriptionHelpFormatter
    parser = verbs.add_parser(name, help=words, description=words, epilog=EPILOG, formatter_class=form)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    return parser


def _add_add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--email", required=True, help="the address that the person signs in with")
    parser.add_argument("--name", default="", help="the name that others read")
    parser.add_argument("--role", required=True, choices=ROLES, metavar="ROLE", help=", ".join(ROLES))
    parser.add_argument("--authority", action="append", default=[], metavar="CODE", help="three-digit code; repeatable")
    parser.add_argument("--child", action="append", default=[], metavar="ID", type=UUID, help="a child they speak for")
    parser.add_argument("--provider", metavar="ID", type=UUID, help="the provider that they work for")
    parser.add_argument("--home", action="append", default=[], metavar="ID", type=UUID, help="a home they answer for")
    parser.add_argument(
        "--password",
        choices=("ask", "stdin", "none"),
        default="none",
        help="ask for a password, read it from stdin, or (default) let the person set one by e-mail",
    )
    add_token_option(parser)
    parser.set_defaults(run=add_account)


def _add_token(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--email", required=True, help="whose token")
    parser.add_argument("--post", required=True, metavar="ROLE", help="the role it acts in, or the id of the post")
    parser.add_argument("--name", default="command line", help="what it is used for")
    parser.add_argument("--days", type=int, default=None, help="how long it lasts; without this as long as it may")
    parser.set_defaults(run=add_token)


def _add_end(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--email", required=True, help="whose role")
    parser.add_argument("--post", required=True, metavar="ROLE", help="the role, or the id of the post")
    add_token_option(parser)
    parser.set_defaults(run=end_post)


def _add_reset(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", help="whose second factors")
    parser.add_argument("--reason", required=True, help="how you made sure that the owner asked for it; it is kept")
    parser.set_defaults(run=reset_factor)


def add_account(args: argparse.Namespace) -> int:
    """Open the account if there is none, then give it the role."""
    django_ready(migrate=True)
    from django.db import transaction

    from carecommons.common.places import authority
    from carecommons.people import actions, queries

    now, by = datetime.now(UTC), _giver(args)
    for code in args.authority:
        authority(code, now.date())
    password = _password(args.password)
    with transaction.atomic():
        opened = not queries.account_exists(args.email)
        if opened:
            actions.make_account(email=args.email, name=args.name, at=now, by=by, password=password)
        account_id = queries.account_id_of(args.email)
        post_id = actions.give_post(
            account_id=account_id, role=Role(args.role), authorities=args.authority, children=args.child,
            provider_id=args.provider, home_ids=args.home, at=now, by=by,
        )  # fmt: skip
    if args.json:
        say.document({"account": str(account_id), "post": str(post_id), "role": args.role, "opened": opened})
    else:
        say.line(f"{'Opened the account and gave' if opened else 'Gave'} the role of {ROLE_NAMES[Role(args.role)]}.")
    return say.DONE


def add_token(args: argparse.Namespace) -> int:
    """Make a personal token and print it, this once."""
    django_ready(migrate=True)
    from carecommons.people import actions, queries

    post = queries.post_called(queries.account_id_of(args.email), args.post)
    token = actions.make_token(post_id=post.id, name=args.name, days=args.days, at=datetime.now(UTC), by=None)
    if args.json:
        say.document({"token": token, "role": post.role.value, "days": args.days})
    else:
        say.line(token)
        say.aside("Copy it now: only its fingerprint is kept. Put it in the variable CARECOMMONS_TOKEN.")
    return say.DONE


def end_post(args: argparse.Namespace) -> int:
    """Take a role away from an account."""
    django_ready(migrate=True)
    from carecommons.people import actions, queries

    post = queries.post_called(queries.account_id_of(args.email), args.post)
    actions.end_post(post_id=post.id, at=datetime.now(UTC), by=_giver(args))
    if args.json:
        say.document({"post": str(post.id), "role": post.role.value, "ended": True})
    else:
        say.line(f"The role of {post.role_name} has ended, and its tokens with it.")
    return say.DONE


def reset_factor(args: argparse.Namespace) -> int:
    """Take away the second factors of an account; the reason is kept, and the tokens stop."""
    django_ready(migrate=True)
    from carecommons.people import actions, queries

    account_id = queries.account_id_of(args.email)
    removed = actions.reset_factors(account_id=account_id, reason=args.reason, at=datetime.now(UTC))
    if args.json:
        say.document({"account": str(account_id), "removed": removed})
    else:
        say.line(
            f"{removed} second factor{'' if removed == 1 else 's'} taken away, recovery codes included. The owner "
            "signs in with the password and sets up a new one; until then only the public pages open."
        )
    return say.DONE


def list_accounts(args: argparse.Namespace) -> int:
    """Print every account with its roles."""
    django_ready(migrate=True)
    from carecommons.people import queries

    lines = queries.accounts()
    if args.json:
        say.document([
            {
                "email": line.email, "name": line.name, "active": line.is_active, "demo": line.is_demo,
                "posts": [
                    {"id": str(post.id), "role": post.role.value, "authorities": list(post.authorities)}
                    for post in line.posts
                ],
            }
            for line in lines
        ])  # fmt: skip
        return say.DONE
    for line in lines:
        posts = "; ".join(" ".join([post.role.value, *post.authorities]) for post in line.posts) or "no role"
        say.line(f"{line.email}  {posts}{'' if line.is_active else '  (closed)'}")
    if not lines:
        say.aside("No accounts yet. Open one: carecommons people add --email ... --role ...")
    return say.DONE


def _giver(args: argparse.Namespace) -> Person | None:
    """The operator whose token was given; without one, whoever holds the command line of the server."""
    return asker(args) if args.token else None


def _password(source: str) -> str | None:
    if source == "none":
        return None
    password = getpass.getpass("Password: ") if source == "ask" else sys.stdin.readline().rstrip("\n")
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    try:
        validate_password(password)
    except ValidationError as error:
        raise Refused("password_weak", "Choose another password. " + " ".join(error.messages)) from error
    return password
