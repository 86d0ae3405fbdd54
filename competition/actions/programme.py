"""Change the programme: a round of n planned matches in one act, many cells at once."""

import copy
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from competition.actions import file_edits, setup
from competition.actions.change import change
from competition.actions.conflicts import drop_idle_acceptances, refuse_new_conflicts
from competition.actions.edit_checks import check_edit, file_to_edit_matches
from competition.actions.refusals import Refused
from competition.actions.snapshots import shows_programme
from competition.document import Phrase, Problem
from competition.file_types import Document, PlannedPart
from competition.messages import N_
from competition.programme.cells import SIDES
from competition.programme.edits import CellName, Cells, Edited, put_cells
from competition.programme.planning import set_planned
from competition.programme.rows import PLANNED, rounds_of
from competition.store import file_import, queries
from competition.store.models import Competition
from competition.store.snapshots import newest_snapshot


class CellsRefused(Refused):
    """Nothing was changed; `cells` says for each refused cell, by row and column, why."""

    def __init__(self, cells: Mapping[CellName, Phrase], problems: Sequence[Problem] = ()) -> None:
        super().__init__(
            N_("Nothing was saved. Correct the cells that are marked, then save again."), problems
        )
        self.cells = dict(cells)


def plan_round(
    competition_key: str,
    stage: str,
    planned: Sequence[PlannedPart],
    by: str,
    *,
    name: Mapping[str, str] | None = None,
    round_key: str | None = None,
) -> str:
    """Plan matches in a new round of that `name`, or add them to the round of that key.

    Returns the round's key. Raises `NotFound` or `Refused`.
    """
    if round_key is None:
        part: Any = {"name": name, "planned": list(planned)}
        return setup.save_part(competition_key, "round", part, by, parent=stage)
    round_name = f"{stage}/{round_key}"
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(f"round/{round_name}")
        competition = edit.competition
        file = file_to_edit_matches(competition, ())
        part = file_edits.get_part(file, "round", round_name)
        if part.get("state", "draft") != "draft":
            raise Refused(N_("This round has been opened; plan the matches in another round."))
        before = file_edits.without_children(part, "round")
        set_planned(part, [*part.get("planned", ()), *planned])
        checked = check_edit(competition, file, "")
        _save_round(edit.session, competition, checked, round_name)
        after = file_edits.without_children(part, "round")
        edit.audit("round.edit", round_name, before, after)
    return round_key


def change_programme(competition_key: str, cells: Cells, by: str) -> Edited:
    """Put the changed cells of many rows into place, in one transaction with one audit row.

    Nothing happens where they say what is there already. Raises `NotFound`, or `CellsRefused`
    with what is wrong in each cell: all of them are changed, or none.
    """
    with change(competition_key, by) as edit:
        competition = edit.competition
        edit.refuse_if_changed(*_things(cells))
        # Only who sits in a match can make its sheets wrong.
        reseated = [key for key, changed in cells.items() if {*SIDES, "panel"} & set(changed)]
        file = file_to_edit_matches(competition, reseated)
        before = _Course(file)
        edited = put_cells(file, cells)
        for key in edited.matches:
            drop_idle_acceptances(file_edits.get_part(file, "match", key))
        after = _Course(file)
        refused = {**edited.refusals, **_held_by_marks(file, cells, before, after)}
        if refused:
            raise CellsRefused(refused)
        matches = [key for key in edited.matches if before.match(key) != after.match(key)]
        rounds = [name for name in edited.rounds if before.planned[name] != after.planned[name]]
        orders = [name for name in after.order if before.order[name] != after.order[name]]
        if not (matches or rounds or orders):
            return edited
        checked = _checked(competition, edited, matches, before)
        for name in rounds:
            _save_round(edit.session, competition, checked, name)
        for key in matches:
            _save_match(edit.session, competition, checked, key)
        if orders:
            _put_in_order(edit.session, competition, after.order)
        edit.session.flush()
        edit.session.expire_all()
        edit.audit(
            "programme.edit",
            competition.key,
            before.part_of(matches, rounds, orders),
            after.part_of(matches, rounds, orders),
        )
    return edited


def show_programme(competition_key: str, shown: bool, by: str) -> None:
    """Show the public the times and rooms of matches that are not public yet, or take them back.

    Who meets whom stays blank. Nothing happens where it is so already. Raises `NotFound`.
    """
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(f"programme/{competition_key}")
        if is_shown(competition_key) == shown:
            return
        number = edit.publish(programme=shown)
        action = "programme.show" if shown else "programme.hide"
        edit.audit(action, competition_key, None, {"snapshot": number})


def is_shown(competition_key: str) -> bool:
    """Whether the public sees the times and rooms of matches that are not public yet."""
    return shows_programme(newest_snapshot(competition_key))


class _Course:
    """Copies of a file's matches by key, and of the planned matches and the order by round."""

    def __init__(self, file: Document) -> None:
        self.matches: dict[str, Any] = {}
        self.planned: dict[str, list[Any]] = {}
        self.order: dict[str, list[str]] = {}
        for stage, round_ in rounds_of(file):
            name = f"{stage['key']}/{round_['key']}"
            self.planned[name] = copy.deepcopy(list(round_.get("planned", ())))
            self.order[name] = [match["key"] for match in round_["matches"]]
            self.matches |= {match["key"]: copy.deepcopy(match) for match in round_["matches"]}

    def match(self, key: str) -> tuple[Any, list[str]]:
        """The match and the round that it is in."""
        return self.matches.get(key), [name for name, keys in self.order.items() if key in keys]

    def part_of(
        self, matches: Sequence[str], rounds: Sequence[str], orders: Sequence[str]
    ) -> dict[str, Any]:
        """What the audit keeps of it."""
        found = {
            "matches": {key: self.matches.get(key) for key in matches},
            "rounds": {name: self.planned[name] for name in rounds},
            "order": {name: self.order[name] for name in orders},
        }
        return {name: value for name, value in found.items() if value}


def _things(cells: Cells) -> list[str]:
    """What the cells are about, as it is named in the audit (`meanwhile`)."""
    found = {
        f"round/{_round_of(key)}" if key.startswith(PLANNED) else f"match/{key}" for key in cells
    }
    is_reordered = any({"number", "round"} & set(changed) for changed in cells.values())
    return [*sorted(found), *(["order/match"] if is_reordered else [])]


def _round_of(planned_row: str) -> str:
    return planned_row.removeprefix(PLANNED).rpartition(":")[0]


def _held_by_marks(
    file: Document, cells: Cells, before: _Course, after: _Course
) -> dict[CellName, Phrase]:
    """The cells that would take a judge or a team out of a match in which there are marks."""
    found = {}
    for sheet in file.get("sheets", ()):
        key = sheet["match"]
        if key not in cells or key not in before.matches:
            continue
        old, new = before.matches[key], after.matches[key]
        if sheet["judge"] in old["panel"] and sheet["judge"] not in new["panel"]:
            found[key, "panel"] = Phrase(
                N_(
                    "A judge who leaves has already marked in this match. To leave those marks "
                    "out, recuse the judge."
                )
            )
        if sheet["team"] not in {entry["team"] for entry in new["entries"]}:
            side = next(e["side"] for e in old["entries"] if e["team"] == sheet["team"])
            found[key, side] = Phrase(
                N_("A team that leaves already has marks in this match, so it stays.")
            )
    return found


def _checked(
    competition: Competition, edited: Edited, matches: Sequence[str], before: _Course
) -> Document:
    """The file once it is checked; raises `CellsRefused`, each problem at its cell."""
    try:
        checked = check_edit(competition, edited.file, "")
        refuse_new_conflicts(checked, before.matches, {key: f"{_PANEL_OF}{key}" for key in matches})
        return checked
    except Refused as refusal:
        rows = {match: row for row, match in edited.rows.items()}
        cells: dict[CellName, Phrase] = {}
        elsewhere = []
        for problem in refusal.problems:
            cell = _cell_at(edited.file, problem.place)
            if cell is None:
                elsewhere.append(problem)
            else:
                row, column = cell
                cells[rows.get(row, row), column] = Phrase(problem.message, problem.values)
        raise CellsRefused(cells, elsewhere) from refusal


_PANEL_OF = "panel of "
_PLACE = re.compile(r"stages\[(\d+)\]\.rounds\[(\d+)\]\.matches\[(\d+)\]\.(\w+)(?:\[(\d+)\])?")
_SHOWN_IN = {"starts": "starts", "room": "room", "topic": "topic"}


def _cell_at(file: Document, place: str) -> CellName | None:
    """The row and column that show what is at a place of the file."""
    if place.startswith(_PANEL_OF):
        return place.removeprefix(_PANEL_OF), "panel"
    found = _PLACE.match(place)
    if found is None:
        return None
    stage, round_, index = (int(each) for each in found.groups()[:3])
    match = file["stages"][stage]["rounds"][round_]["matches"][index]
    column = _SHOWN_IN.get(found[4], "panel")
    if found[4] == "entries":
        column = match["entries"][int(found[5])]["side"] if found[5] else SIDES[0]
    return match["key"], column


def _save_round(session: Session, competition: Competition, file: Document, name: str) -> None:
    stage_key, _, key = name.partition("/")
    stage = queries.find_stage(competition, stage_key)
    assert stage is not None
    rounds = next(part["rounds"] for part in file["stages"] if part["key"] == stage_key)
    position = next(index for index, part in enumerate(rounds) if part["key"] == key)
    file_import.save_round(session, competition, stage, rounds[position], position)


def _save_match(session: Session, competition: Competition, file: Document, key: str) -> None:
    for stage, round_ in rounds_of(file):
        for position, match in enumerate(round_["matches"]):
            if match["key"] == key:
                (row,) = queries.find_rounds(competition, f"{stage['key']}/{round_['key']}")
                file_import.save_match(session, competition, row, match, position)
                return


def _put_in_order(
    session: Session, competition: Competition, order: Mapping[str, Sequence[str]]
) -> None:
    session.flush()
    session.expire_all()
    places = {key: place for keys in order.values() for place, key in enumerate(keys)}
    for stage in competition.stages:
        for round_ in stage.rounds:
            for match in round_.matches:
                match.position = places[match.key]
