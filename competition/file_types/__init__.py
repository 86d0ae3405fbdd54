"""The competition file `accord/1` as types: what a checked and normalised file holds.

Every part is a plain dict, ready for JSON; the types cost nothing at run time and check
nothing. `competition.document` checks a file and says what each field means; scoring, the
database and the pages share these types without knowing how a file is checked.
"""

from typing import Literal, NotRequired

from competition.file_types.set_up import (
    CompetitionPart,
    DeclarationPart,
    DimensionPart,
    FocalPointPart,
    JudgePart,
    MemberPart,
    RelationPart,
    RubricPart,
    ScoringPart,
    TeamPart,
    TopicPart,
    ZonePart,
)
from competition.file_types.sheets import (
    DeductionPart,
    ImportedPart,
    RulingPart,
    SheetPart,
    VersionPart,
)
from competition.file_types.stages import (
    AcceptedConflictPart,
    AdvancePart,
    BestOf,
    ByHandPart,
    CarryPart,
    DrawPart,
    DrawRules,
    EntryPart,
    MatchPart,
    PaperCombine,
    PlannedPart,
    RecusalPart,
    ReplacementPart,
    RoundPart,
    ScorePart,
    StagePart,
)
from competition.file_types.words import (
    AcrossMatches,
    Apart,
    Combine,
    DrawKind,
    DropBy,
    Language,
    MissingCarry,
    MissingSheet,
    NotedPart,
    PaperPer,
    Release,
    Remark,
    RoundAt,
    Rounding,
    RoundState,
    SheetState,
    Side,
    StageKind,
    Text,
    Visibility,
)

__all__ = [
    "AcceptedConflictPart",
    "AcrossMatches",
    "AdvancePart",
    "Apart",
    "BestOf",
    "ByHandPart",
    "CarryPart",
    "Combine",
    "CompetitionPart",
    "DeclarationPart",
    "DeductionPart",
    "DimensionPart",
    "Document",
    "DrawKind",
    "DrawPart",
    "DrawRules",
    "DropBy",
    "EntryPart",
    "FocalPointPart",
    "ImportedPart",
    "JudgePart",
    "Language",
    "MatchPart",
    "MemberPart",
    "MissingCarry",
    "MissingSheet",
    "NotedPart",
    "PaperCombine",
    "PaperPer",
    "PlannedPart",
    "RecusalPart",
    "RelationPart",
    "Release",
    "Remark",
    "ReplacementPart",
    "RoundAt",
    "RoundPart",
    "RoundState",
    "Rounding",
    "RubricPart",
    "RulingPart",
    "ScorePart",
    "ScoringPart",
    "SheetPart",
    "SheetState",
    "Side",
    "StageKind",
    "StagePart",
    "TeamPart",
    "Text",
    "TopicPart",
    "VersionPart",
    "Visibility",
    "ZonePart",
]


class Document(NotedPart):
    """A whole competition file."""

    format: Literal["accord/1"]
    competition: CompetitionPart
    rubric: RubricPart
    scoring: ScoringPart
    topics: NotRequired[list[TopicPart]]
    zones: NotRequired[list[ZonePart]]
    teams: list[TeamPart]
    judges: list[JudgePart]
    stages: list[StagePart]
    sheets: NotRequired[list[SheetPart]]
    deductions: NotRequired[list[DeductionPart]]
    rulings: NotRequired[list[RulingPart]]
    draws: NotRequired[list[DrawPart]]
