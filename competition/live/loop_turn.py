"""A turn of gevent's loop, for work that goes on for longer than a request should wait."""

from typing import Any

import gevent


def let_loop_poll(loop: Any) -> None:
    """Let the loop poll every socket once, so that waiting requests are answered first.

    `gevent.sleep(0)` is not enough: the loop returns from it some fifty times before it
    polls the sockets again.
    """
    with loop.timer(0) as timer:
        gevent.get_hub().wait(timer)
