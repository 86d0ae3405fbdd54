"""What the published pages say, as plain values for the templates, in one language."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from competition import scoring
from competition.certification import digest_of_standings
from competition.document import distinct_names
from competition.file_types import Document, Language, MatchPart, StagePart
from competition.host_script import HostScript
from competition.rule_in_force import rubric_of, scoring_of
from competition.scoring.explanation_types import ExplainedEntry, ExplainedScore, Explanation
from competition.scoring.types import StageStandings, StandingsRow
from competition.site.site_words import site_word


def text_of(text: Any, language: Language) -> str:
    """A text in a language, or in the only one that it has."""
    if text is None:
        return ""
    if isinstance(text, str):
        return text
    return str(text.get(language) or next((each for each in text.values() if each), ""))


def stage_page_name(stage: str) -> str:
    """The name of a stage's page."""
    return f"stage-{stage}.html"


def team_page_name(stage: str, team: str) -> str:
    """The name of the page that shows how a team's total in a stage came about."""
    return f"stage-{stage}-team-{team}.html"


Explain = Callable[[str, str], Explanation]
"""How a team's total in a stage came about, by the keys of stage and team."""


class PageRows:
    """Arranges one published file for pages in one language."""

    def __init__(self, file: Document, language: Language, explain: Explain) -> None:
        self._file = file
        self._language: Language = language
        self._explain = explain
        zones = file.get("zones") or ()
        self._zones = {zone["key"]: text_of(zone["name"], language) for zone in zones}
        names = distinct_names(file["teams"], zones)
        self.teams = {key: text_of(name, language) for key, name in names.items()}
        self.judges = {j["key"]: text_of(j["name"], language) for j in file["judges"]}
        self.stages = {s["key"]: text_of(s["name"], language) for s in file["stages"]}
        self._zone_of = {team["key"]: team.get("zone", "") for team in file["teams"]}
        self._members = {
            (team["key"], member["key"]): text_of(member["name"], language)
            for team in file["teams"]
            for member in team.get("members", ())
        }
        self._matches = {
            match["key"]: (text_of(round_["name"], language), match)
            for stage in file["stages"]
            for round_ in stage.get("rounds", ())
            for match in round_["matches"]
        }
        self._agreements = {each["match"]: each for each in file.get("agreements") or ()}
        self._focal_points = {
            (topic["key"], point["key"]): text_of(point["title"], language)
            for topic in file.get("topics") or ()
            for point in topic.get("focal_points", ())
        }

    def stage(self, stage: StagePart, standings: StageStandings) -> dict[str, Any]:
        """A stage's standings: columns, rows, and the teams without a place."""
        dimensions = self._dimensions(stage)
        has_zones = len({self._zone_of[row["team"]] for row in standings["standings"]}) > 1
        return {
            "key": stage["key"],
            "name": self.stages[stage["key"]],
            "dimensions": list(dimensions.values()),
            "has_zones": has_zones,
            "has_deductions": bool(dimensions)
            and any(row["deductions"] != "0" for row in standings["standings"]),
            "is_provisional": bool(dict(standings).get("provisional")),
            "digest": digest_of_standings(standings),
            "rows": [self._row(stage, row, dimensions) for row in standings["standings"]],
            "unranked": [
                {
                    "name": self.teams[row["team"]],
                    "reason": site_word(row["reason"], self._language),
                    "why": text_of(row.get("why"), self._language),
                }
                for row in standings["unranked"]
            ],
        }

    def team(self, stage: StagePart, row: StandingsRow, script: HostScript) -> dict[str, Any]:
        """How one team's total came about: the marks, and the words."""
        told = self._explain(stage["key"], row["team"])
        (step,) = (each for each in script["steps"] if row["team"] in each["teams"])
        words = [line["text"] for line in _lines_of(step["lines"], step["teams"], row["team"])]
        return {
            "key": row["team"],
            "stage": stage["key"],
            "stage_name": self.stages[stage["key"]],
            "name": self.teams[row["team"]],
            "rank": row["rank"],
            "tied": row["tied"],
            "total": row["total"],
            "words": [text_of(text, self._language) for text in words],
            "entries": [
                self._entry(stage, each, score)
                for each in told["entries"]
                if (score := each["score"])
            ],
            "scores": [
                {
                    "name": self._members.get((row["team"], each["member"] or ""), ""),
                    "score": each["score"],
                    "counted": each["counted"],
                }
                for each in (told["paper"] or {"scores": []})["scores"]
            ],
        }

    def award(self, award: Mapping[str, Any]) -> dict[str, Any]:
        """A revealed award and its winners, as they were announced."""
        language = self._language
        return {
            "name": text_of(award["name"], language),
            "winners": [
                {
                    "called": text_of(winner.get("called"), language),
                    "of": text_of(winner.get("of"), language),
                    "members": [text_of(each, language) for each in winner.get("members", ())],
                    "place": winner.get("place"),
                    "value": winner.get("value") or "",
                }
                for winner in award["winners"]
            ],
            "corrections": [
                {"at": each["at"][:10], "reason": text_of(each["reason"], language)}
                for each in award.get("corrections", ())
            ],
        }

    def _row(
        self, stage: StagePart, row: StandingsRow, dimensions: Mapping[str, str]
    ) -> dict[str, Any]:
        by, to = row["decided_by"], row["advances"]
        named = self._dimensions(stage)
        return {
            "rank": row["rank"],
            "team": row["team"],
            "name": self.teams[row["team"]],
            "zone": self._zones.get(self._zone_of[row["team"]], self._zone_of[row["team"]]),
            "total": row["total"],
            "tied": row["tied"],
            "decided_by": named.get(by) or site_word(f"by_{by}", self._language) if by else "",
            "advances": self.stages[to] if to else "",
            "deductions": row["deductions"],
            "dimensions": [row["dimensions"].get(key, "") for key in dimensions],
            "page": team_page_name(stage["key"], row["team"]),
        }

    def _dimensions(self, stage: StagePart) -> dict[str, str]:
        if stage.get("kind") == "paper":
            return {}
        rubric = rubric_of(self._file, stage)
        return {each["key"]: text_of(each["name"], self._language) for each in rubric["dimensions"]}

    def _entry(
        self, stage: StagePart, entry: ExplainedEntry, score: ExplainedScore
    ) -> dict[str, Any]:
        """One match: a row a judge, a column a dimension, and what became of each."""
        name, match = self._matches[entry["match"]]
        dimensions = self._dimensions(stage)
        marks: dict[str, dict[str, tuple[str, bool]]] = {}
        for dimension in score["dimensions"]:
            for seat in dimension["seats"]:
                marks.setdefault(seat["judge"], {})[dimension["dimension"]] = (
                    seat["mark"],
                    seat["kept"],
                )
        others = [part["team"] for part in match["entries"]]
        return {
            "round": name,
            "teams": [self.teams[key] for key in others],
            "side": site_word(entry["side"], self._language),
            "dimensions": list(dimensions.values()),
            "rows": [
                {
                    "judge": self.judges[seat["judge"]],
                    "marks": [marks[seat["judge"]].get(key, ("", True)) for key in dimensions],
                }
                for seat in entry["seats"]
                if seat["judge"] in marks
            ],
            "values": [self._printed(each["weighted"], stage) for each in score["dimensions"]],
            "deductions": [
                {"points": each["points"], "reason": text_of(each["reason"], self._language)}
                for each in score["deductions"]
            ],
            "total": score["printed"],
            "agreement": self._agreement(match),
        }

    def _agreement(self, match: MatchPart) -> dict[str, Any] | None:
        """What the two sides of the match agreed, and who signed; None where nothing is on file."""
        agreement = self._agreements.get(match["key"])
        if agreement is None:
            return None
        return {
            "points": [
                {
                    "title": self._focal_points[match["topic"], point["focal_point"]],
                    "status": site_word(point["status"], self._language),
                    "text": text_of(point.get("text"), self._language),
                }
                for point in agreement["points"]
            ],
            "signed": [
                {"side": site_word(each["side"], self._language), "name": each["name"]}
                for each in agreement["signed"]
            ],
        }

    def _printed(self, exact: str, stage: StagePart) -> str:
        rule = scoring_of(self._file, stage)
        return scoring.format_rounded(Fraction(exact), rule["decimals"], rule["rounding"])


def _lines_of(lines: Any, teams: list[str], team: str) -> list[Any]:
    """The lines about one of the teams that share a place: those up to its own total."""
    parts: list[list[Any]] = [[]]
    for line in lines[1:]:
        if parts[-1] and parts[-1][-1]["kind"] in ("total", "tie") and line["kind"] != "tie":
            parts.append([])
        parts[-1].append(line)
    return parts[teams.index(team)]
