"""Scoring implemented again, slowly and independently of `competition.scoring`, to compare with.

Fractions from the first mark on, one thing after another in the order of scoring.md.
"""

from fractions import Fraction
from typing import Any


def rounded(value: Fraction, rule: dict[str, Any]) -> Fraction:
    step = Fraction(1, 10 ** rule["decimals"])
    below = (value / step).__floor__() * step
    above = below + step
    if value - below != above - value:
        return below if value - below < above - value else above
    if rule["rounding"] == "half_up":
        return above if value > 0 else below
    return below if (below / step) % 2 == 0 else above


def printed(value: Fraction, rule: dict[str, Any]) -> str:
    units = rounded(value, rule) * 10 ** rule["decimals"]
    text = f"{abs(int(units)):0{rule['decimals'] + 1}d}"
    if rule["decimals"]:
        text = text[: -rule["decimals"]] + "." + text[-rule["decimals"] :]
    return "-" + text if units < 0 else text


def plain(value: Fraction) -> str:
    for decimals in range(200):
        if (value * 10**decimals).denominator == 1:
            return printed(value, {"decimals": decimals, "rounding": "half_up"})
    raise ValueError(value)


def leave_out(values: dict[str, Fraction], seats: list[str], rule: dict[str, Any]) -> list[str]:
    """Take the highest one by one, then the lowest one by one, of equals the latest seat."""
    left = dict(values)
    for end, count in ((max, rule["drop_high"]), (min, rule["drop_low"])):
        for _ in range(count):
            extreme = end(left.values())
            left.pop([seat for seat in seats if left.get(seat) == extreme][-1])
    return [seat for seat in seats if seat in values and seat not in left]


def combined(values: list[Fraction], how: str) -> Fraction:
    if how == "sum":
        return sum(values, Fraction(0))
    if how == "mean":
        return sum(values, Fraction(0)) / len(values)
    values = sorted(values)
    while len(values) > 2:
        values = values[1:-1]
    return sum(values, Fraction(0)) / len(values)


def joined(values: list[Fraction], how: str) -> Fraction:
    return sum(values, Fraction(0)) / (len(values) if how == "mean" else 1)


class Naive:
    """The scoring of one stage, by its own rubric and rule where it has them."""

    def __init__(self, document: dict[str, Any], stage: dict[str, Any]) -> None:
        self.doc = document
        self.rule = stage.get("scoring", document["scoring"])
        self.dims = stage.get("rubric", document["rubric"])["dimensions"]
        self.judges = {judge["key"]: judge for judge in document["judges"]}
        self.order = [stage["key"] for stage in document["stages"]]

    def raw(self, marks: dict[str, str]) -> Fraction:
        return sum(
            (
                Fraction(marks[d["key"]]) * Fraction(d["factor"])
                for d in self.dims
                if d["key"] in marks
            ),
            Fraction(0),
        )

    def sheet(self, match: str, team: str, judge: str, of: str = "marks") -> dict[str, str] | None:
        for sheet in self.doc["sheets"]:
            if (sheet["match"], sheet["team"], sheet["judge"]) == (match, team, judge):
                versions = [sheet, *sheet.get("history", [])]
                versions = [one for one in versions if one["state"] == "submitted"]
                if versions:
                    return sorted(versions, key=lambda one: one["version"])[-1].get(of, {})
        return None

    def points(self, match: str, team: str) -> Fraction:
        return sum(
            (
                Fraction(one["points"])
                for one in self.doc["deductions"]
                if (one["match"], one["team"]) == (match, team)
            ),
            Fraction(0),
        )

    def entry(self, match: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
        rule, team = self.rule, entry["team"]
        panel = [self.whose_sheet(match, seat, team) for seat in match["panel"]]
        for recusal in match.get("recused", []):
            if "teams" not in recusal or team in recusal["teams"]:
                panel = [judge for judge in panel if judge != recusal["judge"]]
        marks = {judge: self.sheet(match["key"], team, judge) for judge in panel}
        seats = [judge for judge in panel if marks[judge] is not None]
        missing = [judge for judge in panel if marks[judge] is None]
        result = {
            "match": match["key"],
            "side": entry["side"],
            "seats": seats,
            "missing": missing,
            "deductions": self.points(match["key"], team),
            "total": None,
            "warnings": [],
            "marking": {},
        }
        if not seats or (missing and rule["missing_sheet"] == "wait"):
            return result
        weights = rule.get("category_weights")
        asked = rule["drop_high"] + rule["drop_low"]
        values, dropped = {}, {}
        for dim in self.dims:
            key, of_groups = dim["key"], {}
            groups: dict[str, list[str]] = {}
            for seat in seats:
                category = self.judges[seat].get("category")
                if "marked_by" not in dim or category in dim["marked_by"]:
                    groups.setdefault(category if weights else "", []).append(seat)
            if not groups:
                result["warnings"] = []
                return result
            result["marking"][key] = sum(len(members) for members in groups.values())
            dropped[key] = []
            for name, members in groups.items():
                out: list[str] = []
                if len(members) - asked >= rule["min_kept"]:
                    by = {
                        seat: self.raw(marks[seat])
                        if rule["drop_by"] == "sheet"
                        else Fraction(marks[seat][key])
                        for seat in members
                    }
                    out = leave_out(by, members, rule)
                elif asked:
                    warning = {"code": "min_kept", "match": match["key"], "team": team}
                    warning["dimension"] = key
                    result["warnings"].append(
                        {**warning, **({"category": name} if weights else {})}
                    )
                dropped[key] += out
                kept = [Fraction(marks[seat][key]) for seat in members if seat not in out]
                of_groups[name] = combined(kept, rule["combine"])
            whole = sum((Fraction(weights[name]) if weights else 1) for name in groups)
            value = Fraction(0)
            for name, of_group in of_groups.items():
                value += of_group * (Fraction(weights[name]) if weights else 1) / whole
            if "panel" in rule["round_at"]:
                value = rounded(value, rule)
            value *= Fraction(dim["factor"])
            if "weighted" in rule["round_at"]:
                value = rounded(value, rule)
            values[key] = value
        total = sum(values.values(), Fraction(0)) - result["deductions"]
        result["total"] = self.last(total)
        result["values"] = values
        result["dropped"] = {
            key: [seat for seat in seats if seat in out] for key, out in dropped.items()
        }
        heads = [seat for seat in seats if self.judges[seat].get("head")]
        result["head"] = self.raw(marks[heads[0]]) if heads else None
        return result

    def whose_sheet(self, match: dict[str, Any], seat: str, team: str) -> str:
        """Follow the seat's judges back from who sits there now; who keeps the team counts."""
        came = {one["seat"]: one for one in match.get("replacements", [])}
        judge = seat
        while judge in came:
            one = came[judge]
            if team in one["keeps"]:
                return one["from"]
            judge = one["from"]
        return seat

    def last(self, value: Fraction) -> Fraction:
        return rounded(value, self.rule) if "total" in self.rule["round_at"] else value

    def entries(self, stage: dict[str, Any], team: str) -> list[dict[str, Any]]:
        return [
            self.entry(match, entry)
            for match in self.matches(stage)
            for entry in match["entries"]
            if entry["team"] == team and "void" not in match
        ]

    def matches(self, stage: dict[str, Any]) -> list[dict[str, Any]]:
        return [match for round_ in stage.get("rounds", []) for match in round_["matches"]]

    def scores(self, stage: dict[str, Any], team: str) -> dict[str, Fraction]:
        """The scores of a written test by member; the team's own stands under "-"."""
        return {
            score.get("member", "-"): Fraction(score["score"])
            for score in stage.get("scores", [])
            if score["team"] == team
        }

    def paper(self, stage: dict[str, Any], team: str) -> Fraction | None:
        values = sorted(self.scores(stage, team).values(), reverse=True)
        how = stage.get("combine", "mean")
        if not values:
            return None
        if stage["per"] == "team":
            (total,) = values
        elif how in ("mean", "sum"):
            total = joined(values, how)
        else:
            total = joined(values[: how["best"]], "sum")
        return self.last(total)

    def is_in(self, stage: dict[str, Any], team: str) -> bool:
        if "teams" in stage:
            return team in stage["teams"]
        playing = [entry["team"] for match in self.matches(stage) for entry in match["entries"]]
        return team in playing or bool(self.scores(stage, team))

    def why_not(self, stage: dict[str, Any], team: str) -> dict[str, Any]:
        """Why a team that is in a stage and has not left has no total of its own there."""
        if stage.get("kind") == "paper":
            return {"reason": "missing_score"}
        entries = self.entries(stage, team)
        if not entries:
            played = any(
                entry["team"] == team for match in self.matches(stage) for entry in match["entries"]
            )
            return {"reason": "void" if played else "no_sheet"}
        missing: list[str] = []
        for entry in entries:
            missing += [judge for judge in entry["missing"] if judge not in missing]
        return (
            {"reason": "missing_sheet", "missing": missing} if missing else {"reason": "no_sheet"}
        )

    def left(self, team: dict[str, Any], stage: str) -> str | None:
        if team.get("disqualified"):
            return "disqualified"
        gone = self.order if team.get("withdrawn") else []
        if "withdrawn_from" in team:
            gone = gone or self.order[self.order.index(team["withdrawn_from"]) :]
        return "withdrawn" if stage in gone else None

    def carried(self, carry: dict[str, Any], team: dict[str, Any]) -> Fraction | None:
        stage = next(one for one in self.doc["stages"] if one["key"] == carry["stage"])
        there = Naive(self.doc, stage)
        own = there.own(stage, team["key"])
        if own is not None:
            return there.last(own["total"])
        waits = self.is_in(stage, team["key"]) and there.why_not(stage, team["key"])["reason"] in (
            "missing_sheet",
            "missing_score",
        )
        if carry.get("missing") != "zero" or (waits and not self.left(team, stage["key"])):
            return None
        return Fraction(0)

    def own(self, stage: dict[str, Any], team: str) -> dict[str, Any] | None:
        """The entries combined, unrounded, or the written test; None without a total."""
        if stage.get("kind") == "paper":
            total = self.paper(stage, team)
            return None if total is None else {"total": total, "values": {}, "head": None}
        entries = self.entries(stage, team)
        scored = [entry for entry in entries if entry["total"] is not None]
        waits = any(entry["missing"] for entry in entries)
        if not scored or (self.rule["missing_sheet"] == "wait" and waits):
            return None
        headless = any(entry["head"] is None for entry in scored)
        how = stage["across_matches"]
        if how == "best":
            top = max(entry["total"] for entry in scored)
            scored = [entry for entry in scored if entry["total"] == top][:1]
        heads = [] if headless else [entry["head"] for entry in scored]
        return {
            "total": joined([entry["total"] for entry in scored], how),
            "values": {
                d["key"]: joined([entry["values"][d["key"]] for entry in scored], how)
                for d in self.dims
            },
            "head": joined(heads, how) if heads else None,
        }

    def split(self, stage, name, group, deductions, owns):
        if name == "ruling":
            order = None
            for one in self.doc["rulings"]:
                if one["stage"] == stage["key"] and set(group) <= set(one["teams"]):
                    order = one["teams"]
            if order is None:
                return [group]
            return [[team] for team in order if team in group]
        if name == "deductions":
            value = {team: -deductions[team] for team in group}
        elif name == "head":
            value = {team: owns[team]["head"] for team in group}
            if None in value.values():
                return [group]
        else:
            value = {team: owns[team]["values"][name] for team in group}
        return [
            [team for team in group if value[team] == level]
            for level in sorted(set(value.values()), reverse=True)
        ]

    def stage(self, stage: dict[str, Any]) -> dict[str, Any]:
        totals, owns, deductions, unranked, all_entries = {}, {}, {}, [], {}
        for team in self.doc["teams"]:
            key = team["key"]
            entries = self.entries(stage, key)
            if not self.is_in(stage, key):
                continue
            if left := self.left(team, stage["key"]):
                why = {"why": team["reason"]} if "reason" in team else {}
                unranked.append({"team": key, "reason": left, **why})
                continue
            own = self.own(stage, key)
            if own is None:
                unranked.append({"team": key, **self.why_not(stage, key)})
                continue
            total = own["total"]
            if stage.get("carry"):
                total *= Fraction(stage.get("weight", "1"))
                shares = [(self.carried(c, team), c["weight"]) for c in stage["carry"]]
                if any(share is None for share, _ in shares):
                    unranked.append({"team": key, "reason": "missing_carry"})
                    continue
                for share, weight in shares:
                    total += share * Fraction(weight)
            all_entries[key] = entries
            totals[key], owns[key] = self.last(total), own
            deductions[key] = sum((entry["deductions"] for entry in entries), Fraction(0))
        order, decided = [], {}
        for level in sorted(set(totals.values()), reverse=True):
            groups = [[team for team in totals if totals[team] == level]]
            for name in self.rule["tie_break"]:
                if stage.get("kind") == "paper" and name != "ruling":
                    continue
                after = []
                for group in groups:
                    parts = self.split(stage, name, group, deductions, owns)
                    if len(parts) > 1:
                        decided.update(dict.fromkeys(group, name))
                    after += parts
                groups = after
            order += groups
        rows, through, advance = [], set(), stage.get("advance")
        warnings = [
            warning
            for match in self.matches(stage)
            for raw in match["entries"]
            for entry in all_entries.get(raw["team"], [])
            if entry["match"] == match["key"]
            for warning in entry["warnings"]
        ]
        warnings += self.unequal(stage, all_entries)
        for team in self.doc["teams"]:
            scores = self.scores(stage, team["key"])
            without = [
                member["key"]
                for member in team.get("members", [])
                if member["key"] not in scores and "reserve" not in member
            ]
            if team["key"] in totals and stage.get("per") == "member" and without:
                warnings.append({"code": "missing_scores", "team": team["key"], "members": without})
        ranks = {team: 1 + sum(map(len, order[:at])) for at, g in enumerate(order) for team in g}
        waiting = ("missing_sheet", "missing_score", "missing_carry", "no_sheet")
        complete = not any(row["reason"] in waiting for row in unranked)
        if advance and complete:
            zones = {team["key"]: team.get("zone") for team in self.doc["teams"]}
            seen = dict.fromkeys(zones[team] for team in ranks)
            for zone in seen:
                inside = [
                    team["key"]
                    for key in ranks
                    for team in self.doc["teams"]
                    if team["key"] == key and zones[key] == zone
                    if not self.left(team, advance["to"])
                ]
                for team in inside:
                    better = [one for one in inside if ranks[one] < ranks[team]]
                    if len(better) < advance["top"]:
                        through.add(team)
                passing = [team for team in inside if team in through]
                if len(passing) > advance["top"]:
                    line = [team for team in passing if ranks[team] == ranks[passing[-1]]]
                    warning = {"code": "advance_tie", "to": advance["to"], "teams": line}
                    warnings.append({**warning, **({"zone": zone} if zone else {})})
        for group in order:
            for team in group:
                rows.append(
                    {
                        "rank": ranks[team],
                        "team": team,
                        "total": printed(totals[team], self.rule),
                        "tied": len(group) > 1,
                        "decided_by": decided.get(team),
                        "deductions": plain(deductions[team]),
                        "advances": advance["to"] if team in through else None,
                        "dimensions": {
                            key: printed(value, self.rule)
                            for key, value in owns[team]["values"].items()
                        },
                        "entries": [
                            {
                                "match": entry["match"],
                                "side": entry["side"],
                                "total": printed(entry["total"], self.rule),
                                "counted": entry["seats"],
                                "dropped": entry["dropped"],
                            }
                            for entry in all_entries[team]
                            if entry["total"] is not None
                        ],
                    }
                )
        appealed = [
            one
            for one in self.doc.get("appeals", [])
            if one["stage"] == stage["key"]
            and one["state"] not in ("upheld", "dismissed", "withdrawn")
        ]
        return {
            "stage": stage["key"],
            "complete": complete,
            **({"provisional": True} if appealed else {}),
            "warnings": warnings,
            "standings": rows,
            "unranked": unranked,
        }

    def unequal(self, stage: dict[str, Any], ranked: dict[str, Any]) -> list[dict[str, Any]]:
        """Warnings about sums over unequal numbers, replaced judges and void matches."""
        scored = {
            team: [entry for entry in entries if entry["total"] is not None]
            for team, entries in ranked.items()
        }
        warnings: list[dict[str, Any]] = []
        fewer = [
            team for team in scored if any(len(scored[team]) < len(o) for o in scored.values())
        ]
        if stage.get("across_matches") == "sum" and fewer:
            warnings.append({"code": "unequal_entries", "teams": fewer})
        matches = self.matches(stage)
        kept = {
            f"{match['key']}/{raw['team']}": {
                d["key"]: entry["marking"][d["key"]] - len(entry["dropped"][d["key"]])
                for d in self.dims
            }
            for match in matches
            for raw in match["entries"]
            for entry in scored.get(raw["team"], [])
            if entry["match"] == match["key"]
        }
        small = [
            name
            for name, counts in kept.items()
            if any(counts[key] < other[key] for other in kept.values() for key in counts)
        ]
        if self.rule["combine"] == "sum" and small:
            warnings.append({"code": "unequal_panels", "entries": small})
        warnings += [
            {"code": "replaced", "match": match["key"], "seat": one["seat"], "from": one["from"]}
            for match in matches
            for one in match.get("replacements", [])
        ]
        return warnings + [
            {"code": "void", "match": match["key"]} for match in matches if "void" in match
        ]


def naive_recount(document: dict[str, Any]) -> dict[str, Any]:
    return {
        "format": "accord-standings/1",
        "competition": document["competition"]["key"],
        "stages": [Naive(document, stage).stage(stage) for stage in document["stages"]],
    }


def naive_personal(document: dict[str, Any], stage: dict[str, Any]) -> dict[str, Fraction]:
    """Every member's personal score in a stage: means of means, without the highest and lowest."""
    naive, found = Naive(document, stage), {}
    for team in document["teams"]:
        for member in team.get("members", []):
            means = []
            for match in naive.matches(stage):
                for entry in match["entries"]:
                    if entry["team"] != team["key"] or "void" in match:
                        continue
                    judges = naive.entry(match, entry)["seats"]
                    sheets = [
                        naive.sheet(match["key"], team["key"], judge, "personal")
                        for judge in judges
                    ]
                    marks = sorted(
                        Fraction(sheet[member["key"]]) for sheet in sheets if member["key"] in sheet
                    )
                    if not marks:
                        continue
                    high, low = naive.rule["drop_high"], naive.rule["drop_low"]
                    if len(marks) - high - low >= naive.rule["min_kept"]:
                        for _ in range(high):
                            marks.pop()
                        for _ in range(low):
                            marks.pop(0)
                    means.append(joined(marks, "mean"))
            if means:
                found[member["key"]] = joined(means, "mean")
    return found
