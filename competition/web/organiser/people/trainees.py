"""Trainee judges: who marks where without counting, and how they marked beside the panel."""

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext

from competition import scoring
from competition.actions import trainees as actions
from competition.file_types import Document, StagePart
from competition.store import file_export
from competition.store.models import Competition, Round
from competition.trainees import TraineeComparison, compare_trainees
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField, MultiChoiceField
from competition.web.organiser.lookup import (
    competition_or_404,
    file_without_sheets,
    round_or_404,
)
from competition.web.organiser.names import match_names, names_by_key, round_names
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    run_action,
)
from competition.web.organiser.setup.stage_forms import judge_choices
from competition.web.sessions import by
from competition.web.signed_points import signed_points

_ROUND = "round/"
_ALIKE, _BROADLY = 0.8, 0.5
DECIMALS = 2


class TraineesForm(PlainForm):
    """Which judges, in which matches (or `round/stage/round`), and whether they are added."""

    act = ChoiceField(
        lazy_gettext("What to do"),
        [
            ("add", lazy_gettext("They mark as trainees")),
            ("remove", lazy_gettext("They no longer do")),
        ],
    )
    judges = MultiChoiceField(lazy_gettext("Judges"))
    matches = MultiChoiceField(lazy_gettext("Matches"))

    def chosen_matches(self, file: Document) -> list[str]:
        """The matches that are ticked, by themselves or with their round, each once."""
        chosen = {value for value in self.matches.data or () if not value.startswith(_ROUND)}
        for stage in file["stages"]:
            for round_ in stage.get("rounds", ()):
                if f"{_ROUND}{stage['key']}/{round_['key']}" in (self.matches.data or ()):
                    chosen |= {match["key"] for match in round_["matches"]}
        return [key for key in match_names(file) if key in chosen]


class RoundTrainees(NamedTuple):
    """A round with trainees: its name, its matches' trainees, and whether it can be compared."""

    name: str
    address: str
    matches: dict[str, list[str]]
    is_closed: bool


@bp.route("/organiser/c/<key>/trainees", methods=["GET", "POST"])
@keeps_what_was_typed
def trainees_page(key: str) -> ResponseReturnValue:
    """Who learns where, and a form to change it for a match or a whole round."""
    competition = competition_or_404(key)
    file = file_without_sheets(competition)
    form = TraineesForm(data={"act": "add", "matches": request.args.getlist("match")})
    form.judges.choices = judge_choices(file)
    form.matches.choices = _match_choices(file)
    act = actions.remove_trainees if form.act.data == "remove" else actions.add_trainees
    changed: list[int] = []

    def carry_out() -> None:
        judges = form.judges.data or ()
        changed.append(act(competition.key, form.chosen_matches(file), judges, by()))

    if is_valid_submission(form):
        if not form.judges.data:
            form.judges.refusals = [gettext("Choose from the list.")]
        if not form.matches.data:
            form.matches.refusals = [gettext("Choose the matches.")]
        if not form.is_marked and run_action(form, carry_out):
            message = ngettext(
                "The trainee judges of %(num)s match are changed.",
                "The trainee judges of %(num)s matches are changed.",
                changed[0],
            )
            return redirect_with(f"/organiser/c/{key}/trainees", message)
    return form_page(
        "people/trainees.html",
        form,
        rounds=_rounds_with_trainees(file),
        **names_by_key(file),
    )


@bp.get("/organiser/c/<key>/trainees/<stage_key>/<round_key>")
def compare_trainees_page(key: str, stage_key: str, round_key: str) -> ResponseReturnValue:
    """The trainees of a closed round beside its panels."""
    competition = competition_or_404(key)
    round_ = round_or_404(competition, stage_key, round_key)
    if round_.state != "closed":
        abort(404)
    return organiser_page(
        "people/compare_trainees.html",
        round=round_,
        comparisons=_compared(competition, round_),
        in_words=correlation_in_words,
        points=signed_points,
        number=lambda value: scoring.format_rounded(value, DECIMALS, "half_up"),
        **names_by_key(file_without_sheets(competition)),
    )


def _compared(competition: Competition, round_: Round) -> list[TraineeComparison]:
    matches = [match.key for match in round_.matches]
    file = file_export.competition_document(competition, matches=matches)
    stages: Mapping[str, Any] = {stage["key"]: stage for stage in file["stages"]}
    stage = cast(StagePart, stages[round_.stage.key])
    part = next(each for each in stage["rounds"] if each["key"] == round_.key)
    return compare_trainees(file, stage, part)


def correlation_in_words(correlation: float | None) -> str:
    """What a correlation says, in a sentence."""
    if correlation is None:
        return gettext("There are too few teams to say whether both see the same order.")
    if correlation >= _ALIKE:
        return gettext("Trainee and panel see nearly the same order of the teams.")
    if correlation >= _BROADLY:
        return gettext("Trainee and panel see broadly the same order of the teams.")
    if correlation > 0:
        return gettext("Trainee and panel see the order of the teams rather differently.")
    return gettext("Trainee and panel do not see the same order of the teams.")


def _match_choices(file: Document) -> list[tuple[str, str]]:
    """Every round as a whole and then its matches; void matches are left out."""
    names, rounds = match_names(file), round_names(file)
    found = []
    for stage in file["stages"]:
        for round_ in stage.get("rounds", ()):
            name = f"{stage['key']}/{round_['key']}"
            matches = [match["key"] for match in round_["matches"] if not match.get("void")]
            if len(matches) > 1:
                whole = gettext("%(round)s: every match", round=rounds[name])
                found.append((f"{_ROUND}{name}", whole))
            found += [(match, names[match]) for match in matches]
    return found


def _rounds_with_trainees(file: Document) -> list[RoundTrainees]:
    names = round_names(file)
    found = []
    for stage in file["stages"]:
        for round_ in stage.get("rounds", ()):
            matches = {
                match["key"]: match["trainees"]
                for match in round_["matches"]
                if match.get("trainees")
            }
            if matches:
                name = f"{stage['key']}/{round_['key']}"
                is_closed = round_.get("state") == "closed"
                found.append(RoundTrainees(names[name], name, matches, is_closed))
    return found
