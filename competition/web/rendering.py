"""Render a page that may be long without keeping everybody else waiting."""

from typing import Any

from flask import stream_template

from competition.pauses import Pauses


def render_page(template: str, **context: Any) -> str:
    """Like `render_template`, letting other requests run now and then.

    Not inside a write transaction, which must not yield.
    """
    pieces = []
    pause = Pauses()
    for piece in stream_template(template, **context):
        pieces.append(piece)
        pause()
    return "".join(pieces)


def let_others_run() -> None:
    """Between what a long page shows and its rendering: serve who waits. Not inside a write."""
    Pauses.wait()
