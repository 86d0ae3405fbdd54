"""Which judges have a conflict of interest with which teams, and why.

A conflict is named by the organiser, or declared by the judge, or follows from both belonging to
one organisation. A match may record that a conflict was accepted there, with the reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from competition.file_types import Document, JudgePart, MatchPart, Text

Accepted = Mapping[tuple[str, str], Text]
"""Of one match: the reason for which a conflict was accepted, by judge and team."""


class ConflictReason(NamedTuple):
    """Why a judge has a conflict with a team: `kind` is the relation that the judge declared."""

    code: Literal["named", "organisation", "declared"]
    kind: str = ""


class Conflicts:
    """The conflicts of interest of a file's judges, found once and asked for often."""

    def __init__(self, document: Document) -> None:
        by_organisation = defaultdict(list)
        for team in document["teams"]:
            for version in _language_versions(team.get("organisation")):
                by_organisation[version].append(team["key"])
        self._of_judge = {
            judge["key"]: _of_judge(judge, by_organisation) for judge in document["judges"]
        }

    def of_judge(self, judge: str) -> Mapping[str, tuple[ConflictReason, ...]]:
        """The teams that a judge has a conflict with, and why."""
        return self._of_judge.get(judge, {})

    def reasons(self, judge: str, team: str) -> tuple[ConflictReason, ...]:
        """Why the judge has a conflict with the team; empty where there is none."""
        return self.of_judge(judge).get(team, ())

    def in_match(self, match: MatchPart, judge: str) -> dict[str, tuple[ConflictReason, ...]]:
        """The teams of a match that the judge has a conflict with, accepted or not."""
        found = self.of_judge(judge)
        teams = [entry["team"] for entry in match["entries"]] if found else []
        return {team: found[team] for team in teams if team in found}

    def standing(self, match: MatchPart, judge: str) -> dict[str, tuple[ConflictReason, ...]]:
        """The same, without those that were accepted for the match."""
        found = self.in_match(match, judge)
        accepted = accepted_in(match) if found else {}
        return {team: why for team, why in found.items() if (judge, team) not in accepted}


def accepted_in(match: MatchPart) -> Accepted:
    """The conflicts that were accepted for a match, with their reasons."""
    return {
        (part["judge"], part["team"]): part["reason"]
        for part in match.get("accepted_conflicts", ())
    }


def _of_judge(
    judge: JudgePart, by_organisation: Mapping[tuple[str, str], Iterable[str]]
) -> dict[str, tuple[ConflictReason, ...]]:
    found: dict[str, list[ConflictReason]] = {}
    for team in judge.get("conflicts", ()):
        found.setdefault(team, []).append(ConflictReason("named"))
    for version in _language_versions(judge.get("organisation")):
        for team in by_organisation.get(version, ()):
            found.setdefault(team, []).append(ConflictReason("organisation"))
    for relation in judge.get("declaration", {}).get("relations", ()):
        found.setdefault(relation["team"], []).append(ConflictReason("declared", relation["kind"]))
    return {team: tuple(dict.fromkeys(reasons)) for team, reasons in found.items()}


def _language_versions(text: Any) -> Iterable[tuple[str, str]]:
    return dict(text or {}).items()
