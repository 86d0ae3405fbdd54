"""Public responses: each has an ETag, and browsers check for a newer version every time."""

from flask import Response, request

from competition.web import response_cache
from competition.web.audience import current_snapshot


def conditional(
    body: bytes, mimetype: str, *, varies_by_language: bool = False, cache: bool = False
) -> Response:
    """Answer with `body`, or with 304 if the browser has it already.

    `varies_by_language`: the same address has another body in another language. `cache`: later
    requests are answered from memory; see `response_cache.cache_response` for what the body may
    depend on.
    """
    response = Response(body, mimetype=mimetype)
    response.set_etag(current_snapshot.etag_of(body))
    response.headers["Cache-Control"] = "no-cache"
    if varies_by_language:
        response.vary.update(("Accept-Language", "Cookie"))
    if not (cache and response_cache.cache_response()):
        response.make_conditional(request)
    return response
