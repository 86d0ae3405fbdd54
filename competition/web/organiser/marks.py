"""A match's marks shown to the hall: said in words, done at the second touch, taken off again."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField

from competition.actions import laid_open
from competition.store.parts import Competition, Match
from competition.web.sessions import by
from competition.web.words import listing, said

from . import bp, finding
from .finding import acted, competition, go, is_sent, keeps_what_was_typed, page, without_sheets
from .forms.base import PlainForm
from .naming import match_names
from .show import done, show_page


class MarksForm(PlainForm):
    """The second deliberate touch, and whether the judges are named."""

    judge_names = BooleanField(lazy_gettext("Name the judges; otherwise they are numbered seats"))
    sure = BooleanField(lazy_gettext("Yes, this is what the public shall see"))


@bp.route("/organiser/c/<key>/show/marks/<match_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def show_marks(key: str, match_key: str) -> ResponseReturnValue:
    """Say what the public will see of a match's marks, then show them."""
    of = competition(key)
    match = finding.match(of, match_key)
    form = MarksForm()
    if is_sent(form):
        names = bool(form.judge_names.data)
        if not form.sure.data:
            form.sure.refusals = [gettext("Read what will happen, then tick this box.")]
        elif acted(form, lambda: laid_open.lay_open(of.key, match_key, by(), names=names)):
            return go(f"/organiser/c/{key}/show")
        form.sure.data = False
    why = laid_open.hindrance(of, match)
    return page(
        "show_marks.html",
        422 if form.is_submitted() else 200,
        form=form,
        match=match,
        named=match_names(without_sheets(of))[match.key],
        why=why.text(gettext) if why else "",
        appears=_appears(of, match),
    )


@bp.post("/organiser/c/<key>/show/marks/<match_key>/off")
def take_marks_off(key: str, match_key: str) -> ResponseReturnValue:
    """Take a match's marks off everything public."""
    of = competition(key)
    form = PlainForm()
    if is_sent(form) and acted(form, lambda: laid_open.take_off(of.key, match_key, by())):
        return done(of)
    return show_page(of, form)


def _appears(of: Competition, match: Match) -> list[str]:
    """What the public will see."""
    teams = listing(said(entry.team.name) for entry in match.entries)
    return [
        gettext(
            "What each judge gave stands on the screen and in the public data, for %(teams)s: "
            "what is left out struck through, and the total that comes of the rest.",
            teams=teams,
        ),
        gettext(
            "Judges are called by their seats on the panel, unless you name them. The public data "
            "lists the panel by the judges' keys in the same order, so whoever knows a judge's "
            "key can tell what that judge gave. Comments are never shown."
        ),
        gettext(
            "The marks come off by themselves when the round is reopened, the stage is hidden or "
            "revealed, or one of them changes. Who has seen them may remember them."
        ),
    ]
