"""Refusals that the server sends by itself, without running the application."""

from competition.live.request_headers import TooLarge
from competition.live.request_line import UnknownMethod, UnknownVersion

_HEAD_REFUSALS: list[tuple[type[Exception], str]] = [
    (UnknownMethod, "501 Not Implemented"),
    (UnknownVersion, "505 HTTP Version Not Supported"),
    (TooLarge, "431 Request Header Fields Too Large"),
    (TimeoutError, "408 Request Timeout"),
]
BODY_REFUSALS = {
    400: "400 Bad Request",
    408: "408 Request Timeout",
    413: "413 Content Too Large",
}


def head_refusal(error: Exception) -> str:
    """The status with which a head is refused that could not be read because of `error`."""
    found = (status for kind, status in _HEAD_REFUSALS if isinstance(error, kind))
    return next(found, "400 Bad Request")


def refusal_bytes(status: str, *headers: tuple[str, str], body: bytes = b"") -> bytes:
    """The whole answer; the connection is closed after it."""
    lines = [f"HTTP/1.1 {status}", "Connection: close", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body
