"""The handbook: `docs/running-an-event` and what it refers to, readable without the internet."""

import functools
import itertools
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from flask import abort, current_app
from flask.typing import ResponseReturnValue
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from competition.web import language
from competition.web.organiser.blueprint import bp
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import organiser_page

FIRST = "running-an-event"
DOCUMENTS = (
    *(FIRST, "lists", "prints", "competition-file", "scoring", "draw", "panels", "commands"),
    *("security", "glossary"),
)
SECTIONS = {
    "plan": {"en": "on-the-day", "zh": "比赛当天"},
    "control": {"en": "the-control-room", "zh": "现场总控"},
    "tables": {"en": "the-agreement-at-the-table", "zh": "席间协商结果"},
    "wall": {"en": "progress", "zh": "评分进度"},
    "messages": {"en": "messages", "zh": "消息"},
    "people": {"en": "people-on-the-day", "zh": "当天的人员变动"},
    "show": {"en": "the-projector", "zh": "大屏"},
    "results": {"en": "when-something-goes-wrong", "zh": "突发情况处置"},
    "audit": {"en": "after-the-event", "zh": "赛后"},
}
"""Where the handbook speaks of a section of the menu; of all others, where it begins to set up."""
_SETTING_UP = {"en": "setting-up", "zh": "录入赛事"}
_LINK = re.compile(r"(?P<name>[a-z-]+)(?P<zh>\.zh)?\.md(?P<anchor>#.*)?")


@dataclass(frozen=True)
class Chapter:
    """One document: its heading, its sections' (anchor, heading), its text and its language."""

    title: str
    sections: list[tuple[str, str]]
    text: Markup
    language: str


@bp.get("/organiser/handbook")
@bp.get("/organiser/handbook/<name>")
@bp.get("/organiser/c/<key>/handbook")
@bp.get("/organiser/c/<key>/handbook/<name>")
def handbook_page(name: str = FIRST, key: str | None = None) -> ResponseReturnValue:
    """One document of the handbook; below a competition, with that competition's menu."""
    if key is not None:
        competition_or_404(key)
    if name not in DOCUMENTS:
        abort(404)
    folder = Path(current_app.root_path) / "docs"
    here = f"/organiser/c/{key}/handbook" if key else "/organiser/handbook"
    chapter = _chapter(folder, name, language.current(), here)
    return organiser_page(
        "record/handbook.html", chapter=chapter, here=here, is_first=name == FIRST
    )


def handbook_anchor(section: str) -> str:
    """The anchor of what the handbook says about a section of the menu."""
    return quote(SECTIONS.get(section, _SETTING_UP)[language.current()])


@functools.cache
def _chapter(folder: Path, name: str, code: str, here: str) -> Chapter:
    file, written_in = folder / f"{name}.md", "en"
    if code == "zh" and (folder / f"{name}.zh.md").exists():
        file, written_in = folder / f"{name}.zh.md", "zh"
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(file.read_text(encoding="utf-8"))
    title, sections = "", []
    for opening, inside in itertools.pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrs["id"] = _anchor(inside.content)
            title = title or inside.content
            if opening.tag == "h2":
                sections.append((_anchor(inside.content), inside.content))
        for child in opening.children or ():
            _lead_inside(child, name, here)
    text = markdown.renderer.render(_without_contents(tokens), markdown.options, {})
    # The project's own documents, with any HTML in them escaped.
    return Chapter(title, sections, Markup(text), written_in)  # noqa: S704


def _anchor(heading: str) -> str:
    """A heading's anchor, as in the links of the documents themselves.

    >>> _anchor('A judge\\'s tablet says "Please check again"'), _anchor("赛后")
    ('a-judges-tablet-says-please-check-again', '赛后')
    """
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _lead_inside(token: Token, name: str, here: str) -> None:
    """Make a link to another document one to its page here; to other files there is none."""
    address = str(token.attrs.get("href", ""))
    if token.type != "link_open" or address.startswith(("#", "http")):
        return
    found = _LINK.fullmatch(address)
    if found is None or found["name"] not in DOCUMENTS:
        del token.attrs["href"]
        return
    if found["name"] == name:
        # The same document in its other language.
        token.attrs["href"] = "?lang=zh" if found["zh"] else "?lang=en"
    else:
        token.attrs["href"] = f"{here}/{found['name']}{found['anchor'] or ''}"


def _without_contents(tokens: list[Token]) -> list[Token]:
    """The tokens without the list of contents before the first section: the page has its own."""
    first = next((n for n, t in enumerate(tokens) if t.type == "heading_open" and t.tag == "h2"), 0)
    ends = [n for n in range(first) if tokens[n].type == "bullet_list_close"]
    starts = [n for n in range(first) if tokens[n].type == "bullet_list_open"]
    return tokens[: starts[0]] + tokens[ends[-1] + 1 :] if starts else tokens
