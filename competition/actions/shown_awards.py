"""What the public sees of the awards: nothing before its step, then what was revealed.

Which awards are revealed, and how far, is kept in the snapshot itself, with their winners as they
were announced. They stay as they are until they are corrected (`Change`) or taken back; only the
names in them follow the file.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from competition.awards import DecidedAward, Standing, consider_awards, organisation_identity
from competition.file_types import Document, TeamPart
from competition.store.snapshots import Snapshot

ShownAward = dict[str, Any]
"""`key`, `name`, `winners` as announced so far (the first place first), `is_whole` once they all
are, and `corrections`, if any (`at`, `reason`)."""
ShownWinner = dict[str, Any]
"""One of `team`, `member`, `organisation` and `name`, with `place` and the names that a page needs:
`called`, a team's `members`, a member's `team` with its name `of`; `value` where it is public."""

_PUBLIC_VALUES = ("rank", "dimension", "organisation")
"""The values of these follow from published standings; single persons' scores are nobody's."""


@dataclass(frozen=True)
class AwardCorrection:
    """A revealed award that would go to somebody else: its winners before and after."""

    award: str
    name: Any
    before: list[ShownWinner]
    after: list[ShownWinner]


def awards_in(snapshot: Snapshot | None) -> dict[str, ShownAward]:
    """The awards that a snapshot shows, whole or in part, by key."""
    if snapshot is None:
        return {}
    return {each["key"]: each for each in json.loads(snapshot.display).get("awards", ())}


def awards_shown(
    file: Document, last: Snapshot | None, put: Mapping[str, ShownAward | None]
) -> dict[str, Any]:
    """The awards for the next snapshot, in the file's order: those of the last one, and `put`.

    None in `put` takes an award off.
    """
    shown = awards_in(last)
    for key, award in put.items():
        if award is None:
            shown.pop(key, None)
        else:
            shown[key] = award
    if not shown:
        return {}
    parts = {award["key"]: award for award in file.get("awards", ())}
    order = [*(key for key in parts if key in shown), *(key for key in shown if key not in parts)]
    names = _Names(file)
    return {
        "awards": [
            shown[key]
            | ({"name": parts[key]["name"]} if key in parts else {})
            | {"winners": [names.renew(winner) for winner in shown[key]["winners"]]}
            for key in order
        ]
    }


def announced_winners(file: Document, award: DecidedAward) -> list[ShownWinner]:
    """An award's winners as they are announced, the first place first."""
    names = _Names(file)
    return [names.renew(_bare(award, each)) for each in award.winners]


def find_award_corrections(file: Document, last: Snapshot | None) -> list[AwardCorrection]:
    """The revealed awards that would go to others now, in the file's order.

    `file` has its sheets. An award that is being revealed is not among them: its next step is
    refused instead.
    """
    shown = {key: award for key, award in awards_in(last).items() if award["is_whole"]}
    if not shown:
        return []
    found = []
    decided = {award.part["key"]: award for award in consider_awards(file)}
    for key, award in shown.items():
        now = announced_winners(file, decided[key]) if key in decided else []
        if identities(now) != identities(award["winners"]):
            found.append(AwardCorrection(key, award["name"], award["winners"], now))
    return found


def corrected(award: ShownAward, after: list[ShownWinner], at: str, reason: str) -> ShownAward:
    """The shown award with other winners, and a note of when and why."""
    notes = [*award.get("corrections", ()), {"at": at, "reason": reason}]
    return award | {"winners": after, "corrections": notes}


def identities(winners: Sequence[ShownWinner]) -> list[tuple[str, str, int]]:
    """Who won, with the place: what a correction is a change of."""
    return sorted((*_identity(winner), winner["place"]) for winner in winners)


def _identity(winner: ShownWinner) -> tuple[str, str]:
    for kind in ("member", "team"):
        if kind in winner:
            return kind, winner[kind]
    kind = "organisation" if "organisation" in winner else "name"
    return kind, organisation_identity(winner[kind])


def _bare(award: DecidedAward, standing: Standing) -> ShownWinner:
    winner: ShownWinner = {
        standing.candidate.kind: standing.candidate.written,
        "place": standing.place,
    }
    if award.part["by"] in _PUBLIC_VALUES and standing.printed is not None:
        winner["value"] = standing.printed
    return winner


class _Names:
    """The names in a file, for winners who are kept by their keys."""

    def __init__(self, file: Document) -> None:
        self._teams: dict[str, TeamPart] = {team["key"]: team for team in file["teams"]}
        self._members = {
            member["key"]: (member, team)
            for team in file["teams"]
            for member in team.get("members") or ()
        }

    def renew(self, winner: ShownWinner) -> ShownWinner:
        """The winner with the names that the file has now, where it still knows them."""
        kept = {k: v for k, v in winner.items() if k not in ("called", "members", "of")}
        found: dict[str, Any] = {}
        if "member" in winner and winner["member"] in self._members:
            member, team = self._members[winner["member"]]
            found = {"called": member["name"], "of": team["name"], "team": team["key"]}
        elif "team" in winner and "member" not in winner and winner["team"] in self._teams:
            team = self._teams[winner["team"]]
            found = {
                "called": team["name"],
                "members": [member["name"] for member in team.get("members") or ()],
            }
        elif "organisation" in winner or "name" in winner:
            found = {"called": winner.get("organisation") or winner.get("name")}
        else:
            return winner
        return kept | found
