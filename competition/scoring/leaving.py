"""Who has left the competition, and from which stage on (scoring.md, "Who leaves")."""

from collections.abc import Sequence

from competition.file_types import TeamPart
from competition.scoring.types import LeavingReason


def reason_for_leaving(
    team: TeamPart, stage: str, stages_in_order: Sequence[str]
) -> LeavingReason | None:
    """Return why a team has no place in a stage because it left, or None if it is in.

    `stages_in_order` are the keys of all stages, as in the file. Who is disqualified or has
    withdrawn from the competition is out of every stage; who is `withdrawn_from` a stage is out
    of that one and of those after it, and keeps its place in earlier ones.

    >>> team = {"key": "t1", "name": {"en": "Team 1"}, "withdrawn_from": "final"}
    >>> [reason_for_leaving(team, stage, ["semi", "final"]) for stage in ("semi", "final")]
    [None, 'withdrawn']
    """
    if team.get("disqualified"):
        return "disqualified"
    if team.get("withdrawn"):
        return "withdrawn"
    first = team.get("withdrawn_from")
    if first is not None and stages_in_order.index(first) <= stages_in_order.index(stage):
        return "withdrawn"
    return None
