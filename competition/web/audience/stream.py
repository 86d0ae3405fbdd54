"""The stream: each message is the whole board, the first one at once."""

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from competition import live
from competition.live import Hub
from competition.web import language, memory

from . import bp
from .showing import newest_or_404, put_into


@bp.get("/c/<key>/stream")
def stream(key: str) -> ResponseReturnValue:
    """Hand the reader over to the hub; 503 where it holds as many as it may."""
    showing = newest_or_404(key)
    hub: Hub = current_app.extensions["hub"]
    headers = live.stream_headers()
    if request.method == "HEAD":
        return Response(headers=headers)
    if hub.full:
        return Response(status=503, headers={"Retry-After": str(hub.retry_after())})
    put_into(hub, showing)
    channel = live.Stream(hub, showing.key, language.chosen())
    response = Response(live.offer(request.environ, channel), headers=headers)
    if live.offered(request.environ):
        memory.keep()
    response.vary.update(("Accept-Language", "Cookie"))
    return response
