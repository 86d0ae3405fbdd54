"""A card for each judge, with the link as a QR code: eight to a page, to be cut."""

from typing import Any

from competition.file_types import Document
from competition.messages import N_
from competition.prints.file_names import FileNames
from competition.prints.order import CannotPrint, PrintOrder
from competition.prints.qr_codes import qr_svg


def judge_cards_data(document: Document, order: PrintOrder) -> dict[str, Any]:
    """The judges whose links are handed in, in the file's order."""
    names = FileNames(document, order)
    cards = [
        {"name": names.judge(judge["key"]), "link": link, "qr": qr_svg(link)}
        for judge in document["judges"]
        if (link := order.links.get(judge["key"]))
    ]
    if not cards:
        raise CannotPrint(N_("There is no judge to print a card for. Add the judges first."))
    return {"cards": cards}
