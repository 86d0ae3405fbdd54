"""The panel's conference on the tablets: the panel's sheets side by side while it is open.

Nobody sees another judge's mark here before it is opened or after it is closed; only judges whose
own sheet for a team counts see the panel's sheets for that team. The head judge opens and closes.
"""

from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import conferences as actions
from competition.actions import rubrics
from competition.actions.refusals import NotFound, Refused
from competition.conference import conferring_judges
from competition.store import file_export, queries, sheets
from competition.store.marking_judges import is_marking, is_panel_head
from competition.store.models import Entry, Judge, Match
from competition.web import sessions
from competition.web.distinct_names import distinct_texts
from competition.web.htmx import page_or_fragment, wants_fragment
from competition.web.judge import confirm_identity, judge_context, unsaved_form
from competition.web.judge.blueprint import bp
from competition.web.template_filters import localized


@dataclass(frozen=True)
class PanelSheets:
    """The panel's counting sheets for one team: a column for each judge, marks by dimension."""

    entry: Entry
    judges: list[str]
    marks: dict[str, dict[str, Any]]
    totals: dict[str, str]
    is_complete: bool


@bp.get("/judge/matches/<match>/conference")
@confirm_identity.confirmed_required
def conference_page(match: str) -> ResponseReturnValue:
    """The sheets side by side while the panel confers; otherwise a sentence, and no mark."""
    if wants_fragment() and unsaved_form.is_other_judge():
        return confirm_identity.reload_page()
    judge, found = _find(match)
    return _page(judge, found)


@bp.post("/judge/matches/<match>/conference")
@confirm_identity.confirmed_required
def post_conference(match: str) -> ResponseReturnValue:
    """The head judge opens or closes the conference."""
    if unsaved_form.is_other_judge():
        return redirect(url_for("judge.home_page"), 303)
    judge, found = _find(match)
    competition, by = judge.competition.key, f"judge {judge.key}"
    try:
        if request.form.get("do") == "close":
            actions.close_conference(competition, match, by, "", head=judge.key)
        else:
            actions.open_conference(competition, match, by, head=judge.key)
    except NotFound:
        raise
    except Refused as refusal:
        judge, found = _find(match)
        return _page(judge, found, _in_names(found, refusal))
    return redirect(url_for("judge.conference_page", match=match), 303)


def conferences_of(judge: Judge, matches: list[Match]) -> list[dict[str, Any]]:
    """For the judge's list: the matches on which the panel confers, or that the head may open.

    `is_open`: the sheets can be seen now; `is_due`: the round says that the panel confers here.
    """
    found = []
    for match in matches:
        if actions.is_conferring(match):
            if actions.conferring_on(match, judge):
                found.append({"match": match, "is_open": True, "is_due": True})
        elif (
            is_panel_head(match, judge)
            and actions.why_no_conference(match) is None
            and not actions.unsubmitted_sheets(match)
        ):
            is_due = match.position < (match.round.conference_after or 0)
            found.append({"match": match, "is_open": False, "is_due": is_due})
    return found


def _find(match_key: str) -> tuple[Judge, Match]:
    """The judge and the match on whose panel the judge sits, its round no draft; or 404."""
    judge = sessions.judge()
    match = queries.find_match(judge.competition, match_key) if judge else None
    if judge is None or match is None or match.round.state == "draft":
        abort(404)
    # A trainee marks there, and has no part in what counts.
    if not is_marking(match, judge) or not any(seat.judge_id == judge.id for seat in match.seats):
        abort(404)
    judge_context.use_judges_language(judge)
    return judge, match


def _page(judge: Judge, match: Match, refusal: str = "") -> ResponseReturnValue:
    is_open = actions.is_conferring(match)
    names = {key: localized(text) for key, text in distinct_texts(judge.competition.judges).items()}
    context: dict[str, Any] = {
        "judge": judge,
        "judge_name": judge_context.judge_name(judge),
        "match": match,
        "is_open": is_open,
        "is_over": bool(match.conference and "closed_at" in match.conference),
        "is_head": is_panel_head(match, judge),
        "dimensions": rubrics.rubric_of_match(match)["dimensions"],
        "panel_sheets": _panel_sheets(judge, match) if is_open else [],
        "names": names,
        "why_not": _why_not(match),
        "refusal": refusal,
    }
    if refusal:
        return render_template("judge/conference.html", **context), 422
    return page_or_fragment("judge/conference.html", "judge/_conference.html", **context)


def _panel_sheets(judge: Judge, match: Match) -> list[PanelSheets]:
    part = file_export.match_part(match)
    counting = {
        (sheet.team_id, sheet.judge.key): version
        for sheet in sheets.sheets_of_match(match.id)
        if (version := sheets.counting_version(sheet)) is not None
    }
    found = []
    for entry in match.entries:
        judges = conferring_judges(part, entry.team.key)
        # Who has not given the own marks yet, or came to the seat meanwhile, gives them first.
        if judge.key not in judges or (entry.team_id, judge.key) not in counting:
            continue
        versions = {
            key: counting[entry.team_id, key] for key in judges if (entry.team_id, key) in counting
        }
        found.append(
            PanelSheets(
                entry,
                judges,
                {key: version.marks for key, version in versions.items()},
                {key: rubrics.marks_total(match, each.marks) for key, each in versions.items()},
                len(versions) == len(judges),
            )
        )
    return found


def _why_not(match: Match) -> str:
    """Why the head judge cannot open it now; "" where nothing is in the way."""
    if why := actions.why_no_conference(match):
        return why.text(gettext)
    if missing := actions.unsubmitted_sheets(match):
        return _missing_text(match, missing)
    return ""


def _in_names(match: Match, refusal: Refused) -> str:
    """The refusal; where sheets are missing, with the names of their judges and teams."""
    missing = actions.unsubmitted_sheets(match)
    if "missing" in refusal.values and missing:
        return _missing_text(match, missing)
    return refusal.text(gettext)


def _missing_text(match: Match, missing: list[tuple[str, str]]) -> str:
    competition = match.round.stage.competition
    judges, teams = distinct_texts(competition.judges), distinct_texts(competition.teams)
    named = [f"{localized(judges[judge])} ({localized(teams[team])})" for judge, team in missing]
    return gettext("Not submitted yet: %(sheets)s.", sheets=gettext(", ").join(named))
