"""Standings as rows of plain strings, as programs for broadcast graphics read them.

Such programs (vMix, CasparCG and others) take a JSON array of flat objects whose values are
strings, and bind a field of a row to a text on the screen.
"""

from collections.abc import Iterable, Mapping
from typing import Any

GraphicsRow = dict[str, str]


def graphics_rows(
    stage: Mapping[str, Any],
    stage_name: Mapping[str, Any] | str,
    teams: Mapping[str, Mapping[str, Any]],
    dimensions: Iterable[str],
) -> list[GraphicsRow]:
    """Arrange a stage's standings, best first; every row has the same fields.

    `stage` has the form of `recount`, without `standings` where nothing is public. `teams` are
    the file's, by key; the short name is the name where a team has none. A dimension's field is
    `dimension_` and its key.
    """
    keys = list(dimensions)
    rows = []
    for row in stage.get("standings", ()):
        team = teams.get(row["team"], {})
        name = team.get("name") or row["team"]
        short = team.get("short_name") or name
        rows.append(
            {
                "stage": stage["stage"],
                "stage_zh": _in(stage_name, "zh"),
                "stage_en": _in(stage_name, "en"),
                "rank": str(row["rank"]),
                "tied": "1" if row["tied"] else "",
                "team": row["team"],
                "team_zh": _in(name, "zh"),
                "team_en": _in(name, "en"),
                "short_zh": _in(short, "zh"),
                "short_en": _in(short, "en"),
                "total": row["total"],
                "deductions": row["deductions"],
                **{f"dimension_{key}": row["dimensions"].get(key, "") for key in keys},
            }
        )
    return rows


def _in(text: Mapping[str, Any] | str, language: str) -> str:
    if isinstance(text, str):
        return text
    return str(text.get(language) or next(iter(text.values()), ""))
