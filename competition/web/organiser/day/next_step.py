"""Today's next step: the one thing that brings the competition on, and who advances."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from competition.actions.appeal_list import appeals_of
from competition.actions.snapshots import pending_corrections
from competition.actions.standings import count_standings
from competition.actions.visibility import held_back_by
from competition.store import late_sheets, queries, reveals
from competition.store.models import Competition, Round, Stage
from competition.web.organiser.sheet_progress import SheetProgress, matches_of


@dataclass(frozen=True)
class NextStep:
    """What to do next; `kind` chooses the sentence and the button in `day/_next_step.html`.

    `path` is below the competition's own address.
    """

    kind: str
    path: str
    stage: Stage | None = None
    round: Round | None = None


@dataclass(frozen=True)
class AdvancingTeams:
    """The keys of the teams that advance from a stage that is over, the best first."""

    stage: Stage
    teams: list[str]


def next_step(
    competition: Competition, progress: SheetProgress, advancing: Mapping[str, AdvancingTeams]
) -> NextStep:
    """The next step: open rounds first, then what is to be decided, shown, made and opened."""
    stages = competition.stages
    opened = [r for stage in stages for r in stage.rounds if r.state == "open"]
    if opened:
        return _while_open(opened, progress)
    begun = [
        stage
        for stage in stages
        if any(r.state == "closed" for r in stage.rounds) or (_is_paper(stage) and is_over(stage))
    ]
    if not begun:
        return _before_the_first(competition, advancing)
    reveal = reveals.find_reveal(competition.id)
    revealed = [s for s in stages if reveal and s.key == reveal.stage_key and s.release == "frozen"]
    if revealed:
        return NextStep("reveal_on", "/show", revealed[0])
    for waiting in pending_corrections(competition):
        stage = queries.find_stage(competition, waiting.stage)
        if stage is not None:
            return NextStep("correct", f"/correction/{stage.key}", stage)
    if late_sheets.count_undecided(competition):
        return NextStep("late", "/late")
    if any(appeal["state"] in ("filed", "heard") for appeal in appeals_of(competition)):
        return NextStep("appeals", "/appeals")
    newest = begun[-1]
    if is_over(newest) and newest.release != "published":
        return _release(competition, newest)
    ahead = _prepare(stages[stages.index(newest) :], advancing)
    if ahead is not None:
        return ahead
    unreleased = [stage for stage in begun if stage.release != "published"]
    return _release(competition, unreleased[0]) if unreleased else NextStep("keep", "/export")


def is_over(stage: Stage) -> bool:
    """Whether every round of the stage is closed, or every team of a written test has a score."""
    if _is_paper(stage):
        counted = count_standings(stage.competition)[stage.key]
        return bool(counted["standings"]) and counted["complete"]
    return bool(stage.rounds) and all(round_.state == "closed" for round_ in stage.rounds)


def find_advancing_teams(competition: Competition) -> dict[str, AdvancingTeams]:
    """Who advances to each stage that has no match yet, by its key; only from finished stages."""
    waiting = {
        stage.key for stage in competition.stages if not matches_of(stage) and not _is_paper(stage)
    }
    sources = [
        stage
        for stage in competition.stages
        if stage.advance and stage.advance["to"] in waiting and is_over(stage)
    ]
    if not sources:
        return {}
    counted = count_standings(competition)
    found = {}
    for stage in sources:
        result, target = counted[stage.key], (stage.advance or {})["to"]
        teams = [row["team"] for row in result["standings"] if row["advances"] == target]
        if result["complete"] and teams:
            found[target] = AdvancingTeams(stage, teams)
    return found


def new_match_path(round_: Round, advancing: AdvancingTeams | None) -> str:
    """The form of a new match; where exactly two teams advance, they are chosen in it."""
    query = [("in", f"{round_.stage.key}/{round_.key}")]
    if advancing and len(advancing.teams) == 2:
        query += [("team", team) for team in advancing.teams]
    return f"/new/matches?{urlencode(query, safe='/')}"


def _while_open(opened: list[Round], progress: SheetProgress) -> NextStep:
    for round_ in opened:
        if not progress.for_round(round_).missing:
            return NextStep("close", _state_path(round_, "closed"), round_.stage, round_)
    return NextStep("watch", "/wall", opened[0].stage, opened[0])


def _before_the_first(
    competition: Competition, advancing: Mapping[str, AdvancingTeams]
) -> NextStep:
    whole = competition.rubric.dimensions and competition.teams and competition.judges
    ahead = _prepare(competition.stages, advancing) if whole else None
    return ahead or NextStep("set_up", "/parts")


def _prepare(stages: list[Stage], advancing: Mapping[str, AdvancingTeams]) -> NextStep | None:
    """What the first round ahead still needs, or to open it; None where nothing is ahead.

    Where exactly two teams advance, their match is made at once; more are named first, for a draw
    or a programme to be made of them.
    """
    for stage in stages:
        source = advancing.get(stage.key)
        if source and len(source.teams) > 2 and stage.teams is None:
            return NextStep("advance", f"/advance/{source.stage.key}", stage)
        if _is_paper(stage):
            if not is_over(stage):
                return NextStep("scores", f"/scores/{stage.key}", stage)
            continue
        if not stage.rounds:
            return NextStep("round", f"/new/rounds?in={stage.key}", stage)
        for round_ in stage.rounds:
            if round_.state != "draft":
                continue
            if not round_.matches:
                path = new_match_path(round_, advancing.get(stage.key))
                return NextStep("match", path, stage, round_)
            bare = [match for match in round_.matches if not match.seats]
            if bare:
                return NextStep("panel", f"/matches/{bare[0].key}", stage, round_)
            return NextStep("open", _state_path(round_, "open"), stage, round_)
    return None


def _release(competition: Competition, stage: Stage) -> NextStep:
    """Show the stage's result; first that of a stage whose totals it carries.

    While the competition is private nobody would see it.
    """
    if competition.visibility == "private":
        return NextStep("public", "/visibility/public", stage)
    stage = next(iter(held_back_by(competition, stage)), stage)
    if stage.release == "frozen":
        return NextStep("reveal", f"/show/reveal/{stage.key}", stage)
    return NextStep("freeze", f"/release/{stage.key}/frozen", stage)


def _is_paper(stage: Stage) -> bool:
    return stage.kind == "paper"


def _state_path(round_: Round, state: str) -> str:
    return f"/round/{round_.stage.key}/{round_.key}/{state}"
