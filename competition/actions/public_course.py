"""What the public may know of a competition's course: who meets whom, on which side, about what.

The rule: the names of the competition, its stages, rounds and teams are public from the start,
panels never. A match, with its teams, sides and topic, its time and its room, is public once its
round is open or closed, or announced; a team's members with the first of its matches, or once the
public sees the team in a written test. Of all other matches, planned ones too, the public sees
times and rooms once the organiser shows the programme, and nothing else. Pure functions of the
competition file.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from competition import document
from competition.document.canonical import canonical
from competition.file_types import Document, MatchPart, RoundPart, StagePart
from competition.scoring.types import StageStandings, UnrankedRow
from competition.seats import counting_judges

_TEAM_NAMES = ("key", "name", "short_name", "organisation", "zone")


def is_public(round_: RoundPart) -> bool:
    """Whether the matches of a round are public."""
    return round_.get("state", "draft") != "draft" or bool(round_.get("announced"))


def _public_matches(stage: StagePart) -> Iterator[MatchPart]:
    """The matches of a stage that are public."""
    for round_ in stage.get("rounds", ()):
        if is_public(round_):
            yield from round_["matches"]


def public_names(
    file: Document, released: Collection[str], tested: Collection[str] = ()
) -> dict[str, Any]:
    """Names, members, topics and matches, as far as they are public.

    A match of `released`, by key, is public too: its totals are in a released standings. So are
    the members of the teams `tested`, which stand in those of a written test.
    """
    stages = [_stage(stage, released) for stage in file["stages"]]
    matches = [
        m for stage in stages for round_ in stage.get("rounds", ()) for m in round_["matches"]
    ]
    topics = {match["topic"] for match in matches}
    zones = file.get("zones", [])
    names = document.distinct_names(file["teams"], zones)
    seated = {entry["team"] for match in matches for entry in match["entries"]}
    seated.update(tested)
    return {
        "visibility": file["competition"].get("visibility", "public"),
        "competition": {k: v for k, v in file["competition"].items() if k != "visibility"},
        "topics": [topic for topic in file.get("topics", []) if topic["key"] in topics],
        "teams": [
            _team(team, with_members=team["key"] in seated) | {"name": names[team["key"]]}
            for team in file["teams"]
        ],
        "stages": stages,
        **({"zones": zones} if zones else {}),
    }


def blank_programme(file: Document) -> dict[str, Any]:
    """By `stage/round`, the times and rooms of the matches that are not public, in no order of
    theirs: when somebody plays, and not who.
    """
    found = {}
    for stage in file["stages"]:
        for round_ in stage.get("rounds", ()):
            matches = [] if is_public(round_) else round_["matches"]
            slots: list[Any] = [*matches, *round_.get("planned", ())]
            blanks = [{k: slot[k] for k in ("starts", "room") if k in slot} for slot in slots]
            timed = sorted(filter(None, blanks), key=canonical)
            starts = {"starts": round_["starts"]} if "starts" in round_ else {}
            if timed or starts:
                found[f"{stage['key']}/{round_['key']}"] = starts | {"matches": timed}
    return found


def released_matches(content: Mapping[str, Any]) -> set[str]:
    """The matches whose totals are in a snapshot's content."""
    return {
        entry["match"]
        for stage in content["stages"]
        for row in stage.get("standings", ())
        for entry in row["entries"]
    }


def tested_teams(file: Document, content: Mapping[str, Any]) -> set[str]:
    """The teams that stand in a written test of a snapshot's content."""
    tests = {stage["key"] for stage in file["stages"] if stage.get("kind") == "paper"}
    return {
        row["team"]
        for stage in content["stages"]
        if stage["stage"] in tests
        for row in (*stage.get("standings", ()), *stage.get("unranked", ()))
    }


def public_standings(standings: StageStandings, stage: StagePart) -> StageStandings:
    """A stage's standings without what only a match that is not public could tell.

    A team whose every match there is still to be announced is not listed as waiting for sheets,
    nor are the judges of such a match. A written test has no matches: all of it is
    released at once.
    """
    if stage.get("kind") == "paper":
        return standings
    panels: dict[str, set[str]] = {}
    public = list(_public_matches(stage))
    for match in public:
        for entry in match["entries"]:
            judges = counting_judges(match, entry["team"])
            panels.setdefault(entry["team"], set()).update(judges)
    keys = {match["key"] for match in public}
    is_empty = not standings["standings"] and not panels
    return {
        **standings,
        # A stage in which nobody is seen yet looks like one without matches.
        "complete": standings["complete"] or is_empty,
        "warnings": [
            warning
            for warning in standings["warnings"]
            if warning["code"] not in ("void", "replaced") or warning["match"] in keys
        ],
        "unranked": [
            _unranked(row, panels[row["team"]])
            for row in standings["unranked"]
            if row["team"] in panels
        ],
    }


def _unranked(row: UnrankedRow, judges: Collection[str]) -> UnrankedRow:
    if "missing" not in row:
        return row
    return {**row, "missing": [judge for judge in row["missing"] if judge in judges]}


def _stage(stage: StagePart, released: Collection[str]) -> dict[str, Any]:
    rounds = []
    for round_ in stage.get("rounds", ()):
        seen = [m for m in round_["matches"] if is_public(round_) or m["key"] in released]
        starts = {"starts": round_["starts"]} if is_public(round_) and "starts" in round_ else {}
        keys = {match["key"] for match in seen}
        rounds.append(
            {
                "key": round_["key"],
                "name": round_["name"],
                **starts,
                "matches": [_match(match, keys) for match in seen],
            }
        )
    return {
        "key": stage["key"],
        "name": stage["name"],
        **({"kind": "paper"} if stage.get("kind") == "paper" else {}),
        "rounds": rounds,
    }


def _match(match: MatchPart, seen: Collection[str]) -> dict[str, Any]:
    """A public match: of a substitution who came for whom, never why; not who came late."""
    found: dict[str, Any] = {
        "key": match["key"],
        "topic": match.get("topic"),
        "entries": match["entries"],
        **{name: match[name] for name in ("starts", "room") if name in match},
    }
    if match.get("repeats") in seen:
        found["repeats"] = match["repeats"]
    if substitutions := match.get("substitutions"):
        found["substitutions"] = [
            {"team": part["team"], "leaves": part["leaves"], "comes": part["comes"]}
            for part in substitutions
        ]
    return found


def _team(team: Mapping[str, Any], *, with_members: bool) -> dict[str, Any]:
    names = {name: team[name] for name in _TEAM_NAMES if name in team}
    return names | {"members": team.get("members", []) if with_members else []}
