"""Take out of the count what has marks, and put it back: a match, a judge in a match, a team.

Nothing is deleted: the sheets stay on record, count for nothing, and count again once the act is
taken back. Each act has a reason, which the audit log keeps and the file carries.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from competition.actions import file_edits
from competition.actions.change import change
from competition.actions.edit_checks import check_edit, file_to_edit_matches
from competition.actions.lookup import require_match, require_team
from competition.actions.refusals import NotFound, Refused, require_reason, text_of_reason
from competition.file_types import Document, RecusalPart
from competition.messages import N_
from competition.scoring.entry import recused_judges
from competition.store.models import Match, Team

_LEAVING = ("withdrawn", "withdrawn_from", "disqualified", "reason")


class ExclusionEdit(NamedTuple):
    """New values for fields of a match or a team; None takes a field away."""

    kind: str
    key: str
    fields: Mapping[str, Any]


def void_match(competition_key: str, match_key: str, reason: str, by: str) -> None:
    """Let a match count for nobody. Raises `NotFound` or `Refused`."""

    def void(file: Document) -> list[ExclusionEdit]:
        if file_edits.match_in(file, match_key).get("void"):
            raise Refused(N_("This match is already taken out of the count."))
        return [ExclusionEdit("match", match_key, {"void": text_of_reason(reason)})]

    _carry_out(competition_key, "match.void", [match_key], void, reason, by)


def count_match_again(competition_key: str, match_key: str, reason: str, by: str) -> None:
    """Let a void match count again. Raises `NotFound` or `Refused`."""

    def count(file: Document) -> list[ExclusionEdit]:
        if not file_edits.match_in(file, match_key).get("void"):
            raise NotFound
        return [ExclusionEdit("match", match_key, {"void": None})]

    _carry_out(competition_key, "match.count", [match_key], count, reason, by)


def recuse_judge(
    competition_key: str,
    judge_key: str,
    entries: Iterable[tuple[str, str]],
    reason: str,
    by: str,
) -> None:
    """Let a judge's sheets for these entries, (match, team) each, count nowhere, in one act.

    Where the judge is recused already, that recusal stays as it is. Raises `NotFound` for an
    entry that does not exist or that the judge does not judge, and `Refused`.
    """
    chosen: dict[str, list[str]] = {}
    for match_key, team in entries:
        chosen.setdefault(match_key, []).append(team)

    def recuse(file: Document) -> list[ExclusionEdit]:
        changes = []
        for match_key, teams in chosen.items():
            match = file_edits.match_in(file, match_key)
            entered = [entry["team"] for entry in match["entries"]]
            if judge_key not in match["panel"] or not set(teams) <= set(entered):
                raise NotFound
            new = [
                team
                for team in entered
                if team in teams and judge_key not in recused_judges(match, team)
            ]
            if new:
                recusal: RecusalPart = {"judge": judge_key, "reason": text_of_reason(reason)}
                if new != entered:
                    recusal["teams"] = new
                recused = [*match.get("recused", ()), recusal]
                changes.append(ExclusionEdit("match", match_key, {"recused": recused}))
        if not changes:
            raise Refused(N_("Tick at least one team for which the judge is not recused yet."))
        return changes

    _carry_out(competition_key, "match.recuse", chosen, recuse, reason, by)


def take_recusal_back(
    competition_key: str, match_key: str, judge_key: str, reason: str, by: str
) -> None:
    """Let all of a judge's sheets in a match count again. Raises `NotFound` or `Refused`."""

    def unrecuse(file: Document) -> list[ExclusionEdit]:
        recused = file_edits.match_in(file, match_key).get("recused", [])
        kept = [recusal for recusal in recused if recusal["judge"] != judge_key]
        if len(kept) == len(recused):
            raise NotFound
        return [ExclusionEdit("match", match_key, {"recused": kept or None})]

    _carry_out(competition_key, "match.unrecuse", [match_key], unrecuse, reason, by)


def withdraw_team(
    competition_key: str, team_key: str, stage_key: str | None, reason: str, by: str
) -> None:
    """Withdraw a team from a stage on, or without a stage from the whole competition.

    Raises `NotFound` or `Refused`.
    """
    fields = {"withdrawn_from": stage_key} if stage_key else {"withdrawn": True}
    _leave(competition_key, "team.withdraw", team_key, fields, reason, by)


def disqualify_team(competition_key: str, team_key: str, reason: str, by: str) -> None:
    """Take a team out of the standings of every stage. Raises `NotFound` or `Refused`."""
    _leave(competition_key, "team.disqualify", team_key, {"disqualified": True}, reason, by)


def readmit_team(competition_key: str, team_key: str, reason: str, by: str) -> None:
    """Take a withdrawal or disqualification back. Raises `NotFound` or `Refused`."""

    def readmit(file: Document) -> list[ExclusionEdit]:
        if not has_left(file_edits.get_part(file, "team", team_key)):
            raise NotFound
        return [ExclusionEdit("team", team_key, dict.fromkeys(_LEAVING))]

    _carry_out(competition_key, "team.readmit", [team_key], readmit, reason, by)


def has_left(team: Mapping[str, Any]) -> bool:
    """Whether a team, as in the file, has left the competition or a part of it."""
    return any(team.get(field) for field in _LEAVING if field != "reason")


def _leave(
    competition_key: str,
    action: str,
    team_key: str,
    fields: Mapping[str, Any],
    reason: str,
    by: str,
) -> None:
    def leave(file: Document) -> list[ExclusionEdit]:
        file_edits.get_part(file, "team", team_key)
        new = {**dict.fromkeys(_LEAVING), **fields, "reason": text_of_reason(reason)}
        return [ExclusionEdit("team", team_key, new)]

    _carry_out(competition_key, action, [team_key], leave, reason, by)


def _carry_out(
    competition_key: str,
    action: str,
    keys: Iterable[str],
    find_changes: Callable[[Document], list[ExclusionEdit]],
    reason: str,
    by: str,
) -> None:
    """Change the fields in the file, check the whole, then change the rows; an audit row each.

    `keys` are those of the matches or teams that it is about.
    """
    kind = action.partition(".")[0]
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(*(f"{kind}/{key}" for key in keys))
        edit.reason = require_reason(reason)
        # Who is left out changes nothing that a sheet refers to.
        file = file_to_edit_matches(edit.competition, ())
        changes = find_changes(file)
        before = []
        for each in changes:
            part = file_edits.get_part(file, each.kind, each.key)
            before.append({field: part[field] for field in each.fields if field in part})
            part.update(each.fields)
            for field, value in each.fields.items():
                if value is None:
                    del part[field]
        checked = check_edit(edit.competition, file, "")
        for each, was in zip(changes, before, strict=True):
            part = file_edits.get_part(checked, each.kind, each.key)
            row: Match | Team = (
                require_match(edit.competition, each.key)
                if each.kind == "match"
                else require_team(edit.competition, each.key)
            )
            now = {field: part[field] for field in each.fields if field in part}
            for field in each.fields:
                setattr(row, field, part.get(field))
            edit.audit(action, each.key, was or None, {"reason": edit.reason, **now})
