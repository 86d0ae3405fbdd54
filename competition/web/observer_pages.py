"""Takes out of an observer's pages what would lead to a 404: forms, buttons, links to acts.

One place for every page, so that a page that is added shows an observer no button either. Where
the fields of a form are what there is to read, they stay, disabled.
"""

from html.parser import HTMLParser
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request
from markupsafe import escape
from werkzeug.exceptions import HTTPException

from competition.web import observers

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_FIELDS = frozenset(("input", "select", "textarea"))
_ACTS = frozenset(("button", "primary", "danger-link", "danger"))
_BOXES = frozenset(("acts", "menu-acts", "links-line", "menu"))
Attributes = dict[str, str | None]


def init_app(app: Flask) -> None:
    """Filter the pages that observers read; templates can ask `can_act()`."""
    app.jinja_env.globals["can_act"] = observers.can_act
    app.after_request(_read_only)


def _read_only(response: Response) -> Response:
    if (
        observers.is_observing()
        and response.mimetype == "text/html"
        and request.path.startswith("/organiser")
        and not response.is_streamed
    ):
        page = _ReadOnlyPage(keep_fields=observers.shows_fields(request.endpoint))
        response.set_data(page.of(response.get_data(as_text=True)))
    return response


class _ReadOnlyPage(HTMLParser):
    """Copies a page without what changes something.

    `_open` holds the open elements: the name, where their start is in `_out`, and what becomes of
    them at their end.
    """

    def __init__(self, *, keep_fields: bool) -> None:
        super().__init__(convert_charrefs=False)
        self._keep_fields = keep_fields
        self._out: list[str] = []
        self._open: list[tuple[str, int, str]] = []

    def of(self, page: str) -> str:
        """The page, to be read only."""
        self.feed(page)
        self.close()
        return "".join(self._out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Copy it, and decide what becomes of the element."""
        text, fate = self.get_starttag_text() or "", self._fate(tag, dict(attrs))
        if fate == "read":
            text = f'<div class="{escape(dict(attrs).get("class") or "")} read-only">'
        if tag in _FIELDS and self._is_inside("read"):
            text = text[:-1] + " disabled>"
            if dict(attrs).get("type") == "hidden":
                text = ""
        if tag not in _VOID:
            self._open.append((tag, len(self._out), fate))
        self._out.append(text)

    def handle_endtag(self, tag: str) -> None:
        """Close the element, with those in it that HTML lets stay open."""
        if not any(name == tag for name, _, _ in self._open):
            self._out.append(f"</{tag}>")
            return
        while True:
            name, start, fate = self._open.pop()
            if name == tag:
                break
        inside = "".join(self._out[start + 1 :])
        if fate == "drop" or (fate == "box" and not _has_content(inside)):
            del self._out[start:]
        elif fate == "link":
            # An act's name ends with “…”; any other link is a name that can still be read.
            kept = "" if "…" in inside else f"<span>{inside}</span>"
            self._out[start:] = [kept]
        else:
            self._out.append("</div>" if fate == "read" else f"</{tag}>")

    def _fate(self, tag: str, attrs: Attributes) -> str:
        classes = set((attrs.get("class") or "").split())
        if tag == "form" and (attrs.get("method") or "get").lower() == "post":
            if _endpoint(attrs.get("action") or request.path, "POST") in observers.MAY_SEND:
                return ""
            return "read" if self._keep_fields else "drop"
        if tag == "button" and self._is_inside("read"):
            return "drop"
        if tag == "a" and not _is_seen(attrs.get("href") or ""):
            return "drop" if classes & _ACTS or self._is_in("nav") else "link"
        if classes & _BOXES:
            return "box"
        return ""

    def _is_inside(self, fate: str) -> bool:
        return any(each == fate for _, _, each in self._open)

    def _is_in(self, tag: str) -> bool:
        return any(name == tag for name, _, _ in self._open)

    def handle_data(self, data: str) -> None:
        """Copy text, and what scripts and styles hold."""
        self._out.append(data)

    def handle_entityref(self, name: str) -> None:
        """Copy it as it is."""
        self._out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Copy it as it is."""
        self._out.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        """Copy it as it is."""
        self._out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        """Copy the document type."""
        self._out.append(f"<!{decl}>")


def _has_content(inside: str) -> bool:
    reader = _TextOf()
    reader.feed(inside)
    return bool(reader.text.strip())


class _TextOf(HTMLParser):
    """What a piece of a page says, without the name of a menu that has nothing in it."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._in_summary = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A summary says nothing by itself; a field or a picture is something."""
        self._in_summary = tag == "summary" or (self._in_summary and tag != "summary")
        if tag in ("input", "select", "textarea", "img"):
            self.text += "x"

    def handle_endtag(self, tag: str) -> None:
        """After a summary what is said counts again."""
        if tag == "summary":
            self._in_summary = False

    def handle_data(self, data: str) -> None:
        """Gather what is said."""
        if not self._in_summary:
            self.text += data


def _is_seen(address: str) -> bool:
    """Whether an observer finds a page at this address of a link."""
    parts = urlsplit(address)
    if parts.netloc or not parts.path.startswith("/organiser"):
        return True
    return observers.is_seen(_endpoint(parts.path, "GET"))


def _endpoint(address: str, method: str) -> str:
    adapter = current_app.url_map.bind("")
    try:
        return str(adapter.match(urlsplit(address).path, method=method)[0])
    except HTTPException:
        return "organiser."
