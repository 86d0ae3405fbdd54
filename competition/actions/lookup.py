"""Find something by its key, or refuse: each of these raises `NotFound`."""

from typing import TypeVar

from competition.actions.refusals import NotFound
from competition.store import queries, sheets
from competition.store.marking_judges import has_sheets
from competition.store.models import Competition, Entry, Judge, Match, Stage, Team
from competition.store.sheets import SheetAddress

T = TypeVar("T")


def require_competition(key: str) -> Competition:
    """The competition of that key."""
    return _found(queries.find_competition(key))


def require_stage(competition: Competition, key: str) -> Stage:
    """The stage of that key."""
    return _found(queries.find_stage(competition, key))


def require_match(competition: Competition, key: str) -> Match:
    """The match of that key."""
    return _found(queries.find_match(competition, key))


def require_team(competition: Competition, key: str) -> Team:
    """The team of that key."""
    return _found(queries.find_team(competition, key))


def require_judge(competition: Competition, key: str) -> Judge:
    """The judge of that key."""
    return _found(queries.find_judge(competition, key))


def require_entry(match: Match, team_key: str) -> Entry:
    """That team's entry in the match."""
    return _found(next((entry for entry in match.entries if entry.team.key == team_key), None))


def require_address(
    competition: Competition, match_key: str, team_key: str, judge_key: str
) -> SheetAddress:
    """The sheet of a judge who marks or has marked in the match, for one of its teams."""
    match = require_match(competition, match_key)
    team = require_entry(match, team_key).team
    judge = require_judge(competition, judge_key)
    _found(has_sheets(match, judge) or None)
    return SheetAddress(competition, match, team, judge)


def require_own_address(
    judge: Judge, competition_key: str, match_key: str, team_key: str
) -> SheetAddress:
    """The judge's own sheet for a team in a match whose round is no draft."""
    return _found(sheets.find_address(judge, competition_key, match_key, team_key))


def require_late_address(
    judge: Judge, competition_key: str, match_key: str, team_key: str
) -> SheetAddress:
    """The same for what arrives late: also where the judge marked before being replaced."""
    if judge.competition.key != competition_key:
        raise NotFound
    at = require_address(judge.competition, match_key, team_key, judge.key)
    _found(None if at.match.round.state == "draft" else at)
    return at


def _found(found: T | None) -> T:
    if found is None:
        raise NotFound
    return found
