"""Lists of teams, judges, topics, matches and scores: sent, looked through, imported."""

from typing import Any

from flask import Response, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import HiddenField, TextAreaField

from competition.actions.list_imports import ListImport, apply_import
from competition.actions.refusals import Refused
from competition.actions.replacement import last_replacement
from competition.actions.zones import words_in_use
from competition.lists import template_workbook
from competition.lists.preview import ListChoices, phrase_of
from competition.store.models import Competition
from competition.web import language
from competition.web.htmx import wants_fragment
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField
from competition.web.organiser.labels import LIST_LABELS
from competition.web.organiser.lookup import (
    backups_folder,
    competition_or_404,
    file_without_sheets,
)
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    run_action,
)
from competition.web.organiser.setup.kept_lists import (
    KeptList,
    drop_list,
    find_list,
    keep_list,
    preview_sent,
)
from competition.web.organiser.setup.list_page import (
    known_columns,
    list_context,
    saw_competition,
    sent_choices,
    stamp,
    with_plain_breaks,
)
from competition.web.sessions import by
from competition.web.template_filters import localized

_KINDS = '<any("teams", "judges", "topics", "schedule", "scores"):kind>'
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


ROWS = {
    "teams": lazy_gettext(
        "A row for each team with its members beside it, or a row for each member."
    ),
    "judges": lazy_gettext("A row for each judge, with organisation, category and conflicts."),
    "topics": lazy_gettext("A row for each topic, with its focal points beside it."),
    "schedule": lazy_gettext(
        "A row for each match: round, time, room, both sides, topic and panel."
    ),
    "scores": lazy_gettext("A row for each team or each member, with the score."),
}
"""What a row of each kind of list is."""


class ListForm(PlainForm):
    """A list to import: a file, or what was pasted."""

    file = FileField(lazy_gettext("File"))
    text = TextAreaField(lazy_gettext("Cells copied from a spreadsheet"))
    stage = ChoiceField(lazy_gettext("Stage"))


class ListCheckForm(PlainForm):
    """The list as it is looked through; `seen` stamps what the page was about."""

    seen = HiddenField()


@bp.get("/organiser/c/<key>/lists")
def lists_page(key: str) -> ResponseReturnValue:
    """Choose what to import; the last import, and its undoing."""
    competition = competition_or_404(key)
    file = file_without_sheets(competition)
    return organiser_page(
        "setup/lists.html",
        kinds=LIST_LABELS,
        rows=ROWS,
        file=file,
        zone_words=words_in_use(file),
        has_paper=bool(_paper_stages(competition)),
        last=last_replacement(key),
    )


@bp.get(f"/organiser/c/<key>/lists/{_KINDS}/template")
def list_template_file(key: str, kind: Any) -> ResponseReturnValue:
    """An empty list of that kind, to be filled in."""
    competition_or_404(key)
    spoken: Any = language.current()
    response = Response(template_workbook(kind, spoken), mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="accord-{kind}.xlsx"'
    return response


@bp.route(f"/organiser/c/<key>/lists/{_KINDS}", methods=["GET", "POST"])
@keeps_what_was_typed
def new_list_page(key: str, kind: Any) -> ResponseReturnValue:
    """Upload a list or paste it; nothing is changed yet."""
    competition, form = competition_or_404(key), ListForm()
    stages = _paper_stages(competition) if kind == "scores" else []
    form.stage.choices = stages or [("", "")]
    form.stage.data = form.stage.data or form.stage.choices[0][0]
    if is_valid_submission(form) and (token := _keep_sent(competition, kind, form)):
        return redirect_with(f"/organiser/c/{key}/lists/{kind}/{token}")
    return form_page(
        "setup/list_upload.html",
        form,
        kind=kind,
        label=LIST_LABELS[kind],
        about=ROWS[kind],
        stages=stages,
        fields=known_columns(kind),
    )


@bp.route(f"/organiser/c/<key>/lists/{_KINDS}/<token>", methods=["GET", "POST"])
@keeps_what_was_typed
def check_list_page(key: str, kind: Any, token: str) -> ResponseReturnValue:
    """Every row with what will happen, to be corrected; then all of it is imported, or nothing."""
    competition, form = competition_or_404(key), ListCheckForm()
    address = f"/organiser/c/{key}/lists/{kind}"
    try:
        before = kept = find_list(competition, token)
        is_sent = kept is not None and is_valid_submission(form)
        if kept is not None and is_sent:
            kept = find_list(competition, token, sent_choices(kept, request.form))
    except (Refused, OSError) as error:
        text = error.text(gettext) if isinstance(error, Refused) else _not_kept(error)
        return _leave(address, text)
    if before is None or kept is None or kept.choices.kind != kind:
        return _leave(
            address, gettext("The list is kept for an hour only. Please choose it again.")
        )
    if is_sent and request.form.get("act") == "import":
        if _may_import(form, before, kept) and (done := _import(competition, form, kept)):
            return done
    elif is_sent and not wants_fragment():
        return redirect_with(request.full_path.rstrip("?"))
    form.seen.data = stamp(kept)
    context = list_context(competition, kept)
    template = "setup/_list_check.html" if wants_fragment() else "setup/list_check.html"
    # After a change of the choices the page is a new one, not a refused form.
    status = 422 if form.general and not wants_fragment() else 200
    return organiser_page(
        template, status, form=form, kind=kind, label=LIST_LABELS[kind], address=address, **context
    )


def _leave(address: str, why: str) -> ResponseReturnValue:
    """Lead away from a list that cannot be shown, the whole page where a part was asked for."""
    if not wants_fragment():
        return redirect_with(address, why, "bad")
    flash(why, "bad")
    return Response(headers={"HX-Redirect": address})


def _keep_sent(competition: Competition, kind: Any, form: ListForm) -> str:
    """The token of the list that was sent, or "" with a refusal beside its field."""
    upload, text = form.file.data, with_plain_breaks(form.text.data or "")
    if upload and text.strip():
        form.text.refusals = [gettext("Choose a file or paste cells, not both.")]
        return ""
    field = form.file if upload else form.text
    data = upload.read() if upload else text.encode()
    if not data.strip():
        field.refusals = [gettext("Choose a file, or paste the cells of your list.")]
        return ""
    name = (upload.filename or "list") if upload else ""
    choices = ListChoices(kind, name, stage=form.stage.data or None)
    try:
        answer = preview_sent(competition, data, choices)
        if "refused" in answer and not {"table", "undecided"} & answer.keys():
            field.refusals = [phrase_of(answer["refused"]).text(gettext)]
            return ""
        return keep_list(data, choices, answer)
    except Refused as refusal:
        field.refusals = [refusal.text(gettext)]
    except OSError as error:
        field.refusals = [_not_kept(error)]
    return ""


def _may_import(form: ListCheckForm, before: KeptList, kept: KeptList) -> bool:
    """Whether the form confirms what its page showed; says what to do otherwise."""
    if not saw_competition(form.seen.data, kept):
        form.general.append(
            gettext(
                "The competition was changed in the meantime. Read again what will happen now, "
                "then import the list."
            )
        )
    elif before.choices != kept.choices or form.seen.data != stamp(kept):
        form.general.append(
            gettext("You have corrected the list. Read what will happen now, then import it.")
        )
    elif kept.answer.get("is_wrong", True):
        form.general.append(gettext("Correct what is wrong first, or leave those rows out."))
    return not form.general


def _import(
    competition: Competition, form: ListCheckForm, kept: KeptList
) -> ResponseReturnValue | None:
    choices, counts = kept.choices, kept.answer["counts"]
    wanted = ListImport(
        choices.kind,
        kept.table(),
        stage=choices.stage,
        columns=choices.columns,
        corrections=choices.corrections,
        file=choices.file,
    )
    if not run_action(form, lambda: apply_import(competition.key, wanted, by(), backups_folder())):
        return None
    drop_list(kept.token)
    return redirect_with(
        f"/organiser/c/{competition.key}/lists",
        gettext(
            "%(what)s imported: %(new)s new, %(changed)s changed, %(same)s as they were.",
            what=LIST_LABELS[choices.kind],
            new=counts["new"],
            changed=counts["changed"],
            same=counts["same"],
        ),
    )


def _paper_stages(competition: Competition) -> list[tuple[str, str]]:
    return [
        (stage["key"], localized(stage["name"]))
        for stage in file_without_sheets(competition)["stages"]
        if stage.get("kind") == "paper"
    ]


def _not_kept(error: OSError) -> str:
    reason = error.strerror or str(error)
    return gettext("The server could not keep it: %(reason)s.", reason=reason)
