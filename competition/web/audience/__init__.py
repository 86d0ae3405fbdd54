"""The audience's pages: what everybody may see, and the only way there is to it.

Nothing in this folder imports more of the store than `competition.store.snapshots`,
`competition.store.hall_screen` (what is on the hall's screen), and whether anything was committed
(`competition.store.data_version`), so nothing here can reach a mark; `tests/test_floors.py`
holds it to that.

current_snapshot.py  the newest snapshot and what is made of it, kept while it is the newest
board_types.py       what a board is made of
board.py             a snapshot as the board shows it: rows, places, states, in no language yet
radar.py             the dimensions of a team as the points of a small drawing
pages.py             the pages and the board's fragment
team.py              a snapshot as one team's page shows it
teams.py             the teams' pages, and how places moved
history.py           the public snapshots as the places of each stage, a few points
chart.py             those points as the lines of a small drawing
overlay.py           the lower third of a live broadcast
page_cache.py        what was rendered of a snapshot, kept while it is the newest
responses.py         answers that a browser may check for a newer one
stream.py            the stream of fragments
screen_content.py    the board and the mode that the organiser chose for the projector, together
projector.py         the projector's states, kept in memory while they are the newest
screen.py            the projector's page and its stream
api.py               the public API, its description, and the health check
routes.py            puts every view on the blueprint (blueprint.py)
"""
