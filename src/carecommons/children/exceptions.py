"""When a child must be asked, and the lawful reasons for which there are no words of their own.

Source: Children Act 1989 s22(4)-(5): so far as reasonably practicable, and by age and understanding; handbook A2.
"""

from carecommons.common.texts import gettext_noop as _

ASKED_STAGES = ("before_shortlist", "before_decision", "review")  # when the law has a child asked
OBSERVED, NOT_SAID, NOT_SAFE, NOT_REACHED = "observed", "not_said", "not_safe", "not_reached"
# The lawful exceptions to hearing a child's own words: each is recorded with its reason, counted, and read by the
# child. The law asks to find out what they wish so far as that is reasonably practicable (s22(4)).
EXCEPTIONS: dict[str, str] = {
    OBSERVED: "The child is too young or unable to say, and was watched",
    NOT_SAID: "The child was asked and did not want to say",
    NOT_SAFE: "It was not safe to ask the child",
    NOT_REACHED: "The child could not be reached in the time",
}
# The same, as the child reads them.
OWN_EXCEPTIONS: dict[str, str] = {
    OBSERVED: _("You were too young to say it, or could not. So someone watched how you are."),
    NOT_SAID: _("You did not want to say. That is fine."),
    NOT_SAFE: _("We did not ask you then. It was not safe for you. This is why:"),
    NOT_REACHED: _("We had to be very fast and could not ask you first. We must ask you soon. This is why:"),
}
