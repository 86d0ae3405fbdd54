"""Ground floor: texts that are there in Chinese and in English."""

from collections.abc import Mapping
from typing import TypedDict

from competition.file_types import Remark


class BothLanguages(TypedDict):
    """A text that is there in Chinese and in English."""

    zh: str
    en: str


def in_both(text: Remark | Mapping[str, str] | None, otherwise: str = "") -> BothLanguages:
    """A text in both languages; one that is there in one language only stands for both.

    >>> in_both({"zh": "地铁队"})
    {'zh': '地铁队', 'en': '地铁队'}
    >>> in_both(None, "metro")
    {'zh': 'metro', 'en': 'metro'}
    """
    if not text:
        return {"zh": otherwise, "en": otherwise}
    if isinstance(text, str):
        return {"zh": text, "en": text}
    zh, en = text.get("zh"), text.get("en")
    return {"zh": zh or en or otherwise, "en": en or zh or otherwise}
