"""Calendar addresses and reminders for programs. The address itself is shown on the page alone, this once."""

from datetime import UTC, datetime
from uuid import UUID

from ninja import Query, Router, Schema, Status

from carecommons.common.wire import Body, Page, Paged, Window, YesNo, cut
from carecommons.people.doors import Request, door_api

from ..models import CalendarKey
from . import acts

router = Router(tags=["me"])


class CalendarOut(Schema):
    """One calendar address, without the address."""

    id: UUID
    made_at: datetime
    expires_at: datetime


class RemindersOut(Schema):
    wanted: bool


class RemindersIn(Body):
    wanted: YesNo


@router.get("/calendars", response=Paged[CalendarOut], summary="Your calendar addresses in force, newest first")
@door_api("site.keep_calendar")
def calendars(request: Request, window: Query[Window]) -> Page[CalendarKey]:
    return cut(tuple(acts.own_calendars(request.person, at=datetime.now(UTC))), window)


@router.delete("/calendars/{uuid:calendar_id}", response={204: None}, summary="Stop one of your calendar addresses")
@door_api("site.keep_calendar")
def stop_calendar(request: Request, calendar_id: UUID) -> Status[None]:
    """Stopping it twice changes nothing."""
    acts.stop_calendar(calendar_id=calendar_id, by=request.person, at=datetime.now(UTC))
    return Status(204, None)


@router.get("/reminders", response=RemindersOut, summary="Whether reminders come to you by e-mail")
@door_api("site.keep_calendar")
def reminders(request: Request) -> RemindersOut:
    return RemindersOut(wanted=not acts.reminders_off(request.person))


@router.put("/reminders", response=RemindersOut, summary="Say yes or no to reminders by e-mail")
@door_api("site.keep_calendar")
def choose_reminders(request: Request, body: RemindersIn) -> RemindersOut:
    acts.choose_reminders(wanted=body.wanted, by=request.person, at=datetime.now(UTC))
    return RemindersOut(wanted=body.wanted)
