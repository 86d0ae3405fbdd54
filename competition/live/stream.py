"""The response body of a stream, and how a view tells the server that it may take the socket over.

A server that can take sockets over says so in the request's environ; the view offers its stream
there. A server that cannot ignores the offer, iterates the response as usual and gets the same
frames from a subscription.
"""

import functools
import re
from typing import Any

from competition.live.hub import Hub
from competition.live.subscription import Subscription

TAKEOVER = "accord.takeover"
"""In the environ, and true: this server takes the socket over when a stream is offered."""
OFFER = "accord.stream"
"""In the environ: the `Stream` that the view offers."""

_GZIP = re.compile(r"(?:^|,)\s*gzip\s*(?:;\s*q=([\d.]+)\s*)?(?=,|$)", re.IGNORECASE)


class Stream:
    """A channel in one variant, as the body of a response."""

    def __init__(self, hub: Hub, channel: str, variant: str) -> None:
        self.hub = hub
        self.channel = channel
        self.variant = variant
        self._subscription: Subscription | None = None

    def copy(self) -> "Stream":
        """Return the same stream for one more viewer."""
        return Stream(self.hub, self.channel, self.variant)

    def __iter__(self) -> Subscription:
        """Subscribe: the fallback when no server takes the socket over. Raises Full."""
        self.close()
        self._subscription = self.hub.subscribe(self.channel, self.variant)
        return self._subscription

    def close(self) -> None:
        """End the subscription, if one was made."""
        if self._subscription is not None:
            self._subscription.close()


def offer(environ: dict[str, Any], stream: Stream) -> Stream:
    """Offer `stream` to the server as the answer to this request; return it for the response."""
    if environ.get(TAKEOVER):
        environ[OFFER] = stream
    return stream


def offered(environ: dict[str, Any]) -> Stream | None:
    """Return the stream that the server was offered and takes over, or None."""
    stream: Stream | None = environ.get(OFFER)
    return stream


def stream_headers() -> list[tuple[str, str]]:
    """Return the headers of every stream: its type, and not to cache, change or buffer it."""
    return [
        ("Content-Type", "text/event-stream; charset=utf-8"),
        ("Cache-Control", "no-cache, no-transform"),
        ("X-Accel-Buffering", "no"),
    ]


@functools.lru_cache(maxsize=1024)
def accepts_gzip(accept_encoding: str) -> bool:
    """Return whether an `Accept-Encoding` names gzip with a quality above 0."""
    named = _GZIP.search(accept_encoding)
    return named is not None and (named[1] is None or named[1].strip("0.") != "")
