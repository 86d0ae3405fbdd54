"""What the parts of a competition are called in one language."""

from competition.document import distinct_names
from competition.file_types import Document, Language, Remark, StagePart, Text
from competition.workbook.words import table_word


def text_in(text: Remark | Text | dict[str, str] | None, language: Language) -> str:
    """A text in a language, or in the only one that it has; nothing where there is none."""
    if text is None:
        return ""
    if isinstance(text, str):
        return text
    return text.get(language) or next((str(each) for each in text.values() if each), "")


class TableNames:
    """Names by key, in one language."""

    def __init__(self, document: Document, language: Language) -> None:
        self.language: Language = language
        zones = document.get("zones") or ()
        self.zones = {zone["key"]: text_in(zone["name"], language) for zone in zones}
        self.teams = self._of(distinct_names(document["teams"], zones))
        self.judges = self._of(distinct_names(document["judges"], zones))
        self.stages = {s["key"]: text_in(s["name"], language) for s in document["stages"]}
        self.rounds: dict[str, str] = {}
        self.numbers: dict[str, int] = {}
        self.stage_of: dict[str, StagePart] = {}
        for stage in document["stages"]:
            for round_ in stage.get("rounds", ()):
                for number, match in enumerate(round_["matches"], start=1):
                    self.rounds[match["key"]] = text_in(round_["name"], language)
                    self.numbers[match["key"]] = number
                    self.stage_of[match["key"]] = stage
        self._member_of = {
            (team["key"], member["key"]): text_in(member["name"], language)
            for team in document["teams"]
            for member in team.get("members", ())
        }

    def _of(self, names: dict[str, dict[str, str]]) -> dict[str, str]:
        return {key: text_in(name, self.language) for key, name in names.items()}

    def member(self, team: str, key: str) -> str:
        """A member's name."""
        return self._member_of.get((team, key), key)

    def word(self, name: str) -> str:
        """A header or remark."""
        return table_word(name, self.language)
