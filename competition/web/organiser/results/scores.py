"""The scores of a written test, typed into a table: a row a team, or a row a member."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from competition import document
from competition.actions import paper_scores as actions
from competition.actions import standings
from competition.file_types import Document, StagePart, TeamPart
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import DECIMALS
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import distinct
from competition.web.organiser.paging import ListPage, page_of_list
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    redirect_with,
    run_action,
)
from competition.web.sessions import by
from competition.web.template_filters import localized

TEAMS = 40
"""How many teams a page shows."""


@dataclass
class ScoreCell:
    """One score to type: `stored` is what is kept, `typed` what the page shows of it.

    `member` is None where the team has one score; `refusals` say what is wrong with what was typed.
    """

    team: str
    member: Mapping[str, Any] | None
    stored: str
    typed: str = ""
    refusals: list[str] = field(default_factory=list)
    is_changed: bool = False
    plain: str = ""

    @property
    def owner(self) -> actions.Owner:
        """Whose score it is, by key."""
        return self.team, self.member["key"] if self.member else ""

    @property
    def name(self) -> str:
        """The field's name."""
        return "score/" + "/".join(filter(None, self.owner))

    @property
    def name_before(self) -> str:
        """The name of the field that has what was stored when the page was made."""
        return f"before/{self.name}"


@dataclass
class TeamRows:
    """One team of the table, with a cell for its score or one for each of its members."""

    key: str
    name: str
    cells: list[ScoreCell]


class ScoresForm(PlainForm):
    """All scores of a page; what was typed stays, whatever becomes of it."""

    rows: list[TeamRows]
    highest: str

    @property
    def is_marked(self) -> bool:
        """Whether a cell is refused."""
        return any(cell.refusals for cell in self.cells())

    def cells(self) -> list[ScoreCell]:
        """Every cell, from above."""
        return [cell for row in self.rows for cell in row.cells]

    def read(self) -> bool:
        """Take over what was sent; whether every score is allowed.

        A cell counts as changed where it differs from what its page had shown, so that what
        somebody else has entered meanwhile in another row stays.
        """
        for cell in self.cells():
            cell.typed = cell.stored
            sent, before = request.form.get(cell.name), request.form.get(cell.name_before, "")
            if sent is None or sent.strip() == before:
                continue
            cell.typed, cell.is_changed = sent, True
            if sent.strip():
                self._read_number(cell, sent)
        return not self.is_marked

    def changes(self) -> dict[actions.Owner, str | None]:
        """The scores that were changed; None for those taken out."""
        return {cell.owner: cell.plain or None for cell in self.cells() if cell.is_changed}

    def _read_number(self, cell: ScoreCell, sent: str) -> None:
        try:
            cell.plain = document.normalise_typed_number(sent, decimals=DECIMALS)
        except document.Refusal as refusal:
            cell.refusals.append(refusal.text(gettext))
            return
        if Fraction(cell.plain) > Fraction(self.highest):
            cell.refusals.append(
                gettext(
                    "%(value)s is above the highest score, %(max)s.",
                    value=cell.plain,
                    max=self.highest,
                )
            )


@bp.route("/organiser/c/<key>/scores/<stage_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def scores_page(key: str, stage_key: str) -> ResponseReturnValue:
    """Type the scores of a written test: all that are on the page are saved at once."""
    competition = competition_or_404(key)
    file = file_without_sheets(competition)
    stage = next((each for each in file["stages"] if each["key"] == stage_key), None)
    if stage is None or stage.get("kind") != "paper":
        abort(404)
    form = ScoresForm()
    form.highest = stage["max"]
    page = _page(file, stage)
    form.rows = [_team_rows(stage, team, name) for team, name in page.items]
    is_readable = form.read()
    if is_valid_submission(form) and is_readable:
        changes = form.changes()
        if run_action(form, lambda: actions.save_scores(key, stage_key, changes, by())):
            return redirect_with(
                f"/organiser/c/{key}/scores/{stage_key}{page.address(page.number)}",
                ngettext("%(num)s score is saved.", "%(num)s scores are saved.", len(changes))
                if changes
                else gettext("Nothing was changed."),
            )
    counted = standings.count_standings(competition)[stage_key]
    return form_page(
        "results/scores.html",
        form,
        stage=stage,
        listed=page,
        totals={row["team"]: row["total"] for row in counted["standings"]},
        left={
            row["team"]: row["reason"]
            for row in counted["unranked"]
            if row["reason"] in ("withdrawn", "disqualified")
        },
        typed=sum(len(_scores_of(stage, team["key"])) for team, _name in _teams(file, stage)),
        own=next(each for each in competition.stages if each.key == stage_key),
    )


def _teams(file: Document, stage: StagePart) -> list[tuple[TeamPart, str]]:
    """Who may have a score, with their names: the stage's teams in order, otherwise all."""
    parts = {team["key"]: team for team in file["teams"]}
    names = distinct(file["teams"])
    return [(parts[key], names[key]) for key in stage.get("teams", list(parts))]


def _page(file: Document, stage: StagePart) -> ListPage[tuple[TeamPart, str]]:
    def texts(item: tuple[TeamPart, str]) -> str:
        team, name = item
        members = [localized(member["name"]) for member in team.get("members", ())]
        return "\n".join([team["key"], name, *members])

    return page_of_list(_teams(file, stage), TEAMS, texts)


def _team_rows(stage: StagePart, team: TeamPart, name: str) -> TeamRows:
    scores = _scores_of(stage, team["key"])
    members: list[Any] = list(team.get("members", ())) if stage["per"] == "member" else [None]
    cells = [
        ScoreCell(team["key"], member, scores.get(member["key"] if member else "", ""))
        for member in members
    ]
    return TeamRows(team["key"], name, cells)


def _scores_of(stage: StagePart, team: str) -> dict[str, str]:
    """A team's scores by member, "" for its own."""
    return {
        score.get("member", ""): score["score"]
        for score in stage.get("scores", ())
        if score["team"] == team
    }
