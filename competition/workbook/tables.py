"""What a table is, before it becomes a sheet of a workbook or a CSV file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

TableKind = Literal["text", "wide", "whole", "score", "mark"]
"""`score` has the rule's decimals, `mark` as many as were written, `wide` is a long text."""


@dataclass(frozen=True)
class ResultColumn:
    """A column: its header, and what its cells are. `decimals` are those of scores."""

    header: str
    kind: TableKind = "text"
    decimals: int = 2


@dataclass(frozen=True)
class ResultCell:
    """A cell: its text as it stands in the file; `is_left_out` is shown struck through."""

    text: str
    is_left_out: bool = False


Row = Sequence[ResultCell | str]


@dataclass(frozen=True)
class ResultTable:
    """A named table; cells of number columns hold plain decimals, or nothing."""

    name: str
    title: str
    columns: Sequence[ResultColumn]
    rows: list[Row] = field(default_factory=list)


def text_of_cell(cell: ResultCell | str) -> str:
    """What stands in a cell."""
    return cell if isinstance(cell, str) else cell.text
