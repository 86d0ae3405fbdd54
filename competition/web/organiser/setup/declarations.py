"""What the judges have declared: who has, what it concerns, which seats clash; to be printed."""

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import declarations as actions
from competition.store import queries
from competition.web.declarations import declared_of
from competition.web.htmx import page_or_fragment
from competition.web.organiser.blueprint import bp
from competition.web.organiser.declared import declared_judges
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import (
    form_page,
    organiser_page,
    redirect_with,
    submit,
)
from competition.web.sessions import by


@bp.get("/organiser/c/<key>/declarations")
def declarations_page(key: str) -> ResponseReturnValue:
    """Who has declared what; htmx fetches the same again every few seconds."""
    competition = competition_or_404(key)
    file = file_without_sheets(competition)
    return page_or_fragment(
        "organiser/setup/declarations.html",
        "organiser/setup/_declarations.html",
        declared=declared_judges(competition),
        waiting=[judge for judge in competition.judges if judge.declaration is None],
        names=names_by_key(file),
    )


@bp.get("/organiser/c/<key>/declarations/print")
@bp.get("/organiser/c/<key>/declarations/print/<judge_key>")
def printed_declarations_page(key: str, judge_key: str | None = None) -> ResponseReturnValue:
    """The declarations as pages to be signed, of one judge or of all who have declared."""
    competition = competition_or_404(key)
    chosen = [each for each in declared_judges(competition) if judge_key in (None, each.judge.key)]
    if judge_key and not chosen:
        abort(404)
    return organiser_page(
        "setup/printed_declarations.html", competition=competition, declared=chosen
    )


@bp.route("/organiser/c/<key>/declarations/<judge_key>/again", methods=["GET", "POST"])
def ask_again_page(key: str, judge_key: str) -> ResponseReturnValue:
    """Take a declaration back, so that the judge is asked once more."""
    competition = competition_or_404(key)
    judge = queries.find_judge(competition, judge_key)
    if judge is None or judge.declaration is None:
        abort(404)
    form = PlainForm()
    if submit(form, lambda: actions.ask_again(competition.key, judge_key, by())):
        return redirect_with(
            f"/organiser/c/{key}/declarations",
            gettext("The judge's tablet asks for the declaration again."),
        )
    return form_page("setup/ask_again.html", form, judge=judge, declared=declared_of(judge))
