"""The manual as pages of the product: the same Markdown files that stand in docs/, shown to whoever asks for help.

A wheel carries them below `site/docs`; a clone reads them where they are written. HTML in a page is shown and never
run. Links between pages of the manual lead to those pages here; a link to anything else of the project becomes plain
words, because the reader of a wheel does not have it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from carecommons.common.errors import NotFound
from carecommons.people.roles import ROLE_NAMES, Role

CLASSES = {
    "h1": "govuk-heading-l", "h2": "govuk-heading-m", "h3": "govuk-heading-s", "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet", "ol": "govuk-list govuk-list--number govuk-list--spaced",
    "table": "cc-table",
}  # fmt: skip
GLOSSARY = "glossary"
YOUNG = "for-young-people"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the manual: its title without marks, and its body as HTML without the title."""

    name: str
    title: str
    body: SafeString


def page_of(role: Role) -> str:
    """The page for one role: `roles/social-worker`; a young person's own is written for them."""
    return YOUNG if role is Role.CHILD else f"roles/{role.value.replace('_', '-')}"


def role_pages() -> tuple[tuple[str, str], ...]:
    """Every role's page with its words, in the order of the roles."""
    return tuple((page_of(role), ROLE_NAMES[role]) for role in Role)


@cache
def pages() -> dict[str, Path]:
    """Every page that is served: its name, and its file."""
    manual = settings.DOCS / "manual"
    found = {path.relative_to(manual).with_suffix("").as_posix(): path for path in sorted(manual.rglob("*.md"))}
    return {**found, GLOSSARY: settings.DOCS / "glossary.md"}


def subjects() -> tuple[tuple[str, str], ...]:
    """The pages by subject, for whoever looks for one: name and title."""
    return tuple((name, _title(path)) for name, path in pages().items() if not name.startswith("roles/"))


@cache
def help_page(name: str) -> Page:
    """One page of the manual. Raises NotFound."""
    path = pages().get(name)
    if path is None:
        raise NotFound()
    marks = MarkdownIt("commonmark", {"html": False}).enable("table")
    for kind in ("table_open", "table_close", "code_block", "fence"):
        marks.add_render_rule(kind, _in_a_frame)
    tokens = marks.parse(path.read_text("utf-8"))
    title, body = tokens[1].content, tokens[3:]  # a page begins with its title: heading_open, inline, heading_close
    _dress(body, path)
    return Page(name, _plain(title), mark_safe(marks.renderer.render(body, marks.options, {})))  # noqa: S308


def _dress(tokens: list[Token], path: Path) -> None:
    """Give each part the looks of every other page, and each link its address here."""
    for token in tokens:
        if token.type.endswith("_open") and token.tag in CLASSES:
            token.attrSet("class", CLASSES[token.tag])
        if token.children:
            _dress_inline(token.children, path)


def _dress_inline(tokens: list[Token], path: Path) -> None:
    kept: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            address = _address(str(token.attrGet("href") or ""), path)
            kept.append(bool(address))
            token.attrs = {"href": address, "class": "govuk-link"}
        elif token.type == "image":
            token.attrs["src"] = static(f"manual/{PurePosixPath(str(token.attrs['src'])).name}")
            token.attrs |= {"class": "cc-shot", "loading": "lazy", "alt": token.content}
        elif token.type == "code_inline":
            token.attrSet("class", "cc-code")
        if token.type in ("link_open", "link_close") and not kept[-1]:
            token.type, token.tag, token.nesting, token.content = "text", "", 0, ""
        if token.type == "link_close":
            kept.pop()


def _in_a_frame(rules: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """A table, or an example of commands, in a frame of its own that scrolls sideways, so that no page does."""
    kind = tokens[at].type
    open_frame = close_frame = ""
    if kind != "table_close":
        env["frames"] = env.get("frames", 0) + 1
        name = f"{'Table' if kind == 'table_open' else 'Example'} {env['frames']}"
        open_frame = f'<div class="cc-scroll" tabindex="0" role="region" aria-label="{name}">'
    if kind != "table_open":
        close_frame = "</div>\n"
    drawn = (
        getattr(RendererHTML, kind)(rules, tokens, at, options, env)
        if kind in ("fence", "code_block")
        else (rules.renderToken(tokens, at, options, env))
    )
    return f"{open_frame}{drawn}{close_frame}"


def _address(target: str, path: Path) -> str:
    """Where a link leads here: to a page of the manual, or to an address of the product; "" for anything else."""
    if target.startswith("/") and not target.startswith("//"):
        return target
    file, _, place = target.partition("#")
    if "://" in target or not file.endswith(".md"):
        return ""
    wanted = (path.parent / file).resolve()
    for name, known in pages().items():
        if known.resolve() == wanted:
            return reverse("help_page", args=[name]) + (f"#{place}" if place else "")
    return ""


def _title(path: Path) -> str:
    with path.open(encoding="utf-8") as lines:
        return _plain(next(lines).removeprefix("# ").strip())


def _plain(title: str) -> str:
    return title.replace("`", "").replace("*", "")
