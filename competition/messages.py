"""Marking messages for translation, where the text is made long before anybody's language is known.

Messages are written in English and end up in the catalogue of `translations/`; the pages and the
terminal translate them when they show them.
"""


def N_(message: str) -> str:
    """Mark a message for the catalogue and return it as it is."""
    return message
