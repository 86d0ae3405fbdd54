"""The texts of messages as a reader sees them: ready sentences in the reader's own language."""

from flask_babel import gettext

from competition.actions.messages import READY_TEXTS


def shown_text(text: str) -> str:
    """A message's text; a ready sentence, which is stored in English, is translated."""
    return gettext(text) if text in READY_TEXTS else text
