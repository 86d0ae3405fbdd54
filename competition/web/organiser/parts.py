"""What a competition is made of: see it, write it, move it, take it out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import abort, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm

from competition.actions import parts as actions
from competition.actions.refusals import NotFound
from competition.actions.snapshots import SHOWN
from competition.store.parts import Competition
from competition.web.htmx import answer, wants_fragment
from competition.web.sessions import by

from . import bp
from .conflicts import conflicts
from .finding import acted, competition, go, is_sent, keeps_what_was_typed, page, without_sheets
from .forms.base import PartForm, PlainForm
from .forms.course import MatchForm, RoundForm, StageForm
from .forms.people import JudgeForm, TeamForm
from .forms.rules import RubricForm
from .forms.subject import CompetitionForm, TopicForm
from .made_up import placeholders
from .naming import match_names
from .rule_words import rule_words
from .stored_words import say_stored

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


class Touch(FlaskForm):
    """A button and its token."""


@bp.get("/organiser/c/<key>/parts")
def overview(key: str) -> ResponseReturnValue:
    """Everything the competition is made of, with what is still missing."""
    of = competition(key)
    whole = without_sheets(of)
    return page("parts.html", whole=whole, placeholders=placeholders(whole))


@bp.get("/organiser/c/<key>/<any('topics', 'teams', 'judges', 'stages'):kinds>")
def listed(key: str, kinds: str) -> ResponseReturnValue:
    """The parts of one kind, in their order."""
    return _list(competition(key), kinds)


@bp.route("/organiser/c/<key>/details", methods=["GET", "POST"])
@keeps_what_was_typed
def details(key: str) -> ResponseReturnValue:
    """The competition's own fields."""
    of = competition(key)
    whole = without_sheets(of)
    form = CompetitionForm.of(whole["competition"], whole)
    done = _save(of, form, "competition", None, None)
    if done is not None:
        say_stored(of, form, "competition")
        return go(f"/organiser/c/{key}/parts")
    return page("details.html", _status(form), form=form)


@bp.route("/organiser/c/<key>/rubric", methods=["GET", "POST"])
@keeps_what_was_typed
def rubric(key: str) -> ResponseReturnValue:
    """What is marked, and the rule by which marks become places, also in words."""
    of = competition(key)
    whole = without_sheets(of)
    form = RubricForm.of({name: whole[name] for name in ("rubric", "scoring")}, whole)
    done = _save(of, form, "rubric", None, None)
    if done is not None:
        say_stored(of, form, "rubric")
        return go(f"/organiser/c/{key}/rubric")
    shown = [stage.name for stage in of.stages if stage.release in SHOWN]
    return page("rubric.html", _status(form), form=form, words=rule_words(whole), shown=shown)


@bp.route(f"/organiser/c/<key>/new/{_ANY}", methods=["GET", "POST"])
@keeps_what_was_typed
def new_part(key: str, kinds: str) -> ResponseReturnValue:
    """Make a part; a round needs `?in=stage`, a match `?in=stage/round`."""
    of, kind = competition(key), KINDS[kinds]
    whole = without_sheets(of)
    parent = request.args.get("in", "")
    if kinds in ("rounds", "matches") and parent not in _parents(whole, kinds):
        abort(404)
    form = kind.form.of(None, whole)
    if isinstance(form, MatchForm) and not form.is_submitted():
        form.where.data = parent
        form.seat_like(_neighbour(whole, parent))
    done = _save(of, form, kind.word, None, parent)
    if done is not None:
        say_stored(of, form, kind.word)
        return go(_back(of, kind, parent))
    return page(
        "part.html", _status(form), form=form, kind=kind, kinds=kinds, whole=whole, part=None
    )


@bp.route(f"/organiser/c/<key>/{_ANY}/<path:name>", methods=["GET", "POST"])
@keeps_what_was_typed
def edit(key: str, kinds: str, name: str) -> ResponseReturnValue:
    """Change a part; a round is named `stage/round`."""
    of, kind = competition(key), KINDS[kinds]
    whole = without_sheets(of)
    part, parent = _find(whole, kinds, name)
    own = {field: value for field, value in part.items() if field != kind.below}
    form = kind.form.of(own, whole)
    if isinstance(form, MatchForm) and not form.is_submitted():
        form.where.data = parent
    done = _save(of, form, kind.word, name, parent)
    if done is not None:
        say_stored(of, form, kind.word)
        return go(_back(of, kind, parent))
    named = match_names(whole).get(name, "")
    return page(
        "part.html",
        _status(form),
        form=form,
        kind=kind,
        kinds=kinds,
        whole=whole,
        part=part,
        named=named,
    )


@bp.route(f"/organiser/c/<key>/remove/{_ANY}/<path:name>", methods=["GET", "POST"])
def remove(key: str, kinds: str, name: str) -> ResponseReturnValue:
    """Ask, then take a part out with what stands below it."""
    of, kind = competition(key), KINDS[kinds]
    whole = without_sheets(of)
    part, _parent = _find(whole, kinds, name)
    form = PlainForm()
    if is_sent(form) and acted(form, lambda: actions.remove(of.key, kind.word, name, by())):
        return go(f"/organiser/c/{key}/{kind.back}", gettext("It is taken out."))
    named = match_names(whole).get(name, "")
    status = _status(form)
    return page("remove.html", status, form=form, kind=kind, kinds=kinds, part=part, named=named)


@bp.post(f"/organiser/c/<key>/move/{_ANY}/<path:name>")
def move(key: str, kinds: str, name: str) -> ResponseReturnValue:
    """Swap a part with its neighbour above or below."""
    of, kind = competition(key), KINDS[kinds]
    _find(without_sheets(of), kinds, name)
    if Touch().validate_on_submit():
        up = request.form.get("to") == "up"
        actions.move(of.key, kind.word, name, by(), up=up)
    if wants_fragment():
        return _list(competition(key), kind.back)
    return redirect(f"/organiser/c/{key}/{kind.back}", 303)


def _list(of: Competition, kinds: str) -> ResponseReturnValue:
    whole = without_sheets(of)
    return answer(
        f"organiser/{kinds}.html", f"organiser/_{kinds}.html", whole=whole, conflicts=conflicts
    )


def _save(
    of: Competition, form: PartForm, word: str, name: str | None, parent: str | None
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
        saved.append(actions.save(of.key, word, part, by(), key=name, parent=above or None))

    return saved[0] if acted(form, act) else None


def _status(form: PlainForm) -> int:
    return 422 if form.is_submitted() and not g.get("only_more") else 200


def _back(of: Competition, kind: Kind, _parent: str) -> str:
    return f"/organiser/c/{of.key}/{kind.back}"


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
