"""What is asked of a proposal, and what can stand in its way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from competition.panels.conflicts import ConflictReason


@dataclass(frozen=True)
class PanelRequest:
    """How the panels of a stage are to be: `size` judges each, and as far as can be `mix`.

    `mix` has the least number of judges of a category. With `keep` the seats that are filled stay.
    `rounds_in_sequence` says that the matches of a round follow each other. Of equally good
    proposals `seed` gives now one, now another.
    """

    size: int
    mix: Mapping[str, int] = field(default_factory=dict)
    keep: bool = False
    rounds_in_sequence: bool = False
    seed: str = ""


class Obstacle(NamedTuple):
    """Why there can be no such panels.

    `no_stage`, `paper`: there is no stage of the key `match`, or it is a written test; `mix`: its
    `number` is above the size; `kept_conflict`: a kept judge has a conflict with `team`;
    `kept_twice`: is in one of `others` too, at the same time; `kept_more`: `number` judges are
    kept; `too_few`: a panel can have `number` judges at most, for want of more who may sit there;
    `short`: `number` judges are lacking, because those who may sit there are needed at the same
    time in `others`; `unmarked`: there can be nobody who marks `dimension`, given as `stage/key`.
    """

    code: Literal[
        "no_stage",
        "paper",
        "mix",
        "kept_conflict",
        "kept_twice",
        "kept_more",
        "too_few",
        "short",
        "unmarked",
    ]
    match: str = ""
    judge: str = ""
    team: str = ""
    reasons: tuple[ConflictReason, ...] = ()
    number: int = 0
    others: tuple[str, ...] = ()
    dimension: str = ""


class PanelsNotPossible(Exception):
    """There can be no panels as they were asked for; `obstacles` say why."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        super().__init__(", ".join(each.code for each in obstacles))
        self.obstacles = list(obstacles)
