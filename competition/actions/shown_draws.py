"""What the public sees of a draw: what was promised at once, each ball once it is shown.

A draw that is performed in the hall is shown a step at a time, and every step is a public snapshot
of its own: none holds a later ball, nor the secret that would tell it. How far it has got is kept
in the snapshot itself. Once the round's matches are public, so is the whole draw.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from competition.actions.public_course import is_public
from competition.draw.commitment import seed
from competition.draw.verify import matches_of_round
from competition.file_types import Document, DrawPart
from competition.store.snapshots import Snapshot

_PROMISED = ("key", "stage", "round", "kind", "from", "rules", "commitment", "abandoned")


@dataclass(frozen=True)
class Progress:
    """How far a draw has been shown: the hall's words, and the step (None before the first).

    Step 0 shows that everything is ready, step n the n-th ball, and the one after the last ball
    seed and secret.
    """

    words: str = ""
    step: int | None = None


def count_balls(file: Document, draw: DrawPart) -> int:
    """How many positions are shown one by one: of topics, no more than there are matches."""
    drawn = len(draw.get("result", ()))
    if draw["kind"] == "teams":
        return drawn
    return min(drawn, len(list(matches_of_round(file, draw))))


def last_step(file: Document, draw: DrawPart) -> int:
    """The step at which all is shown, with seed and secret, after the last ball."""
    return count_balls(file, draw) + 1


def progress_in(snapshot: Snapshot | None) -> dict[str, Progress]:
    """How far each draw is shown in a snapshot, by key and commitment."""
    if snapshot is None:
        return {}
    return {
        _identity(draw): Progress(draw.get("hall", ""), draw.get("step"))
        for draw in json.loads(snapshot.display).get("draws", ())
    }


def progress_of(draw: DrawPart, snapshot: Snapshot | None) -> Progress:
    """How far the draw is shown in a snapshot."""
    return progress_in(snapshot).get(_identity(draw), Progress())


def draws_shown(
    file: Document, last: Snapshot | None, put: Mapping[str, Progress]
) -> list[dict[str, Any]]:
    """The draws as the public sees them; `put` says, by key, how far one is shown from now on."""
    shown = progress_in(last)
    return [
        _public_draw(file, draw, put.get(draw["key"]) or shown.get(_identity(draw), Progress()))
        for draw in file.get("draws", ())
    ]


def is_public_already(file: Document, draw: DrawPart) -> bool:
    """Whether the matches of the draw's round are public, and so all that was drawn."""
    return any(
        is_public(round_)
        for stage in file["stages"]
        for round_ in stage.get("rounds", ())
        if (stage["key"], round_["key"]) == (draw["stage"], draw["round"])
    )


def _public_draw(file: Document, draw: DrawPart, progress: Progress) -> dict[str, Any]:
    whole: Mapping[str, Any] = draw
    public = {name: whole[name] for name in _PROMISED if name in whole}
    if "result" not in draw:
        return public | ({"hall": progress.words} if progress.words else {})
    balls, last = count_balls(file, draw), last_step(file, draw)
    step = last if is_public_already(file, draw) else progress.step
    public["balls"] = balls
    if "hall" in draw and (progress.words or step is not None):
        public["hall"] = draw["hall"]
    if step is None:
        return public
    public["step"] = step
    shown = draw["result"][: min(step, balls)]
    public["result"] = draw["result"] if step >= last else shown
    if draw["kind"] == "topics":
        titles = {topic["key"]: topic["title"] for topic in file.get("topics", [])}
        public["titles"] = {key: titles[key] for key in shown if key in titles}
    if "by_hand" in draw:
        public["by_hand"] = draw["by_hand"]
    if step >= last and "secret" in draw and "hall" in draw:
        public["secret"] = draw["secret"]
        public["seed"] = seed(draw, draw["secret"], draw["hall"]).hex()
    return public


def _identity(draw: Mapping[str, Any]) -> str:
    return f"{draw['key']} {draw.get('commitment', '')}"
