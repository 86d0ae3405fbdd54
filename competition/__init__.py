"""Accord's floors, from the bottom up. Imports go down only (`tests/test_floors.py`).

app.py         `create_app`; `python app.py` serves. Nobody imports it.
messages.py    marks a message for translation
settings.py    what the environment decides
private_files.py, secret_strength.py  ground: what nobody else may read or guess
file_types.py  ground: the competition file as types, for all floors above
scoring/       ground: how marks become places; standard library only, no input or output
document/      ground: the competition file, read, checked and written
advance/       ground: who goes on from a stage to the next one
live/          ground: the bytes of a published state in, event streams out
store/         first floor: the tables, queries, the file's import and export
actions/       second floor: what people do, a function each, with transaction and audit row
web/           top: pages and the API, a folder for each face (organiser, judge, audience, api)
cli/           top: the `flask …` commands, as thin as a view
samples/       competition files that come with Accord
"""

__version__ = "1.0.0"
