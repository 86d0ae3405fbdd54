"""The awards again, slowly and independently of `competition.awards`, to compare with."""

from fractions import Fraction
from typing import Any

from tests.scoring.naive import Naive, printed


def _mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


class NaiveAwards(Naive):
    """The awards of one stage, by its own rubric and rule where it has them."""

    def total(self, stage: dict[str, Any], team: dict[str, Any]) -> Fraction:
        """The total of a ranked team, carry included, as it is compared."""
        total = self.own(stage, team["key"])["total"]
        if stage.get("carry"):
            total *= Fraction(stage.get("weight", "1"))
            for carry in stage["carry"]:
                total += self.carried(carry, team) * Fraction(carry["weight"])
        return self.last(total)

    def find(self, key: str) -> dict[str, Any]:
        return next(stage for stage in self.doc["stages"] if stage["key"] == key)

    def members(self, team: dict[str, Any]) -> list[str]:
        return [member["key"] for member in team.get("members", [])]

    def personal(self, stage: dict[str, Any], team: str, member: str) -> Fraction | None:
        of_matches = []
        for match in self.matches(stage):
            if "void" in match or team not in [entry["team"] for entry in match["entries"]]:
                continue
            marks = []
            for seat in match["panel"]:
                judge = self.whose_sheet(match, seat, team)
                away = [
                    one["judge"]
                    for one in match.get("recused", [])
                    if team in one.get("teams", [team])
                ]
                if judge not in away:
                    marks += self.personal_mark(match["key"], team, judge, member)
            if not marks:
                continue
            high, low = self.rule["drop_high"], self.rule["drop_low"]
            if len(marks) - high - low >= self.rule["min_kept"]:
                for _ in range(high):
                    marks.remove(max(marks))
                for _ in range(low):
                    marks.remove(min(marks))
            of_matches.append(_mean(marks))
        return _mean(of_matches) if of_matches else None

    def personal_mark(self, match: str, team: str, judge: str, member: str) -> list[Fraction]:
        for sheet in self.doc["sheets"]:
            if (sheet["match"], sheet["team"], sheet["judge"]) == (match, team, judge):
                versions = [sheet, *sheet.get("history", [])]
                versions = [one for one in versions if one["state"] == "submitted"]
                newest = max(versions, key=lambda one: one["version"], default={})
                if member in newest.get("personal", {}):
                    return [Fraction(newest["personal"][member])]
        return []

    def values(self, award: dict[str, Any]) -> list[tuple[str, Any, Any, Fraction]]:
        """Kind, who, what is compared (more is better), what is printed; in the file's order."""
        stage = self.find(award["stage"])
        ranks = {row["team"]: row["rank"] for row in self.stage(stage)["standings"]}
        found = []
        sums: list[list[Any]] = []
        # An organisation's place among equals is that of its first team, ranked or not.
        for team in self.doc["teams"]:
            if "organisation" in team and team["organisation"] not in [one[0] for one in sums]:
                sums.append([team["organisation"], []])
        for team in self.doc["teams"]:
            key, by = team["key"], award["by"]
            if "zone" in award and team.get("zone") != award["zone"]:
                continue
            here = self.left(team, stage["key"]) is None
            if by == "rank" and "side" in award and key in ranks:
                totals = [
                    entry["total"]
                    for entry in self.entries(stage, key)
                    if entry["side"] == award["side"] and entry["total"] is not None
                ]
                if totals:
                    found.append(("team", key, _mean(totals), _mean(totals)))
            elif by == "rank" and key in ranks:
                found.append(("team", key, -ranks[key], self.total(stage, team)))
            elif by == "dimension" and key in ranks and stage.get("kind") != "paper":
                value = self.own(stage, key)["values"][award["dimension"]]
                found.append(("team", key, value, value))
            elif by == "personal" and here:
                for member in self.members(team):
                    value = self.personal(stage, key, member)
                    if value is not None:
                        found.append(("member", member, value, value))
            elif by == "paper" and here:
                scores = self.scores(stage, key)
                for name in ["-", *self.members(team)]:
                    if name in scores:
                        kind, who = ("team", key) if name == "-" else ("member", name)
                        found.append((kind, who, scores[name], scores[name]))
            elif by == "organisation" and key in ranks and "organisation" in team:
                for one in sums:
                    if one[0] == team["organisation"]:
                        one[1].append(self.total(stage, team))
        for name, totals in sums:
            if totals:
                found.append(("organisation", name, sum(totals), sum(totals)))
        return found

    def award(self, award: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
        result = {"key": award["key"], "by": award["by"]}
        others = [before[key] for key in award.get("excludes", [])]
        won = [
            (kind, winner[kind])
            for other in others
            for winner in other["winners"]
            for kind in ("team", "member", "organisation")
            if kind in winner
        ]
        left = [one for one in self.values(award) if (one[0], one[1]) not in won]
        first, last = award["places"]
        winners = []
        for place in range(first, last + 1):
            for kind, who, compared, value in left:
                if 1 + sum(other[2] > compared for other in left) == place:
                    text = printed(value, self.rule)
                    winners.append({kind: who, "place": place, "value": text})
        stages = [award["stage"]]
        for other in self.doc["awards"]:
            if other["key"] in award.get("excludes", []) and "stage" in other:
                stages.append(other["stage"])
        complete = all(
            Naive(self.doc, self.find(key)).stage(self.find(key))["complete"] for key in stages
        )
        appealed = any(
            appeal["stage"] in stages and appeal["state"] in ("filed", "heard")
            for appeal in self.doc.get("appeals", [])
        )
        codes = {
            "tie_on_the_line": len(winners) > last - first + 1,
            "too_few": len(winners) < last - first + 1,
            "incomplete": not complete,
        }
        warnings = [{"code": code} for code, holds in codes.items() if holds]
        final = complete and not appealed
        return {**result, "final": final, "winners": winners, "warnings": warnings}


def naive_awards(document: dict[str, Any]) -> dict[str, Any]:
    stages, decided = {stage["key"]: stage for stage in document["stages"]}, {}
    for award in document.get("awards", []):
        if award["by"] == "hand":
            winners = [{**one, "place": 1, "value": None} for one in award["winners"]]
            decided[award["key"]] = {"key": award["key"], "by": "hand", "final": True}
            decided[award["key"]] |= {"winners": winners, "warnings": []}
        else:
            naive = NaiveAwards(document, stages[award["stage"]])
            decided[award["key"]] = naive.award(award, decided)
    key = document["competition"]["key"]
    return {"format": "accord-awards/1", "competition": key, "awards": list(decided.values())}
