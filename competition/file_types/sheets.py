"""The parts of a competition file that come about on the day: sheets, deductions, rulings."""

from typing import NotRequired

from competition.file_types.words import (
    NotedPart,
    Remark,
    SheetState,
    Text,
)


class ImportedPart(NotedPart):
    """That a version did not come from its judge: why, by whom and when it came with a file."""

    reason: Remark
    by: Remark
    at: str


class VersionPart(NotedPart):
    version: int
    marks: dict[str, str]
    state: SheetState
    submitted_at: NotRequired[str]
    comment: NotRequired[Remark]
    imported: NotRequired[ImportedPart]


class SheetPart(NotedPart):
    match: str
    team: str
    judge: str
    marks: dict[str, str]
    state: SheetState
    version: int
    submitted_at: NotRequired[str]
    comment: NotRequired[Remark]
    imported: NotRequired[ImportedPart]
    history: NotRequired[list[VersionPart]]


class DeductionPart(NotedPart):
    match: str
    team: str
    points: str
    reason: Remark
    by: NotRequired[Remark]
    at: NotRequired[str]


class RulingPart(NotedPart):
    stage: str
    teams: list[str]
    minutes: Text
    by: NotRequired[Remark]
    at: NotRequired[str]
