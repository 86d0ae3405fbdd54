"""What an import would do, as plain values: they can cross into another process, and be kept."""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from competition.document import Phrase, Refusal
from competition.file_types import Document
from competition.lists.cells import Cell, ListColumn, Table, Workbook
from competition.lists.columns import find_table
from competition.lists.plan_types import ImportPlan, Kind
from competition.lists.planning import plan_import
from competition.lists.reading import EncodingUndecided, read_lists, read_pasted
from competition.lists.text_files import encoding_samples

Plain = dict[str, Any]


@dataclass(frozen=True)
class ListChoices:
    """What somebody has chosen and corrected of a list; `file` is "" for what was pasted.

    `columns` are fields by header, `corrections` texts by row number and column, `skipped` the
    rows to leave out.
    """

    kind: Kind
    file: str = ""
    sheet: str | None = None
    encoding: str | None = None
    stage: str | None = None
    columns: Mapping[str, str | None] = field(default_factory=dict)
    corrections: Mapping[tuple[int, int], str] = field(default_factory=dict)
    skipped: frozenset[int] = frozenset()

    def as_json(self) -> bytes:
        """The choices as JSON, the same bytes for the same choices."""
        plain = dataclasses.asdict(self) | {
            "corrections": sorted([*place, text] for place, text in self.corrections.items()),
            "skipped": sorted(self.skipped),
        }
        return json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "ListChoices":
        """The choices that `as_json` wrote."""
        plain = json.loads(data)
        corrections = {(row, column): text for row, column, text in plain.pop("corrections")}
        skipped = frozenset(plain.pop("skipped"))
        return cls(**plain, corrections=corrections, skipped=skipped)


def preview_list(data: bytes, choices: ListChoices, document: Document) -> Plain:
    """What the import of the list would do; what is refused stands in the answer too.

    The answer has `undecided` (lines by encoding), or `refused` (a phrase), or both, or `rows` and
    the rest of the plan; with `sheets` and `encoding` once the file could be read, and `table` once
    a list was found.
    """
    answer: Plain = {}
    try:
        workbook = _read(data, choices)
        answer["encoding"] = workbook.encoding
        answer["sheets"] = [[each.name, len(each.rows), each.is_hidden] for each in workbook.sheets]
        table = find_table(workbook, choices.kind, sheet=choices.sheet)
        answer["table"] = _plain_table(table)
        plan = plan_list(document, choices, table)
    except EncodingUndecided as undecided:
        return {"undecided": undecided.samples}
    except Refusal as refusal:
        answer["refused"] = plain_phrase(refusal)
        if "table" not in answer and _is_guessed(answer, choices):
            answer["undecided"] = encoding_samples(data)
        return answer
    return answer | _plain_plan(plan)


def plan_list(document: Document, choices: ListChoices, table: Table) -> ImportPlan:
    """The plan for the rows that are not left out; raises `Refusal`."""
    return plan_import(
        document,
        choices.kind,
        without_rows(table, choices.skipped),
        stage=choices.stage,
        columns=choices.columns,
        corrections=choices.corrections,
    )


def without_rows(table: Table, skipped: frozenset[int]) -> Table:
    """The list without these rows."""
    if not skipped:
        return table
    rows = {number: row for number, row in table.rows.items() if number not in skipped}
    return dataclasses.replace(table, rows=rows)


def table_of(plain: Plain) -> Table:
    """The table of an answer."""
    rows = {
        int(number): {int(column): Cell(*cell) for column, cell in cells.items()}
        for number, cells in plain["rows"].items()
    }
    columns = tuple(ListColumn(*each) for each in plain["columns"])
    return Table(plain["sheet"], plain["header_row"], columns, rows, plain["encoding"])


def plain_phrase(phrase: Phrase | Refusal) -> list[Any]:
    """A phrase as plain values."""
    values = {
        name: {"phrase": plain_phrase(value)} if isinstance(value, Phrase | Refusal) else value
        for name, value in phrase.values.items()
    }
    return [phrase.message, values]


def phrase_of(plain: list[Any]) -> Phrase:
    """The phrase that `plain_phrase` made plain."""
    message, values = plain
    return Phrase(
        message,
        {
            name: phrase_of(value["phrase"]) if isinstance(value, dict) else value
            for name, value in values.items()
        },
    )


def _read(data: bytes, choices: ListChoices) -> Workbook:
    if choices.file:
        return read_lists(data, choices.file, encoding=choices.encoding)
    return read_pasted(data.decode())


def _is_guessed(answer: Plain, choices: ListChoices) -> bool:
    """Whether the text may be in another encoding: most bytes are some text in GB18030."""
    return choices.encoding is None and answer.get("encoding") == "gb18030"


def _plain_table(table: Table) -> Plain:
    return {
        "sheet": table.sheet,
        "header_row": table.header_row,
        "encoding": table.encoding,
        "columns": [[each.index, each.header, each.field] for each in table.columns],
        "rows": {
            number: {column: _plain_cell(cell) for column, cell in cells.items()}
            for number, cells in table.rows.items()
        },
    }


def _plain_cell(cell: Cell) -> list[Any]:
    """The cell's fields, without those at the end that are as in every other cell."""
    if (cell.kind, cell.is_formula, cell.is_merged, cell.shown) == ("text", False, False, ""):
        return [cell.text]
    return [cell.text, cell.kind, cell.is_formula, cell.is_merged, cell.shown]


def _plain_plan(plan: ImportPlan) -> Plain:
    return {
        "stage": plan.stage,
        "columns": dict(plan.columns),
        "rows": [
            {
                "row": row.row,
                "verdict": row.verdict,
                "key": row.key,
                "name": row.name,
                "was": dict(row.was),
                "now": dict(row.now),
                "problems": [
                    [each.column, each.index, plain_phrase(each.phrase)] for each in row.problems
                ],
                "notes": [plain_phrase(note) for note in row.notes],
                "cells": dict(row.cells),
            }
            for row in plan.rows
        ],
        "missing": list(plan.missing),
        "counts": dict(plan.counts),
        "problems": [plain_phrase(problem) for problem in plan.problems],
        "is_wrong": plan.is_wrong,
        "changes_nothing": plan.changes_nothing,
    }
