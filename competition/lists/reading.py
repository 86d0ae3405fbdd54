"""A file's bytes, or what was pasted, read as a workbook."""

from collections.abc import Mapping

from competition.document import Refusal
from competition.lists.cells import Workbook
from competition.messages import N_


class EncodingUndecided(Refusal):
    """A text that is in none of the encodings that are tried: somebody has to look.

    `samples` has three of its lines as each encoding would show them; the encoding chosen goes
    into `read_lists`.
    """

    def __init__(self, samples: Mapping[str, list[str]]) -> None:
        super().__init__(N_("The encoding of this text is not clear."))
        self.samples = samples


def read_lists(data: bytes, filename: str, *, encoding: str | None = None) -> Workbook:
    """Read a spreadsheet or a text file; raises `Refusal`, `EncodingUndecided`."""
    raise NotImplementedError


def read_pasted(text: str) -> Workbook:
    """Read what was pasted from a spreadsheet (tabs), or the text of a CSV file."""
    raise NotImplementedError
