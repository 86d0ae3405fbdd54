"""What the parts of a competition are called in the sentences of a proof, in both languages."""

from collections.abc import Mapping
from typing import Any

from competition.both_languages import BothLanguages, in_both
from competition.file_types import Document
from competition.rule_in_force import rubric_of


class ProofNames:
    """Every name that a proof's sentences need; a part without a name is called by its key."""

    def __init__(self, document: Document) -> None:
        self._judges = {each["key"]: _name(each) for each in document["judges"]}
        self._members = {
            (team["key"], member["key"]): _name(member)
            for team in document["teams"]
            for member in team.get("members") or ()
        }
        self._stages = {stage["key"]: _name(stage) for stage in document["stages"]}
        self._dimensions = {
            (stage["key"], each["key"]): _name(each)
            for stage in document["stages"]
            for each in rubric_of(document, stage)["dimensions"]
        }
        self._matches: dict[str, BothLanguages] = {}
        for stage in document["stages"]:
            for round_ in stage.get("rounds") or ():
                name = _name(round_)
                if len(document["stages"]) > 1:
                    there = self._stages[stage["key"]]
                    name = {
                        "zh": f"{there['zh']} · {name['zh']}",
                        "en": f"{there['en']} · {name['en']}",
                    }
                for number, match in enumerate(round_["matches"], start=1):
                    self._matches[match["key"]] = {
                        "zh": f"{name['zh']}第 {number} 场",
                        "en": f"{name['en']}, match {number}",
                    }

    def judge(self, key: str) -> BothLanguages:
        """A judge's name."""
        return self._judges[key]

    def member(self, team: str, key: str) -> BothLanguages:
        """A contestant's name."""
        return self._members.get((team, key), in_both(key))

    def stage(self, key: str) -> BothLanguages:
        """A stage's name."""
        return self._stages[key]

    def dimension(self, stage: str, key: str) -> BothLanguages:
        """A dimension's name in the rubric that holds in a stage."""
        return self._dimensions[stage, key]

    def match(self, key: str) -> BothLanguages:
        """A match by its round and its number there."""
        return self._matches[key]


def seat_name(number: int) -> BothLanguages:
    """A judge who is not named, by the number of the seat."""
    return {"zh": f"{number} 号评委", "en": f"Judge {number}"}


def _name(part: Mapping[str, Any]) -> BothLanguages:
    return in_both(part.get("name"), part["key"])
