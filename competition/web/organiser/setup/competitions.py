"""The competitions: the list, a new one, importing and exporting a file."""

from flask import Response, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition import document
from competition.actions import competitions as actions
from competition.actions.sheet_imports import ReasonNeeded
from competition.document import samples
from competition.file_types import Document
from competition.match_clock import suggested_clock
from competition.store import file_export, queries
from competition.store.models import Competition
from competition.web.organiser.blueprint import bp
from competition.web.organiser.competition_state import competition_state
from competition.web.organiser.forms.base import only_given
from competition.web.organiser.labels import COMPETITION_STATES
from competition.web.organiser.lookup import competition_or_404, file_stem
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    run_action,
)
from competition.web.organiser.setup.chosen_file import (
    FileForm,
    keep_chosen_file,
    read_chosen_file,
)
from competition.web.organiser.setup.topic_forms import NewCompetitionForm
from competition.web.sessions import by
from competition.web.template_filters import localized


@bp.get("/organiser")
def competitions_page() -> ResponseReturnValue:
    """Every competition by its state, with its date and size."""
    by_state: dict[str, list[Competition]] = {state: [] for state in COMPETITION_STATES}
    for competition in queries.all_competitions():
        by_state[competition_state(competition)].append(competition)
    by_state["preparing"].sort(key=lambda found: (found.starts is None, found.starts or ""))
    for state in ("finished", "archived"):
        by_state[state].sort(key=lambda found: found.starts or "", reverse=True)
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
            "clock": suggested_clock(),
        }
        if model := known.get(form.rules_of.data):
            file["rubric"] = file_export.rubric_part(model.rubric)
            file["scoring"] = model.rubric.scoring
            if model.rubric.clock:
                file["clock"] = model.rubric.clock
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
    """Import a competition file, all or nothing, and list everything that is wrong with it.

    A file of a competition that is there already leads to the page that shows what it would
    change.
    """
    form = FileForm()
    chosen = read_chosen_file(form)
    if chosen.file is not None:
        file = chosen.file
        key = file["competition"]["key"]
        if queries.find_competition(key) is not None:
            if token := keep_chosen_file(form, chosen.data):
                return redirect_with(f"/organiser/c/{key}/replace/{token}")
        elif run_action(form, lambda: _import(file, form)):
            return redirect_with(f"/organiser/c/{key}", gettext("The competition is imported."))
    return form_page(
        "setup/import.html",
        form,
        chosen=chosen,
        competitions=queries.all_competitions() if chosen.foreign == "table" else [],
        translate=gettext,
    )


def _import(file: Document, form: FileForm) -> None:
    """Load the file; a reason is asked for where judges once sent other marks to this address."""
    try:
        actions.load_competition(file, by(), reason=form.reason.data or "")
    except ReasonNeeded:
        form.needs_reason = True
        raise


@bp.get("/organiser/example.json")
def example_file() -> ResponseReturnValue:
    """The sample competition as an example of a file, under a key of its own."""
    example = document.read_file(samples.read_sample(samples.CHAOYANG) or b"")
    example["competition"]["key"] = "example"
    response = Response(document.write_file(example), mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="accord-example.json"'
    return response


@bp.get("/organiser/c/<key>/export")
def export_file(key: str) -> ResponseReturnValue:
    """The competition as a file, with its sheets and their versions."""
    competition = competition_or_404(key)
    response = Response(actions.export_competition(competition.key), mimetype="application/json")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{file_stem(competition)}.json"'
    )
    return response
