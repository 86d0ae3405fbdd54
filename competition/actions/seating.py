"""Place judges on panels, one seat at a time, and take back what was changed of panels last.

A judge with a conflict of interest is seated only with a reason, which stays on the match and in
the audit. A panel with a sheet stays as it is, because the marks are evidence.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from competition.actions import file_edits
from competition.actions.change import Change, change
from competition.actions.conflicts import accept_conflicts, drop_idle_acceptances
from competition.actions.edit_checks import check_edit, file_to_edit_matches
from competition.actions.panels import PANELS, store_panels
from competition.actions.refusals import NotFound, Refused
from competition.file_types import Document, MatchPart
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

    matches = [each.match for each in (seat, origin) if each is not None]
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(*(f"match/{key}" for key in matches))
        file = file_to_edit_matches(edit.competition, matches)
        before = panels_of_stage(file, stage)
        if not set(matches) <= set(before):
            raise NotFound
        if judge and judge not in {each["key"] for each in file["judges"]}:
            raise NotFound
        if origin is not None and before[origin.match][origin.place : origin.place + 1] != [judge]:
            raise NotFound
        panels = seated(before, seat, judge, origin) if judge else emptied(before, seat)
        new = _newly_standing(file, before, panels)
        if new and not reason.strip():
            raise ConflictStands(new)

        def accept(match: MatchPart) -> None:
            drop_idle_acceptances(match)
            pairs = [(each.judge, each.team) for each in new if each.match == match["key"]]
            if pairs:
                accept_conflicts(match, pairs, reason)

        if panels:
            more = {"reason": reason.strip()} if new else {}
            _write(edit, file, panels, accept, more)


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
        edit.refuse_if_changed(*(f"match/{key}" for key in last.before))
        row = audit.row_of_number(competition_key, number)
        accepted = json.loads(row.before).get("accepted_conflicts", {})

        def accept(match: MatchPart) -> None:
            drop_idle_acceptances(match)
            # What was accepted or taken back since, of those who stayed, stays as it is.
            back = set(last.before[match["key"]]) - set(last.after[match["key"]])
            parts = [part for part in accepted.get(match["key"], ()) if part["judge"] in back]
            if parts:
                match["accepted_conflicts"] = [*match.get("accepted_conflicts", ()), *parts]

        file = file_to_edit_matches(edit.competition, last.before)
        _write(edit, file, last.before, accept, {"undoes": number})


def _newly_standing(file: Document, before: Panels, panels: Panels) -> list[StandingConflict]:
    """The conflicts of judges who come to a panel, where the match does not accept them."""
    conflicts = Conflicts(file)
    return [
        StandingConflict(key, judge, team, reasons)
        for key, panel in panels.items()
        for judge in panel
        if judge not in before[key]
        for team, reasons in conflicts.standing(file_edits.match_in(file, key), judge).items()
    ]


def _write(
    edit: Change,
    file: Document,
    panels: Panels,
    accept: Callable[[MatchPart], None],
    more: Mapping[str, Any],
) -> None:
    """Check the file as it will be, change the rows, and write one audit row.

    `file` has the sheets of these matches; `accept` puts in a match what it accepts afterwards.
    """
    marked = {sheet["match"] for sheet in file.get("sheets", ())}
    if locked := [key for key in panels if key in marked]:
        raise Refused(
            N_("The panel of “%(match)s” stays as it is: somebody has marked there."),
            match=locked[0],
        )
    before: dict[str, list[str]] = {}
    accepted_before: dict[str, Any] = {}
    for key, panel in panels.items():
        match = file_edits.match_in(file, key)
        before[key], match["panel"] = list(match["panel"]), list(panel)
        if "accepted_conflicts" in match:
            accepted_before[key] = match["accepted_conflicts"]
        accept(match)
    accepted = store_panels(edit, check_edit(edit.competition, file, ""), panels)
    after = {"panels": {key: list(panel) for key, panel in panels.items()}}
    edit.audit(
        PANELS,
        edit.competition.key,
        {"panels": before} | ({"accepted_conflicts": accepted_before} if accepted_before else {}),
        after | ({"accepted_conflicts": accepted} if accepted else {}) | dict(more),
    )
