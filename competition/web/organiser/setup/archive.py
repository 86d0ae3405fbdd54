"""A whole competition: into the archive, out of it, removed."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import StringField

from competition.actions import archive as actions
from competition.actions.kept_files import kept_place
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import backups_folder, competition_or_404
from competition.web.organiser.responses import (
    form_page,
    keeps_what_was_typed,
    redirect_with,
    submit,
)
from competition.web.sessions import by
from competition.web.template_filters import localized


class RemovalForm(PlainForm):
    """The competition's key, typed to be sure which one is meant."""

    key = StringField(lazy_gettext("Web address name of this competition"))


@bp.route("/organiser/c/<key>/archive", methods=["GET", "POST"])
@keeps_what_was_typed
def archive_page(key: str) -> ResponseReturnValue:
    """Explain the archive; put the competition into it, or take it out again."""
    competition = competition_or_404(key)
    form, name = PlainForm(), localized(competition.name)
    files: list[str] = []

    def act() -> None:
        if competition.archived_at:
            actions.unarchive_competition(key, by())
        else:
            files.append(kept_place(actions.archive_competition(key, by(), backups_folder())))

    if submit(form, act):
        if not files:
            message = gettext("%(name)s is no longer archived.", name=name)
            return redirect_with(f"/organiser/c/{key}/parts", message)
        message = gettext(
            "%(name)s is archived. A backup is in the file %(file)s in the “backups” folder of the "
            "server's data.",
            name=name,
            file=files[0],
        )
        return redirect_with("/organiser", message)
    open_rounds = [
        localized(round_.name)
        for stage in competition.stages
        for round_ in stage.rounds
        if round_.state == "open"
    ]
    return form_page("setup/archive.html", form, open_rounds=open_rounds)


@bp.route("/organiser/c/<key>/remove", methods=["GET", "POST"])
@keeps_what_was_typed
def remove_competition_page(key: str) -> ResponseReturnValue:
    """Say what is lost, ask for the key, then remove the competition."""
    competition = competition_or_404(key)
    form, name = RemovalForm(), localized(competition.name)
    files: list[str] = []

    def act() -> None:
        typed = form.key.data or ""
        kept = actions.remove_competition(key, typed, by(), backups_folder())
        files.append(kept_place(kept))

    content = actions.count_content(competition)
    if submit(form, act):
        message = gettext(
            "%(name)s is removed. A backup is in the file %(file)s in the “backups” folder of the "
            "server's data.",
            name=name,
            file=files[0],
        )
        return redirect_with("/organiser", message)
    return form_page("setup/remove_competition.html", form, content=content)
