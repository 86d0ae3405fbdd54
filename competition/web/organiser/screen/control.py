"""The control page of the projector: what it shows, and the clock."""

from flask import current_app
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from wtforms import HiddenField, StringField

from competition.actions import hall_screen as actions
from competition.actions import shown_marks
from competition.live import Hub
from competition.store import hall_screen
from competition.store.models import Competition
from competition.store.node_reports import node_reports
from competition.web import channels
from competition.web.htmx import page_or_fragment, wants_fragment
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import WholeNumberField
from competition.web.organiser.labels import RELEASE_MODES, SCREEN_MODES
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.paging import page_of_list
from competition.web.organiser.responses import (
    form_page,
    keeps_what_was_typed,
    redirect_with,
    submit,
)
from competition.web.organiser.screen import presenter, screen_state
from competition.web.sessions import by

PRESET_MINUTES = (1, 2, 3, 5, 8, 10)
LONGEST_LIST = 60
"""How many matches, and how many teams, are offered at once."""


class ModeForm(PlainForm):
    """A button that puts something on the projector: its mode, and what it is about."""

    mode = HiddenField()
    about = HiddenField()


class ClockForm(PlainForm):
    """The time to speak, and the label over the clock."""

    minutes = WholeNumberField(lazy_gettext("Minutes"), high=180)
    seconds = WholeNumberField(lazy_gettext("Seconds"), high=59)
    label = StringField(lazy_gettext("Clock label"))


@bp.get("/organiser/c/<key>/show")
def control_page(key: str) -> ResponseReturnValue:
    """What the projector shows and could show; htmx fetches it again every two seconds."""
    return render_control(competition_or_404(key))


@bp.post("/organiser/c/<key>/show")
def post_mode(key: str) -> ResponseReturnValue:
    """Put something on the projector at once."""
    competition = competition_or_404(key)
    form = ModeForm()
    mode, about = form.mode.data or "", form.about.data or ""
    if submit(form, lambda: actions.show_mode(competition.key, mode, by(), about)):
        return control_answer(competition)
    return render_control(competition, form)


@bp.post("/organiser/c/<key>/show/clock/<any('start', 'pause', 'reset'):act>")
def post_clock(key: str, act: str) -> ResponseReturnValue:
    """Start or pause the clock, or set it back to its full time."""
    competition = competition_or_404(key)
    form = PlainForm()
    if submit(form, lambda: actions.run_screen_clock(competition.key, act, by())):
        return control_answer(competition)
    return render_control(competition, form)


@bp.route("/organiser/c/<key>/show/clock", methods=["GET", "POST"])
@keeps_what_was_typed
def clock_page(key: str) -> ResponseReturnValue:
    """Set the clock to any time; the preset buttons of the control page are sent here too."""
    competition = competition_or_404(key)
    form = ClockForm()

    def set_clock() -> None:
        seconds = (form.minutes.whole or 0) * 60 + (form.seconds.whole or 0)
        actions.set_screen_clock(competition.key, seconds, form.label.data or "", by())

    if submit(form, set_clock):
        return control_answer(competition)
    if not form.is_submitted():
        clock = hall_screen.find_screen(competition.key).clock
        form.minutes.data, form.seconds.data = (str(n) for n in divmod(clock["seconds"], 60))
        form.label.data = clock["label"]
    return form_page("screen/clock.html", form)


def control_answer(competition: Competition) -> ResponseReturnValue:
    """After a change: the changed part for htmx, else a redirect to the control page."""
    return (
        render_control(competition)
        if wants_fragment()
        else redirect_with(f"/organiser/c/{competition.key}/show")
    )


def render_control(competition: Competition, form: PlainForm | None = None) -> ResponseReturnValue:
    """The control page, or for htmx the part that changes; `form` is one that was refused."""
    screen = hall_screen.find_screen(competition.key)
    matches = page_of_list(
        screen_state.matches_to_show(competition), LONGEST_LIST, screen_state.words_of_match
    )
    teams = page_of_list(
        screen_state.team_totals(competition), LONGEST_LIST, lambda team: team.name
    )
    hub: Hub = current_app.extensions["hub"]
    channel = channels.screen_channel(competition.key)
    return page_or_fragment(
        "organiser/screen/control.html",
        "organiser/screen/_control.html",
        status=422 if form else 200,
        form=form or PlainForm(),
        screen=screen,
        current=screen_state.describe_screen(competition, screen),
        stage_in_reveal=screen_state.stage_in_reveal(competition),
        clock=screen_state.clock_reading(screen.clock),
        presets=PRESET_MINUTES,
        matches=matches,
        rounds=screen_state.matches_by_round(matches.items),
        teams=teams,
        presenter=presenter.presenter_view(competition),
        shown_marks=shown_marks.marks_shown(competition.key),
        stages=competition.stages,
        releases=RELEASE_MODES,
        viewers=hub.viewers(channel) + node_reports().viewers_elsewhere(channel),
        modes=SCREEN_MODES,
    )
