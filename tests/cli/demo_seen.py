"""Read a demonstration as those who sign in to it do: run in its own process with CARECOMMONS_HOME, prints JSON.

For each role: what waits on their day (nouns), and how every page that it leads to answers; then some pages by name.
"""

import json
from datetime import UTC, datetime
from typing import Any

from carecommons.cli.ready import django_ready

django_ready(migrate=False)

from django.test import Client  # noqa: E402  Django is made ready first
from django.urls import reverse  # noqa: E402

from carecommons.cli.serve import gather_static_files  # noqa: E402
from carecommons.common.walls import seeing_all  # noqa: E402
from carecommons.decisions.models import (  # noqa: E402
    CareReview,
    ContactTime,
    Debrief,
    EndNotice,
    HealthAssessment,
    MatchingTime,
    NoticeNo,
    OwnRating,
    Placement,
    Review,
    SignAnswer,
    Visit,
)
from carecommons.people.models import Account  # noqa: E402
from carecommons.people.queries import person_for, posts_of  # noqa: E402
from carecommons.site.days import my_day  # noqa: E402

PAGES = {
    "provider_manager": ("decisions:letters", "decisions:own_stays", "invitations:inbox", "matching:details"),
    "provider_responsible": ("decisions:letters", "decisions:own_stays", "invitations:inbox", "matching:details"),
    "foster_carer": ("decisions:letters", "decisions:own_stays", "matching:details"),
    "planner": ("decisions:life_counts", "decisions:early_ends"),
    "auditor": ("decisions:reviews",),
    "operator": ("decisions:reviews",),
    "inspector": ("decisions:reviews",),
}
DATED = (Visit, CareReview, OwnRating, ContactTime, HealthAssessment, MatchingTime, SignAnswer, NoticeNo, Debrief)


def main() -> None:
    gather_static_files()
    now, told = datetime.now(UTC), {}
    with seeing_all("a test reads the demonstration in every role"):
        for account in Account.objects.filter(is_demo=True).order_by("email"):
            person = person_for(account.pk, posts_of(account.pk)[0].id)
            told[person.role.value] = _as(account, person, now)
        told["placements"] = sorted(Placement.objects.values_list("state", flat=True))
        told["notices"] = sorted(EndNotice.objects.values_list("party", "state"))
        told["reviews"] = sorted(Review.objects.values_list("state", flat=True))
        told["days"] = sorted({day.isoformat() for kind in (Visit, CareReview) for day in _days(kind)})
        told["ahead"] = [kind.__name__ for kind in DATED if _newest(kind) > now]
    print(json.dumps(told))


def _as(account: Account, person: Any, now: datetime) -> dict[str, Any]:
    client = Client(SERVER_NAME="localhost")
    client.post(reverse("people:demo_sign_in", args=[account.pk]))
    day = my_day(person, at=now, at_most=1000)
    lines = [line for line in (day.first, *day.waiting) if line is not None]
    first = {line.noun[0]: line.address for line in reversed(lines)}
    pages = {noun: client.get(where).status_code for noun, where in first.items()}
    named = {name: _text(client, reverse(name)) for name in PAGES.get(person.role.value, ())}
    for row in Placement.objects.filter(child_id__in=person.children, state="living").order_by("from_day")[:1]:
        named["decisions:placement"] = _text(client, reverse("decisions:placement", args=[row.id]))
    if person.role.value == "child":
        named["home"] = client.get("/me/", follow=True).content.decode()
    return {"waits": sorted(first), "pages": pages, "named": named, "home": client.get("/me/", follow=True).status_code}


def _days(kind: Any) -> Any:
    return kind.objects.values_list("day", flat=True)


def _newest(kind: Any) -> datetime:
    moment = "recorded_at" if hasattr(kind, "recorded_at") else "said_at"
    return max(kind.objects.values_list(moment, flat=True), default=datetime.min.replace(tzinfo=UTC))


def _text(client: Client, where: str) -> str:
    answer = client.get(where)
    return answer.content.decode() if answer.status_code == 200 else f"answered {answer.status_code}"


main()
