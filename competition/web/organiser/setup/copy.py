"""A competition made from the set-up of another: what comes along, and what does not."""

import datetime as dt

from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import FormField, StringField
from wtforms.validators import ValidationError

from competition import document
from competition.actions.copying import copy_competition
from competition.document.copying import PARTS, first_day
from competition.match_clock import suggested_clock
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import LocalizedText, MultiChoiceField
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.record.audit_value_labels import COPIED_PARTS
from competition.web.organiser.responses import (
    form_page,
    keeps_what_was_typed,
    redirect_with,
    submit,
)
from competition.web.sessions import by


class CopyForm(PlainForm):
    """Name, address and first day of the new competition, and which parts come along."""

    name = FormField(LocalizedText, lazy_gettext("Name"))
    key = StringField(lazy_gettext("Web address name"))
    parts = MultiChoiceField(lazy_gettext("What comes along"), list(COPIED_PARTS.items()))
    day = StringField(lazy_gettext("First day"))

    def place(self, problem: document.Problem, place: str) -> None:
        """As in `PlainForm`; the file has the name and the key in `competition`."""
        super().place(problem, place.removeprefix("competition."))

    def validate_key(self, field: StringField) -> None:
        """A key that a competition may have."""
        try:
            document.check_key((field.data or "").strip())
        except document.Refusal as refusal:
            raise ValidationError(refusal.text(gettext)) from refusal

    def validate_day(self, field: StringField) -> None:
        """A day, or nothing."""
        try:
            self.first_day()
        except ValueError as error:
            message = gettext("Write the day like this: 2027-05-20; or leave it blank.")
            raise ValidationError(message) from error

    def first_day(self) -> dt.date | None:
        """The day as typed; None for none."""
        typed = (self.day.data or "").strip()
        return dt.date.fromisoformat(typed) if typed else None


@bp.route("/organiser/c/<key>/copy", methods=["GET", "POST"])
@keeps_what_was_typed
def copy_page(key: str) -> ResponseReturnValue:
    """Say what comes along and what never does; make the new competition."""
    competition = competition_or_404(key)
    file = file_without_sheets(competition)
    form = CopyForm(data={"name": competition.name, "parts": list(PARTS)})
    made: list[str] = []

    def act() -> None:
        copied = copy_competition(
            key,
            (form.key.data or "").strip(),
            by(),
            parts=form.parts.data or (),
            name=form.name.form.text(),
            day=form.first_day(),
            clock=suggested_clock(),
        )
        made.append(copied["competition"]["key"])

    if submit(form, act):
        message = gettext("The new competition is made. It is private, and has no mark in it.")
        return redirect_with(f"/organiser/c/{made[0]}/parts", message)
    counts = {
        "teams": len(file["teams"]),
        "judges": len(file["judges"]),
        "topics": len(file.get("topics", ())),
        "rubric": len(file["rubric"]["dimensions"]),
        "stages": len(file["stages"]),
        "matches": sum(
            len(round_["matches"]) for stage in file["stages"] for round_ in stage.get("rounds", ())
        ),
    }
    return form_page("setup/copy.html", form, counts=counts, begins=first_day(file))
