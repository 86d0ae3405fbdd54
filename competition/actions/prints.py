"""Make a print of a competition as it is now, with what its file does not hold.

A print changes nothing, with two exceptions: who is given the judges' links is recorded, and the
codes of voting tickets are kept, because each is valid once.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from competition.actions.accounts import note_links_seen
from competition.actions.change import change
from competition.actions.off_loop import make_off_loop
from competition.actions.print_images import pictures_of
from competition.actions.refusals import NotFound, Refused
from competition.file_types import Document, Language
from competition.messages import N_
from competition.prints.order import PrintOrder, Ticket
from competition.prints.print_process import print_question
from competition.store import current_competition, file_export, queries
from competition.store.models import Competition
from competition.store.outcome_models import VoteTicket
from competition.store.tables import Strokes, drawn_signatures

WITH_LINKS = ("score-sheets", "judge-cards")
"""What a judge's link stands on."""
USUAL_TICKETS = 100
MOST_TICKETS = 5000
# Without letters and digits that are easily taken for another.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LETTERS = 8


@dataclass(frozen=True)
class PrintWish:
    """What somebody wants printed; `base` is the address at which judges and voters arrive.

    `words` are those of `prints.words.WORDS` in the language, `date` is ISO.
    """

    kind: str
    language: Language
    words: Mapping[str, str]
    date: str
    base: str
    stage: str | None = None
    match: str | None = None
    tickets: int = USUAL_TICKETS


def make_competition_print(competition_key: str, wish: PrintWish, by: str) -> bytes:
    """The PDF of a print; raises `NotFound`, and `Refused` with why it cannot be made."""
    competition = queries.find_competition(competition_key)
    if competition is None:
        raise NotFound
    links: dict[str, str] = {}
    tickets: list[Ticket] = []
    if wish.kind in WITH_LINKS:
        links = {judge.key: f"{wish.base}/j/{judge.token}" for judge in competition.judges}
        note_links_seen(competition_key, by)
    if wish.kind == "tickets":
        tickets = _new_tickets(competition_key, wish, by)
    order = PrintOrder(
        kind=wish.kind,
        language=wish.language,
        date=wish.date,
        words=wish.words,
        stage=wish.stage,
        match=wish.match,
        links=links,
        tickets=tickets,
        pictures=pictures_of(competition) if wish.kind == "certificates" else {},
        drawn=_drawn(competition) if wish.kind == "agreement" else {},
    )
    return make_off_loop(print_question(_document(competition), order))


def _document(competition: Competition) -> Document:
    if current := current_competition.of(competition):
        return current.document
    return file_export.competition_document(competition, history=False)


def _drawn(competition: Competition) -> dict[str, Strokes]:
    """What was drawn for every agreement's signatures, by `match/side/name`."""
    return {
        "/".join((agreement["match"], *signature)): strokes
        for agreement in _document(competition).get("agreements", ())
        for signature, strokes in drawn_signatures(
            competition.id, agreement["match"], agreement["signed"]
        ).items()
    }


def _new_tickets(competition_key: str, wish: PrintWish, by: str) -> list[Ticket]:
    """Make and keep the codes; each is valid for one vote."""
    if not 1 <= wish.tickets <= MOST_TICKETS:
        raise Refused(
            N_("Print from 1 to %(most)s tickets at a time, not %(count)s."),
            most=MOST_TICKETS,
            count=wish.tickets,
        )
    with change(competition_key, by, publish=False) as edit:
        codes = [
            "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LETTERS))
            for _ in range(wish.tickets)
        ]
        edit.session.add_all(
            VoteTicket(competition_id=edit.competition.id, code=code) for code in codes
        )
        edit.audit("print.tickets", "", None, {"count": len(codes)})
    return [
        Ticket(f"{code[:4]}-{code[4:]}", f"{wish.base}/c/{competition_key}/vote?ticket={code}")
        for code in codes
    ]
