"""The running order: every match by day and time, with room, topic, teams and panel."""

from typing import Any

from competition.file_types import Document
from competition.messages import N_
from competition.prints.file_names import FileNames
from competition.prints.order import CannotPrint, PrintOrder


def running_order_data(document: Document, order: PrintOrder) -> dict[str, Any]:
    """The matches by day, in order of time; those without a time come last."""
    names = FileNames(document, order)
    rows = []
    for number, (stage, round_, match) in enumerate(names.matches()):
        at = names.moment(match.get("starts") or round_.get("starts"))
        sides: dict[str, list[str]] = {"labour": [], "employer": []}
        for entry in match["entries"]:
            sides["employer" if entry["side"] == "employer" else "labour"].append(entry["team"])
        label = names.match(match["key"])
        if len(document["stages"]) > 1:
            label = f"{names.text(stage['name'])} · {label}"
        row = {
            "time": f"{at:%H:%M}" if at else "",
            "match": label,
            "topic": names.topic(match.get("topic")),
            "room": names.text(match.get("room")),
            "panel": names.words["comma"].join(map(names.judge, match["panel"])),
            **{
                side: names.words["comma"].join(map(names.team, teams))
                for side, teams in sides.items()
            },
        }
        rows.append((at.date() if at else None, f"{at:%H:%M}" if at else "", number, row))
    if not rows:
        raise CannotPrint(N_("There is no match to print. Add the matches first, then print."))
    days: dict[Any, list[dict[str, str]]] = {}
    for date, _, _, row in sorted(
        rows, key=lambda each: (each[0] is None, str(each[0]), each[1:3])
    ):
        days.setdefault(date, []).append(row)
    return {
        "days": [
            {"name": names.day(date) if date else names.words["no_time"], "rows": found}
            for date, found in days.items()
        ]
    }
