"""A competition file chosen in a form: read, checked, or refused beside its field."""

from dataclasses import dataclass, field

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import StringField

from competition import document
from competition.actions.off_loop import read_checked_file
from competition.actions.refusals import Refused
from competition.file_types import Document
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.responses import is_valid_submission
from competition.web.organiser.setup.kept_upload import keep_upload
from competition.web.sessions import require_organiser_still


class FileForm(PlainForm):
    """A competition file to import."""

    file = FileField(lazy_gettext("Competition file"))
    reason = StringField(lazy_gettext("Reason"))
    needs_reason = False


@dataclass(frozen=True)
class ChosenFile:
    """The bytes that were sent, and the checked file, or what is wrong with it.

    `has_more` says that there may be more problems than those that were found; `foreign` is the
    kind of another file (`document.ForeignFile`) that was chosen by mistake.
    """

    data: bytes = b""
    file: Document | None = None
    problems: list[document.Problem] = field(default_factory=list)
    has_more: bool = False
    foreign: str = ""


def read_chosen_file(form: FileForm) -> ChosenFile:
    """The file of a form that was sent; nothing where it was not, or without a file."""
    if not is_valid_submission(form):
        return ChosenFile()
    data = form.file.data.read() if form.file.data else b""
    if not data:
        form.file.refusals = [gettext("Choose a file. None was chosen, or it is empty.")]
        return ChosenFile()
    try:
        file = read_checked_file(data, form.file.data.filename or "")
        require_organiser_still()
        return ChosenFile(data, file)
    except Refused as refusal:
        form.file.refusals = [refusal.text(gettext)]
        return ChosenFile(data)
    except document.ForeignFile as other:
        form.file.refusals = [problem.text(gettext) for problem in other.problems]
        return ChosenFile(data, foreign=other.kind)
    except document.InvalidDocument as invalid:
        return ChosenFile(data, problems=invalid.problems, has_more=invalid.has_more)


def keep_chosen_file(form: FileForm, data: bytes) -> str:
    """Keep the chosen file for the page that confirms it; its token, or "" with a refusal."""
    try:
        return keep_upload(data)
    except OSError as error:
        reason = error.strerror or str(error)
        form.file.refusals = [gettext("The server could not keep it: %(reason)s.", reason=reason)]
        return ""
