"""The projector's newest states, cached in memory.

A state is a snapshot together with what the organiser has put on the screen and how the match
clocks stand. All are numbered and the numbers only grow, so their sum numbers the states of the
projector's stream.
"""

import threading

from flask import current_app, render_template
from flask_babel import force_locale
from markupsafe import Markup

from competition.live import Hub
from competition.store import hall_screen
from competition.store.data_version import PublicVersion
from competition.store.hall_screen import HallScreen
from competition.web import channels
from competition.web.audience import current_snapshot, match_clocks
from competition.web.audience.current_snapshot import PublicSnapshot
from competition.web.audience.screen_content import ScreenContent, screen_content
from competition.web.language import LANGUAGES

_EXTENSION = "accord.projector"
_ANY_LANGUAGE = next(iter(LANGUAGES))


class ScreenState:
    """One state of a competition's screens, in each language."""

    def __init__(self, view: PublicSnapshot, screen: HallScreen, number: int) -> None:
        self.view = view
        self.number = number
        self.match_clock = match_clocks.clock_on_screen(view, screen)
        self.content: ScreenContent = screen_content(
            view.board, screen.mode, screen.about, screen.clock, view.names
        )
        self._fragments: dict[str, bytes] = {}
        self._rendering = threading.Lock()

    def fragment(self, language: str) -> bytes:
        """The content in `zh` or `en`: the same bytes for the page and the stream."""
        if language not in self._fragments:
            # Rendered first, because it takes a lock of its own.
            board = Markup(self.view.fragment(language).decode())  # noqa: S704
            with self._rendering, force_locale(LANGUAGES[language]):
                text = render_template(
                    "audience/_screen.html",
                    content=self.content,
                    board_fragment=board,
                    clock_of=self.match_clock,
                )
                lines = (line.strip() for line in text.splitlines())
                self._fragments[language] = "\n".join(line for line in lines if line).encode()
        return self._fragments[language]


def current_screen(view: PublicSnapshot) -> ScreenState:
    """What the projector shows now, with this snapshot."""
    states: dict[str, ScreenState] = current_app.extensions.setdefault(_EXTENSION, {})
    state = states.get(view.key)
    changes: PublicVersion = current_app.extensions["public_version"]
    if state is not None and changes.is_away:
        return state
    screen = hall_screen.find_screen(view.key)
    number = match_clocks.number_on(view) + screen.number
    if state is None or state.number != number:
        state = states[view.key] = ScreenState(view, screen, number)
    return state


def keep_everything() -> None:
    """Keep what the public sees of every competition, its screens included, in memory."""
    for view in current_snapshot.all_public_snapshots():
        current_screen(view)


def publish_screen(hub: Hub, state: ScreenState) -> None:
    """Publish the state on the projectors' channel, unless it is there already."""
    channel = channels.screen_channel(state.view.key)
    published = hub.newest(channel, _ANY_LANGUAGE)
    if published is None or published[0] < state.number:
        hub.publish(channel, state.number, {code: state.fragment(code) for code in LANGUAGES})


def publish_screens(hub: Hub, key: str) -> None:
    """Publish the newest state to the competition's projectors, if any is connected."""
    if hub.viewers(channels.screen_channel(key)):
        view = current_snapshot.current_public_snapshot(key)
        if view is not None:
            publish_screen(hub, current_screen(view))
