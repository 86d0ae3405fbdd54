"""A written test: scores per team or per member become a team's total (scoring.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from competition.file_types import ScorePart, StagePart, TeamPart
from competition.scoring.decimals import add_up


@dataclass(slots=True)
class PaperScores:
    """One team's scores in a written test: those that count, and those beyond the best n.

    `missing` are its members without a score, reserves aside, where others have one.
    """

    counted: list[ScorePart]
    left_out: list[ScorePart]
    missing: list[str]
    total: Fraction


def read_paper(stage: StagePart, teams: Sequence[TeamPart]) -> dict[str, PaperScores | None]:
    """The scores of every team that is in a paper stage, in the order of `teams`; None without.

    Who is in it: the stage's `teams`, or without them whoever has a score.
    """
    scores: dict[str, list[ScorePart]] = {}
    for score in stage.get("scores") or ():
        scores.setdefault(score["team"], []).append(score)
    inside = stage.get("teams", list(scores))
    return {
        team["key"]: _read_team(stage, team, scores[team["key"]]) if team["key"] in scores else None
        for team in teams
        if team["key"] in inside
    }


def _read_team(stage: StagePart, team: TeamPart, scores: list[ScorePart]) -> PaperScores:
    if stage.get("per") != "member":
        return PaperScores(scores, [], [], Fraction(scores[0]["score"]))
    combine = stage.get("combine", "mean")
    counted, left_out = scores, list[ScorePart]()
    if isinstance(combine, dict):
        # Of equal scores the earlier one counts.
        best = sorted(scores, key=lambda score: Fraction(score["score"]), reverse=True)
        kept = best[: combine["best"]]
        counted = [score for score in scores if score in kept]
        left_out = [score for score in scores if score not in kept]
    total = add_up([Fraction(score["score"]) for score in counted])
    if combine == "mean":
        total /= len(counted)
    given = {score.get("member") for score in scores}
    missing = [
        member["key"]
        for member in team.get("members") or ()
        if member["key"] not in given and not member.get("reserve")
    ]
    return PaperScores(counted, left_out, missing, total)
