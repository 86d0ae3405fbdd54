"""Many changed cells of the programme put into the file at once, or refused cell by cell."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from competition.document import Phrase, Refusal, clean_name
from competition.file_types import Document
from competition.messages import N_
from competition.programme.cells import SIDES, Finders
from competition.programme.moments import local_time, zone_of
from competition.programme.planning import set_planned
from competition.programme.rows import ProgrammeRow, day_of_round, programme_rows, rounds_of
from competition.programme.typed_times import read_typed_moment

Cells = Mapping[str, Mapping[str, str]]
"""By row, by column: what was typed in the cells that were changed."""
CellName = tuple[str, str]
MAX_DIGITS = 9
"""Of the number of a match in its round."""


@dataclass
class Edited:
    """What became of the file: the matches and rounds that differ, and the cells refused.

    `rows` says where a row is now: the match that a planned one has become.
    """

    file: Document
    matches: list[str] = field(default_factory=list)
    rounds: list[str] = field(default_factory=list)
    is_reordered: bool = False
    refusals: dict[CellName, Phrase] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)


def put_cells(file: Document, cells: Cells) -> Edited:
    """Change the file as the cells say; where a cell is refused, the file is not to be used.

    A planned match with something in its cell `remove` leaves the programme.
    """
    return _Editing(file, cells).run()


class _Editing:
    def __init__(self, file: Document, cells: Cells) -> None:
        self.zone = zone_of(file)
        self.cells = cells
        self.finders = Finders(file)
        self.rows = {row.key: row for row in programme_rows(file, self.zone)}
        self.rounds: dict[str, Any] = {
            f"{stage['key']}/{round_['key']}": round_ for stage, round_ in rounds_of(file)
        }
        self.edited = Edited(file)
        # Planned matches that leave their list, which keep their places until the end.
        self.leaving: list[tuple[str, Any]] = []
        self.taken = {row.key for row in self.rows.values()}

    def run(self) -> Edited:
        for key, cells in self.cells.items():
            row = self.rows.get(key)
            if row is None:
                self._refuse(key, "row", N_("This match is not in the programme any more."))
            else:
                self._put_row(row, cells)
        for name, part in self.leaving:
            kept = [each for each in self.rounds[name]["planned"] if each is not part]
            set_planned(self.rounds[name], kept)
        for name in self.edited.rounds:
            planned = self.rounds[name].get("planned", ())
            set_planned(self.rounds[name], sorted(planned, key=self._begins))
        self._renumber()
        return self.edited

    def _put_row(self, row: ProgrammeRow, cells: Mapping[str, str]) -> None:
        part: Any = row.part
        name = row.round_name
        if row.is_planned and cells.get("remove"):
            self.leaving.append((name, part))
            self.edited.rounds.append(name)
            return
        for column, read in self._readers(row).items():
            if column in cells:
                self._put(row, column, cells[column].strip(), read)
        if row.is_planned and any(cells.get(side, "").strip() for side in SIDES):
            self._become_match(row, cells)
            return
        if row.is_planned and cells.get("panel", "").strip():
            self._refuse(
                row.key,
                "panel",
                N_("Enter the teams first: a match that is not drawn has no panel."),
            )
        if not row.is_planned:
            if any(side in cells for side in SIDES):
                self._put_entries(row, part, cells)
            if "panel" in cells:
                judges = self._find_all(row, "panel", cells["panel"], self.finders.judges.find_all)
                part["panel"] = part["panel"] if judges is None else judges
        if "round" in cells:
            self._move(row, cells["round"].strip())
        changed = self.edited.rounds if row.is_planned else self.edited.matches
        changed_key = name if row.is_planned else row.key
        if set(cells) - {"number", "round"} and changed_key not in changed:
            changed.append(changed_key)

    def _readers(self, row: ProgrammeRow) -> dict[str, Callable[[str], Any]]:
        day = row.at.date() if row.at else self._day(row)
        return {
            "starts": lambda text: read_typed_moment(text, day, self.zone),
            "room": lambda text: self.finders.room(clean_name(text)),
            "topic": self.finders.topics.find,
        }

    def _day(self, row: ProgrammeRow) -> dt.date | None:
        """The day that a time without a date means: that of the round, else the competition's."""
        begins = self.edited.file["competition"].get("starts")
        return day_of_round(row.round, self.zone) or (
            local_time(begins, self.zone).date() if begins else None
        )

    def _put(self, row: ProgrammeRow, column: str, text: str, read: Callable[[str], Any]) -> None:
        part: Any = row.part
        if not text:
            part.pop(column, None)
            return
        try:
            part[column] = read(text)
        except Refusal as refusal:
            self._refuse(row.key, column, refusal.message, **refusal.values)

    def _put_entries(self, row: ProgrammeRow, part: Any, cells: Mapping[str, str]) -> None:
        """Give the match its teams: those of a side that was not typed stay, in their places."""
        known = {entry["team"]: entry for entry in part.get("entries", ())}
        typed: dict[str, list[str]] = {}
        for side in SIDES:
            if side not in cells:
                typed[side] = [e["team"] for e in known.values() if e["side"] == side]
                continue
            teams = self._find_all(row, side, cells[side], self.finders.teams.find_all)
            if teams is None:
                return
            typed[side] = teams
        wanted = [(team, side) for side in SIDES for team in typed[side]]
        if not wanted:
            side = next(side for side in SIDES if side in cells)
            self._refuse(
                row.key,
                side,
                N_("A match has one team at least. Remove the match on its own page instead."),
            )
            return
        stays = [e for e in known.values() if (e["team"], e["side"]) in wanted]
        if len(stays) == len(wanted):
            return
        part["entries"] = [{**known.get(team, {}), "team": team, "side": s} for team, s in wanted]

    def _become_match(self, row: ProgrammeRow, cells: Mapping[str, str]) -> None:
        """A planned match whose teams were typed is a match, the last of its round."""
        part: Any = {"key": self._next_key(), **row.part, "panel": [], "entries": []}
        self._put_entries(row, part, cells)
        if "panel" in cells:
            part["panel"] = (
                self._find_all(row, "panel", cells["panel"], self.finders.judges.find_all) or []
            )
        target = self._target(row, cells.get("round", "").strip()) or row.round_name
        self.rounds[target]["matches"].append(part)
        self.leaving.append((row.round_name, row.part))
        self.edited.matches.append(part["key"])
        if row.round_name not in self.edited.rounds:
            self.edited.rounds.append(row.round_name)
        self.edited.rows[row.key] = part["key"]

    def _find_all(
        self, row: ProgrammeRow, column: str, text: str, find: Callable[[str], list[str]]
    ) -> list[str] | None:
        try:
            found = find(text)
        except Refusal as refusal:
            self._refuse(row.key, column, refusal.message, **refusal.values)
            return None
        if len(set(found)) < len(found):
            self._refuse(row.key, column, N_("The same name stands here twice."))
            return None
        return found

    def _move(self, row: ProgrammeRow, text: str) -> None:
        target = self._target(row, text)
        if target is None:
            return
        if row.is_planned:
            self.leaving.append((row.round_name, row.part))
            self.rounds[target].setdefault("planned", []).append(row.part)
            self.edited.rounds += [row.round_name, target]
            return
        matches = self.rounds[row.round_name]["matches"]
        matches[:] = [match for match in matches if match is not row.part]
        self.rounds[target]["matches"].append(row.part)
        self.edited.matches.append(row.key)
        self.edited.is_reordered = True

    def _target(self, row: ProgrammeRow, text: str) -> str | None:
        """The other round that was typed, None where it is the row's own or is refused."""
        if not text:
            return None
        try:
            target = self.finders.rounds.find(text)
        except Refusal as refusal:
            self._refuse(row.key, "round", refusal.message, **refusal.values)
            return None
        if target == row.round_name:
            return None
        for name in (row.round_name, target):
            if self.rounds[name].get("state", "draft") != "draft":
                self._refuse(
                    row.key,
                    "round",
                    N_("Only matches of rounds that have not been opened move to another round."),
                )
                return None
        return target

    def _renumber(self) -> None:
        """Put the matches that were given a number in their places, the others keep their order."""
        wanted: dict[str, dict[str, int]] = {}
        places = {
            match["key"]: name for name, part in self.rounds.items() for match in part["matches"]
        }
        for key, cells in self.cells.items():
            text = cells.get("number", "").strip()
            if not text or key not in self.rows:
                continue
            match = self.edited.rows.get(key, key)
            is_number = text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS
            if match not in places or not is_number or int(text) < 1:
                self._refuse(
                    key, "number", N_("Write the number of the match in its round, from 1.")
                )
                continue
            wanted.setdefault(places[match], {})[match] = int(text)
        for name, numbers in wanted.items():
            matches = self.rounds[name]["matches"]
            before = [match["key"] for match in matches]
            left = [match for match in matches if match["key"] not in numbers]
            by_key = {match["key"]: match for match in matches}
            for key, number in sorted(numbers.items(), key=lambda item: item[1]):
                left.insert(number - 1, by_key[key])
            matches[:] = left
            self.edited.is_reordered |= [match["key"] for match in left] != before

    def _begins(self, planned: Mapping[str, Any]) -> tuple[bool, float]:
        starts = planned.get("starts")
        return not starts, local_time(starts, self.zone).timestamp() if starts else 0.0

    def _next_key(self) -> str:
        number = 1 + sum(not row.is_planned for row in self.rows.values())
        while f"match-{number}" in self.taken:
            number += 1
        self.taken.add(f"match-{number}")
        return f"match-{number}"

    def _refuse(self, row: str, column: str, message: str, **values: object) -> None:
        self.edited.refusals.setdefault((row, column), Phrase(message, values))
