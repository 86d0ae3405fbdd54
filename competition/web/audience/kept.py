"""Pages made of a snapshot, kept in memory while it is the newest."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from flask import current_app

from .showing import Showing

_EXTENSION = "accord.pages"


@dataclass
class _Shelf:
    number: int
    pages: dict[Hashable, bytes] = field(default_factory=dict)


def kept(showing: Showing, page: Hashable, make: Callable[[], str]) -> bytes:
    """The page of this name, made by `make` the first time that it is asked for.

    Name only pages that there are, by what the snapshot holds, so that their number is bounded.
    """
    shelves: dict[str, _Shelf] = current_app.extensions.setdefault(_EXTENSION, {})
    shelf = shelves.get(showing.key)
    if shelf is None or shelf.number != showing.number:
        shelf = shelves[showing.key] = _Shelf(showing.number)
    if page not in shelf.pages:
        shelf.pages[page] = make().encode()
    return shelf.pages[page]
