"""The show: what the hall's screens show, and the clock, from the organiser's own tablet."""

from flask import current_app
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from wtforms import HiddenField, StringField

from competition.actions import laid_open
from competition.actions import show as actions
from competition.live import Hub
from competition.store import show as shows
from competition.store.parts import Competition
from competition.web import channels
from competition.web.htmx import answer, wants_fragment
from competition.web.sessions import by

from . import bp, led, show_words
from .finding import acted, competition, go, is_sent, keeps_what_was_typed, page
from .forms.base import PlainForm
from .forms.fields import TypedWhole
from .release_words import MODES

PRESET_MINUTES = (1, 2, 3, 5, 8, 10)


class PutForm(PlainForm):
    """A touch on what shall stand on the screens."""

    mode = HiddenField()
    about = HiddenField()


class ClockForm(PlainForm):
    """A time to speak, and what stands over it."""

    minutes = TypedWhole(lazy_gettext("Minutes"), high=180)
    seconds = TypedWhole(lazy_gettext("Seconds"), high=59)
    label = StringField(lazy_gettext("Words over the clock"))


@bp.get("/organiser/c/<key>/show")
def show(key: str) -> ResponseReturnValue:
    """What the hall sees and what it could see; htmx fetches the same again every two seconds."""
    return show_page(competition(key))


@bp.post("/organiser/c/<key>/show")
def put_on(key: str) -> ResponseReturnValue:
    """Put something on the screens, at once."""
    of = competition(key)
    form = PutForm()
    mode, about = form.mode.data or "", form.about.data or ""
    if is_sent(form) and acted(form, lambda: actions.put(of.key, mode, by(), about)):
        return done(of)
    return show_page(of, form)


@bp.post("/organiser/c/<key>/show/clock/<any('start', 'pause', 'reset'):act>")
def run_clock(key: str, act: str) -> ResponseReturnValue:
    """Start the clock, let it stand, or take it back to its full time."""
    of = competition(key)
    form = PlainForm()
    if is_sent(form) and acted(form, lambda: actions.run_clock(of.key, act, by())):
        return done(of)
    return show_page(of, form)


@bp.route("/organiser/c/<key>/show/clock", methods=["GET", "POST"])
@keeps_what_was_typed
def set_clock(key: str) -> ResponseReturnValue:
    """Set the clock to a time of one's own; the touches on the control page come here too."""
    of = competition(key)
    form = ClockForm()
    if is_sent(form):
        seconds = (form.minutes.whole or 0) * 60 + (form.seconds.whole or 0)
        label = form.label.data or ""
        if acted(form, lambda: actions.set_clock(of.key, seconds, label, by())):
            return done(of)
    if not form.is_submitted():
        clock = shows.of(of.key).clock
        form.minutes.data, form.seconds.data = (str(n) for n in divmod(clock["seconds"], 60))
        form.label.data = clock["label"]
    return page("show_clock.html", 422 if form.is_submitted() else 200, form=form)


def done(of: Competition) -> ResponseReturnValue:
    """What stands now: in place for htmx, else by way of the page's own address."""
    return show_page(of) if wants_fragment() else go(f"/organiser/c/{of.key}/show")


def show_page(of: Competition, form: PlainForm | None = None) -> ResponseReturnValue:
    """The control page, or for htmx the part of it that moves; with a form that was refused."""
    now = shows.of(of.key)
    hub: Hub = current_app.extensions["hub"]
    return answer(
        "organiser/show.html",
        "organiser/_show.html",
        status=422 if form else 200,
        form=form or PlainForm(),
        now=now,
        words=show_words.now(of, now),
        clock=show_words.clock(now.clock),
        presets=PRESET_MINUTES,
        courses=show_words.courses(of),
        teams=show_words.teams(of),
        led=led.led(of),
        laid=laid_open.shown(of.key),
        stages=of.stages,
        releases=MODES,
        screens=hub.viewers(channels.screen(of.key)),
        modes=show_words.modes(),
    )
