"""Who must approve a choice: worked out from the facts, never chosen by the person who proposes.

Source: Care Planning, Placement and Case Review (England) Regulations 2010, regulation 11 (a nominated
officer outside the area; the director in person outside it and not next to it) and regulation 10 (a
nominated officer where Key Stage 4 would be disturbed). Each rule is a dated parameter with its own source.

Seniority: team manager, nominated officer, director. A more senior officer may approve in place of a less
senior one; nobody may approve in place of the director, whom the regulation names in person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from carecommons.common.days import age_on
from carecommons.common.places import authorities, authority, level_of
from carecommons.constitution.parameters import Parameter
from carecommons.people.roles import ROLE_NAMES, Role

SENIORITY = (Role.TEAM_MANAGER, Role.NOMINATED_OFFICER, Role.DIRECTOR)
RULES = (
    "approver_in_area",
    "approver_out_of_area",
    "approver_at_a_distance",
    "approver_outside_england",
    "approver_key_stage_4",
)


class Where(StrEnum):
    """Where a home lies, as regulation 11 asks."""

    IN_AREA = "approver_in_area"
    NEXT_DOOR = "approver_out_of_area"
    AT_A_DISTANCE = "approver_at_a_distance"
    OUTSIDE_ENGLAND = "approver_outside_england"


WHERE_WORDS = {
    Where.IN_AREA: "the home is in the council's own area",
    Where.NEXT_DOOR: "the home is outside the council's area, in a council next to it",
    Where.AT_A_DISTANCE: "the home is outside the council's area and not in a council next to it",
    Where.OUTSIDE_ENGLAND: "the home is outside England",
}
KEY_STAGE_4_WORDS = "the move would or could disturb the last two years before exams (Key Stage 4)"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One reason why a role is needed, with the rule behind it."""

    role: Role
    because: str
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Approval:
    """Who must approve: the most senior role that any rule asks for, and every rule that was looked at."""

    role: Role
    requirements: tuple[Requirement, ...]

    @property
    def roles_allowed(self) -> tuple[Role, ...]:
        """The role that is needed and those more senior."""
        return SENIORITY[SENIORITY.index(self.role) :]

    @property
    def deciding(self) -> tuple[Requirement, ...]:
        """The rules that ask for this role."""
        return tuple(each for each in self.requirements if each.role == self.role)

    @property
    def words(self) -> str:
        """One sentence: who, because of what, by which rule."""
        because = " and ".join(each.because for each in self.deciding)
        rules = "; ".join(dict.fromkeys(each.source for each in self.deciding))
        in_person = ", in person" if self.role is Role.DIRECTOR else ""
        return f"The {ROLE_NAMES[self.role]}{in_person}, because {because}. Rule: {rules}."


def where(child_authority: str, home_authority: str, on: date) -> Where:
    """Where a home lies. Where its council is not known, the stricter rule holds: at a distance."""
    authority(child_authority, on)
    if home_authority.startswith("W") or home_authority in ("outside_england", "scotland", "wales"):
        return Where.OUTSIDE_ENGLAND
    if home_authority not in authorities(on):
        return Where.AT_A_DISTANCE
    # Declared sub-regional sets are left out on purpose: regulation 11 knows only areas that adjoin.
    level = level_of(child_authority, home_authority, on=on)
    return (Where.IN_AREA, Where.NEXT_DOOR, Where.AT_A_DISTANCE, Where.AT_A_DISTANCE)[level - 1]


def in_key_stage_4(birth_date: date, on: date, *, age_min: int, age_max: int) -> bool:
    """Whether a child is in school year 10 or 11 on a day, by age on the 31 August before that year."""
    before = date(on.year if on >= date(on.year, 9, 1) else on.year - 1, 8, 31)
    return age_min <= age_on(birth_date, before) <= age_max


def approval(place: Where, *, key_stage_4_disturbed: bool, rules: Mapping[str, Parameter]) -> Approval:
    """Who must approve a home that lies at `place`. rules: the parameters named in RULES, as in force."""
    found = [_requirement(rules[place.value], WHERE_WORDS[place])]
    if key_stage_4_disturbed:
        found.append(_requirement(rules["approver_key_stage_4"], KEY_STAGE_4_WORDS))
    role = max((each.role for each in found), key=SENIORITY.index)
    return Approval(role=role, requirements=tuple(found))


def may_approve(role: Role, needed: Role) -> bool:
    """Whether someone in `role` may approve what needs `needed`."""
    return role in SENIORITY and SENIORITY.index(role) >= SENIORITY.index(needed)


def _requirement(rule: Parameter, because: str) -> Requirement:
    return Requirement(role=Role(rule.text), because=because, source=rule.source, confirmed=rule.confirmed)
