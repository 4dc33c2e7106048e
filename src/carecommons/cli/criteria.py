"""`carecommons criteria`: which rules and numbers decide, and an operator's publishing of those of a new release."""

import argparse
from dataclasses import asdict
from datetime import UTC, datetime

from carecommons.common.errors import NotFound

from . import say
from .asker import add_token, asker
from .ready import django_ready

EPILOG = """Examples:
  carecommons criteria numbers
  carecommons criteria numbers --publish
  carecommons criteria publish 2
  carecommons criteria behind place_taken
  carecommons criteria meaning
  carecommons criteria child"""


def add(parser: argparse.ArgumentParser) -> None:
    """The verbs of `carecommons criteria`."""
    parser.epilog = EPILOG
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    form = argparse.RawDescriptionHelpFormatter
    numbers = verbs.add_parser(
        "numbers", help="whether the policy numbers are those published last; ends 3 when not",
        description="Compare the policy numbers of this release with those that were published last.",
        epilog=EPILOG, formatter_class=form,
    )  # fmt: skip
    numbers.add_argument("--publish", action="store_true", help="publish them, with an operator's token")
    numbers.set_defaults(run=_numbers)
    publish = verbs.add_parser(
        "publish", help="publish a version of the criteria that comes with this release, with an operator's token",
        description="Publish a version of the criteria. A published text never changes.",
        epilog=EPILOG, formatter_class=form,
    )  # fmt: skip
    publish.add_argument("version", type=int, metavar="VERSION")
    publish.set_defaults(run=_publish)
    behind = verbs.add_parser(
        "behind", help="what stands behind a refusal: law, the nature of things, or a choice",
        description="Say what stands behind one refusal, by its code; without a code, behind every one.",
        epilog=EPILOG, formatter_class=form,
    )  # fmt: skip
    behind.add_argument("code", nargs="?", default="", metavar="CODE")
    behind.set_defaults(run=_behind)
    meaning = verbs.add_parser(
        "meaning", help="what “the most appropriate home” means, and what weighs how much",
        description="Say what the most appropriate home means under the criteria in force, and what weighs how much.",
        epilog=EPILOG, formatter_class=form,
    )  # fmt: skip
    meaning.set_defaults(run=_meaning)
    child = verbs.add_parser(
        "child", help="what every child is owed, and which articles of the UNCRC are behind which acts",
        description="Say what every child is owed today, and which article of the Convention is behind which act.",
        epilog=EPILOG, formatter_class=form,
    )  # fmt: skip
    child.set_defaults(run=_child)
    for verb in (numbers, publish, behind, meaning, child):
        verb.add_argument("--json", action="store_true", help="print one JSON document")
    for verb in (numbers, publish):
        add_token(verb)


def _numbers(args: argparse.Namespace) -> int:
    django_ready(migrate=True)
    from carecommons.constitution.actions import publish_numbers
    from carecommons.constitution.queries import check_numbers, numbers_sealed

    made = publish_numbers(by=asker(args), at=datetime.now(UTC)) if args.publish else False
    check_numbers()
    found = numbers_sealed()
    assert found is not None, "check_numbers has refused"
    if args.json:
        say.document({"digest": found.digest, "sealed_at": found.sealed_at.isoformat(), "published_now": made})
    else:
        now = "now" if made else f"on {found.sealed_at:%Y-%m-%d}"
        say.line(f"The policy numbers of this release were published {now}. Fingerprint: {found.digest}")
    return say.DONE


def _publish(args: argparse.Namespace) -> int:
    django_ready(migrate=True)
    from carecommons.constitution.actions import publish
    from carecommons.constitution.queries import publication

    publish(version=args.version, by=asker(args), at=datetime.now(UTC))
    found = publication(args.version)
    if args.json:
        say.document({
            "version": found.version, "digest": found.text_hash, "in_force_from": found.in_force_from.isoformat(),
        })  # fmt: skip
    else:
        say.line(f"Version {found.version} is published, and decides from {found.in_force_from}.")
    return say.DONE


def _behind(args: argparse.Namespace) -> int:
    from carecommons.constitution.behind import ground_of, grounds

    found = ground_of(args.code)
    if args.code and found is None:
        raise NotFound("refusal_unknown", f"No refusal has the code '{args.code}'. Leave the code out to see them all.")
    shown = (found,) if found else grounds()
    if args.json:
        say.document([asdict(each) for each in shown])
        return say.DONE
    for each in shown:
        say.line(f"{each.said}: {each.words}")
        say.line(f"  Source: {each.source}. Who could change it: {each.changed_by}.")
        say.line(f"  Codes: {', '.join(each.codes)}")
    return say.DONE


def _meaning(args: argparse.Namespace) -> int:
    django_ready(migrate=True)
    from django.utils import timezone

    from carecommons.constitution.api import CriteriaOut
    from carecommons.constitution.queries import criteria_in_force

    found = criteria_in_force(timezone.localdate(datetime.now(UTC)))
    if args.json:
        told = CriteriaOut.from_orm(found).dict()
        say.document({name: told[name] for name in ("version", "most_appropriate", "weights")})
        return say.DONE
    say.line(f"The most appropriate home, by version {found.version} of the criteria:")
    for number, step in enumerate(found.most_appropriate, start=1):
        say.line(f"  {number}. {step.words}")
    say.line("What weighs, the heaviest first (* is the child's own):")
    for each in found.weights:
        say.line(f"  {'*' if each.childs else ' '} {each.code}: {each.weight_words}")
    return say.DONE


def _child(args: argparse.Namespace) -> int:
    from carecommons.constitution.childs_rights import articles, child_contract_on

    contract = child_contract_on(datetime.now(UTC).date())
    if args.json:
        told = asdict(contract) | {"in_force_from": contract.in_force_from.isoformat()}
        say.document({"contract": told, "articles": [asdict(each) for each in articles()]})
        return say.DONE
    say.line(f"{contract.title} (version {contract.version}, in force from {contract.in_force_from})")
    for clause in contract.clauses:
        say.line(f"  {clause.words} {clause.if_not} (articles {', '.join(clause.articles)})")
    for article in articles():
        done = "; ".join(article.act_words) or article.not_here
        say.line(f"Article {article.number}, {article.name.lower()}: {done}")
    return say.DONE
