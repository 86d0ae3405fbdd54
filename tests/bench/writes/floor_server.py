"""The least that an answer costs: the same server and application, with nothing stored.

`PUT /api/v1/floor/<match>/<team>` reads the body and answers a constant of a receipt's length.
"""

from gevent import monkey

monkey.patch_all()

from flask import jsonify, request  # noqa: E402 (sockets have to be patched first)
from flask.typing import ResponseReturnValue  # noqa: E402

from app import create_app  # noqa: E402
from competition.live import server  # noqa: E402

ANSWER = {
    "receipt": "0001",
    "state": "submitted",
    "stored_at": "2026-01-01T00:00:00.000+00:00",
    "total": "85",
    "version": 1,
}

app = create_app()


@app.put("/api/v1/floor/<match>/<team>")
def put(match: str, team: str) -> ResponseReturnValue:
    request.get_data()
    return jsonify(ANSWER)


server.run_server(app, app.config["HOST"], app.config["PORT"], app.extensions["hub"])
