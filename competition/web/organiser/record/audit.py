"""The audit: every change, newest first, and whether the chain holds."""

import json
from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.store import audit as rows
from competition.store.audit import AuditRow
from competition.web.organiser.blueprint import bp
from competition.web.organiser.labels import action_labels, clock_act_labels, mode_labels
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key, round_names, subject_names
from competition.web.organiser.record import audit_text
from competition.web.organiser.responses import organiser_page

ROWS_A_PAGE = 50
LONGEST_NUMBER = 12


@bp.get("/organiser/c/<key>/audit")
def audit_page(key: str) -> ResponseReturnValue:
    """A competition's chain."""
    competition = competition_or_404(key)
    whole = file_without_sheets(competition)
    known = {
        **names_by_key(whole),
        "round_names": round_names(whole),
        "mode_names": mode_labels(),
        "clock_acts": clock_act_labels(),
    }
    return _chain(competition.key, known)


@bp.get("/organiser/audit")
def accounts_audit_page() -> ResponseReturnValue:
    """The chain of what belongs to no competition: organisers and their sessions."""
    return _chain("", {"judge_names": {}, "dimension_names": {}, "mode_names": {}})


def _chain(chain: str, known: Mapping[str, Any]) -> ResponseReturnValue:
    asked = request.args.get("before", "")
    sound = asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_NUMBER
    shown = rows.recent_rows(chain, ROWS_A_PAGE, int(asked) if sound else None)
    whole = rows.chain_rows(chain)

    def who(name: str) -> str:
        return _who(name, known["judge_names"])

    return organiser_page(
        "record/audit.html",
        rows=[
            (
                row,
                who(row.who),
                subject_names(row.action, row.subject, known),
                [
                    (
                        path,
                        audit_text.field_text(path, known),
                        *(audit_text.value_text(path, text, known, who) for text in texts),
                    )
                    for path, *texts in _changes(row)
                ],
            )
            for row in shown
        ],
        length=len(whole),
        head=whole[-1] if whole else None,
        broken=rows.first_broken_link(whole),
        older=shown[-1].number if shown and shown[-1].number > 1 else None,
        action_words=action_labels(),
        chain=chain,
    )


def _who(who: str, judges: Mapping[str, str]) -> str:
    """Who did it, in the reader's words."""
    kind, _, name = who.partition(" ")
    if kind == "organiser" and name:
        return gettext("organiser %(name)s", name=name)
    if kind == "judge" and name:
        return gettext("judge %(name)s", name=judges.get(name, name))
    known = {
        "command line": gettext("command line"),
        "first start": gettext("first start"),
        "set-up link": gettext("set-up link"),
    }
    return known.get(who, who)


def _changes(row: AuditRow) -> list[tuple[str, str, str]]:
    """What differs between before and after: (field, before, after), as text."""
    before, after = json.loads(row.before), json.loads(row.after)
    if isinstance(before, dict) or isinstance(after, dict):
        old, new = _flat(before), _flat(after)
        return [
            (name, old.get(name, ""), new.get(name, ""))
            for name in [*old, *[name for name in new if name not in old]]
            if old.get(name, "") != new.get(name, "")
        ]
    if before is None and after is None:
        return []
    return [("", _text(before), _text(after))]


def _flat(value: Any, path: str = "") -> dict[str, str]:
    """Every leaf of a part by its place."""
    if isinstance(value, dict):
        found: dict[str, str] = {}
        for name, inner in value.items():
            found |= _flat(inner, f"{path}.{name}" if path else str(name))
        return found
    if isinstance(value, list):
        found = {}
        for index, inner in enumerate(value):
            found |= _flat(inner, f"{path}[{index}]")
        return found
    return {} if value is None else {path: _text(value)}


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
