"""Seal and signature for certificates: sent, shown, taken away."""

from flask import Response, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField

from competition.actions import print_images
from competition.prints.pictures import MOST_BYTES, PICTURE_KINDS
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import form_page, redirect_with, submit
from competition.web.sessions import by, require_organiser_still


class PictureForm(PlainForm):
    """A picture to be put in place."""

    file = FileField(lazy_gettext("Picture"))


@bp.route("/organiser/c/<key>/prints/<kind>", methods=["GET", "POST"])
def print_picture_page(key: str, kind: str) -> ResponseReturnValue:
    """The seal or the signature as it is printed, and a form to send another."""
    competition = competition_or_404(key)
    if kind not in PICTURE_KINDS:
        abort(404)
    form = PictureForm()
    data = b""
    if form.is_submitted() and form.file.data:
        with form.file.data.stream as sent:
            data = sent.read(MOST_BYTES + 1)
    if submit(form, lambda: print_images.put_picture(key, kind, data, by())):
        require_organiser_still()
        return redirect_with(f"/organiser/c/{key}/prints", gettext("The picture is in place."))
    competition = competition_or_404(key)
    return form_page(
        "results/print_picture.html",
        form,
        kind=kind,
        uploaded=print_images.pictures_uploaded(competition).get(kind),
    )


@bp.get("/organiser/c/<key>/prints/<kind>/picture")
def print_picture_file(key: str, kind: str) -> ResponseReturnValue:
    """The picture itself."""
    pictures = print_images.pictures_of(competition_or_404(key))
    if kind not in pictures:
        abort(404)
    return Response(pictures[kind], mimetype="image/png")


@bp.route("/organiser/c/<key>/prints/<kind>/remove", methods=["GET", "POST"])
def remove_picture_page(key: str, kind: str) -> ResponseReturnValue:
    """Ask, then take the picture away."""
    competition = competition_or_404(key)
    if kind not in print_images.pictures_uploaded(competition):
        abort(404)
    form = PlainForm()
    if submit(form, lambda: print_images.remove_picture(key, kind, by())):
        return redirect_with(f"/organiser/c/{key}/prints", gettext("The picture is taken away."))
    return form_page("results/remove_picture.html", form, kind=kind)
