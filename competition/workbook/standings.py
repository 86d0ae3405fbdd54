"""A stage's standings as a table: a row a team, the teams without a place last."""

from competition.file_types import Document, StagePart
from competition.rule_in_force import rubric_of, scoring_of
from competition.scoring.types import StageStandings, StandingsRow, UnrankedRow
from competition.workbook.names import TableNames, text_in
from competition.workbook.tables import ResultColumn, ResultTable
from competition.workbook.words import joined_words, listed_words


def standings_table(
    document: Document, stage: StagePart, standings: StageStandings, names: TableNames
) -> ResultTable:
    """Place, team, zone where there are any, total, dimensions, deductions, and a remark."""
    decimals = scoring_of(document, stage)["decimals"]
    dimensions = [] if stage.get("kind") == "paper" else rubric_of(document, stage)["dimensions"]
    zone_of = {team["key"]: team.get("zone", "") for team in document["teams"]}
    has_zones = any(zone_of.values())
    word = names.word
    columns = [ResultColumn(word("rank"), "whole"), ResultColumn(word("team"), "wide")]
    if has_zones:
        columns.append(ResultColumn(word("zone")))
    columns.append(ResultColumn(word("total"), "score", decimals))
    for each in dimensions:
        columns.append(ResultColumn(text_in(each["name"], names.language), "score", decimals))
    if dimensions:
        columns.append(ResultColumn(word("deductions"), "mark"))
    columns.append(ResultColumn(word("note"), "wide"))
    title = names.stages[stage["key"]]
    if not standings["complete"]:
        title = joined_words([title, word("not_complete")], names.language)
    table = ResultTable(names.stages[stage["key"]], title, columns)
    decided = {
        each["key"]: text_in(each["name"], names.language)
        for each in rubric_of(document, stage)["dimensions"]
    }
    for row in standings["standings"]:
        zone = zone_of[row["team"]]
        table.rows.append(
            [
                str(row["rank"]),
                names.teams[row["team"]],
                *([names.zones.get(zone, zone)] if has_zones else []),
                row["total"],
                *(row["dimensions"].get(each["key"], "") for each in dimensions),
                *([row["deductions"]] if dimensions else []),
                _note(row, decided, names),
            ]
        )
    for out in standings["unranked"]:
        zone = zone_of[out["team"]]
        table.rows.append(
            [
                "",
                names.teams[out["team"]],
                *([names.zones.get(zone, zone)] if has_zones else []),
                "",
                *("" for _ in dimensions),
                *([""] if dimensions else []),
                why_unranked(out, names),
            ]
        )
    return table


def _note(row: StandingsRow, decided: dict[str, str], names: TableNames) -> str:
    word, by, to = names.word, row["decided_by"], row["advances"]
    return joined_words(
        [
            word("tied") if row["tied"] else "",
            word("decided_by") + (decided.get(by) or word(f"by_{by}")) if by else "",
            word("advances") + names.stages[to] if to else "",
        ],
        names.language,
    )


def why_unranked(row: UnrankedRow, names: TableNames) -> str:
    """Why a team has no place, with what the file says of it."""
    missing = listed_words([names.judges[key] for key in row.get("missing", ())], names.language)
    why = text_in(row.get("why"), names.language)
    return joined_words([names.word(row["reason"]) + missing, why], names.language)
