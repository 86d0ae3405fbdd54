"""The overview as a check list: what is whole, what is missing, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from competition.file_types import Document
from competition.store.models import Competition


@dataclass(frozen=True)
class Check:
    """One line of the list; `part` chooses its sentences in `setup/overview.html`.

    `count` is how many there are, `lacking` how many of them are incomplete; `path` is below the
    competition's own address.
    """

    part: str
    path: str
    count: int
    lacking: int = 0
    is_optional: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether there is something, and none of it is incomplete."""
        return self.count > 0 and self.lacking == 0

    @property
    def is_missing(self) -> bool:
        """Whether something is left to do here."""
        return not self.is_whole and not self.is_optional


def checklist(
    competition: Competition, file: Document, placeholders: Sequence[tuple[str, Any]]
) -> list[Check]:
    """What a competition needs before its first round, in the order in which it is entered."""
    teams = [team for team in file["teams"] if not team.get("withdrawn")]
    matches = [
        match
        for stage in file["stages"]
        for round_ in stage.get("rounds", ())
        for match in round_["matches"]
    ]
    unseen = sum(judge.last_seen_at is None for judge in competition.judges)
    checks = [
        Check("details", "/details", int(bool(competition.starts))),
        Check("rubric", "/rubric", len(file["rubric"]["dimensions"])),
        Check("topics", "/topics", len(file.get("topics", ())), is_optional=True),
        *_zones(file),
        Check("teams", "/teams", len(teams), sum(not team.get("members") for team in teams)),
        Check("judges", "/judges", len(file["judges"])),
        Check("matches", "/stages", len(matches), sum(not match["panel"] for match in matches)),
        Check("links", "/links", len(file["judges"]), unseen),
    ]
    if placeholders:
        number, first = len(placeholders), placeholders[0][0]
        checks.append(Check("placeholders", f"/{first}", number, lacking=number))
    return checks


def _zones(file: Document) -> list[Check]:
    """A line where the competition has zones, or its teams name some."""
    zones = file.get("zones", [])
    if not zones and not any(team.get("zone") for team in file["teams"]):
        return []
    without = sum(not team.get("zone") for team in file["teams"]) if zones else 0
    return [Check("zones", "/zones", len(zones), without, is_optional=not zones)]
