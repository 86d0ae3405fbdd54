"""The summary of marks: a page a match with every mark, and one a stage to be signed."""

from fractions import Fraction
from typing import Any

from competition import scoring
from competition.certification import ROLES, certifications_of, short_digest, stage_digest
from competition.file_types import Document, EntryPart, MatchPart, StagePart
from competition.messages import N_
from competition.prints.file_names import FileNames
from competition.prints.order import CannotPrint, PrintOrder
from competition.prints.results import stage_state
from competition.prints.standings_words import decided_text, reason_text
from competition.rule_in_force import rubric_of, scoring_of
from competition.scoring.decimals import format_rounded
from competition.scoring.explanation_types import ExplainedEntry, ExplainedScore, Explanation
from competition.scoring.stage import Scorebook
from competition.scoring.types import StageStandings


def panel_summary_data(document: Document, order: PrintOrder) -> dict[str, Any]:
    """The stages asked for, each with its standings and its matches; one match alone if asked."""
    names = FileNames(document, order)
    stages = names.stages()
    if not stages:
        raise CannotPrint(N_("There is no stage yet. Add stages and matches first, then print."))
    counted = scoring.recount(document, [stage["key"] for stage in stages])["stages"]
    summary = _Summary(document, names)
    return {
        "stages": [
            {
                **summary.stage(stage, standings),
                "matches": summary.matches(stage),
                "whole": order.match is None,
            }
            for stage, standings in zip(stages, counted, strict=True)
        ]
    }


class _Summary:
    def __init__(self, document: Document, names: FileNames) -> None:
        self._document, self._names = document, names
        self._book = Scorebook(document)
        self._explained: dict[tuple[str, str], Explanation] = {}

    def stage(self, stage: StagePart, standings: StageStandings) -> dict[str, Any]:
        names = self._names
        return {
            "name": names.text(stage["name"]),
            "state": stage_state(standings, stage, names),
            "rows": [
                {
                    "rank": row["rank"],
                    "team": names.team(row["team"]),
                    "decided": decided_text(row["decided_by"], stage, names),
                    "carried": self._carried(stage, row["team"]),
                    "total": row["total"],
                }
                for row in standings["standings"]
            ],
            "unranked": [
                {"team": names.team(row["team"]), "reason": reason_text(row, names)}
                for row in standings["unranked"]
            ],
            "digest": short_digest(stage_digest(self._document, stage["key"])),
            "signed": self._signed(stage),
        }

    def matches(self, stage: StagePart) -> list[dict[str, Any]]:
        found = (match for other, _, match in self._names.matches() if other is stage)
        return [self._match(stage, match) for match in found]

    def _signed(self, stage: StagePart) -> list[dict[str, str]]:
        """The lines to sign; where a signature still holds, with name and time."""
        signed = [each for each in certifications_of(self._document, stage["key"]) if each.holds]
        lines = []
        for role in dict.fromkeys([*ROLES, *(each.role for each in signed)]):
            called = self._names.words.get(role, role)
            who = [each for each in signed if each.role == role]
            lines += [self._line(called, each.name, each.at) for each in who] or [{"role": called}]
        return lines

    def _line(self, role: str, name: str, moment: str) -> dict[str, str]:
        at = self._names.moment(moment)
        when = f"{self._names.day(at.date())} {at:%H:%M}" if at else ""
        return {"role": role, "name": name, "at": when}

    def _carried(self, stage: StagePart, team: str) -> str:
        """How a total with carried stages adds up; "" where nothing is carried."""
        explained = self._explanation(stage, team)
        own, carry = explained["joined"] or explained["paper"], explained["carry"]
        if own is None or carry is None:
            return ""
        stages = {each["key"]: each["name"] for each in self._document["stages"]}
        scoring_part = scoring_of(self._document, stage)
        terms = [(stage["key"], own["total"], carry["weight"])]
        terms += [(each["stage"], each["total"], each["weight"]) for each in carry["stages"]]
        return " + ".join(
            f"{self._names.text(stages[key])} "
            f"{format_rounded(Fraction(total), scoring_part['decimals'], scoring_part['rounding'])}"
            f" × {weight}"
            for key, total, weight in terms
            if total is not None
        )

    def _match(self, stage: StagePart, match: MatchPart) -> dict[str, Any]:
        names = self._names
        at = names.moment(match.get("starts"))
        return {
            "name": names.match(match["key"]),
            "when": f"{names.day(at.date())} {at:%H:%M}" if at else "",
            "room": names.text(match.get("room")),
            "topic": names.topic(match.get("topic")),
            "entries": [self._entry(stage, match, entry) for entry in match["entries"]],
        }

    def _entry(self, stage: StagePart, match: MatchPart, entry: EntryPart) -> dict[str, Any]:
        name = {"team": self._names.team(entry["team"]), "side": self._names.side(entry)}
        found = [
            each
            for each in self._explanation(stage, entry["team"])["entries"]
            if each["match"] == match["key"]
        ]
        if not found or found[0]["score"] is None:
            return {**name, "total": ""}
        return {**name, **self._score(stage, found[0], found[0]["score"])}

    def _explanation(self, stage: StagePart, team: str) -> Explanation:
        key = (stage["key"], team)
        if key not in self._explained:
            self._explained[key] = scoring.explain(self._document, *key, book=self._book)
        return self._explained[key]

    def _score(
        self, stage: StagePart, entry: ExplainedEntry, score: ExplainedScore
    ) -> dict[str, Any]:
        names = self._names
        dimensions = {each["key"]: each for each in rubric_of(self._document, stage)["dimensions"]}
        seats = [seat for seat in entry["seats"] if seat["counted"]]
        return {
            "judges": [names.judge(seat["judge"]) for seat in seats],
            "rows": [
                {
                    "name": names.text(dimensions[row["dimension"]]["name"]),
                    "factor": "" if row["factor"] == "1" else f"× {row['factor']}",
                    "marks": [
                        next(
                            (
                                {"mark": mark["mark"], "out": not mark["kept"]}
                                for mark in row["seats"]
                                if mark["judge"] == seat["judge"]
                            ),
                            {"mark": "", "out": False},
                        )
                        for seat in seats
                    ],
                    "value": row["weighted"],
                }
                for row in score["dimensions"]
            ],
            "sheet_totals": [seat["sheet_total"] or "" for seat in seats],
            "sum": score["sum"],
            "deductions": [
                {"points": f"−{each['points']}", "reason": names.text(each["reason"])}
                for each in score["deductions"]
            ],
            "total": score["printed"],
            "left_out": any(
                not mark["kept"] for row in score["dimensions"] for mark in row["seats"]
            ),
        }
