"""Change one part of a competition: its own fields, the rubric, a topic, team, judge, stage…

A part has the shape it has in the competition file. It is put into the whole file, the file is
checked like any other, and only then are rows changed: an organiser's form, an import and a load
obey the same rules.
"""

from copy import deepcopy
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from competition.actions import file_edits
from competition.actions.change import change
from competition.actions.conflicts import drop_idle_acceptances, refuse_new_conflicts
from competition.actions.edit_checks import check_edit, file_to_edit
from competition.actions.file_edits import LISTS, Part
from competition.actions.member_keys import make_members_distinct
from competition.actions.refusals import NotFound, Refused
from competition.file_types import Document
from competition.messages import N_
from competition.store import file_export, file_import, late_sheets, queries
from competition.store.accounts import SignIn
from competition.store.day_models import DrawnSignature, Message, PaperEntry, TableLink
from competition.store.decision_models import PaperScore
from competition.store.late_sheets import LateSheet
from competition.store.match_clocks import MatchClock
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
from competition.store.sheets import Sheet
from competition.store.topic_models import FocalPoint, Topic


def save_part(
    competition_key: str,
    kind: str,
    part: Part,
    by: str,
    *,
    key: str | None = None,
    parent: str | None = None,
) -> str:
    """Add a part (without `key`) or change the one of that key; returns its key.

    `kind` is `competition`, `rubric` (with `{"rubric": …, "scoring": …}`), or a kind of
    `file_edits.LISTS`. `parent` is the stage of a round or the round of a match; a round may be
    named `stage/round`. A new part without a key gets the next free one. The rounds of a stage
    and the matches of a round stay as they are.

    Raises `NotFound`, or `Refused` with problems whose places start at the part ("name",
    "members[2].role"), or at the file's root when they are elsewhere.
    """
    with change(competition_key, by) as edit:
        competition = edit.competition
        file = file_to_edit(competition, kind, key, part)
        editable: Any = file
        before: Part | None
        if kind == "competition":
            before = editable["competition"]
            new = file_edits.with_own_fields(part, kind, before)
            editable["competition"] = {**new, "key": competition.key}
            place, key = "competition", competition.key
        elif kind == "rubric":
            before = {name: editable[name] for name in ("rubric", "scoring")}
            editable.update(part)
            place, key = "", competition.key
        else:
            key, before, place = file_edits.put_part(file, kind, part, key, parent)
        edit.refuse_if_changed(f"{kind}/{key}")
        renamed = _distinct_members(file, kind, key, before)
        if kind == "match":
            drop_idle_acceptances(file_edits.get_part(file, kind, key))
        checked = check_edit(competition, file, place)
        if kind == "match":
            refuse_new_conflicts(checked, {key: before} if before else {}, {key: "panel"})
        _store(edit.session, competition, kind, key, checked)
        for team, team_before in renamed.items():
            _store(edit.session, competition, "team", team, checked)
            team_after = file_edits.get_part(checked, "team", team)
            edit.audit("team.edit", team, team_before, team_after)
        _renumber(edit.session, competition, kind)
        is_single = kind in ("competition", "rubric")
        after = part if is_single else file_edits.get_part(checked, kind, key)
        edit.audit(
            f"{kind}.{'edit' if before else 'add'}",
            key,
            file_edits.without_children(before, kind),
            file_edits.without_children(after, kind),
        )
    return key.rpartition("/")[2]


def _distinct_members(file: Document, kind: str, key: str, before: Part | None) -> dict[str, Part]:
    """Mend members' keys where they have to be unique; the other teams as they were before."""
    if kind not in ("stage", "team"):
        return {}
    teams: list[Any] = list(file["teams"]) if kind == "stage" else []
    stored = {team["key"]: deepcopy(team) for team in teams}
    kept = {member["key"] for member in (before or {}).get("members", ())}
    changed = make_members_distinct(file, key if kind == "team" else None, kept)
    return {team: stored[team] for team in changed if team in stored}


def remove_part(competition_key: str, kind: str, key: str, by: str) -> None:
    """Remove a part and the parts below it; `Refused` while something refers to it."""
    with change(competition_key, by) as edit:
        competition = edit.competition
        file = file_export.competition_document(competition)
        siblings, index = file_edits.find_part(file, kind, key)
        before = siblings.pop(index)
        edit.refuse_if_changed(*file_edits.things_in(kind, key, before))
        try:
            file_edits.check_file(file, "")
        except Refused as refusal:
            raise Refused(
                N_("It cannot be removed because it is still in use. First change:"),
                problems=refusal.problems[:5],
            ) from refusal
        _refuse_with_late_sheet(competition, kind, key)
        _delete(edit.session, competition, kind, key)
        _renumber(edit.session, competition, kind)
        edit.audit(f"{kind}.remove", key, before, None)


def move_part(competition_key: str, kind: str, key: str, by: str, *, up: bool) -> None:
    """Swap a part with its neighbour; nothing happens at the end of the list."""
    with change(competition_key, by) as edit:
        row, siblings = _find_row(edit.competition, kind, key)
        edit.refuse_if_changed(f"order/{kind}")
        index = siblings.index(row)
        target = index - 1 if up else index + 1
        if not 0 <= target < len(siblings):
            return
        order = [sibling.key for sibling in siblings]
        other = siblings[target]
        row.position, other.position = other.position, row.position
        edit.session.flush()
        edit.session.expire_all()
        order_after = order.copy()
        order_after[index], order_after[target] = order[target], order[index]
        edit.audit(f"{kind}.move", key, order, order_after)


def _store(session: Session, competition: Competition, kind: str, key: str, file: Document) -> None:
    """Bring the rows of one part into line with the file."""
    if kind == "competition":
        file_import.save_competition(competition, file)
        return
    if kind == "rubric":
        file_import.save_rubric(session, competition, file)
        return
    siblings, position = file_edits.find_part(file, kind, key)
    part: Any = siblings[position]
    if kind == "topic":
        file_import.save_topic(session, competition, part, position)
    elif kind == "zone":
        file_import.save_zone(session, competition, part, position)
    elif kind == "team":
        file_import.save_team(session, competition, part, position)
    elif kind == "judge":
        file_import.save_judge(session, competition, part, position)
    elif kind == "stage":
        file_import.save_stage(session, competition, part, position)
    else:
        parent = next(
            name for name, _, found in file_edits.part_lists(file, kind) if found is siblings
        )
        if kind == "round":
            stage = queries.find_stage(competition, parent)
            assert stage is not None
            file_import.save_round(session, competition, stage, part, position)
        else:
            (round_,) = queries.find_rounds(competition, parent)
            file_import.save_match(session, competition, round_, part, position)


def _rows(competition: Competition, kind: str) -> list[tuple[str, list[Any]]]:
    """Every list of rows of that kind, in order, with its parent's name."""
    if kind == "round":
        return [(stage.key, list(stage.rounds)) for stage in competition.stages]
    if kind == "match":
        rounds = [round_ for stage in competition.stages for round_ in stage.rounds]
        return [("", list(round_.matches)) for round_ in rounds]
    return [("", list(getattr(competition, LISTS[kind])))] if kind in LISTS else []


def _find_row(competition: Competition, kind: str, name: str) -> tuple[Any, list[Any]]:
    """The row of that name, and it and its siblings in order; raises `NotFound`."""
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


def _refuse_with_late_sheet(competition: Competition, kind: str, key: str) -> None:
    """Refuse to remove a part that an undecided late sheet needs: it holds a judge's marks."""
    row, _ = _find_row(competition, kind, key)
    for late in late_sheets.undecided_sheets(competition):
        parts = (late.team, late.judge, late.match, late.match.round, late.match.round.stage)
        if row in parts:
            raise Refused(
                N_(
                    "A late sheet that belongs to it is waiting for your decision. Decide on it "
                    "first."
                )
            )


def _delete(session: Session, competition: Competition, kind: str, key: str) -> None:
    row, _ = _find_row(competition, kind, key)
    column = {"team": "team_id", "judge": "judge_id"}.get(kind)
    if column:
        session.execute(delete(LateSheet).filter_by(**{column: row.id}))
        session.execute(delete(PaperEntry).filter_by(**{column: row.id}))
    if kind == "topic":
        session.execute(delete(FocalPoint).filter_by(topic_id=row.id))
        session.execute(delete(Topic).filter_by(id=row.id))
    elif kind == "zone":
        session.execute(delete(Zone).filter_by(id=row.id))
    elif kind == "team":
        session.execute(delete(Sheet).filter_by(team_id=row.id))
        session.execute(delete(Member).filter_by(team_id=row.id))
        session.execute(delete(Team).filter_by(id=row.id))
    elif kind == "judge":
        session.execute(delete(Sheet).filter_by(judge_id=row.id))
        session.execute(delete(SignIn).filter_by(judge_id=row.id))
        session.execute(delete(Message).filter_by(judge_id=row.id))
        session.execute(delete(Judge).filter_by(id=row.id))
    else:
        rounds = row.rounds if kind == "stage" else [row] if kind == "round" else []
        matches = [row] if kind == "match" else [m for r in rounds for m in r.matches]
        for match in matches:
            # Only sheets without marks are left here: those with marks prevent the removal.
            session.execute(delete(LateSheet).filter_by(match_id=match.id))
            session.execute(delete(PaperEntry).filter_by(match_id=match.id))
            _forget_table(session, match)
            session.execute(delete(Sheet).filter_by(match_id=match.id))
            session.execute(delete(PanelSeat).filter_by(match_id=match.id))
            session.execute(delete(Entry).filter_by(match_id=match.id))
            session.execute(delete(Match).filter_by(id=match.id))
        for round_ in rounds:
            session.execute(delete(Round).filter_by(id=round_.id))
        if kind == "stage":
            session.execute(delete(PaperScore).filter_by(stage_id=row.id))
            session.execute(delete(Stage).filter_by(id=row.id))


def _forget_table(session: Session, match: Match) -> None:
    """What is kept by a match's key, which the next new match may get."""
    kept = {"competition_id": match.competition_id, "match_key": match.key}
    session.execute(delete(MatchClock).filter_by(**kept))
    session.execute(delete(DrawnSignature).filter_by(**kept))
    session.execute(update(TableLink).filter_by(**kept).values(match_key=None))
