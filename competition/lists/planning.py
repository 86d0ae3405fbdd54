"""What an import of a list would do to a competition."""

from collections.abc import Mapping

from competition.file_types import Document
from competition.lists.cells import Table
from competition.lists.plan_types import ImportPlan, Kind


def plan_import(
    document: Document,
    kind: Kind,
    table: Table,
    *,
    stage: str | None = None,
    columns: Mapping[str, str | None] | None = None,
    corrections: Mapping[tuple[int, int], str] | None = None,
) -> ImportPlan:
    """What becomes of every row; raises `Refusal` where two columns are for one field.

    `columns` are fields by header that are not as guessed, `corrections` texts of single cells by
    row number and column index. The document is not changed.
    """
    raise NotImplementedError
