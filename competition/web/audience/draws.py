"""The draws as the public sees them, arranged for the projector and for the public page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from competition.web import language
from competition.web.audience.blueprint import bp
from competition.web.audience.board_types import Text
from competition.web.audience.current_snapshot import public_snapshot_or_404
from competition.web.audience.page_cache import cached_page
from competition.web.audience.responses import conditional


@dataclass(frozen=True)
class DrawnMatch:
    """A match of a draw as far as it is shown: its number, and the names or the topic drawn."""

    number: int
    labour: Text | None = None
    employer: Text | None = None
    topic: Text | None = None


@dataclass(frozen=True)
class ShownDraw:
    """One draw; `public` is what the snapshot holds of it.

    `matches` are those of which a ball was shown, in playing order; `bye` the team that has none.
    """

    public: Mapping[str, Any]
    stage: Text
    round: Text
    drawn_from: list[Text]
    matches: list[DrawnMatch] = field(default_factory=list)
    bye: Text | None = None

    @property
    def key(self) -> str:
        """The draw's key."""
        return str(self.public["key"])

    @property
    def is_of_topics(self) -> bool:
        """Whether topics are drawn, not teams."""
        return bool(self.public["kind"] == "topics")

    @property
    def step(self) -> int:
        """The step that is shown; 0 before the first ball."""
        return int(self.public.get("step") or 0)

    @property
    def is_whole(self) -> bool:
        """Whether all of it is shown, after the last ball."""
        return "balls" in self.public and self.step > self.public["balls"]

    @property
    def commitment(self) -> list[str]:
        """The commitment in groups of four digits, to be read aloud; empty for a draw by hand."""
        digits = self.public.get("commitment", "")
        return [digits[start : start + 4] for start in range(0, len(digits), 4)]


def draws_from(names: Mapping[str, Any]) -> list[ShownDraw]:
    """The draws in a snapshot's names, in the file's order."""
    teams = {team["key"]: team["name"] for team in names["teams"]}
    stages = {stage["key"]: stage for stage in names["stages"]}
    return [_arranged(draw, stages, teams) for draw in names.get("draws", ())]


def shown_draw(names: Mapping[str, Any], key: str) -> ShownDraw | None:
    """The draw of that key; None where the snapshot has none."""
    return next((draw for draw in draws_from(names) if draw.key == key), None)


@bp.get("/c/<key>/draws")
def public_draws_page(key: str) -> ResponseReturnValue:
    """What was promised, what was drawn so far, and how anybody can check it."""
    view = public_snapshot_or_404(key)

    def render() -> str:
        return render_template(
            "audience/draws.html",
            board=view.board,
            draws=draws_from(view.names)[::-1],
            competition_key=view.key,
        )

    page = cached_page(view, ("draws", language.chosen()), render)
    return conditional(page, "text/html", varies_by_language=True, cache=True)


def _arranged(
    draw: Mapping[str, Any], stages: Mapping[str, Any], teams: Mapping[str, Text]
) -> ShownDraw:
    stage = stages.get(draw["stage"], {"name": draw["stage"], "rounds": []})
    rounds = {round_["key"]: round_["name"] for round_ in stage["rounds"]}
    titles = draw.get("titles", {})
    shown = ShownDraw(
        public=draw,
        stage=stage["name"],
        round=rounds.get(draw["round"], draw["round"]),
        drawn_from=[teams.get(key, key) for key in draw["from"]],
    )
    balls = draw.get("balls", 0)
    drawn = draw.get("result", [])[:balls]
    if shown.is_of_topics:
        topics = enumerate(drawn, start=1)
        shown.matches.extend(DrawnMatch(n, topic=titles.get(key, key)) for n, key in topics)
        return shown
    names = [teams.get(key, key) for key in drawn]
    is_bye_shown = balls % 2 == 1 and len(names) == balls
    paired = names[:-1] if is_bye_shown else names
    for start in range(0, len(paired), 2):
        employer = paired[start + 1] if start + 1 < len(paired) else None
        shown.matches.append(DrawnMatch(start // 2 + 1, labour=paired[start], employer=employer))
    if is_bye_shown:
        return ShownDraw(draw, shown.stage, shown.round, shown.drawn_from, shown.matches, names[-1])
    return shown
