"""The public standings as rows of plain strings, for programs that draw broadcast graphics."""

from flask import abort, request
from flask.typing import ResponseReturnValue

from competition.graphics_rows import graphics_rows
from competition.web.audience.blueprint import bp
from competition.web.audience.current_snapshot import json_answer, public_snapshot_or_404
from competition.web.audience.responses import conditional


@bp.get("/c/<key>/rows.json")
def graphics_rows_answer(key: str) -> ResponseReturnValue:
    """The rows of a stage as the public sees it: of `?stage=`, else of the current one.

    Any page may read them from another origin: they are public, and the same for everybody.
    """
    view = public_snapshot_or_404(key)
    stages = {stage["stage"]: stage for stage in view.public["stages"]}
    current = next((each.key for each in view.board.stages if each.current), None)
    wanted = request.args.get("stage", current)
    if wanted is not None and wanted not in stages:
        abort(404)
    rows = []
    if wanted is not None:
        names = {stage["key"]: stage["name"] for stage in view.names["stages"]}
        teams = {team["key"]: team for team in view.names["teams"]}
        dimensions = [each["key"] for each in view.names["dimensions"]]
        rows = graphics_rows(stages[wanted], names.get(wanted, wanted), teams, dimensions)
    response = conditional(json_answer(rows), "application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
