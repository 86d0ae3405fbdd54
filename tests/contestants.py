"""A league whose judges mark single contestants."""

from typing import Any

from tests import factories


def league() -> dict[str, Any]:
    """The league: 陈晨, 林静 and the reserve 吴江 bargain for the metro, Jo is an academic."""
    whole = factories.league()
    whole["rubric"]["personal"] = {"max": "10", "step": "0.5"}
    for team in whole["teams"]:
        team["members"] = [
            {"key": f"{team['key']}-{number}", "name": factories.text(name)}
            for number, name in enumerate(("陈晨", "林静", "吴江"), start=1)
        ]
        team["members"][2]["reserve"] = True
    for judge, category in zip(whole["judges"], ("union", "union", "academic"), strict=True):
        judge["category"] = category
    return whole
