"""Lists 名单 of teams, judges, topics, matches and scores, as people have them in spreadsheets.

Ground floor: a file's bytes and a competition file in, a plan out; nothing is written.

    workbook = read_lists(data, "名单.xlsx")          # or read_pasted(text)
    table = find_table(workbook, "teams")              # or sheet="报名表"
    plan = plan_import(document, "teams", table)       # plan.rows, plan.document

`read_lists` raises `Refusal` for what is no list, and `EncodingUndecided` (a `Refusal`) for a text
in none of the known encodings: it has three lines of it in each, to ask whoever knows; their
answer is `encoding`. `find_table` raises `Refusal` where no header row is found; `plan_import`
where two columns are for one field or the stage of scores is not clear. A refusal has `message`,
`values` and `text(translate)` like those of `document`.

The page's corrections: `columns` gives a column's field by its header (`Table.columns`; a value
of `fields_of(kind)` or None, which passes it over), `corrections` a cell's text by
`(row number, column index)`. `plan_as_json(plan, say)` is `accord-import/1`.
`actions.list_imports.apply_import` carries a plan out.
"""

from competition.lists.cells import Cell, ListColumn, MergedRange, Table, Workbook, WorkbookSheet
from competition.lists.columns import FieldName, fields_of, find_table
from competition.lists.limits import MOST_BYTES
from competition.lists.plan_json import plan_as_json
from competition.lists.plan_types import CellProblem, ImportPlan, Kind, RowPlan, Verdict
from competition.lists.planning import plan_import
from competition.lists.reading import EncodingUndecided, read_lists, read_pasted
from competition.lists.templates import template_workbook

__all__ = [
    "MOST_BYTES",
    "Cell",
    "CellProblem",
    "EncodingUndecided",
    "FieldName",
    "ImportPlan",
    "Kind",
    "ListColumn",
    "MergedRange",
    "RowPlan",
    "Table",
    "Verdict",
    "Workbook",
    "WorkbookSheet",
    "fields_of",
    "find_table",
    "plan_as_json",
    "plan_import",
    "read_lists",
    "read_pasted",
    "template_workbook",
]
