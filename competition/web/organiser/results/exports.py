"""What the results page hands out: the workbook, tables as CSV, rows for broadcast graphics."""

from flask import Response
from flask.typing import ResponseReturnValue

from competition import workbook
from competition.actions.standings import count_standings
from competition.file_types import Document, Language
from competition.graphics_rows import graphics_rows
from competition.rule_in_force import rubric_of
from competition.scoring.types import Standings
from competition.store import current_competition, file_export
from competition.store.models import Competition
from competition.web import language
from competition.web.audience.current_snapshot import json_answer
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.lookup import competition_or_404, file_stem, file_without_sheets
from competition.web.rendering import let_others_run
from competition.workbook.names import TableNames

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/organiser/c/<key>/exports/workbook")
def workbook_file(key: str) -> ResponseReturnValue:
    """Everything as a workbook, in the page's language."""
    competition = competition_or_404(key)
    stem = file_stem(competition)
    let_others_run()
    data = workbook.write_workbook(_whole_file(competition), _language())
    return _download(data, XLSX, f"{stem}.xlsx")


@bp.get("/organiser/c/<key>/exports/marks")
def marks_file(key: str) -> ResponseReturnValue:
    """Every submitted sheet as CSV."""
    competition = competition_or_404(key)
    stem = file_stem(competition)
    file = _whole_file(competition)
    let_others_run()
    counted: Standings = {
        "format": "accord-standings/1",
        "competition": key,
        "stages": list(count_standings(competition).values()),
    }
    table = workbook.marks_table(file, counted, TableNames(file, _language()))
    return _download(workbook.write_csv(table), "text/csv", f"{stem}-marks.csv")


@bp.get("/organiser/c/<key>/exports/standings/<stage_key>")
def standings_file(key: str, stage_key: str) -> ResponseReturnValue:
    """A stage's standings as CSV."""
    competition = competition_or_404(key)
    stem = file_stem(competition)
    lookup.stage_or_404(competition, stage_key)
    file = file_without_sheets(competition)
    stage = next(each for each in file["stages"] if each["key"] == stage_key)
    counted = count_standings(competition)[stage_key]
    table = workbook.standings_table(file, stage, counted, TableNames(file, _language()))
    return _download(workbook.write_csv(table), "text/csv", f"{stem}-{stage_key}.csv")


@bp.get("/organiser/c/<key>/exports/graphics/<stage_key>")
def graphics_file(key: str, stage_key: str) -> ResponseReturnValue:
    """A stage's standings for broadcast graphics, whatever the public may see of them."""
    competition = competition_or_404(key)
    stem = file_stem(competition)
    lookup.stage_or_404(competition, stage_key)
    file = file_without_sheets(competition)
    stage = next(each for each in file["stages"] if each["key"] == stage_key)
    rows = graphics_rows(
        count_standings(competition)[stage_key],
        stage["name"],
        {team["key"]: team for team in file["teams"]},
        [each["key"] for each in rubric_of(file, stage)["dimensions"]],
    )
    return _download(json_answer(rows), "application/json", f"{stem}-{stage_key}.json")


def _whole_file(competition: Competition) -> Document:
    """The competition's file with the sheets that count; to be read only."""
    if current := current_competition.of(competition):
        return current.document
    return file_export.competition_document(competition, history=False)


def _language() -> Language:
    return "en" if language.current() == "en" else "zh"


def _download(data: bytes, mimetype: str, name: str) -> Response:
    response = Response(data, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
