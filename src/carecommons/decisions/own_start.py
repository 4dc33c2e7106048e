"""The plan for living somewhere in words for the young person: what was agreed, under headings that they read.

Reading age 11 at most. What an adult must explain first (why somebody is not seen, court orders) stands in no list
here: their social worker tells them, and the record can be read with them.
"""

from carecommons.common.texts import gettext_noop as _

from .starting import Reply

# code of an item -> its heading for the young person, in the order of their page
AGREED = {
    "contact": _("Seeing your family and friends"),
    "siblings": _("Your brothers and sisters"),
    "school": _("Your school"),
    "culture": _("Your faith, food and language"),
    "doctor": _("Your doctor"),
    "dentist": _("Your dentist"),
    "reviewing_officer": _("Your reviewing officer"),
    "visits": _("When your social worker comes"),
    "welcome": _("What you get to know about the home"),
    "belongings": _("How your things are moved"),
    "may_friends": _("Sleeping over at friends, and clubs"),
    "may_home": _("Haircuts, bedtimes and pocket money"),
    "may_online": _("Phone, photos and social media"),
    "may_travel": _("Holidays"),
}
OWN_REPLIES = {
    Reply.SAID: "",
    Reply.NOT_SO: _("This is not needed for you."),
    Reply.YES: _("The people you live with can say yes or no."),
    Reply.NO: _("The council must say yes first."),
    Reply.ASK: _("The people you live with ask first."),
}
OWN_STEPS = {
    "meet": _("You meet them, where you live now"),
    "see_home": _("You see the home"),
    "meal": _("You eat together"),
    "night": _("Your first night there"),
    "school": _("You visit the new school"),
    "call": _("You call or write to each other"),
}
