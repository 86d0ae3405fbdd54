"""The audience's pages: everything that is public.

This folder may import only three modules of the store: `competition.store.snapshots`,
`competition.store.hall_screen` (what the projector shows) and `competition.store.data_version`
(whether anything was committed). So nothing here can read a mark; `tests/test_floors.py`
enforces it.

current_snapshot.py  the newest snapshot and everything made from it, cached in memory
board_types.py       the data classes of the board
board.py             a snapshot arranged as the board: rows, ranks, states, in every language
radar.py             a team's dimensions as the points of a radar chart
pages.py             the list of competitions, the board for phones, the board's fragment
team.py              a snapshot arranged as one team's page
teams.py             the teams' pages, and how ranks changed
programme.py         the programme: days, times, rooms, and who meets whom as far as it is public
history.py           the ranks of each stage over time, from the public snapshots
chart.py             that history as the lines of a chart
overlay.py           the lower third of a live broadcast
page_cache.py        pages rendered from the newest snapshot
responses.py         responses with an ETag, so that a browser can check for a newer version
stream.py            the stream of the board's fragments
screen_content.py    what the projector draws: the board and the mode that the organiser chose
projector.py         the projector's newest states, cached in memory
screen.py            the projector's page and its stream
api.py               the public API, its description, and the health check
routes.py            imports every view, so that the blueprint (blueprint.py) has them all
"""
