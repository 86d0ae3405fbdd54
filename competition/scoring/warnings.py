"""What a reader of the standings must know besides the places; no warning changes a place."""

from collections.abc import Iterator

from competition.file_types import AdvancePart, StagePart
from competition.scoring.entry import EntryScore, EntryTotal
from competition.scoring.ranking import AdvanceTie, Ranking
from competition.scoring.rule import Rule
from competition.scoring.stage import Scorebook, matches_in
from competition.scoring.types import AdvanceTieWarning, MinKeptWarning, StandingsWarning


def stage_warnings(book: Scorebook, stage: StagePart, ranking: Ranking) -> list[StandingsWarning]:
    """Name what was not dropped, unequal sums, replaced judges, void matches, missing scores.

    Replaced judges and void matches are those of the whole stage, all else speaks of ranked
    teams. Entries stand in the order of their matches,
    teams in that of the file.
    """
    rule = book.rule(stage["key"])
    ranked = {placed.team.team: placed.team.entries for placed in ranking.placed}
    scored = {
        (entry.match, entry.team): (entry, entry.score)
        for entries in ranked.values()
        for entry in entries
        if entry.score is not None
    }
    in_order = [
        scored[match["key"], part["team"]]
        for match in matches_in(stage)
        for part in match["entries"]
        if (match["key"], part["team"]) in scored
    ]
    warnings: list[StandingsWarning] = [
        warning for entry, score in in_order for warning in _min_kept(rule, entry, score)
    ]
    if stage.get("across_matches") == "sum":
        counts = {
            team: sum(entry.score is not None for entry in ranked[team])
            for team in book.teams(stage["key"])
            if team in ranked
        }
        most = max(counts.values(), default=0)
        fewer = [team for team, count in counts.items() if count < most]
        if fewer:
            warnings.append({"code": "unequal_entries", "teams": fewer})
    if rule.combine == "sum":
        kept = [
            [score.panel.count_kept(index) for _entry, score in in_order]
            for index in range(len(rule.dimensions))
        ]
        smaller = [
            f"{entry.match}/{entry.team}"
            for place, (entry, _) in enumerate(in_order)
            if any(counts[place] < max(counts) for counts in kept)
        ]
        if smaller:
            warnings.append({"code": "unequal_panels", "entries": smaller})
    warnings += [
        {"code": "replaced", "match": match["key"], "seat": part["seat"], "from": part["from"]}
        for match in matches_in(stage)
        for part in match.get("replacements") or ()
    ]
    for match in matches_in(stage):
        if match.get("void"):
            warnings.append({"code": "void", "match": match["key"]})
    ranked_in_order = [team for key, team in book.teams(stage["key"]).items() if key in ranked]
    warnings += [
        {"code": "missing_scores", "team": team.team, "members": team.paper.missing}
        for team in ranked_in_order
        if team.paper and team.paper.missing
    ]
    return warnings


def advance_tie_warning(advance: AdvancePart, tie: AdvanceTie) -> AdvanceTieWarning:
    """Say that more teams advance than planned."""
    warning: AdvanceTieWarning = {"code": "advance_tie", "to": advance["to"], "teams": tie.teams}
    if tie.zone is not None:
        warning["zone"] = tie.zone
    return warning


def _min_kept(rule: Rule, entry: EntryScore, score: EntryTotal) -> Iterator[MinKeptWarning]:
    for index, dimension in enumerate(rule.dimensions):
        for group in score.panel.groups:
            if group.short[index]:
                warning: MinKeptWarning = {
                    "code": "min_kept",
                    "match": entry.match,
                    "team": entry.team,
                    "dimension": dimension,
                }
                if group.category is not None:
                    warning["category"] = group.category
                yield warning
