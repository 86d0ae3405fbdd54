"""Small stages with one panel, and plain ways to say who leads when its sheets are counted anew."""

import copy
import itertools
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from competition.fairness.cells import read_stage_cells
from competition.fairness.robustness import robustness
from competition.scoring.stage import Scorebook
from tests.scoring.build import competition, deduct, match, ruling, stage
from tests.scoring.naive import combined, joined, naive_recount
from tests.scoring.random_files import CATEGORIES, JUDGES, TEAMS, limited, recusals, rubrics, rules

FEW = ["1", "2"]
MORE = ["-1", "0", "0.5", "1.25", "2", "2.5", "0.335"]
LONG = ["1.0000000000000000000000001", "1.0000000000000000000000002", "0.9999999999999999999999999"]


@st.composite
def one_panel_files(draw, most: int = 3) -> dict[str, Any]:
    """A final whose matches all list the same judges, with all that the rule knows."""
    scoring = draw(rules())
    rubric = draw(rubrics(scoring))
    scoring = limited(scoring, len(rubric["dimensions"]))
    mark = st.sampled_from(draw(st.sampled_from([FEW, MORE, LONG])))
    panel = draw(st.permutations(JUDGES))[: draw(st.integers(1, most))]
    heats = [match("heat", "ana bo", *TEAMS)] if draw(st.booleans()) else []
    finals = [
        match(
            f"final-{number}",
            " ".join(draw(st.permutations(panel))),
            *draw(st.lists(st.sampled_from(TEAMS), min_size=1, unique=True)),
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    for each in finals:
        if draw(st.integers(0, 9)) == 9:
            each["recused"] = draw(recusals(panel, [entry["team"] for entry in each["entries"]]))
    given = [
        {"match": each["key"], "team": entry["team"], "judge": judge}
        | {"state": "submitted", "version": 1}
        | {
            "marks": {
                one["key"]: draw(mark)
                for one in rubric["dimensions"]
                if CATEGORIES[judge] in one.get("marked_by", CATEGORIES.values())
            }
        }
        for each in (*heats, *finals)
        for entry in each["entries"]
        for judge in each["panel"]
        if draw(st.integers(0, 25)) < 25
    ]
    fields: dict[str, Any] = {}
    if heats:
        fields["carry"] = [{"stage": "heats", "weight": "0.4"}]
        fields["carry"][0]["missing"] = draw(st.sampled_from(["zero", "unranked"]))
        fields["weight"] = draw(st.sampled_from(["1", "0.6"]))
    across = draw(st.sampled_from(["mean", "sum", "best"]))
    stages = [stage("heats", *heats)] if heats else []
    stages.append(stage("final", *finals, across=across, **fields))
    pairs = [(each["key"], entry["team"]) for each in finals for entry in each["entries"]]
    deductions = [
        deduct(*draw(st.sampled_from(pairs)), draw(st.sampled_from(["0.5", "1"])))
        for _ in range(draw(st.integers(0, 2)))
    ]
    teams: list[dict[str, Any]] = [{"key": team} for team in draw(st.permutations(TEAMS))]
    if draw(st.integers(0, 9)) == 9:
        teams[0]["withdrawn"] = True
    file = competition(
        stages,
        [given],
        heads=draw(st.sampled_from(["", "ana", "cy"])),
        categories=CATEGORIES,
        teams=teams,
        deductions=deductions,
        rulings=[ruling("final", " ".join(draw(st.permutations(TEAMS))))],
    )
    return {**file, "scoring": scoring, "rubric": rubric}


def robustness_of(file: dict[str, Any], stage_key: str = "final"):
    """What the report says of a stage."""
    book = Scorebook(file)
    return robustness(read_stage_cells(book, book.stages[stage_key]))


def final_of(file: dict[str, Any]) -> dict[str, Any]:
    return next(each for each in file["stages"] if each["key"] == "final")


def matches_of(file: dict[str, Any]) -> list[dict[str, Any]]:
    return final_of(file)["rounds"][0]["matches"]


def without(file: dict[str, Any], judge: str) -> dict[str, Any]:
    """The file with the judge's seats gone from the final's panels."""
    changed = copy.deepcopy(file)
    for each in matches_of(changed):
        each["panel"] = [seat for seat in each["panel"] if seat != judge]
    return changed


def ranked_teams(file: dict[str, Any]) -> dict[str, int]:
    """The final's ranks by the slow implementation, in the order of the file's teams."""
    final = next(each for each in naive_recount(file)["stages"] if each["stage"] == "final")
    ranks = {row["team"]: row["rank"] for row in final["standings"]}
    return {team["key"]: ranks[team["key"]] for team in file["teams"] if team["key"] in ranks}


def first_of(file: dict[str, Any]) -> list[str]:
    return [team for team, rank in ranked_teams(file).items() if rank == 1]


def ordered_resamples(panel: list[str]):
    return itertools.product(panel, repeat=len(panel))


def first_as_ruled(file: dict[str, Any], drawn: tuple[str, ...], able: set[str]) -> list[str]:
    """Who leads by the rule without tie-breaks if these judges are the panel, of teams `able`."""
    changed = copy.deepcopy(file)
    changed["scoring"]["tie_break"] = []
    copies = {judge: [f"{judge}+{n}" for n in range(drawn.count(judge))] for judge in set(drawn)}
    for judge in [each for each in file["judges"] if each["key"] in copies]:
        changed["judges"] += [{**judge, "key": key} for key in copies[judge["key"]]]
    keys = {each["key"] for each in matches_of(changed)}
    for sheet in file["sheets"]:
        if sheet["match"] in keys:
            changed["sheets"] += [{**sheet, "judge": k} for k in copies.get(sheet["judge"], ())]
    for each in matches_of(changed):
        each["panel"] = [key for seat in each["panel"] for key in copies.get(seat, ())]
        if "recused" in each:
            each["recused"] = [
                {**part, "judge": key}
                for part in each["recused"]
                for key in copies.get(part["judge"], ())
            ]
    for team in changed["teams"]:
        if team["key"] not in able:
            team["withdrawn_from"] = "final"
    return first_of(changed)


def first_plainly(
    file: dict[str, Any], way: str, drawn: tuple[str, ...], able: set[str]
) -> list[str]:
    """Who leads if each sheet of these judges counts, by plain arithmetic; of teams `able`."""
    dimensions = file["rubric"]["dimensions"]
    totals: dict[str, Fraction] = {}
    for team in able:
        values = []
        for each in matches_of(file):
            if team not in [entry["team"] for entry in each["entries"]]:
                continue
            away = [
                part["judge"]
                for part in each.get("recused", ())
                if team in part.get("teams", [team])
            ]
            sheets = [
                sheet["marks"]
                for judge in drawn
                for sheet in file["sheets"]
                if (sheet["match"], sheet["team"], sheet["judge"]) == (each["key"], team, judge)
                and judge in each["panel"]
                and judge not in away
            ]
            columns = [
                [Fraction(marks[one["key"]]) for marks in sheets if one["key"] in marks]
                for one in dimensions
            ]
            factors = [Fraction(one["factor"]) for one in dimensions]
            if not all(columns):
                continue
            if way == "trimmed":
                kept = [sorted(c)[1:-1] if len(c) > 2 else c for c in columns]
                means = [combined(column, "mean") for column in kept]
                values.append(sum(f * m for f, m in zip(factors, means, strict=True)))
            else:
                rows = zip(*columns, strict=True)
                wholes = [sum(f * m for f, m in zip(factors, row, strict=True)) for row in rows]
                values.append(combined(wholes, way))
        if values:
            across = final_of(file)["across_matches"]
            totals[team] = max(values) if across == "best" else joined(values, across)
    best = max(totals.values(), default=None)
    return [team["key"] for team in file["teams"] if totals.get(team["key"]) == best is not None]


def shares(leaders: list[list[str]]) -> tuple[dict[str, float], dict[str, float]]:
    """In which share of these cases each team leads alone, and with ties in equal parts."""
    outright: dict[str, Fraction] = {}
    shared: dict[str, Fraction] = {}
    for first in leaders:
        for team in first:
            part = Fraction(1, len(first) * len(leaders))
            shared[team] = shared.get(team, Fraction(0)) + part
            if len(first) == 1:
                outright[team] = outright.get(team, Fraction(0)) + part
    return (
        {team: float(share) for team, share in outright.items()},
        {team: float(share) for team, share in shared.items()},
    )
