"""Compresses public responses and static files for readers that accept gzip.

Pages that need a session are not compressed: where a page holds both a secret and text that a
stranger chose, its compressed length can reveal the secret (BREACH).
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
MAX_CACHED = 128
"""How many compressed responses are cached; each is a few kilobytes."""


def init_app(app: Flask) -> None:
    """Compress responses after every request."""
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
    if not negotiates_gzip(request.headers.get("Accept-Encoding", "")):
        return response
    # The compressed bytes differ from those the ETag was made for, so it becomes a weak one.
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
def negotiates_gzip(accept_encoding: str) -> bool:
    """Whether an `Accept-Encoding` header accepts gzip."""
    return parse_accept_header(accept_encoding, Accept)["gzip"] > 0


@functools.lru_cache(maxsize=MAX_CACHED)
def _compressed(body: bytes) -> bytes:
    return gzip.compress(body, LEVEL, mtime=0)
