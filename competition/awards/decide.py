"""Who wins the awards of a competition file, `accord-awards/1` (awards.md, "flask awards")."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any, cast

from competition.awards.candidates import candidates_of, winners_by_hand
from competition.awards.stage_results import StageResults
from competition.awards.types import (
    AwardResult,
    AwardResults,
    AwardWarningCode,
    AwardWinner,
    Candidate,
    DecidedAward,
    Standing,
)
from competition.file_types import AwardPart, Document


def decide_awards(document: Document) -> AwardResults:
    """Compute the awards of a checked competition file, ready for JSON.

    Raises nothing for a file that `competition.document` accepts.

    >>> from pathlib import Path
    >>> from competition.document import read_file
    >>> document = read_file(Path("competition/samples/chaoyang-final.json").read_bytes())
    >>> document["awards"] = [
    ...     {"key": "guest", "name": {"en": "Guest"}, "by": "hand", "winners": [{"name": "Ana"}]}
    ... ]
    >>> decide_awards(document)["awards"][0]["winners"]
    [{'name': 'Ana', 'place': 1, 'value': None}]
    """
    return {
        "format": "accord-awards/1",
        "competition": document["competition"]["key"],
        "awards": [_result(award) for award in consider_awards(document)],
    }


def consider_awards(document: Document) -> list[DecidedAward]:
    """Every award with all its candidates, who is passed over, and what is to be known.

    In the order of the file, in which an award excludes only earlier ones.
    """
    results = StageResults(document)
    decided: dict[str, DecidedAward] = {}
    for award in document.get("awards") or ():
        decided[award["key"]] = _decide(results, award, decided)
    return list(decided.values())


def _decide(
    results: StageResults, award: AwardPart, earlier: Mapping[str, DecidedAward]
) -> DecidedAward:
    if award["by"] == "hand":
        winners = [
            Standing(candidate, 1, is_winner=True, passed_over_by=None, printed=None)
            for candidate in winners_by_hand(award)
        ]
        return DecidedAward(award, winners, [], [], [])
    excluded = [earlier[key] for key in award.get("excludes") or ()]
    # An award by hand hangs on no stage.
    stages = dict.fromkeys(
        [award["stage"], *(each.part["stage"] for each in excluded if "stage" in each.part)]
    )
    incomplete = [stage for stage in stages if not results.is_complete(stage)]
    provisional = [stage for stage in stages if results.is_provisional(stage)]
    standings = _place(results, award, excluded)
    warnings: list[AwardWarningCode] = []
    first, last = award["places"]
    won, places = sum(each.is_winner for each in standings), last - first + 1
    if won > places:
        warnings.append("tie_on_the_line")
    if won < places:
        warnings.append("too_few")
    if incomplete:
        warnings.append("incomplete")
    return DecidedAward(award, standings, warnings, incomplete, provisional)


def _place(results: StageResults, award: AwardPart, excluded: list[DecidedAward]) -> list[Standing]:
    """Give every candidate that is not passed over a place; equal ones share it: 1, 2, 2, 4."""
    won_before: dict[tuple[str, str], str] = {}
    for earlier in excluded:
        for each in earlier.winners:
            identity = each.candidate.kind, each.candidate.identity
            won_before.setdefault(identity, earlier.part["key"])
    first, last = award["places"]
    standings: list[Standing] = []
    taken = 0
    for _, equal in groupby(candidates_of(results, award), key=lambda each: each.order):
        place = taken + 1
        for candidate in equal:
            passed_over_by = won_before.get((candidate.kind, candidate.identity))
            taken += passed_over_by is None
            standings.append(
                Standing(
                    candidate,
                    place=place if passed_over_by is None else None,
                    is_winner=passed_over_by is None and first <= place <= last,
                    passed_over_by=passed_over_by,
                    printed=_printed(results, award, candidate),
                )
            )
    return standings


def _printed(results: StageResults, award: AwardPart, candidate: Candidate) -> str | None:
    return None if candidate.value is None else results.printed(candidate.value, award["stage"])


def _result(award: DecidedAward) -> AwardResult:
    return {
        "key": award.part["key"],
        "by": award.part["by"],
        "final": award.is_final,
        "winners": [_winner(each) for each in award.winners],
        "warnings": [{"code": code} for code in award.warnings],
    }


def _winner(standing: Standing) -> AwardWinner:
    candidate = standing.candidate
    winner: dict[str, Any] = {candidate.kind: candidate.written}
    return cast("AwardWinner", winner | {"place": standing.place, "value": standing.printed})
