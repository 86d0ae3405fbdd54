"""The short way in to a stream: a request that the server knows the answer to before it reads it.

Thousands come back in the same instant, after a restart or a cut. Whoever asks plainly for a
stream that was offered before need not have a WSGI request made of it: the head is read, the
offer looked up, and the socket given to the hub. Everything that is not plain (a body, an escape
in the address, a header twice, an end that has yet to come) goes the long way and is answered,
or refused, there.
"""

import io
import re
import time
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from wsgiref.handlers import format_date_time

from competition.live.heads import Head, Malformed, TooLarge
from competition.live.stream import Stream

ENDING = "/stream"
"""What the address of every stream ends with."""
MOST_BYTES = 8192
"""How much of a request is looked at."""
_OF_A_BODY = {"content-length", "transfer-encoding"}
_PLAIN = re.compile(
    rb"GET (?=/)([!-$&->@-~]*" + ENDING.encode() + rb")(?:\?([!-~]*))? HTTP/1\.1\r?\n"
)
# The server's own to decide on a stream; whatever the application says of them is left out.
_OWN = {
    b"connection",
    b"content-encoding",
    b"content-length",
    b"date",
    b"keep-alive",
    b"transfer-encoding",
}


class Opening(NamedTuple):
    """A stream that was offered, and the head of its answer as far as it never changes."""

    stream: Stream
    head: bytes

    @classmethod
    def of(cls, stream: Stream, headers: Iterable[tuple[str, str]]) -> "Opening":
        """What is answered to a stream's request with 200 and these headers."""
        pairs = [(name.encode("latin-1"), text.encode("latin-1")) for name, text in headers]
        return cls(stream, head(pairs))


def head(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Write what of a stream's head is the same for everybody; `last_lines` are the rest."""
    lines = [b": ".join(pair) for pair in headers if pair[0].lower() not in _OWN]
    first, last = [b"HTTP/1.1 200 OK"], [b"Vary: Accept-Encoding", b"Connection: close", b""]
    return b"\r\n".join(first + lines + last)


def last_lines(*, gzip: bool) -> bytes:
    """Write the rest of a stream's head: the date, and whether it is compressed."""
    coding = "Content-Encoding: gzip\r\n" if gzip else ""
    return f"Date: {format_date_time(time.time())}\r\n{coding}\r\n".encode("ascii")


Known = Callable[[Mapping[str, str]], Opening | None]
"""Finds what was offered to a request like this one; None where it has to be asked for."""


def asked(data: bytes) -> dict[str, str] | None:
    """Read a plain request for a stream as the part of a WSGI environ that was sent.

    None for anything else, and for what is not whole or is followed by more.

    >>> asked(b"GET /c/final/stream?lang=en HTTP/1.1\\r\\nHost: hall\\r\\n\\r\\n")["QUERY_STRING"]
    'lang=en'
    """
    line = _PLAIN.match(data)
    if line is None:
        return None
    rest = io.BytesIO(data[line.end() :])
    try:
        said = Head(rest.readline)
    except (Malformed, TooLarge):
        return None
    headers = said.once()
    if headers is None or not _OF_A_BODY.isdisjoint(headers) or rest.read(1):
        return None
    if any("_" in name for name in headers):  # It would pass for a hyphen.
        return None
    # Stripped as pywsgi does, of more than blanks.
    environ = {
        "HTTP_" + name.upper().replace("-", "_"): text.strip() for name, text in headers.items()
    }
    environ["REQUEST_METHOD"] = "GET"
    environ["PATH_INFO"] = line[1].decode("ascii")
    environ["QUERY_STRING"] = (line[2] or b"").decode("ascii")
    return environ
