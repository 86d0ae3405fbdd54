"""The audience face: what everybody may see, and the one door it comes through.

Nothing in this room imports more of the store than `competition.store.snapshots`,
`competition.store.show` (what is on the hall's screen), and whether anything was committed
(`competition.store.changes`), so there is no way from here to a mark; `tests/test_floors.py`
holds it to that.

showing.py  the newest snapshot and what is made of it, kept in memory while it is the newest
board.py    a snapshot as the board shows it: rows, places, states, in no language yet
radar.py    the dimensions of a team as the points of a small drawing
pages.py    the pages and the board's fragment
team.py     a snapshot as one team's page shows it
teams.py    the teams' pages, and how places moved
history.py  the public snapshots as the places of each stage, a few points
chart.py    those points as the lines of a small drawing
overlay.py  the lower third of a live broadcast
kept.py     what was rendered of a snapshot, kept while it is the newest
stream.py   the stream of fragments
scene.py    the board and the mode that the organiser has put on the projector, together
projector.py  the projector's states, kept in memory while they are the newest
screen.py   the projector's page and its stream
api.py      the public API, its description, and the health check
"""

from flask import Blueprint

bp = Blueprint("audience", __name__)

from . import api, overlay, pages, screen, stream, teams  # noqa: E402, F401 (they put views on `bp`)
