"""Which languages the pages can be read in: English, and each one that has a compiled catalogue.

Only `django` catalogues under site/locale count. Nothing is asked of the translation machinery here, because settings
are read before it stands.
"""

from pathlib import Path

from django.conf.locale import LANG_INFO

OURS = ("en-gb", "English")


def offered(folder: Path) -> list[tuple[str, str]]:
    """(code, its name in itself) of each language, English first. folder: `<language>/LC_MESSAGES/django.mo` in it."""
    found = sorted(each.parent.parent.name for each in folder.glob("*/LC_MESSAGES/django.mo"))
    return [OURS, *((code, name_of(code)) for code in map(code_of, found) if code != OURS[0])]


def code_of(folder_name: str) -> str:
    """`pt_BR` is the language `pt-br`."""
    return folder_name.replace("_", "-").lower()


def name_of(code: str) -> str:
    """The language's own name for itself; its code where none is known."""
    told = LANG_INFO.get(code) or LANG_INFO.get(code.split("-")[0]) or {}
    return str(told.get("name_local", code))
