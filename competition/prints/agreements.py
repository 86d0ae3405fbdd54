"""The agreement of each match: what is on file, or a form with the topic's focal points."""

from typing import Any

from competition.file_types import AgreementPart, Document, MatchPart, SignaturePart, StagePart
from competition.messages import N_
from competition.prints.file_names import FileNames
from competition.prints.order import CannotPrint, PrintOrder

_STEPS, _HEIGHT = 1000, 400
"""A drawn signature's points are in thousandths of a field that is five wide and two high."""


def agreements_data(document: Document, order: PrintOrder) -> dict[str, Any]:
    """A paper for each match asked for in which two sides meet."""
    names = FileNames(document, order)
    on_file = {part["match"]: part for part in document.get("agreements", ())}
    topics = {topic["key"]: topic for topic in document.get("topics", ())}
    found = [
        _paper(stage, match, on_file.get(match["key"]), topics, names, order)
        for stage, _, match in names.matches()
        if {entry["side"] for entry in match["entries"]} >= {"labour", "employer"}
    ]
    if not found:
        raise CannotPrint(
            N_("There is no match with a labour and an employer side to print. Seat teams first.")
        )
    return {"agreements": found}


def _paper(
    stage: StagePart,
    match: MatchPart,
    agreement: AgreementPart | None,
    topics: dict[str, Any],
    names: FileNames,
    order: PrintOrder,
) -> dict[str, Any]:
    at = names.moment(match.get("starts"))
    topic = topics.get(match.get("topic", ""), {})
    points = {point["focal_point"]: point for point in agreement["points"]} if agreement else {}
    focal = {each["key"]: each["title"] for each in topic.get("focal_points", ())}
    signed = agreement["signed"] if agreement else []
    return {
        "match": f"{names.text(stage['name'])} · {names.match(match['key'])}",
        "when": f"{names.day(at.date())} {at:%H:%M}" if at else "",
        "room": names.text(match.get("room")),
        "topic": names.topic(match.get("topic")),
        "parties": [
            {
                "side": names.words[side],
                "teams": names.words["comma"].join(
                    names.team(entry["team"]) for entry in match["entries"] if entry["side"] == side
                ),
                "signed": [
                    {
                        "name": each["name"],
                        "at": _moment(each["at"], names),
                        "drawn": _drawn(order, match["key"], each),
                    }
                    for each in signed
                    if each["side"] == side
                ],
            }
            for side in ("labour", "employer")
        ],
        "points": [
            {
                "title": names.text(focal.get(key, key)),
                "status": points[key]["status"] if key in points else "",
                "text": names.text(points[key].get("text")) if key in points else "",
            }
            for key in dict.fromkeys([*focal, *points])
        ],
    }


def _moment(moment: str, names: FileNames) -> str:
    at = names.moment(moment)
    return f"{names.day(at.date())} {at:%H:%M}" if at else ""


def _drawn(order: PrintOrder, match: str, signature: SignaturePart) -> str:
    """What was drawn for the signature, as SVG; "" where nothing was."""
    strokes = order.drawn.get(f"{match}/{signature['side']}/{signature['name']}", ())
    lines = [
        " ".join(f"{x},{y * _HEIGHT / _STEPS:g}" for x, y in (*stroke, stroke[-1]))
        for stroke in strokes
    ]
    if not lines:
        return ""
    drawn = "".join(f'<polyline points="{line}"/>' for line in lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_STEPS} {_HEIGHT}">'
        '<g fill="none" stroke="#000" stroke-width="8" stroke-linecap="round" '
        f'stroke-linejoin="round">{drawn}</g></svg>'
    )
