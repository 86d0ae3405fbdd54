"""The competition file `accord/1` as types: what a checked and normalised file holds.

Every part is a plain dict, ready for JSON; the types cost nothing at run time and check
nothing. `competition.document` checks a file and says what each field means; scoring, the
database and the pages share these types without knowing how a file is checked.
"""

from typing import Literal, NotRequired

from competition.file_types.outcomes import (
    AgreedPointPart,
    AgreementPart,
    AgreementStatus,
    AppealAbout,
    AppealPart,
    AppealState,
    AwardBy,
    AwardPart,
    AwardWinnerPart,
    CertificationPart,
    ClockPart,
    ClockPhasePart,
    ClockRuns,
    OvertimeBandPart,
    OvertimePart,
    SignaturePart,
)
from competition.file_types.set_up import (
    CompetitionPart,
    DeclarationPart,
    DimensionPart,
    FocalPointPart,
    JudgePart,
    MemberPart,
    PersonalScalePart,
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
    RulingVotePart,
    SheetPart,
    VersionPart,
)
from competition.file_types.stages import (
    AcceptedConflictPart,
    AdvancePart,
    BestOf,
    ByHandPart,
    CarryPart,
    ConferencePart,
    DrawPart,
    DrawRules,
    EntryPart,
    LatePart,
    MatchPart,
    PaperCombine,
    PlannedPart,
    RecusalPart,
    ReplacementPart,
    RoundPart,
    ScorePart,
    StagePart,
    SubstitutionPart,
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
    "AgreedPointPart",
    "AgreementPart",
    "AgreementStatus",
    "Apart",
    "AppealAbout",
    "AppealPart",
    "AppealState",
    "AwardBy",
    "AwardPart",
    "AwardWinnerPart",
    "BestOf",
    "ByHandPart",
    "CarryPart",
    "CertificationPart",
    "ClockPart",
    "ClockPhasePart",
    "ClockRuns",
    "Combine",
    "CompetitionPart",
    "ConferencePart",
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
    "LatePart",
    "MatchPart",
    "MemberPart",
    "MissingCarry",
    "MissingSheet",
    "NotedPart",
    "OvertimeBandPart",
    "OvertimePart",
    "PaperCombine",
    "PaperPer",
    "PersonalScalePart",
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
    "RulingVotePart",
    "ScorePart",
    "ScoringPart",
    "SheetPart",
    "SheetState",
    "Side",
    "SignaturePart",
    "StageKind",
    "StagePart",
    "SubstitutionPart",
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
    clock: NotRequired[ClockPart]
    stages: list[StagePart]
    sheets: NotRequired[list[SheetPart]]
    deductions: NotRequired[list[DeductionPart]]
    rulings: NotRequired[list[RulingPart]]
    draws: NotRequired[list[DrawPart]]
    agreements: NotRequired[list[AgreementPart]]
    appeals: NotRequired[list[AppealPart]]
    awards: NotRequired[list[AwardPart]]
    certifications: NotRequired[list[CertificationPart]]
