"""The awards: set up, put in order, and looked at while nothing of them is public."""

from typing import Any, cast

from flask import Response, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import awards as actions
from competition.actions.award_changes import waiting_awards
from competition.store.models import Competition
from competition.web.htmx import page_or_fragment, wants_fragment
from competition.web.organiser.award_lines import AwardLine, award_lines
from competition.web.organiser.blueprint import bp
from competition.web.organiser.changed_meanwhile import part_before
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.labels import AWARD_BY
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    run_action,
    submit,
)
from competition.web.organiser.results.awards_form import AwardForm
from competition.web.organiser.results.awards_suggested import usual_awards
from competition.web.sessions import by


@bp.get("/organiser/c/<key>/awards")
def awards_page(key: str) -> ResponseReturnValue:
    """Every award with who would get it, and what keeps it from being final."""
    return _awards_page(competition_or_404(key))


@bp.get("/organiser/c/<key>/awards/<name>/candidates")
def award_candidates_page(key: str, name: str) -> ResponseReturnValue:
    """One award: its candidates in order with their values, and who is passed over."""
    competition = competition_or_404(key)
    return organiser_page("results/award_candidates.html", line=line_or_404(competition, name))


@bp.route("/organiser/c/<key>/new/awards", methods=["GET", "POST"])
@keeps_what_was_typed
def new_award_page(key: str) -> ResponseReturnValue:
    """Add an award."""
    competition = competition_or_404(key)
    form = AwardForm.of(None, file_without_sheets(competition))
    if _is_saved(competition, cast(AwardForm, form), None):
        return _after_saving(key)
    return form_page("results/award.html", form, award=None)


@bp.route("/organiser/c/<key>/awards/<name>", methods=["GET", "POST"])
@keeps_what_was_typed
def edit_award_page(key: str, name: str) -> ResponseReturnValue:
    """Change an award."""
    competition = competition_or_404(key)
    part = award_or_404(competition, name)
    form = AwardForm.of(part, file_without_sheets(competition))
    if _is_saved(competition, cast(AwardForm, form), name):
        return _after_saving(key)
    if (before := part_before(form.changed_rows, "award.edit")) is not None:
        part = award_or_404(competition_or_404(key), name)
        form = form.merged_with(before, part)
    line = line_or_404(competition, name)
    return form_page("results/award.html", form, award=part, line=line)


@bp.route("/organiser/c/<key>/remove/awards/<name>", methods=["GET", "POST"])
def remove_award_page(key: str, name: str) -> ResponseReturnValue:
    """Ask, then remove an award."""
    competition, form = competition_or_404(key), PlainForm()
    part = award_or_404(competition, name)
    if submit(form, lambda: actions.remove_award(competition.key, name, by())):
        return redirect_with(f"/organiser/c/{key}/awards", gettext("Removed."))
    return form_page("results/award_remove.html", form, award=part)


@bp.post("/organiser/c/<key>/move/awards/<name>")
def post_move_award(key: str, name: str) -> ResponseReturnValue:
    """Swap an award with its neighbour above or below."""
    competition, form = competition_or_404(key), PlainForm()
    award_or_404(competition, name)
    up = request.form.get("to") == "up"
    if not submit(form, lambda: actions.move_award(competition.key, name, by(), up=up)):
        text = gettext("Nothing was moved: the order was changed meanwhile. Look again.")
        flash(" ".join(form.general) or text, "bad")
        if wants_fragment():
            return Response(headers={"HX-Refresh": "true"})
    if wants_fragment():
        return _awards_page(competition_or_404(key))
    return redirect_with(f"/organiser/c/{key}/awards")


@bp.route("/organiser/c/<key>/awards-suggested", methods=["GET", "POST"])
def suggested_awards_page(key: str) -> ResponseReturnValue:
    """The usual set, of which any can be left out before it is saved."""
    competition, form = competition_or_404(key), PlainForm()
    file = file_without_sheets(competition)
    usual = usual_awards(file)
    chosen = request.form.getlist("award")
    wanted = [part for part in usual if part["key"] in chosen]
    if is_valid_submission(form):
        if not wanted:
            form.general.append(gettext("Tick at least one award."))
        elif run_action(form, lambda: actions.add_awards(competition.key, wanted, by())):
            return redirect_with(
                f"/organiser/c/{key}/awards",
                gettext("The awards are added. Check each of them; nothing of them is public."),
            )
    there = {award["key"] for award in file.get("awards", ())}
    missing = [part["key"] for part in usual if part["key"] not in there]
    return form_page(
        "results/awards_suggested.html",
        form,
        usual=usual,
        chosen=chosen if form.is_submitted() else missing,
        there=there,
        kinds=dict(AWARD_BY),
        **names_by_key(file),
    )


def award_or_404(competition: Competition, name: str) -> dict[str, Any]:
    """The award of that key as it is in the file, or 404."""
    awards: list[Any] = list(file_without_sheets(competition).get("awards", ()))
    found = next((award for award in awards if award["key"] == name), None) or abort(404)
    return dict(found)


def line_or_404(competition: Competition, name: str) -> AwardLine:
    """The award of that key in words, or 404."""
    return next((line for line in award_lines(competition) if line.key == name), None) or abort(404)


def _awards_page(competition: Competition) -> ResponseReturnValue:
    return page_or_fragment(
        "organiser/results/awards.html",
        "organiser/results/_awards.html",
        lines=award_lines(competition),
        waiting=waiting_awards(competition),
    )


def _is_saved(competition: Competition, form: AwardForm, name: str | None) -> bool:
    if form.is_submitted() and form.add_rows(request.form.get("more")):
        return False
    if not is_valid_submission(form):
        return False
    part = form.whole_part()
    return run_action(form, lambda: actions.save_award(competition.key, part, by(), name))


def _after_saving(key: str) -> ResponseReturnValue:
    if request.form.get("then") == "another":
        return redirect_with(f"/organiser/c/{key}/new/awards", gettext("Saved."))
    return redirect_with(f"/organiser/c/{key}/awards", gettext("Saved."))
