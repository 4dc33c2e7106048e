"""What each level means, in the words of a child of eleven: said to them, and as they would say it.

Index 0 to 4; an unknown part has its own words. Source: the levels of data/dictionary.toml, said plainly.
"""

HELP_WORDS = (
    "You manage this like most people your age.",
    "You need a bit of help now and then.",
    "You need some help in most weeks.",
    "You need help every day.",
    "You need someone there for you all the time.",
)
OWN_WORDS = (
    "I manage this like most people my age",
    "I need a bit of help now and then",
    "I need some help in most weeks",
    "I need help every day",
    "I need someone there for me all the time",
)
UNKNOWN_WORDS = "We do not know yet. You can tell us."
