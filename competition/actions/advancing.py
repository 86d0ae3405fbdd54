"""Let the best teams of a stage go on: name them in the next one, or take that back.

Who goes through is worked out by `competition.advance` from the standings; these acts write it
down. The public learns nothing by them: it sees who is in a stage by its matches only.
"""

import json
from collections.abc import Sequence
from typing import Any

from competition import advance
from competition.actions import file_edits
from competition.actions.change import Change, change
from competition.actions.edit_checks import check_edit, file_to_edit_matches
from competition.actions.lookup import require_stage
from competition.actions.refusals import NotFound, Refused, require_reason
from competition.actions.stage_teams import save_stage_teams, set_stage_teams
from competition.actions.standings import count_standings_before
from competition.file_types import Document
from competition.messages import N_
from competition.scoring.leaving import reason_for_leaving
from competition.scoring.types import StageStandings
from competition.store import audit, file_import, queries, sheets
from competition.store.models import Stage

ADVANCE, UNDO = "stage.advance", "stage.undo-advance"
REPLACE = "stage.replace-team"


class NotReadyYet(Refused):
    """It is not certain yet who advances; `because` says why (`advance.NotReady`)."""

    def __init__(self, because: Sequence[advance.NotReady]) -> None:
        super().__init__(N_("It is not certain yet who advances. Nothing was changed."))
        self.because = list(because)


def advance_teams(
    competition_key: str, stage_key: str, by: str, *, shown: Sequence[str] | None = None
) -> None:
    """Write who goes through from a stage into the `teams` of the next one.

    `shown` is who went through on the page from which it is asked for. Raises `NotFound`;
    `NotReadyYet`; `Refused` where the next stage seats others, or others go through than shown.
    """
    with change(competition_key, by) as edit:
        source, to, file, counted = _read(edit, stage_key)
        edit.refuse_if_changed(f"stage/{to.key}", f"stage/{source.key}")
        found = advance.who_advances(file, stage_key, counted)
        through = [row["team"] for row in found["through"]]
        if not found["ready"]:
            raise NotReadyYet(found["because"])
        if shown is not None and list(shown) != through:
            raise Refused(
                N_(
                    "Other teams advance now than when this page was made. See who does, then "
                    "decide again."
                )
            )
        teams = advance.teams_after_advancing(file, stage_key, counted)
        if others := advance.others_seated(file, to.key, teams):
            raise Refused(
                N_(
                    "Stage “%(stage)s” already has teams that do not advance: %(teams)s. Take the "
                    "teams back first (--undo), or take these out of its matches."
                ),
                stage=to.key,
                teams=", ".join(others),
            )
        _write_teams(edit, file, ADVANCE, source, to, teams)


def undo_advance(competition_key: str, stage_key: str, by: str) -> None:
    """Take out of the next stage's `teams` who came from a stage; its matches stay.

    A list that stood there before the teams went on is put back. Raises `NotFound`, or `Refused`
    once the next stage has a sheet, and where there is nothing to undo.
    """
    with change(competition_key, by) as edit:
        source, to, file, counted = _read(edit, stage_key)
        edit.refuse_if_changed(f"stage/{to.key}", f"stage/{source.key}")
        _refuse_with_sheets(to, file)
        teams = _teams_before(edit, file, source, to, counted)
        if teams == advance.stage_part(file, to.key).get("teams"):
            raise Refused(
                N_("No team of this stage has been put into stage “%(stage)s”: nothing to undo."),
                stage=to.key,
            )
        _write_teams(edit, file, UNDO, source, to, teams)


def call_up_reserve(
    competition_key: str,
    stage_key: str,
    team_key: str,
    reason: str,
    by: str,
    *,
    shown: str | None = None,
) -> str:
    """Put the first reserve of a stage in the place of a team that has left the next one.

    It takes its place in `teams` and in the matches, sides and all. Returns the reserve's key;
    `shown` is the one that the page named. Raises `NotFound` or `Refused`.
    """
    with change(competition_key, by) as edit:
        source, to, file, counted = _read(edit, stage_key)
        team = file_edits.get_part(file, "team", team_key)
        edit.refuse_if_changed(f"stage/{to.key}", f"stage/{source.key}", f"team/{team_key}")
        edit.reason = require_reason(reason)
        _refuse_with_sheets(to, file)
        part = advance.stage_part(file, to.key)
        if team_key not in (*part.get("teams", ()), *advance.seated_teams(part)):
            raise Refused(
                N_("Team “%(team)s” is not in stage “%(stage)s”."), team=team_key, stage=to.key
            )
        known: Any = team
        if not reason_for_leaving(known, to.key, [stage["key"] for stage in file["stages"]]):
            raise Refused(
                N_(
                    "Team “%(team)s” has not left stage “%(stage)s”. Withdraw it first, then call "
                    "up a reserve."
                ),
                team=team_key,
                stage=to.key,
            )
        reserve = _first_reserve(file, stage_key, team_key, counted)
        if shown is not None and shown != reserve:
            raise Refused(
                N_("The first reserve is another team now. See who it is, then decide again.")
            )
        before = part.get("teams")
        matches = advance.put_reserve(file, to.key, team_key, reserve)
        edit.refuse_if_changed(*(f"match/{key}" for key in matches))
        checked = check_edit(edit.competition, file, "")
        save_stage_teams(edit, checked, to.key)
        for key in matches:
            _save_match(edit, checked, key)
        edit.audit(
            REPLACE,
            to.key,
            {"team": team_key, **({"teams": before} if before is not None else {})},
            {
                "team": reserve,
                **({"teams": part["teams"]} if before is not None else {}),
                "matches": matches,
                "from": stage_key,
                "reason": edit.reason,
            },
        )
        return reserve


def is_begun(stage: Stage, file: Document) -> bool:
    """Whether a judge has written in the stage; whether a written test has a score."""
    return sheets.is_written_in(stage) or bool(advance.stage_part(file, stage.key).get("scores"))


def _read(edit: Change, stage_key: str) -> tuple[Stage, Stage, Document, dict[str, StageStandings]]:
    """The stage, the next one, the file without sheets, and the standings; or `NotFound`."""
    source = require_stage(edit.competition, stage_key)
    if not source.advance:
        raise NotFound
    to = require_stage(edit.competition, source.advance["to"])
    counted = count_standings_before(edit.competition)
    return source, to, file_to_edit_matches(edit.competition, ()), counted


def _refuse_with_sheets(to: Stage, file: Document) -> None:
    if is_begun(to, file):
        raise Refused(
            N_("Stage “%(stage)s” has begun: there are sheets in it, so its teams stay."),
            stage=to.key,
        )


def _teams_before(
    edit: Change,
    file: Document,
    source: Stage,
    to: Stage,
    counted: dict[str, StageStandings],
) -> list[str] | None:
    """What the next stage's `teams` were before, or are without this stage's teams."""
    rows = audit.rows_about(edit.key, ADVANCE, to.key)[:1]
    now = advance.stage_part(file, to.key).get("teams")
    if rows:
        before, after = json.loads(rows[0].before), json.loads(rows[0].after)
        if after["from"] == source.key and after["teams"] == now:
            teams: list[str] | None = before["teams"]
            return teams
    if now is None:
        return None
    return advance.teams_before_advancing(file, source.key, counted)


def _first_reserve(
    file: Document, stage_key: str, team: str, counted: dict[str, StageStandings]
) -> str:
    found = advance.find_reserve(file, stage_key, team, counted)
    if not found:
        raise Refused(N_("No reserve is left: every team with a place is in already, or has left."))
    if len(found) > 1:
        raise Refused(
            N_(
                "These teams share the place of the first reserve: %(teams)s. Record a ruling on "
                "the tie, then call one of them up."
            ),
            teams=", ".join(found),
        )
    return found[0]


def _write_teams(
    edit: Change,
    file: Document,
    action: str,
    source: Stage,
    to: Stage,
    teams: list[str] | None,
) -> None:
    """Give the next stage these teams; nothing happens where it has them already."""
    part = advance.stage_part(file, to.key)
    before = part.get("teams")
    if before == teams:
        return
    set_stage_teams(part, teams)
    save_stage_teams(edit, check_edit(edit.competition, file, ""), to.key)
    edit.audit(action, to.key, {"teams": before}, {"teams": teams, "from": source.key})


def _save_match(edit: Change, file: Document, key: str) -> None:
    parts, position = file_edits.find_part(file, "match", key)
    row = queries.find_match(edit.competition, key)
    assert row is not None
    part: Any = parts[position]
    file_import.save_match(edit.session, edit.competition, row.round, part, position)
    edit.session.flush()
    edit.session.expire_all()
