"""Pages rendered from the newest snapshot, cached in memory."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from flask import current_app

from competition.web.audience.current_snapshot import PublicSnapshot

_EXTENSION = "accord.pages"


@dataclass
class _CachedPages:
    version: tuple[int, int]
    """The snapshot's epoch and number."""
    pages: dict[Hashable, bytes] = field(default_factory=dict)


def cached_page(view: PublicSnapshot, key: Hashable, render: Callable[[], str]) -> bytes:
    """The page of this key, rendered by `render` on the first request.

    Use only keys of pages that exist in the snapshot, so that the cache is bounded.
    """
    caches: dict[str, _CachedPages] = current_app.extensions.setdefault(_EXTENSION, {})
    cache = caches.get(view.key)
    version = view.epoch, view.number
    if cache is None or cache.version != version:
        cache = caches[view.key] = _CachedPages(version)
    if key not in cache.pages:
        cache.pages[key] = render().encode()
    return cache.pages[key]
