"""Who is in a stage: chosen zone by zone, in an order of their own."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition import advance
from competition.actions import stage_teams as actions
from competition.file_types import Document
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    redirect_with,
    run_action,
)
from competition.web.sessions import by
from competition.web.template_filters import join_list
from competition.web.whole_number import parse_whole_number


@dataclass(frozen=True)
class TeamChoice:
    """A team that may be in the stage; `place` is its number in the order, as typed."""

    key: str
    is_in: bool
    place: str
    is_wrong: bool


@bp.route("/organiser/c/<key>/stage-teams/<stage_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def stage_teams_page(key: str, stage_key: str) -> ResponseReturnValue:
    """Tick who is in the stage, and number them where the order matters."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    file = file_without_sheets(competition)
    part = advance.stage_part(file, stage_key)
    form = PlainForm()
    chosen, places = _chosen(file, part.get("teams", []))
    wrong = [team for team in chosen if places[team] and not parse_whole_number(places[team])]
    names = names_by_key(file)
    left_out = [team for team in advance.seated_teams(part) if chosen and team not in chosen]
    if is_valid_submission(form) and "zone" not in request.form:
        teams = _in_order(file, chosen, places)
        if wrong:
            form.general.append(gettext("Number the teams with whole numbers from 1 on."))
        elif left_out:
            form.general.append(
                gettext(
                    "In a match of the stage, but not ticked: %(teams)s. Tick them, or take them "
                    "out of its matches first.",
                    teams=join_list(names["team_names"][team] for team in left_out),
                )
            )
        elif run_action(form, lambda: actions.name_teams(key, stage_key, teams, by())):
            return redirect_with(f"/organiser/c/{key}/stages/{stage_key}", gettext("Saved."))
    return form_page(
        "setup/stage_teams.html",
        form,
        stage=stage,
        groups=_groups(file, chosen, places, wrong),
        seated=advance.seated_teams(part),
        **names,
    )


def _chosen(file: Document, stored: list[str]) -> tuple[set[str], dict[str, str]]:
    """Who is ticked, and the number of each: as stored, or as sent with all of a zone ticked."""
    if request.method != "POST":
        numbers = {team: str(number) for number, team in enumerate(stored, start=1)}
        return set(stored), {team["key"]: numbers.get(team["key"], "") for team in file["teams"]}
    chosen = set(request.form.getlist("team"))
    zone = request.form.get("zone")
    keys = [team["key"] for team in file["teams"]]
    if zone is not None:
        chosen |= {team["key"] for team in file["teams"] if team.get("zone", "") == zone}
    places = {team: request.form.get(f"place-{team}", "").strip() for team in keys}
    return chosen & set(keys), places


def _in_order(file: Document, chosen: set[str], places: Mapping[str, str]) -> list[str]:
    """The ticked teams by their numbers; those without one come last, as in the file."""
    teams = [team["key"] for team in file["teams"] if team["key"] in chosen]
    numbers = {team: parse_whole_number(places[team]) for team in teams}
    return sorted(teams, key=lambda team: numbers[team] or len(numbers) + 10**6)


def _groups(
    file: Document, chosen: set[str], places: Mapping[str, str], wrong: list[str]
) -> list[tuple[str, list[TeamChoice]]]:
    """Every team by zone, in the order of the zones; those without one come last."""
    found: dict[str, list[TeamChoice]] = {zone: [] for zone in names_by_key(file)["zone_names"]}
    found[""] = []
    for team in file["teams"]:
        key = team["key"]
        choice = TeamChoice(key, key in chosen, places[key], key in wrong)
        found[team.get("zone", "")].append(choice)
    return [(zone, teams) for zone, teams in found.items() if teams]
