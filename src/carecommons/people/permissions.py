"""Every act that a person may do, and whose it is: one table, deny by default.

An act is named room.verb_noun. Each row gives the roles and how far each reaches. The page, the button, the
API, the command line and the manual all read this table; a test walks every address with every role.
Source: handbook sections 5 and 6; classes of data D0 (public) to D6 (the child's own messages).
"""

from dataclasses import dataclass
from enum import StrEnum

from .roles import Role


class Reach(StrEnum):
    EVERYWHERE = "everywhere"
    OWN_AUTHORITY = "own_authority"
    OWN_CHILD = "own_child"
    OWN_PROVIDER = "own_provider"


@dataclass(frozen=True, slots=True)
class Permission:
    """Who may do one act: `reach[role]`; `data_class` is the highest class that the act shows or changes."""

    reach: dict[Role, Reach]
    data_class: str
    what: str


def _everyone() -> dict[Role, Reach]:
    return dict.fromkeys(Role, Reach.EVERYWHERE)


def _own(*roles: Role) -> dict[Role, Reach]:
    return dict.fromkeys(roles, Reach.OWN_AUTHORITY)


def _child(*roles: Role) -> dict[Role, Reach]:
    return dict.fromkeys(roles, Reach.OWN_CHILD)


def _provider(*roles: Role) -> dict[Role, Reach]:
    return dict.fromkeys(roles, Reach.OWN_PROVIDER)


def _all(*roles: Role) -> dict[Role, Reach]:
    return dict.fromkeys(roles, Reach.EVERYWHERE)


R = Role
CASE = (R.SOCIAL_WORKER, R.TEAM_MANAGER, R.PLACEMENT_OFFICER, R.NOMINATED_OFFICER, R.DIRECTOR, R.REVIEWING_OFFICER)
APPROVERS = (R.TEAM_MANAGER, R.NOMINATED_OFFICER, R.DIRECTOR)

PERMISSIONS: dict[str, Permission] = {
    # public
    "site.read_public": Permission(_everyone(), "D0", "read the public pages"),
    "constitution.read_criteria": Permission(_everyone(), "D0", "read the published criteria"),
    "register.read_entry": Permission(_everyone(), "D0", "read a public entry and its proof"),
    # register
    "register.open_entry": Permission(
        _own(*CASE) | _child(R.CHILD, R.ADVOCATE, R.PARENT), "D3", "open the sealed parts of an entry as a party"
    ),
    # people
    "people.see_own_account": Permission(_everyone(), "D0", "see and change one's own account"),
    # A young person's account is for a young person: a program that acts as one would read what only they may.
    "people.make_token": Permission(
        dict.fromkeys((r for r in Role if r not in (R.PUBLIC, R.CHILD)), Reach.EVERYWHERE),
        "D0",
        "make a personal token",
    ),
    "people.give_roles": Permission(_all(R.OPERATOR), "D2", "open accounts, and give and end roles"),
    "people.see_looks": Permission(
        _child(R.CHILD, R.ADVOCATE) | _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.REVIEWING_OFFICER) | _all(R.AUDITOR),
        "D3",
        "see who looked at a child's record",
    ),
    "people.make_code": Permission(
        _own(R.SOCIAL_WORKER, R.REVIEWING_OFFICER) | _child(R.ADVOCATE),
        "D3",
        "give a young person, in person, a code to come in with",
    ),
    "people.see_codes": Permission(
        _own(R.SOCIAL_WORKER, R.REVIEWING_OFFICER) | _child(R.CHILD, R.ADVOCATE),
        "D3",
        "see which codes were made for a young person, when and by whom",
    ),
    "people.break_glass": Permission(
        _all(*CASE), "D3", "open one child's record for a short time in an emergency, giving a reason"
    ),
    "people.see_emergencies": Permission(
        _own(R.REVIEWING_OFFICER) | _all(R.AUDITOR), "D3", "see each emergency access, its reason and what was opened"
    ),
    "people.judge_emergency": Permission(
        _own(R.REVIEWING_OFFICER), "D3", "say whether an emergency access was justified"
    ),
    # constitution
    "constitution.publish_criteria": Permission(_all(R.OPERATOR), "D0", "publish a version of the criteria"),
    # children
    "children.see_caseload": Permission(
        _own(*CASE, R.CLINICIAN, R.VIRTUAL_SCHOOL_HEAD) | _child(R.ADVOCATE), "D3", "see a list of children"
    ),
    "children.see_record": Permission(
        _own(*CASE, R.CLINICIAN) | _child(R.CHILD, R.ADVOCATE), "D3", "see a child's record"
    ),
    "children.see_schooling": Permission(
        _own(R.VIRTUAL_SCHOOL_HEAD), "D2", "see what concerns a child's school, and nothing else of the record"
    ),
    "children.add_child": Permission(_own(R.SOCIAL_WORKER, R.TEAM_MANAGER), "D3", "open a child's record"),
    "children.write_needs": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.CLINICIAN), "D3", "record a child's needs"
    ),
    "children.write_story": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER) | _child(R.CHILD, R.ADVOCATE), "D3", "write a child's story"
    ),
    "children.write_wishes": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.REVIEWING_OFFICER) | _child(R.CHILD, R.ADVOCATE),
        "D3",
        "record a child's wishes and feelings",
    ),
    "children.write_connections": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER), "D3", "record the people and places that matter to a child"
    ),
    "children.record_secure_approval": Permission(
        _own(R.TEAM_MANAGER), "D3", "record the Secretary of State's approval of a secure home for a child under 13"
    ),
    "children.see_own_page": Permission(_child(R.CHILD, R.ADVOCATE), "D3", "read the child's own page"),
    "children.write_own_view": Permission(
        _child(R.CHILD, R.ADVOCATE), "D3", "say how much help the child needs, as the child sees it"
    ),
    "children.keep_draft": Permission(_child(R.CHILD, R.ADVOCATE), "D6", "keep words that are not sent yet"),
    "children.see_messages": Permission(
        _child(R.CHILD, R.ADVOCATE), "D6", "read the private messages between a child and their advocate"
    ),
    "children.write_message": Permission(
        _child(R.CHILD, R.ADVOCATE), "D6", "send a private message between a child and their advocate"
    ),
    "children.see_shared_messages": Permission(
        _own(R.REVIEWING_OFFICER), "D6", "read a private message that the child chose to share with them"
    ),
    "children.see_protected": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.REVIEWING_OFFICER),
        "D4",
        "see addresses and places to avoid, giving a reason each time",
    ),
    "children.tell_next_home": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER)
        | _child(R.CHILD, R.ADVOCATE)
        | _provider(R.PROVIDER_MANAGER, R.PROVIDER_RESPONSIBLE, R.FOSTER_CARER),
        "D3",
        "say what the next home must know of a child who leaves",
    ),
    "children.answer_carried": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER),
        "D3",
        "take what the next home must know into what it reads, or leave it out",
    ),
    "children.import_returns": Permission(_own(R.PLANNER), "D3", "import the statutory return"),
    "children.see_import_report": Permission(
        _own(R.PLANNER), "D2", "see which rows of their own council's return were mended or doubtful"
    ),
    # provision
    "provision.see_homes": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.PLACEMENT_OFFICER, R.NOMINATED_OFFICER, R.DIRECTOR)
        | _all(R.PLANNER, R.INSPECTOR, R.AUDITOR)
        | _provider(R.PROVIDER_MANAGER, R.PROVIDER_RESPONSIBLE, R.FOSTER_CARER),
        "D2",
        "see the register of homes",
    ),
    "provision.see_family_home": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.PLACEMENT_OFFICER, R.NOMINATED_OFFICER, R.DIRECTOR),
        "D3",
        "see the home of a child's own parents, relatives or friends",
    ),
    "provision.see_map": Permission(
        _all(
            R.SOCIAL_WORKER,
            R.TEAM_MANAGER,
            R.PLACEMENT_OFFICER,
            R.NOMINATED_OFFICER,
            R.DIRECTOR,
            R.PLANNER,
            R.INSPECTOR,
            R.AUDITOR,
        ),
        "D2",
        "see free places and proof in the local registers, counted by council",
    ),
    "provision.see_evidence": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.PLACEMENT_OFFICER, R.NOMINATED_OFFICER, R.DIRECTOR)
        | _all(R.INSPECTOR, R.AUDITOR)
        | _provider(R.PROVIDER_MANAGER, R.PROVIDER_RESPONSIBLE, R.FOSTER_CARER),
        "D2",
        "open the documents that stand behind a home’s claims",
    ),
    "provision.import_list": Permission(_all(R.PLANNER, R.OPERATOR), "D0", "import the regulator's public list"),
    "provision.keep_homes": Permission(
        _own(R.PLACEMENT_OFFICER) | _provider(R.PROVIDER_MANAGER, R.PROVIDER_RESPONSIBLE),
        "D2",
        "keep the local register",
    ),
    "provision.verify": Permission(
        _own(R.PLACEMENT_OFFICER), "D2", "say that a provider or a piece of evidence has been checked"
    ),
    "provision.approve_for_a_time": Permission(
        _own(*APPROVERS), "D2", "approve the home of a relative or friend for a time"
    ),
    "provision.take_place": Permission(_own(*APPROVERS), "D2", "give a place in a home, after an approved choice"),
    "provision.report_vacancy": Permission(
        _own(R.PLACEMENT_OFFICER) | _provider(R.PROVIDER_MANAGER, R.PROVIDER_RESPONSIBLE, R.FOSTER_CARER),
        "D2",
        "say which places are free",
    ),
    # matching
    "matching.refer": Permission(_own(R.SOCIAL_WORKER, R.TEAM_MANAGER), "D3", "ask for a home for a child"),
    "matching.open_emergency": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER), "D3", "open an emergency for a child who cannot wait"
    ),
    "matching.answer_ladder": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.PLACEMENT_OFFICER), "D3", "record what family and friends answered"
    ),
    "matching.record_prevention": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.PLACEMENT_OFFICER),
        "D3",
        "record what lay behind a search, and what was tried before it",
    ),
    "matching.see_relatives": Permission(
        _own(*CASE), "D3", "see which relatives and friends of a child were asked, and what was found"
    ),
    "matching.assess_relative": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER), "D3", "record whether a relative or friend could care for a child"
    ),
    "matching.approve_for_a_time": Permission(_own(*APPROVERS), "D3", "approve a relative or friend for a time"),
    "matching.extend_approval": Permission(
        _own(R.NOMINATED_OFFICER, R.DIRECTOR), "D3", "make an approval for a time longer, once"
    ),
    "matching.close_approval": Permission(_own(*APPROVERS), "D3", "say how an approval for a time ended"),
    "matching.see_causes": Permission(
        _own(R.TEAM_MANAGER, R.PLACEMENT_OFFICER, R.DIRECTOR, R.REVIEWING_OFFICER) | _all(R.PLANNER),
        "D2",
        "see what lay behind searches that nobody planned, counted and suppressed",
    ),
    "matching.make_shortlist": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.PLACEMENT_OFFICER), "D3", "look at every home for a child"
    ),
    "matching.answer_wish": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.PLACEMENT_OFFICER, R.REVIEWING_OFFICER),
        "D3",
        "record whether a home can do what a child asked for",
    ),
    "matching.choose_again": Permission(
        _own(R.SOCIAL_WORKER, R.PLACEMENT_OFFICER, *APPROVERS), "D3", "say that a proposed home was not chosen"
    ),
    "matching.close": Permission(_own(*APPROVERS), "D3", "close a search after an approved choice"),
    "matching.see_own_homes": Permission(
        _child(R.CHILD, R.ADVOCATE), "D3", "read and answer the homes that the child could live in"
    ),
    "matching.rank_homes": Permission(
        _child(R.CHILD, R.ADVOCATE) | _own(R.SOCIAL_WORKER, R.REVIEWING_OFFICER),
        "D3",
        "keep in which order a child wants the homes of a list",
    ),
    "matching.keep_visits": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.PLACEMENT_OFFICER, R.REVIEWING_OFFICER),
        "D3",
        "arrange a child's visits to homes",
    ),
    "matching.answer_impact": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER), "D3", "answer a home on living together, for the child"
    ),
    "matching.hold_meeting": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.PLACEMENT_OFFICER), "D3", "write down a matching meeting"
    ),
    "matching.ask_terms": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.PLACEMENT_OFFICER),
        "D3",
        "put a home on the shortlist, so that it may read more of a child under terms",
    ),
    "matching.answer_terms": Permission(
        _provider(R.PROVIDER_MANAGER, R.PROVIDER_RESPONSIBLE, R.FOSTER_CARER),
        "D2",
        "accept for a home the terms under which it reads more of a child, or not",
    ),
    "matching.see_detail": Permission(
        _provider(R.PROVIDER_MANAGER, R.PROVIDER_RESPONSIBLE, R.FOSTER_CARER),
        "D2",
        "read more of a child for whom one's home is on the shortlist, once the terms are accepted",
    ),
    "matching.see_referral": Permission(_own(*CASE), "D3", "see a search for a home"),
    "matching.see_shortlist": Permission(_own(*CASE), "D3", "see the homes that could be right, with reasons"),
    "matching.invite_homes": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.PLACEMENT_OFFICER),
        "D3",
        "invite homes for a child, and answer their questions",
    ),
    "matching.see_invitation": Permission(
        _provider(R.PROVIDER_MANAGER, R.PROVIDER_RESPONSIBLE, R.FOSTER_CARER),
        "D1",
        "read what their homes are asked",
    ),
    "matching.answer_invitation": Permission(
        _provider(R.PROVIDER_MANAGER, R.PROVIDER_RESPONSIBLE, R.FOSTER_CARER), "D2", "answer an invitation"
    ),
    "matching.write_reply": Permission(_own(R.PLACEMENT_OFFICER), "D3", "write down what a home answered"),
    "matching.accept_reply": Permission(
        _own(R.PLACEMENT_OFFICER, R.TEAM_MANAGER),
        "D3",
        "accept for a child what a home says beyond what was accepted of it",
    ),
    # decisions
    "decisions.propose": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.PLACEMENT_OFFICER), "D3", "propose a home with reasons"
    ),
    "decisions.approve": Permission(_own(*APPROVERS), "D3", "approve a choice"),
    "decisions.see_decision": Permission(
        _own(*CASE) | _child(R.CHILD, R.ADVOCATE, R.PARENT), "D3", "read a decision with its reasons"
    ),
    "decisions.disagree": Permission(_child(R.CHILD, R.ADVOCATE), "D3", "say that the child does not agree"),
    "decisions.see_disagreements": Permission(
        _own(R.REVIEWING_OFFICER, *APPROVERS) | _child(R.CHILD, R.ADVOCATE), "D3", "read why a child does not agree"
    ),
    "decisions.answer_disagreement": Permission(
        _own(R.REVIEWING_OFFICER, *APPROVERS), "D3", "answer a child who does not agree, in words"
    ),
    "decisions.see_letter": Permission(
        _provider(R.PROVIDER_MANAGER, R.PROVIDER_RESPONSIBLE, R.FOSTER_CARER),
        "D2",
        "read why one's home, which was offered, was not chosen",
    ),
    "decisions.see_emergencies": Permission(_own(*CASE), "D3", "see an emergency, and what is owed after it"),
    "decisions.keep_trail": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.PLACEMENT_OFFICER), "D3", "do what is owed after an emergency"
    ),
    "decisions.review_emergency": Permission(
        _own(R.REVIEWING_OFFICER, *APPROVERS), "D3", "review an emergency stay, and say whether it goes on"
    ),
    "decisions.count_emergencies": Permission(_all(R.PLANNER), "D2", "see emergencies counted, small numbers withheld"),
    "decisions.ask_review": Permission(
        _child(R.CHILD, R.ADVOCATE, R.PARENT)
        | _own(R.SOCIAL_WORKER, R.REVIEWING_OFFICER, R.VIRTUAL_SCHOOL_HEAD, R.CLINICIAN),
        "D3",
        "ask that somebody who did not decide looks again",
    ),
    "decisions.ask_review_for_home": Permission(
        _provider(R.PROVIDER_MANAGER, R.PROVIDER_RESPONSIBLE, R.FOSTER_CARER),
        "D2",
        "ask, for a home, that somebody who did not decide looks again",
    ),
    "decisions.see_own_reviews": Permission(
        _child(R.CHILD, R.ADVOCATE, R.PARENT)
        | _own(R.SOCIAL_WORKER, R.REVIEWING_OFFICER, R.VIRTUAL_SCHOOL_HEAD, R.CLINICIAN)
        | _provider(R.PROVIDER_MANAGER, R.PROVIDER_RESPONSIBLE, R.FOSTER_CARER),
        "D3",
        "read and take back the reviews that one has asked for",
    ),
    "decisions.run_review": Permission(
        _own(R.REVIEWING_OFFICER, *APPROVERS), "D3", "read and run a review that one did not cause"
    ),
    "decisions.let_move_go": Permission(_own(*APPROVERS), "D3", "say that it is not safe for a disputed move to wait"),
    "decisions.sit_on_panel": Permission(
        _all(
            R.REVIEWING_OFFICER,
            R.SOCIAL_WORKER,
            R.TEAM_MANAGER,
            R.PLACEMENT_OFFICER,
            R.NOMINATED_OFFICER,
            R.DIRECTOR,
            R.VIRTUAL_SCHOOL_HEAD,
            R.CLINICIAN,
            R.ADJUDICATOR,
        ),
        "D3",
        "hear a review as a named member of its panel",
    ),
    # decisions: the life in a home
    "decisions.see_living": Permission(
        _own(*CASE, R.CLINICIAN) | _child(R.ADVOCATE), "D3", "see what is due and what was done for a child in a home"
    ),
    "decisions.record_visit": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER), "D3", "record a visit to a child, and time with family and friends"
    ),
    "decisions.record_review": Permission(_own(R.REVIEWING_OFFICER), "D3", "record a review of a child's care plan"),
    "decisions.record_health": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.CLINICIAN), "D3", "record that a child's health was assessed"
    ),
    "decisions.record_time": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.PLACEMENT_OFFICER), "D3", "record the time that a match took"
    ),
    "decisions.answer_sign": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER), "D3", "answer an early sign that a child may not be able to stay"
    ),
    "decisions.say_how_it_goes": Permission(
        _child(R.CHILD, R.ADVOCATE), "D3", "say how it goes in the home, for the child"
    ),
    "decisions.give_notice": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER) | _provider(R.PROVIDER_MANAGER, R.PROVIDER_RESPONSIBLE, R.FOSTER_CARER),
        "D3",
        "give notice that a child's stay is to end, or take it back",
    ),
    "decisions.see_notice": Permission(
        _own(*CASE) | _provider(R.PROVIDER_MANAGER, R.PROVIDER_RESPONSIBLE, R.FOSTER_CARER),
        "D3",
        "read a notice, and what became of it",
    ),
    "decisions.tell_notice": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER), "D3", "write down that a child was told of a notice, and in which words"
    ),
    "decisions.refuse_notice": Permission(
        _child(R.CHILD, R.ADVOCATE), "D3", "read a notice as a child, and say no to it"
    ),
    "decisions.hold_meeting": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.REVIEWING_OFFICER),
        "D3",
        "record a meeting on what would have to change so that a child can stay",
    ),
    "decisions.read_emergency_end": Permission(
        _own(R.REVIEWING_OFFICER), "D3", "read of an end or a notice that came before any review, and answer it"
    ),
    "decisions.say_how_it_was": Permission(
        _child(R.CHILD, R.ADVOCATE), "D3", "say how it was in a home that a child left"
    ),
    "decisions.record_debrief": Permission(
        _own(R.SOCIAL_WORKER, R.REVIEWING_OFFICER), "D3", "write down that a child did not want to say how it was"
    ),
    "decisions.check_belongings": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER) | _provider(R.PROVIDER_MANAGER, R.PROVIDER_RESPONSIBLE, R.FOSTER_CARER),
        "D3",
        "say what went with a child who leaves",
    ),
    "decisions.see_own_stays": Permission(
        _provider(R.PROVIDER_MANAGER, R.PROVIDER_RESPONSIBLE, R.FOSTER_CARER),
        "D3",
        "see the children who live in one's own homes",
    ),
    "decisions.read_plan_at_home": Permission(
        _provider(R.PROVIDER_MANAGER, R.PROVIDER_RESPONSIBLE, R.FOSTER_CARER),
        "D3",
        "read the plan of a child who lives in one's own home, or is to come to it",
    ),
    "decisions.answer_for_home": Permission(
        _provider(R.PROVIDER_MANAGER, R.PROVIDER_RESPONSIBLE, R.FOSTER_CARER),
        "D3",
        "say whether one's own home said yes to a child who is to come",
    ),
    "decisions.decide_at_eighteen": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER), "D3", "say where somebody lives after their 18th birthday"
    ),
    "decisions.see_life_counts": Permission(
        _all(R.PLANNER), "D2", "see what came of placements and what matching took, counted and suppressed"
    ),
    "decisions.see_early_ends": Permission(
        _all(R.PLANNER), "D2", "see how often stays end early by notice of the home, counted by provider"
    ),
    "decisions.see_placement": Permission(
        _own(*CASE) | _child(R.CHILD, R.ADVOCATE), "D3", "read how a placement stands: its plan, and what is owed next"
    ),
    "decisions.write_plan": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.PLACEMENT_OFFICER), "D3", "write the plan for living somewhere"
    ),
    "decisions.begin_placement": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER), "D3", "say that a child has come to live in a home"
    ),
    "decisions.take_up_stay": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER),
        "D3",
        "take up a stay that began before any choice was made here, and list the children who live in such a stay",
    ),
    "decisions.send_notice": Permission(
        _own(R.SOCIAL_WORKER, R.TEAM_MANAGER, R.PLACEMENT_OFFICER),
        "D3",
        "make the notices of where a child will live, and say that they were sent",
    ),
    "decisions.say_what_comes": Permission(
        _child(R.CHILD, R.ADVOCATE), "D3", "say what the child brings along to a new home"
    ),
    # planning
    "planning.see_audit": Permission(_all(R.PLANNER), "D2", "see the audit of need and provision"),
    "planning.import_statistics": Permission(_all(R.PLANNER, R.OPERATOR), "D0", "import public statistics"),
    "planning.see_forecast": Permission(
        _all(R.PLANNER), "D2", "see the forecast of children in care and how near such forecasts came"
    ),
    "planning.make_forecast": Permission(
        _own(R.PLANNER), "D2", "make the forecast of a place in which one's own council lies"
    ),
    # site
    "site.see_my_page": Permission(
        dict.fromkeys((r for r in Role if r is not R.PUBLIC), Reach.EVERYWHERE), "D0", "see one's own start page"
    ),
    # What a calendar or a reminder says is asked again under decisions.see_living.
    "site.keep_calendar": Permission(
        dict.fromkeys((*CASE, R.CLINICIAN, R.ADVOCATE), Reach.EVERYWHERE),
        "D2",
        "keep a calendar of what is due, and choose reminders",
    ),
    # What a job shows is asked again under the act that it does.
    "site.see_jobs": Permission(_all(R.PLANNER, R.OPERATOR), "D0", "see and stop the long work that one has started"),
    "site.find_by_reference": Permission(
        dict.fromkeys((r for r in Role if r not in (R.PUBLIC, R.CHILD)), Reach.EVERYWHERE),
        "D0",
        "find by its reference what one may open",
    ),
}

# What emergency access opens (people.break_glass): reading one child's record, and nothing else.
IN_AN_EMERGENCY = frozenset({"children.see_record"})
