"""The parts of a competition: shown, added, changed, moved, removed."""

from dataclasses import dataclass
from typing import Any, cast

from flask import Response, abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from competition.actions import setup as actions
from competition.actions.replacement import last_replacement
from competition.actions.visibility import SHOWN
from competition.actions.zones import words_in_use
from competition.store.models import Competition
from competition.web.htmx import page_or_fragment, wants_fragment
from competition.web.organiser import labels
from competition.web.organiser.blueprint import bp
from competition.web.organiser.changed_meanwhile import part_before
from competition.web.organiser.conflicts import conflicts_of_interest
from competition.web.organiser.forms.base import PartForm, PlainForm
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import match_names, names_by_key
from competition.web.organiser.placeholders import placeholders
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    run_action,
    submit,
)
from competition.web.organiser.setup.checklist import checklist
from competition.web.organiser.setup.part_lists import (
    find_named_part,
    last_match_before,
    page_of_parts,
    parents_of,
)
from competition.web.organiser.setup.people_forms import JudgeForm, TeamForm, ZoneForm
from competition.web.organiser.setup.rubric_form import RubricForm
from competition.web.organiser.setup.save_messages import flash_saved
from competition.web.organiser.setup.stage_form import StageForm
from competition.web.organiser.setup.stage_forms import MatchForm, RoundForm
from competition.web.organiser.setup.topic_forms import CompetitionForm, TopicForm
from competition.web.organiser.who_plays import equal_name_texts, who_plays_anywhere
from competition.web.sessions import by

Part = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of part: its name for actions, its form, its list's page, "New …", its list below."""

    name: str
    form: type[PartForm]
    back: str
    new: Any
    below: str = ""


KINDS = {
    "topics": Kind("topic", TopicForm, "topics", lazy_gettext("New topic")),
    "zones": Kind("zone", ZoneForm, "zones", lazy_gettext("New zone")),
    "teams": Kind("team", TeamForm, "teams", lazy_gettext("New team")),
    "judges": Kind("judge", JudgeForm, "judges", lazy_gettext("New judge")),
    "stages": Kind("stage", StageForm, "stages", lazy_gettext("New stage"), "rounds"),
    "rounds": Kind("round", RoundForm, "stages", lazy_gettext("New round"), "matches"),
    "matches": Kind("match", MatchForm, "stages", lazy_gettext("New match")),
}
_ANY = '<any("topics", "zones", "teams", "judges", "stages", "rounds", "matches"):kinds>'


@bp.get("/organiser/c/<key>/parts")
def overview_page(key: str) -> ResponseReturnValue:
    """A check list: what the competition is made of, and what is still missing."""
    competition = competition_or_404(key)
    file = file_without_sheets(competition)
    found = placeholders(file)
    return organiser_page(
        "setup/overview.html",
        file=file,
        placeholders=found,
        checks=checklist(competition, file, found),
        replaced=last_replacement(key),
    )


@bp.get("/organiser/c/<key>/<any('topics', 'zones', 'teams', 'judges', 'stages'):kinds>")
def list_page(key: str, kinds: str) -> ResponseReturnValue:
    """The parts of one kind, in their order."""
    return _list_page(competition_or_404(key), kinds)


@bp.route("/organiser/c/<key>/details", methods=["GET", "POST"])
@keeps_what_was_typed
def details_page(key: str) -> ResponseReturnValue:
    """The competition's own fields."""
    competition = competition_or_404(key)
    file = file_without_sheets(competition)
    form = CompetitionForm.of(file["competition"], file)
    if _is_saved(competition, form, "competition"):
        return redirect_with(f"/organiser/c/{key}/parts")
    return form_page("setup/details.html", form)


@bp.route("/organiser/c/<key>/rubric", methods=["GET", "POST"])
@keeps_what_was_typed
def rubric_page(key: str) -> ResponseReturnValue:
    """What is marked, and the rule by which marks become places, in sentences too."""
    competition = competition_or_404(key)
    file = file_without_sheets(competition)
    form = RubricForm.of({name: file[name] for name in ("rubric", "scoring")}, file)
    if _is_saved(competition, form, "rubric"):
        return redirect_with(f"/organiser/c/{key}/rubric")
    released = [stage.name for stage in competition.stages if stage.release in SHOWN]
    shown = [] if competition.visibility == "private" else released
    return form_page("setup/rubric.html", form, file=file, shown=shown, labels=labels)


@bp.route(f"/organiser/c/<key>/new/{_ANY}", methods=["GET", "POST"])
@keeps_what_was_typed
def new_part_page(key: str, kinds: str) -> ResponseReturnValue:
    """Add a part; a round needs `?in=stage`, a match `?in=stage/round`."""
    competition, kind = competition_or_404(key), KINDS[kinds]
    file = file_without_sheets(competition)
    parent, copied_from = request.args.get("in", ""), ""
    if kinds in ("rounds", "matches") and parent not in parents_of(file, kinds):
        abort(404)
    form = kind.form.of(None, file)
    if isinstance(form, MatchForm) and not form.is_submitted():
        form.where.data = parent
        if like := last_match_before(file, parent):
            form.seat_like(like)
            copied_from = match_names(file)[like["key"]]
        form.start_with(request.args.getlist("team"))
    if _is_saved(competition, form, kind.name, None, parent):
        return _after_saving(key, kinds, parent)
    about = {"kind": kind, "kinds": kinds, "file": file}
    return form_page("setup/part.html", form, part=None, copied_from=copied_from, **about)


@bp.route(f"/organiser/c/<key>/{_ANY}/<path:name>", methods=["GET", "POST"])
@keeps_what_was_typed
def edit_part_page(key: str, kinds: str, name: str) -> ResponseReturnValue:
    """Change a part; a round is named `stage/round`."""
    competition, kind = competition_or_404(key), KINDS[kinds]
    file = file_without_sheets(competition)
    part, parent = find_named_part(file, kinds, name)
    own = {field: value for field, value in part.items() if field != kind.below}
    form = kind.form.of(own, file)
    if isinstance(form, MatchForm) and not form.is_submitted():
        form.where.data = parent
    if _is_saved(competition, form, kind.name, name, parent):
        return _after_saving(key, kinds, parent)
    if (before := part_before(form.changed_rows, f"{kind.name}.edit")) is not None:
        file = file_without_sheets(competition_or_404(key))
        part, _parent = find_named_part(file, kinds, name)
        form = form.merged_with(before, {k: v for k, v in part.items() if k != kind.below})
    return form_page(
        "setup/part.html",
        form,
        kind=kind,
        kinds=kinds,
        file=file,
        part=part,
        match_name=match_names(file).get(name, ""),
    )


@bp.route(f"/organiser/c/<key>/remove/{_ANY}/<path:name>", methods=["GET", "POST"])
def remove_part_page(key: str, kinds: str, name: str) -> ResponseReturnValue:
    """Ask, then remove a part with everything below it."""
    competition, kind = competition_or_404(key), KINDS[kinds]
    file = file_without_sheets(competition)
    part, _parent = find_named_part(file, kinds, name)
    form = PlainForm()
    if submit(form, lambda: actions.remove_part(competition.key, kind.name, name, by())):
        return redirect_with(f"/organiser/c/{key}/{kind.back}", gettext("Removed."))
    return form_page(
        "setup/remove.html",
        form,
        kind=kind,
        kinds=kinds,
        part=part,
        match_name=match_names(file).get(name, ""),
    )


@bp.post(f"/organiser/c/<key>/move/{_ANY}/<path:name>")
def post_move_part(key: str, kinds: str, name: str) -> ResponseReturnValue:
    """Swap a part with its neighbour above or below."""
    competition, kind = competition_or_404(key), KINDS[kinds]
    find_named_part(file_without_sheets(competition), kinds, name)
    up, form = request.form.get("to") == "up", PlainForm()
    if not submit(form, lambda: actions.move_part(competition.key, kind.name, name, by(), up=up)):
        flash(gettext("Nothing was moved: the order was changed meanwhile. Look again."), "bad")
        if wants_fragment():
            return Response(headers={"HX-Refresh": "true"})
    if wants_fragment():
        return _list_page(competition_or_404(key), kind.back)
    return redirect(f"/organiser/c/{key}/{kind.back}", 303)


def _list_page(competition: Competition, kinds: str) -> ResponseReturnValue:
    file = file_without_sheets(competition)
    return page_or_fragment(
        f"organiser/setup/{kinds}.html",
        f"organiser/setup/_{kinds}.html",
        file=file,
        conflicts=conflicts_of_interest,
        team_names=names_by_key(file)["team_names"],
        parts={
            name: {part["key"]: part for part in cast(Part, file).get(name, ())}
            for name in ("teams", "judges", "topics", "zones")
        },
        listed=page_of_parts(file, kinds),
        zone_words=words_in_use(file),
        who_plays=who_plays_anywhere(competition)
        if kinds == "stages"
        else equal_name_texts(file, kinds),
    )


def _is_saved(
    competition: Competition,
    form: PartForm,
    kind: str,
    name: str | None = None,
    parent: str | None = None,
) -> bool:
    """Save the part in the form, unless it was not sent, only asks for rows, or is refused.

    `kind` is the actions' name for it; `name` is the part's, None for a new one.
    """
    if form.is_submitted() and form.add_rows(request.form.get("more")):
        return False
    if not is_valid_submission(form):
        return False
    part = form.whole_part()
    above = form.where.data if isinstance(form, MatchForm) else parent

    def save() -> None:
        actions.save_part(competition.key, kind, part, by(), key=name, parent=above or None)

    if not run_action(form, save):
        return False
    flash_saved(competition, form, kind)
    return True


def _after_saving(key: str, kinds: str, parent: str) -> ResponseReturnValue:
    """To the list, or with “save and add another” to an empty form of the same kind."""
    if request.form.get("then") == "another":
        below = f"?in={parent}" if parent else ""
        return redirect_with(f"/organiser/c/{key}/new/{kinds}{below}")
    return redirect_with(f"/organiser/c/{key}/{KINDS[kinds].back}")
