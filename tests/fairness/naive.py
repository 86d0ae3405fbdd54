"""The fairness figures implemented again, slowly, from the definitions alone, to compare with.

Who counts is taken from the second implementation of scoring. None stands for whatever cannot be
had; reasons are not compared here.
"""

import datetime as dt
from fractions import Fraction
from itertools import combinations, product
from statistics import mean
from typing import Any

import numpy as np

from tests.scoring.naive import Naive


def pearson(xs: list[Any], ys: list[Any]) -> float | None:
    """Pearson's correlation of at least three pairs with spread."""
    if len(xs) < 3 or len(set(xs)) < 2 or len(set(ys)) < 2:
        return None
    return float(np.corrcoef(list(map(float, xs)), list(map(float, ys)))[0, 1])


class NaiveFairness:
    """One stage: its entries with marks as fractions, by judge and dimension."""

    def __init__(self, document: dict[str, Any], stage: dict[str, Any]) -> None:
        self.doc, self.stage = document, stage
        self.scoring = Naive(document, stage)
        self.factors = {d["key"]: Fraction(d["factor"]) for d in self.scoring.dims}
        self.judge_parts = {judge["key"]: judge for judge in document["judges"]}
        self.matches = [
            match for r in stage["rounds"] for match in r["matches"] if not match.get("void")
        ]
        left = {team["key"] for team in document["teams"] if self.is_out(team)}
        self.entries = []
        for match in self.matches:
            for part in match["entries"]:
                if part["team"] in left:
                    continue
                scored = self.scoring.entry(match, part)
                marks = {
                    judge: {
                        key: Fraction(mark)
                        for key, mark in self.scoring.sheet(
                            match["key"], part["team"], judge
                        ).items()
                    }
                    for judge in scored["seats"]
                }
                self.entries.append({"match": match["key"], **part, **scored, "marks": marks})
        self.judged = [entry for entry in self.entries if entry["marks"]]
        present = {judge for entry in self.judged for judge in entry["marks"]}
        self.judges = [key for key in self.judge_parts if key in present]
        self.apart = len({tuple(m) for e in self.judged for m in e["marks"].values()}) > 1

    def is_out(self, team: dict[str, Any]) -> bool:
        """Whether the team has left, here or before."""
        order = [stage["key"] for stage in self.doc["stages"]]
        since = team.get("withdrawn_from")
        gone = since is not None and order.index(since) <= order.index(self.stage["key"])
        return bool(team.get("withdrawn") or team.get("disqualified") or gone)

    def total(self, marks: dict[str, Fraction]) -> Fraction:
        """Σ mark × factor."""
        return sum((mark * self.factors[key] for key, mark in marks.items()), Fraction(0))

    def judge(self, key: str) -> dict[str, Any]:
        """The figures of one judge but for the model's."""
        mine = [entry for entry in self.judged if key in entry["marks"]]
        with_own, without, dropped = [], [], 0
        for entry in mine:
            for dimension, mark in entry["marks"][key].items():
                every = {j: m[dimension] for j, m in entry["marks"].items() if dimension in m}
                if len(every) > 1:
                    others = [each for judge, each in every.items() if judge != key]
                    with_own.append(mark - mean(every.values()))
                    without.append(mark - mean(others))
                if entry["total"] is not None:
                    dropped += key in entry["dropped"][dimension]
        return {
            "judge": key,
            "sheets": len(mine),
            "leniency": float(mean(with_own)) if with_own else None,
            "leniency_others": float(mean(without)) if without else None,
            "spread": None if self.apart else self.spread(key, mine),
            "agreement": None if self.apart else self.agreement(key, mine),
            "dropped": dropped,
            "halo": self.halo(key, mine),
            "drift": None if self.apart else self.drift(key, mine),
        }

    def spread(self, key: str, mine: list[dict[str, Any]]) -> float | None:
        raw = [float(sum(entry["marks"][key].values())) for entry in mine]
        return float(np.std(raw, ddof=1)) if len(raw) > 1 else None

    def agreement(self, key: str, mine: list[dict[str, Any]]) -> float | None:
        own, rest = [], []
        for entry in mine:
            others = [self.total(m) for judge, m in entry["marks"].items() if judge != key]
            if others:
                own.append(self.total(entry["marks"][key]))
                rest.append(mean(others))
        return pearson(own, rest)

    def halo(self, key: str, mine: list[dict[str, Any]]) -> float | None:
        columns = {
            d: [entry["marks"][key][d] for entry in mine]
            for d in (mine[0]["marks"][key] if mine else ())
        }
        found = [pearson(columns[a], columns[b]) for a, b in combinations(columns, 2)]
        found = [each for each in found if each is not None]
        return sum(found) / len(found) if found else None

    def drift(self, key: str, mine: list[dict[str, Any]]) -> float | None:
        timed = []
        for entry in mine:
            for number, sheet in enumerate(self.doc["sheets"]):
                ids = (sheet["match"], sheet["team"], sheet["judge"])
                if ids == (entry["match"], entry["team"], key):
                    versions = [sheet, *sheet.get("history", [])]
                    versions = [one for one in versions if one["state"] == "submitted"]
                    first = min(versions, key=lambda one: one["version"])
                    if "submitted_at" not in first:
                        return None
                    at = dt.datetime.fromisoformat(first["submitted_at"])
                    timed.append((at, number, entry))
        away = []
        for _, _, entry in sorted(timed, key=lambda each: each[:2]):
            totals = {judge: self.total(marks) for judge, marks in entry["marks"].items()}
            if len(totals) > 1:
                away.append(float(totals[key] - mean(totals.values())))
        if len(away) < 3:
            return None
        return float(np.polyfit(range(1, len(away) + 1), away, 1)[0])

    def sides(self) -> list[tuple[Fraction, Fraction]]:
        """The totals of labour and employer of each pair."""
        pairs = []
        for match in self.matches:
            here = [entry for entry in self.entries if entry["match"] == match["key"]]
            totals = {entry["side"]: entry["total"] for entry in here}
            of_two = sorted(entry["side"] for entry in here) == ["employer", "labour"]
            if of_two and None not in totals.values():
                pairs.append((totals["labour"], totals["employer"]))
        return pairs

    def categories(self) -> tuple[list[str], list[tuple[Fraction, Fraction]]]:
        """The two categories and their values of each entry; none where there are not two."""
        found = [self.judge_parts[key].get("category") for key in self.judge_parts]
        here = {self.judge_parts[key].get("category") for key in self.judges}
        names = [each for each in dict.fromkeys(found) if each is not None and each in here]
        if len(names) != 2 or self.apart:
            return names, []
        pairs = []
        for entry in self.judged:
            values = [
                [
                    self.total(marks)
                    for judge, marks in entry["marks"].items()
                    if self.judge_parts[judge].get("category") == name
                ]
                for name in names
            ]
            if all(values):
                pairs.append((mean(values[0]), mean(values[1])))
        return names, pairs

    def conflicts(self) -> list[dict[str, Any]]:
        """Every sheet of a judge with a conflict."""
        teams = {team["key"]: team for team in self.doc["teams"]}
        rows = []
        for entry in self.judged:
            for judge, marks in entry["marks"].items():
                part, team = self.judge_parts[judge], teams[entry["team"]]
                relations = part.get("declaration", {}).get("relations", [])
                declared = team["key"] in [
                    *part.get("conflicts", []),
                    *(relation["team"] for relation in relations),
                ]
                mine, theirs = part.get("organisation", {}), team.get("organisation", {})
                same = any(mine[language] == theirs.get(language) for language in mine)
                if declared or same:
                    away = [
                        mark - mean(others)
                        for dimension, mark in marks.items()
                        if (
                            others := [
                                each[dimension]
                                for other, each in entry["marks"].items()
                                if other != judge and dimension in each
                            ]
                        )
                    ]
                    rows.append(
                        {
                            "judge": judge,
                            "match": entry["match"],
                            "team": entry["team"],
                            "kind": "declared" if declared else "organisation",
                            "effect": float(sum(away)) if away else None,
                        }
                    )
        return rows

    def order(self) -> tuple[list[int], list[Fraction]]:
        """The numbers of matches and the totals of entries."""
        keys = [match["key"] for match in self.matches]
        if all("starts" in match for match in self.matches):
            starts = {m["key"]: dt.datetime.fromisoformat(m["starts"]) for m in self.matches}
            keys = sorted(keys, key=lambda key: (starts[key], keys.index(key)))
        placed = [entry for entry in self.entries if entry["total"] is not None]
        return (
            [keys.index(entry["match"]) + 1 for entry in placed],
            [entry["total"] for entry in placed],
        )


def flipped_share(differences: list[Fraction]) -> float:
    """The exact two-sided p, every choice of signs tried."""
    reached = abs(sum(differences))
    sums = [
        abs(sum(sign * each for sign, each in zip(signs, differences, strict=True)))
        for signs in product((1, -1), repeat=len(differences))
    ]
    return sum(each >= reached for each in sums) / len(sums)
