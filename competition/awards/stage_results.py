"""The stages of a competition file as the awards need them, each computed once."""

from fractions import Fraction

from competition.file_types import Document, StagePart
from competition.rule_in_force import scoring_of
from competition.scoring.decimals import format_rounded
from competition.scoring.personal import personal_scores
from competition.scoring.ranking import Ranking, rank_stage
from competition.scoring.stage import Scorebook
from competition.scoring.standings import AWAITED


class StageResults:
    """Rankings, personal scores and states of a checked competition file's stages."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._book = Scorebook(document)
        self._rankings: dict[str, Ranking] = {}
        self._personal: dict[str, dict[str, Fraction]] = {}

    def stage(self, stage_key: str) -> StagePart:
        """The stage as it is in the file."""
        return self._book.stages[stage_key]

    def ranking(self, stage_key: str) -> Ranking:
        """The stage's places, tie-breaks included."""
        if stage_key not in self._rankings:
            self._rankings[stage_key] = rank_stage(self._book, self.stage(stage_key))
        return self._rankings[stage_key]

    def personal(self, stage_key: str) -> dict[str, Fraction]:
        """The members' personal scores in the stage, unrounded."""
        if stage_key not in self._personal:
            self._personal[stage_key] = personal_scores(self.document, stage_key)
        return self._personal[stage_key]

    def has_left(self, team_key: str, stage_key: str) -> bool:
        """Whether the team has left the stage: withdrawn or disqualified."""
        return self._book.has_left(team_key, stage_key) is not None

    def is_complete(self, stage_key: str) -> bool:
        """Whether nobody in the stage waits for marks."""
        return not any(row.reason in AWAITED for row in self.ranking(stage_key).unranked)

    def is_provisional(self, stage_key: str) -> bool:
        """Whether an appeal of the stage is open."""
        return any(
            appeal["stage"] == stage_key and appeal["state"] in ("filed", "heard")
            for appeal in self.document.get("appeals") or ()
        )

    def printed(self, value: Fraction, stage_key: str) -> str:
        """A value with the decimals and the rounding of the stage's rule."""
        rule = scoring_of(self.document, self.stage(stage_key))
        return format_rounded(value, rule["decimals"], rule["rounding"])
