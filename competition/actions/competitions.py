"""Load a competition file, whole or not at all, and take one out again."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from competition import document
from competition.actions import announce, hall_screen, reveal, snapshots
from competition.actions.refusals import NotFound, Refused
from competition.file_types import Document, SheetPart
from competition.messages import N_
from competition.store import audit, file_export, file_import, queries
from competition.store.accounts import SignIn
from competition.store.db import writing
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


def load_competition(
    file: Document, by: str, *, replace: bool = False, backups: Path | None = None
) -> Path | None:
    """Store a checked competition file in one transaction.

    With `replace`, a competition of the same key is first written to a file in `backups`,
    whose path is returned, and then gives way; judges of the same key keep their links.
    Raises `Refused` when the key is taken and `replace` is not said.
    """
    key = file["competition"]["key"]
    backup = None
    with writing() as session:
        known = queries.find_competition(key)
        before = None
        if known is not None:
            if not replace:
                raise Refused(
                    N_("There is a competition “%(key)s” already. Replace it, or change the key."),
                    key=key,
                )
            data = export_competition(key)
            backup = _write_backup(data, key, backups) if backups is not None else None
            before = {"bytes": len(data), "backup": backup.name if backup else None}
            reveal.discard(session, known)
            _delete_parts(session, known, {judge["key"] for judge in file["judges"]})
        row = known or Competition()
        file_import.save_competition(row, file)
        session.add(row)
        session.flush()
        _add_parts(session, row, file)
        session.flush()
        session.expire_all()
        action = "competition.replace" if known else "competition.load"
        audit.append(session, key, by, action, key, before, _counts(file))
        snapshots.refresh(session, row)
        if known:
            hall_screen.show_board(session, row, by)
    announce.changed()
    return backup


def export_competition(key: str) -> bytes:
    """The competition as a file, sheets and their versions included; `NotFound` without one."""
    competition = queries.find_competition(key)
    if competition is None:
        raise NotFound
    return document.write_file(
        document.check_document(file_export.competition_document(competition))
    )


def _add_parts(session: Session, competition: Competition, file: Document) -> None:
    file_import.save_rubric(session, competition, file)
    for position, topic in enumerate(file.get("topics", [])):
        file_import.save_topic(session, competition, topic, position)
    for position, team in enumerate(file["teams"]):
        file_import.save_team(session, competition, team, position)
    for position, judge in enumerate(file["judges"]):
        file_import.save_judge(session, competition, judge, position)
    session.flush()
    session.expire_all()
    matches: dict[str, Match] = {}
    stages: dict[str, Stage] = {}
    for position, stage_part in enumerate(file["stages"]):
        stage = file_import.save_stage(session, competition, stage_part, position)
        stages[stage_part["key"]] = stage
        for place, round_part in enumerate(stage_part["rounds"]):
            round_ = file_import.save_round(session, competition, stage, round_part, place)
            for seat, match_part in enumerate(round_part["matches"]):
                match = file_import.save_match(session, competition, round_, match_part, seat)
                matches[match_part["key"]] = match
    teams = {row.key: row for row in competition.teams}
    judges = {row.key: row for row in competition.judges}
    for sheet_part in file.get("sheets", []):
        _sheet(session, competition, sheet_part, matches, teams, judges)
    for deduction_part in file.get("deductions", []):
        match, team_row = matches[deduction_part["match"]], teams[deduction_part["team"]]
        deduction = Deduction(match=match, team=team_row)
        file_import.set_fields(deduction, deduction_part, ("points", "reason", "by", "at"))
        session.add(deduction)
        session.flush()
    for ruling_part in file.get("rulings", []):
        ruling = Ruling(stage=stages[ruling_part["stage"]])
        file_import.set_fields(ruling, ruling_part, ("teams", "minutes", "by", "at"))
        session.add(ruling)
        session.flush()


def _sheet(
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


def _delete_parts(session: Session, competition: Competition, staying: set[str]) -> None:
    """Take out everything that hangs on the competition, in the order the keys demand."""
    matches = select(Match.id).filter_by(competition_id=competition.id)
    stages = select(Stage.id).filter_by(competition_id=competition.id)
    teams = select(Team.id).filter_by(competition_id=competition.id)
    topics = select(Topic.id).filter_by(competition_id=competition.id)
    leaving = (
        select(Judge.id)
        .filter_by(competition_id=competition.id)
        .where(Judge.key.not_in(staying or {""}))
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
        delete(SignIn).where(SignIn.judge_id.in_(leaving)),
        delete(Judge).where(Judge.id.in_(leaving)),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})
    session.expire_all()


def _write_backup(data: bytes, key: str, backups: Path) -> Path:
    backups.mkdir(parents=True, exist_ok=True)
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    path = backups / f"{key}-{stamp}.json"
    path.write_bytes(data)
    return path


def _counts(file: Mapping[str, Any]) -> dict[str, int]:
    lists = ("teams", "judges", "topics", "stages", "sheets", "deductions", "rulings")
    return {name: len(file.get(name, [])) for name in lists}
