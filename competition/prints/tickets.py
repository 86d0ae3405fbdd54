"""Voting tickets: a one-time code each, as a QR code and to be typed, to be cut."""

from typing import Any

from competition.file_types import Document
from competition.messages import N_
from competition.prints.order import CannotPrint, PrintOrder
from competition.prints.qr_codes import qr_svg


def tickets_data(_document: Document, order: PrintOrder) -> dict[str, Any]:
    """The tickets whose codes are handed in, in their order."""
    if not order.tickets:
        raise CannotPrint(N_("There is no ticket to print. Say how many there should be."))
    return {"tickets": [{"code": each.code, "qr": qr_svg(each.address)} for each in order.tickets]}
