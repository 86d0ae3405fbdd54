"""The names of the hub's channels, for publishing and for counting viewers.

The board's channel is the competition's key. No key contains a slash.
"""


def screen_channel(key: str) -> str:
    """The channel of a competition's projectors."""
    return f"{key}/screen"


def competition_of(channel: str) -> str:
    """The key of the competition that a channel belongs to."""
    return channel.partition("/")[0]
