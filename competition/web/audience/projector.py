"""The projector's states, kept in memory while they are the newest.

A state is a snapshot and what the organiser has put on the screen. Both are numbered and both
numbers only grow, so their sum numbers the states of the projector's stream.
"""

import threading

from flask import current_app, render_template
from flask_babel import force_locale
from markupsafe import Markup

from competition.live import Hub
from competition.store import hall_screen as shows
from competition.store.hall_screen import HallScreen
from competition.web import channels
from competition.web.audience import current_snapshot as boards
from competition.web.audience.current_snapshot import PublicView
from competition.web.audience.screen_content import ScreenContent, screen_content
from competition.web.language import LANGUAGES

_EXTENSION = "accord.projector"
_ANY_LANGUAGE = next(iter(LANGUAGES))


class ScreenState:
    """One state of a competition's screens, in each language."""

    def __init__(self, showing: PublicView, show: HallScreen) -> None:
        self.showing = showing
        self.number = showing.number + show.number
        self.scene: ScreenContent = screen_content(
            showing.board, show.mode, show.about, show.clock, showing.names
        )
        self._fragments: dict[str, bytes] = {}
        self._rendering = threading.Lock()

    def fragment(self, language: str) -> bytes:
        """The scene in `zh` or `en`: the same bytes for the page and the stream."""
        if language not in self._fragments:
            # Asked for first, because it renders under a lock of its own.
            board = Markup(self.showing.fragment(language).decode())  # noqa: S704
            with self._rendering, force_locale(LANGUAGES[language]):
                text = render_template(
                    "audience/_screen.html", scene=self.scene, board_fragment=board
                )
                lines = (line.strip() for line in text.splitlines())
                self._fragments[language] = "\n".join(line for line in lines if line).encode()
        return self._fragments[language]


def current_screen(showing: PublicView) -> ScreenState:
    """What the screens show now, over the snapshot that is shown."""
    show = shows.find_screen(showing.key)
    kept: dict[str, ScreenState] = current_app.extensions.setdefault(_EXTENSION, {})
    known = kept.get(showing.key)
    if known is None or known.number != showing.number + show.number:
        known = kept[showing.key] = ScreenState(showing, show)
    return known


def publish_screen(hub: Hub, newest: ScreenState) -> None:
    """Make it the channel's state, unless it is that already."""
    name = channels.screen_channel(newest.showing.key)
    held = hub.newest(name, _ANY_LANGUAGE)
    if held is None or held[0] < newest.number:
        hub.publish(name, newest.number, {code: newest.fragment(code) for code in LANGUAGES})


def publish_screens(hub: Hub, key: str) -> None:
    """Bring the newest state to the competition's screens, if any is open."""
    if hub.viewers(channels.screen_channel(key)):
        showing = boards.current_view(key)
        if showing is not None:
            publish_screen(hub, current_screen(showing))
