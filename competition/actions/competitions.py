"""Load a competition file, whole or not at all, and take one out again."""

import datetime as dt
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from competition import document
from competition.store import audit, events, mapping
from competition.store.db import writing
from competition.store.late import LateSheet
from competition.store.parts import (
    Competition,
    Deduction,
    Entry,
    FocalPoint,
    Match,
    Member,
    PanelSeat,
    Round,
    Ruling,
    Stage,
    Team,
    Topic,
)
from competition.store.people import Judge, SignIn
from competition.store.sheets import Sheet, SheetVersion

from . import announce, reveal, rows, show, snapshots
from .refusals import N_, NotFound, Refused

Part = dict[str, Any]


def load(
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
        known = events.competition(key)
        before = None
        if known is not None:
            if not replace:
                raise Refused(
                    N_("There is a competition “%(key)s” already. Replace it, or change the key."),
                    key=key,
                )
            data = export(key)
            backup = _keep(data, key, backups) if backups is not None else None
            before = {"bytes": len(data), "backup": backup.name if backup else None}
            reveal.forget(session, known)
            _clear(session, known, {judge["key"] for judge in whole["judges"]})
        row = known or Competition()
        rows.competition_row(row, whole)
        session.add(row)
        session.flush()
        _fill(session, row, whole)
        session.flush()
        session.expire_all()
        action = "competition.replace" if known else "competition.load"
        audit.append(session, key, by, action, key, before, _counts(whole))
        snapshots.refresh(session, row)
        if known:
            show.back_to_the_board(session, row, by)
    announce.changed()
    return backup


def export(key: str) -> bytes:
    """The competition as a file, sheets and their versions included; `NotFound` without one."""
    of = events.competition(key)
    if of is None:
        raise NotFound
    return document.write(document.check(mapping.competition_mapping(of)))


def _fill(session: Session, of: Competition, whole: Part) -> None:
    rows.rubric_row(session, of, whole)
    for position, part in enumerate(whole.get("topics", [])):
        rows.topic_row(session, of, part, position)
    for position, part in enumerate(whole["teams"]):
        rows.team_row(session, of, part, position)
    for position, part in enumerate(whole["judges"]):
        rows.judge_row(session, of, part, position)
    session.flush()
    session.expire_all()
    matches: dict[str, Match] = {}
    stages: dict[str, Stage] = {}
    for position, part in enumerate(whole["stages"]):
        stage = stages[part["key"]] = rows.stage_row(session, of, part, position)
        for place, round_part in enumerate(part["rounds"]):
            round_ = rows.round_row(session, of, stage, round_part, place)
            for seat, match_part in enumerate(round_part["matches"]):
                match = rows.match_row(session, of, round_, match_part, seat)
                matches[match_part["key"]] = match
    teams = {team.key: team for team in of.teams}
    judges = {judge.key: judge for judge in of.judges}
    for part in whole.get("sheets", []):
        _sheet(session, of, part, matches, teams, judges)
    for part in whole.get("deductions", []):
        deduction = Deduction(match=matches[part["match"]], team=teams[part["team"]])
        rows.fill(deduction, part, ("points", "reason", "by", "at"))
        session.add(deduction)
        session.flush()
    for part in whole.get("rulings", []):
        ruling = Ruling(stage=stages[part["stage"]])
        rows.fill(ruling, part, ("teams", "minutes", "by", "at"))
        session.add(ruling)
        session.flush()


def _sheet(
    session: Session,
    of: Competition,
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
                competition_id=of.id,
                sheet_id=sheet.id,
                judge_id=sheet.judge_id,
                number=version["version"],
                state=version["state"],
                marks=version["marks"],
                comment=version.get("comment"),
                submitted_at=version.get("submitted_at"),
                notes=rows.notes_of(version) or None,
            )
        )


def _clear(session: Session, of: Competition, staying: set[str]) -> None:
    """Take out everything that hangs on the competition, in the order the keys demand."""
    matches = select(Match.id).filter_by(competition_id=of.id)
    stages = select(Stage.id).filter_by(competition_id=of.id)
    teams = select(Team.id).filter_by(competition_id=of.id)
    topics = select(Topic.id).filter_by(competition_id=of.id)
    leaving = (
        select(Judge.id).filter_by(competition_id=of.id).where(Judge.key.not_in(staying or {""}))
    )
    for statement in (
        delete(LateSheet).filter_by(competition_id=of.id),
        delete(SheetVersion).filter_by(competition_id=of.id),
        delete(Sheet).where(Sheet.match_id.in_(matches)),
        delete(Deduction).where(Deduction.match_id.in_(matches)),
        delete(Ruling).where(Ruling.stage_id.in_(stages)),
        delete(PanelSeat).where(PanelSeat.match_id.in_(matches)),
        delete(Entry).where(Entry.match_id.in_(matches)),
        delete(Match).filter_by(competition_id=of.id),
        delete(Round).filter_by(competition_id=of.id),
        delete(Stage).filter_by(competition_id=of.id),
        delete(Member).where(Member.team_id.in_(teams)),
        delete(Team).filter_by(competition_id=of.id),
        delete(FocalPoint).where(FocalPoint.topic_id.in_(topics)),
        delete(Topic).filter_by(competition_id=of.id),
        delete(SignIn).where(SignIn.judge_id.in_(leaving)),
        delete(Judge).where(Judge.id.in_(leaving)),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})
    session.expire_all()


def _keep(data: bytes, key: str, backups: Path) -> Path:
    backups.mkdir(parents=True, exist_ok=True)
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    path = backups / f"{key}-{stamp}.json"
    path.write_bytes(data)
    return path


def _counts(whole: Part) -> Part:
    lists = ("teams", "judges", "topics", "stages", "sheets", "deductions", "rulings")
    return {name: len(whole.get(name, [])) for name in lists}
