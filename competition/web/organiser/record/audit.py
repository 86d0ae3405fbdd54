"""The audit log: every change, newest first, and whether it and what it binds are intact."""

import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions.record_faults import NotIntact
from competition.actions.snapshots import MADE
from competition.actions.verification import VerifiedChain, verify_chain
from competition.store import audit
from competition.web.htmx import wants_fragment
from competition.web.organiser.blueprint import bp
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key, round_names
from competition.web.organiser.record.audit_labels import ACTIONS
from competition.web.organiser.record.audit_rows import actor_text, field_changes, subject_text
from competition.web.organiser.responses import organiser_page
from competition.web.whole_number import parse_whole_number

ROWS_A_PAGE = 50
LONGEST_NUMBER = 12


class RecordCheck(NamedTuple):
    """The outcome of a check: the chain that holds, or a sentence that says what does not."""

    verified: VerifiedChain | None
    fault: str


@bp.get("/organiser/c/<key>/audit")
def audit_page(key: str) -> ResponseReturnValue:
    """A competition's chain."""
    competition = competition_or_404(key)
    file = file_without_sheets(competition)
    names = {**names_by_key(file), "round_names": round_names(file)}
    return _chain_page(competition.key, names)


@bp.get("/organiser/audit")
def accounts_audit_page() -> ResponseReturnValue:
    """The chain of what belongs to no competition: organisers and their sessions."""
    return _chain_page("", {"judge_names": {}, "dimension_names": {}})


def _chain_page(chain: str, names: Mapping[str, Any]) -> ResponseReturnValue:
    """The newest entries; for htmx, or with `check`, also whether the whole record holds.

    The check reads everything, so the page asks for it once it is shown.
    """
    check = _check_record(chain) if wants_fragment() or "check" in request.args else None
    if wants_fragment():
        return organiser_page("record/_audit_check.html", check=check, chain=chain)
    before = parse_whole_number(request.args.get("before"), LONGEST_NUMBER)
    is_whole = "all" in request.args
    shown = audit.recent_rows(chain, ROWS_A_PAGE, before, None if is_whole else MADE)
    return organiser_page(
        "record/audit.html",
        rows=[
            (
                row,
                actor_text(row.who, names["judge_names"]),
                subject_text(row.action, row.subject, names),
                field_changes(row, names),
            )
            for row in shown
        ],
        newest=audit.newest_row(chain),
        check=check,
        is_first=before is None,
        is_whole=is_whole,
        unlisted=0 if is_whole else audit.count_rows(chain, MADE),
        older=shown[-1].number if shown and shown[-1].number > 1 else None,
        actions=ACTIONS,
        chain=chain,
    )


def _check_record(chain: str) -> RecordCheck:
    """Check everything, and let judges' requests through in between."""
    try:
        verified = verify_chain(chain, pause=lambda: time.sleep(0))
    except NotIntact as fault:
        return RecordCheck(None, fault.text(gettext))
    return RecordCheck(verified, "")
