"""Progress: who has submitted what, judge by team, without a single mark."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from flask import make_response, request
from flask.typing import ResponseReturnValue

from competition.actions.awaited import marking_judges, reason_team_left
from competition.store import late_sheets
from competition.store.accounts import devices_in_use
from competition.store.models import Match, Round
from competition.web import language
from competition.web.htmx import page_or_fragment, wants_fragment
from competition.web.organiser.blueprint import bp
from competition.web.organiser.day.tablets import tablet_status, unsent_reason
from competition.web.organiser.labels import NOT_AWAITED, ROUND_STATES
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.paging import ListPage, page_of_list
from competition.web.organiser.sheet_progress import SheetProgress, sheet_progress
from competition.web.rendering import let_others_run, render_page
from competition.web.template_filters import localized

MATCHES = 24
"""How many matches a page shows."""


@bp.get("/organiser/c/<key>/wall")
def progress_page(key: str) -> ResponseReturnValue:
    """The open rounds and those with sheets apart, or all; 204 if the page shows just this."""
    competition = competition_or_404(key)
    progress, all_rounds = sheet_progress(competition), request.args.get("all") == "1"
    rounds = [round_ for stage in competition.stages for round_ in stage.rounds]
    names = names_by_key(file_without_sheets(competition))
    shown = [round_ for round_ in rounds if all_rounds or _is_shown(round_, progress)]
    matches = page_of_list(_numbered(shown), MATCHES, partial(_texts, names), "all")
    context: dict[str, Any] = {
        "rounds": _by_round(shown, matches),
        "matches": matches,
        "has_draft": any(round_.state == "draft" for round_ in rounds),
        "progress": progress,
        "all_rounds": all_rounds,
        "competition": competition,
        "states": ROUND_STATES,
        "not_awaited": NOT_AWAITED,
        "tablet_status": tablet_status,
        "devices": devices_in_use(competition),
        "unsent_reason": unsent_reason,
        "left_in_stage": reason_team_left,
        "team_names": names["team_names"],
        "judge_names": names["judge_names"],
        "late": late_sheets.count_undecided(competition),
    }
    let_others_run()
    fragment = render_page("organiser/day/_progress_rounds.html", **context)
    digest = hashlib.sha256(f"{language.current()}{fragment}".encode()).hexdigest()[:16]
    if wants_fragment() and request.args.get("seen") == digest:
        response = make_response("", 204)
        response.vary.add("HX-Request")
        return response
    let_others_run()
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return page_or_fragment(
        "organiser/day/progress.html",
        "organiser/day/_progress.html",
        **context,
        digest=digest,
        now=now,
        rendered_rounds=fragment,
    )


def _numbered(rounds: Iterable[Round]) -> list[tuple[int, Match]]:
    """The matches of these rounds with their numbers in them."""
    return [numbered for round_ in rounds for numbered in enumerate(round_.matches, start=1)]


def _by_round(
    rounds: Iterable[Round], matches: ListPage[tuple[int, Match]]
) -> list[tuple[Round, list[tuple[int, Match]]]]:
    """The matches of the page by their rounds; with all on one page, rounds without any too."""
    found = [
        (round_, [each for each in matches.items if each[1].round_id == round_.id])
        for round_ in rounds
    ]
    is_whole = matches.found == matches.total == len(matches.items)
    return [each for each in found if each[1] or is_whole]


def _texts(names: Mapping[str, Any], numbered: tuple[int, Match]) -> str:
    """What a match can be found by: the names of its round, teams and judges."""
    match = numbered[1]
    teams = [names["team_names"][entry.team.key] for entry in match.entries]
    judges = [names["judge_names"][judge.key] for judge in marking_judges(match)]
    return "\n".join([localized(match.round.name), *teams, *judges])


def _is_shown(round_: Round, progress: SheetProgress) -> bool:
    """Whether the round is open, or has a sheet that is reopened or locked by itself."""
    return round_.state == "open" or progress.count_overrides(round_.matches) > 0
