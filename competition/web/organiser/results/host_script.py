"""What the host reads aloud of a stage, whole: to be printed or read from the screen."""

from flask.typing import ResponseReturnValue

from competition.web.language import LANGUAGES
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.host_words import host_script_of
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import organiser_page


@bp.get("/organiser/c/<key>/host-script/<stage_key>")
def host_script_page(key: str, stage_key: str) -> ResponseReturnValue:
    """The words from the opening to the closing, last place first; the public never sees them."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    return organiser_page(
        "results/host_script.html",
        stage=stage,
        script=host_script_of(competition, stage_key),
        languages=competition.languages or list(LANGUAGES),
    )
