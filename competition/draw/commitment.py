"""What is promised before a draw, and the seed that comes of it."""

import hashlib
from typing import Any

from competition.document.canonical import canonical
from competition.file_types import DrawPart


def commitment(draw: DrawPart, secret: str) -> str:
    """The digest that is shown before the draw: it binds the secret and what is drawn from.

    SHA-256, in hex, of the canonical JSON of `{"from", "kind", "round", "rules", "secret",
    "stage"}`; rules that are absent count as `{}`.
    """
    return _digest(_bound(draw, secret)).hex()


def seed(draw: DrawPart, secret: str, hall: str) -> bytes:
    """The 32 bytes that the order follows from: the commitment's, with the hall's words besides."""
    return _digest(_bound(draw, secret) | {"hall": hall})


def _bound(draw: DrawPart, secret: str) -> dict[str, Any]:
    return {
        "from": draw["from"],
        "kind": draw["kind"],
        "round": draw["round"],
        "rules": draw.get("rules", {}),
        "secret": secret,
        "stage": draw["stage"],
    }


def _digest(value: Any) -> bytes:
    return hashlib.sha256(canonical(value).encode()).digest()
