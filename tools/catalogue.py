"""Write the catalogue of every marked string into site/locale/django.pot; with --compile, each translation beside it.

`python tools/catalogue.py` reads the marks in our own Python and templates: nothing else is needed, no gettext tools.
`python tools/catalogue.py --compile` makes a django.mo of every `<language>/LC_MESSAGES/django.po` (docs/manual/
languages.md): a language is offered as soon as that file stands.
"""

import ast
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "carecommons"
LOCALE = SOURCE / "site" / "locale"
CATALOGUE = LOCALE / "django.pot"
MODULES = ("django.utils.translation", "carecommons.common.texts")
ONE = frozenset({"gettext", "gettext_lazy", "gettext_noop"})
MANY = frozenset({"ngettext", "ngettext_lazy"})
HEAD = """# Every string that a young person can meet, and the others that are marked. Written by tools/catalogue.py.
msgid ""
msgstr ""
"Project-Id-Version: Care Commons\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
# What is translated: the words, and the words for many ("" where there is one form); and the files they stand in.
Words = tuple[str, str]
Found = dict[Words, set[str]]


def marked() -> Found:
    """Every marked string of our own code and templates, with the files that mark it."""
    found: Found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for words in in_python(path.read_text(encoding="utf-8")):
            found.setdefault(words, set()).add(str(path.relative_to(ROOT)))
    for path in sorted([*SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt")]):
        for words in in_template(path.read_text(encoding="utf-8")):
            found.setdefault(words, set()).add(str(path.relative_to(ROOT)))
    return found


def in_python(text: str) -> Iterator[Words]:
    """The strings inside calls of the marking functions, under whatever name the module imports them."""
    tree = ast.parse(text)
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.endswith(MODULES)
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        kind = names.get(node.func.id, "")
        told = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if kind in ONE and told:
            yield told[0], ""
        elif kind in MANY and len(told) > 1:
            yield told[0], told[1]


def in_template(text: str) -> Iterator[Words]:
    """The strings of `translate` and `blocktranslate`, as the engine itself reads them."""
    from django.template import Engine, Template
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    for node in _nodes(Template(text, engine=Engine.get_default()).nodelist):
        if isinstance(node, BlockTranslateNode):
            one = node.render_token_list(node.singular)[0]
            many = node.render_token_list(node.plural)[0] if node.plural else ""
            yield (_trimmed(one), _trimmed(many)) if node.trimmed else (one, many)
        elif isinstance(node, TranslateNode) and isinstance(
            literal := getattr(node.filter_expression.var, "literal", None), str
        ):
            yield str(literal), ""


def _nodes(inside: Any) -> Iterator[Any]:
    """Every node of a template, those inside block tags of our own among them."""
    for node in inside:
        yield node
        for name in {*node.child_nodelists, "nodelist"}:
            yield from _nodes(getattr(node, name, None) or ())


def _trimmed(words: str) -> str:
    from django.utils.text import normalize_newlines

    return " ".join(line.strip() for line in normalize_newlines(words).split("\n") if line.strip())


def page(found: Found) -> str:
    """The catalogue as its file holds it, in the order of the words."""
    parts = [HEAD]
    for (one, many), files in sorted(found.items()):
        parts += [f"#: {name}\n" for name in sorted(files)]
        if "%(" in one:
            parts.append("#, python-format\n")
        parts.append(f"msgid {quoted(one)}\n")
        parts.append(f'msgid_plural {quoted(many)}\nmsgstr[0] ""\nmsgstr[1] ""\n\n' if many else 'msgstr ""\n\n')
    return "".join(parts)


def quoted(words: str) -> str:
    """One line of a catalogue."""
    told = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{told}"'


def read(text: str) -> dict[Words, list[str]]:
    """A translation: (words, words for many) -> its forms, in order. Comments and what is empty are left out."""
    found: dict[Words, list[str]] = {}
    entry: dict[str, str] = {}
    key, fuzzy = "", False
    for line in [*text.splitlines(), ""]:
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
        elif line.startswith("msg"):
            key, _, rest = line.partition(" ")
            entry[key] = ast.literal_eval(rest)
        elif line.startswith('"'):
            entry[key] += ast.literal_eval(line)
        elif entry:
            forms = [words for name, words in entry.items() if name.startswith("msgstr")]
            if all(forms) and not fuzzy:
                found[entry["msgid"], entry.get("msgid_plural", "")] = forms
            entry, fuzzy = {}, False
    return found


def compiled(told: Mapping[Words, list[str]]) -> bytes:
    """The same in the machine's form (GNU gettext's MO, without its table of hashes)."""
    rows = sorted(("\0".join(filter(None, words)).encode(), "\0".join(forms).encode()) for words, forms in told.items())
    start, number = 28, len(rows)
    place, firsts, seconds, body = start + 16 * number, b"", b"", b""
    for index in (0, 1):
        table = b""
        for row in rows:
            table += len(row[index]).to_bytes(4, "little") + (place + len(body)).to_bytes(4, "little")
            body += row[index] + b"\0"
        firsts, seconds = (table, seconds) if index == 0 else (firsts, table)
    head = (0x950412DE, 0, number, start, start + 8 * number, 0, place)
    return b"".join(each.to_bytes(4, "little") for each in head) + firsts + seconds + body


def main() -> int:
    if "--compile" in sys.argv[1:]:
        for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
            path.with_suffix(".mo").write_bytes(compiled(read(path.read_text(encoding="utf-8"))))
        return 0
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carecommons.site.settings")
    os.environ.setdefault("CARECOMMONS_PROFILE", "test")
    django.setup()
    LOCALE.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(page(marked()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
