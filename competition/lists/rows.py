"""A row of a list while it is planned: its cells by field, and what is found out about it."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from competition import document
from competition.document import Phrase, Refusal
from competition.lists.cells import Cell, ListColumn
from competition.lists.plan_types import CellProblem, RowPlan, Verdict
from competition.messages import N_

_FOOT = re.compile(
    r"(?:合计|总计|共计|小计|平均分?|total|sum|average)[:：]?[\d.]*|"
    r"(?:备?注|说明|填[表报]人?|制表人?|审核人?|联系人|负责人|note)\s*[:：].*",
    re.IGNORECASE | re.DOTALL,
)
_KEY_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LEADING_ZERO = re.compile(r"0\d+")
LIST_MARKS = re.compile(r"[、，,;；\n]+")
"""What parts several names in a cell."""
NONE_WORDS = ("无", "没有", "none", "-", "—", "——", "/")


class ListRow:
    """One row of the list; `wrong` is what keeps it from being imported."""

    def __init__(
        self, number: int, cells: Mapping[int, Cell], columns: Mapping[str, ListColumn]
    ) -> None:
        self.number = number
        self.cells = cells
        self.problems: list[CellProblem] = []
        self.notes: list[Phrase] = []
        self.was: dict[str, Any] = {}
        self.now: dict[str, Any] = {}
        self.key: str | None = None
        self.name = ""
        self.is_new = False
        self._columns = columns
        self._looked_at: set[str] = set()

    def text(self, field: str) -> str | None:
        """The text of a field's cell, tidied; None where it is blank or there is no such column."""
        cell = self.cell(field)
        return document.tidy(cell.text) or None if cell is not None else None

    def cell(self, field: str) -> Cell | None:
        """A field's cell; None where it is blank or wrong. The first look notes what it is."""
        column = self._columns.get(field)
        cell = self.cells.get(column.index) if column is not None else None
        if cell is None:
            return None
        if field not in self._looked_at and (
            cell.is_formula or cell.is_merged or cell.kind == "error"
        ):
            self._looked_at.add(field)
            self._judge(field, cell)
        return None if cell.kind == "error" or not cell.text.strip() else cell

    def peek(self, field: str) -> str | None:
        """A field's text without a judgement of its cell."""
        column = self._columns.get(field)
        cell = self.cells.get(column.index) if column is not None else None
        return cell.text if cell is not None else None

    def localised(self, field: str) -> Iterator[tuple[str, str, str | None]]:
        """The texts of a field and of its columns for one language: field, text, language."""
        for name, language in ((field, None), (f"{field}_zh", "zh"), (f"{field}_en", "en")):
            text = self.text(name) if name in self._columns else None
            if text is not None:
                yield name, text, language

    def first_text(self, field: str) -> str | None:
        """The first text that a field has in any of its columns."""
        return next((text for _, text, _ in self.localised(field)), None)

    def key_text(self, field: str, *, others_have_zeros: bool) -> str | None:
        """A key, in lower case; a problem where its leading zeros may have been lost."""
        cell = self.cell(field)
        if cell is None:
            return None
        if cell.kind == "number" and (cell.shown or others_have_zeros):
            self.problem(
                field,
                N_(
                    "“%(value)s” is typed as a number, so its leading zeros are not in the file. "
                    "Format the whole column as text and type the keys again."
                ),
                value=cell.shown or cell.text,
            )
            return None
        typed = document.tidy(cell.text.translate(_KEY_FOLD))
        try:
            key = document.check_key(typed.lower())
        except Refusal as refusal:
            self.refusal(field, refusal)
            return None
        if key != typed:
            self.note(N_("The key “%(typed)s” is kept as “%(key)s”."), typed=typed, key=key)
        return key

    def problem(self, field: str, message: str, **values: object) -> None:
        """Note what is wrong with a field's cell; with "" the row itself."""
        column = self._columns.get(field)
        header, index = (column.header, column.index) if column is not None else ("", None)
        self.problems.append(CellProblem(header, index, Phrase(message, values)))

    def refusal(self, field: str, refusal: Refusal) -> None:
        """Note that a cell's value is refused."""
        self.problem(field, refusal.message, **refusal.values)

    def note(self, message: str, **values: object) -> None:
        """Note what should be known and is not wrong."""
        self.notes.append(Phrase(message, values))

    def change(self, field: str, was: Any, now: Any) -> None:
        """Note that a field changes."""
        self.was[field] = was
        self.now[field] = now

    def is_foot(self, identity: Collection[str]) -> bool:
        """Whether it belongs to no list: a sum, or a remark below it.

        What stands in the columns that say whom a row is about decides, else its first cell.
        """
        said = [text for field in identity if (text := self.peek(field)) and text.strip()]
        filled = (cell.text for _, cell in sorted(self.cells.items()) if cell.text.strip())
        text = said[0] if said else next(filled, "")
        return bool(_FOOT.fullmatch("".join(text.split())))

    def is_blank(self, fields: Collection[str]) -> bool:
        """Whether no field has anything in it, as where only a number was typed ahead."""
        return not any(
            (cell := self.cells.get(self._columns[field].index)) is not None
            and not cell.is_merged
            and (cell.text.strip() or cell.kind == "error")
            for field in fields
        )

    def plan(self) -> RowPlan:
        """What becomes of the row."""
        verdict: Verdict = "same"
        if self.problems:
            verdict = "wrong"
        elif self.is_new:
            verdict = "new"
        elif self.now:
            verdict = "changed"
        return RowPlan(
            self.number,
            verdict,
            self.key,
            self.name,
            {} if self.is_new else self.was,
            self.now,
            self.problems,
            self.notes,
            {index: cell.shown or cell.text for index, cell in sorted(self.cells.items())},
        )

    def _judge(self, field: str, cell: Cell) -> None:
        if cell.kind == "error":
            self.problem(
                field,
                N_("This cell has the error value %(value)s. Type what should stand there."),
                value=cell.text,
            )
        elif cell.is_formula and not cell.text.strip():
            self.problem(
                field,
                N_(
                    "This is a formula whose value is not in the file. Open it in Excel or WPS and "
                    "save it again, or type the value."
                ),
            )
        elif cell.is_formula:
            self.note(
                N_("%(column)s: this is a formula; its stored value “%(value)s” counts."),
                column=self._columns[field].header,
                value=cell.text,
            )
        if cell.is_merged:
            self.note(
                N_("%(column)s: the cell is merged with one above, whose value counts here."),
                column=self._columns[field].header,
            )


def has_leading_zero(cells: Collection[Cell]) -> bool:
    """Whether a key among these is a text that begins with zeros."""
    return any(cell.kind == "text" and _LEADING_ZERO.fullmatch(cell.text.strip()) for cell in cells)


def parted(text: str) -> list[str]:
    """The names in a cell; none where it says that there are none."""
    if text.strip().casefold() in NONE_WORDS:
        return []
    return [name.strip() for name in LIST_MARKS.split(text) if name.strip()]
