"""The panels of many matches, changed in one act: shown first, then saved."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, cast

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import TextAreaField

from competition.actions import file_edits
from competition.actions import panels as actions
from competition.actions.conflicts import seat_conflicts
from competition.file_types import Document, MatchPart
from competition.panels.conflicts import Conflicts
from competition.panels.sentences import reasons_phrase
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


class SeatConflict(NamedTuple):
    """A judge who would sit in front of a team in conflict, and why it is one."""

    judge: str
    team: str
    why: str


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
    reason = TextAreaField(lazy_gettext("Reason for accepting the conflicts of interest"))
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

    def accepted(
        self, found: Mapping[str, Sequence[SeatConflict]]
    ) -> dict[str, list[tuple[str, str]]]:
        """The conflicts that are accepted, by match: all that were shown, if there is a reason."""
        if not (self.reason.data or "").strip():
            return {}
        return {
            match: [(each.judge, each.team) for each in conflicts]
            for match, conflicts in found.items()
        }

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
    chosen = {"old": request.args.get("judge", ""), "matches": request.args.getlist("match")}
    form = PanelsForm(data={"act": "replace", **chosen})
    # Only the plan needs the sheets, to say which seats have marks.
    file = (
        file_export.competition_document(competition)
        if form.is_submitted()
        else file_without_sheets(competition)
    )
    form.offer(file)
    changes: list[actions.PanelChange] = []
    conflicts: dict[str, list[SeatConflict]] = {}
    if is_valid_submission(form):
        changes = form.plan(file)
        conflicts = _conflicts(file, changes)
        form.shows_plan = bool(changes) and "save" not in request.form
        if not changes and not form.is_marked and not form.general:
            form.general.append(gettext("Nothing would change in these matches."))
        panels = {change.match: change.after for change in changes if not change.marked}
        accepted, reason = form.accepted(conflicts), form.reason.data or ""

        def change() -> None:
            actions.change_panels(competition.key, panels, by(), accepted, reason)

        if request.form.get("save") and panels and run_action(form, change):
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
        conflicts=conflicts,
        teams=names_by_key(file)["team_names"],
        judges=names_by_key(file)["judge_names"],
        matches=match_names(file),
    )


def _conflicts(
    file: Document, changes: Sequence[actions.PanelChange]
) -> dict[str, list[SeatConflict]]:
    """By match: the conflicts of those who would sit there, as far as nobody has accepted them."""
    conflicts = Conflicts(file)
    found = {}
    for change in changes:
        match = {**file_edits.get_part(file, "match", change.match), "panel": change.after}
        pairs = [
            SeatConflict(judge, team, reasons_phrase(reasons).text(gettext))
            for (judge, team), reasons in seat_conflicts(conflicts, cast(MatchPart, match)).items()
        ]
        if pairs and not change.marked:
            found[change.match] = pairs
    return found
