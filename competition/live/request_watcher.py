"""What a server tells its application of the requests that it answers, to count and to log."""

from collections.abc import Mapping
from typing import Any, Protocol

CLIENT_LEFT = 499
"""The status of a request whose client left before there was an answer."""


class RequestWatcher(Protocol):
    """Is told of every request. Nothing here may wait or fail."""

    def begin(self, environ: dict[str, Any], *, from_proxy: bool) -> str | None:
        """A head was read; returns the id to send back in `X-Request-ID`, None for none.

        `from_proxy` says whether the connection is a trusted proxy's.
        """

    def end(self, environ: Mapping[str, Any], status: int, seconds: float, sent: int) -> None:
        """It was answered with `sent` bytes, head included, or the answer became a stream."""

    def note_malformed(self, status: int) -> None:
        """What was sent was no acceptable head, and was refused with this status."""


class NoWatcher:
    """Takes no notice of any request."""

    def begin(self, _environ: dict[str, Any], *, from_proxy: bool) -> str | None:
        """No request has an id."""
        return None

    def end(self, _environ: Mapping[str, Any], _status: int, _seconds: float, _sent: int) -> None:
        """Nothing is counted."""

    def note_malformed(self, _status: int) -> None:
        """Nothing is counted."""
