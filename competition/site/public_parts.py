"""Single parts of the published file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from competition.agreement_sheet import has_result
from competition.file_types import (
    Document,
    JudgePart,
    MatchPart,
    RubricPart,
    SheetPart,
    StagePart,
)
from competition.rule_in_force import stages_and_matches
from competition.scoring.types import StageStandings
from competition.seats import counting_judges

_NOTES = ("placeholder", "source")


def sheet_counts(match: MatchPart, sheet: SheetPart) -> bool:
    """Whether the sheet's judge sits there for its team, and is not recused."""
    judge, team = sheet["judge"], sheet["team"]
    recusals = match.get("recused") or ()
    is_recused = any(r["judge"] == judge and team in r.get("teams", [team]) for r in recusals)
    return judge in counting_judges(match, team) and not is_recused


def numbered_judge(
    judge: JudgePart, number: int, *, has_categories: bool, has_head: bool
) -> dict[str, Any]:
    """A judge by number; category and head only where the rule asks for them."""
    made: dict[str, Any] = {
        "key": judge["key"],
        "name": {"zh": f"评委 {number}", "en": f"Judge {number}"},
    }
    if has_categories and "category" in judge:
        made["category"] = judge["category"]
    if has_head and judge.get("head"):
        made["head"] = True
    return made


def stage_by_name(stage: StagePart) -> dict[str, Any]:
    """A stage that is not published, to which a published one sends teams on."""
    made: dict[str, Any] = {"key": stage["key"], "name": stage["name"]}
    if stage.get("kind") == "paper":
        return {**made, "kind": "paper", "max": stage["max"], "per": stage["per"]}
    return {**made, "rounds": []}


def public_rubric(rubric: RubricPart) -> dict[str, Any]:
    """A rubric without what only judges are told, and without marks for single persons."""
    return {"dimensions": [without_fields(each, "guide") for each in rubric["dimensions"]]}


def without_fields(part: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """A copy of a part without these fields."""
    return {name: value for name, value in part.items() if name not in names}


def without_notes(value: Any) -> Any:
    """A copy without the notes that only organisers see."""
    if isinstance(value, Mapping):
        return {k: without_notes(v) for k, v in value.items() if k not in _NOTES}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [without_notes(each) for each in value]
    return value


def published_agreements(
    file: Document, published: Iterable[StageStandings]
) -> list[Mapping[str, Any]]:
    """The agreements of the matches that have a result in these standings, with who signed."""
    standings = {stage["stage"]: stage for stage in published}
    released = {
        match["key"]
        for stage, match in stages_and_matches(file)
        if stage["key"] in standings and has_result(match, standings[stage["key"]])
    }
    return [each for each in file.get("agreements") or () if each["match"] in released]
