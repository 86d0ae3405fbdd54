"""The whole report `accord-fairness/1` (docs/fairness.md)."""

from collections.abc import Mapping

from competition.fairness.cells import StageCells, read_stage_cells
from competition.fairness.conflict_effects import conflict_effects
from competition.fairness.judge_categories import compare_categories
from competition.fairness.judges_report import judges_report
from competition.fairness.model_figures import model_figures
from competition.fairness.notes import Notes
from competition.fairness.order import order_effect
from competition.fairness.reliability import no_reliability, reliability
from competition.fairness.robustness import robustness
from competition.fairness.sides import compare_sides
from competition.fairness.types import (
    FairnessReport,
    Reliability,
    ReliabilityPart,
    RobustnessPart,
    StageFairness,
)
from competition.file_types import Document
from competition.scoring.stage import Scorebook

SMALL_PANEL = 10
"""With fewer judges or entries, figures say little."""


def fairness_report(document: Document, stage_key: str | None = None) -> FairnessReport:
    """Report on the stages of matches of a checked competition file, or on one of them.

    Ready for JSON; written tests and unknown stages are passed over. Raises nothing for a file
    that `competition.document` accepts.
    """
    book = Scorebook(document)
    return {
        "format": "accord-fairness/1",
        "competition": document["competition"]["key"],
        "stages": [
            _stage(read_stage_cells(book, stage))
            for stage in document["stages"]
            if stage.get("kind") != "paper" and stage_key in (None, stage["key"])
        ],
    }


def _stage(cells: StageCells) -> StageFairness:
    notes = Notes()
    judges = judges_report(cells, notes)
    model = model_figures(cells, judges, notes)
    for name, counted in (("judges", cells.judges), ("entries", cells.entries)):
        if len(counted) < SMALL_PANEL:
            notes.add("small_panel", name)
    return {
        "stage": cells.stage["key"],
        "entries": len(cells.entries),
        "judges": list(cells.judges),
        "complete": all(len(entry.sheets) == len(cells.judges) for entry in cells.entries),
        "judges_report": judges,
        "reliability": _reliability(cells, notes),
        "model": model,
        "robustness": _robustness(cells, notes),
        "sides": compare_sides(cells, notes),
        "categories": compare_categories(cells, notes),
        "conflicts": conflict_effects(cells, notes),
        "order": order_effect(cells, notes),
        "notes": notes.listed(),
    }


def _reliability(cells: StageCells, notes: Notes) -> ReliabilityPart:
    positions = {key: position for position, key in enumerate(cells.judges)}
    entries = [entry.key for entry in cells.entries]

    def figures(values: list[Mapping[int, int]], where: str) -> Reliability:
        return reliability(cells.judges, entries, values, notes, f"reliability.{where}")

    if cells.marks_differ:
        totals = no_reliability("marked_by", notes, "reliability.totals")
    else:
        totals = figures(
            [
                {positions[sheet.judge]: sheet.total for sheet in entry.sheets}
                for entry in cells.entries
            ],
            "totals",
        )
    dimensions = {}
    for dimension, key in enumerate(cells.dimensions):
        values: list[Mapping[int, int]] = []
        for entry in cells.entries:
            marks = {positions[sheet.judge]: sheet.marks[dimension] for sheet in entry.sheets}
            values.append({judge: mark for judge, mark in marks.items() if mark is not None})
        dimensions[key] = figures(values, f"dimensions.{key}")
    return {"totals": totals, "dimensions": dimensions}


def _robustness(cells: StageCells, notes: Notes) -> RobustnessPart | None:
    found = robustness(cells)
    if found is None:
        notes.add("too_few", "robustness")
        return None
    for name, way in found.items():
        if way is None:
            notes.add("marked_by", f"robustness.{name}")
    return found
