"""From a competition file to the PDF of a print."""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import typst

from competition.document.canonical import canonical
from competition.file_types import Document
from competition.messages import N_
from competition.prints.agreements import agreements_data
from competition.prints.certificates import certificates_data
from competition.prints.fairness_report import fairness_data
from competition.prints.file_names import FileNames, written_date
from competition.prints.host_words import host_words_data
from competition.prints.judge_cards import judge_cards_data
from competition.prints.order import KINDS, TAKES_MATCH, TAKES_STAGE, CannotPrint, PrintOrder
from competition.prints.panel_summary import panel_summary_data
from competition.prints.proofs import proofs_data
from competition.prints.results import results_data
from competition.prints.running_order import running_order_data
from competition.prints.score_sheets import score_sheets_data
from competition.prints.tickets import tickets_data
from competition.prints.typesetting import typeset

_MAKERS: Mapping[str, Callable[[Document, PrintOrder], dict[str, Any]]] = {
    "running-order": running_order_data,
    "judge-cards": judge_cards_data,
    "certificates": certificates_data,
    "score-sheets": score_sheets_data,
    "panel-summary": panel_summary_data,
    "results": results_data,
    "why": proofs_data,
    "tickets": tickets_data,
    "agreement": agreements_data,
    "host-script": host_words_data,
    "fairness": fairness_data,
}


def make_print(document: Document, order: PrintOrder, fonts: typst.Fonts | None = None) -> bytes:
    """Make a print of a checked competition file: the bytes of a PDF/A.

    Raises `CannotPrint` for what is not there, `MissingCharacters` for a text that no font of the
    machine has, and `NoChineseFont`.
    """
    return typeset(order.kind, print_data(document, order), fonts)


def print_data(document: Document, order: PrintOrder) -> dict[str, Any]:
    """What the template of the print is handed, ready for JSON; raises `CannotPrint`."""
    if order.kind not in KINDS:
        raise CannotPrint(
            N_("There is no print “%(kind)s”. There are: %(kinds)s."),
            {"kind": order.kind, "kinds": ", ".join(KINDS)},
        )
    if order.stage and order.kind not in TAKES_STAGE:
        raise CannotPrint(
            N_("“%(kind)s” is for the whole competition; print it without a stage."),
            {"kind": order.words[order.kind]},
        )
    if order.match and order.kind not in TAKES_MATCH:
        raise CannotPrint(
            N_("“%(kind)s” is not printed for one match; print it without a match."),
            {"kind": order.words[order.kind]},
        )
    names = FileNames(document, order)
    competition = document["competition"]
    stages = names.stages()
    return {
        "title": order.words[order.kind],
        "subtitle": names.text(competition["name"]),
        "contest": names.text(competition["name"]),
        "organiser": names.text(competition.get("organiser")),
        "date": written_date(dt.date.fromisoformat(order.date), order.language),
        "digest": document_digest(document)[:8],
        "language": order.language,
        "rehearsal": order.words["rehearsal_mark"] if "rehearsal_of" in competition else "",
        "words": dict(order.words),
        "stage": names.text(stages[0]["name"]) if order.stage and stages else "",
        **_MAKERS[order.kind](document, order),
    }


def document_digest(document: Document) -> str:
    """SHA-256 of a competition file in canonical form: what was on file when it was printed."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()
