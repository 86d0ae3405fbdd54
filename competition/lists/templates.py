"""Empty lists to download and fill in."""

from competition.file_types import Language
from competition.lists.plan_types import Kind


def template_workbook(kind: Kind, language: Language) -> bytes:
    """A workbook (.xlsx) with the columns of that kind of list and an example."""
    raise NotImplementedError
