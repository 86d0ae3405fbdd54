"""The newest state of a channel: a number and, for each variant, its bytes, framed once."""

from collections.abc import Mapping
from functools import cached_property

from competition.live import frames


class Frame:
    """One variant of one state, in the forms in which it leaves. Never changes."""

    def __init__(self, number: int, body: bytes) -> None:
        self.number = number
        self.body = body
        self.plain = frames.event(body, number)

    @cached_property
    def packed(self) -> bytes:
        """The frame compressed, made when the first viewer who reads gzip needs it."""
        return frames.packed(self.plain)


class State:
    """A whole state: `number` and a frame for each variant."""

    def __init__(self, number: int, variants: Mapping[str, bytes]) -> None:
        self.number = number
        self.frames = {variant: Frame(number, body) for variant, body in variants.items()}

    def outdates(self, number: int, variants: Mapping[str, bytes]) -> bool:
        """Say whether an offered state is older than this one, or this one again."""
        if number != self.number:
            return number < self.number
        return {variant: frame.body for variant, frame in self.frames.items()} == dict(variants)
