"""The public API: the snapshot, its names, the API's own description, and the health check."""

import functools
from pathlib import Path

from flask import Response, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from competition import __version__
from competition.store import health, snapshots
from competition.web.audience.blueprint import bp
from competition.web.audience.current_snapshot import json_answer, public_snapshot_or_404
from competition.web.audience.responses import conditional

RETRY_AFTER_SECONDS = 5
_JSON = "application/json"


@bp.get("/api/v1/competitions/<key>/snapshot")
def get_snapshot(key: str) -> ResponseReturnValue:
    """The newest public snapshot, exactly as it was recorded."""
    return conditional(json_answer(public_snapshot_or_404(key).public), _JSON, cache=True)


@bp.get("/api/v1/competitions/<key>")
def get_competition(key: str) -> ResponseReturnValue:
    """The names for the keys in a snapshot: teams, dimensions, topics, matches and sides."""
    return conditional(json_answer(public_snapshot_or_404(key).names), _JSON, cache=True)


@bp.get("/api/v1/openapi.json")
def get_description() -> ResponseReturnValue:
    """The description of the whole API, the judges' part included, as OpenAPI 3.1."""
    return conditional(_description(), _JSON, cache=True)


@bp.get("/healthz")
def get_healthz() -> ResponseReturnValue:
    """Whether data can be stored and read, and Accord's version; 503 with a reason if not."""
    try:
        trouble = health.current_probe().trouble(Path(current_app.config["DATA_DIR"]))
        if not current_app.extensions["public_version"].is_shared:
            snapshots.newest_number("")
    except SQLAlchemyError:
        trouble = "database"
    if trouble is not None:
        body = json_answer({"status": "unavailable", "reason": trouble})
        response = Response(body, 503, mimetype=_JSON)
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    else:
        response = Response(json_answer({"status": "ok", "version": __version__}), mimetype=_JSON)
    response.headers["Cache-Control"] = "no-store"
    return response


@functools.cache
def _description() -> bytes:
    return Path(__file__).with_name("openapi.json").read_bytes()
