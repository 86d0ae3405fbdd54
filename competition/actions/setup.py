"""Change one part of a competition: its own fields, the rubric, a topic, team, judge, stage…

A part is handed over in the shape of the competition file. It is put into the whole file,
the whole is checked as any file is, and only then are rows touched: an organiser's form, an
import and a load obey the same rules.
"""

from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from competition.actions import announce, file_edits, snapshots
from competition.actions.refusals import NotFound, Refused
from competition.messages import N_
from competition.store import audit, file_export, file_import, late_sheets, queries
from competition.store.accounts import SignIn
from competition.store.db import writing
from competition.store.late_sheets import LateSheet
from competition.store.models import (
    Competition,
    Entry,
    FocalPoint,
    Judge,
    Match,
    Member,
    PanelSeat,
    Round,
    Stage,
    Team,
    Topic,
)
from competition.store.sheets import Sheet

Part = dict[str, Any]


def save_part(
    competition_key: str,
    kind: str,
    part: Part,
    by: str,
    *,
    key: str | None = None,
    parent: str | None = None,
) -> str:
    """Make a part (no `key`) or change the one of that key; returns its key.

    `kind` is `competition`, `rubric` (with `{"rubric": …, "scoring": …}`), or a name in
    `LISTS`; `parent` is the stage of a round or the round of a match; a round may be named
    `stage/round`. A new part without a
    key of its own is given the next free one. What stands below a stage or a round stays.

    Raises `NotFound`, or `Refused` whose problems are placed from the part on ("name",
    "members[2].role"), or from the file's root when they are elsewhere.
    """
    with writing() as session:
        competition = queries.find_competition(competition_key)
        if competition is None:
            raise NotFound
        whole = file_export.competition_mapping(competition)
        before: Part | None
        if kind == "competition":
            before, whole["competition"] = whole["competition"], {**part, "key": competition.key}
            place = "competition"
            key = competition.key
        elif kind == "rubric":
            before = {name: whole[name] for name in ("rubric", "scoring")}
            whole.update(part)
            place, key = "", competition.key
        else:
            key, before, place = file_edits.put_part(whole, kind, part, key, parent)
        checked = file_edits.check_file(whole, place)
        _store(session, competition, kind, key, checked)
        _renumber(session, competition, kind)
        action = f"{kind}.{'edit' if before else 'add'}"
        after = (
            part if kind in ("competition", "rubric") else file_edits.get_part(checked, kind, key)
        )
        audit.append(
            session,
            competition.key,
            by,
            action,
            key,
            file_edits.without_children(before, kind),
            file_edits.without_children(after, kind),
        )
        snapshots.refresh(session, competition)
    announce.changed()
    return key.rpartition("/")[2]


def remove_part(competition_key: str, kind: str, key: str, by: str) -> None:
    """Take a part out, and what stands below it; refused while something refers to it."""
    with writing() as session:
        competition = queries.find_competition(competition_key)
        if competition is None:
            raise NotFound
        whole = file_export.competition_mapping(competition)
        siblings, index = file_edits.find_part(whole, kind, key)
        before = siblings.pop(index)
        try:
            file_edits.check_file(whole, "")
        except Refused as refusal:
            raise Refused(
                N_("It is still needed elsewhere, so it stays. First change:"),
                problems=refusal.problems[:5],
            ) from refusal
        _no_late_sheet(competition, kind, key)
        _delete(session, competition, kind, key)
        _renumber(session, competition, kind)
        audit.append(session, competition.key, by, f"{kind}.remove", key, before, None)
        snapshots.refresh(session, competition)
    announce.changed()


def move_part(competition_key: str, kind: str, key: str, by: str, *, up: bool) -> None:
    """Swap a part with its neighbour; at the end of the list nothing happens."""
    with writing() as session:
        competition = queries.find_competition(competition_key)
        if competition is None:
            raise NotFound
        mine, siblings = _row(competition, kind, key)
        index = siblings.index(mine)
        target = index - 1 if up else index + 1
        if not 0 <= target < len(siblings):
            return
        order = [sibling.key for sibling in siblings]
        other = siblings[target]
        mine.position, other.position = other.position, mine.position
        session.flush()
        session.expire_all()
        order_after = order.copy()
        order_after[index], order_after[target] = order[target], order[index]
        audit.append(session, competition.key, by, f"{kind}.move", key, order, order_after)
        snapshots.refresh(session, competition)
    announce.changed()


def _store(session: Session, competition: Competition, kind: str, key: str, whole: Part) -> None:
    if kind == "competition":
        file_import.competition_row(competition, whole)
        return
    if kind == "rubric":
        file_import.rubric_row(session, competition, whole)
        return
    siblings, position = file_edits.find_part(whole, kind, key)
    part = siblings[position]
    if kind == "topic":
        file_import.topic_row(session, competition, part, position)
    elif kind == "team":
        file_import.team_row(session, competition, part, position)
    elif kind == "judge":
        file_import.judge_row(session, competition, part, position)
    elif kind == "stage":
        file_import.stage_row(session, competition, part, position)
    else:
        parent = next(
            name for name, _, found in file_edits.part_lists(whole, kind) if found is siblings
        )
        if kind == "round":
            stage = queries.find_stage(competition, parent)
            assert stage is not None
            file_import.round_row(session, competition, stage, part, position)
        else:
            (round_,) = queries.find_rounds(competition, parent)
            file_import.match_row(session, competition, round_, part, position)


def _rows(competition: Competition, kind: str) -> list[tuple[str, list[Any]]]:
    """Every list of rows of that kind in its order, with the parent's name."""
    rounds = [round_ for stage in competition.stages for round_ in stage.rounds]
    lists: dict[str, list[tuple[str, list[Any]]]] = {
        "topic": [("", list(competition.topics))],
        "team": [("", list(competition.teams))],
        "judge": [("", list(competition.judges))],
        "stage": [("", list(competition.stages))],
        "round": [(stage.key, list(stage.rounds)) for stage in competition.stages],
        "match": [("", list(round_.matches)) for round_ in rounds],
    }
    return lists.get(kind, [])


def _row(competition: Competition, kind: str, name: str) -> tuple[Any, list[Any]]:
    """The row of that name and its siblings in order; raises `NotFound`."""
    for parent, siblings in _rows(competition, kind):
        for row in siblings:
            if file_edits.is_called(name, parent, row.key):
                return row, siblings
    raise NotFound


def _renumber(session: Session, competition: Competition, kind: str) -> None:
    """Close the gaps that a removal or a move left in the order."""
    session.flush()
    session.expire_all()
    for _, siblings in _rows(competition, kind):
        for position, row in enumerate(siblings):
            row.position = position
    session.flush()
    session.expire_all()


def _no_late_sheet(competition: Competition, kind: str, key: str) -> None:
    """Refuse to take out what a late sheet waits for: it holds a judge's marks."""
    row, _ = _row(competition, kind, key)
    for late in late_sheets.undecided_sheets(competition):
        parts = (late.team, late.judge, late.match, late.match.round, late.match.round.stage)
        if row in parts:
            raise Refused(
                N_("A judge's late sheet waits here for your decision. Decide on it first.")
            )


def _delete(session: Session, competition: Competition, kind: str, key: str) -> None:
    row, _ = _row(competition, kind, key)
    column = {"team": "team_id", "judge": "judge_id"}.get(kind)
    if column:
        session.execute(delete(LateSheet).filter_by(**{column: row.id}))
    if kind == "topic":
        session.execute(delete(FocalPoint).filter_by(topic_id=row.id))
        session.execute(delete(Topic).filter_by(id=row.id))
    elif kind == "team":
        session.execute(delete(Sheet).filter_by(team_id=row.id))
        session.execute(delete(Member).filter_by(team_id=row.id))
        session.execute(delete(Team).filter_by(id=row.id))
    elif kind == "judge":
        session.execute(delete(Sheet).filter_by(judge_id=row.id))
        session.execute(delete(SignIn).filter_by(judge_id=row.id))
        session.execute(delete(Judge).filter_by(id=row.id))
    else:
        rounds = row.rounds if kind == "stage" else [row] if kind == "round" else []
        matches = [row] if kind == "match" else [m for r in rounds for m in r.matches]
        for match in matches:
            # Only sheets that nothing was written on are left here; others forbid removal.
            session.execute(delete(LateSheet).filter_by(match_id=match.id))
            session.execute(delete(Sheet).filter_by(match_id=match.id))
            session.execute(delete(PanelSeat).filter_by(match_id=match.id))
            session.execute(delete(Entry).filter_by(match_id=match.id))
            session.execute(delete(Match).filter_by(id=match.id))
        for round_ in rounds:
            session.execute(delete(Round).filter_by(id=round_.id))
        if kind == "stage":
            session.execute(delete(Stage).filter_by(id=row.id))
