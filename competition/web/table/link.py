"""The table's link: exchanged for a session on this tablet, so that it leaves the address bar."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from competition.actions import tables as actions
from competition.store import tables
from competition.web import rate_limits, sessions
from competition.web.table.blueprint import bp


@bp.get("/t/<token>")
def open_table_link(token: str) -> ResponseReturnValue:
    """Begin a session and redirect to the table's page; 404 if the link is no longer valid."""
    table = tables.table_by_token(token)
    if table is None:
        abort(404 if rate_limits.bad_token() else 429)
    # Link previews in chats ask with HEAD and get no session.
    if request.method == "GET":
        sessions.renew_csrf_token()
        here = sessions.table()
        if here is None or here.id != table.id:
            proof = tables.table_proof(table)
            actions.note_table_opened(tables.competition_of_table(table).key, table.name)
            sessions.start(sessions.TABLE, proof)
    return redirect(url_for("table.table_page"), 303)
