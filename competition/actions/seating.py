"""Place judges on panels: one seat at a time, or many panels in one act; and take an act back.

A judge with a conflict of interest is seated only with a reason, which stays on the match and in
the audit. A panel with a sheet stays as it is, because the marks are evidence.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from competition.actions import file_edits
from competition.actions.change import Change, change
from competition.actions.edit_checks import check_edit, file_to_edit_matches
from competition.actions.lookup import require_match
from competition.actions.panels import PANELS, put_panels
from competition.actions.refusals import NotFound, Refused, text_of_reason
from competition.document.seats import judges_with_sheets
from competition.file_types import AcceptedConflictPart, Document, MatchPart, Text
from competition.messages import N_
from competition.panels.conflicts import ConflictReason, Conflicts
from competition.panels.seating import Seat, emptied, panels_of_stage, seated
from competition.store import audit

Panels = Mapping[str, Sequence[str]]
MOST_UNDONE = 200
"""How far back an act that can be taken back is looked for."""


class StandingConflict(NamedTuple):
    """A conflict of interest that nobody has accepted for the match, and why there is one."""

    match: str
    judge: str
    team: str
    reasons: tuple[ConflictReason, ...]


class ConflictStands(Refused):
    """Judges would be seated who have a conflict of interest, without a reason to accept it."""

    def __init__(self, conflicts: Sequence[StandingConflict]) -> None:
        super().__init__(
            N_(
                "Nothing was changed: there is a conflict of interest. Choose another judge, or "
                "give the reason for which the judge is to sit there all the same."
            )
        )
        self.conflicts = list(conflicts)


class LastAct(NamedTuple):
    """An act on panels that can be taken back: the number of its row, and the panels before it."""

    number: int
    before: Mapping[str, list[str]]
    after: Mapping[str, list[str]]


def place_judge(
    competition_key: str,
    stage: str,
    seat: Seat,
    judge: str,
    by: str,
    *,
    origin: Seat | None = None,
    reason: str = "",
) -> None:
    """Seat a judge, or with an empty `judge` empty the seat; `origin` is where the judge sat.

    `reason` accepts what conflicts of interest there are. Raises `NotFound` for a match, judge or
    seat that is not there, `ConflictStands`, `Refused`.
    """

    def change_seats(panels: Mapping[str, list[str]]) -> Panels:
        for each in (seat, origin):
            if each is not None and each.match not in panels:
                raise NotFound
        if not judge:
            return emptied(panels, seat)
        if origin is not None and panels[origin.match][origin.place : origin.place + 1] != [judge]:
            raise NotFound
        return seated(panels, seat, judge, origin)

    matches = [each.match for each in (seat, origin) if each is not None]
    _arrange(competition_key, stage, matches, change_seats, reason, by)


def arrange_panels(
    competition_key: str, stage: str, panels: Panels, by: str, *, reason: str = ""
) -> None:
    """Give matches of a stage these panels; those that they have already stay untouched.

    Raises as `place_judge`.
    """

    def changed(before: Mapping[str, list[str]]) -> Panels:
        if not set(panels) <= set(before):
            raise NotFound
        return {key: panel for key, panel in panels.items() if list(panel) != before[key]}

    _arrange(competition_key, stage, list(panels), changed, reason, by)


def last_act(competition_key: str, stage: str, file: Document, by: str) -> LastAct | None:
    """The newest act of that organiser on panels of the stage that is not taken back so far.

    None too where somebody has changed one of these panels since.
    """
    panels, undone = panels_of_stage(file, stage), set[int]()
    for row in audit.newest_rows_of(competition_key, PANELS, MOST_UNDONE):
        after = json.loads(row.after)
        if "undoes" in after:
            undone.add(after["undoes"])
        elif row.who == by and row.number not in undone and set(after["panels"]) <= set(panels):
            is_newest = all(panels[key] == panel for key, panel in after["panels"].items())
            before = json.loads(row.before)["panels"]
            return LastAct(row.number, before, after["panels"]) if is_newest else None
    return None


def undo_act(competition_key: str, stage: str, number: int, by: str) -> None:
    """Take back the act on panels whose audit row has this number, if it is the last one.

    Raises `NotFound` where there is nothing to take back, `Refused` otherwise.
    """
    with change(competition_key, by) as edit:
        file = file_to_edit_matches(edit.competition, ())
        last = last_act(competition_key, stage, file, by)
        if last is None or last.number != number:
            raise Refused(N_("These panels were changed since, so this cannot be taken back."))
        row = audit.row_of_number(competition_key, number)
        edit.refuse_if_changed(*(f"match/{key}" for key in last.before))
        accepted = json.loads(row.before).get("accepted_conflicts", {})
        _write(edit, last.before, accepted, {"undoes": number})


def _arrange(
    competition_key: str,
    stage: str,
    matches: Sequence[str],
    change_panels: Callable[[Mapping[str, list[str]]], Panels],
    reason: str,
    by: str,
) -> None:
    """Change panels of a stage in one act; `matches` are those that it is about."""
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(*(f"match/{key}" for key in matches))
        file = file_to_edit_matches(edit.competition, ())
        before = panels_of_stage(file, stage)
        panels = change_panels(before)
        known = {judge["key"] for judge in file["judges"]}
        if any(judge not in known for panel in panels.values() for judge in panel):
            raise NotFound
        if not panels:
            return
        new = _newly_standing(file, before, panels)
        if new and not reason.strip():
            raise ConflictStands(new)
        accepted = text_of_reason(reason) if new else None
        parts = {key: _accepted_after(file, key, panels[key], new, accepted) for key in panels}
        more = {"reason": accepted} if accepted else {}
        _write(edit, panels, {key: part for key, part in parts.items() if part}, more)


def _newly_standing(file: Document, before: Panels, panels: Panels) -> list[StandingConflict]:
    """The conflicts of judges who come to a panel, where the match does not accept them."""
    conflicts = Conflicts(file)
    return [
        StandingConflict(key, judge, team, reasons)
        for key, panel in panels.items()
        for judge in panel
        if judge not in before[key]
        for team, reasons in conflicts.standing(_match(file, key), judge).items()
    ]


def _accepted_after(
    file: Document,
    key: str,
    panel: Sequence[str],
    new: Sequence[StandingConflict],
    reason: Text | None,
) -> list[AcceptedConflictPart]:
    """What the match accepts afterwards: of those who stay, and of those who come."""
    match = _match(file, key)
    there = judges_with_sheets({**match, "panel": list(panel)})
    kept = [part for part in match.get("accepted_conflicts", ()) if part["judge"] in there]
    coming: list[AcceptedConflictPart] = [
        {"judge": each.judge, "team": each.team, "reason": reason}
        for each in new
        if each.match == key and reason
    ]
    return [*kept, *coming]


def _write(
    edit: Change,
    panels: Panels,
    accepted: Mapping[str, list[AcceptedConflictPart]],
    more: Mapping[str, Any],
) -> None:
    """Check the file as it will be, change the rows, and write one audit row."""
    file = file_to_edit_matches(edit.competition, panels)
    marked = {sheet["match"] for sheet in file.get("sheets", ())}
    if locked := [key for key in panels if key in marked]:
        raise Refused(
            N_("The panel of “%(match)s” stays as it is: somebody has marked there."),
            match=locked[0],
        )
    before: dict[str, list[str]] = {}
    accepted_before: dict[str, Any] = {}
    for key, panel in panels.items():
        match = _match(file, key)
        before[key] = list(match["panel"])
        match["panel"] = list(panel)
        if "accepted_conflicts" in match:
            accepted_before[key] = match.pop("accepted_conflicts")
        if accepted.get(key):
            match["accepted_conflicts"] = accepted[key]
    check_edit(edit.competition, file, "")
    put_panels(edit, panels)
    for key in panels:
        require_match(edit.competition, key).accepted_conflicts = accepted.get(key) or None
    edit.audit(
        PANELS,
        edit.competition.key,
        {"panels": before} | _given("accepted_conflicts", accepted_before),
        {"panels": {key: list(panel) for key, panel in panels.items()}}
        | _given("accepted_conflicts", dict(accepted))
        | dict(more),
    )


def _match(file: Document, key: str) -> MatchPart:
    found: Any = file_edits.get_part(file, "match", key)
    part: MatchPart = found
    return part


def _given(name: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value} if value else {}
