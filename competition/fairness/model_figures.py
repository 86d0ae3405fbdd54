"""The rating model of a stage's cells, with the keys of the file."""

from competition.fairness.cells import StageCells
from competition.fairness.notes import Notes
from competition.fairness.rating_model import fit_rating_model
from competition.fairness.types import JudgeFigures, RatingModelPart
from competition.scoring.decimals import format_exact


def model_figures(
    cells: StageCells, judges: list[JudgeFigures], notes: Notes
) -> RatingModelPart | None:
    """Fit the model and fill in each judge's part of it; None where it has no maximum."""
    listed = list(cells.cells())
    marks = sorted({cell.mark for cell in listed})
    categories = {mark: number for number, mark in enumerate(marks)}
    # Where dimensions are marked by some, nobody of this stage may mark one.
    marked = sorted({cell.dimension for cell in listed})
    dimensions = {dimension: number for number, dimension in enumerate(marked)}
    fitted = fit_rating_model(
        [cell.entry for cell in listed],
        [dimensions[cell.dimension] for cell in listed],
        [cell.judge for cell in listed],
        [categories[cell.mark] for cell in listed],
    )
    if fitted is None:
        notes.add("no_maximum", "model")
        for figures in judges:
            notes.add("no_maximum", f"judges_report.{figures['judge']}.model")
        return None
    for number, figures in enumerate(judges):
        figures["model"] = {
            "leniency": fitted.judges[number],
            "se": fitted.judge_se[number],
            "infit": fitted.judge_infit[number],
            "outfit": fitted.judge_outfit[number],
        }
    return {
        "converged": True,
        "log_likelihood": fitted.log_likelihood,
        "entries": {
            entry.key: value for entry, value in zip(cells.entries, fitted.entries, strict=True)
        },
        "dimensions": {
            cells.dimensions[dimension]: value
            for dimension, value in zip(marked, fitted.dimensions, strict=True)
        },
        "categories": [format_exact(cells.mark(mark)) for mark in marks],
        "thresholds": fitted.thresholds,
    }
