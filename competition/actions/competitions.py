"""Load a competition file, whole or not at all, and take one out again."""

import datetime as dt
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from competition import document
from competition.actions import announce, hall_screen, reveal, snapshots
from competition.actions.refusals import NotFound, Refused
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

Part = dict[str, Any]


def load_competition(
    file: document.Document, by: str, *, replace: bool = False, backups: Path | None = None
) -> Path | None:
    """Store a checked competition file in one transaction.

    With `replace`, a competition of the same key is first written to a file in `backups`,
    whose path is returned, and then gives way; judges of the same key keep their links.
    Raises `Refused` when the key is taken and `replace` is not said.
    """
    whole: Part = dict(file)
    key = whole["competition"]["key"]
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
            _delete_parts(session, known, {judge["key"] for judge in whole["judges"]})
        row = known or Competition()
        file_import.competition_row(row, whole)
        session.add(row)
        session.flush()
        _add_parts(session, row, whole)
        session.flush()
        session.expire_all()
        action = "competition.replace" if known else "competition.load"
        audit.append(session, key, by, action, key, before, _counts(whole))
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
        document.check_document(file_export.competition_mapping(competition))
    )


def _add_parts(session: Session, competition: Competition, whole: Part) -> None:
    file_import.rubric_row(session, competition, whole)
    for position, part in enumerate(whole.get("topics", [])):
        file_import.topic_row(session, competition, part, position)
    for position, part in enumerate(whole["teams"]):
        file_import.team_row(session, competition, part, position)
    for position, part in enumerate(whole["judges"]):
        file_import.judge_row(session, competition, part, position)
    session.flush()
    session.expire_all()
    matches: dict[str, Match] = {}
    stages: dict[str, Stage] = {}
    for position, part in enumerate(whole["stages"]):
        stage = stages[part["key"]] = file_import.stage_row(session, competition, part, position)
        for place, round_part in enumerate(part["rounds"]):
            round_ = file_import.round_row(session, competition, stage, round_part, place)
            for seat, match_part in enumerate(round_part["matches"]):
                match = file_import.match_row(session, competition, round_, match_part, seat)
                matches[match_part["key"]] = match
    teams = {team.key: team for team in competition.teams}
    judges = {judge.key: judge for judge in competition.judges}
    for part in whole.get("sheets", []):
        _sheet(session, competition, part, matches, teams, judges)
    for part in whole.get("deductions", []):
        deduction = Deduction(match=matches[part["match"]], team=teams[part["team"]])
        file_import.set_fields(deduction, part, ("points", "reason", "by", "at"))
        session.add(deduction)
        session.flush()
    for part in whole.get("rulings", []):
        ruling = Ruling(stage=stages[part["stage"]])
        file_import.set_fields(ruling, part, ("teams", "minutes", "by", "at"))
        session.add(ruling)
        session.flush()


def _sheet(
    session: Session,
    competition: Competition,
    part: Part,
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
                notes=file_import.notes_in(version) or None,
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


def _counts(whole: Part) -> Part:
    lists = ("teams", "judges", "topics", "stages", "sheets", "deductions", "rulings")
    return {name: len(whole.get(name, [])) for name in lists}
