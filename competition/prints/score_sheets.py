"""Score sheets for the pen: one a judge and entry, with a box for each digit.

Whoever would mark on a tablet gets one: the judges whose sheets count, and the trainees; nobody
for a team that he or she is recused for.
"""

from decimal import Decimal
from typing import Any

from competition.file_types import (
    DimensionPart,
    Document,
    EntryPart,
    JudgePart,
    MatchPart,
    PersonalScalePart,
    RubricPart,
    StagePart,
)
from competition.messages import N_
from competition.prints.file_names import FileNames
from competition.prints.order import CannotPrint, PrintOrder
from competition.prints.qr_codes import qr_svg
from competition.rule_in_force import dimensions_marked_by, rubric_of
from competition.seats import counting_judges

LONGEST_GUIDE = 80
"""Characters of a dimension's guide that a sheet has room for."""


def score_sheets_data(document: Document, order: PrintOrder) -> dict[str, Any]:
    """A sheet for each judge and entry of the matches asked for; match by match, judge by judge."""
    names = FileNames(document, order)
    sheets = _Sheets(document, order, names)
    found = [
        sheets.sheet(stage, match, entry, judge)
        for stage, _, match in names.matches()
        for judge in _judges(match)
        for entry in match["entries"]
        if judge in _markers(match, entry["team"])
    ]
    if not found:
        raise CannotPrint(
            N_("There is no match with teams and a panel to print. Seat teams and judges first.")
        )
    return {"sheets": found, "codes": {key: qr_svg(link) for key, link in order.links.items()}}


class _Sheets:
    def __init__(self, document: Document, order: PrintOrder, names: FileNames) -> None:
        self._document, self._order, self._names = document, order, names
        self._judges = {judge["key"]: judge for judge in document["judges"]}
        self._members = {team["key"]: team.get("members", ()) for team in document["teams"]}

    def sheet(
        self, stage: StagePart, match: MatchPart, entry: EntryPart, judge: str
    ) -> dict[str, Any]:
        names, words, part = self._names, self._names.words, self._judges[judge]
        rubric = rubric_of(self._document, stage)
        dimensions = dimensions_marked_by(rubric, part)
        at = names.moment(match.get("starts"))
        others = [names.team(each["team"]) for each in match["entries"] if each is not entry]
        label = names.match(match["key"])
        if len(self._document["stages"]) > 1:
            label = f"{names.text(stage['name'])} · {label}"
        return {
            "match": label,
            "when": f"{names.day(at.date())} {at:%H:%M}" if at else "",
            "room": names.text(match.get("room")),
            "topic": names.topic(match.get("topic")),
            "team": names.team(entry["team"]),
            "side": names.side(entry),
            "others": words["comma"].join(others),
            "judge": names.judge(judge),
            "role": self._role(match, part),
            "code": judge if judge in self._order.links else "",
            "rows": [self._row(each) for each in dimensions],
            "personal": self._personal(rubric, entry["team"]),
            "sum": _sum_boxes(dimensions),
        }

    def _role(self, match: MatchPart, judge: JudgePart) -> str:
        if judge["key"] in match.get("trainees", ()):
            return self._names.words["trainee"]
        return self._names.words["head_judge"] if judge.get("head") else ""

    def _row(self, dimension: DimensionPart) -> dict[str, Any]:
        guide = self._names.text(dimension.get("guide")).replace("\n", " ")
        is_long = len(guide) > LONGEST_GUIDE
        least = dimension.get("min") or "0"
        return {
            "name": self._names.text(dimension["name"]),
            "guide": f"{guide[:LONGEST_GUIDE]}…" if is_long else guide,
            "scale": self._scale(least, dimension["max"], dimension["step"]),
            **_boxes(dimension["max"], least, dimension["step"]),
        }

    def _personal(self, rubric: RubricPart, team: str) -> list[dict[str, Any]]:
        scale: PersonalScalePart | None = rubric.get("personal")
        if scale is None:
            return []
        least = scale.get("min") or "0"
        return [
            {
                "name": self._names.text(member["name"]),
                "role": self._names.text(member.get("role")),
                "scale": self._scale(least, scale["max"], scale["step"]),
                **_boxes(scale["max"], least, scale["step"]),
            }
            for member in self._members[team]
        ]

    def _scale(self, least: str, most: str, step: str) -> str:
        return self._names.words["scale"] % {"least": least, "most": most, "step": step}


def _judges(match: MatchPart) -> list[str]:
    """Everybody who marks in the match, seat by seat, each once; then the trainees."""
    found: dict[str, None] = {}
    seats = zip(*(counting_judges(match, entry["team"]) for entry in match["entries"]), strict=True)
    for seat in seats:
        found |= dict.fromkeys(seat)
    return list(found | dict.fromkeys(match.get("trainees", ())))


def _markers(match: MatchPart, team: str) -> set[str]:
    """Who marks a team in the match."""
    recused = {
        part["judge"]
        for part in match.get("recused", ())
        if part.get("teams") is None or team in part["teams"]
    }
    return {*counting_judges(match, team), *match.get("trainees", ())} - recused


def _boxes(most: str, least: str, step: str) -> dict[str, int]:
    """How many digits a mark has before and after the point.

    >>> _boxes("20", "0", "0.5")
    {'whole': 2, 'decimals': 1}
    """
    decimals = max(_decimals(each) for each in (most, least, step))
    return {"whole": len(str(int(Decimal(most)))), "decimals": decimals}


def _sum_boxes(dimensions: list[DimensionPart]) -> dict[str, Any]:
    most = sum((Decimal(each["max"]) for each in dimensions), Decimal(0))
    decimals = [
        max(_decimals(each["max"]), _decimals(each["step"]), _decimals(each.get("min") or "0"))
        for each in dimensions
    ]
    return {"whole": len(str(int(most))), "decimals": max(decimals, default=0)}


def _decimals(number: str) -> int:
    """How many digits a decimal needs after the point.

    >>> _decimals("0.50"), _decimals("10")
    (1, 0)
    """
    exponent = Decimal(number).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
