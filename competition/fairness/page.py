"""All that a page of the fairness report shows, from the file (docs/fairness.md)."""

import copy
import string

from competition.fairness.answers import (
    advice_sentences,
    limit_sentences,
    place_sentences,
    stage_answers,
)
from competition.fairness.cells import StageCells, read_stage_cells
from competition.fairness.fair_averages import fair_part
from competition.fairness.judge_differences import FAR, heat_panels, leniency_rows, sheet_span
from competition.fairness.page_types import FairnessPage, FairnessStage, PairRow, RanksPart
from competition.fairness.report import fairness_report
from competition.fairness.rule_ranks import plain_ranks, ruled_ranks, shown_teams
from competition.fairness.types import StageFairness
from competition.file_types import Document
from competition.scoring.stage import Scorebook, matches_in


def fairness_page(document: Document, stage_key: str | None = None) -> FairnessPage:
    """The page of a checked file's stages of matches, or of one; those without sheets left out.

    Ready for JSON; raises nothing for a file that `competition.document` accepts.
    """
    report, book = fairness_report(document, stage_key), Scorebook(document)
    return {
        "stages": [
            _stage(read_stage_cells(book, book.stages[stage["stage"]]), stage)
            for stage in report["stages"]
            if stage["entries"]
        ]
    }


def public_page(page: FairnessPage, with_marks: set[str]) -> FairnessPage:
    """The page without judges' names, and without sheets of stages that are not `with_marks`.

    Judges are called by letters, the strictest first, so that a letter tells no seat.
    """
    return {
        "stages": [_public_stage(stage, stage["stage"] in with_marks) for stage in page["stages"]]
    }


def letters(number: int) -> str:
    """A, B, …, Z, AA, AB, … for 0, 1, …

    >>> letters(0), letters(25), letters(26), letters(59)
    ('A', 'Z', 'AA', 'BH')
    """
    found = ""
    number += 1
    while number:
        number, place = divmod(number - 1, 26)
        found = string.ascii_uppercase[place] + found
    return found


def _stage(cells: StageCells, stage: StageFairness) -> FairnessStage:
    rows = leniency_rows(cells)
    span = sheet_span(cells)
    answers = stage_answers(stage, rows, float(FAR * span))
    ruled = ruled_ranks(cells)
    fair = fair_part(cells, stage["model"], ruled)
    teams = {entry.team for entry in cells.entries} | set(ruled)
    return {
        "stage": stage["stage"],
        "name": cells.stage["name"],
        "entries": stage["entries"],
        "judges": [{"key": key, "name": cells.book.judges[key]["name"]} for key in cells.judges],
        "teams": [
            {"key": key, "name": part["name"]}
            for key, part in cells.book.team_parts.items()
            if key in teams
        ],
        "answers": answers,
        "places": place_sentences(stage["robustness"]),
        "span": float(span),
        "limit": float(FAR * span),
        "leniency": rows,
        "panels": heat_panels(cells),
        "ranks": _ranks(cells, ruled, {row["team"]: row["fair"] for row in fair["rows"]}),
        "pairs": _pairs(cells),
        "fair": fair,
        "limits": limit_sentences(stage),
        "advice": advice_sentences(stage, answers, fair),
    }


def _ranks(cells: StageCells, ruled: dict[str, int], fair: dict[str, int]) -> RanksPart | None:
    if not ruled:
        return None
    ways = {"as_ruled": ruled, **plain_ranks(cells, ruled)}
    if fair:
        ways["fair"] = fair
    shown = shown_teams(ways)
    return {
        "ways": list(ways),
        "rows": [
            {"team": team, "ranks": [ranks.get(team) for ranks in ways.values()]} for team in shown
        ],
        "others": len(ruled) - len(shown),
    }


def _pairs(cells: StageCells) -> list[PairRow]:
    """The matches that the report compares the sides over, in running order."""
    found: list[PairRow] = []
    for match in matches_in(cells.stage):
        scores = [
            score
            for entry in match["entries"]
            if (score := cells.scores.get((match["key"], entry["team"]))) is not None
        ]
        sides = {each.side: each for each in scores if each.score is not None}
        if len(scores) == 2 and set(sides) == {"labour", "employer"}:
            labour, employer = sides["labour"], sides["employer"]
            assert labour.score is not None
            assert employer.score is not None
            found.append(
                {
                    "labour": labour.team,
                    "employer": employer.team,
                    "labour_total": float(labour.score.total),
                    "employer_total": float(employer.score.total),
                }
            )
    return found


def _public_stage(stage: FairnessStage, has_marks: bool) -> FairnessStage:
    ordered = sorted(
        stage["leniency"], key=lambda row: (row["points"] is None, row["points"] or 0.0)
    )
    called = {row["judge"]: letters(number) for number, row in enumerate(ordered)}
    found = copy.deepcopy(stage)
    found["judges"] = [{"key": letter, "letter": letter} for letter in called.values()]
    found["leniency"] = [{**row, "judge": called[row["judge"]]} for row in ordered]
    for said in (*found["answers"], *found["places"]):
        for value in said["values"].values():
            if isinstance(value, dict) and "judges" in value:
                named = [[called[judge], note] for judge, note in value["judges"]]
                value["judges"] = sorted(named, key=lambda each: (len(each[0]), each[0]))
    if not has_marks:
        found["panels"] = []
        return found
    for panel in found["panels"]:
        keys = [called[judge] for judge in panel["judges"]]
        order = sorted(range(len(keys)), key=lambda place: (len(keys[place]), keys[place]))
        panel["judges"] = [keys[place] for place in order]
        for row in panel["rows"]:
            row["cells"] = [row["cells"][place] for place in order]
    return found
