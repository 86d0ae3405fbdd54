"""How each team's total came about, to be handed to the team: the proof's marks and steps.

Judges are called by their seats, as on the public page: a team is given the marks, not who gave
them.
"""

from fractions import Fraction
from typing import Any

from competition.file_types import Document, StagePart
from competition.messages import N_
from competition.prints.file_names import FileNames
from competition.prints.order import CannotPrint, PrintOrder
from competition.prints.standings_words import decided_text
from competition.rule_in_force import rubric_of
from competition.scoring import format_exact
from competition.why import NotProvable, Prover
from competition.why.types import ArrangedProof, ProvedEntry, ProvedStage, Step

LONGEST_EXACT = 8
"""Characters of an exact value that a table has room for; longer ones are rounded there."""


def proofs_data(document: Document, order: PrintOrder) -> dict[str, Any]:
    """A paper for each team of the stages asked for; without a stage, of each team's last one.

    Raises `CannotPrint` where no team has a total.
    """
    names = FileNames(document, order)
    papers = _Papers(document, names)
    stages = [order.stage] if order.stage else [None]
    found = [
        papers.paper(proved)
        for stage in stages
        for team in document["teams"]
        if (proved := papers.prove(team["key"], stage)) is not None
    ]
    if not found:
        raise CannotPrint(N_("No team has a total yet. Print this once marks are in."))
    return {"papers": found}


class _Papers:
    def __init__(self, document: Document, names: FileNames) -> None:
        self._names, self._prover = names, Prover(document)
        self._stages = {stage["key"]: stage for stage in document["stages"]}
        self._document = document

    def prove(self, team: str, stage: str | None) -> ArrangedProof | None:
        """The proof of a stage, or of the last one in which the team has a total."""
        try:
            return self._prover.prove(team, stage, self._stages)
        except NotProvable as missing:
            if stage is None and missing.last_stage:
                return self._prover.prove(team, missing.last_stage, self._stages)
            return None

    def paper(self, proved: ArrangedProof) -> dict[str, Any]:
        names, proof = self._names, proved["proof"]
        stage = self._stages[proof["stage"]]
        steps = {step["id"]: step for step in proof["steps"]}
        tied = [each["team"] for each in proof["tied_with"] if each["team"] != proof["team"]]
        return {
            "team": names.team(proof["team"]),
            "stage": names.text(stage["name"]),
            "total": proof["total"],
            "place": names.words["place_of"] % {"rank": proof["rank"]},
            "final": proof["final"],
            "decided": self._decided(proof["decided_by"], tied, stage),
            "entries": [
                self._entry(part, entry, steps)
                for part in proved["arrangement"]["stages"]
                for entry in part["entries"]
            ],
            "steps": [
                names.text(step["text"]) for step in proof["steps"] if not _is_in_table(step)
            ],
        }

    def _decided(self, rule: str | None, tied: list[str], stage: StagePart) -> str:
        if rule is None:
            return ""
        names = self._names
        teams = names.words["comma"].join(map(names.team, tied))
        how = decided_text(rule, stage, names)
        return names.words["same_total"] % {"teams": teams, "decided": how}

    def _entry(
        self, part: ProvedStage, entry: ProvedEntry, steps: dict[str, Step]
    ) -> dict[str, Any]:
        names = self._names
        rubric = rubric_of(self._document, self._stages[part["stage"]])
        called = {each["key"]: names.text(each["name"]) for each in rubric["dimensions"]}
        label = names.match(entry["match"])
        if len(self._stages) > 1:
            label = f"{names.text(self._stages[part['stage']]['name'])} · {label}"
        return {
            "match": label,
            "seats": [names.words["seat"] % {"number": each["seat"]} for each in entry["seats"]],
            "rows": [
                {
                    "name": called[row["dimension"]],
                    "marks": [_mark(steps[mark]) if mark else _NO_MARK for mark in row["marks"]],
                    "value": _shown(steps[row["weighted"] or row["times"]]["value"]),
                    "factor": "" if row["factor"] == "1" else f"× {row['factor']}",
                }
                for row in entry["dimensions"]
            ],
            "sum": _shown(steps[entry["sum"]]["value"]),
            "total": _shown(steps[entry["total"]]["value"]),
        }


_NO_MARK = {"mark": "", "out": False}


def _mark(step: Step) -> dict[str, Any]:
    return {"mark": _shown(step["value"]), "out": step.get("left_out", False)}


def _is_in_table(step: Step) -> bool:
    """Whether the table of marks says it already: a mark, or a value taken once."""
    return step["does"] == "mark" or (step["does"] == "times" and step["of"][1:] == ["1"])


def _shown(value: str) -> str:
    """An exact value as a person reads it.

    >>> _shown("469/5"), _shown("1/3")
    ('93.8', '0.3333…')
    """
    number = Fraction(value)
    exact = format_exact(number)
    if "/" in exact or len(exact) > LONGEST_EXACT:
        return f"{float(number):.4f}…"
    return exact
