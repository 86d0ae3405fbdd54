"""The panels of many matches, changed in one act: shown first, then saved."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext

from competition.actions import panels as actions
from competition.file_types import Document
from competition.store import file_export
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField, FormRows, MultiChoiceField
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import match_names, names_by_key
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    redirect_with,
    run_action,
)
from competition.web.organiser.setup.stage_forms import SeatRow, judge_choices
from competition.web.sessions import by

SEATS = 7


class PanelsForm(PlainForm):
    """Which matches, and either one judge for another or a whole panel."""

    act = ChoiceField(
        lazy_gettext("What to change"),
        [
            ("replace", lazy_gettext("One judge is replaced by another")),
            ("panel", lazy_gettext("All these matches get the same panel")),
        ],
    )
    old = ChoiceField(lazy_gettext("Judge who leaves"))
    new = ChoiceField(lazy_gettext("Judge who takes the seat"))
    panel = FormRows(SeatRow, lazy_gettext("Panel"), first=SEATS)
    matches = MultiChoiceField(lazy_gettext("Matches"))
    shows_plan = False

    def is_refused(self) -> bool:
        """As in `PlainForm`, but what would change is an answer."""
        return super().is_refused() and not self.shows_plan

    def offer(self, file: Document) -> None:
        """Offer every judge and every match."""
        judges = judge_choices(file)
        self.old.choices = [("", "–"), *judges]
        self.new.choices = [("", gettext("nobody: the seat is left out")), *judges]
        self.matches.choices = list(match_names(file).items())
        if not self.panel.entries:
            self.panel.add_spare()
        for entry in self.panel:
            entry.form.judge.choices = [("", "–"), *judges]

    def plan(self, file: Document) -> list[actions.PanelChange]:
        """What would change; nothing, with a refusal, if the form does not say enough."""
        if not self.matches.data:
            self.matches.refusals = [gettext("Choose the matches.")]
        elif self.act.data == "panel":
            panel = list(dict.fromkeys(row.judge.data for row in self.panel.given()))
            if panel:
                return actions.plan_panels(file, self.matches.data, panel)
            self.general.append(gettext("Choose the judges of the panel."))
        elif not self.old.data:
            self.old.refusals = [gettext("Choose one from the list.")]
        else:
            return actions.plan_replacement(
                file, self.matches.data, self.old.data, self.new.data or ""
            )
        return []


@bp.route("/organiser/c/<key>/panels", methods=["GET", "POST"])
@keeps_what_was_typed
def panels_page(key: str) -> ResponseReturnValue:
    """Change the panels of many matches at once."""
    competition = competition_or_404(key)
    form = PanelsForm(data={"act": "replace", "old": request.args.get("judge", "")})
    # Only the plan needs the sheets, to say which seats have marks.
    file = (
        file_export.competition_document(competition)
        if form.is_submitted()
        else file_without_sheets(competition)
    )
    form.offer(file)
    changes: list[actions.PanelChange] = []
    if is_valid_submission(form):
        changes = form.plan(file)
        form.shows_plan = bool(changes) and "save" not in request.form
        if not changes and not form.is_marked and not form.general:
            form.general.append(gettext("Nothing would change in these matches."))
        panels = {change.match: change.after for change in changes if not change.marked}
        if (
            request.form.get("save")
            and panels
            and run_action(form, lambda: actions.change_panels(competition.key, panels, by()))
        ):
            message = ngettext(
                "The panel of %(num)s match is changed.",
                "The panels of %(num)s matches are changed.",
                len(panels),
            )
            return redirect_with(f"/organiser/c/{key}/stages", message)
    return form_page(
        "setup/panels.html",
        form,
        file=file,
        changes=changes,
        judges=names_by_key(file)["judge_names"],
        matches=match_names(file),
    )
