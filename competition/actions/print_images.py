"""The pictures on certificates, the seal and a signature: put in place, taken away."""

from sqlalchemy import select

from competition.actions.change import change
from competition.actions.off_loop import make_off_loop
from competition.actions.refusals import NotFound, Refused
from competition.prints.pictures import MOST_BYTES, PICTURE_KINDS, BadPicture, check_picture
from competition.prints.print_process import picture_question
from competition.store.db import db, now
from competition.store.models import Competition
from competition.store.outcome_models import PrintImage


def put_picture(competition_key: str, kind: str, data: bytes, by: str) -> None:
    """Check a picture that was sent, and keep it in place of the one before.

    Raises `NotFound` for a kind that there is none of, `Refused` with what is wrong with it.
    """
    if kind not in PICTURE_KINDS:
        raise NotFound
    png = _checked(data)
    with change(competition_key, by, publish=False) as edit:
        image = _find(edit.competition, kind)
        before = image.uploaded_at if image else None
        if image is None:
            image = PrintImage(competition_id=edit.competition.id, kind=kind)
            edit.session.add(image)
        image.png, image.uploaded_at = png, now()
        edit.audit("print.picture", kind, before, {"bytes": len(png)})


def remove_picture(competition_key: str, kind: str, by: str) -> None:
    """Take a picture away; `NotFound` where there is none."""
    with change(competition_key, by, publish=False) as edit:
        image = _find(edit.competition, kind)
        if image is None:
            raise NotFound
        edit.session.delete(image)
        edit.audit("print.picture-remove", kind, image.uploaded_at)


def pictures_of(competition: Competition) -> dict[str, bytes]:
    """The pictures that there are, as PNG by kind."""
    found = db.session.scalars(select(PrintImage).filter_by(competition_id=competition.id))
    return {image.kind: image.png for image in found}


def pictures_uploaded(competition: Competition) -> dict[str, str]:
    """When each picture that there is was sent, by kind."""
    rows = db.session.execute(
        select(PrintImage.kind, PrintImage.uploaded_at).filter_by(competition_id=competition.id)
    )
    return {row.kind: row.uploaded_at for row in rows}


def _checked(data: bytes) -> bytes:
    """The PNG of a picture, made beside the loop; raises `Refused`.

    What is empty or too large is refused before it is carried to another process.
    """
    if 0 < len(data) <= MOST_BYTES:
        return make_off_loop(picture_question(data))
    try:
        return check_picture(data)
    except BadPicture as refusal:
        raise Refused.from_refusal(refusal) from refusal


def _find(competition: Competition, kind: str) -> PrintImage | None:
    found: PrintImage | None = db.session.scalar(
        select(PrintImage).filter_by(competition_id=competition.id, kind=kind)
    )
    return found
