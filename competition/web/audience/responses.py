"""How a public answer leaves: with an ETag, and to be asked for anew each time."""

from flask import Response, request

from competition.web import response_cache
from competition.web.audience import current_snapshot


def conditional(
    body: bytes, mimetype: str, *, in_a_language: bool = False, keep: bool = False
) -> Response:
    """Answer with `body`, or with 304 where the reader has it already.

    `in_a_language` says that the same address has another body for other readers, `keep` that
    the next one is answered from memory: see `memory.keep` for what it may depend on.
    """
    response = Response(body, mimetype=mimetype)
    response.set_etag(current_snapshot.etag_of(body))
    response.headers["Cache-Control"] = "no-cache"
    if in_a_language:
        response.vary.update(("Accept-Language", "Cookie"))
    if not (keep and response_cache.cache_response()):
        response.make_conditional(request)
    return response
