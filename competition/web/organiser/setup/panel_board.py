"""The board of panels: judges are placed on the seats of a stage's matches, each act saved at once.

A script sends what a form sends and is answered with the board alone; without one every seat is a
link, and every judge a button.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import abort, g, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import BooleanField, StringField

from competition.actions import seating as actions
from competition.actions.seating import ConflictStands
from competition.file_types import Document, StagePart
from competition.panels.seating import Seat
from competition.panels.sentences import reasons_phrase
from competition.web.htmx import page_or_fragment, wants_fragment
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import WholeNumberField
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.paging import page_of_list
from competition.web.organiser.responses import (
    is_valid_submission,
    keeps_what_was_typed,
    redirect_with,
    run_action,
)
from competition.web.organiser.setup.board_view import (
    BoardOptions,
    PanelBoard,
    categories_of,
    marked_matches,
    search_text,
    usual_options,
)
from competition.web.sessions import by
from competition.web.whole_number import parse_whole_number

MATCHES = 40
"""How many matches of a round a page of the board shows."""
MOST_SEATS = 30
_REMEMBERED = "panels"


class SeatForm(PlainForm):
    """A seat and the judge who takes it, "" to empty it; `origin` is the seat that is left."""

    seat = StringField()
    judge = StringField()
    origin = StringField()
    reason = StringField()
    conflicts: list[dict[str, str]]
    """Conflicts of interest that a reason is asked for."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.conflicts = []


class UndoForm(PlainForm):
    """The act on panels that is taken back."""

    number = StringField()


@bp.get("/organiser/c/<key>/panels/<stage_key>")
def board_page(key: str, stage_key: str) -> ResponseReturnValue:
    """The matches of a round by their seats, and the judges."""
    return board_answer(key, stage_key, SeatForm(formdata=None), 200)


@bp.get("/organiser/c/<key>/panels/<stage_key>/judges")
def board_judges(key: str, stage_key: str) -> ResponseReturnValue:
    """The judges for one seat, with what stands against each there."""
    file, stage = match_stage_or_404(key, stage_key)
    context = _context(file, stage, SeatForm(formdata=None))
    return page_or_fragment(
        "organiser/setup/board_judges.html", "organiser/setup/_board_judges.html", **context
    )


@bp.post("/organiser/c/<key>/panels/<stage_key>/seat")
@keeps_what_was_typed
def post_seat(key: str, stage_key: str) -> ResponseReturnValue:
    """Seat a judge, move one, or empty a seat."""
    match_stage_or_404(key, stage_key)
    form = SeatForm()
    seat, origin = _seat(form.seat.data), _seat(form.origin.data)
    if seat is None or (form.origin.data and origin is None):
        abort(404)

    def act() -> None:
        try:
            actions.place_judge(
                key,
                stage_key,
                seat,
                form.judge.data or "",
                by(),
                origin=origin,
                reason=form.reason.data or "",
            )
        except ConflictStands as stands:
            form.conflicts = _conflict_words(key, stands)
            raise

    return _answer(key, stage_key, form, act)


@bp.post("/organiser/c/<key>/panels/<stage_key>/undo")
@keeps_what_was_typed
def post_undo_panels(key: str, stage_key: str) -> ResponseReturnValue:
    """Take back the organiser's own last act on the panels of the stage."""
    match_stage_or_404(key, stage_key)
    form = UndoForm()
    number = parse_whole_number(form.number.data, digits=12) or 0
    return _answer(key, stage_key, form, lambda: actions.undo_act(key, stage_key, number, by()))


@bp.post("/organiser/c/<key>/panels/<stage_key>/options")
@keeps_what_was_typed
def post_board_options(key: str, stage_key: str) -> ResponseReturnValue:
    """Remember, for this browser, how the panels of the stage are to be."""
    file, _stage = match_stage_or_404(key, stage_key)
    form = options_form(file)()
    if not is_valid_submission(form):
        return board_answer(key, stage_key, form, 422)
    remember_options(key, stage_key, form, file)
    return redirect_with(board_address(key, stage_key))


def options_form(file: Document) -> type[PlainForm]:
    """The form for how panels are to be, with a field for each category of the judges."""

    class OptionsForm(PlainForm):
        size = WholeNumberField(low=1, high=MOST_SEATS)
        in_sequence = BooleanField()

    for number, _category in enumerate(categories_of(file)):
        setattr(OptionsForm, f"mix_{number}", WholeNumberField(low=0, high=MOST_SEATS))
    return OptionsForm


def remember_options(key: str, stage_key: str, form: PlainForm, file: Document) -> BoardOptions:
    """Keep the options that were sent, in the session; of one stage at a time."""
    mix = {
        category: form[f"mix_{number}"].whole
        for number, category in enumerate(categories_of(file))
        if form[f"mix_{number}"].whole
    }
    size = form.size.whole or usual_options(match_stage_or_404(key, stage_key)[1]).size
    options = BoardOptions(size, mix, bool(form.in_sequence.data))
    session[_REMEMBERED] = [f"{key}/{stage_key}", size, mix, options.in_sequence]
    return options


def board_options(key: str, stage: StagePart, file: Document) -> BoardOptions:
    """The options that were remembered for the stage, or what its panels are like now."""
    of, *kept = session.get(_REMEMBERED) or [""]
    if of != f"{key}/{stage['key']}":
        return usual_options(stage)
    size, mix, in_sequence = kept
    known = categories_of(file)
    return BoardOptions(size, {name: n for name, n in mix.items() if name in known}, in_sequence)


def board_address(key: str, stage_key: str) -> str:
    """The board's address, with the round and page that are open."""
    kept = {name: request.values.get(name, "") for name in ("round", "page", "q")}
    query = urlencode({name: value for name, value in kept.items() if value})
    return f"/organiser/c/{key}/panels/{stage_key}" + (f"?{query}" if query else "")


def _answer(
    key: str, stage_key: str, form: PlainForm, act: Callable[[], object]
) -> ResponseReturnValue:
    """Carry out an act; the board as it is then, or a redirect to it."""
    if is_valid_submission(form) and run_action(form, act):
        if not wants_fragment():
            return redirect_with(board_address(key, stage_key))
        return board_answer(key, stage_key, SeatForm(formdata=None), 200)
    return board_answer(key, stage_key, form, 422)


def board_answer(key: str, stage_key: str, form: PlainForm, status: int) -> ResponseReturnValue:
    """The board, or the page around it, read anew: an act may have changed it."""
    file, stage = match_stage_or_404(key, stage_key)
    context = _context(file, stage, form)
    return page_or_fragment(
        "organiser/setup/board.html", "organiser/setup/_board.html", status=status, **context
    )


def _context(file: Document, stage: StagePart, form: PlainForm) -> dict[str, Any]:
    options = board_options(g.competition.key, stage, file)
    board = PanelBoard(file, stage, options, marked_matches(g.competition))
    rounds = stage.get("rounds", [])
    asked = request.values.get("round")
    round_ = next((each for each in rounds if each["key"] == asked), rounds[0] if rounds else None)
    matches = page_of_list(
        round_["matches"] if round_ else [],
        MATCHES,
        lambda match: search_text(file, match),
        "round",
    )
    seat = _seat(request.args.get("seat"))
    if seat is not None and not _is_there(stage, seat):
        seat = None
    rows = board.rows(round_, matches.items) if round_ else []
    return {
        "file": file,
        "stage": stage,
        "round": round_,
        "board": board,
        "tabs": board.tabs(),
        "rows": rows,
        "columns": max([len(row.seats) + len(row.free) for row in rows] or [0]),
        "listed": matches,
        "form": form,
        "seat": seat,
        "chosen": next((row for row in rows if seat and row.match["key"] == seat.match), None),
        "judges": board.judges(seat),
        "options": options,
        "categories": categories_of(file),
        "undo": actions.last_act(g.competition.key, stage["key"], file, by()),
        "names": names_by_key(file),
        "here": f"/organiser/c/{g.competition.key}/panels/{stage['key']}",
    }


def match_stage_or_404(key: str, stage_key: str) -> tuple[Document, StagePart]:
    """The competition's file and its stage of that key, which has matches; or 404."""
    competition = competition_or_404(key)
    file = file_without_sheets(competition)
    stage = next((each for each in file["stages"] if each["key"] == stage_key), None)
    if stage is None or stage.get("kind") == "paper":
        abort(404)
    return file, stage


def _seat(text: str | None) -> Seat | None:
    """A seat as an address or a form has it, `match/place`; None where it is none."""
    match, _, place = (text or "").rpartition("/")
    number = parse_whole_number(place, digits=3)
    return Seat(match, number) if match and number is not None else None


def _is_there(stage: StagePart, seat: Seat) -> bool:
    return any(
        match["key"] == seat.match and seat.place <= len(match["panel"]) + MOST_SEATS
        for round_ in stage.get("rounds", ())
        for match in round_["matches"]
    )


def _conflict_words(key: str, stands: ConflictStands) -> list[dict[str, str]]:
    names = names_by_key(file_without_sheets(competition_or_404(key)))
    return [
        {
            "match": names["match_names"][each.match],
            "judge": names["judge_names"][each.judge],
            "team": names["team_names"][each.team],
            "why": reasons_phrase(each.reasons).text(gettext),
        }
        for each in stands.conflicts
    ]
