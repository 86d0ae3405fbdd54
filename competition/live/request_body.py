"""A request's body, read whole, strictly, and never beyond its limit (RFC 9112, 6 and 7.1).

A chunk's size is hexadecimal digits and nothing else; its line ends with CR LF, and so do the
chunk's data and every trailer. Trailers are read and dropped. How many chunks a body may have is
bounded as well: a thousand bytes in a thousand chunks are more work than one chunk of a megabyte.
"""

import re
from collections.abc import Callable
from typing import Protocol

from competition.live.request_headers import Malformed, TooLarge

PIECE_BYTES = 16_384
"""How much is asked for at a time, so that memory is used for what has arrived and no more."""
PAUSE_BYTES = 1 << 20
"""After so many bytes others have their turn, however fast a body arrives."""
MAX_CHUNK_LINE = 256
MAX_CHUNKS = 1000
MAX_TRAILERS = 20
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})(?:[ \t]*;[\t -~\x80-\xff]*)?\r\n")
_TRAILER = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t -~\x80-\xff]*\r\n")


class Incomplete(OSError):
    """The client left before the end of the body."""


class ByteReader(Protocol):
    """What a body is read from."""

    def read(self, size: int, /) -> bytes:
        """Read so many bytes, or fewer at the end."""

    def readline(self, size: int, /) -> bytes:
        """Read a line, or its first `size` bytes."""


def read_body(
    source: ByteReader, length: int | None, limit: int, pause: Callable[[], None]
) -> bytes:
    """Return the body of `length` bytes, or, if that is None, of chunks; `limit` bytes at most.

    `pause` is called now and then. Raises TooLarge before anything beyond the limit is read,
    Malformed and Incomplete.
    """
    if length is None:
        return _read_chunks(source, limit, pause)
    if length > limit:
        raise TooLarge("The body is too large")
    if length <= PIECE_BYTES:
        return _read_exactly(source, length)
    body = bytearray()
    _append(source, length, body, pause)
    return bytes(body)


def _read_chunks(source: ByteReader, limit: int, pause: Callable[[], None]) -> bytes:
    body = bytearray()
    for _ in range(MAX_CHUNKS + limit // 1024):
        size = _chunk_size(source)
        if size == 0:
            _skip_trailers(source)
            return bytes(body)
        if len(body) + size > limit:
            raise TooLarge("The body is too large")
        _append(source, size, body, pause)
        if _read_exactly(source, 2) != b"\r\n":
            raise Malformed("A chunk does not end where it should")
    raise Malformed("There are too many chunks")


def _append(source: ByteReader, size: int, body: bytearray, pause: Callable[[], None]) -> None:
    while size:
        before = len(body) // PAUSE_BYTES
        body += _read_exactly(source, min(size, PIECE_BYTES))
        size -= min(size, PIECE_BYTES)
        if len(body) // PAUSE_BYTES > before:
            pause()


def _read_exactly(source: ByteReader, size: int) -> bytes:
    data = source.read(size)
    if len(data) != size:
        raise Incomplete("The body ended early")
    return data


def _read_line(source: ByteReader) -> bytes:
    line = source.readline(MAX_CHUNK_LINE)
    if not line:
        raise Incomplete("The body ended early")
    return line


def _chunk_size(source: ByteReader) -> int:
    match = _CHUNK.fullmatch(_read_line(source))
    if match is None:
        raise Malformed("A chunk's first line cannot be parsed")
    return int(match[1], 16)


def _skip_trailers(source: ByteReader) -> None:
    for _ in range(MAX_TRAILERS + 1):
        line = _read_line(source)
        if line == b"\r\n":
            return
        if not _TRAILER.fullmatch(line):
            raise Malformed("A trailer cannot be parsed")
    raise Malformed("There are too many trailers")
