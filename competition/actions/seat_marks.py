"""How far a judge has come in a match, and where else the judge sits: no mark is read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from competition.store import late_sheets, sheets
from competition.store.models import Competition, Judge, Match


@dataclass(frozen=True)
class ScoredTeams:
    """How far a judge has come in a match, by team: `submitted`, `draft` or nothing (absent)."""

    states: Mapping[str, str]

    @property
    def submitted(self) -> list[str]:
        """The teams whose sheets count, so that they can be kept."""
        return [team for team, state in self.states.items() if state == "submitted"]


def marks_at_seat(match: Match, judge: Judge) -> ScoredTeams:
    """For which of a match's teams the judge has something stored, and no mark of it."""
    stored = {
        sheet.team_id: sheet
        for sheet in sheets.sheets_of_match(match.id)
        if sheet.judge_id == judge.id and sheet.version
    }
    states = {}
    for entry in match.entries:
        if sheet := stored.get(entry.team_id):
            counts = sheets.counting_version(sheet) is not None
            states[entry.team.key] = "submitted" if counts else "draft"
    return ScoredTeams(states)


def later_matches(competition: Competition, match: Match, judge: Judge) -> list[Match]:
    """The matches after this one, in the file's order, that are not over and where the judge sits.

    Void matches and those of closed rounds are over.
    """
    in_order = [
        each for stage in competition.stages for round_ in stage.rounds for each in round_.matches
    ]
    after = in_order[[each.key for each in in_order].index(match.key) + 1 :]
    return [
        each
        for each in after
        if each.round.state != "closed" and not each.void and sits_in(each, judge.key)
    ]


def other_matches(
    competition: Competition, judge_key: str, besides: Collection[str]
) -> list[Match]:
    """The matches that are open or to come where the judge marks, without those `besides`."""
    return [
        match
        for stage in competition.stages
        for round_ in stage.rounds
        for match in round_.matches
        if round_.state != "closed" and match.key not in besides
        if sits_in(match, judge_key) or judge_key in (match.trainees or ())
    ]


def has_written(match: Match, judge: Judge) -> bool:
    """Whether anything of the judge's is stored in the match, or waits for a decision."""
    if marks_at_seat(match, judge).states:
        return True
    waiting = late_sheets.undecided_of_judge(judge.id)
    return any(late.match_id == match.id for late in waiting)


def sits_in(match: Match, judge_key: str) -> bool:
    """Whether the judge is on the match's panel."""
    return any(seat.judge.key == judge_key for seat in match.seats)
