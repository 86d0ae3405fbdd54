"""The fast path to a stream: a request that can be answered without running the application.

Thousands of clients reconnect in the same instant, after a restart or a network failure. A plain
request for a stream that was offered before needs no WSGI request: its head is parsed, the offer
looked up, and the socket given to the hub. Everything that is not plain (a body, an escape in the
address, a repeated header, an end that has yet to arrive) is left to the server and answered, or
refused, there.
"""

import io
import re
import time
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from wsgiref.handlers import format_date_time

from competition.live.request_headers import Malformed, RequestHeaders, TooLarge
from competition.live.stream import Stream

PATH_SUFFIX = "/stream"
"""What the address of every stream ends with."""
MAX_REQUEST_BYTES = 8192
"""How much of a request is looked at."""
_BODY_HEADERS = {"content-length", "transfer-encoding"}
_PLAIN = re.compile(
    rb"GET (?=/)([!-$&->@-~]*" + PATH_SUFFIX.encode() + rb")(?:\?([!-~]*))? HTTP/1\.1\r?\n"
)
# The server decides on these for a stream; the application's values are dropped.
_SERVER_HEADERS = {
    b"connection",
    b"content-encoding",
    b"content-length",
    b"date",
    b"keep-alive",
    b"transfer-encoding",
}


class StreamResponse(NamedTuple):
    """A stream that was offered, and the part of its response's head that never changes."""

    stream: Stream
    head: bytes

    @classmethod
    def from_headers(cls, stream: Stream, headers: Iterable[tuple[str, str]]) -> "StreamResponse":
        """Return the response to a stream's request with 200 and these headers."""
        pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return cls(stream, common_head(pairs))


def common_head(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Format the part of a stream's head that is the same for everybody.

    `varying_head` is the rest.
    """
    lines = [b": ".join(pair) for pair in headers if pair[0].lower() not in _SERVER_HEADERS]
    first, last = [b"HTTP/1.1 200 OK"], [b"Vary: Accept-Encoding", b"Connection: close", b""]
    return b"\r\n".join(first + lines + last)


def varying_head(*, gzip: bool, request_id: str | None = None) -> bytes:
    """Format the rest of a stream's head: the date, its compression, and what it is called."""
    more = "Content-Encoding: gzip\r\n" if gzip else ""
    more += f"X-Request-ID: {request_id}\r\n" if request_id else ""
    return f"Date: {format_date_time(time.time())}\r\n{more}\r\n".encode("ascii")


FindStream = Callable[[Mapping[str, str]], StreamResponse | None]
"""Finds what was offered to a request like this one; None if the application must answer it."""


def parse_request(data: bytes) -> dict[str, str] | None:
    """Parse a plain request for a stream into the request's part of a WSGI environ.

    None for anything else, and for a request that is incomplete or followed by more bytes.

    >>> parse_request(b"GET /c/final/stream?lang=en HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")[
    ...     "QUERY_STRING"
    ... ]
    'lang=en'
    """
    line = _PLAIN.match(data)
    if line is None:
        return None
    rest = io.BytesIO(data[line.end() :])
    try:
        lines = RequestHeaders(rest.readline)
        lines.check_version("HTTP/1.1")
    except (Malformed, TooLarge):
        return None
    headers = lines.as_dict()
    if headers is None or not _BODY_HEADERS.isdisjoint(headers) or rest.read(1):
        return None
    if any("_" in name for name in headers):  # It would pass for a hyphen.
        return None
    # Stripped as pywsgi does, of more than blanks.
    environ = {
        "HTTP_" + name.upper().replace("-", "_"): value.strip() for name, value in headers.items()
    }
    environ["REQUEST_METHOD"] = "GET"
    environ["PATH_INFO"] = line[1].decode("ascii")
    environ["QUERY_STRING"] = (line[2] or b"").decode("ascii")
    return environ
