"""Why a figure cannot be had, noted with its place in the report."""

from competition.fairness.types import FairnessNote, Figure, NoteCode

Outcome = float | NoteCode
"""A figure, or the code of the reason for which there is none."""


class Notes:
    """The notes of one stage, each once, in the order in which they were made."""

    def __init__(self) -> None:
        self._listed: dict[tuple[NoteCode, str], None] = {}

    def add(self, code: NoteCode, where: str) -> None:
        """Note a code for a place: a path in the stage, or its beginning."""
        self._listed[code, where] = None

    def figure(self, where: str, outcome: Outcome) -> Figure:
        """The figure, or None where there is a reason instead, which is noted."""
        if isinstance(outcome, str):
            self.add(outcome, where)
            return None
        return outcome

    def listed(self) -> list[FairnessNote]:
        """All notes, ready for JSON."""
        return [{"code": code, "where": where} for code, where in self._listed]
