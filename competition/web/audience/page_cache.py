"""Pages made of a snapshot, kept in memory while it is the newest."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from flask import current_app

from competition.web.audience.current_snapshot import PublicView

_EXTENSION = "accord.pages"


@dataclass
class _CachedPages:
    number: int
    pages: dict[Hashable, bytes] = field(default_factory=dict)


def cached_page(showing: PublicView, page: Hashable, make: Callable[[], str]) -> bytes:
    """The page of this name, made by `make` the first time that it is asked for.

    Name only pages that there are, by what the snapshot holds, so that their number is bounded.
    """
    shelves: dict[str, _CachedPages] = current_app.extensions.setdefault(_EXTENSION, {})
    shelf = shelves.get(showing.key)
    if shelf is None or shelf.number != showing.number:
        shelf = shelves[showing.key] = _CachedPages(showing.number)
    if page not in shelf.pages:
        shelf.pages[page] = make().encode()
    return shelf.pages[page]
