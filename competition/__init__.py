"""Accord's floors, from the ground up. Imports run down only (`tests/test_floors.py`).

app.py      the roof: `create_app`, and `python app.py` serves. Nobody imports it.
file_types.py  ground: the competition file as types; all floors above may use them.
scoring/    ground: how marks become places. Standard library only, no input or output.
document/   ground: the competition file, read, checked and written.
live/       ground, side room: bytes of a published state in, streams out.
store/      first floor: the tables, and named reads by noun.
actions/    second floor: one verb a function; each owns its transaction and its audit row.
web/        top: pages and the API, one room a face (organiser, judge, audience, api).
cli/        top: the `flask …` commands, as thin as a view.
samples/    competition files that come with the house.
"""

__version__ = "1.0.0"
