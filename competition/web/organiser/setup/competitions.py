"""The competitions: which there are, a new one, one from a file, one as a file."""

from pathlib import Path

from flask import Response, current_app, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField

from competition import document
from competition.actions import competitions as actions
from competition.actions.refusals import Refused
from competition.store import file_export, queries
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm, only_given
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import (
    is_sent,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    succeeded,
)
from competition.web.organiser.setup.topic_forms import NewCompetitionForm
from competition.web.sessions import by
from competition.web.template_filters import localized

MOST_PROBLEMS = 200


class ImportForm(PlainForm):
    """A competition file to be taken in."""

    file = FileField(lazy_gettext("Competition file"))
    replace = BooleanField(lazy_gettext("Replace the competition of the same key"))


@bp.get("/organiser")
def competitions_page() -> ResponseReturnValue:
    """Every competition, with what it stands at."""
    return organiser_page("setup/competitions.html", competitions=queries.all_competitions())


@bp.get("/organiser/")
def redirect_home() -> ResponseReturnValue:
    """The same page, under its one address."""
    return redirect("/organiser", 301)


@bp.route("/organiser/new", methods=["GET", "POST"])
@keeps_what_was_typed
def new_competition_page() -> ResponseReturnValue:
    """Make a competition from nothing, or with the rubric and rule of another."""
    form = NewCompetitionForm()
    known = {found.key: found for found in queries.all_competitions()}
    choices = [(key, localized(found.name)) for key, found in known.items()]
    form.rules_of.choices = [("", gettext("write my own")), *choices]
    if is_sent(form):
        key = (form.key.data or "").strip()
        whole: dict[str, object] = {
            "format": "accord/1",
            "competition": only_given({"key": key, "name": form.name.form.text()}),
            "rubric": {"dimensions": []},
            "scoring": {},
            "teams": [],
            "judges": [],
            "stages": [],
        }
        if model := known.get(form.rules_of.data):
            whole["rubric"] = file_export.rubric_mapping(model.rubric)
            whole["scoring"] = model.rubric.scoring
        try:
            checked = document.check_document(whole)
        except document.InvalidDocument as invalid:
            for problem in invalid.problems:
                form.place(problem, problem.place.removeprefix("competition."))
        else:
            if succeeded(form, lambda: actions.load_competition(checked, by())):
                return redirect_with(
                    f"/organiser/c/{key}/parts", gettext("The competition is made.")
                )
    return organiser_page("setup/new.html", 422 if form.is_submitted() else 200, form=form)


@bp.route("/organiser/import", methods=["GET", "POST"])
@keeps_what_was_typed
def import_page() -> ResponseReturnValue:
    """Take a competition file in, all or nothing, and say everything that is wrong with it."""
    form = ImportForm()
    problems: list[document.Problem] = []
    if is_sent(form):
        data = form.file.data.read() if form.file.data else b""
        if not data:
            form.file.refusals = [gettext("Choose a file; this one is missing or empty.")]
        else:
            try:
                checked = document.read_file(data)
                return _load(checked, replace=bool(form.replace.data))
            except document.InvalidDocument as invalid:
                problems = invalid.problems
            except Refused as refusal:
                form.refuse(refusal)
    return organiser_page(
        "setup/import.html",
        422 if form.is_submitted() else 200,
        form=form,
        problems=problems[:MOST_PROBLEMS],
        further=max(0, len(problems) - MOST_PROBLEMS),
        translate=gettext,
    )


@bp.get("/organiser/c/<key>/export")
def export_file(key: str) -> ResponseReturnValue:
    """The competition as a file, sheets and their versions included."""
    competition = competition_or_404(key)
    response = Response(actions.export_competition(competition.key), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{competition.key}.json"'
    return response


def _load(checked: document.Document, *, replace: bool) -> ResponseReturnValue:
    backups = Path(current_app.config["DATA_DIR"]) / "backups"
    key = checked["competition"]["key"]
    backup = actions.load_competition(checked, by(), replace=replace, backups=backups)
    words = gettext("The competition is loaded.")
    if backup is not None:
        words = gettext(
            "The competition is replaced. What stood there before is kept in the file "
            "%(file)s, in the folder “backups” of the server's data.",
            file=backup.name,
        )
    return redirect_with(f"/organiser/c/{key}", words)
