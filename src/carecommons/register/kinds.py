"""What an entry may say in public, kind by kind: a whitelist of field names and of the values they may hold.

An entry is read by everyone, for ever, so nothing in it may help a stranger to find a child. A decision
shows its number, its kind, the month in which it was sealed, and the four fields named here; child, home,
provider, council, reasons and whether it was an emergency are salted commitments (leaf.py), opened only to
the parties.
No field holds free words: every text is one of a list, a date, or a fingerprint.
Source: handbook section 6 (class D0) and section 7; trust.md, "The public register must not locate a child".
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from carecommons.common.errors import Refused

Public = str | int | bool

APPROVER_ROLES = {
    "team_manager": "team manager",
    "nominated_officer": "nominated officer",
    "director": "director of children's services",
}


@dataclass(frozen=True, slots=True)
class Form:
    """What the value of a public field may be, and how to say so."""

    fits: Callable[[Public], bool]
    words: str


def _is_number(value: Public) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def _is_day(value: Public) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


NUMBER = Form(_is_number, "a whole number, 0 or more")
YES_NO = Form(lambda value: isinstance(value, bool), "yes or no (true or false)")
DAY = Form(_is_day, "a day written 2026-11-20")
FINGERPRINT = Form(
    lambda value: isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None,
    "a SHA-256 fingerprint of 64 hexadecimal digits",
)
APPROVER = Form(lambda value: isinstance(value, str) and value in APPROVER_ROLES, "one of " + ", ".join(APPROVER_ROLES))


def _one_of(*words: str) -> Form:
    return Form(lambda value: isinstance(value, str) and value in words, "one of " + ", ".join(words))


# The steps, ends, outcomes and remedies of a review (decisions/review.py); a test holds the two lists together.
REVIEW_STEP = _one_of("acknowledged", "panel_named", "interest", "seat_freed", "heard", "move_let_go")
REVIEW_END = _one_of("withdrawn", "redirected")
REVIEW_OUTCOME = _one_of("upheld", "partly", "not_upheld")
REVIEW_REMEDY = _one_of("none", "explain", "decide_again", "other_home", "change_practice", "refer")


@dataclass(frozen=True, slots=True)
class Field:
    """One public field: its form, its label on the page, and whether every entry of the kind must have it."""

    form: Form
    label: str
    required: bool = True
    # Stands in entries of before, which are read as they were sealed. No new entry may say it.
    of_before: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of entry: its name for people, the finding that titles its page, what it means, its public fields."""

    name: str
    finding: str
    meaning: str
    fields: Mapping[str, Field]


CRITERIA_VERSION = Field(NUMBER, "Criteria version")
LOTTERY = Field(FINGERPRINT, "Sealed seed of the draw between equals", required=False)
NOTHING: dict[str, Field] = {}
_NO_CHILD = "Nothing here says which child."

KINDS: dict[str, Kind] = {
    "decision": Kind(
        "Decision on where a child will live",
        "A home was chosen for a child",
        "A home was chosen for a child under published criteria, with reasons, and with the approval that the law "
        "asks for. Nothing here says which child, which home or which council.",
        {
            "criteria_version": CRITERIA_VERSION,
            "approver_role": Field(APPROVER, "Approved by"),
            "compromise": Field(YES_NO, "A compromise, for want of an appropriate home"),
            # Sealed with the reasons now: trust.md names what is public of a decision, and this is not in it.
            "emergency": Field(YES_NO, "Decided in an emergency, for a few days", required=False, of_before=True),
            "review_asked": Field(YES_NO, "Review asked for, when it was sealed"),
        },
    ),
    "referral": Kind(
        "Search for a home",
        "A search for a home began",
        f"Someone asked for a home for a child. {_NO_CHILD} The seed of the draw was sealed before any home was known.",
        {"criteria_version": CRITERIA_VERSION, "lottery_commitment": LOTTERY},
    ),
    "search_withdrawn": Kind(
        "Search ended without a home",
        "A search for a home ended, and no home was chosen",
        f"Whoever had asked for a home ended the search, and said why. {_NO_CHILD}",
        {"criteria_version": CRITERIA_VERSION},
    ),
    "ladder": Kind(
        "Family asked first",
        "Parents or connected people were considered first",
        f"Before any other home, the law asks whether a child can live with parents or with someone who knows them. "
        f"The answer was recorded. {_NO_CHILD}",
        {"criteria_version": Field(NUMBER, "Criteria version", required=False)},
    ),
    "prevention": Kind(
        "What was tried before a search",
        "It was recorded what was tried so that a child need not move",
        f"A search that nobody planned says what lay behind it, and what was tried before it. {_NO_CHILD}",
        {"criteria_version": CRITERIA_VERSION},
    ),
    "viability": Kind(
        "Relative or friend assessed",
        "It was looked at whether a relative or friend could care for a child",
        f"What was found, and how competent the person was who looked, was recorded. {_NO_CHILD}",
        NOTHING,
    ),
    "approved_for_a_time": Kind(
        "Relative or friend approved for a time",
        "A relative or friend was approved for a time",
        f"A child must live with them before a full assessment is finished. The law sets how long. {_NO_CHILD}",
        NOTHING,
    ),
    "approval_longer": Kind(
        "Approval for a time made longer",
        "An approval for a time was made longer, once",
        f"The full assessment was not finished in time. The law allows it once. {_NO_CHILD}",
        NOTHING,
    ),
    "approval_closed": Kind(
        "Approval for a time ended",
        "An approval for a time ended",
        f"The relative or friend was approved in full, or is not approved any more. {_NO_CHILD}",
        NOTHING,
    ),
    "shortlist": Kind(
        "List of homes",
        "The homes that could be right were listed",
        f"Every home was looked at under the published criteria, and the list was frozen with its reasons. {_NO_CHILD} "
        "The seed of the next draw was sealed with it, should the homes be looked at again.",
        {"criteria_version": CRITERIA_VERSION, "lottery_commitment": LOTTERY},
    ),
    "wish_answered": Kind(
        "Wish answered for a home",
        "A home was asked whether it can do what a child asked for",
        f"What the home answered, and how that is known, was recorded before a choice. {_NO_CHILD}",
        {"criteria_version": CRITERIA_VERSION},
    ),
    "round_opened": Kind(
        "Homes invited",
        "Homes were invited, all with the same words and the same time",
        "Every home that the law and the criteria allow was asked, the council’s own and all others alike. "
        f"{_NO_CHILD}",
        {"criteria_version": CRITERIA_VERSION},
    ),
    "round_over": Kind(
        "Round of invitations over",
        "A round of invitations ended",
        f"The time to answer was over, every home had answered, or the round was called off with a reason. {_NO_CHILD}",
        {"criteria_version": CRITERIA_VERSION},
    ),
    "invitation_question": Kind(
        "Question of a home",
        "An invited home asked a question, or it was answered to all",
        f"An answer goes to every invited home alike. {_NO_CHILD}",
        NOTHING,
    ),
    "invitation_answered": Kind(
        "Home answered",
        "An invited home answered",
        f"A home offered itself, need by need, or said no and why. {_NO_CHILD} Nothing here says which home.",
        NOTHING,
    ),
    "reply_accepted": Kind(
        "Answer of a home accepted",
        "An officer accepted what a home said beyond what was accepted of it",
        f"It counts for one child, with what it rests on. {_NO_CHILD} Nothing here says which home.",
        NOTHING,
    ),
    "proposal": Kind(
        "Home proposed",
        "A home was proposed for a child, with reasons",
        f"A choice and its reasons were put to the person who must approve it. {_NO_CHILD}",
        {"criteria_version": CRITERIA_VERSION},
    ),
    "proposal_sent_back": Kind(
        "Proposal sent back",
        "A proposed home was not approved",
        f"Whoever had to approve a choice sent it back with words. No place was taken. {_NO_CHILD}",
        {"criteria_version": CRITERIA_VERSION},
    ),
    "proposal_withdrawn": Kind(
        "Proposal withdrawn",
        "A proposed home was withdrawn",
        f"A choice was taken back before anybody answered it. No place was taken. {_NO_CHILD}",
        {"criteria_version": CRITERIA_VERSION},
    ),
    "criteria": Kind(
        "Criteria published",
        "A version of the criteria was published",
        "These are the rules by which homes are listed and chosen. The fingerprint fixes every word of them.",
        {
            "version": Field(NUMBER, "Version"),
            "in_force_from": Field(DAY, "In force from"),
            "digest": Field(FINGERPRINT, "Fingerprint of the text", required=False),
        },
    ),
    "numbers": Kind(
        "Policy numbers published",
        "The policy numbers were published, as they now decide",
        "Every deadline, limit and threshold is a published number. Nothing is decided under numbers that have no such "
        "entry; when one of them changes, there is a new one. The fingerprint fixes every number and its source.",
        {"digest": Field(FINGERPRINT, "Fingerprint of the numbers")},
    ),
    "returns_imported": Kind(
        "Statutory return imported",
        "A council's statutory return was imported",
        "The record of children in care that a council already sends to the department was read into its planning. "
        "Nothing here says which council or how many children.",
        {
            "first_year": Field(NUMBER, "First year", required=False),
            "last_year": Field(NUMBER, "Last year", required=False),
        },
    ),
    "forecast_made": Kind(
        "Forecast made",
        "A forecast of children in care was made from the returns that are held",
        "Planners see it, with its record of how near such forecasts came. It is made of counts and says nothing of "
        "any child; nothing here says which council or how many children. The fingerprint fixes every number of it.",
        {
            "as_at": Field(DAY, "Made as at"),
            "years": Field(NUMBER, "Years ahead"),
            "digest": Field(FINGERPRINT, "Fingerprint of the forecast"),
        },
    ),
    "public_list_imported": Kind(
        "Public list of homes imported",
        "The regulator's public list of homes was imported",
        "The list is published by the regulator and names no child.",
        {
            "as_at": Field(DAY, "List as at"),
            "providers": Field(NUMBER, "Providers in the list", required=False),
            "digest": Field(FINGERPRINT, "Fingerprint of the file", required=False),
        },
    ),
    "statistics_imported": Kind(
        "Public statistics imported",
        "Public statistics of children in care were imported",
        "A table that a department or office publishes was read. Its figures are about areas and name no child.",
        {
            "as_at": Field(DAY, "Figures as at"),
            "figures": Field(NUMBER, "Figures in the table", required=False),
            "digest": Field(FINGERPRINT, "Fingerprint of the file", required=False),
        },
    ),
    "erasure": Kind(
        "Sealed parts erased",
        "The sealed parts of an entry were erased",
        "The law asked for a record to go. The entry it belonged to still checks, and now tells nothing.",
        {"entry_number": Field(NUMBER, "Entry whose sealed parts are gone", required=False)},
    ),
    "disagreement": Kind(
        "Disagreement", "A child did not agree with a decision",
        f"A child, or their advocate, said no to a decision. Somebody must answer in words. {_NO_CHILD}",
        NOTHING,
    ),
    "disagreement_answered": Kind(
        "Disagreement answered", "A child who did not agree was answered",
        f"Somebody answered a child who did not agree with a decision. {_NO_CHILD}",
        NOTHING,
    ),
    "home_visit": Kind(
        "Visit to a home", "A child's visit to a home was arranged, or was kept",
        f"A child has a right to see a home before one is chosen. What became of a visit was written down. {_NO_CHILD}",
        NOTHING,
    ),
    "matching_meeting": Kind(
        "Matching meeting", "A meeting looked at the homes of a list",
        "Who took part, what was found of each home, and which homes go on was written down. A meeting chooses "
        f"nothing. {_NO_CHILD}",
        {"criteria_version": CRITERIA_VERSION},
    ),
    "impact_answered": Kind(
        "Living together answered", "A home's word on living together was answered",
        "A home said what a child and those who live there would mean for each other, and the child's social worker "
        f"answered. {_NO_CHILD}",
        NOTHING,
    ),
    "detail_asked": Kind(
        "Home on the shortlist", "A home was asked to accept terms, so that it may read more",
        "A home that offered itself may read more of a child only after it has promised what the published terms ask. "
        f"{_NO_CHILD}",
        NOTHING,
    ),
    "detail_answered": Kind(
        "Terms answered", "A home answered the terms under which it may read more",
        f"Whoever runs a home accepted the published terms, or did not. {_NO_CHILD}",
        NOTHING,
    ),
    "detail_revoked": Kind(
        "Reading ended", "A home may read no more of a child",
        f"Another home was chosen, the search ended, or the home left the shortlist. {_NO_CHILD}",
        NOTHING,
    ),
    "review_asked": Kind(
        "Review asked for", "Somebody asked for a choice to be looked at again",
        "A child, a family, a home or a practitioner asked that people who did not decide look again. "
        f"{_NO_CHILD}",
        {"criteria_version": CRITERIA_VERSION},
    ),
    "review_step": Kind(
        "Review under way", "A review took its next step",
        "A review was acknowledged, its panel was named, a member spoke of their interest, a seat was made free, it "
        f"was heard, or a move that it held went on. {_NO_CHILD}",
        {"step": Field(REVIEW_STEP, "Step")},
    ),
    "review_closed": Kind(
        "Review ended without a finding", "A review ended without a finding",
        f"Whoever had asked took it back, or it goes on where the law has a place for it. {_NO_CHILD}",
        {"how": Field(REVIEW_END, "How")},
    ),
    "review_found": Kind(
        "Review found", "A panel that had not decided found on a review",
        f"Three people from outside the deciding team heard it and agreed on a finding. {_NO_CHILD}",
        {
            "criteria_version": CRITERIA_VERSION,
            "outcome": Field(REVIEW_OUTCOME, "Outcome"),
            "remedy": Field(REVIEW_REMEDY, "What the council must do"),
        },
    ),
    "review_remedied": Kind(
        "What a review asked for was done", "A council did what a finding asked of it",
        f"A finding said what the council owed; somebody wrote down what was done. {_NO_CHILD}",
        {"remedy": Field(REVIEW_REMEDY, "What was owed")},
    ),
    "review_digest": Kind(
        "Digest of a finding published", "The digest of a finding was published",
        "A short text without names, places or days says what was found, so that others can learn from it. The "
        "fingerprint fixes every word of it.",
        {
            "criteria_version": CRITERIA_VERSION,
            "outcome": Field(REVIEW_OUTCOME, "Outcome"),
            "remedy": Field(REVIEW_REMEDY, "What the council must do"),
            "digest": Field(FINGERPRINT, "Fingerprint of the text"),
        },
    ),
    "plan_answered": Kind(
        "Plan for living somewhere", "A part of the plan for living somewhere was answered",
        f"Before a child moves, the law asks for a plan. One part of it was answered, in words. {_NO_CHILD}",
        NOTHING,
    ),
    "visit_planned": Kind(
        "Visit before a move", "A visit before a move was planned, or answered",
        f"A child meets the people and the home before moving there. {_NO_CHILD}",
        NOTHING,
    ),
    "notice_sent": Kind(
        "Notice sent", "Those whom the law names were told where a child will live",
        f"Somebody recorded that a notice was sent, and on which day. {_NO_CHILD}",
        NOTHING,
    ),
    "placement_begun": Kind(
        "Move", "A child came to live in the home that was chosen",
        f"Somebody recorded that a child came, and whether the plan was whole by then. {_NO_CHILD}",
        NOTHING,
    ),
    "stay_taken_up": Kind(
        "Stay taken up", "A stay that began before any choice here is kept from now on",
        "A child lived in a home before their council used this house. Somebody recorded since when, and where that is "
        f"written. {_NO_CHILD}",
        NOTHING,
    ),
    "role_given": Kind(
        "Role given",
        "Somebody was given a role in this house",
        "A role opens records and lets decisions be made, so each one that is given leaves an entry. Nothing here says "
        "who, which role, or where.",
        NOTHING,
    ),
    "role_ended": Kind(
        "Role ended",
        "Somebody's role in this house came to an end",
        "The role and its keys stopped at once; what was done in it stays on record. Nothing here says who.",
        NOTHING,
    ),
    "wish_recorded": Kind(
        "Wishes recorded", "A child was asked for wishes and feelings",
        "The law asks that a child be asked before homes are listed, before one is chosen, and at reviews. The "
        f"place of this entry shows whether that was done in time. {_NO_CHILD}",
        NOTHING,
    ),
    "provider_verified": Kind(
        "Provider checked", "A council checked who runs homes",
        "Somebody outside a provider made sure that it is who it says. Nothing here says which provider or council.",
        NOTHING,
    ),
    "evidence_checked": Kind(
        "Evidence read", "A council read the evidence behind a claim",
        "Somebody outside a home read a document that stands behind what the home says it can do. Nothing here says "
        "which home or what.",
        NOTHING,
    ),
    "terms_recorded": Kind(
        "Registration or approval recorded", "What the law lets a home take was written down",
        "An officer recorded a registration or approval, or a change to one. Nothing here says which home.",
        NOTHING,
    ),
    "home_closed": Kind(
        "Home closed", "A home was closed in a council’s register",
        "From a day on, searches no longer look at this home. Nothing here says which home or why.",
        NOTHING,
    ),
    "stay_ended": Kind(
        "Stay ended", "A child left the place where they lived",
        f"An officer wrote down that a stay ended, and why. {_NO_CHILD}",
        NOTHING,
    ),
    "notice_given": Kind(
        "Notice given", "Notice was given that a stay is to end",
        f"A home or a council said that a child cannot go on living somewhere, and why. {_NO_CHILD}",
        NOTHING,
    ),
    "notice_told": Kind(
        "Child told of a notice", "A child was told that somebody gave notice",
        f"Somebody spoke with a child about a notice, and wrote down what was said. {_NO_CHILD}",
        NOTHING,
    ),
    "notice_refused": Kind(
        "No to a notice", "A child said no to a notice",
        f"A child, or their advocate, said that they do not want to leave. {_NO_CHILD}",
        NOTHING,
    ),
    "notice_taken_back": Kind(
        "Notice taken back", "A notice was taken back",
        f"Whoever gave notice took it back, and the child stays. {_NO_CHILD}",
        NOTHING,
    ),
    "stabilisation_meeting": Kind(
        "Meeting to save a home", "A meeting asked what would have to change so that a child can stay",
        f"After a notice, those around a child met and wrote down who does what by when. {_NO_CHILD}",
        NOTHING,
    ),
    "placement_ended": Kind(
        "Reasons of an end", "Somebody wrote down why a stay ended",
        f"Who brought the end about, whether it was planned, and its reasons were recorded. {_NO_CHILD}",
        NOTHING,
    ),
    "emergency_end_read": Kind(
        "End before a review read", "A reviewing officer read of an end that came before a review",
        f"A stay ended, or notice was given, in an emergency. The reviewing officer said what they think. {_NO_CHILD}",
        NOTHING,
    ),
    "debrief": Kind(
        "Asked how it was", "A child was asked how it was in a home that they left",
        f"A child said how it was, or that they did not want to say. {_NO_CHILD}",
        NOTHING,
    ),
    "belongings_checked": Kind(
        "Belongings checked", "Somebody checked what goes with a child who leaves",
        f"What belongs to a child goes with them. {_NO_CHILD}",
        NOTHING,
    ),
    "after_eighteen": Kind(
        "After 18", "It was said where somebody lives after their 18th birthday",
        f"Staying put, staying close, moved on or something else, with the reason. {_NO_CHILD}",
        NOTHING,
    ),
    "move_withdrawn": Kind(
        "Planned move taken back", "A move that was planned was taken back before it began",
        f"A place had been given for a later day, and was given back with a reason. {_NO_CHILD}",
        NOTHING,
    ),
    "emergency": Kind(
        "Emergency opened", "A child could not wait for a home",
        "Somebody on duty opened the emergency path, and with it a full search that runs beside it. "
        f"{_NO_CHILD}",
        NOTHING,
    ),
    "emergency_followed": Kind(
        "After an emergency", "Something that was owed after an emergency was done",
        "After an emergency the reasons, the notices, the plan and the approver's confirmation are owed within a few "
        f"working days, and the stay is reviewed. {_NO_CHILD}",
        NOTHING,
    ),
    "visit_recorded": Kind(
        "Visit recorded", "A child was visited where they live",
        "The law asks that a child in care is visited and seen alone. The place of this entry shows whether that was "
        f"done in time. {_NO_CHILD}",
        NOTHING,
    ),
    "care_review_recorded": Kind(
        "Review recorded", "A child’s care plan was reviewed",
        "A reviewing officer looked at the plan with those who know the child. What the child wished was asked before, "
        f"or the reason why not is sealed here. {_NO_CHILD}",
        NOTHING,
    ),
    "health_assessment_recorded": Kind(
        "Health assessment recorded", "A child’s health was assessed",
        f"Somebody wrote down that it was done and on which day, and nothing of what was found. {_NO_CHILD}",
        NOTHING,
    ),
    "early_sign_answered": Kind(
        "Early sign answered", "Somebody answered an early sign that a child may not be able to stay",
        f"They said what was done, or why it was a false alarm. {_NO_CHILD}",
        NOTHING,
    ),
    "emergency_access": Kind(
        "Emergency access", "A record was opened in an emergency",
        "Somebody opened one child's record for a short time, out of their usual reach, and gave a reason. The child, "
        f"the reviewing officers of the child's council and the auditors can see it. {_NO_CHILD}",
        NOTHING,
    ),
    "emergency_judged": Kind(
        "Emergency access judged", "Somebody judged whether an emergency access was justified",
        f"A reviewing officer read why a record was opened in an emergency, and said what they thought. {_NO_CHILD}",
        NOTHING,
    ),
}  # fmt: skip

_SEALED_NAME = re.compile(r"[a-z][a-z_]{0,39}")


def check_public(kind: str, public: Mapping[str, Public]) -> None:
    """Raise Refused unless `public` is exactly what an entry of this kind may say to everyone."""
    rules = KINDS.get(kind)
    if rules is None:
        raise Refused(
            "register_kind_unknown",
            f"The register has no kind of entry called '{kind}'. Use one of: {', '.join(sorted(KINDS))}.",
        )
    fields = {name: field for name, field in rules.fields.items() if not field.of_before}
    for name in public:
        if name not in fields:
            allowed = ", ".join(fields) or "none"
            raise Refused(
                "register_field_not_public",
                f"An entry of kind '{kind}' may not show the field '{name}': everyone can read it. "
                f"Seal it instead. Public fields of this kind: {allowed}.",
            )
    for name, field in fields.items():
        if name not in public:
            if field.required:
                raise Refused(
                    "register_field_missing",
                    f"An entry of kind '{kind}' must say '{name}': {field.form.words}.",
                )
        elif not field.form.fits(public[name]):
            raise Refused(
                "register_value_not_public",
                f"The public field '{name}' of an entry of kind '{kind}' must be {field.form.words}. "
                "Free words are never public.",
            )


def check_sealed_names(names: Mapping[str, object]) -> None:
    """Raise Refused unless each name is a plain lower-case word: names are public, only values are sealed."""
    for name in names:
        if not isinstance(name, str) or not _SEALED_NAME.fullmatch(name):
            raise Refused(
                "register_sealed_name",
                "The name of a sealed part is public, so it must be plain lower-case words joined by '_', "
                "without digits, and no longer than 40 letters.",
            )
        if name in ("by", "role"):
            raise Refused("register_sealed_name", f"The register itself seals '{name}'. Leave it out.")
