"""The samples that come with Accord, to try it out on or to begin from."""

from typing import NamedTuple

from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import RadioField
from wtforms.validators import ValidationError

from competition import document
from competition.actions import competitions as actions
from competition.document import samples
from competition.file_types import Document
from competition.store import queries
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.responses import (
    form_page,
    keeps_what_was_typed,
    redirect_with,
    submit,
)
from competition.web.sessions import by

_ABOUT = {
    "chaoyang-final": lazy_gettext(
        "Six teams of four from six zones bargain over ride-hailing drivers' rights, two sides at "
        "the table, before a panel of seven."
    ),
    "quality-review": lazy_gettext(
        "Five reviewers visit eight enterprises and mark how each of them bargains; grades from "
        "90, 80 and 60 points. No sides, another rubric."
    ),
    "training-exam": lazy_gettext(
        "Twenty trainees in five groups sit a written test; who has 60 points or more gets a "
        "certificate of completion. No judges."
    ),
}


class Sample(NamedTuple):
    """A sample's name, its file, what it shows, and whether it is loaded already."""

    name: str
    file: Document
    about: str
    is_loaded: bool


class SampleForm(PlainForm):
    """Which sample is to be loaded."""

    sample = RadioField(lazy_gettext("Sample"), validate_choice=False)

    def validate_sample(self, field: RadioField) -> None:
        """One of those that there are."""
        if field.data not in samples.sample_names():
            raise ValidationError(gettext("Choose a sample."))

    def file(self) -> Document:
        """The file of the chosen sample."""
        return document.read_file(samples.read_sample(self.sample.data) or b"")


@bp.route("/organiser/samples", methods=["GET", "POST"])
@keeps_what_was_typed
def samples_page() -> ResponseReturnValue:
    """Choose a competition that comes with Accord, and load it."""
    form = SampleForm()
    if submit(form, lambda: actions.load_competition(form.file(), by())):
        key = form.file()["competition"]["key"]
        return redirect_with(f"/organiser/c/{key}", gettext("The sample is loaded."))
    known = {found.key for found in queries.all_competitions()}
    found = [_sample(name, known) for name in samples.sample_names()]
    return form_page("setup/samples.html", form, samples=found)


def _sample(name: str, known: set[str]) -> Sample:
    file = document.read_file(samples.read_sample(name) or b"")
    return Sample(name, file, _ABOUT[name], file["competition"]["key"] in known)
