"""Load a competition file, all of it or nothing; export one; make one public or private."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from competition import document
from competition.actions import hall_screen, reveal
from competition.actions.change import change
from competition.actions.lookup import require_competition
from competition.actions.refusals import Refused
from competition.file_types import Document, SheetPart
from competition.messages import N_
from competition.store import file_export, file_import
from competition.store.accounts import SignIn
from competition.store.late_sheets import LateSheet
from competition.store.models import (
    Competition,
    Deduction,
    Entry,
    FocalPoint,
    Judge,
    Match,
    Member,
    PanelSeat,
    Round,
    Ruling,
    Stage,
    Team,
    Topic,
)
from competition.store.sheets import Sheet, SheetVersion

VISIBILITIES = ("public", "private")


def load_competition(
    file: Document, by: str, *, replace: bool = False, backups: Path | None = None
) -> Path | None:
    """Store a checked competition file in one transaction; returns the backup's path, if any.

    With `replace`, a competition of the same key is replaced, after it has been written to a file
    in the folder `backups`; judges of the same key keep their links. Raises `Refused` when the
    key is taken and `replace` is not given.
    """
    key = file["competition"]["key"]
    backup, before = None, None
    with change(key, by, create=True) as edit:
        competition, session = edit.competition, edit.session
        exists = competition.id is not None
        if exists:
            if not replace:
                raise Refused(
                    N_("There is already a competition “%(key)s”. Replace it, or change the key."),
                    key=key,
                )
            data = export_competition(key)
            backup = _write_backup(data, key, backups) if backups is not None else None
            before = {"bytes": len(data), "backup": backup.name if backup else None}
            reveal.forget_reveal(session, competition)
            _delete_parts(session, competition, {judge["key"] for judge in file["judges"]})
        file_import.save_competition(competition, file)
        session.add(competition)
        session.flush()
        _add_parts(session, competition, file)
        session.flush()
        session.expire_all()
        action = "competition.replace" if exists else "competition.load"
        edit.audit(action, key, before, _counts(file))
        edit.publish()
        if exists:
            hall_screen.show_board(edit)
    return backup


def set_visibility(competition_key: str, visibility: str, by: str) -> None:
    """Make a competition `public` or `private`; nothing happens if it is that already.

    Raises `NotFound` or `Refused`.
    """
    if visibility not in VISIBILITIES:
        raise Refused(
            N_("A competition is one of: %(values)s; not “%(value)s”."),
            values=", ".join(VISIBILITIES),
            value=visibility,
        )
    with change(competition_key, by) as edit:
        before = edit.competition.visibility or "public"
        if before == visibility:
            return
        edit.competition.visibility = None if visibility == "public" else visibility
        after = {"visibility": visibility, "snapshot": edit.publish()}
        edit.audit("competition.visibility", competition_key, {"visibility": before}, after)


def export_competition(key: str) -> bytes:
    """The competition as a file, with its sheets and their versions; `NotFound` without one."""
    competition = require_competition(key)
    return document.write_file(
        document.check_document(file_export.competition_document(competition))
    )


def _add_parts(session: Session, competition: Competition, file: Document) -> None:
    file_import.save_rubric(session, competition, file)
    for position, topic_part in enumerate(file.get("topics", [])):
        file_import.save_topic(session, competition, topic_part, position)
    for position, team_part in enumerate(file["teams"]):
        file_import.save_team(session, competition, team_part, position)
    for position, judge_part in enumerate(file["judges"]):
        file_import.save_judge(session, competition, judge_part, position)
    session.flush()
    session.expire_all()
    matches: dict[str, Match] = {}
    stages: dict[str, Stage] = {}
    for stage_position, stage_part in enumerate(file["stages"]):
        stage = file_import.save_stage(session, competition, stage_part, stage_position)
        stages[stage.key] = stage
        for round_position, round_part in enumerate(stage_part["rounds"]):
            round_ = file_import.save_round(session, competition, stage, round_part, round_position)
            for position, match_part in enumerate(round_part["matches"]):
                match = file_import.save_match(session, competition, round_, match_part, position)
                matches[match.key] = match
    teams = {team.key: team for team in competition.teams}
    judges = {judge.key: judge for judge in competition.judges}
    for sheet_part in file.get("sheets", []):
        _add_sheet(session, competition, sheet_part, matches, teams, judges)
    for deduction_part in file.get("deductions", []):
        match, team = matches[deduction_part["match"]], teams[deduction_part["team"]]
        deduction = Deduction(match=match, team=team)
        file_import.set_fields(deduction, deduction_part, ("points", "reason", "by", "at"))
        session.add(deduction)
        session.flush()
    for ruling_part in file.get("rulings", []):
        ruling = Ruling(stage=stages[ruling_part["stage"]])
        file_import.set_fields(ruling, ruling_part, ("teams", "minutes", "by", "at"))
        session.add(ruling)
        session.flush()


def _add_sheet(
    session: Session,
    competition: Competition,
    part: SheetPart,
    matches: dict[str, Match],
    teams: dict[str, Team],
    judges: dict[str, Judge],
) -> None:
    sheet = Sheet(
        match=matches[part["match"]],
        team=teams[part["team"]],
        judge=judges[part["judge"]],
        version=part["version"],
        state=part["state"],
    )
    session.add(sheet)
    session.flush()
    for version in [*part.get("history", []), part]:
        session.add(
            SheetVersion(
                competition_id=competition.id,
                sheet_id=sheet.id,
                judge_id=sheet.judge_id,
                number=version["version"],
                state=version["state"],
                marks=version["marks"],
                comment=version.get("comment"),
                submitted_at=version.get("submitted_at"),
                notes=file_import.notes_of(version) or None,
            )
        )


def _delete_parts(session: Session, competition: Competition, kept_judges: set[str]) -> None:
    """Delete everything below the competition, in the order that the foreign keys require.

    Judges with these keys stay, and with them their links and sessions.
    """
    matches = select(Match.id).filter_by(competition_id=competition.id)
    stages = select(Stage.id).filter_by(competition_id=competition.id)
    teams = select(Team.id).filter_by(competition_id=competition.id)
    topics = select(Topic.id).filter_by(competition_id=competition.id)
    deleted_judges = (
        select(Judge.id)
        .filter_by(competition_id=competition.id)
        .where(Judge.key.not_in(kept_judges or {""}))
    )
    for statement in (
        delete(LateSheet).filter_by(competition_id=competition.id),
        delete(SheetVersion).filter_by(competition_id=competition.id),
        delete(Sheet).where(Sheet.match_id.in_(matches)),
        delete(Deduction).where(Deduction.match_id.in_(matches)),
        delete(Ruling).where(Ruling.stage_id.in_(stages)),
        delete(PanelSeat).where(PanelSeat.match_id.in_(matches)),
        delete(Entry).where(Entry.match_id.in_(matches)),
        delete(Match).filter_by(competition_id=competition.id),
        delete(Round).filter_by(competition_id=competition.id),
        delete(Stage).filter_by(competition_id=competition.id),
        delete(Member).where(Member.team_id.in_(teams)),
        delete(Team).filter_by(competition_id=competition.id),
        delete(FocalPoint).where(FocalPoint.topic_id.in_(topics)),
        delete(Topic).filter_by(competition_id=competition.id),
        delete(SignIn).where(SignIn.judge_id.in_(deleted_judges)),
        delete(Judge).where(Judge.id.in_(deleted_judges)),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})
    session.expire_all()


def _write_backup(data: bytes, key: str, backups: Path) -> Path:
    backups.mkdir(parents=True, exist_ok=True)
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    path = backups / f"{key}-{stamp}.json"
    path.write_bytes(data)
    return path


def _counts(file: Document) -> dict[str, int]:
    """How many teams, judges, … the file has: what the audit keeps of it."""
    lists = ("teams", "judges", "topics", "stages", "sheets", "deductions", "rulings")
    return {name: len(cast(Mapping[str, Any], file).get(name, [])) for name in lists}
