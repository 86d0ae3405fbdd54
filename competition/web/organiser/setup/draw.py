"""One draw: its commitment, the words, the ceremony step by step, the proof, the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import draw_ceremony, draw_plan, hall_screen
from competition.actions import draws as actions
from competition.actions.refusals import NotFound
from competition.actions.shown_draws import is_public_already, last_step, progress_of
from competition.draw.commitment import seed
from competition.draw.order import pairs_of
from competition.draw.verify import Verdict, verify_draws
from competition.file_types import Document, DrawPart
from competition.store import hall_screen as screens
from competition.store import snapshots
from competition.store.models import Competition
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import (
    confirmed,
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    submit,
)
from competition.web.organiser.setup.draw_forms import (
    AbandonForm,
    DrawStepForm,
    RunForm,
    WordsForm,
)
from competition.web.sessions import by
from competition.web.whole_number import parse_whole_number


@dataclass(frozen=True)
class DrawView:
    """A draw as its organiser sees it; `verdict` only once all of it is shown.

    `words` are those that were drawn with, or that have been shown so far.
    """

    draw: DrawPart
    stage: Any
    round: Any
    names: Mapping[str, str]
    words: str
    step: int
    last: int
    is_public: bool
    has_secret: bool
    verdict: Verdict | None
    seed: str

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The matches' names, labour side first; of topics nothing."""
        return [(self.names[a], self.names[b]) for a, b in pairs_of(self.draw.get("result", []))]

    @property
    def bye(self) -> str:
        """The name of the team without a match, or ""."""
        result = self.draw.get("result", [])
        is_bye = self.draw["kind"] == "teams" and len(result) % 2
        return self.names[result[-1]] if is_bye else ""

    @property
    def next_ball(self) -> str:
        """The name on the next ball, which only the organiser sees; "" after the last."""
        result = self.draw.get("result", [])
        return self.names[result[self.step]] if self.step < self.last - 1 else ""


@bp.get("/organiser/c/<key>/draws/<draw_key>")
def draw_page(key: str, draw_key: str) -> ResponseReturnValue:
    """Where the draw stands, and what comes next."""
    return _draw_page(competition_or_404(key), draw_key)


@bp.get("/organiser/c/<key>/draws/<draw_key>/record")
def draw_record_page(key: str, draw_key: str) -> ResponseReturnValue:
    """The record of the draw, to be printed and signed."""
    competition = competition_or_404(key)
    return organiser_page("setup/draw_record.html", view=_view(competition, draw_key))


@bp.post("/organiser/c/<key>/draws/<draw_key>/show")
def post_show_draw(key: str, draw_key: str) -> ResponseReturnValue:
    """Put the draw on the projector as it stands."""
    competition, form = competition_or_404(key), PlainForm()
    if submit(form, lambda: hall_screen.show_mode(competition.key, "draw", by(), draw_key)):
        return redirect_with(f"/organiser/c/{key}/draws/{draw_key}")
    return _draw_page(competition, draw_key, form)


@bp.post("/organiser/c/<key>/draws/<draw_key>/words")
def post_draw_words(key: str, draw_key: str) -> ResponseReturnValue:
    """Show the words that were spoken so far."""
    competition, form = competition_or_404(key), WordsForm()
    words = form.words()
    if submit(form, lambda: draw_ceremony.show_words(competition.key, draw_key, words, by())):
        return redirect_with(f"/organiser/c/{key}/draws/{draw_key}")
    return _draw_page(competition, draw_key, form)


@bp.post("/organiser/c/<key>/draws/<draw_key>/run")
def post_run_draw(key: str, draw_key: str) -> ResponseReturnValue:
    """Draw with the words that the page showed."""
    competition, form = competition_or_404(key), RunForm()

    def run() -> None:
        actions.run_draw(competition.key, draw_key, form.hall.data or "", by())

    if is_valid_submission(form) and confirmed(form, run):
        message = gettext("Drawn. The round's matches are seated; the audience sees no ball yet.")
        if _view(competition_or_404(key), draw_key).is_public:
            message = gettext("Drawn. The round is announced or open, so the result is public.")
        return redirect_with(f"/organiser/c/{key}/draws/{draw_key}", message)
    return _draw_page(competition, draw_key, form)


@bp.post("/organiser/c/<key>/draws/<draw_key>/step")
def post_draw_step(key: str, draw_key: str) -> ResponseReturnValue:
    """Show the next ball, the one before, or all."""
    competition, form = competition_or_404(key), DrawStepForm()
    at, to = (parse_whole_number(text, digits=5) for text in (form.at.data, form.to.data))
    here = -1 if at is None else at
    there = -1 if to is None else to
    if submit(form, lambda: draw_ceremony.step_draw(competition.key, draw_key, here, there, by())):
        return redirect_with(f"/organiser/c/{key}/draws/{draw_key}")
    return _draw_page(competition, draw_key, form)


@bp.route("/organiser/c/<key>/draws/<draw_key>/abandon", methods=["GET", "POST"])
@keeps_what_was_typed
def abandon_draw_page(key: str, draw_key: str) -> ResponseReturnValue:
    """Give a draw up, with a reason that the public reads."""
    competition, form = competition_or_404(key), AbandonForm()
    view = _view(competition, draw_key)
    reason = form.reason.data or ""
    if submit(form, lambda: actions.abandon_draw(competition.key, draw_key, reason, by())):
        return redirect_with(f"/organiser/c/{key}/draws", gettext("The draw is abandoned."))
    return form_page("setup/draw_abandon.html", form, view=view)


def _draw_page(
    competition: Competition, draw_key: str, form: PlainForm | None = None
) -> ResponseReturnValue:
    screen = screens.find_screen(competition.key)
    return organiser_page(
        "setup/draw.html",
        422 if form else 200,
        form=form or PlainForm(),
        run_form=form if isinstance(form, RunForm) else RunForm(formdata=None),
        view=_view(competition, draw_key),
        is_shown=(screen.mode, screen.about) == ("draw", {"draw": draw_key}),
    )


def _view(competition: Competition, draw_key: str) -> DrawView:
    file: Document = file_without_sheets(competition)
    try:
        draw = draw_plan.find_draw(file, draw_key)
        stage, round_ = draw_plan.round_in_file(file, draw["stage"], draw["round"])
    except NotFound:
        abort(404)
    progress = progress_of(draw, snapshots.newest_snapshot(competition.key))
    kinds = "topic_names" if draw["kind"] == "topics" else "team_names"
    secret, hall = draw.get("secret"), draw.get("hall")
    alone: Any = {**file, "draws": [draw]}
    last = last_step(file, draw)
    is_public = "result" in draw and is_public_already(file, draw)
    step = last if is_public else progress.step or 0
    return DrawView(
        draw=draw,
        stage=stage,
        round=round_,
        names=names_by_key(file)[kinds],
        words=hall or progress.words,
        step=step,
        last=last,
        is_public=is_public,
        has_secret=actions.has_secret(competition, draw_key),
        # Recomputing can take seconds, so not at every ball.
        verdict=verify_draws(alone)[0] if step >= last else None,
        seed=seed(draw, secret, hall).hex() if secret and hall else "",
    )
