"""One sheet's exception from its round: reopened in a closed one, locked in an open one."""

from competition.actions.change import change
from competition.actions.lookup import require_entry, require_judge, require_match
from competition.actions.refusals import NotFound, require_reason
from competition.store import queries, sheets
from competition.store.sheets import Sheet


def reopen(
    competition_key: str, match_key: str, team_key: str, judge_key: str, reason: str, by: str
) -> None:
    """Let a judge write one sheet although its round is closed, until it is submitted again."""
    _override(competition_key, match_key, team_key, judge_key, "reopened", reason, by)


def lock(
    competition_key: str, match_key: str, team_key: str, judge_key: str, reason: str, by: str
) -> None:
    """Shut one sheet while its round is open."""
    _override(competition_key, match_key, team_key, judge_key, "locked", reason, by)


def follow_round(
    competition_key: str, match_key: str, team_key: str, judge_key: str, reason: str, by: str
) -> None:
    """End a lock or a reopening: the sheet is open when its round is."""
    _override(competition_key, match_key, team_key, judge_key, "", reason, by)


def _override(
    competition_key: str,
    match_key: str,
    team_key: str,
    judge_key: str,
    hold: str,
    reason: str,
    by: str,
) -> None:
    reason = require_reason(reason)
    action = {"reopened": "sheet.reopen", "locked": "sheet.lock", "": "sheet.follow-round"}[hold]
    with change(competition_key, by, check_file=True) as edit:
        match = require_match(edit.competition, match_key)
        team = require_entry(match, team_key).team
        judge = require_judge(edit.competition, judge_key)
        if queries.find_seat(match, judge.id) is None:
            raise NotFound
        sheet = sheets.find_sheet(match.id, team.id, judge.id)
        if sheet is None:
            sheet = Sheet(match_id=match.id, team_id=team.id, judge_id=judge.id)
            edit.session.add(sheet)
            edit.session.flush()
        subject = f"{match_key}/{team_key}/{judge_key}"
        edit.audit(action, subject, {"hold": sheet.hold}, {"hold": hold, "reason": reason})
        sheet.hold = hold
