"""Making and stopping calendar addresses, choosing reminders, and sending them.

A calendar address is a key: shown once, kept as a digest, stopped by its owner or by itself after the published days.
A reminder says that something is due and no more, once a day at most, on working days, the working day before.
"""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPException
from uuid import UUID

from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from carecommons.common.errors import NotFound
from carecommons.constitution.parameters import whole
from carecommons.people.doors import behind
from carecommons.people.may import check_may_at_all
from carecommons.people.queries import may_use_tokens_of, person_for, posts_mailed
from carecommons.people.roles import Person
from carecommons.people.tokens import BYTES, digest_of, looks_like_token, token_from

from ..models import CalendarKey, ReminderOff, ReminderSent
from .due import due_next

__all__ = [
    "KEEP", "choose_reminders", "make_calendar", "own_calendars", "person_of_calendar", "reminders_off",
    "send_reminders", "stop_calendar",
]  # fmt: skip

KEEP = "site.keep_calendar"
SUBJECT = "Care Commons: something is due"
WORDS = (
    "Something is due by the next working day.\n\nSign in to see what it is: it stands on your first page.\n\n"
    "This message never says more than that. You get at most one a day. To get none, open Your account, then "
    "Calendar and reminders.\n"
)
log = logging.getLogger(__name__)


def make_calendar(
    *, post_id: UUID, by: Person, at: datetime, randomness: Callable[[int], bytes] = secrets.token_bytes
) -> str:
    """A new calendar address for one's own post: the key in it is returned this once, and kept as its digest only."""
    account_id = _account(by)
    held = person_for(account_id, post_id)
    check_may_at_all(held, KEEP)
    key = token_from(randomness(BYTES))
    CalendarKey.objects.create(
        account_id=account_id, post_id=post_id, digest=digest_of(key), made_at=at,
        expires_at=at + timedelta(days=whole("calendar_days_max", timezone.localdate(at))),
    )  # fmt: skip
    return key


def stop_calendar(*, calendar_id: UUID, by: Person, at: datetime) -> None:
    """Stop one of one's own calendar addresses; stopping it twice changes nothing."""
    row = CalendarKey.objects.filter(pk=calendar_id, account_id=_account(by)).first()
    if row is None:
        raise NotFound()
    if row.stopped_at is None:
        row.stopped_at = at
        row.save(update_fields=["stopped_at"])


def own_calendars(by: Person, *, at: datetime) -> list[CalendarKey]:
    """One's own calendar addresses that are in force, newest first."""
    return list(CalendarKey.objects.filter(account_id=_account(by), stopped_at__isnull=True, expires_at__gt=at))


def person_of_calendar(key: str, *, at: datetime) -> Person:
    """Whose calendar it is, in the post it was made for. Unknown, stopped and expired answer alike. Raises NotFound."""
    if not looks_like_token(key):
        raise NotFound()
    row = CalendarKey.objects.filter(digest=digest_of(key), stopped_at__isnull=True, expires_at__gt=at).first()
    if row is None:
        raise NotFound()
    person = person_for(row.account_id, row.post_id)  # a post that has ended answers as missing
    if not may_use_tokens_of(person):
        raise NotFound()
    check_may_at_all(person, KEEP)
    return person


def choose_reminders(*, wanted: bool, by: Person, at: datetime) -> None:
    """Say whether reminders come by mail. They do until somebody says no."""
    account_id = _account(by)
    if wanted:
        ReminderOff.objects.filter(account_id=account_id).delete()
    else:
        ReminderOff.objects.get_or_create(account_id=account_id, defaults={"since": at})


def reminders_off(by: Person) -> bool:
    """Whether this person said no to reminders."""
    return ReminderOff.objects.filter(account_id=_account(by)).exists()


def send_reminders(*, at: datetime) -> int:
    """One message to everybody for whom something is due by the next working day; how many were sent.

    Said twice on one day, it sends none again. What could not be sent is tried again the next time.
    """
    on, sent = timezone.localdate(at), 0
    off = set(ReminderOff.objects.values_list("account_id", flat=True))
    done = set(ReminderSent.objects.filter(on_day=on).values_list("account_id", flat=True))
    for account_id, post_id, email in posts_mailed(KEEP):
        if account_id in off or account_id in done:
            continue
        person = person_for(account_id, post_id)
        with behind(person, KEEP):
            owed = due_next(person, on)
        if owed and _send_once(account_id, email, at):
            done.add(account_id)
            sent += 1
    return sent


def _account(by: Person) -> UUID:
    """The account of whoever keeps a calendar. Raises NotAllowed for a role that keeps none."""
    check_may_at_all(by, KEEP)
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    return by.id


def _send_once(account_id: UUID, email: str, at: datetime) -> bool:
    """Whether it was sent now. That it was is written first: two workers send one message."""
    try:
        with transaction.atomic():
            row = ReminderSent.objects.create(account_id=account_id, on_day=timezone.localdate(at), sent_at=at)
    except IntegrityError:
        return False
    try:
        send_mail(SUBJECT, WORDS, None, [email])
    except (SMTPException, OSError):
        log.warning("A reminder could not be sent; it is tried again.")
        row.delete()
        return False
    return True
