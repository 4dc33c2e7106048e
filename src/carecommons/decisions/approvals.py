"""Who must approve a choice: worked out from the facts, never chosen by the person who proposes.

Source: Care Planning, Placement and Case Review (England) Regulations 2010: regulation 11(1)(a) (a nominated
officer outside the area), 11(1)(b) and 11(5) (the director in person outside it and not next to it), 11(2) (of
what the approver must be satisfied there), regulations 15, 17 and 18 (a nominated officer, and of what, before a child
in care lives with parents) and regulation 10(1)-(2) (a nominated officer, and of what, where Key Stage 4 would be
disturbed); Children Act 1989 Schedule 2 paragraph 19 (outside England and Wales). A long-term foster placement is
defined in regulation 2(1), with conditions in regulation 22B (both from SI 2015/495); the fostering panel advises under
the Fostering Services (England) Regulations 2011 regulation 25. Who approves such a match, and that the panel advises
on it, is a policy choice. Each rule is a dated parameter with its own source. What has to be ticked follows from each
requirement, not from the place alone.

Seniority: team manager, nominated officer, director. A more senior officer may approve in place of a less
senior one; nobody may approve in place of the director, whom the regulation names in person.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from carecommons.common.days import age_on
from carecommons.common.errors import NotAllowed, ReasonMissing, Refused
from carecommons.common.places import authorities, authority, level_of
from carecommons.constitution.parameters import Parameter
from carecommons.people.roles import ROLE_NAMES, Person, Role

SENIORITY = (Role.TEAM_MANAGER, Role.NOMINATED_OFFICER, Role.DIRECTOR)
RULES = (
    "approver_in_area",
    "approver_out_of_area",
    "approver_at_a_distance",
    "approver_outside_england",
    "approver_key_stage_4",
    "approver_with_parents",
    "approver_long_term_foster",
    "approver_spot_purchase",
)
PARENTS = "parents"
FOSTER_FAMILY, TO_GROW_UP = "foster_household", "long_term"  # a kind of home, and a stay that a search asks for
CARE_ORDERS = frozenset({"C1", "C2"})  # interim and full care order, as the statutory return writes them


class Where(StrEnum):
    """Where a home lies, as regulation 11 asks."""

    IN_AREA = "in_area"
    NEXT_DOOR = "next_door"
    AT_A_DISTANCE = "at_a_distance"
    WALES = "wales"
    BEYOND = "beyond"


WHERE_WORDS = {
    Where.IN_AREA: "the home is in the council's own area",
    Where.NEXT_DOOR: "the home is outside the council's area, in a council next to it",
    Where.AT_A_DISTANCE: "the home is outside the council's area and not in a council next to it",
    Where.WALES: "the home is outside England, in Wales",
    Where.BEYOND: (
        "the home is outside England and Wales, where a court must approve that a child in care lives there "
        "(and everyone with parental responsibility, where no court has made a care order)"
    ),
}
RULE_OF = {
    Where.IN_AREA: "approver_in_area",
    Where.NEXT_DOOR: "approver_out_of_area",
    Where.AT_A_DISTANCE: "approver_at_a_distance",
    Where.WALES: "approver_outside_england",
    Where.BEYOND: "approver_outside_england",
}


class KeyStage4(StrEnum):
    """What a move does to the last two years before exams. A child of another age is KEPT: nothing to disturb."""

    KEPT = "kept"
    DISTURBED = "disturbed"
    UNKNOWN = "unknown"


KEY_STAGE_4_WORDS = {
    KeyStage4.DISTURBED: "the move would disturb the last two years before exams (Key Stage 4)",
    KeyStage4.UNKNOWN: (
        "it is not known whether the move would disturb the last two years before exams (Key Stage 4): "
        "the school, or how far it is from the home, is not recorded"
    ),
}
SPOT_WORDS = "no agreement stands between the council and whoever runs the home (a spot purchase)"
PARENTS_WORDS = "a child in care would live with parents"
LONG_TERM_WORDS = "the child would grow up with this foster family (a long-term foster placement)"

FACTS = {
    "wishes_considered": "The child’s wishes and feelings have been asked for and given due consideration.",
    "most_appropriate": "This is the most appropriate home available, and it fits the care plan.",
    "relatives_consulted": "The child’s relatives have been consulted, where appropriate.",
    "reviewing_officer_consulted": "The independent reviewing officer has been consulted.",
    "area_authority_notified": "The council of the area where the home is has been notified.",
    "area_authority_consulted": (
        "The council of the area where the home is has been consulted, and has a copy of the care plan."
    ),
    "education_fits_plan": (
        "The schooling at the new home will promote the child’s achievement, and fits the personal education plan."
    ),
    "designated_teacher_consulted": "The designated teacher at the child’s school has been consulted.",
    "parents_assessed": (
        "The parents’ suitability to care for the child has been assessed, with the house and every adult in it."
    ),
    "parents_case_reviewed": "The child’s case has been reviewed with life at the parents’ home in view.",
    "parents_safeguards": (
        "Living with the parents will safeguard and promote the child’s welfare, and meet the needs in the care plan."
    ),
    "consent_outside_england_and_wales": (
        "A court has approved that the child lives outside England and Wales; or, where there is no care order, "
        "everyone with parental responsibility has."
    ),
    "foster_panel_advised": "The fostering panel has given its advice on this match.",
    "lasting_agreed": (
        "The foster carer has agreed to look after the child until the child is no longer in care; and the child, the "
        "parents and the carer have been told so."
    ),
}
_ALWAYS = ("wishes_considered", "most_appropriate", "relatives_consulted", "reviewing_officer_consulted")
# Regulation 11(2): of what the approver must be satisfied before a home outside the area is put into effect.
FACTS_OF: dict[Where, tuple[str, ...]] = {
    Where.IN_AREA: (),
    Where.NEXT_DOOR: (*_ALWAYS, "area_authority_notified"),
    Where.AT_A_DISTANCE: (*_ALWAYS, "area_authority_consulted"),
    Where.WALES: (*_ALWAYS, "area_authority_consulted"),
    Where.BEYOND: (*_ALWAYS, "area_authority_consulted", "consent_outside_england_and_wales"),
}
# Regulation 10(2): before a change that would disturb Key Stage 4, wherever the home lies.
FACTS_OF_KEY_STAGE_4 = (
    "wishes_considered", "education_fits_plan", "designated_teacher_consulted", "reviewing_officer_consulted",
)  # fmt: skip
# Regulations 17 and 18(2): before a child in care lives with parents.
FACTS_OF_PARENTS = (
    "wishes_considered", "parents_assessed", "parents_case_reviewed", "parents_safeguards",
    "reviewing_officer_consulted",
)  # fmt: skip
# Regulation 2(1) and 22B, with the advice of the panel: before a child grows up with a foster family.
FACTS_OF_LONG_TERM_FOSTER = (*_ALWAYS, "foster_panel_advised", "lasting_agreed")
FACTS_RULES = {
    "place": "The home is outside the council’s area: Care Planning Regulations 2010 reg 11(2)",
    "school": "Key Stage 4 would be disturbed, or that is not known: reg 10(2)",
    "parents": "The child is in care and would live with parents: reg 17 and 18(2)",
    "long_term_foster": (
        "The child would grow up with this foster family: Care Planning Regulations 2010 reg 2(1) and 22B; that the "
        "fostering panel advises on the match is a policy choice"
    ),
}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One reason why a role is needed, with the rule behind it."""

    role: Role
    because: str
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Approval:
    """Who must approve: the most senior role that any rule asks for, and every rule that was looked at.

    facts: codes of FACTS of which the approver must be satisfied, each ticked by name; why_facts: the requirements that
    ask for them, codes of FACTS_RULES. spot: it is a spot purchase.
    """

    role: Role
    requirements: tuple[Requirement, ...]
    facts: tuple[str, ...]
    spot: bool = False
    why_facts: tuple[str, ...] = ()

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
    if home_authority.startswith("W") or home_authority == "wales":
        return Where.WALES
    if home_authority.startswith(("S", "N")) or home_authority in ("outside_england", "scotland", "northern_ireland"):
        return Where.BEYOND
    if home_authority not in authorities(on):
        return Where.AT_A_DISTANCE
    # Declared sub-regional sets are left out on purpose: regulation 11 knows only areas that adjoin.
    level = level_of(child_authority, home_authority, on=on)
    return (Where.IN_AREA, Where.NEXT_DOOR, Where.AT_A_DISTANCE, Where.AT_A_DISTANCE)[level - 1]


def in_key_stage_4(birth_date: date, on: date, *, age_min: int, age_max: int) -> bool:
    """Whether a child is in school year 10 or 11 on a day, by age on the 31 August before that year."""
    before = date(on.year if on >= date(on.year, 9, 1) else on.year - 1, 8, 31)
    return age_min <= age_on(birth_date, before) <= age_max


def key_stage_4(examined: bool, school: str | None) -> KeyStage4:
    """What the move does to school. examined: in Key Stage 4. school: the answer of the school test; None without."""
    if not examined or school == "yes":
        return KeyStage4.KEPT
    return KeyStage4.DISTURBED if school in ("no", "part") else KeyStage4.UNKNOWN


def in_care_with_parents(home_kind: str, legal_status: str) -> bool:
    """Whether regulation 15 applies. A legal status that is not recorded counts as a care order: the stricter rule."""
    return home_kind == PARENTS and (not legal_status or legal_status in CARE_ORDERS)


def long_term_foster(home_kind: str, stay: str) -> bool:
    """Whether a choice is a long-term foster placement (regulation 2(1)): to grow up with a foster family.

    stay: what the search asks for. An emergency asks for tonight, so neither its choice nor its confirmation is one.
    """
    return home_kind == FOSTER_FAMILY and stay == TO_GROW_UP


def approval(
    place: Where, *, school: KeyStage4, with_parents: bool, rules: Mapping[str, Parameter], long_term: bool = False,
    spot: bool = False,
) -> Approval:  # fmt: skip
    """Who must approve a home that lies at `place`. rules: the parameters named in RULES, as in force.

    long_term: it is a long-term foster placement. spot: no agreement stands with whoever runs it. That is an exception
    (handbook C9), so somebody above approves.
    """
    found = [_requirement(rules[RULE_OF[place]], WHERE_WORDS[place])]
    if with_parents:
        found.append(_requirement(rules["approver_with_parents"], PARENTS_WORDS))
    if school is not KeyStage4.KEPT:
        found.append(_requirement(rules["approver_key_stage_4"], KEY_STAGE_4_WORDS[school]))
    if long_term:
        found.append(_requirement(rules["approver_long_term_foster"], LONG_TERM_WORDS))
    if spot:
        found.append(_requirement(rules["approver_spot_purchase"], SPOT_WORDS))
    role = max((each.role for each in found), key=SENIORITY.index)
    asked = {
        "place": FACTS_OF[place],
        "school": FACTS_OF_KEY_STAGE_4 if school is not KeyStage4.KEPT else (),
        "parents": FACTS_OF_PARENTS if with_parents else (),
        "long_term_foster": FACTS_OF_LONG_TERM_FOSTER if long_term else (),
    }
    owed = {code for codes in asked.values() for code in codes}
    return Approval(
        role=role, requirements=tuple(found), facts=tuple(code for code in FACTS if code in owed), spot=spot,
        why_facts=tuple(name for name, codes in asked.items() if codes),
    )  # fmt: skip


def stricter(needed: Role, than: Role) -> bool:
    """Whether `needed` is more senior than the role that was asked for before."""
    return SENIORITY.index(needed) > SENIORITY.index(than)


def may_approve(role: Role, needed: Role) -> bool:
    """Whether someone in `role` may approve what needs `needed`."""
    return role in SENIORITY and SENIORITY.index(role) >= SENIORITY.index(needed)


def check_confirms(facts: Collection[str], ticked: Collection[str]) -> tuple[str, ...]:
    """The facts that are owed, each ticked. Raises Refused("fact_unknown"), ReasonMissing("not_satisfied")."""
    if unknown := sorted(set(ticked) - set(FACTS)):
        raise Refused(
            "fact_unknown", f"Nobody asks to be satisfied of {', '.join(unknown)}. Use: {', '.join(facts) or 'none'}."
        )
    if lacking := [code for code in facts if code not in ticked]:
        raise ReasonMissing(
            "not_satisfied",
            "The approver must be satisfied of more: outside the council's area (Care Planning Regulations 2010 reg "
            "11(2)), where Key Stage 4 would be disturbed (reg 10(2)), with parents (reg 17-18), and before a child "
            "grows up with a foster family (reg 22B and published policy). Not ticked yet: "
            + " ".join(f"{FACTS[code]} ({code})" for code in lacking),
            lacks=lacking,
        )
    return tuple(facts)


def check_not_theirs(decided_by: Collection[UUID], by: Person) -> None:
    """Raise NotAllowed("own_decision") where `by` is one of those who decided what the child does not agree with."""
    if by.id in decided_by:
        raise NotAllowed(
            "own_decision",
            "You proposed or approved this decision, so somebody else must look again and answer the child. It waits "
            "in the list of the reviewing officer, and of managers who did not decide, until one of them does.",
        )


def _requirement(rule: Parameter, because: str) -> Requirement:
    return Requirement(role=Role(rule.text), because=because, source=rule.source, confirmed=rule.confirmed)
