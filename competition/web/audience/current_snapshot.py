"""What the public sees now, cached in memory until there is a newer snapshot.

While nothing public changes, the database is not queried at all. After a change it is asked for
the newest snapshot's number, and only a new number means more work. A `Snapshot` never changes,
so nothing made from one has to be made again. While a database that nodes share is away, what was
public last is answered.
"""

import hashlib
import json
import threading
from typing import Any

from flask import abort, current_app, g
from flask_babel import force_locale

from competition.live import Hub, number_in_epoch
from competition.store import snapshots
from competition.store.data_version import PublicVersion
from competition.store.snapshots import Snapshot
from competition.web.audience.board import board_from
from competition.web.audience.board_types import Board
from competition.web.language import LANGUAGES
from competition.web.rendering import render_page

# Fields of the competition file that only its organiser may see, and what is true of all of them.
NOT_PUBLIC_FIELDS = ("placeholder", "source", "visibility")
_EXTENSION = "accord.current_views"
_KEYS = "accord.competition_keys"


class PublicSnapshot:
    """One snapshot, arranged for the board, and the board in each language."""

    def __init__(self, snapshot: Snapshot, epoch: int = 0) -> None:
        self.key = snapshot.competition_key
        self.number = snapshot.number
        self.epoch = epoch
        self.is_private = snapshot.is_private
        self.public: dict[str, Any] = snapshot.public(epoch)
        # What was public when this was last known to be the newest snapshot.
        self.version: int | None = None
        self.names: dict[str, Any] = _without(snapshot.names(), NOT_PUBLIC_FIELDS)
        self.is_rehearsal = "rehearsal_of" in self.names["competition"]
        self.board: Board = board_from(self.public, self.names)
        self._fragments: dict[str, bytes] = {}
        self._rendering = threading.Lock()

    def fragment(self, language: str) -> bytes:
        """The board's HTML in `zh` or `en`: the same bytes for page, fragment and stream."""
        known = self._fragments.get(language)
        if known is not None:
            return known
        with self._rendering, force_locale(LANGUAGES[language]):
            text = render_page("audience/_board.html", board=self.board)
            lines = (line.strip() for line in text.splitlines())
            self._fragments[language] = "\n".join(line for line in lines if line).encode()
        return self._fragments[language]

    @property
    def language(self) -> str | None:
        """The competition's first language, for readers who ask for none."""
        languages = self.names["competition"].get("languages") or []
        return languages[0] if languages else None


def current_public_snapshot(key: str) -> PublicSnapshot | None:
    """What the public sees of a competition now; None if there is none, or it is private."""
    changes: PublicVersion = current_app.extensions["public_version"]
    # A session that has begun to read still sees the database as it was then, so its answer
    # must not be recorded as current.
    version = None if snapshots.is_reading() else changes.current()
    views: dict[str, PublicSnapshot] = current_app.extensions.setdefault(_EXTENSION, {})
    view = views.get(key)
    is_known = version is not None and view is not None and view.version == version
    if view is not None and (is_known or changes.is_away):
        return None if view.is_private else view
    number = snapshots.newest_number(key)
    if number is None:
        views.pop(key, None)
        return None
    epoch = snapshots.current_epoch(key)
    if view is None or (view.epoch, view.number) != (epoch, number):
        snapshot = snapshots.newest_snapshot(key)
        if snapshot is None:
            return None
        view = views[key] = PublicSnapshot(snapshot, epoch)
        changes.note_shown(key, view.number, snapshot.sha256 + snapshot.made_at)
    view.version = version
    return None if view.is_private else view


def public_snapshot_or_404(key: str) -> PublicSnapshot:
    """As `current_public_snapshot`, or 404; the competition's language becomes the default.

    The pages of a rehearsal say what it is.
    """
    view = current_public_snapshot(key)
    if view is None:
        abort(404)
    g.fallback_language = view.language
    g.is_rehearsal = view.is_rehearsal
    return view


def all_public_snapshots() -> list[PublicSnapshot]:
    """What the public sees of every public competition, the oldest first."""
    changes: PublicVersion = current_app.extensions["public_version"]
    keys: list[str] | None = current_app.extensions.get(_KEYS)
    if keys is None or not changes.is_away:
        keys = current_app.extensions[_KEYS] = list(snapshots.newest_numbers())
    return [view for key in keys if (view := current_public_snapshot(key))]


def publish_board(hub: Hub, view: PublicSnapshot) -> None:
    """Publish the snapshot on the board's channel, unless it is there already."""
    published = hub.newest(view.key, next(iter(LANGUAGES)))
    number = number_in_epoch(view.epoch, view.number)
    if published is None or published[0] < number:
        variants = {language: view.fragment(language) for language in LANGUAGES}
        hub.publish(view.key, number, variants)


def etag_of(body: bytes) -> str:
    """The ETag of a body: a digest of its content."""
    return hashlib.sha256(body).hexdigest()[:32]


def json_answer(value: Any) -> bytes:
    """A value as the bytes of an API response."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _without(value: Any, fields: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return {k: _without(v, fields) for k, v in value.items() if k not in fields}
    if isinstance(value, list):
        return [_without(item, fields) for item in value]
    return value
