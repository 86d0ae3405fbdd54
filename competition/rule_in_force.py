"""Which rubric and rule hold in a stage, and who marks which dimension: scoring.md, "Scoring".

A stage's own `rubric` and `scoring` stand for all of it, in place of the competition's.
"""

from collections.abc import Iterator

from competition.file_types import (
    DimensionPart,
    Document,
    JudgePart,
    MatchPart,
    RubricPart,
    ScoringPart,
    StagePart,
)


def rubric_of(document: Document, stage: StagePart) -> RubricPart:
    """Return the rubric that holds in a stage."""
    return stage.get("rubric") or document["rubric"]


def scoring_of(document: Document, stage: StagePart) -> ScoringPart:
    """Return the scoring rule that holds in a stage."""
    return stage.get("scoring") or document["scoring"]


def rubrics_by_match(document: Document) -> dict[str, RubricPart]:
    """Return the rubric of every match, by the match's key."""
    return {
        match["key"]: rubric_of(document, stage) for stage, match in stages_and_matches(document)
    }


def stages_and_matches(document: Document) -> Iterator[tuple[StagePart, MatchPart]]:
    """Yield every match with its stage, in the file's order."""
    for stage in document["stages"]:
        for round_ in stage.get("rounds") or ():
            for match in round_.get("matches") or ():
                yield stage, match


def is_marked_by(dimension: DimensionPart, category: str | None) -> bool:
    """Whether a judge of this category marks the dimension; without `marked_by` everybody does."""
    categories = dimension.get("marked_by")
    return categories is None or category in categories


def dimensions_marked_by(rubric: RubricPart, judge: JudgePart) -> list[DimensionPart]:
    """Return the dimensions that a judge's sheet is whole with, in the rubric's order."""
    category = judge.get("category")
    return [each for each in rubric["dimensions"] if is_marked_by(each, category)]
