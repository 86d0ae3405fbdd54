"""A play-off between teams tied on the line: a stage of its own, of one match.

It carries nothing and nobody carries it, so no total of the tied stage moves. What it decides is
recorded as a ruling on the tie, in the order of its places.
"""

from collections.abc import Sequence

from competition.advance.preview import stage_part
from competition.file_types import Document, EntryPart, StagePart, Text
from competition.scoring.stage import matches_in
from competition.scoring.types import StageStandings

_SUFFIX = "-play-off"
_MOST_CHARACTERS = 64


def play_off_stage(document: Document, stage_key: str, tied: Sequence[str]) -> StagePart:
    """The new stage, in preparation: the tied teams in one match, before the last match's panel.

    Two teams are on either side of the bargaining, more are solo.
    """
    stage = stage_part(document, stage_key)
    matches = list(matches_in(stage))
    two = len(tied) == 2
    entries: list[EntryPart] = [
        {"team": team, "side": ("labour", "employer")[place] if two else "solo"}
        for place, team in enumerate(tied)
    ]
    taken = {each["key"] for each in document["stages"]}
    taken |= {match["key"] for each in document["stages"] for match in matches_in(each)}
    key = _free_key(stage_key, taken)
    name: Text = {}
    if "zh" in stage["name"]:
        name["zh"] = f"{stage['name']['zh']}加赛"
    if "en" in stage["name"]:
        name["en"] = f"{stage['name']['en']}: play-off"
    return {
        "key": key,
        "name": name,
        "across_matches": "mean",
        "teams": list(tied),
        "rounds": [
            {
                "key": "play-off",
                "name": {"zh": "加赛", "en": "Play-off"},
                "matches": [
                    {
                        "key": key,
                        "panel": list(matches[-1]["panel"]) if matches else [],
                        "entries": entries,
                    }
                ],
            }
        ],
    }


def find_play_off(document: Document, stage_key: str, tied: Sequence[str]) -> StagePart | None:
    """The play-off of a tie, if there is one."""
    return next(
        (
            stage
            for stage in document["stages"]
            if stage["key"].startswith(_stem(stage_key))
            and sorted(stage.get("teams", ())) == sorted(tied)
        ),
        None,
    )


def play_off_order(counted: StageStandings) -> list[str]:
    """The teams in the order of a play-off's places; empty while it has not decided everything."""
    rows = counted["standings"]
    if not counted["complete"] or any(row["tied"] for row in rows):
        return []
    return [row["team"] for row in rows]


def _stem(stage_key: str) -> str:
    return stage_key[: _MOST_CHARACTERS - len(_SUFFIX) - 3] + _SUFFIX


def _free_key(stage_key: str, taken: set[str]) -> str:
    key, number = _stem(stage_key), 1
    while key in taken:
        number += 1
        key = f"{_stem(stage_key)}-{number}"
    return key
