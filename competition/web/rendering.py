"""Render a page that may be long without keeping everybody else waiting."""

import time
from typing import Any

from flask import stream_template

SLICE_SECONDS = 0.005
"""How long a page is rendered at a stretch; judges' submissions are served in between."""


def render_page(template: str, **context: Any) -> str:
    """Like `render_template`, letting other requests run now and then.

    Not inside a write transaction, which must not yield.
    """
    pieces = []
    pause = time.perf_counter() + SLICE_SECONDS
    for piece in stream_template(template, **context):
        pieces.append(piece)
        if time.perf_counter() >= pause:
            time.sleep(0)
            pause = time.perf_counter() + SLICE_SECONDS
    return "".join(pieces)
