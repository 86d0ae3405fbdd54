"""Who may win an award, and in which order, for each `by` (awards.md, "flask awards")."""

import json
from collections.abc import Iterable
from fractions import Fraction

from competition.awards.stage_results import StageResults
from competition.awards.types import Candidate, WinnerKind
from competition.file_types import AwardPart, AwardWinnerPart, TeamPart, Text
from competition.rule_in_force import rubric_of
from competition.scoring.decimals import add_up
from competition.scoring.ranking import Placed


def candidates_of(results: StageResults, award: AwardPart) -> list[Candidate]:
    """The candidates of an award that is not given by hand, best first, then as in the file.

    Only those who have something to compare: a total on the side, a personal mark, a score.
    """
    teams = [
        team
        for team in results.document["teams"]
        if "zone" not in award or team.get("zone") == award["zone"]
    ]
    found: Iterable[Candidate]
    if award["by"] == "rank":
        found = _by_rank(results, award, teams)
    elif award["by"] == "dimension":
        found = _by_dimension(results, award, teams)
    elif award["by"] == "personal":
        found = _by_personal_marks(results, award, teams)
    elif award["by"] == "paper":
        found = _by_paper_scores(results, award, teams)
    else:
        found = _by_organisation(results, award, teams)
    return sorted(found, key=lambda candidate: candidate.order)


def winners_by_hand(award: AwardPart) -> list[Candidate]:
    """The winners of an award by hand, as written."""
    return [_typed(winner) for winner in award.get("winners") or ()]


def organisation_identity(text: Text) -> str:
    """What makes two organisations the same: their names in every language given are equal.

    >>> organisation_identity({"en": "Works", "zh": "厂"}) == organisation_identity({"zh": "厂"})
    False
    """
    return json.dumps(text, sort_keys=True)


def _by_rank(results: StageResults, award: AwardPart, teams: list[TeamPart]) -> Iterable[Candidate]:
    placed = _placed(results, award)
    for team in teams:
        row = placed.get(team["key"])
        if row is None:
            continue
        if "side" not in award:
            yield _team(team, Fraction(row.rank), row.total)
            continue
        totals = [
            entry.score.total
            for entry in row.team.entries
            if entry.score is not None and entry.side == award["side"]
        ]
        if totals:
            mean = add_up(totals) / len(totals)
            yield _team(team, -mean, mean)


def _by_dimension(
    results: StageResults, award: AwardPart, teams: list[TeamPart]
) -> Iterable[Candidate]:
    placed = _placed(results, award)
    stage = results.stage(award["stage"])
    keys = [each["key"] for each in rubric_of(results.document, stage)["dimensions"]]
    index = keys.index(award["dimension"])
    for team in teams:
        row = placed.get(team["key"])
        # A written test has no dimensions.
        if row is not None and row.team.combined and row.team.combined.dimensions:
            value = row.team.combined.dimensions[index]
            yield _team(team, -value, value)


def _by_personal_marks(
    results: StageResults, award: AwardPart, teams: list[TeamPart]
) -> Iterable[Candidate]:
    scores = results.personal(award["stage"])
    for team in teams:
        if not results.has_left(team["key"], award["stage"]):
            for member in team.get("members") or ():
                if member["key"] in scores:
                    yield _scored("member", member["key"], team, scores[member["key"]])


def _by_paper_scores(
    results: StageResults, award: AwardPart, teams: list[TeamPart]
) -> Iterable[Candidate]:
    stage = results.stage(award["stage"])
    scores = {
        (score["team"], score.get("member")): Fraction(score["score"])
        for score in stage.get("scores") or ()
    }
    for team in teams:
        if results.has_left(team["key"], award["stage"]):
            continue
        if stage.get("per") != "member":
            if (team["key"], None) in scores:
                yield _scored("team", team["key"], team, scores[team["key"], None])
            continue
        for member in team.get("members") or ():
            if (team["key"], member["key"]) in scores:
                yield _scored("member", member["key"], team, scores[team["key"], member["key"]])


def _by_organisation(
    results: StageResults, award: AwardPart, teams: list[TeamPart]
) -> Iterable[Candidate]:
    placed = _placed(results, award)
    # The name is printed as first written: in the whole file, whoever is ranked.
    names: dict[str, Text] = {}
    for team in results.document["teams"]:
        if organisation := team.get("organisation"):
            names.setdefault(organisation_identity(organisation), organisation)
    sums: dict[str, Fraction] = {}
    for team in teams:
        organisation = team.get("organisation")
        if organisation and team["key"] in placed:
            identity = organisation_identity(organisation)
            sums[identity] = sums.get(identity, Fraction(0)) + placed[team["key"]].total
    for identity, written in names.items():
        if identity in sums:
            total = sums[identity]
            yield Candidate("organisation", identity, written, None, -total, total)


def _placed(results: StageResults, award: AwardPart) -> dict[str, Placed]:
    return {row.team.team: row for row in results.ranking(award["stage"]).placed}


def _team(team: TeamPart, order: Fraction, value: Fraction) -> Candidate:
    return Candidate("team", team["key"], team["key"], team["key"], order, value)


def _scored(kind: WinnerKind, key: str, team: TeamPart, value: Fraction) -> Candidate:
    return Candidate(kind, key, key, team["key"], -value, value)


def _typed(winner: AwardWinnerPart) -> Candidate:
    first = Fraction(1)
    if "team" in winner:
        return Candidate("team", winner["team"], winner["team"], winner["team"], first, None)
    if "member" in winner:
        return Candidate("member", winner["member"], winner["member"], None, first, None)
    if "organisation" in winner:
        written = winner["organisation"]
        identity = organisation_identity(written)
        return Candidate("organisation", identity, written, None, first, None)
    name = winner["name"]
    return Candidate("name", organisation_identity(name), name, None, first, None)
