"""What the audit log's actions and fields of paper sheets and the audience's vote are called."""

from typing import Any

from flask_babel import lazy_gettext

PAPER_ACTIONS: dict[str, Any] = {
    "vote.set-up": lazy_gettext("Audience's vote set up"),
    "vote.open": lazy_gettext("Audience's vote opened"),
    "vote.close": lazy_gettext("Audience's vote closed and counted"),
    "vote.publish": lazy_gettext("Result of the audience's vote made public"),
    "sheet.enter-paper": lazy_gettext("Paper sheet stored"),
    "paper.type": lazy_gettext("Paper sheet typed"),
    "paper.correct": lazy_gettext("Typing of a paper sheet corrected"),
    "paper.decide": lazy_gettext("Difference in a paper sheet decided"),
}

PAPER_FIELDS: dict[str, Any] = {
    "choices": lazy_gettext("What may be chosen"),
    "counts": lazy_gettext("Votes counted"),
    "published_at": lazy_gettext("Made public"),
    "tickets": lazy_gettext("Tickets"),
}
