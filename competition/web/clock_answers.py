"""What the faces of match clocks are told, the same for everybody: `{"clocks": […]}`.

A clock is `{"match", "number", "clock"}`: `clock` as `match_clock.shown_to_all`, null before it
was first touched. A face draws it by itself; the names of the sides stand on its page. An answer
that a face asks for has the header `Accord-Time`, the server's time in milliseconds since 1970; one
about whichever match is on has `on`, its key or null.
"""

import json
import time
from collections.abc import Iterable
from typing import Any, cast

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from competition import live
from competition.live import Hub
from competition.match_clock import ClockState, shown_to_all
from competition.store import match_clocks
from competition.store.match_clocks import MatchClock
from competition.web import channels

_EVERY_READER = "every"
"""The one variant of a clock's channel: a state has no words of its own."""


def clock_states(clocks: Iterable[MatchClock], **more: Any) -> dict[str, Any]:
    """The clocks as faces draw them, without the time."""
    return more | {
        "clocks": [
            {
                "match": each.match_key,
                "number": each.number,
                "clock": shown_to_all(cast(ClockState, each.state)),
            }
            for each in clocks
        ]
    }


def clocks_of_page(key: str) -> dict[str, Any]:
    """The clocks as a page brings them along, with the server's time in ms as `now`.

    So the faces have their height at once, and nothing below them moves under a finger.
    """
    return {"now": _now_ms(), **clock_states(match_clocks.clocks_of(key))}


def clock_answer(state: dict[str, Any]) -> Response:
    """A state, and in the header `Accord-Time` the server's time in ms; never from a cache."""
    response = Response(_as_json(state), mimetype="application/json")
    response.headers["Accord-Time"] = str(_now_ms())
    response.headers["Cache-Control"] = "no-store"
    return response


def clock_stream(channel: str, number: int, state: dict[str, Any]) -> ResponseReturnValue:
    """The stream of a channel, which begins with this state; 503 without room for a viewer."""
    hub: Hub = current_app.extensions["hub"]
    headers = live.stream_headers()
    if request.method == "HEAD":
        return Response(headers=headers)
    if hub.full:
        return Response(status=503, headers={"Retry-After": str(hub.retry_after())})
    publish_clocks(hub, channel, number, state)
    stream = live.Stream(hub, channel, _EVERY_READER)
    return Response(live.offer(request.environ, stream), headers=headers)


def publish_clocks(hub: Hub, channel: str, number: int, state: dict[str, Any]) -> None:
    """Publish a state, unless it is there already."""
    hub.publish(channel, number, {_EVERY_READER: _as_json(state)})


def every_clock_answer(key: str) -> Response:
    """All match clocks of a competition, for its organisers, judges and tables."""
    return clock_answer(clock_states(match_clocks.clocks_of(key)))


def every_clock_stream(key: str) -> ResponseReturnValue:
    """The stream of all match clocks of a competition, for its organisers, judges and tables."""
    number, state = _every_clock(key)
    return clock_stream(channels.every_clock_channel(key), number, state)


def publish_every_clock(hub: Hub, key: str) -> None:
    """Publish all match clocks of a competition, if somebody watches them."""
    channel = channels.every_clock_channel(key)
    if hub.viewers(channel):
        publish_clocks(hub, channel, *_every_clock(key))


def _every_clock(key: str) -> tuple[int, dict[str, Any]]:
    clocks = match_clocks.clocks_of(key)
    return sum(each.number for each in clocks), clock_states(clocks)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _as_json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
