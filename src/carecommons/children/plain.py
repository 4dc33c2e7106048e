"""A young person's record in words that they read: no codes, no levels, no word of the trade. All are marked.

Source: look and feel section 10 (reading age 11, "you", sentences of 15 words or fewer).
"""

from carecommons.common.texts import gettext_noop as _
from carecommons.people.roles import Role

from .wishes import Wish

__all__ = ["HELP_WORDS", "OWN_WORDS", "PARTS", "QUESTIONS", "UNKNOWN_WORDS", "WHO", "WHYS", "in_own_voice", "who_words"]

# What each level means, said to the young person. Index 0 to 4; an unknown part has its own words.
HELP_WORDS = (
    _("You manage this like most people your age."),
    _("You need a bit of help now and then."),
    _("You need some help in most weeks."),
    _("You need help every day."),
    _("You need someone there for you all the time."),
)
UNKNOWN_WORDS = _("We do not know yet. You can tell us.")
# The same five, as the young person says them of themselves.
OWN_WORDS = (
    _("I manage this like most people my age"),
    _("I need a bit of help now and then"),
    _("I need some help in most weeks"),
    _("I need help every day"),
    _("I need someone there for me all the time"),
)
PARTS = {
    "EMO": _("Feelings"), "ATT": _("Trust in adults"), "BEH": _("Behaviour"), "SAF": _("Staying safe"),
    "HEA": _("Health"), "DEV": _("Learning and talking"), "EDU": _("School"), "SOC": _("Friends"),
    "FAM": _("Family"), "IDE": _("Identity"), "IND": _("Doing things on your own"), "STA": _("Settling"),
}  # fmt: skip
QUESTIONS = {
    "EMO": _("How do you feel most days? What helps when you feel bad?"),
    "ATT": _("Is there an adult you trust? Is trust hard for you?"),
    "BEH": _("Do things sometimes get too much? What happens then?"),
    "SAF": _("Do you feel safe? Is there anyone or any place that scares you?"),
    "HEA": _("How is your body? Do you sleep well? Do you have pain?"),
    "DEV": _("Is it easy to learn new things, and to say what you mean?"),
    "EDU": _("How is school? Who helps you there?"),
    "SOC": _("Who are your friends? Do you see them enough?"),
    "FAM": _("Who in your family do you want to see? How is it when you do?"),
    "IDE": _("What makes you, you? Think of food, faith, language and style."),
    "IND": _("What can you do on your own? What do you want to learn?"),
    "STA": _("Have you moved a lot? What would help you to stay?"),
}  # fmt: skip
WHO = {
    Role.SOCIAL_WORKER: _("Your social worker"),
    Role.TEAM_MANAGER: _("The boss of your social worker"),
    Role.PLACEMENT_OFFICER: _("Someone who looks for homes"),
    Role.NOMINATED_OFFICER: _("A boss at the council who says yes or no"),
    Role.DIRECTOR: _("The head of children’s care at the council"),
    Role.REVIEWING_OFFICER: _("Your reviewing officer"),
    Role.ADVOCATE: _("Your advocate"),
    Role.VIRTUAL_SCHOOL_HEAD: _("The head who looks after your school plan"),
    Role.CLINICIAN: _("A nurse or a doctor"),
    Role.AUDITOR: _("Someone who checks that we keep the rules"),
    Role.PARENT: _("Your parent"),
    Role.PLANNER: _("Someone who plans homes"),
    Role.PROVIDER_MANAGER: _("The manager of your home"),
    Role.PROVIDER_RESPONSIBLE: _("Someone who runs your home"),
    Role.FOSTER_CARER: _("Your foster carer"),
    Role.CHILD: _("You"),
}
SOMEONE = _("Someone who works with us")
# Who looked for a home that was asked, before anybody lives there: it is not their home.
WHO_WAS_ASKED = {
    Role.PROVIDER_MANAGER: _("The manager of a home that was asked"),
    Role.PROVIDER_RESPONSIBLE: _("Someone who runs a home that was asked"),
    Role.FOSTER_CARER: _("A foster carer of a home that was asked"),
}
OF_A_HOME_ASKED = ("matching.see_detail", "decisions.ask_review_for_home")
# Why somebody looked, by what they did.
WHYS = {
    "children.see_record": _("To read about you, so that they can help."),
    "children.see_caseload": _("To see the list of young people they help."),
    "children.see_schooling": _("To help with school."),
    "children.see_own_page": _("To read this page with you."),
    "children.write_needs": _("To write down what you need."),
    "children.write_story": _("To write down your story."),
    "children.write_wishes": _("To write down what you want."),
    "children.write_own_view": _("To write down how you see things."),
    "children.write_connections": _("To write down who matters to you."),
    "children.see_protected": _("To see an address that is kept safe."),
    "children.see_shared_messages": _("To read what you chose to share."),
    "children.record_secure_approval": _("To write down what a court said."),
    "provision.see_family_home": _("To look at a home with your family."),
    "provision.take_place": _("To write down where you live."),
    "people.see_looks": _("To check who looked at your page."),
    "matching.refer": _("To look for a home for you."),
    "matching.rank_homes": _("To write down which home you want most."),
    "matching.keep_visits": _("To plan a visit with you."),
    "matching.answer_impact": _("To think about who would live with you."),
    "matching.hold_meeting": _("To talk about the homes for you."),
    "matching.ask_terms": _("To ask a home if it could be right for you."),
    "matching.see_detail": _("To see if their home could be right for you. Your name was not there."),
    "matching.answer_ladder": _("To ask your family first."),
    "matching.make_shortlist": _("To look for a home for you."),
    "matching.accept_reply": _("To check what a home says it can do for you."),
    "matching.answer_wish": _("To find out if a home can do what you want."),
    "matching.see_referral": _("To look for a home for you."),
    "matching.see_shortlist": _("To look at homes for you."),
    "matching.see_own_homes": _("To look at homes with you."),
    "decisions.propose": _("To choose a home for you."),
    "decisions.approve": _("To say yes or no to a home for you."),
    "decisions.see_decision": _("To read what was decided for you."),
    "decisions.disagree": _("To say no for you."),
    "decisions.see_disagreements": _("To read why you do not agree."),
    "decisions.answer_disagreement": _("To answer you."),
    "decisions.ask_review": _("To ask someone new to look again."),
    "decisions.ask_review_for_home": _("To ask for a home that someone new looks again."),
    "decisions.see_own_reviews": _("To read what they asked to be looked at again."),
    "decisions.run_review": _("To make sure that someone new looks again."),
    "decisions.let_move_go": _("To say if it is safe for the move to wait."),
    "decisions.sit_on_panel": _("To look again at what was decided for you."),
    "children.tell_next_home": _("To say what your next home must know."),
    "children.answer_carried": _("To read what your next home must know."),
    "decisions.give_notice": _("To say that you cannot stay in a home."),
    "decisions.see_notice": _("To read that someone said you cannot stay."),
    "decisions.tell_notice": _("To tell you that someone said you cannot stay."),
    "decisions.refuse_notice": _("To say no with you."),
    "decisions.hold_meeting": _("To find out how you can stay."),
    "decisions.read_emergency_end": _("To check a move that came too fast."),
    "decisions.say_how_it_was": _("To say how a home was, with you."),
    "decisions.record_debrief": _("To ask how a home was."),
    "decisions.check_belongings": _("To check that your things go with you."),
    "decisions.see_own_stays": _("To see who lives in their home."),
    "decisions.read_plan_at_home": _("To read the plan for you to live with them."),
    "decisions.answer_for_home": _("To say if their home said yes to you."),
    "decisions.decide_at_eighteen": _("To plan where you live after 18."),
    "decisions.see_placement": _("To read how your move goes."),
    "decisions.write_plan": _("To plan your move with you."),
    "decisions.begin_placement": _("To write down that you moved."),
    "decisions.take_up_stay": _("To write down where you live, and since when."),
    "decisions.send_notice": _("To tell those who must know that you move."),
    "decisions.say_what_comes": _("To write down what you want to bring."),
    "people.make_code": _("To make a code for you, so that you can come in."),
    "people.see_codes": _("To see which codes were made for you."),
    "people.break_glass": _("To help you fast in an emergency."),
    "people.see_emergencies": _("To check why someone opened your page in an emergency."),
    "people.judge_emergency": _("To say if opening your page in an emergency was right."),
    "children.add_child": _("To begin your page."),
    "children.import_returns": _("To put in what the council wrote down before."),
    "children.see_import_report": _("To check that the council’s lists are right."),
    "matching.choose_again": _("To choose a home for you again."),
    "matching.close": _("To say that a home was found for you."),
    "matching.open_emergency": _("To find a safe place for you fast."),
    "matching.record_prevention": _("To write down what was tried so that you could stay."),
    "matching.see_relatives": _("To see who in your family or of your friends could care for you."),
    "matching.assess_relative": _("To find out if someone you know could care for you."),
    "matching.approve_for_a_time": _("To say if someone you know can care for you for now."),
    "matching.extend_approval": _("To give someone you know more time to care for you."),
    "matching.close_approval": _("To say what comes next with someone you know who cares for you."),
    "matching.invite_homes": _("To ask homes if they could be right for you."),
    "matching.write_reply": _("To write down what a home answered."),
    "decisions.see_emergencies": _("To see how you are after things had to go fast."),
    "decisions.keep_trail": _("To write down what still has to be done for you after things had to go fast."),
    "decisions.review_emergency": _("To look again at the place that was found for you fast."),
    "decisions.see_living": _("To see how you are in your home."),
    "decisions.record_visit": _("To write down that someone came to see you."),
    "decisions.record_review": _("To write down what was said at your review."),
    "decisions.record_health": _("To write down how your health and your teeth are."),
    "decisions.record_time": _("To write down when you saw your family and friends."),
    "decisions.answer_sign": _("To help you to stay in your home."),
    "decisions.say_how_it_goes": _("To say how it goes in your home, with you."),
    "register.open_entry": _("To check that nobody changed your letter."),
}
SOME_REASON = _("To help with your care.")
# Only what they said, wrote or had read out in their own words is shown as their voice.
OWN_HOWS = frozenset({"said", "written", "interpreter"})


def in_own_voice(wish: Wish) -> bool:
    """Whether the words are the young person's own, and not somebody's account of them."""
    return wish.how in OWN_HOWS


def who_words(role: str, act: str = "") -> str:
    """Who a role is, to the young person; act: what they looked for, where it says that it is not their home yet."""
    if act in OF_A_HOME_ASKED and role in set(WHO_WAS_ASKED):
        return WHO_WAS_ASKED[Role(role)]
    return WHO.get(Role(role), SOMEONE) if role in set(Role) else SOMEONE


def why_words(act: str) -> str:
    """Why somebody looked, to the young person."""
    return WHYS.get(act, SOME_REASON)
