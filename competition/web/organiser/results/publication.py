"""The published results as files, for good: what becomes public by them, then one zip."""

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import publication as actions
from competition.actions.refusals import Refused
from competition.rule_in_force import stages_and_matches
from competition.site import zip_site
from competition.store.snapshots import newest_snapshot
from competition.web.language import translators
from competition.web.organiser.blueprint import bp
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.responses import organiser_page, redirect_with
from competition.web.sessions import by
from competition.web.template_filters import localized


@bp.get("/organiser/c/<key>/publish")
def publication_page(key: str) -> ResponseReturnValue:
    """Say what the files hold and what they leave out, before anybody has them."""
    competition = competition_or_404(key)
    results = actions.published_results(newest_snapshot(key))
    file = file_without_sheets(competition)
    appealing = {
        appeal["team"]
        for appeal in file.get("appeals") or ()
        if appeal["stage"] in results.stages and appeal["state"] in ("filed", "heard")
    }
    why_not = actions.why_not_publish(competition)
    return organiser_page(
        "results/publication.html",
        published=[stage for stage in competition.stages if stage.key in results.stages],
        others=[stage for stage in competition.stages if stage.key not in results.stages],
        awards=results.awards,
        has_void=any(
            match.get("void")
            for stage, match in stages_and_matches(file)
            if stage["key"] in results.stages
        ),
        appealing=[localized(team["name"]) for team in file["teams"] if team["key"] in appealing],
        why_not=why_not.text(gettext) if why_not else "",
    )


@bp.get("/organiser/c/<key>/publish/zip")
def publication_file(key: str) -> ResponseReturnValue:
    """The files as one zip; back to the page, with the reason, where there can be none."""
    competition_or_404(key)
    try:
        files = actions.make_publication(key, by(), translators())
    except Refused as refusal:
        return redirect_with(f"/organiser/c/{key}/publish", refusal.text(gettext), "refused")
    response = Response(zip_site(files, key), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{key}-results.zip"'
    return response
