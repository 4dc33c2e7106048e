"""Emergency access: what is open now, what was opened, and what was judged of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from carecommons.common.errors import NotFound, NotNow

from ..emergency import CATEGORIES, VERDICTS
from ..may import check_may, may
from ..models import Account, Emergency, EmergencyTry, Look
from ..roles import ROLE_NAMES, Person, Role, Subject
from .accounts import LookLine, look_line

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class EmergencyLine:
    """One emergency access, as those who watch over it read it."""

    id: UUID
    account_id: UUID
    name: str
    role_name: str
    child_id: UUID
    authority: str
    category_words: str
    words: str
    at: datetime
    ends_at: datetime  # when it ended, or will
    open_now: bool
    verdict_words: str  # "Justified", "Not justified", or "" while it waits
    judged_because: str
    judged_by: str
    judged_at: datetime | None


@dataclass(frozen=True, slots=True)
class TryLine:
    """How often somebody asked in vain in the last thirty days, and when last."""

    name: str
    role_name: str
    times: int
    last_at: datetime


def emergencies_of(person: Person, *, at: datetime) -> tuple[EmergencyLine, ...]:
    """One's own emergency accesses that are open now."""
    return _lines(_in_force(at).filter(account_id=person.id), at) if person.id else ()


def emergencies_seen_by(person: Person, *, at: datetime) -> tuple[EmergencyLine, ...]:
    """All that this person watches over, those that wait for a judgement first, then the newest."""
    rows = Emergency.objects.all()
    if person.role is not Role.AUDITOR:
        rows = rows.filter(authority__in=sorted(person.authorities))
    found = _lines(rows, at)
    seen = [each for each in found if may(person, "people.see_emergencies", Subject(authority=each.authority))]
    return tuple(sorted(seen, key=lambda each: bool(each.verdict_words)))


def emergency(emergency_id: UUID, *, by: Person, at: datetime) -> EmergencyLine:
    """One emergency access. Raises NotFound, as for one of another council."""
    found = _lines(Emergency.objects.filter(pk=emergency_id), at)
    if not found:
        raise NotFound("emergency_not_found")
    check_may(by, "people.see_emergencies", Subject(authority=found[0].authority, child_id=found[0].child_id))
    return found[0]


def looks_during(line: EmergencyLine) -> tuple[LookLine, ...]:
    """What the person opened of the child while the access lasted, in order."""
    rows = Look.objects.filter(
        account_id=line.account_id, child_id=line.child_id, at__gte=line.at, at__lte=line.ends_at
    ).exclude(act="people.break_glass")
    return tuple(look_line(row) for row in rows.select_related("account").order_by("at", "id"))


def emergency_tries(*, at: datetime) -> tuple[TryLine, ...]:
    """Who asked in vain in the last thirty days, most often first: for auditors."""
    found: dict[tuple[UUID, str], TryLine] = {}
    rows = EmergencyTry.objects.filter(at__gt=at - 30 * DAY).select_related("account").order_by("at", "id")
    for row in rows:
        held = found.get((row.account_id, row.role))
        line = TryLine(row.account.name, ROLE_NAMES[Role(row.role)], held.times + 1 if held else 1, row.at)
        found[row.account_id, row.role] = line
    return tuple(sorted(found.values(), key=lambda each: -each.times))


def check_emergency_tries(person: Person, *, most: int, at: datetime) -> None:
    """Raise NotNow when this account asked in vain so often in a day that it looks like guessing."""
    if person.id and EmergencyTry.objects.filter(account_id=person.id, at__gt=at - DAY).count() >= most:
        refusal = NotNow(
            "emergency_tries",
            "You asked for emergency access in vain too often today. Telephone the out-of-hours team of the child's "
            "council. An auditor can see that you asked.",
        )
        refusal.status = 429
        raise refusal


def reviewing_officers_of(authority: str) -> tuple[str, ...]:
    """The mail addresses of a council's reviewing officers; demonstration accounts get no mail."""
    posts = Q(
        posts__role=Role.REVIEWING_OFFICER.value, posts__ended_at__isnull=True,
        posts__reaches__kind="authority", posts__reaches__value=authority,
    )  # fmt: skip
    rows = Account.objects.filter(posts, is_active=True, is_demo=False)
    return tuple(rows.order_by("email").values_list("email", flat=True).distinct())


def _in_force(at: datetime) -> QuerySet[Emergency]:
    return Emergency.objects.filter(ended_at__isnull=True, at__lte=at, ends_at__gt=at, post__ended_at__isnull=True)


def _lines(rows: QuerySet[Emergency], at: datetime) -> tuple[EmergencyLine, ...]:
    rows = rows.select_related("account", "judged_by").annotate(end=Coalesce(F("ended_at"), F("ends_at")))
    return tuple(
        EmergencyLine(
            id=row.pk, account_id=row.account_id, name=row.account.name, role_name=ROLE_NAMES[Role(row.role)],
            child_id=row.child_id, authority=row.authority, category_words=CATEGORIES[row.category], words=row.words,
            at=row.at, ends_at=row.end, open_now=row.end > at,
            verdict_words=VERDICTS.get(row.verdict, ""), judged_because=row.verdict_words,
            judged_by=row.judged_by.name if row.judged_by else "", judged_at=row.judged_at,
        )
        for row in rows.order_by("-at", "id")
    )  # fmt: skip
