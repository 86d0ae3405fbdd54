"""The names of the hub's channels, for publishing and for counting viewers.

The board's channel is the competition's key. No key contains a slash.
"""


def screen_channel(key: str) -> str:
    """The channel of a competition's projectors."""
    return f"{key}/screen"


def clock_channel(key: str, match: str = "") -> str:
    """The public channel of a match's clock; without a match, of the one that was touched last."""
    return f"{key}/clock/{match}"


def every_clock_channel(key: str) -> str:
    """The channel of all match clocks of a competition, for organisers, judges and tables."""
    return f"{key}/clocks"


def competition_of(channel: str) -> str:
    """The key of the competition that a channel belongs to."""
    return channel.partition("/")[0]


def kind_of(channel: str) -> str:
    """What a channel shows: `board`, `screen` or `clock`.

    >>> [kind_of(name) for name in ("final", "final/screen", "final/clock/match-1", "final/clocks")]
    ['board', 'screen', 'clock', 'clock']
    """
    rest = channel.partition("/")[2]
    return "clock" if rest.startswith("clock") else rest or "board"
