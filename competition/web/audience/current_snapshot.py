"""What the public sees now, kept in memory while it is the newest.

While nothing is committed the database is not asked; after a commit it is asked for one number,
and only a new number costs more. Everything here is made from a `Snapshot`, which never changes,
so what was made of it never does either.
"""

import hashlib
import json
import threading
from typing import Any

from flask import abort, current_app, g, render_template
from flask_babel import force_locale

from competition.live import Hub
from competition.store import snapshots
from competition.store.data_version import DataVersion
from competition.store.snapshots import Snapshot
from competition.web.audience.board import board_from
from competition.web.audience.board_types import Board
from competition.web.language import LANGUAGES

# What the competition file says to its organiser alone.
FOR_THE_ORGANISER = ("placeholder", "source")
_EXTENSION = "accord.showing"


class PublicView:
    """One snapshot, arranged for the board, and the board in each language."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.key = snapshot.competition_key
        self.number = snapshot.number
        self.public: dict[str, Any] = snapshot.public()
        self.edition: tuple[int, int] | None = None  # When it was last seen to be the newest.
        self.names: dict[str, Any] = _without(snapshot.names(), FOR_THE_ORGANISER)
        self.board: Board = board_from(self.public, self.names)
        self._fragments: dict[str, bytes] = {}
        self._rendering = threading.Lock()

    def fragment(self, language: str) -> bytes:
        """The board in `zh` or `en`: the same bytes for a page, a request and a stream."""
        known = self._fragments.get(language)
        if known is not None:
            return known
        with self._rendering, force_locale(LANGUAGES[language]):
            text = render_template("audience/_board.html", board=self.board)
            lines = (line.strip() for line in text.splitlines())
            self._fragments[language] = "\n".join(line for line in lines if line).encode()
        return self._fragments[language]

    @property
    def language(self) -> str | None:
        """The competition's first language, for who says nothing about theirs."""
        languages = self.names["competition"].get("languages") or []
        return languages[0] if languages else None


def current_view(key: str) -> PublicView | None:
    """What the public sees of a competition now; None where there is no such competition."""
    changes: DataVersion = current_app.extensions["changes"]
    # A session that has begun to read sees the database as it was then, so it proves nothing.
    edition = None if snapshots.is_reading() else changes.edition()
    kept: dict[str, PublicView] = current_app.extensions.setdefault(_EXTENSION, {})
    showing = kept.get(key)
    if showing is not None and edition is not None and showing.edition == edition:
        return showing
    number = snapshots.newest_number(key)
    if number is None:
        return None
    if showing is None or showing.number != number:
        snapshot = snapshots.newest_snapshot(key)
        if snapshot is None:
            return None
        showing = kept[key] = PublicView(snapshot)
    showing.edition = edition
    return showing


def current_view_or_404(key: str) -> PublicView:
    """The same for a view; the request then speaks the competition's language by default."""
    showing = current_view(key)
    if showing is None:
        abort(404)
    g.fallback_language = showing.language
    return showing


def all_current_views() -> list[PublicView]:
    """Every competition, the oldest first."""
    return [shown for key in snapshots.newest_numbers() if (shown := current_view(key))]


def publish_board(hub: Hub, showing: PublicView) -> None:
    """Make the snapshot the channel's state, unless it is that already."""
    held = hub.newest(showing.key, next(iter(LANGUAGES)))
    if held is None or held[0] < showing.number:
        variants = {language: showing.fragment(language) for language in LANGUAGES}
        hub.publish(showing.key, showing.number, variants)


def etag_of(body: bytes) -> str:
    """The ETag of a body: nothing but its content decides it."""
    return hashlib.sha256(body).hexdigest()[:32]


def json_answer(value: Any) -> bytes:
    """A value as the bytes of an API answer."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _without(value: Any, fields: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return {k: _without(v, fields) for k, v in value.items() if k not in fields}
    if isinstance(value, list):
        return [_without(item, fields) for item in value]
    return value
