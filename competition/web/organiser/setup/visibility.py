"""Who can see a competition: everybody, or nobody but its organisers and judges."""

from dataclasses import dataclass

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import competitions, rounds
from competition.actions.visibility import gives_away
from competition.store import queries
from competition.store.models import Competition, Stage
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.labels import RELEASE_MODES, VISIBILITY_CHANGED
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import (
    form_page,
    keeps_what_was_typed,
    redirect_with,
    submit,
)
from competition.web.sessions import by
from competition.web.template_filters import localized


@dataclass(frozen=True)
class PublicPart:
    """A stage as the public will see it: its rounds with public matches, whose results these tell.

    `seated` are the teams in these matches.
    """

    stage: Stage
    rounds: list[str]
    matches: int
    seated: set[str]
    gives_away: list[str]


@bp.route(
    "/organiser/c/<key>/visibility/<any('public', 'private'):visibility>", methods=["GET", "POST"]
)
@keeps_what_was_typed
def visibility_page(key: str, visibility: str) -> ResponseReturnValue:
    """Explain what becomes visible, or ends, then do it."""
    competition = competition_or_404(key)
    back = f"/organiser/c/{key}/parts"
    if (competition.visibility or "public") == visibility:
        return redirect_with(back, gettext("Nothing to do: it is already in this state."))
    form = PlainForm()
    if submit(form, lambda: competitions.set_visibility(competition.key, visibility, by())):
        return redirect_with(back, str(VISIBILITY_CHANGED[visibility]))
    parts = [_public_part(competition, stage) for stage in competition.stages]
    return form_page(
        "setup/visibility.html",
        form,
        visibility=visibility,
        parts=[part for part in parts if part.matches],
        hidden=[localized(part.stage.name) for part in parts if not part.matches],
        members=len(set().union(*(part.seated for part in parts))),
        shown=[stage for stage in competition.stages if stage.release != "hidden"],
        modes=RELEASE_MODES,
        public_rehearsal=_public_rehearsal(competition),
    )


def _public_rehearsal(competition: Competition) -> str:
    """The key of the competition's rehearsal where the public can open that; "" without one."""
    rehearsal = queries.find_rehearsal(competition.key)
    is_public = rehearsal is not None and rehearsal.visibility != "private"
    return rehearsal.key if rehearsal and is_public else ""


def _public_part(competition: Competition, stage: Stage) -> PublicPart:
    public = [round_ for round_ in stage.rounds if rounds.has_public_matches(round_)]
    matches = [match for round_ in public for match in round_.matches]
    told = [earlier for round_ in public for earlier in gives_away(competition, round_)]
    return PublicPart(
        stage,
        [localized(round_.name) for round_ in public if round_.matches],
        len(matches),
        {entry.team.key for match in matches for entry in match.entries},
        [localized(earlier.name) for earlier in dict.fromkeys(told)],
    )
