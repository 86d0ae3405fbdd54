"""One state of a channel: a number and, for each variant, its bytes, framed once."""

from collections.abc import Mapping
from functools import cached_property

from competition.live import sse


class Frame:
    """One variant of one state, ready to send plain or compressed. Never changes."""

    def __init__(self, number: int, body: bytes) -> None:
        self.number = number
        self.body = body
        self.plain = sse.event(body, number)

    def is_before(self, seen: int) -> bool:
        """Return whether a viewer who has seen that would be taken back by this."""
        return self.number < seen

    @cached_property
    def compressed(self) -> bytes:
        """The frame compressed, made when the first viewer who accepts gzip needs it."""
        return sse.compress(self.plain)


class State:
    """A whole state: `number` and a frame for each variant."""

    def __init__(self, number: int, variants: Mapping[str, bytes]) -> None:
        self.number = number
        self.frames = {variant: Frame(number, body) for variant, body in variants.items()}

    def outdates(self, number: int, variants: Mapping[str, bytes]) -> bool:
        """Return whether an offered state is older than this one, or identical to it."""
        if number != self.number:
            return number < self.number
        return {variant: frame.body for variant, frame in self.frames.items()} == dict(variants)
