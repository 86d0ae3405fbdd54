"""A competition file chosen in a form: read, checked, or refused beside its field."""

from dataclasses import dataclass, field

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import StringField

from competition import document
from competition.file_types import Document
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.responses import is_valid_submission
from competition.web.organiser.setup.kept_upload import keep_upload

MOST_PROBLEMS = 200


class FileForm(PlainForm):
    """A competition file to import."""

    file = FileField(lazy_gettext("Competition file"))
    reason = StringField(lazy_gettext("Reason"))
    needs_reason = False


@dataclass(frozen=True)
class ChosenFile:
    """The bytes that were sent, and the checked file, or what is wrong with it.

    `foreign` is the kind of another file (`document.ForeignFile`) that was chosen by mistake.
    """

    data: bytes = b""
    file: Document | None = None
    problems: list[document.Problem] = field(default_factory=list)
    foreign: str = ""

    @property
    def further(self) -> int:
        """How many problems there are beyond those that are listed."""
        return max(0, len(self.problems) - MOST_PROBLEMS)


def read_chosen_file(form: FileForm) -> ChosenFile:
    """The file of a form that was sent; nothing where it was not, or without a file."""
    if not is_valid_submission(form):
        return ChosenFile()
    data = form.file.data.read() if form.file.data else b""
    if not data:
        form.file.refusals = [gettext("Choose a file. None was chosen, or it is empty.")]
        return ChosenFile()
    try:
        return ChosenFile(data, document.read_file(data, form.file.data.filename or ""))
    except document.ForeignFile as other:
        form.file.refusals = [problem.text(gettext) for problem in other.problems]
        return ChosenFile(data, foreign=other.kind)
    except document.InvalidDocument as invalid:
        return ChosenFile(data, problems=invalid.problems)


def keep_chosen_file(form: FileForm, data: bytes) -> str:
    """Keep the chosen file for the page that confirms it; its token, or "" with a refusal."""
    try:
        return keep_upload(data)
    except OSError as error:
        reason = error.strerror or str(error)
        form.file.refusals = [gettext("The server could not keep it: %(reason)s.", reason=reason)]
        return ""
