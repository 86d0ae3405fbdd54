"""Reads a page's form as a browser would: every field with its value."""

from html.parser import HTMLParser

from tests.conftest import Visitor


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self._select = self._area = ""
        self._chosen: str | None = None
        self._first: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
        elif tag == "input" and at.get("name"):
            if at.get("type") not in ("checkbox", "radio") or "checked" in at:
                self._add(at["name"], at.get("value", ""))
        elif tag == "textarea":
            self._area, self._text = at["name"], ""
        elif tag == "select":
            self._select, self._chosen, self._first = at["name"], None, None
        elif tag == "option" and self._select:
            value = at.get("value", "")
            self._first = value if self._first is None else self._first
            if "selected" in at:
                self._chosen = value

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._add(self._area, self._text)
            self._area = ""
        elif tag == "select":
            value = self._chosen if self._chosen is not None else self._first
            if value is not None:
                self._add(self._select, value)
            self._select = ""

    def _add(self, name: str, value: str) -> None:
        if self.forms:
            self.forms[-1].setdefault(name, []).append(value)


def form_in(page: str) -> dict[str, list[str]]:
    """The page's own form: the last one, after the one that signs out."""
    reader = _Fields()
    reader.feed(page)
    return reader.forms[-1]


def form_at(visitor: Visitor, address: str) -> dict[str, list[str]]:
    """The form of the page at that address."""
    response = visitor.get(address)
    assert response.status_code == 200, address
    return form_in(response.get_data(as_text=True))
