"""The usual set of awards for a competition, suggested from what it has."""

from typing import Any

from competition.file_types import Document

_SHARES = (
    ("first-prize", "一等奖", "First prize", 10),
    ("second-prize", "二等奖", "Second prize", 20),
    ("third-prize", "三等奖", "Third prize", 30),
)
"""Key, names, and how many of a hundred teams win it, as is usual at contests of this kind."""
_TEAMWORK = ("teamwork", "cooperation", "collaboration")
_TEAMWORK_WORDS = ("协作", "配合", "合作", "团队", "teamwork", "collaborat", "cooperat")


def usual_awards(file: Document) -> list[dict[str, Any]]:
    """First, second and third prizes by place, then the best negotiator, teamwork, organisation.

    The prizes' numbers follow from the number of teams; what the rubric lacks is left out, and
    the best negotiator is given by hand where there are no personal marks.
    """
    stages = [stage for stage in file["stages"] if stage.get("kind") != "paper"] or list(
        file["stages"]
    )
    if not stages:
        return []
    last = stages[-1]
    stage = last["key"]
    awards: list[dict[str, Any]] = []
    begin, teams = 1, _teams_in(file, last)
    for key, chinese, english, share in _SHARES:
        number = max(1, (teams * share + 50) // 100)
        end = min(begin + number - 1, max(teams, begin))
        awards.append(_award(key, chinese, english, "rank", stage, [begin, end]))
        begin = end + 1
    awards.append(_best_negotiator(file, last))
    rubric = last.get("rubric") or file["rubric"]
    for dimension in rubric["dimensions"]:
        name = " ".join(str(text) for text in dict(dimension["name"]).values()).lower()
        if dimension["key"] in _TEAMWORK or any(word in name for word in _TEAMWORK_WORDS):
            award = _award(
                *("best-teamwork", "最佳团队协作奖", "Best teamwork", "dimension", stage, [1, 1])
            )
            awards.append(award | {"dimension": dimension["key"]})
            break
    if any("organisation" in team for team in file["teams"]):
        awards.append(
            _award(
                *("best-organisation", "优秀组织奖", "Best organisation", "organisation"),
                *(stage, [1, min(3, max(1, teams // 4))]),
            )
        )
    return awards


def _best_negotiator(file: Document, stage: Any) -> dict[str, Any]:
    names = ("best-negotiator", "最佳谈判员", "Best negotiator")
    if (stage.get("rubric") or file["rubric"]).get("personal"):
        return _award(*names, "personal", stage["key"], [1, 1])
    key, chinese, english = names
    return {
        "key": key,
        "name": {"zh": chinese, "en": english},
        "by": "hand",
        "winners": [],
        "reason": {"zh": "由评委组评定", "en": "Chosen by the panel"},
    }


def _teams_in(file: Document, stage: Any) -> int:
    """How many teams are in the stage; all that have not left where nobody is in it yet."""
    inside = set(stage.get("teams", ())) or {
        entry["team"]
        for round_ in stage.get("rounds", ())
        for match in round_["matches"]
        for entry in match["entries"]
    }
    there = {
        team["key"]
        for team in file["teams"]
        if not team.get("withdrawn") and not team.get("disqualified")
    }
    return len(inside & there or there)


def _award(
    key: str, chinese: str, english: str, by: str, stage: str, places: list[int]
) -> dict[str, Any]:
    name = {"zh": chinese, "en": english}
    return {"key": key, "name": name, "by": by, "stage": stage, "places": places}
