"""What the audit log calls what the appeal desk, the ledger and rulings by vote write into it."""

from typing import Any

from flask_babel import lazy_gettext

ACTIONS: dict[str, Any] = {
    "stage.appeals": lazy_gettext("Time for appeals set"),
    "appeal.file": lazy_gettext("Appeal filed"),
    "appeal.hear": lazy_gettext("Appeal heard"),
    "appeal.uphold": lazy_gettext("Appeal upheld"),
    "appeal.dismiss": lazy_gettext("Appeal dismissed"),
    "appeal.withdraw": lazy_gettext("Appeal withdrawn"),
}

FIELDS: dict[str, Any] = {
    "advances": lazy_gettext("Advances to"),
    "appeal": lazy_gettext("Follows the appeal"),
    "claim": lazy_gettext("Claim"),
    "late": lazy_gettext("Taken late, because"),
    "percent": lazy_gettext("Percent"),
    "phase": lazy_gettext("Phase"),
    "raised_at": lazy_gettext("Filed"),
    "votes": lazy_gettext("Votes"),
    "words": lazy_gettext("Words"),
}
