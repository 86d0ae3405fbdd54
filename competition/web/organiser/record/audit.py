"""The audit log: every change, newest first, and whether the chain is intact."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from competition.store import audit
from competition.web.organiser.blueprint import bp
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key, round_names
from competition.web.organiser.record.audit_labels import ACTIONS
from competition.web.organiser.record.audit_rows import actor_text, field_changes, subject_text
from competition.web.organiser.responses import organiser_page
from competition.web.whole_number import parse_whole_number

ROWS_A_PAGE = 50
LONGEST_NUMBER = 12


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
    before = parse_whole_number(request.args.get("before"), LONGEST_NUMBER)
    shown = audit.recent_rows(chain, ROWS_A_PAGE, before)
    every_row = audit.chain_rows(chain)
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
        length=len(every_row),
        newest=every_row[-1] if every_row else None,
        broken=audit.first_broken_link(every_row),
        older=shown[-1].number if shown and shown[-1].number > 1 else None,
        actions=ACTIONS,
        chain=chain,
    )
