"""What codes are called on the organiser's pages, in the reader's language."""

from flask_babel import gettext


def category(word: str | None) -> str:
    """A judge's category: the two that every competition knows in the reader's language."""
    known = {"professional": gettext("professional"), "academic": gettext("academic")}
    return known.get(word or "", word or "")
