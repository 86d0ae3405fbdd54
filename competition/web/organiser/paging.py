"""Long lists in pages, with a field that finds a name; short lists are shown whole."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request

T = TypeVar("T")


@dataclass(frozen=True)
class ListPage(Generic[T]):
    """What one page shows of a list.

    `first` and `last` number its items from 1 among those `found`; `total` is the length of the
    whole list. `query` is what was looked for, `kept` the other fields of the address.
    """

    items: Sequence[T]
    first: int
    found: int
    total: int
    size: int
    query: str
    kept: Mapping[str, str]

    @property
    def last(self) -> int:
        """The number of the last item shown."""
        return self.first + len(self.items) - 1

    @property
    def is_long(self) -> bool:
        """Whether the list does not fit on a page."""
        return self.total > self.size

    @property
    def number(self) -> int:
        """The number of this page, from 1."""
        return (self.first - 1) // self.size + 1

    @property
    def before(self) -> str:
        """The address of the page before, "" on the first."""
        return self.address(self.number - 1) if self.number > 1 else ""

    @property
    def after(self) -> str:
        """The address of the next page, "" on the last."""
        return self.address(self.number + 1) if self.last < self.found else ""

    def address(self, number: int, **more: str) -> str:
        """The query of an address that shows the page of that number, with `more` fields."""
        page = str(number) if number > 1 else ""
        fields = {**self.kept, "q": self.query, "page": page, **more}
        return "?" + urlencode({name: value for name, value in fields.items() if value})


def page_of_list(
    items: Sequence[T], size: int, texts: Callable[[T], str], *kept: str
) -> ListPage[T]:
    """The page of the list that the address asks for, by `page` and `q`.

    `texts` is everything by which an item can be found; `kept` names the address's other fields.
    """
    query = request.args.get("q", "").strip()[:100]
    wanted = _folded(query)
    found = [item for item in items if wanted in _folded(texts(item))] if wanted else items
    asked = request.args.get("page", "")
    pages = max(1, -(-len(found) // size))
    number = min(int(asked), pages) if asked.isascii() and asked.isdecimal() and asked != "0" else 1
    first = (max(number, 1) - 1) * size
    return ListPage[Any](
        found[first : first + size],
        first + 1,
        len(found),
        len(items),
        size,
        query,
        {name: request.args[name] for name in kept if request.args.get(name)},
    )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
