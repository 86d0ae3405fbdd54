"""One sheet's exception from its round: reopened in a closed one, locked in an open one."""

from competition.actions.change import changing
from competition.actions.refusals import NotFound, Refused
from competition.messages import N_
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
    if not reason.strip():
        raise Refused(N_("Say why; the reason is kept with the result."))
    action = {"reopened": "sheet.reopen", "locked": "sheet.lock", "": "sheet.follow-round"}[hold]
    with changing(competition_key, by, action) as edit:
        match = queries.find_match(edit.competition, match_key)
        team = queries.find_team(edit.competition, team_key)
        judge = queries.find_judge(edit.competition, judge_key)
        if match is None or team is None or judge is None:
            raise NotFound
        if queries.find_seat(match, judge.id) is None or all(
            e.team is not team for e in match.entries
        ):
            raise NotFound
        sheet = sheets.find_sheet(match.id, team.id, judge.id)
        if sheet is None:
            sheet = Sheet(match_id=match.id, team_id=team.id, judge_id=judge.id)
            edit.session.add(sheet)
            edit.session.flush()
        edit.subject = f"{match_key}/{team_key}/{judge_key}"
        edit.before = {"hold": sheet.hold}
        edit.after = {"hold": hold, "reason": reason.strip()}
        sheet.hold = hold
