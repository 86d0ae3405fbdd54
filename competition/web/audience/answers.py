"""How a public answer leaves: with an ETag, and to be asked for anew each time."""

from flask import Response, request

from competition.web import memory

from . import showing


def conditional(
    body: bytes, mimetype: str, *, in_a_language: bool = False, keep: bool = False
) -> Response:
    """Answer with `body`, or with 304 where the reader has it already.

    `in_a_language` says that the same address has another body for other readers, `keep` that
    the next one is answered from memory: see `memory.keep` for what it may depend on.
    """
    response = Response(body, mimetype=mimetype)
    response.set_etag(showing.tag(body))
    response.headers["Cache-Control"] = "no-cache"
    if in_a_language:
        response.vary.update(("Accept-Language", "Cookie"))
    if not (keep and memory.keep()):
        response.make_conditional(request)
    return response
