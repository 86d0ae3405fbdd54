"""The awards as their presenter reveals them: what the hall sees, and what comes next."""

from dataclasses import dataclass

from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from competition.actions import award_reveal as actions
from competition.actions import hall_screen as screens
from competition.store import hall_screen
from competition.store.models import Competition
from competition.web.htmx import page_or_fragment, wants_fragment
from competition.web.organiser.award_lines import AwardLine, NamedStanding, award_lines
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import redirect_with, submit
from competition.web.sessions import by
from competition.web.whole_number import parse_whole_number


class AwardStepForm(PlainForm):
    """One step of an award; `at` is the step that the page was showing."""

    award = HiddenField()
    at = HiddenField()
    to = HiddenField()


@dataclass(frozen=True)
class AwardsPresenter:
    """The ceremony: the award in hand, how far it is, and the one after it.

    Awards are revealed from the last to the first. `now` is the one that the hall sees or is next.
    """

    lines: list[AwardLine]
    now: AwardLine | None
    after: AwardLine | None

    @property
    def step(self) -> int:
        """How far the award in hand is shown."""
        return self.now.step if self.now else actions.NOT_SHOWN

    @property
    def last(self) -> int:
        """The step at which all its winners are shown."""
        return len(self.now.winners) if self.now else 0

    @property
    def next_winner(self) -> NamedStanding | None:
        """The winner that the next step shows; None before the name and after the last."""
        if self.now is None or not 0 <= self.step < self.last:
            return None
        return self.now.winners[self.last - self.step - 1]


def awards_presenter(competition: Competition) -> AwardsPresenter:
    """How far the ceremony is."""
    order = award_lines(competition)[::-1]
    waiting = [line for line in order if not line.is_whole]
    begun = [line for line in waiting if line.shown]
    ready = [line for line in waiting if not line.why_not]
    now = next(iter(begun or ready), None)
    after = next((line for line in ready if line is not now), None)
    return AwardsPresenter(order, now, after)


@bp.get("/organiser/c/<key>/show/awards")
def award_control_page(key: str) -> ResponseReturnValue:
    """The presenter's page, on a phone too; htmx fetches it again every two seconds."""
    return _render(competition_or_404(key))


@bp.post("/organiser/c/<key>/show/awards")
def post_award_step(key: str) -> ResponseReturnValue:
    """One step of an award, forward or back."""
    competition, form = competition_or_404(key), AwardStepForm()
    award, at, to = form.award.data or "", _step(form.at.data), _step(form.to.data)
    if submit(form, lambda: actions.step_award(competition.key, award, at, to, by())):
        return _answer(competition)
    return _render(competition, form)


@bp.post("/organiser/c/<key>/show/awards/black")
def post_award_black(key: str) -> ResponseReturnValue:
    """Make the projector black, before an award or between two."""
    competition, form = competition_or_404(key), PlainForm()
    if submit(form, lambda: screens.show_mode(competition.key, "black", by())):
        return _answer(competition)
    return _render(competition, form)


def _answer(competition: Competition) -> ResponseReturnValue:
    if wants_fragment():
        return _render(competition)
    return redirect_with(f"/organiser/c/{competition.key}/show/awards")


def _render(competition: Competition, form: PlainForm | None = None) -> ResponseReturnValue:
    return page_or_fragment(
        "organiser/screen/awards.html",
        "organiser/screen/_awards.html",
        status=422 if form else 200,
        form=form or PlainForm(),
        screen=hall_screen.find_screen(competition.key),
        presenter=awards_presenter(competition),
    )


def _step(text: str | None) -> int:
    """A step as sent by the page; one that no award has for anything else."""
    if text == str(actions.NOT_SHOWN):
        return actions.NOT_SHOWN
    number = parse_whole_number(text, digits=5)
    return actions.NOT_SHOWN - 1 if number is None else number
