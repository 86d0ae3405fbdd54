"""One sheet's exception from its round: reopened in a closed one, locked in an open one."""

from competition.actions.change import change
from competition.actions.lookup import require_address
from competition.actions.refusals import require_reason
from competition.store import sheets
from competition.store.sheets import Override, Sheet

_ACTIONS = {
    Override.REOPENED: "sheet.reopen",
    Override.LOCKED: "sheet.lock",
    Override.NONE: "sheet.follow-round",
}


def reopen(
    competition_key: str, match_key: str, team_key: str, judge_key: str, reason: str, by: str
) -> None:
    """Let a judge write one sheet although its round is closed, until it is submitted again."""
    _override(competition_key, (match_key, team_key, judge_key), Override.REOPENED, reason, by)


def lock(
    competition_key: str, match_key: str, team_key: str, judge_key: str, reason: str, by: str
) -> None:
    """Lock one sheet although its round is open."""
    _override(competition_key, (match_key, team_key, judge_key), Override.LOCKED, reason, by)


def follow_round(
    competition_key: str, match_key: str, team_key: str, judge_key: str, reason: str, by: str
) -> None:
    """End a lock or a reopening: the sheet is open when its round is."""
    _override(competition_key, (match_key, team_key, judge_key), Override.NONE, reason, by)


def _override(
    competition_key: str, sheet_keys: tuple[str, str, str], override: Override, reason: str, by: str
) -> None:
    """Set a sheet's override; raises `NotFound`, or `Refused` without a reason."""
    reason = require_reason(reason)
    with change(competition_key, by, check_file=True) as edit:
        at = require_address(edit.competition, *sheet_keys)
        edit.refuse_if_changed(f"sheet/{at.subject}")
        sheet = sheets.find_sheet(at.match.id, at.team.id, at.judge.id)
        if sheet is None:
            sheet = Sheet(match_id=at.match.id, team_id=at.team.id, judge_id=at.judge.id)
            edit.session.add(sheet)
            edit.session.flush()
        # Audit rows call it `hold`, as the first ones did.
        before = {"hold": sheet.override}
        after = {"hold": override.value, "reason": reason}
        edit.audit(_ACTIONS[override], at.subject, before, after)
        sheet.override = override.value
