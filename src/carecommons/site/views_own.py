"""The young person's page: everything that concerns them, on one page with jumps, composed from what the rooms say.

It stands here because it shows homes and decisions beside the story, and no room below may know those above it.
Source: handbook A2, A5, A6 and section 6; look and feel section 10.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from carecommons.children import queries as children
from carecommons.children.doors import open_child, signed_in_by
from carecommons.children.own import is_form, newest_of_each, reads_back
from carecommons.children.plain import PARTS, in_own_voice, who_words, why_words
from carecommons.children.views.mine import help_lines
from carecommons.children.wishes import Wish, standing
from carecommons.common.texts import gettext_noop as _
from carecommons.constitution.queries import parameter, whole
from carecommons.decisions import queries as decisions
from carecommons.decisions.hold import agrees_themselves
from carecommons.decisions.placement import Placed
from carecommons.decisions.views.disagree import ways
from carecommons.decisions.views.held import own_between
from carecommons.matching.childs import ChildsHomes
from carecommons.matching.preference import Preference
from carecommons.matching.prevention import CONSENT_WITHDRAWN
from carecommons.matching.queries import homes_for_child, open_search_of, preference_of, referral, visits_of
from carecommons.matching.visits import Visit, VisitRecord
from carecommons.people.actions import write_held_looks
from carecommons.people.doors import Request, door
from carecommons.people.queries import LookLine, has_advocate, looks_at
from carecommons.people.roles import Role

from .entering.kept import draft_address

# What a form is called in the list of words that were begun and not sent.
FORM_WORDS = {
    "say": _("Say something"), "tell": _("Tell your story"), "message": _("A message to your advocate"),
    "need": _("My needs"), "home": _("A home"), "disagree": _("I don’t agree"), "order": _("My order of the homes"),
    "review": _("Ask someone new to look again"), "visit": _("A visit"), "how": _("How is it going?"),
}  # fmt: skip
LOOKS_SHOWN = 5
WISHES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class OwnLook:
    """The looks of one role for one reason on one day, as the young person reads them; `at` is the last of them.

    typed: the reason in the words of whoever looked, where the law of the house makes them type one.
    """

    who: str
    why: str
    typed: str
    at: datetime
    automatic: bool
    times: int


@door("children.see_own_page")
@require_safe
def mine(request: Request, child_id: UUID) -> HttpResponse:
    """My story, what I want, my needs, homes, what was decided, who looked; the advocate reads the same."""
    at = datetime.now(UTC)
    child = open_child(
        person=request.person, child_id=child_id, act="children.see_own_page", purpose="Reading the page",
        at=at,
    )  # fmt: skip
    write_held_looks()  # the page shows who looked: this look is one of them
    on = timezone.localdate(at)
    profile = children.profile(child.id)
    is_child = request.person.role is Role.CHILD
    back = not is_child or reads_back(signed_in_by(request))
    wishes = standing(children.wishes(child.id))
    at_most = None if request.GET.get("homes") == "all" else whole("shortlist_cards_max", on)
    decided, found = _decided(request, on), homes_for_child(child.id, at_most=at_most)
    preference, visits = _said_of_homes(found)
    return render(request, "site/mine.html", {
        "child": child, "is_child": is_child, "story": children.story(child.id), "profile": profile,
        "strengths": [each.text for each in profile.strengths if each.state != "unknown"] if profile else (),
        "wishes": [(wish, in_own_voice(wish)) for wish in wishes[:WISHES_SHOWN]],
        "helps": help_lines(profile, newest_of_each(children.own_views(child.id))), "rated": profile is not None,
        "connections": children.connections(child.id), "found": found,
        "preference": preference, "visits": visits,
        "shows_homes": _open_to_them(found, decided=decided["decision"] is not None),
        "said_of_homes": visits or (preference and (preference.ranked or preference.noes)),
        "between": own_between(child, on),
        "agrees": agrees_themselves(child.birth_date, on) and _agreement_gone(child.id, decided["decision"]),
        **decided, **ways(at), "drafts": _begun(request, child.id, back, at),
        "looks": own_looks(looks_at(child.id))[:LOOKS_SHOWN],
        "has_advocate": has_advocate(child.id), "reads_back": back,
        "messages_number": len(children.messages(child.id)) if back else 0,
    })  # fmt: skip


@door("site.read_public")
@require_safe
def own_help(request: Request) -> HttpResponse:
    """Help for a young person, signed in or not: what this is, how to get in and away, who sees, who helps."""
    help_line = parameter("help_line_children", timezone.localdate()).text
    return render(request, "site/own_help.html", {"help_line": help_line})


@dataclass(frozen=True, slots=True)
class Begun:
    """Words that somebody typed and has not sent. address: where they go on, "" when that form has closed meanwhile."""

    words: str
    address: str
    said: tuple[str, ...]


def _open_to_them(found: ChildsHomes, *, decided: bool) -> bool:
    """Whether there are homes that the child could live in, or will be: none once a home was chosen and approved.

    A search that goes on beside an older choice is shown once it holds homes: until then that choice says how it is.
    """
    if found.state in ("none", "over"):
        return False
    return bool(found.homes) or not decided


def _said_of_homes(found: ChildsHomes) -> tuple[Preference | None, tuple[VisitRecord, ...]]:
    """The order that the child gave to the homes of a search, and their visits; once it is over, those that were."""
    if found.search_id is None:
        return None, ()
    visits = visits_of(found.search_id)
    if found.state == "over":
        visits = tuple(each for each in visits if each.state is Visit.HAPPENED)
    return preference_of(found.search_id), visits


def _begun(request: Request, child_id: UUID, back: bool, at: datetime) -> list[Begun]:
    assert request.person.id is not None, "the door lets only signed-in persons come this far"
    since = children.drafts_since(at, whole("own_draft_days", timezone.localdate(at)))
    found = children.own_drafts(child_id, account=request.person.id, since=since)
    shown = [(form, told) for form, told in found.items() if is_form(form) and (back or form != "message")]
    return [_one_begun(request, child_id, form, told) for form, told in shown]


def _one_begun(request: Request, child_id: UUID, form: str, told: dict[str, str]) -> Begun:
    kind, _dash, rest = form.partition("-")
    words, still = gettext(FORM_WORDS.get(kind, FORM_WORDS["say"])), True
    if kind == "need":
        words = gettext(PARTS[rest])
    elif kind in ("disagree", "review"):
        still = any(rest == str(line.id) for line in decisions.made(request.person))
    elif kind == "order":
        still = homes_for_child(child_id).open
    elif kind == "home":
        homes = homes_for_child(child_id)
        home = homes.home(UUID(rest))
        words, still = (home.name if home else words), home is not None and homes.open
    return Begun(words, draft_address(child_id, form) if still else "", tuple(told.values()))


def own_looks(looks: Sequence[LookLine]) -> tuple[OwnLook, ...]:
    """Looks, newest first, with those of one role, reason and day as one line. None is left out."""
    found: dict[tuple[str, str, str, date, bool], OwnLook] = {}
    for look in looks:
        who, why = who_words(look.role, look.act), why_words(look.act)
        # A reason that somebody had to type for this child alone is shown as it was typed.
        owed = look.act == "children.see_protected" or look.purpose.startswith("Emergency access")
        typed = look.purpose if owed else ""
        key = (who, why, typed, timezone.localdate(look.at), look.automatic)
        held = found.get(key)
        found[key] = (
            replace(held, times=held.times + 1) if held else OwnLook(who, why, typed, look.at, look.automatic, 1)
        )
    return tuple(found.values())


def _decided(request: Request, on: date) -> dict[str, object]:
    """The decision in force, if there is one, with the wishes it weighed and every no to it."""
    made = decisions.made(request.person)
    ours = [line for line in made if str(line.child_id) == str(request.resolver_match.kwargs["child_id"])]  # type: ignore[union-attr]
    if not ours:
        child_id = UUID(str(request.resolver_match.kwargs["child_id"]))  # type: ignore[union-attr]
        return {
            "decision": None, "placement": None, "disagreements": (), "heard": (), "moved": False,
            **_staying(child_id, on, but=None),
        }  # fmt: skip
    found = decisions.decision(ours[0].id)
    heard: tuple[Wish, ...] = decisions.wishes_before(found)
    return {
        "decision": found, "placement": decisions.placement_of(found.id), **_staying(found.child_id, on, but=found.id),
        "disagreements": decisions.disagreements(found.id), "moved": found.from_day <= on,
        "heard": [(wish, in_own_voice(wish)) for wish in heard], "answered_by": who_words(str(found.answered_by_role)),
    }  # fmt: skip


def _agreement_gone(child_id: UUID, found: object) -> bool:
    """Whether a parent took back their agreement: it holds the move that was chosen, or a search was opened for it."""
    if isinstance(found, decisions.DecisionRecord) and found.hold.search_id is not None:
        return True
    search_id = open_search_of(child_id)
    return search_id is not None and referral(search_id).why == CONSENT_WITHDRAWN


def _staying(child_id: UUID, on: date, *, but: UUID | None) -> dict[str, object]:
    """A notice that they may read, the homes that they left and have said nothing of, and where they live until a move.

    but: the decision of which the page tells beside it; None where it tells of none.
    """
    notice = decisions.notice_now(child_id)
    stays = decisions.placements_of(child_id)
    left = [each for each in stays if each.left(on)]
    lives = [each for each in stays if each.state is not Placed.PLANNED and each.runs(on)]
    return {
        "living": next((each for each in lives if but is None or each.decision_id != but), None),
        "notice": notice if notice and notice.child_reads(on) else None,
        "left": [each for each in left if not decisions.debriefs_of(each.id)],
    }
