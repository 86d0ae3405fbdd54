"""The show: what the hall's screens show, and the clock, from the organiser's own tablet."""

from flask import current_app
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from wtforms import HiddenField, StringField

from competition.actions import hall_screen as actions
from competition.actions import shown_marks
from competition.live import Hub
from competition.store import hall_screen as shows
from competition.store.models import Competition
from competition.web import channels
from competition.web.htmx import page_or_fragment, wants_fragment
from competition.web.organiser import labels
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import WholeNumberField
from competition.web.organiser.labels import RELEASE_MODES
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import (
    is_sent,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    succeeded,
)
from competition.web.organiser.screen import presenter, screen_text
from competition.web.sessions import by

PRESET_MINUTES = (1, 2, 3, 5, 8, 10)


class ModeForm(PlainForm):
    """A touch on what shall stand on the screens."""

    mode = HiddenField()
    about = HiddenField()


class ClockForm(PlainForm):
    """A time to speak, and what stands over it."""

    minutes = WholeNumberField(lazy_gettext("Minutes"), high=180)
    seconds = WholeNumberField(lazy_gettext("Seconds"), high=59)
    label = StringField(lazy_gettext("Words over the clock"))


@bp.get("/organiser/c/<key>/show")
def control_page(key: str) -> ResponseReturnValue:
    """What the hall sees and what it could see; htmx fetches the same again every two seconds."""
    return render_control(competition_or_404(key))


@bp.post("/organiser/c/<key>/show")
def post_mode(key: str) -> ResponseReturnValue:
    """Put something on the screens, at once."""
    competition = competition_or_404(key)
    form = ModeForm()
    mode, about = form.mode.data or "", form.about.data or ""
    if is_sent(form) and succeeded(
        form, lambda: actions.show_mode(competition.key, mode, by(), about)
    ):
        return control_answer(competition)
    return render_control(competition, form)


@bp.post("/organiser/c/<key>/show/clock/<any('start', 'pause', 'reset'):act>")
def post_clock(key: str, act: str) -> ResponseReturnValue:
    """Start the clock, let it stand, or take it back to its full time."""
    competition = competition_or_404(key)
    form = PlainForm()
    if is_sent(form) and succeeded(
        form, lambda: actions.run_screen_clock(competition.key, act, by())
    ):
        return control_answer(competition)
    return render_control(competition, form)


@bp.route("/organiser/c/<key>/show/clock", methods=["GET", "POST"])
@keeps_what_was_typed
def clock_page(key: str) -> ResponseReturnValue:
    """Set the clock to a time of one's own; the touches on the control page come here too."""
    competition = competition_or_404(key)
    form = ClockForm()
    if is_sent(form):
        seconds = (form.minutes.whole or 0) * 60 + (form.seconds.whole or 0)
        label = form.label.data or ""
        if succeeded(form, lambda: actions.set_screen_clock(competition.key, seconds, label, by())):
            return control_answer(competition)
    if not form.is_submitted():
        clock = shows.find_screen(competition.key).clock
        form.minutes.data, form.seconds.data = (str(n) for n in divmod(clock["seconds"], 60))
        form.label.data = clock["label"]
    return organiser_page("screen/clock.html", 422 if form.is_submitted() else 200, form=form)


def control_answer(competition: Competition) -> ResponseReturnValue:
    """What stands now: in place for htmx, else by way of the page's own address."""
    return (
        render_control(competition)
        if wants_fragment()
        else redirect_with(f"/organiser/c/{competition.key}/show")
    )


def render_control(competition: Competition, form: PlainForm | None = None) -> ResponseReturnValue:
    """The control page, or for htmx the part of it that moves; with a form that was refused."""
    now = shows.find_screen(competition.key)
    hub: Hub = current_app.extensions["hub"]
    return page_or_fragment(
        "organiser/screen/control.html",
        "organiser/screen/_control.html",
        status=422 if form else 200,
        form=form or PlainForm(),
        now=now,
        words=screen_text.current_text(competition, now),
        clock=screen_text.clock_text(now.clock),
        presets=PRESET_MINUTES,
        courses=screen_text.rounds_with_matches(competition),
        teams=screen_text.team_totals(competition),
        led=presenter.presenter_view(competition),
        laid=shown_marks.marks_shown(competition.key),
        stages=competition.stages,
        releases=RELEASE_MODES,
        screens=hub.viewers(channels.screen_channel(competition.key)),
        modes=labels.mode_labels(),
    )
