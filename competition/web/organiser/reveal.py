"""The reveal: said in words and begun at the second touch, then led step by step."""

from collections.abc import Mapping
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import BooleanField, HiddenField

from competition.actions import reveal as actions
from competition.scoring import reveal as rules
from competition.store.parts import Competition, Stage
from competition.web.sessions import by
from competition.web.words import listing, said

from . import bp, finding, led
from .finding import acted, competition, go, is_sent, keeps_what_was_typed, page
from .forms.base import PlainForm
from .progress import Desk
from .release_words import late_words, ties
from .show import done, show_page


class BeginForm(PlainForm):
    """The second deliberate touch."""

    sure = BooleanField(lazy_gettext("Yes, begin the reveal"))


class StepForm(PlainForm):
    """One step; `at` is where the page believes the hall to be."""

    at = HiddenField()
    to = HiddenField()


@bp.route("/organiser/c/<key>/show/reveal/<stage_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def begin_reveal(key: str, stage_key: str) -> ResponseReturnValue:
    """Say what the hall will see, then begin."""
    of = competition(key)
    stage = finding.stage(of, stage_key)
    form = BeginForm()
    if is_sent(form):
        if not form.sure.data:
            form.sure.refusals = [gettext("Read what will happen, then tick this box.")]
        elif acted(form, lambda: actions.begin(of.key, stage_key, by())):
            return go(f"/organiser/c/{key}/show")
        form.sure.data = False
    why = actions.hindrance(of, stage)
    standing = actions.counted(of, stage_key)
    return page(
        "begin_reveal.html",
        422 if form.is_submitted() else 200,
        form=form,
        stage=stage,
        why=why.text(gettext) if why else "",
        appears=_appears(of, standing),
        warnings=_warnings(of, stage, standing),
    )


@bp.post("/organiser/c/<key>/show/step")
def step_reveal(key: str) -> ResponseReturnValue:
    """One step forward or back."""
    of = competition(key)
    form = StepForm()
    at, to = _number(form.at.data), _number(form.to.data)
    if is_sent(form) and acted(form, lambda: actions.step(of.key, at, to, by())):
        return done(of)
    return show_page(of, form)


@bp.get("/organiser/c/<key>/show/<any('end', 'back'):way>")
def leave_reveal(key: str, way: str) -> ResponseReturnValue:
    """What it means to break the reveal off, or to take the result back: asked before it is done.

    A page of its own, because the control page is drawn anew every two seconds.
    """
    now = led.led(competition(key))
    fits = now is not None and now.is_over == (way == "back")
    return page("leave_reveal.html", way=way, led=now if fits else None)


@bp.post("/organiser/c/<key>/show/end")
def end_reveal(key: str) -> ResponseReturnValue:
    """End the reveal."""
    of = competition(key)
    form = PlainForm()
    if is_sent(form) and acted(form, lambda: actions.end(of.key, by())):
        return done(of)
    return show_page(of, form)


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 6 else -1


def _appears(of: Competition, standing: Mapping[str, Any]) -> list[str]:
    """What the hall will see."""
    names = {team.key: said(team.name) for team in of.teams}
    words = [
        gettext(
            "The totals that the frozen board still shows disappear at once from phones, from the "
            "screen and from other programs. Then you show one place at a time, from the last to "
            "the first."
        ),
        ngettext(
            "There is %(num)s place to show. Teams that share one are shown together.",
            "There are %(num)s places to show. Teams that share one are shown together.",
            rules.steps(standing),
        ),
        gettext(
            "With each step phones and other programs get what the hall sees, and no more. The "
            "last step publishes the result."
        ),
    ]
    if standing["unranked"]:
        without = listing(names[row["team"]] for row in standing["unranked"])
        words.insert(
            1, gettext("Named first, because they have no place: %(teams)s.", teams=without)
        )
    return words


def _warnings(of: Competition, stage: Stage, standing: Mapping[str, Any]) -> list[str]:
    """What somebody may want to look at before."""
    names = {team.key: said(team.name) for team in of.teams}
    words = [
        gettext(
            "Undecided: %(teams)s share place %(rank)s. No rule parts them.",
            teams=listing(names[team] for team in teams),
            rank=rank,
        )
        for rank, teams in ties(dict(standing)).items()
    ]
    desk = Desk(of)
    matches = [match for round_ in stage.rounds for match in round_.matches]
    missing = desk.of_matches(matches)
    if missing.missing:
        words.append(
            ngettext(
                "%(num)s of %(expected)s sheets is missing.",
                "%(num)s of %(expected)s sheets are missing.",
                missing.missing,
                expected=missing.expected,
            )
        )
    words += late_words(of, stage)
    if desk.held(matches, "reopened"):
        words.append(gettext("A sheet is reopened. When its judge submits it, the reveal stops."))
    return words
