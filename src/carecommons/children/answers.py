"""What the API answers about children: the values of this room, as its queries give them."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from carecommons.common.wire import MadeOut

from .changes import Change
from .connections import AvoidedPlace, Connection, Whereabouts
from .needs import Flag, Outcome, Profile, Rating, Strength
from .over_time import Mark, Point, Span


class CardOut(BaseModel):
    """One child on the list of those one works with. next and urgent are not told to readers of school matters only."""

    id: UUID
    reference: str
    known_as: str
    age: int
    authority: str
    assessed_on: date | None
    next: str | None = None
    urgent: bool | None = None


class VersionOut(BaseModel):
    version: int


class ChildMadeOut(MadeOut):
    reference: str


class SiblingOut(MadeOut):
    together: bool


class SiblingLineOut(BaseModel):
    """A brother or sister in care, and whether the two should live together."""

    id: UUID
    reference: str
    together: bool


class ApprovalOut(BaseModel):
    approved_on: date
    reference: str


class ChildOut(BaseModel):
    """Who the child is. Addresses are not here: they are read with a reason."""

    id: UUID
    reference: str
    known_as: str
    birth_date: date
    sex: str
    authority: str
    legal_status: str
    looked_after_since: date | None
    unaccompanied: bool
    access_needs: list[str]
    languages: list[str]
    faiths: list[str]
    added_at: datetime


class ProfileOut(BaseModel):
    """One version of the needs: all twelve parts of life; a level of null is unknown, never nought."""

    version: int
    assessed_on: date
    ratings: list[Rating]
    strengths: list[Strength]
    matters: list[str]
    outcomes: list[Outcome]
    flags: list[Flag]
    recorded_at: datetime | None
    recorded_by_role: str

    @classmethod
    def of(cls, profile: Profile) -> "ProfileOut":
        return cls.model_validate(profile, from_attributes=True)


class ComparisonOut(BaseModel):
    earlier: int
    later: int
    headline: str
    changes: list[Change]
    flags_begun: list[str]
    flags_ended: list[str]
    strengths_begun: list[str]
    matters_changed: bool
    counts: dict[str, int]
    counted: str


class ProfileVersionOut(BaseModel):
    version: int
    assessed_on: date


class CourseOut(BaseModel):
    domain: str
    name: str
    words: str
    points: list[Point]


class OverTimeOut(BaseModel):
    versions: list[ProfileVersionOut]
    courses: list[CourseOut]
    specialist_needs: list[Span]
    moves: list[Mark]


class SchoolPartOut(BaseModel):
    name: str
    before: int | None
    rating: Rating
    strength: Strength | None


class SchoolingOut(BaseModel):
    """What concerns a child's school, and nothing else of the record."""

    reference: str
    known_as: str
    assessed_on: date | None
    earlier_on: date | None
    schools: list[Connection]
    parts: list[SchoolPartOut]


class AroundOut(BaseModel):
    """One person or place, and which group it belongs to."""

    id: UUID
    kind: str
    name: str
    keep: bool
    how_often: str
    note: str
    recorded_at: datetime
    recorded_by_role: str
    group: str


class BandOut(BaseModel):
    band: str
    words: str
    connections: list[AroundOut]


class BandsOut(BaseModel):
    near_miles: int
    home_known: bool
    bands: list[BandOut]


class ProtectedOut(BaseModel):
    """Class D4: read by named people who give a reason."""

    whereabouts: list[Whereabouts]
    avoid: list[AvoidedPlace]


class DomainOut(BaseModel):
    """One of the twelve parts of life; anchors: what each level looks like."""

    code: str
    name: str
    full_name: str
    anchors: dict[int, str]


class FieldOut(BaseModel):
    """One field of the data dictionary."""

    record: str
    name: str
    label: str
    kind: str
    unit: str
    data_class: str
    choices: dict[str, str]
    least: int | None
    most: int | None
    longest: int | None
    source: str


class DictionaryOut(BaseModel):
    domains: list[DomainOut]
    flags: dict[str, str]
    fields: list[FieldOut]


class CarriedOut(BaseModel):
    """One note for the next home. accepted: null while nobody has answered it. put_as: as the next home reads it."""

    id: UUID
    words: str
    said_at: datetime
    said_by_role: str
    accepted: bool | None
    put_as: str
