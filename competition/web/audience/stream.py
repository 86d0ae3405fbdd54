"""The board's stream: each message is the whole board; the first is sent at once."""

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from competition import live
from competition.live import Hub
from competition.web import language, response_cache
from competition.web.audience.blueprint import bp
from competition.web.audience.current_snapshot import public_snapshot_or_404, publish_board


@bp.get("/c/<key>/stream")
def board_stream(key: str) -> ResponseReturnValue:
    """Connect the reader to the hub; 503 if it has no room for another viewer."""
    view = public_snapshot_or_404(key)
    hub: Hub = current_app.extensions["hub"]
    headers = live.stream_headers()
    if request.method == "HEAD":
        return Response(headers=headers)
    if hub.full:
        return Response(status=503, headers={"Retry-After": str(hub.retry_after())})
    publish_board(hub, view)
    channel = live.Stream(hub, view.key, language.chosen())
    response = Response(live.offer(request.environ, channel), headers=headers)
    if live.offered(request.environ):
        response_cache.cache_response()
    response.vary.update(("Accept-Language", "Cookie"))
    return response
