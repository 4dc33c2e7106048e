"""What must be agreed and written down before a child goes to live somewhere, and what lacks of it.

Source: Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959) regulation 9 and Schedule 2;
handbook section 2 (regulation 9) and section 5, steps 8 and 10. The whole plan stands before the first day. Where the
move was an emergency it follows within a few working days (`placement_plan_working_days`). A home that offered itself
in a round has said yes there; of every other home but that of parents, the plan says who gave its yes.
Each item says where it comes from and whether that text was at hand: the handbook gives some of Schedule 2 from memory.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from carecommons.common.days import add_working_days
from carecommons.common.errors import NotNow, ReasonMissing, Refused

SCHEDULE = "SI 2010/959 reg 9 and Sch 2"
OURS = "handbook section 5, steps 8 and 10: our own rule"
HOMES_WITH_STAFF = frozenset(
    {
        "childrens_home", "secure_childrens_home", "special_school_registered_as_home", "supported_accommodation",
        "residential_family_centre", "other_arrangement",
    }
)  # fmt: skip
PARENTS, CONNECTED = "parents", "connected_person"


class Reply(StrEnum):
    """How one item of the plan is answered. yes, no and ask are for matters that may be left to the carer."""

    SAID = "said"
    NOT_SO = "does_not_apply"
    YES = "yes"
    NO = "no"
    ASK = "ask"


REPLY_WORDS = {
    Reply.SAID: "Agreed",
    Reply.NOT_SO: "Does not apply",
    Reply.YES: "The carer may decide",
    Reply.NO: "The carer may not decide",
    Reply.ASK: "The carer asks first",
}
PLAIN, MATTER = (Reply.SAID, Reply.NOT_SO), (Reply.YES, Reply.NO, Reply.ASK)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that the plan answers.

    replies: how it may be answered. whom: "all" homes, those with "staff", or everywhere but with "carers" who have
    parental responsibility themselves. confirmed: the text of the source was at hand.
    """

    code: str
    group: str
    title: str
    asks: str
    source: str = SCHEDULE
    confirmed: bool = True
    replies: tuple[Reply, ...] = PLAIN
    whom: str = "all"

    @property
    def law(self) -> str:
        """The law behind it, for those who answer it; "" where it is a rule of this house."""
        return "" if self.source == OURS else self.source

    def concerns(self, home_kind: str) -> bool:
        """Whether the plan for a home of this kind answers it."""
        if self.whom == "staff":
            return home_kind in HOMES_WITH_STAFF
        return self.whom == "all" or home_kind != PARENTS


def yes_owed(home_kind: str, no_round: str) -> bool:
    """Whether the plan owes the home's own yes: it gave none in a round, and no parent of the child lives there.

    no_round: the code of why the home is chosen that did not offer in a round; "" where it did, and for family.
    """
    return home_kind == CONNECTED or (home_kind != PARENTS and bool(no_round))


GROUPS = {
    "living": "Living there",
    "family": "Family and people who matter",
    "health": "Health",
    "learning": "School and learning",
    "people": "Who does what, and until when",
    "matters": "What the carer may decide",
    "staff": "The people who work in the home",
    "moving": "The move itself",
}
MOVING = "moving"


def _may(code: str, title: str) -> Item:
    return Item(
        f"may_{code}", "matters", title, "May those who care for the child decide this alone?",
        source=f"{SCHEDULE} (authority given to the carer)", confirmed=False, replies=MATTER, whom="carers",
    )  # fmt: skip


ITEMS: tuple[Item, ...] = (
    Item("daily_care", "living", "Care from day to day", "How will the child be looked after, and by whom?"),
    Item("welfare", "living", "Welfare and safety", "What keeps this child well and safe there?"),
    Item(
        "culture", "living", "Faith, culture and language",
        "What does the child keep of their faith, culture and language, and how?", confirmed=False,
    ),
    Item("contact", "family", "Time with family and friends", "Who, how often, where, and who sees to it?"),
    Item(
        "contact_not", "family", "Contact that there will not be",
        "With whom is there none, and why? The child may read the reason.",
    ),
    Item("contact_orders", "family", "Court orders on contact", "Which orders stand, and what do they say?"),
    Item(
        "siblings", "family", "Brothers and sisters",
        "Do they live together? If not: why, and how do they see each other?", confirmed=False,
    ),
    Item("doctor", "health", "Doctor", "With which practice is the child registered, or by when will they be?"),
    Item("dentist", "health", "Dentist", "With which dentist is the child registered, or by when?"),
    Item("consents", "health", "Consent to treatment", "Who may agree to treatment, in an emergency and otherwise?"),
    Item("school", "learning", "School", "Which school, from when, and how does the child get there?"),
    Item("designated_teacher", "learning", "Designated teacher", "Who is it, and have they been told?"),
    Item("special_needs", "learning", "Special educational needs", "Is there an EHC plan, and which council keeps it?"),
    Item(
        "reviewing_officer", "people", "Reviewing officer", "Who is it, and how does the child reach them?",
        confirmed=False,
    ),
    Item(
        "visits", "people", "Visits", "When does the social worker come, and who sees the child alone?",
        confirmed=False,
    ),
    Item(
        "ending", "people", "How it may end", "In which circumstances may this end, and what is done before?",
        confirmed=False,
    ),
    _may("health", "Doctor and dentist: routine care"),
    _may("school", "School: trips, meetings and signatures"),
    _may("friends", "Nights at friends, clubs and free time"),
    _may("home", "Life at home: haircuts, bedtimes, pocket money"),
    _may("faith", "Faith and worship"),
    _may("online", "Phones, photographs and social media"),
    _may("travel", "Holidays and travel"),
    Item(
        "behaviour", "staff", "Behaviour", "What helps when it is hard, and what is never done to this child?",
        confirmed=False, whom="staff",
    ),
    Item(
        "staff", "staff", "Staff", "Who is the key worker, and who is there by day and at night?",
        confirmed=False, whom="staff",
    ),
    Item(
        "home_agrees", "moving", "The home has said yes",
        "Who said yes for the home, on which day, and in which words? The home has not said it here itself.",
        source=OURS, replies=(Reply.SAID,),
    ),
    Item(
        "introductions", "moving", "Getting to know each other",
        "Which visits come before the move? Say why, where there are none.", source=OURS,
    ),
    Item(
        "welcome", "moving", "What the home tells the child",
        "What has the child been given to read or see about the home, and when?", source=OURS,
    ),
    Item("bring", "moving", "What comes along", "What does the child want to bring and to keep?", source=OURS),
    Item(
        "belongings", "moving", "Belongings",
        "What are they packed in, and who carries them? Never in bags for rubbish.", source=OURS, replies=(Reply.SAID,),
    ),
)  # fmt: skip
ITEM = {item.code: item for item in ITEMS}
BRING = "bring"  # the one item that a child answers themselves
HOME_AGREES = "home_agrees"  # the one item that is owed only where the home's yes stands nowhere else


HOMES_WORD = (Reply.YES, Reply.NO)  # how the home itself answers that item: it is so, or it is not


def answered(said: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Codes of the items that have an answer; the home's own "it is not so" leaves its yes without one.

    said: item and reply of every answer, oldest first.
    """
    newest = dict(said)
    return frozenset(item for item, reply in newest.items() if item != HOME_AGREES or reply != Reply.NO)


def check_homes_word(right: bool, words: str, *, written: bool) -> Reply:
    """What the home itself says of its yes. written: somebody wrote one down for it, and it only says that it is so.

    Raises ReasonMissing("plan_words_missing") for a no without words, and for a yes that stands nowhere yet.
    """
    if not words and not (right and written):
        what = "who says yes for your home" if right else "what is wrong, or what must be settled first"
        raise ReasonMissing("plan_words_missing", f"Say {what}. The child’s team reads it.")
    return Reply.YES if right else Reply.NO


@dataclass(frozen=True, slots=True)
class Answered:
    """How one item was answered, and in which words."""

    reply: Reply
    words: str


def items_for(home_kind: str, *, owes_yes: bool, moves: bool = True) -> tuple[Item, ...]:
    """What the plan for a home of this kind answers, in its order.

    owes_yes: see `yes_owed`. moves: a move leads there; the plan of a stay that was taken up asks nothing about the
    move itself.
    """
    return tuple(
        item for item in ITEMS
        if item.concerns(home_kind) and (moves or item.group != MOVING) and (owes_yes or item.code != HOME_AGREES)
    )  # fmt: skip


def lacking(home_kind: str, answered: Collection[str], *, owes_yes: bool) -> tuple[Item, ...]:
    """What nobody has answered yet. answered: codes of items."""
    return tuple(item for item in items_for(home_kind, owes_yes=owes_yes) if item.code not in answered)


def checked(home_kind: str, code: str, reply: str, words: str, *, owes_yes: bool, moves: bool = True) -> Answered:
    """One answer as it may be kept; `words` are cleaned. owes_yes, moves: as items_for has them.

    Raises Refused("plan_item_unknown") for what the plan of such a home does not ask, Refused("plan_reply_unknown"),
    and ReasonMissing("plan_words_missing"): every answer has words, but that a carer may or may not decide alone.
    """
    asked = {item.code: item for item in items_for(home_kind, owes_yes=owes_yes, moves=moves)}
    item = asked.get(code)
    if item is None:
        known = ", ".join(asked)
        raise Refused("plan_item_unknown", f"The plan for this home does not ask “{code}”. It asks: {known}.")
    if reply not in item.replies:
        raise Refused(
            "plan_reply_unknown", f"“{item.title}” is answered with one of: {', '.join(item.replies)}. Choose one."
        )
    given = Reply(reply)
    if not words and given not in (Reply.YES, Reply.NO):
        what = "why it does not apply" if given is Reply.NOT_SO else "what was agreed"
        what = "whom to ask, and for what" if given is Reply.ASK else what
        raise ReasonMissing("plan_words_missing", f"“{item.title}”: say {what}. {item.asks}")
    return Answered(given, words)


def plan_due(first_day: date, *, emergency: bool, working_days: int) -> date:
    """The day by which the plan is whole: the first day itself, or so many working days later in an emergency."""
    return working_days_later(first_day, working_days) if emergency else first_day


def working_days_later(day: date, number: int) -> date:
    """So many working days later; where the bank holidays are not known, so many days: the stricter reading."""
    try:
        return add_working_days(day, number)
    except Refused:
        return day + timedelta(days=number)


def check_may_begin(
    home_kind: str, answered: Collection[str], *, owes_yes: bool, planned_day: date, came_on: date, today: date,
    emergency: bool,
) -> tuple[Item, ...]:  # fmt: skip
    """What still lacks of the plan when a child comes to live in a home: nothing, but in an emergency.

    Raises Refused("came_in_future") for a day after today, Refused("came_before_place") for one before the place was
    theirs, and ReasonMissing("plan_not_whole") with every item that lacks.
    """
    if came_on > today:
        raise Refused("came_in_future", "The child cannot have come on a day that is still to be. Give the real day.")
    if came_on < planned_day:
        raise Refused(
            "came_before_place",
            f"The place is the child's from {planned_day:%d %B %Y}. Where they came before, take the planned move back "
            "and decide it anew with its real day.",
        )
    missing = lacking(home_kind, answered, owes_yes=owes_yes)
    if missing and not emergency:
        raise ReasonMissing(
            "plan_not_whole",
            "The law asks for the whole plan before a child lives there (Care Planning Regulations 2010 reg 9). Not "
            f"answered yet: {', '.join(item.title for item in missing)}. Answer each, then say that the child came.",
            lacks=[item.code for item in missing],
        )
    return missing


def check_agreement_stands(withdrawn: str) -> None:
    """Raise NotNow("agreement_withdrawn") while nobody answered that a parent took back their agreement.

    withdrawn: the id of the search that was opened for it since the choice was approved; "" where there is none.
    """
    if withdrawn:
        raise NotNow(
            "agreement_withdrawn",
            "A parent has withdrawn their agreement (section 20) since this move was approved, so it does not begin. "
            "Ask the parents, and the child, what they want now. Where they agree again, the young person is 16 or "
            "over and agrees themselves (section 20(11)), or a court order stands, withdraw the search that was opened "
            "for it and say so; else take the planned move back.",
            search=withdrawn,
        )


# ------------------------------------------------------------------------------------------- getting to know the home


class Step(StrEnum):
    """A visit before the move. planned -> held | did_not_happen."""

    PLANNED = "planned"
    HELD = "held"
    NOT_HELD = "did_not_happen"


STEP_WORDS = {Step.PLANNED: "Planned", Step.HELD: "It happened", Step.NOT_HELD: "It did not happen"}
NEXT_STEP: dict[Step, tuple[Step, ...]] = {
    Step.PLANNED: (Step.HELD, Step.NOT_HELD),
    Step.HELD: (),
    Step.NOT_HELD: (),
}
STEPS: Mapping[str, str] = {
    "meet": "They meet, where the child lives now",
    "see_home": "The child sees the home",
    "meal": "A meal together",
    "night": "A first night there",
    "school": "A visit to the new school",
    "call": "A call or a letter",
}


def check_step(state: str, new: Step) -> None:
    """Raise Refused("visit_answered") when a visit in `state` cannot become `new`."""
    if new not in NEXT_STEP[Step(state)]:
        raise Refused("visit_answered", f"This visit was answered already: {STEP_WORDS[Step(state)].lower()}.")
