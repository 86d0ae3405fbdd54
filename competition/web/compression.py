"""Text leaves compressed where the reader takes gzip: public answers and static files.

What needs a session is sent as it is: a page that holds both a secret and a stranger's words
gives the secret away by its compressed length.
"""

import functools
import gzip

from flask import Flask, Response, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from competition.web.headers import is_private

TYPES = {
    "application/json",
    "image/svg+xml",
    "text/css",
    "text/html",
    "text/javascript",
    "text/plain",
}
LEVEL = 6
KEPT = 128
"""How many compressed answers stay in memory; each is some kilobytes."""


def init_app(app: Flask) -> None:
    """Compress after every request."""
    app.after_request(_compress_response)


def _compress_response(response: Response) -> Response:
    if (
        response.status_code not in (200, 304)
        or response.mimetype not in TYPES
        or response.content_encoding
        or is_private(request.path)
    ):
        return response
    response.vary.add("Accept-Encoding")
    if not takes_gzip(request.headers.get("Accept-Encoding", "")):
        return response
    # The bytes are others than those the tag was made for, so it holds for the content alone.
    etag, _ = response.get_etag()
    if etag is not None:
        response.set_etag(etag, weak=True)
    if response.status_code != 304:
        response.direct_passthrough = False
        response.set_data(_compressed(response.get_data()))
        response.content_encoding = "gzip"
        response.headers.pop("Accept-Ranges", None)
    return response


@functools.lru_cache(maxsize=1024)
def takes_gzip(accept_encoding: str) -> bool:
    """Whether an `Accept-Encoding` takes gzip."""
    return parse_accept_header(accept_encoding, Accept)["gzip"] > 0


@functools.lru_cache(maxsize=KEPT)
def _compressed(body: bytes) -> bytes:
    return gzip.compress(body, LEVEL, mtime=0)
