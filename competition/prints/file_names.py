"""What the parts of a competition file are called on paper, in one language."""

import datetime as dt
from collections.abc import Iterator, Mapping

from competition.checks.names import in_language
from competition.document import distinct_names
from competition.file_types import Document, EntryPart, Language, MatchPart, RoundPart, StagePart
from competition.messages import N_
from competition.prints.order import CannotPrint, PrintOrder
from competition.programme.moments import local_time, zone_of

TextParts = Mapping[str, str]


class FileNames:
    """Names by key, and the stages and matches that an order asks for.

    Teams and judges of one name are told apart (`distinct_names`).
    """

    def __init__(self, document: Document, order: PrintOrder) -> None:
        self.document, self.order = document, order
        self.words = order.words
        zones = document.get("zones", ())
        self._zones = {zone["key"]: zone["name"] for zone in zones}
        self._teams = distinct_names(document["teams"], zones)
        self._judges = distinct_names(document["judges"])
        self._topics = {topic["key"]: topic["title"] for topic in document.get("topics", ())}
        self._offset = zone_of(document)
        self._matches = {
            match["key"]: (stage, round_, number)
            for stage in document["stages"]
            for round_ in stage.get("rounds", ())
            for number, match in enumerate(round_["matches"], start=1)
        }
        if order.stage and order.stage not in {stage["key"] for stage in document["stages"]}:
            raise CannotPrint(N_("There is no stage “%(stage)s”."), {"stage": order.stage})
        if order.match and order.match not in self._matches:
            raise CannotPrint(N_("There is no match “%(match)s”."), {"match": order.match})

    def text(self, text: object) -> str:
        """A text in the print's language, or in the only one that it has; "" without one."""
        if isinstance(text, Mapping):
            return in_language(dict(text), self.order.language) if text else ""
        return text if isinstance(text, str) else ""

    def team(self, key: str) -> str:
        """A team's name."""
        return self.text(self._teams.get(key, key))

    def judge(self, key: str) -> str:
        """A judge's name."""
        return self.text(self._judges.get(key, key))

    def zone(self, key: str | None) -> str:
        """A zone's name; a zone that is no key is a word and stands as it is."""
        return self.text(self._zones.get(key, key)) if key else ""

    def topic(self, key: str | None) -> str:
        """A topic's title."""
        return self.text(self._topics.get(key, key)) if key else ""

    def side(self, entry: EntryPart) -> str:
        """Which side an entry is on; "" for one that plays alone."""
        return "" if entry["side"] == "solo" else self.words[entry["side"]]

    def match(self, key: str) -> str:
        """A match by its round and number there, and which one it repeats."""
        _, round_, number = self._matches[key]
        name = self.text(round_["name"])
        called = self.words["match_of"] % {"round": name, "number": number}
        repeated = round_["matches"][number - 1].get("repeats")
        if repeated not in self._matches:
            return called
        again = self.words["repeat_of"] % {"number": self._matches[repeated][2]}
        return self.words["bracketed"] % {"text": called, "more": again}

    def stages(self) -> list[StagePart]:
        """The stages that the order is for, in the file's order."""
        chosen = self.order.stage
        if self.order.match:
            chosen = self._matches[self.order.match][0]["key"]
        return [each for each in self.document["stages"] if chosen in (None, each["key"])]

    def matches(self) -> Iterator[tuple[StagePart, RoundPart, MatchPart]]:
        """The matches that the order is for, with where they are; void ones are left out."""
        for stage in self.stages():
            for round_ in stage.get("rounds", ()):
                for match in round_["matches"]:
                    if self.order.match in (None, match["key"]) and not match.get("void"):
                        yield stage, round_, match

    def moment(self, moment: str | None) -> dt.datetime | None:
        """A moment of the file in the competition's own offset."""
        return local_time(moment, self._offset) if moment else None

    def day(self, date: dt.date) -> str:
        """A date as it is written in the language."""
        return written_date(date, self.order.language)


def written_date(date: dt.date, language: Language) -> str:
    """A date in words.

    >>> written_date(dt.date(2026, 5, 3), "en"), written_date(dt.date(2026, 5, 3), "zh")
    ('3 May 2026', '2026年5月3日')
    """
    if language == "zh":
        return f"{date.year}年{date.month}月{date.day}日"
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
