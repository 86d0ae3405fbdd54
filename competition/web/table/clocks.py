"""The match clocks for the face on the tablet at a table, also of a private competition."""

from flask import abort
from flask.typing import ResponseReturnValue

from competition.store import tables
from competition.web import clock_answers, sessions
from competition.web.table.blueprint import bp


@bp.get("/table/clocks.json")
def table_clocks() -> ResponseReturnValue:
    """The match clocks of the table's competition, and the server's time."""
    return clock_answers.every_clock_answer(_competition_key())


@bp.get("/table/clocks.stream")
def table_clocks_stream() -> ResponseReturnValue:
    """Every change of these clocks."""
    return clock_answers.every_clock_stream(_competition_key())


def _competition_key() -> str:
    table = sessions.table() or abort(404)
    return tables.competition_of_table(table).key
