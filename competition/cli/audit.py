"""`flask audit verify`."""

import unicodedata
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from competition.actions import verification
from competition.actions.record_faults import chain_title
from competition.cli import database, terminal
from competition.document import Phrase
from competition.messages import N_
from competition.store import audit, queries

group = AppGroup("audit", help="Check the audit log and everything that it records.")


@group.command("verify")
@click.argument("key", required=False)
@click.option("--head", metavar="HASH", help="A checksum that somebody wrote down.")
@click.option("--receipt", metavar="RECEIPT DIGEST", nargs=2, help="A judge's receipt.")
def verify_command(key: str | None, head: str | None, receipt: tuple[str, str] | None) -> None:
    """Walk the audit log of a competition, or of all, and compare it with what is stored."""
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app)
        chains = verification.all_chains() if key is None else [key]
        if key and queries.find_competition(key) is None and audit.newest_row(key) is None:
            terminal.fail(N_("There is no competition “%(key)s”."), key=key)
        lengths: dict[str, int] = {}
        found: list[dict[str, Any]] = []
        for chain in chains:
            verified = verification.verify_chain(chain)
            lengths[chain] = verified.length
            found.append(
                {
                    "chain": chain,
                    "length": verified.length,
                    "head": verified.head,
                    "bound_from": verified.bound_from,
                }
            )
        if head is not None:
            _check_head(head, lengths)
        if receipt is not None:
            _check_receipt(*receipt, chains)
        terminal.print_json(found if key is None else found[0])


def _check_head(head: str, lengths: dict[str, int]) -> None:
    """A row of one of the chains has this checksum; says how many came since."""
    for row in audit.rows_with_digest(_plain(head)):
        if row.chain in lengths:
            message = N_(
                "%(chain)s: the checksum is that of entry %(number)s of the audit log. Entries "
                "since then: %(since)s."
            )
            since = lengths[row.chain] - row.number
            values = {"chain": chain_title(row.chain), "number": row.number, "since": since}
            terminal.notify_phrase(Phrase(message, values))
            return
    terminal.fail(
        N_(
            "No entry of the audit log has this checksum. Either entries were rewritten or removed "
            "after it was written down, or it was not written down correctly."
        )
    )


def _check_receipt(receipt: str, digest: str, chains: list[str]) -> None:
    """A version was stored with this receipt and this digest; says which entry records it."""
    number = _plain(receipt).lstrip("#")
    if not (number.isascii() and number.isdigit()):
        terminal.fail(
            N_("“%(receipt)s” is not the number of a receipt, such as 0017."), receipt=receipt
        )
    for chain in chains:
        row = verification.receipt_row(chain, int(number), _plain(digest))
        if row is not None:
            terminal.notify(
                N_(
                    "%(chain)s: receipt %(receipt)s was given for a sheet with this checksum, as "
                    "entry %(number)s of the audit log records."
                ),
                receipt=receipt,
                number=row,
                chain=chain,
            )
            return
    terminal.fail(
        N_("Receipt %(receipt)s was not given for a sheet with this checksum."), receipt=receipt
    )


def _plain(typed: str) -> str:
    """A checksum or a number as it is stored, however it was copied from paper."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).lower()
