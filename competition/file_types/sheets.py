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
    """A version of a sheet; `entered_by` are the clerks who typed it from paper."""

    version: int
    marks: dict[str, str]
    personal: NotRequired[dict[str, str]]
    state: SheetState
    submitted_at: NotRequired[str]
    comment: NotRequired[Remark]
    imported: NotRequired[ImportedPart]
    entered_by: NotRequired[list[str]]


class SheetPart(NotedPart):
    match: str
    team: str
    judge: str
    marks: dict[str, str]
    personal: NotRequired[dict[str, str]]
    state: SheetState
    version: int
    submitted_at: NotRequired[str]
    comment: NotRequired[Remark]
    imported: NotRequired[ImportedPart]
    entered_by: NotRequired[list[str]]
    history: NotRequired[list[VersionPart]]


class DeductionPart(NotedPart):
    """Points off an entry's total.

    `percent` says of how many percent of the total the points were made, `phase` from which phase
    of the match clock they come; no total hangs on either.
    """

    match: str
    team: str
    points: str
    percent: NotRequired[str]
    phase: NotRequired[str]
    reason: Remark
    by: NotRequired[Remark]
    at: NotRequired[str]


class RulingVotePart(NotedPart):
    """How one judge voted on a tie: the teams, best first."""

    judge: str
    teams: list[str]


class RulingPart(NotedPart):
    """The panel's decision on a tie; `votes` where it was voted on."""

    stage: str
    teams: list[str]
    minutes: Text
    votes: NotRequired[list[RulingVotePart]]
    by: NotRequired[Remark]
    at: NotRequired[str]
