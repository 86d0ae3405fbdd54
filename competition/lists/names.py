"""Names as lists have them: whether two are the same, and in which language one is.

A name is kept as it is typed, with rare characters and whatever dot it has. To find somebody
again it is compared without blanks, width and case, and with one kind of dot: lists set two
characters apart (`张　三`) to align them with three, and write `·` in several ways.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

Part = dict[str, Any]

_BLANKS = re.compile("[\\s\u200b\u200c\u200d\u2060\ufeff]+")
_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･．·᛫", "·"))
_HAN = re.compile("[⺀-⿟々〇〡-〩㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]")


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """A name as it is compared.

    >>> folded("张　三") == folded("张三"), folded("买买提•艾力") == folded("买买提·艾力")
    (True, True)
    """
    plain = unicodedata.normalize("NFKC", text.translate(_DOTS)).casefold()
    return _BLANKS.sub("", plain)


@lru_cache(maxsize=65_536)
def _without_blanks(text: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFC", text))


def is_same_name(one: str, other: str) -> bool:
    """Whether two texts differ in blanks at most: what is here then stays as it is."""
    return one == other or _without_blanks(one) == _without_blanks(other)


def language_of(text: str, languages: Iterable[str] = ()) -> str:
    """The language of a name by its characters; the competition's own where it has only one."""
    only = list(languages)
    if len(only) == 1:
        return only[0]
    if _HAN.search(text) or not any(character.isalpha() for character in text):
        return "zh"
    return "en"


class PartIndex:
    """Parts by their key and their names, in every language; those a list adds too."""

    def __init__(self, parts: Iterable[Part], field: str = "name") -> None:
        self._field = field
        self.by_key: dict[str, Part] = {}
        self._exact: dict[str, list[Part]] = {}
        self._folded: dict[str, list[Part]] = {}
        for part in parts:
            self.add(part)

    def add(self, part: Part) -> None:
        """Find this part from now on, by its names as they are now too."""
        self.by_key.setdefault(part["key"], part)
        for text in part.get(self._field, {}).values():
            for index, name in ((self._exact, _without_blanks(text)), (self._folded, folded(text))):
                known = index.setdefault(name, [])
                if not any(each is part for each in known):
                    known.append(part)

    def named(self, name: str) -> list[Part]:
        """The parts of that name: as it is typed where there are any, else in another spelling."""
        return self._exact.get(_without_blanks(name)) or self._folded.get(folded(name)) or []

    def found(self, text: str) -> list[Part]:
        """The parts that a cell means, which has a name or a key."""
        named = self.named(text)
        if named:
            return named
        part = self.by_key.get(text) or self.by_key.get(folded(text))
        return [part] if part is not None else []


def is_same_text(one: Mapping[str, str], other: str) -> bool:
    """Whether a text is the other in any of its languages."""
    return any(folded(text) == folded(other) for text in one.values())


class KeyMaker:
    """Makes keys as the forms do: `team-7` for the seventh, or the next number that is free."""

    def __init__(self, stem: str, taken: Iterable[str]) -> None:
        self._stem = stem
        self._taken = set(taken)
        self._number = len(self._taken)

    def reserve(self, keys: Iterable[str]) -> None:
        """Do not make these: the list has them."""
        self._taken.update(keys)

    def next(self) -> str:
        """The next key."""
        self._number += 1
        while f"{self._stem}-{self._number}" in self._taken:
            self._number += 1
        key = f"{self._stem}-{self._number}"
        self._taken.add(key)
        return key
