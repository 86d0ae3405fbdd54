"""The awards as the public sees them, arranged for the projector, the board and their page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from competition.web.audience.board_types import Text


@dataclass(frozen=True)
class PublicWinner:
    """A winner: what it is called, a member's team (`of`), and a team's members.

    `value` is "" where it is not public.
    """

    called: Text
    of: Text
    members: Sequence[Text]
    place: int
    value: str


@dataclass(frozen=True)
class PublicAward:
    """An award as far as it is revealed; `winners` best place first.

    `corrections` are (when, why).
    """

    key: str
    name: Text
    winners: list[PublicWinner]
    is_whole: bool
    corrections: list[tuple[str, str]]

    @property
    def newest(self) -> list[PublicWinner]:
        """Those drawn large: all once the award is whole, before that the one shown last."""
        return self.winners if self.is_whole else self.winners[:1]

    @property
    def before(self) -> list[PublicWinner]:
        """Those shown earlier, while others are still to come."""
        return [] if self.is_whole else self.winners[1:]


@dataclass(frozen=True)
class TeamAward:
    """An award on a team's own page; `members` are those who won it, none where the team did."""

    name: Text
    members: list[Text]


def awards_from(names: Mapping[str, Any]) -> list[PublicAward]:
    """The awards in a snapshot's names, in the file's order."""
    return [
        PublicAward(
            key=award["key"],
            name=award["name"],
            winners=[_winner(winner) for winner in award["winners"]],
            is_whole=award["is_whole"],
            corrections=[(each["at"], each["reason"]) for each in award.get("corrections", ())],
        )
        for award in names.get("awards", ())
    ]


def revealed_award(names: Mapping[str, Any], key: str) -> PublicAward | None:
    """The award of that key; None where the snapshot has none."""
    return next((award for award in awards_from(names) if award.key == key), None)


def team_awards(names: Mapping[str, Any]) -> dict[str, list[Text]]:
    """The awards that each team has won as far as they are revealed, by `stage/team`.

    An award that hangs on no stage is told in every one.
    """
    found: dict[str, list[Text]] = {}
    stages = [stage["key"] for stage in names["stages"]]
    for award in names.get("awards", ()):
        for winner in award["winners"]:
            if "team" in winner and "member" not in winner:
                for stage in [award["stage"]] if award.get("stage") else stages:
                    found.setdefault(f"{stage}/{winner['team']}", []).append(award["name"])
    return found


def awards_of_one_team(names: Mapping[str, Any], team: str) -> list[TeamAward]:
    """What a team and its members have won as far as it is revealed, in the file's order."""
    found = []
    for award in names.get("awards", ()):
        won = [winner for winner in award["winners"] if winner.get("team") == team]
        if won:
            members = [winner["called"] for winner in won if "member" in winner]
            found.append(TeamAward(award["name"], members))
    return found


def _winner(winner: Mapping[str, Any]) -> PublicWinner:
    return PublicWinner(
        called=winner.get("called") or winner.get("team") or winner.get("member") or "",
        of=winner.get("of", ""),
        members=winner.get("members", []),
        place=winner["place"],
        value=winner.get("value", ""),
    )
