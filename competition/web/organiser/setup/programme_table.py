"""The programme as a table that is edited in place: many matches, one save."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from competition.actions import programme as actions
from competition.actions.programme import CellsRefused
from competition.actions.refusals import Refused
from competition.document import Phrase, Problem
from competition.file_types import Document
from competition.programme.cells import COLUMNS
from competition.programme.rows import ProgrammeRow
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.problem_words import in_plain_words
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    redirect_with,
    run_action,
)
from competition.web.organiser.setup.programme_view import (
    ProgrammeView,
    page_of,
    programme_view,
)
from competition.web.sessions import by
from competition.web.template_filters import localized
from competition.web.whole_number import parse_whole_number

MOST_SENT = 200
LONGEST_CELL = 2000
REMOVE = "remove"


@dataclass
class SentTable:
    """What was typed: by row, the cells that differ from what the page showed in them."""

    cells: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of_request(cls) -> "SentTable":
        """Read the form; a row without what was shown in it counts as unchanged."""
        found: dict[str, dict[str, str]] = {}
        for index in range(MOST_SENT):
            row = request.form.get(f"row-{index}")
            if row is None:
                break
            before = _shown_before(request.form.get(f"was-{index}", ""))
            changed = {
                column: typed
                for column, was in before.items()
                if (typed := _typed(request.form.get(f"{column}-{index}", was))) != was.strip()
            }
            if request.form.get(f"{REMOVE}-{index}"):
                changed[REMOVE] = "y"
            if changed:
                found[row] = changed
        return cls(found)


@dataclass(frozen=True)
class TableCell:
    """One cell: what it shows, what stands in the file, why it is refused, what it clashes with."""

    column: str
    value: str
    stored: str
    refusal: str
    clashes: list[str]

    @property
    def is_changed(self) -> bool:
        """Whether something else was typed."""
        return self.value != self.stored


@dataclass(frozen=True)
class TableRow:
    """A row with its cells, and whether it is to be taken off the programme."""

    row: ProgrammeRow
    name: str
    cells: list[TableCell]
    was: str
    is_removed: bool
    refusal: str


@bp.route("/organiser/c/<key>/programme/table", methods=["GET", "POST"])
@keeps_what_was_typed
def programme_table_page(key: str) -> ResponseReturnValue:
    """Change many matches at once; all of it is saved, or each cell says why not."""
    competition = competition_or_404(key)
    form, sent = PlainForm(), SentTable()
    refused: dict[tuple[str, str], Phrase] = {}
    if form.is_submitted():
        sent = SentTable.of_request()

    def save() -> None:
        try:
            actions.change_programme(competition.key, sent.cells, by())
        except CellsRefused as refusal:
            refused.update(refusal.cells)
            raise

    if is_valid_submission(form):
        if not sent.cells:
            return redirect_with(request.full_path, gettext("Nothing was changed."))
        if run_action(form, save):
            count = len(sent.cells)
            message = ngettext("Saved: %(num)s match.", "Saved: %(num)s matches.", count)
            return redirect_with(request.full_path, message)
    file = file_without_sheets(competition_or_404(key))
    view = programme_view(file, request.args.get("day", ""))
    number = parse_whole_number(request.args.get("page"), digits=4) or 1
    rows, pages = page_of(view.shown_rows, number)
    return form_page(
        "setup/programme_table.html",
        form,
        view=view,
        rows=[_table_row(view, row, sent, refused) for row in rows],
        columns=_columns(file),
        labels=column_labels(),
        choices=_choices(file, view),
        pages=pages,
        page=min(number, pages),
    )


def column_labels() -> dict[str, str]:
    """What the columns are called."""
    return {
        "number": gettext("No."),
        "round": gettext("Round"),
        "starts": gettext("Time"),
        "room": gettext("Room"),
        "labour": gettext("Labour side"),
        "employer": gettext("Employer side"),
        "solo": gettext("Solo"),
        "topic": gettext("Topic"),
        "panel": gettext("Panel"),
    }


def _columns(file: Document) -> list[str]:
    """The columns that are shown: solo performances where there are any, or when asked for."""
    has_solo = request.args.get("solo") == "y" or any(
        entry["side"] == "solo"
        for stage in file["stages"]
        for round_ in stage.get("rounds", ())
        for match in round_["matches"]
        for entry in match["entries"]
    )
    return [column for column in COLUMNS if has_solo or column != "solo"]


def _table_row(
    view: ProgrammeView,
    row: ProgrammeRow,
    sent: SentTable,
    refused: Mapping[tuple[str, str], Phrase],
) -> TableRow:
    """A row as it stands now, with what was typed in it and has not been saved."""
    stored, typed = view.cells(row), sent.cells.get(row.key, {})
    clashes = view.clashing_columns(row)

    def refusal(column: str) -> str:
        return _in_words(column, refused[row.key, column]) if (row.key, column) in refused else ""

    cells = [
        TableCell(c, typed.get(c, stored[c]), stored[c], refusal(c), clashes.get(c, []))
        for c in COLUMNS
    ]
    was = json.dumps(stored, ensure_ascii=False)
    return TableRow(row, view.name_of(row), cells, was, REMOVE in typed, refusal("row"))


def _in_words(column: str, phrase: Phrase) -> str:
    """Why a cell is refused, with names in place of keys."""
    problem = Problem(column, phrase.message, phrase.values)
    (plain,) = in_plain_words(Refused("", [problem])).problems
    return plain.text(gettext)


def _choices(file: Document, view: ProgrammeView) -> dict[str, list[list[str]]]:
    """By column, what may stand in a cell; each with everything that it is found by."""

    def people(kind: str, parts: Any) -> list[list[str]]:
        return [[view.names[f"{kind}_names"][part["key"]], *_texts(part)] for part in parts]

    teams = people("team", file["teams"])
    rooms = dict.fromkeys(localized(row.room) for row in view.rows if row.room)
    return {
        **{"labour": teams, "employer": teams, "solo": teams},
        "panel": people("judge", file["judges"]),
        "topic": [
            [view.names["topic_names"][topic["key"]], *topic["title"].values(), topic["key"]]
            for topic in file.get("topics", ())
        ],
        "round": [[label, name] for name, label in view.round_names.items()],
        "room": [[room] for room in rooms],
    }


def _texts(part: Mapping[str, Any]) -> list[str]:
    texts = [part["name"], part.get("short_name") or {}, part.get("organisation") or {}]
    return [*(text for each in texts for text in each.values()), part["key"]]


def _shown_before(was: str) -> dict[str, str]:
    try:
        before = json.loads(was)
    except ValueError:
        return {}
    if not isinstance(before, dict):
        return {}
    return {column: text for column in COLUMNS if isinstance(text := before.get(column), str)}


def _typed(text: str) -> str:
    return text.replace("\r\n", "\n").strip()[:LONGEST_CELL]
