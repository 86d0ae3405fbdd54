"""What parts are called in one language."""

from competition.file_types import Language, Text


def in_language(text: Text | dict[str, str], language: Language) -> str:
    """A text in a language, or in the only one that it has."""
    return text.get(language) or next(str(each) for each in text.values())
