"""Sheets by judges with a conflict of interest, and how far they lie from the other judges'."""

from competition.fairness.cells import CountedSheet, JudgedEntry, StageCells
from competition.fairness.notes import Notes, Outcome
from competition.fairness.types import ConflictRow
from competition.panels.conflicts import Conflicts
from competition.scoring.decimals import add_up


def conflict_effects(cells: StageCells, notes: Notes) -> list[ConflictRow]:
    """List them in the order of matches, entries and seats.

    A conflict that the organiser named or the judge declared is `declared`, also where both are
    of one organisation too; whether it was accepted for the match makes no difference.
    """
    conflicts = Conflicts(cells.book.document)
    rows: list[ConflictRow] = []
    for entry in cells.entries:
        for sheet in entry.sheets:
            codes = {reason.code for reason in conflicts.reasons(sheet.judge, entry.team)}
            if codes:
                rows.append(
                    {
                        "judge": sheet.judge,
                        "match": entry.match,
                        "team": entry.team,
                        "kind": "organisation" if codes == {"organisation"} else "declared",
                        "effect": notes.figure("conflicts", _effect(cells, entry, sheet)),
                    }
                )
    return rows


def _effect(cells: StageCells, entry: JudgedEntry, sheet: CountedSheet) -> Outcome:
    """Mark − mean of the other judges' marks, over the dimensions that others marked too."""
    distances = []
    for dimension, mark in enumerate(sheet.marks):
        others = [each.marks[dimension] for each in entry.sheets if each.judge != sheet.judge]
        given = [each for each in others if each is not None]
        if mark is not None and given:
            distances.append(cells.mark(mark) - cells.mark(sum(given)) / len(given))
    return float(add_up(distances)) if distances else "one_judge"
