"""A competition replaced by a file: chosen, shown what it would change, confirmed, undone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, StringField

from competition.actions import competitions
from competition.actions import replacement as actions
from competition.actions.kept_files import kept_place
from competition.actions.off_loop import read_checked_file
from competition.actions.refusals import Refused
from competition.actions.replacement import Replacement
from competition.store.models import Competition
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.labels import LIST_LABELS
from competition.web.organiser.lookup import backups_folder, competition_or_404
from competition.web.organiser.record.audit_rows import actor_text
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    redirect_with,
    run_action,
)
from competition.web.organiser.setup.chosen_file import FileForm, keep_chosen_file, read_chosen_file
from competition.web.organiser.setup.kept_upload import drop_upload, kept_upload
from competition.web.organiser.setup.replacement_text import (
    change_rows,
    since_text,
    size_rows,
    warnings,
)
from competition.web.sessions import by
from competition.web.template_filters import localized


class ReplaceForm(PlainForm):
    """Confirms a replacement; `seen` is the digest of what the page was about."""

    seen = HiddenField()
    key = StringField(lazy_gettext("Web address name of this competition"))
    reason = StringField(lazy_gettext("Reason"))


@bp.route("/organiser/c/<key>/replace", methods=["GET", "POST"])
@keeps_what_was_typed
def replace_page(key: str) -> ResponseReturnValue:
    """Choose the file that is to take this competition's place; nothing is changed yet."""
    competition = competition_or_404(key)
    form = FileForm()
    chosen = read_chosen_file(form)
    is_fitting = chosen.file is not None and _is_of(competition, chosen.file, form)
    if is_fitting and (token := keep_chosen_file(form, chosen.data)):
        return redirect_with(f"/organiser/c/{key}/replace/{token}")
    return form_page("setup/replace_file.html", form, chosen=chosen, translate=gettext)


@bp.route("/organiser/c/<key>/replace/<token>", methods=["GET", "POST"])
@keeps_what_was_typed
def confirm_replacement_page(key: str, token: str) -> ResponseReturnValue:
    """Show what the chosen file would change; replace the competition once that is confirmed."""
    competition = competition_or_404(key)
    data = kept_upload(token)
    if data is None:
        return redirect_with(
            f"/organiser/c/{key}/replace",
            gettext("The file is kept for an hour only. Please choose it again."),
        )
    try:
        preview = actions.preview_replacement(read_checked_file(data))
    except Refused as refusal:
        return redirect_with(f"/organiser/c/{key}/replace", refusal.text(gettext), "bad")

    def act(reason: str) -> Path | None:
        return competitions.load_competition(
            preview.file,
            by(),
            replace=True,
            backups=backups_folder(),
            reason=reason,
            seen=preview.seen,
        )

    def done(backup: str) -> str:
        drop_upload(token)
        return gettext(
            "The competition is replaced. Its previous content is kept in the file %(file)s in "
            "the “backups” folder of the server's data, and can be put back from this page.",
            file=backup,
        )

    return _confirm(competition, preview, act, done)


@bp.route("/organiser/c/<key>/replace/undo", methods=["GET", "POST"])
@keeps_what_was_typed
def undo_replacement_page(key: str) -> ResponseReturnValue:
    """Show what undoing the last replacement would change; undo it once that is confirmed."""
    competition = competition_or_404(key)
    last = actions.last_replacement(key)
    if last is None:
        return redirect_with(
            f"/organiser/c/{key}/parts", gettext("There is nothing that could be undone.")
        )
    try:
        preview = actions.preview_replacement(actions.read_replaced(key, backups_folder()))
    except Refused as refusal:
        return redirect_with(f"/organiser/c/{key}/parts", refusal.text(gettext), "bad")

    def act(reason: str) -> Path | None:
        return actions.undo_replacement(
            key, by(), backups_folder(), reason=reason, seen=preview.seen
        )

    def done(backup: str) -> str:
        if last.imported:
            return gettext(
                "The import is undone. What was here until now is kept in the file %(file)s in the "
                "“backups” folder of the server's data.",
                file=backup,
            )
        return gettext(
            "The replacement is undone. What was here until now is kept in the file %(file)s in "
            "the “backups” folder of the server's data.",
            file=backup,
        )

    names = {judge.key: localized(judge.name) for judge in competition.judges}
    undone = {
        "last": last,
        "who": actor_text(last.who, names),
        "since": since_text(last),
        "list_label": LIST_LABELS.get(last.imported.get("kind", ""), ""),
    }
    return _confirm(competition, preview, act, done, **undone)


def _confirm(
    competition: Competition,
    preview: Replacement,
    act: Callable[[str], Path | None],
    done: Callable[[str], str],
    **undone: Any,
) -> ResponseReturnValue:
    form, key = ReplaceForm(), competition.key
    backups: list[Path | None] = []
    reason = (form.reason.data or "").strip()
    is_confirmed = is_valid_submission(form) and _may_act(form, preview, key)
    if is_confirmed and run_action(form, lambda: backups.append(act(reason))):
        name = kept_place(backups[0]) if backups[0] else ""
        return redirect_with(f"/organiser/c/{key}/parts", done(name))
    form.seen.data = preview.seen
    return form_page(
        "setup/replace.html",
        form,
        preview=preview,
        sizes=size_rows(preview),
        rows=change_rows(preview),
        warnings=warnings(preview),
        **undone,
    )


def _may_act(form: ReplaceForm, preview: Replacement, key: str) -> bool:
    """Whether the form confirms what is shown; puts what is missing beside its fields."""
    if form.seen.data != preview.seen:
        form.general.append(
            gettext(
                "The competition was changed in the meantime. Read again what would change now, "
                "then confirm it."
            )
        )
        return False
    if preview.asks_for_key and (form.key.data or "").strip() != key:
        form.key.refusals = [gettext("Type “%(key)s” exactly.", key=key)]
    if preview.moves_marks and not (form.reason.data or "").strip():
        form.reason.refusals = [gettext("Give a reason; it is kept with the results.")]
    return not form.is_marked


def _is_of(competition: Competition, file: Any, form: FileForm) -> bool:
    """Whether the file has this competition's key; otherwise says what to do."""
    part = file["competition"]
    if part["key"] == competition.key:
        return True
    form.general.append(
        gettext(
            "This file is of another competition: “%(other)s” (%(other_key)s). You are in "
            "“%(name)s” (%(key)s). To load it as what it is, choose Competitions, Import a file. "
            "To put its content here, first write %(key)s into the file as the competition's key.",
            other=localized(part["name"]),
            other_key=part["key"],
            name=localized(competition.name),
            key=competition.key,
        )
    )
    return False
