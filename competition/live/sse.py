"""Frames: bytes of state become events of a text/event-stream (HTML, "Server-sent events").

A frame is the same for every viewer. Compressed, it is a raw-deflate block that ends with
`Z_FULL_FLUSH`: it ends on a whole byte and refers to nothing before it, so the same bytes may
follow any viewer's own gzip header and any earlier frame, and frames may be skipped.
"""

import zlib

from competition.live.event_id import event_id

GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""The start of a compressed stream, once per viewer (RFC 1952: deflate, no name, no time)."""


def event(data: str | bytes, id: int) -> bytes:
    """Frame `data` as one unnamed message whose `id:` is made of this number (`event_id`).

    Line ends inside `data` (CR LF, CR or LF; nothing else ends a line of a stream) each start a
    further `data:` line, so nothing inside can open a field or a frame. The reader gets `data`
    back with every line end as LF.
    """
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    return b"id: %b\ndata: %b\n\n" % (event_id(id).encode(), b"\ndata: ".join(lines))


def beat(now: float) -> bytes:
    """Return a `beat` event; its data is `now` in whole seconds since 1970."""
    return b"event: beat\ndata: %d\n\n" % now


def compress(frame: bytes) -> bytes:
    """Compress a frame into a block that may follow any other block of a gzip stream."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflate.compress(frame) + deflate.flush(zlib.Z_FULL_FLUSH)
