"""The competitions: the list, a new one, importing and exporting a file."""

from pathlib import Path

from flask import Response, current_app, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField

from competition import document
from competition.actions import competitions as actions
from competition.actions.refusals import Refused
from competition.file_types import Document
from competition.store import file_export, queries
from competition.store.models import Competition
from competition.web.organiser.blueprint import bp
from competition.web.organiser.competition_state import competition_state
from competition.web.organiser.forms.base import PlainForm, only_given
from competition.web.organiser.labels import COMPETITION_STATES
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    run_action,
)
from competition.web.organiser.setup.topic_forms import NewCompetitionForm
from competition.web.sessions import by
from competition.web.template_filters import localized

MOST_PROBLEMS = 200


class ImportForm(PlainForm):
    """A competition file to import."""

    file = FileField(lazy_gettext("Competition file"))
    replace = BooleanField(
        lazy_gettext("Replace the competition that has the same web address name")
    )


@bp.get("/organiser")
def competitions_page() -> ResponseReturnValue:
    """Every competition by its state, with its date and size."""
    by_state: dict[str, list[Competition]] = {state: [] for state in COMPETITION_STATES}
    for competition in queries.all_competitions():
        by_state[competition_state(competition)].append(competition)
    by_state["preparing"].sort(key=lambda found: (found.starts is None, found.starts or ""))
    by_state["finished"].sort(key=lambda found: found.starts or "", reverse=True)
    return organiser_page(
        "setup/competitions.html", competitions=by_state, states=COMPETITION_STATES
    )


@bp.get("/organiser/")
def redirect_home() -> ResponseReturnValue:
    """Redirect to the list's only address."""
    return redirect("/organiser", 301)


@bp.route("/organiser/new", methods=["GET", "POST"])
@keeps_what_was_typed
def new_competition_page() -> ResponseReturnValue:
    """Create an empty competition, perhaps with the rubric and rule of another."""
    form = NewCompetitionForm()
    known = {found.key: found for found in queries.all_competitions()}
    choices = [(key, localized(found.name)) for key, found in known.items()]
    form.rules_of.choices = [("", gettext("none, write my own")), *choices]
    if is_valid_submission(form):
        key = (form.key.data or "").strip()
        file: dict[str, object] = {
            "format": "accord/1",
            "competition": only_given({"key": key, "name": form.name.form.text()})
            | {"visibility": "private"},
            "rubric": {"dimensions": []},
            "scoring": {},
            "teams": [],
            "judges": [],
            "stages": [],
        }
        if model := known.get(form.rules_of.data):
            file["rubric"] = file_export.rubric_part(model.rubric)
            file["scoring"] = model.rubric.scoring
        try:
            checked = document.check_document(file)
        except document.InvalidDocument as invalid:
            for problem in invalid.problems:
                form.place(problem, problem.place.removeprefix("competition."))
        else:
            if run_action(form, lambda: actions.load_competition(checked, by())):
                return redirect_with(
                    f"/organiser/c/{key}/parts", gettext("The competition is created.")
                )
    return form_page("setup/new.html", form)


@bp.route("/organiser/import", methods=["GET", "POST"])
@keeps_what_was_typed
def import_page() -> ResponseReturnValue:
    """Import a competition file, all or nothing, and list everything that is wrong with it."""
    form = ImportForm()
    problems: list[document.Problem] = []
    if is_valid_submission(form):
        data = form.file.data.read() if form.file.data else b""
        if not data:
            form.file.refusals = [gettext("Choose a file. None was chosen, or it is empty.")]
        else:
            try:
                checked = document.read_file(data)
                return _load(checked, replace=bool(form.replace.data))
            except document.InvalidDocument as invalid:
                problems = invalid.problems
            except Refused as refusal:
                form.refuse(refusal)
    return form_page(
        "setup/import.html",
        form,
        problems=problems[:MOST_PROBLEMS],
        further=max(0, len(problems) - MOST_PROBLEMS),
        translate=gettext,
    )


@bp.get("/organiser/c/<key>/export")
def export_file(key: str) -> ResponseReturnValue:
    """The competition as a file, with its sheets and their versions."""
    competition = competition_or_404(key)
    response = Response(actions.export_competition(competition.key), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{competition.key}.json"'
    return response


def _load(checked: Document, *, replace: bool) -> ResponseReturnValue:
    backups = Path(current_app.config["DATA_DIR"]) / "backups"
    key = checked["competition"]["key"]
    backup = actions.load_competition(checked, by(), replace=replace, backups=backups)
    message = gettext("The competition is imported.")
    if backup is not None:
        message = gettext(
            "The competition is replaced. Its previous content is kept in the file %(file)s in "
            "the “backups” folder of the server's data.",
            file=backup.name,
        )
    return redirect_with(f"/organiser/c/{key}", message)
