"""What the hub's channels are called, for whoever publishes and whoever counts the viewers.

The board's channel is the competition's key; no key has a slash.
"""


def screen_channel(key: str) -> str:
    """The channel of a competition's projectors."""
    return f"{key}/screen"
