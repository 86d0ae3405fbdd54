"""All parts of a competition at once: written from its file, or deleted."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from competition.document.sheet_merge import SheetMerge, Version
from competition.file_types import Document, MatchPart
from competition.store import file_bulk, file_import
from competition.store.accounts import SignIn
from competition.store.day_models import Message, PaperEntry
from competition.store.decision_models import Deduction, Draw, PaperScore, Ruling
from competition.store.late_sheets import LateSheet
from competition.store.models import (
    Competition,
    Entry,
    Judge,
    Match,
    Member,
    PanelSeat,
    Round,
    Stage,
    Team,
    Zone,
)
from competition.store.outcome_models import Outcome
from competition.store.sheets import Sheet, SheetVersion
from competition.store.topic_models import FocalPoint, Topic

PendingSecrets = Mapping[tuple[str, str | None], str]
"""The secrets of draws that are committed and not yet run, by key and commitment."""


def pending_secrets(session: Session, competition: Competition) -> PendingSecrets:
    """The secrets that wait in the competition's draws."""
    draws = session.scalars(select(Draw).filter_by(competition_id=competition.id))
    return {
        (draw.key, draw.commitment): draw.pending_secret for draw in draws if draw.pending_secret
    }


def add_parts(
    session: Session,
    competition: Competition,
    file: Document,
    merges: Sequence[SheetMerge],
    secrets: PendingSecrets,
) -> None:
    """Write everything below the competition; it has no parts yet but perhaps judges.

    The sheets are those of `merges`, not of the file. A draw that the file has as well, still
    pending, keeps its secret of `secrets`.
    """
    file_import.save_rubric(session, competition, file)
    for position, zone_part in enumerate(file.get("zones", [])):
        file_import.save_zone(session, competition, zone_part, position)
    session.flush()
    topics = file_bulk.add_topics(session, competition, file.get("topics", []))
    teams = file_bulk.add_teams(session, competition, file["teams"])
    judges = file_bulk.add_judges(session, competition, file["judges"])
    session.expire_all()
    stages: dict[str, Stage] = {}
    rounds: list[tuple[int, Sequence[MatchPart]]] = []
    for stage_position, stage_part in enumerate(file["stages"]):
        stage = file_import.save_stage(session, competition, stage_part, stage_position)
        stages[stage.key] = stage
        file_bulk.add_paper_scores(session, stage, stage_part, teams)
        for round_position, round_part in enumerate(stage_part.get("rounds", [])):
            round_ = file_import.save_round(session, competition, stage, round_part, round_position)
            rounds.append((round_.id, round_part["matches"]))
    matches = file_bulk.add_matches(session, competition, rounds, topics, teams, judges)
    for position, draw_part in enumerate(file.get("draws", [])):
        draw = Draw(competition_id=competition.id)
        if "result" not in draw_part and "abandoned" not in draw_part:
            commitment = (draw_part["key"], draw_part.get("commitment"))
            draw.pending_secret = secrets.get(commitment)
        file_import.save_draw(session, draw, draw_part, position)
    file_import.save_outcomes(session, competition, file)
    _add_sheets(session, competition, merges, matches, teams, judges)
    for deduction_part in file.get("deductions", []):
        deduction = Deduction(
            match_id=matches[deduction_part["match"]], team_id=teams[deduction_part["team"]]
        )
        file_import.set_fields(deduction, deduction_part, file_import.DEDUCTION_FIELDS)
        session.add(deduction)
        session.flush()
    for ruling_part in file.get("rulings", []):
        ruling = Ruling(stage=stages[ruling_part["stage"]])
        file_import.set_fields(ruling, ruling_part, file_import.RULING_FIELDS)
        session.add(ruling)
        session.flush()


def _add_sheets(
    session: Session,
    competition: Competition,
    merges: Sequence[SheetMerge],
    matches: file_bulk.Ids,
    teams: file_bulk.Ids,
    judges: file_bulk.Ids,
) -> None:
    """Write all sheets in one statement, and all versions in another: there may be thousands."""
    with_versions = [merge for merge in merges if merge.versions]
    sheets = [
        Sheet(
            match_id=matches[merge.key.match],
            team_id=teams[merge.key.team],
            judge_id=judges[merge.key.judge],
            version=merge.versions[-1]["version"],
            state=merge.versions[-1]["state"],
        )
        for merge in with_versions
    ]
    session.add_all(sheets)
    session.flush()
    rows = [
        _version_row(competition, sheet, version)
        for merge, sheet in zip(with_versions, sheets, strict=True)
        for version in merge.versions
    ]
    if rows:
        session.execute(insert(SheetVersion), rows)


def _version_row(competition: Competition, sheet: Sheet, version: Version) -> dict[str, Any]:
    return {
        "competition_id": competition.id,
        "sheet_id": sheet.id,
        "judge_id": sheet.judge_id,
        "number": version["version"],
        "state": version["state"],
        "marks": version["marks"],
        "personal": version.get("personal"),
        "comment": version.get("comment"),
        "submitted_at": version.get("submitted_at"),
        "notes": file_import.notes_of(version) or None,
        "imported": version.get("imported"),
        "entered_by": version.get("entered_by"),
        **version.get("stored", {}),
    }


def delete_parts(session: Session, competition: Competition, kept_judges: set[str]) -> None:
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
        delete(PaperEntry).filter_by(competition_id=competition.id),
        delete(SheetVersion).filter_by(competition_id=competition.id),
        delete(Sheet).where(Sheet.match_id.in_(matches)),
        delete(Deduction).where(Deduction.match_id.in_(matches)),
        delete(Ruling).where(Ruling.stage_id.in_(stages)),
        delete(PaperScore).where(PaperScore.stage_id.in_(stages)),
        delete(Draw).filter_by(competition_id=competition.id),
        delete(Outcome).filter_by(competition_id=competition.id),
        delete(PanelSeat).where(PanelSeat.match_id.in_(matches)),
        delete(Entry).where(Entry.match_id.in_(matches)),
        delete(Match).filter_by(competition_id=competition.id),
        delete(Round).filter_by(competition_id=competition.id),
        delete(Stage).filter_by(competition_id=competition.id),
        delete(Member).where(Member.team_id.in_(teams)),
        delete(Team).filter_by(competition_id=competition.id),
        delete(Zone).filter_by(competition_id=competition.id),
        delete(FocalPoint).where(FocalPoint.topic_id.in_(topics)),
        delete(Topic).filter_by(competition_id=competition.id),
        delete(SignIn).where(SignIn.judge_id.in_(deleted_judges)),
        delete(Message).where(Message.judge_id.in_(deleted_judges)),
        delete(Judge).where(Judge.id.in_(deleted_judges)),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})
    session.expire_all()
