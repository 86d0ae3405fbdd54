"""A plan as `accord-import/1`."""

from collections.abc import Callable
from typing import Any

from competition.document import Phrase
from competition.lists.plan_types import ImportPlan, RowPlan

Say = Callable[[Phrase], str]


def plan_as_json(plan: ImportPlan, say: Say = str) -> dict[str, Any]:
    """The plan as plain values; `say` puts its sentences into the reader's language."""
    return {
        "format": "accord-import/1",
        "kind": plan.kind,
        "columns": dict(plan.columns),
        "rows": [_row(row, say) for row in plan.rows],
        "missing": list(plan.missing),
        "counts": dict(plan.counts),
    }


def _row(row: RowPlan, say: Say) -> dict[str, Any]:
    was = {"was": dict(row.was)} if row.was else {}
    return {
        "row": row.row,
        "verdict": row.verdict,
        "key": row.key,
        "name": row.name,
        **was,
        "problems": [
            {"column": problem.column, "message": say(problem.phrase)} for problem in row.problems
        ],
        "notes": [say(note) for note in row.notes],
    }
