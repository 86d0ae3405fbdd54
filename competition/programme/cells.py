"""What is typed in the cells of the programme, read as keys and values of the file."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from competition.document import Refusal, distinct_names
from competition.file_types import Document
from competition.messages import N_
from competition.programme.rows import rounds_of

COLUMNS = (*("number", "round", "starts", "room", "labour", "employer", "solo", "topic", "panel"),)
SIDES = ("labour", "employer", "solo")
_MOST_LISTED = 5
_PARTED = re.compile("[、;；\n]")
_PARTED_TOO = re.compile("[、，,;；\n]")
_CHINESE = re.compile("[㐀-鿿豈-﫿]")


class NameFinder:
    """Finds one kind of thing by what people call it: its names in every language, or its key."""

    def __init__(self, unknown: str, more_than_one: str) -> None:
        self._unknown = unknown
        self._more_than_one = more_than_one
        self._names: dict[str, dict[str, None]] = {}
        self._labels: dict[str, str] = {}

    def add(self, key: str, names: Iterable[Any], label: Any) -> None:
        """Let `key` be found by these names; `label` is how it is named in a refusal."""
        for name in names:
            texts = [name] if isinstance(name, str) else (name or {}).values()
            for text in texts:
                self._names.setdefault(_folded(str(text)), {})[key] = None
        self._labels[key] = " / ".join(dict.fromkeys(_texts(label)))

    def find(self, text: str) -> str:
        """The key of what is called so; raises `Refusal`, which names what comes close."""
        wanted = _folded(text)
        found = list(self._names.get(wanted, ()))
        if len(found) == 1:
            return found[0]
        if found:
            raise Refusal(self._more_than_one, {"text": text, "names": self._listed(found)})
        near = [
            key
            for name, keys in self._names.items()
            if wanted in name or (name and name in wanted)
            for key in keys
        ]
        if near:
            raise Refusal(
                N_("There is no “%(text)s”. Is one of these meant: %(names)s?"),
                {"text": text[:60], "names": self._listed(dict.fromkeys(near))},
            )
        raise Refusal(self._unknown, {"text": text[:60]})

    def find_all(self, text: str) -> list[str]:
        """The keys of a list parted by commas, semicolons or line breaks; "" for nobody.

        A name that has a comma in it is found too.
        """
        text = text.strip()
        if not text:
            return []
        if _folded(text) in self._names:
            return [self.find(text)]
        found = []
        for part in filter(None, (each.strip() for each in _PARTED.split(text))):
            if _folded(part) in self._names or not _PARTED_TOO.search(part):
                found.append(self.find(part))
            else:
                smaller = (each.strip() for each in _PARTED_TOO.split(part))
                found += [self.find(each) for each in filter(None, smaller)]
        return found

    def _listed(self, keys: Iterable[str]) -> str:
        listed = list(keys)
        names = [self._labels[key] for key in listed[:_MOST_LISTED]]
        return ", ".join([*names, *(["…"] if len(listed) > _MOST_LISTED else [])])


class Finders:
    """One `NameFinder` for each kind of thing that a cell may name."""

    def __init__(self, file: Document) -> None:
        self.teams = _people(
            file["teams"],
            N_("There is no team “%(text)s”."),
            N_("More than one team is called “%(text)s”: %(names)s."),
        )
        self.judges = _people(
            file["judges"],
            N_("There is no judge “%(text)s”."),
            N_("More than one judge is called “%(text)s”: %(names)s."),
        )
        self.topics = NameFinder(
            N_("There is no topic “%(text)s”."),
            N_("More than one topic is called “%(text)s”: %(names)s."),
        )
        for topic in file.get("topics", ()):
            self.topics.add(topic["key"], [topic["title"], topic["key"]], topic["title"])
        self.rounds = NameFinder(
            N_("There is no round “%(text)s”."),
            N_("More than one round is called “%(text)s”: %(names)s."),
        )
        for stage, round_ in rounds_of(file):
            key, label = f"{stage['key']}/{round_['key']}", round_label(stage, round_)
            self.rounds.add(key, [label, round_["name"], key], label)
        self._rooms = [
            part["room"]
            for _stage, round_ in rounds_of(file)
            for part in (*round_["matches"], *round_.get("planned", ()))
            if "room" in part
        ]

    def room(self, text: str) -> Any:
        """The room called so where there is one, else a new one in the language of its name."""
        wanted = _folded(text)
        for room in self._rooms:
            if wanted in map(_folded, _texts(room)):
                return room
        named: Any = {"zh": text} if _CHINESE.search(text) else {"zh": text, "en": text}
        self._rooms.append(named)
        return named


def round_label(stage: Mapping[str, Any], round_: Mapping[str, Any]) -> dict[str, str]:
    """A round's name after its stage's, in every language that either has.

    >>> round_label({"name": {"en": "Final"}}, {"name": {"en": "Round 1"}})
    {'en': 'Final · Round 1'}
    """
    codes = dict.fromkeys([*_by_language(stage["name"]), *_by_language(round_["name"])])
    return {
        code: f"{_in_language(stage['name'], code)} · {_in_language(round_['name'], code)}"
        for code in codes
    }


def _people(parts: Iterable[Any], unknown: str, more_than_one: str) -> NameFinder:
    parts = list(parts)
    finder = NameFinder(unknown, more_than_one)
    names = distinct_names(parts)
    for part in parts:
        called = [names[part["key"]], part["name"], part.get("short_name"), part["key"]]
        finder.add(part["key"], called, names[part["key"]])
    return finder


def _by_language(text: Any) -> Mapping[str, str]:
    return text if isinstance(text, Mapping) else {"zh": text}


def _texts(text: Any) -> list[str]:
    return [text] if isinstance(text, str) else list(text.values())


def _in_language(text: Any, code: str) -> str:
    return str(text.get(code) or next(iter(text.values()))) if isinstance(text, Mapping) else text


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
