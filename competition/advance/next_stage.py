"""The teams of the next stage: put in, taken out again, or one of them replaced by a reserve."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from competition.advance.preview import stage_part, standings_of, who_advances
from competition.file_types import Document, StagePart
from competition.scoring.stage import matches_in
from competition.scoring.types import StageStandings

Counted = Mapping[str, StageStandings] | None


def seated_teams(stage: StagePart) -> list[str]:
    """The teams with an entry in a match of the stage, or with a score in a written test."""
    entries = [entry["team"] for match in matches_in(stage) for entry in match["entries"]]
    return list(dict.fromkeys([*entries, *(part["team"] for part in stage.get("scores") or ())]))


def others_seated(document: Document, stage_key: str, teams: Sequence[str]) -> list[str]:
    """Who is in a stage, named or in a match, without being one of `teams`, as in the file."""
    stage = stage_part(document, stage_key)
    inside = {*stage.get("teams", ()), *seated_teams(stage)}
    return [t["key"] for t in document["teams"] if t["key"] in inside and t["key"] not in teams]


def teams_after_advancing(document: Document, stage_key: str, counted: Counted = None) -> list[str]:
    """The `teams` of the next stage once a stage's best teams are in it.

    Where more than one stage leads there, the teams that came from the others stay, in the order
    of those stages in the file; so do teams that were named by hand and are in none of them.
    """
    advancing = who_advances(document, stage_key, counted)
    through = [row["team"] for row in advancing["through"]]
    kept = _from_elsewhere(document, stage_key, advancing["to"], counted)
    earlier: set[str] = set()
    for stage in document["stages"]:
        if stage["key"] == stage_key:
            break
        if _leads_to(stage, advancing["to"]):
            earlier |= _teams_in(document, stage["key"], counted)
    kept = [team for team in kept if team not in through]
    before = [team for team in kept if team in earlier]
    return [*before, *through, *(team for team in kept if team not in earlier)]


def teams_before_advancing(
    document: Document, stage_key: str, counted: Counted = None
) -> list[str] | None:
    """The `teams` of the next stage without those that came from a stage; None for no such list."""
    to = stage_part(document, stage_key)["advance"]["to"]
    return _from_elsewhere(document, stage_key, to, counted) or None


class Difference(NamedTuple):
    """Who would go through now and is not in the next stage; who is, and would not."""

    missing: list[str]
    extra: list[str]


def compare_with_next_stage(
    document: Document, stage_key: str, counted: Counted = None
) -> Difference:
    """Hold the `teams` of the next stage against who goes through now, after a correction.

    Nothing differs while no team has gone on.
    """
    advancing = who_advances(document, stage_key, counted)
    teams = stage_part(document, advancing["to"]).get("teams")
    if teams is None:
        return Difference([], [])
    through = [row["team"] for row in advancing["through"]]
    other = _teams_in(document, stage_key, counted) - set(through)
    return Difference(
        [team for team in through if team not in teams], [team for team in teams if team in other]
    )


def find_reserve(
    document: Document, stage_key: str, team: str, counted: Counted = None
) -> list[str]:
    """Who is called up for a team of the next stage: the best of its zone who is not in it yet.

    Where nobody of its zone is left, the best of all. Several teams where these share the place,
    none where nobody is left.
    """
    advancing = who_advances(document, stage_key, counted)
    to = stage_part(document, advancing["to"])
    inside = {*to.get("teams", ()), *seated_teams(to)}
    ranks = {
        row["team"]: row["rank"] for row in standings_of(document, stage_key, counted)["standings"]
    }
    able = [*(row["team"] for row in advancing["through"]), *advancing["reserves"]]
    free = [each for each in able if each not in inside]
    zones = {part["key"]: part.get("zone") for part in document["teams"]}
    pool = [each for each in free if zones[each] == zones[team]] or free
    if not pool:
        return []
    first = min(ranks[each] for each in pool)
    return [each for each in pool if ranks[each] == first]


def put_reserve(document: Document, stage_key: str, team: str, reserve: str) -> list[str]:
    """Put a team in another's place in a stage of the file: in `teams` and in its matches.

    What was said of the one that goes, such as a recusal, is not said of the one that comes.
    Returns the keys of the matches that were changed.
    """
    stage = stage_part(document, stage_key)
    if "teams" in stage:
        stage["teams"] = [reserve if each == team else each for each in stage["teams"]]
    changed = []
    for match in matches_in(stage):
        if all(entry["team"] != team for entry in match["entries"]):
            continue
        changed.append(match["key"])
        for entry in match["entries"]:
            if entry["team"] == team:
                entry["team"] = reserve
        _forget(cast(dict[str, Any], match), team)
    return changed


def _forget(match: dict[str, Any], team: str) -> None:
    accepted = [each for each in match.get("accepted_conflicts", ()) if each["team"] != team]
    recused = []
    for recusal in match.get("recused", ()):
        if "teams" in recusal:
            teams = [each for each in recusal["teams"] if each != team]
            if not teams:
                continue
            recusal = {**recusal, "teams": teams}
        recused.append(recusal)
    for name, kept in (("accepted_conflicts", accepted), ("recused", recused)):
        match.pop(name, None)
        if kept:
            match[name] = kept
    for each in match.get("replacements", ()):
        each["keeps"] = [key for key in each["keeps"] if key != team]


def _leads_to(stage: StagePart, to: str) -> bool:
    return "advance" in stage and stage["advance"]["to"] == to


def _teams_in(document: Document, stage_key: str, counted: Counted) -> set[str]:
    """Everybody in a stage from which teams advance."""
    advancing = who_advances(document, stage_key, counted)
    through = {row["team"] for row in advancing["through"]}
    return through | {*advancing["reserves"], *(row["team"] for row in advancing["out"])}


def _from_elsewhere(document: Document, stage_key: str, to: str, counted: Counted) -> list[str]:
    """The `teams` of a stage that are not in this earlier one, or go through from another too."""
    own = _teams_in(document, stage_key, counted)
    for stage in document["stages"]:
        if stage["key"] != stage_key and _leads_to(stage, to):
            own -= {row["team"] for row in who_advances(document, stage["key"], counted)["through"]}
    return [team for team in stage_part(document, to).get("teams", ()) if team not in own]
