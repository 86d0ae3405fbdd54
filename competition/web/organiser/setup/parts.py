"""What a competition is made of: see it, write it, move it, take it out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import abort, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm

from competition.actions import setup as actions
from competition.actions.refusals import NotFound
from competition.actions.snapshots import SHOWN
from competition.store.models import Competition
from competition.web.htmx import page_or_fragment, wants_fragment
from competition.web.organiser.blueprint import bp
from competition.web.organiser.conflicts import conflicts_of_interest
from competition.web.organiser.forms.base import PartForm, PlainForm
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import match_names
from competition.web.organiser.placeholders import placeholders
from competition.web.organiser.responses import (
    is_sent,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    succeeded,
)
from competition.web.organiser.setup.people_forms import JudgeForm, TeamForm
from competition.web.organiser.setup.rubric_form import RubricForm
from competition.web.organiser.setup.rule_text import rule_sentences
from competition.web.organiser.setup.saved_message import flash_saved
from competition.web.organiser.setup.stage_forms import MatchForm, RoundForm, StageForm
from competition.web.organiser.setup.topic_forms import CompetitionForm, TopicForm
from competition.web.sessions import by

Part = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of part: the action's word for it, its form, and its list's page."""

    word: str
    form: type[PartForm]
    back: str
    new: Any
    below: str = ""


KINDS = {
    "topics": Kind("topic", TopicForm, "topics", lazy_gettext("New topic")),
    "teams": Kind("team", TeamForm, "teams", lazy_gettext("New team")),
    "judges": Kind("judge", JudgeForm, "judges", lazy_gettext("New judge")),
    "stages": Kind("stage", StageForm, "stages", lazy_gettext("New stage"), "rounds"),
    "rounds": Kind("round", RoundForm, "stages", lazy_gettext("New round"), "matches"),
    "matches": Kind("match", MatchForm, "stages", lazy_gettext("New match")),
}
_ANY = '<any("topics", "teams", "judges", "stages", "rounds", "matches"):kinds>'


class MoveForm(FlaskForm):
    """A button and its token."""


@bp.get("/organiser/c/<key>/parts")
def overview_page(key: str) -> ResponseReturnValue:
    """Everything the competition is made of, with what is still missing."""
    competition = competition_or_404(key)
    whole = file_without_sheets(competition)
    return organiser_page("setup/overview.html", whole=whole, placeholders=placeholders(whole))


@bp.get("/organiser/c/<key>/<any('topics', 'teams', 'judges', 'stages'):kinds>")
def list_page(key: str, kinds: str) -> ResponseReturnValue:
    """The parts of one kind, in their order."""
    return _list(competition_or_404(key), kinds)


@bp.route("/organiser/c/<key>/details", methods=["GET", "POST"])
@keeps_what_was_typed
def details_page(key: str) -> ResponseReturnValue:
    """The competition's own fields."""
    competition = competition_or_404(key)
    whole = file_without_sheets(competition)
    form = CompetitionForm.of(whole["competition"], whole)
    done = _save(competition, form, "competition", None, None)
    if done is not None:
        flash_saved(competition, form, "competition")
        return redirect_with(f"/organiser/c/{key}/parts")
    return organiser_page("setup/details.html", _status(form), form=form)


@bp.route("/organiser/c/<key>/rubric", methods=["GET", "POST"])
@keeps_what_was_typed
def rubric_page(key: str) -> ResponseReturnValue:
    """What is marked, and the rule by which marks become places, also in words."""
    competition = competition_or_404(key)
    whole = file_without_sheets(competition)
    form = RubricForm.of({name: whole[name] for name in ("rubric", "scoring")}, whole)
    done = _save(competition, form, "rubric", None, None)
    if done is not None:
        flash_saved(competition, form, "rubric")
        return redirect_with(f"/organiser/c/{key}/rubric")
    shown = [stage.name for stage in competition.stages if stage.release in SHOWN]
    return organiser_page(
        "setup/rubric.html", _status(form), form=form, words=rule_sentences(whole), shown=shown
    )


@bp.route(f"/organiser/c/<key>/new/{_ANY}", methods=["GET", "POST"])
@keeps_what_was_typed
def new_part_page(key: str, kinds: str) -> ResponseReturnValue:
    """Make a part; a round needs `?in=stage`, a match `?in=stage/round`."""
    competition, kind = competition_or_404(key), KINDS[kinds]
    whole = file_without_sheets(competition)
    parent = request.args.get("in", "")
    if kinds in ("rounds", "matches") and parent not in _parents(whole, kinds):
        abort(404)
    form = kind.form.of(None, whole)
    if isinstance(form, MatchForm) and not form.is_submitted():
        form.where.data = parent
        form.seat_like(_neighbour(whole, parent))
    done = _save(competition, form, kind.word, None, parent)
    if done is not None:
        flash_saved(competition, form, kind.word)
        return redirect_with(_back(competition, kind, parent))
    return organiser_page(
        "setup/part.html", _status(form), form=form, kind=kind, kinds=kinds, whole=whole, part=None
    )


@bp.route(f"/organiser/c/<key>/{_ANY}/<path:name>", methods=["GET", "POST"])
@keeps_what_was_typed
def edit_part_page(key: str, kinds: str, name: str) -> ResponseReturnValue:
    """Change a part; a round is named `stage/round`."""
    competition, kind = competition_or_404(key), KINDS[kinds]
    whole = file_without_sheets(competition)
    part, parent = _find(whole, kinds, name)
    own = {field: value for field, value in part.items() if field != kind.below}
    form = kind.form.of(own, whole)
    if isinstance(form, MatchForm) and not form.is_submitted():
        form.where.data = parent
    done = _save(competition, form, kind.word, name, parent)
    if done is not None:
        flash_saved(competition, form, kind.word)
        return redirect_with(_back(competition, kind, parent))
    named = match_names(whole).get(name, "")
    return organiser_page(
        "setup/part.html",
        _status(form),
        form=form,
        kind=kind,
        kinds=kinds,
        whole=whole,
        part=part,
        named=named,
    )


@bp.route(f"/organiser/c/<key>/remove/{_ANY}/<path:name>", methods=["GET", "POST"])
def remove_part_page(key: str, kinds: str, name: str) -> ResponseReturnValue:
    """Ask, then take a part out with what stands below it."""
    competition, kind = competition_or_404(key), KINDS[kinds]
    whole = file_without_sheets(competition)
    part, _parent = _find(whole, kinds, name)
    form = PlainForm()
    if is_sent(form) and succeeded(
        form, lambda: actions.remove_part(competition.key, kind.word, name, by())
    ):
        return redirect_with(f"/organiser/c/{key}/{kind.back}", gettext("It is taken out."))
    named = match_names(whole).get(name, "")
    status = _status(form)
    return organiser_page(
        "setup/remove.html", status, form=form, kind=kind, kinds=kinds, part=part, named=named
    )


@bp.post(f"/organiser/c/<key>/move/{_ANY}/<path:name>")
def post_move_part(key: str, kinds: str, name: str) -> ResponseReturnValue:
    """Swap a part with its neighbour above or below."""
    competition, kind = competition_or_404(key), KINDS[kinds]
    _find(file_without_sheets(competition), kinds, name)
    if MoveForm().validate_on_submit():
        up = request.form.get("to") == "up"
        actions.move_part(competition.key, kind.word, name, by(), up=up)
    if wants_fragment():
        return _list(competition_or_404(key), kind.back)
    return redirect(f"/organiser/c/{key}/{kind.back}", 303)


def _list(competition: Competition, kinds: str) -> ResponseReturnValue:
    whole = file_without_sheets(competition)
    return page_or_fragment(
        f"organiser/setup/{kinds}.html",
        f"organiser/setup/_{kinds}.html",
        whole=whole,
        conflicts=conflicts_of_interest,
    )


def _save(
    competition: Competition, form: PartForm, word: str, name: str | None, parent: str | None
) -> str | None:
    """The five beats of every part's form; the part's key once it is stored."""
    if form.is_submitted() and form.add_rows(request.form.get("more")):
        g.only_more = True
        return None
    if not is_sent(form) or form.was_changed_meanwhile():
        return None
    part = form.part()
    above = form.where.data if isinstance(form, MatchForm) else parent
    saved: list[str] = []

    def act() -> None:
        saved.append(
            actions.save_part(competition.key, word, part, by(), key=name, parent=above or None)
        )

    return saved[0] if succeeded(form, act) else None


def _status(form: PlainForm) -> int:
    return 422 if form.is_submitted() and not g.get("only_more") else 200


def _back(competition: Competition, kind: Kind, _parent: str) -> str:
    return f"/organiser/c/{competition.key}/{kind.back}"


def _find(whole: Part, kinds: str, name: str) -> tuple[Part, str]:
    """A part and the name of its parent, or 404."""
    for part, own, parent in _all(whole, kinds):
        if own == name:
            return part, parent
    raise NotFound


def _all(whole: Part, kinds: str) -> Iterator[tuple[Part, str, str]]:
    """Every part of a kind with its name and its parent's; a round is named `stage/round`."""
    if kinds not in ("rounds", "matches"):
        yield from ((part, part["key"], "") for part in whole.get(kinds, ()))
        return
    for stage in whole["stages"]:
        for round_ in stage["rounds"]:
            name = f"{stage['key']}/{round_['key']}"
            if kinds == "rounds":
                yield round_, name, stage["key"]
            else:
                yield from ((match, match["key"], name) for match in round_["matches"])


def _parents(whole: Part, kinds: str) -> set[str]:
    if kinds == "rounds":
        return {stage["key"] for stage in whole["stages"]}
    return {f"{s['key']}/{r['key']}" for s in whole["stages"] for r in s["rounds"]}


def _neighbour(whole: Part, parent: str) -> Part | None:
    """The last match of the round: its panel and topic are most often the next one's too."""
    for stage in whole["stages"]:
        for round_ in stage["rounds"]:
            if f"{stage['key']}/{round_['key']}" == parent and round_["matches"]:
                last: Part = round_["matches"][-1]
                return last
    return None
