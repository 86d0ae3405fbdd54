"""Hypothesis strategies for competition files, small enough that ties are frequent."""

from typing import Any

from hypothesis import strategies as st

from tests.scoring.build import competition, deduct, marks_of, match, ruling, stage

JUDGES = ["ana", "bo", "cy", "dee", "eli"]
TEAMS = ["north", "south", "east", "west"]
CATEGORIES = {"ana": "pro", "bo": "uni", "cy": "pro", "dee": "uni", "eli": "lay"}
MARK = st.sampled_from(["-1", "0", "0.5", "1", "1.0", "1.25", "2", "2.5", "0.335"])
FEW = st.sampled_from(["1", "2"])
DIMENSIONS = ["law", "talk", "calm"]


@st.composite
def rules(draw) -> dict[str, Any]:
    weights = {"pro": "0.5", "uni": "0.3", "lay": "0.4"}
    rule = {
        "combine": draw(st.sampled_from(["mean", "median", "sum"])),
        "drop_high": draw(st.sampled_from([0, 1, 1, 2])),
        "drop_low": draw(st.sampled_from([0, 1, 1, 2])),
        "drop_by": draw(st.sampled_from(["dimension", "sheet"])),
        "min_kept": draw(st.integers(1, 3)),
        "decimals": draw(st.integers(0, 3)),
        "rounding": draw(st.sampled_from(["half_up", "half_even"])),
        "round_at": draw(st.lists(st.sampled_from(["panel", "weighted", "total"]), unique=True)),
        "missing_sheet": draw(st.sampled_from(["wait", "exclude"])),
        "tie_break": draw(
            st.lists(st.sampled_from(["law", "talk", "deductions", "head", "ruling"]), unique=True)
        ),
    }
    if draw(st.booleans()):
        rule["category_weights"] = weights
    return rule


@st.composite
def versions(draw, dimensions: int, mark) -> dict[str, Any]:
    """A sheet's state, version, marks and history, most often simply submitted."""

    def marks() -> dict[str, str]:
        return marks_of(" ".join(draw(mark) for _ in range(dimensions)))

    kind = draw(st.sampled_from(["submitted"] * 20 + ["draft", "draft over", "twice"]))
    if kind == "submitted":
        return {"state": "submitted", "version": 1, "marks": marks()}
    if kind == "draft":
        return {"state": "draft", "version": 1, "marks": {}}
    first = {"state": "submitted", "version": 1, "marks": marks()}
    if kind == "twice":
        return {"state": "submitted", "version": 2, "marks": marks(), "history": [first]}
    second = {"state": "submitted", "version": 2, "marks": marks()}
    return {"state": "draft", "version": 3, "marks": {}, "history": [second, first]}


@st.composite
def recusals(draw, panel: list[str], playing: list[str]) -> list[dict[str, Any]]:
    """Recused judges of one match, each for all teams or for some."""
    recused = []
    for judge in draw(st.lists(st.sampled_from(panel), min_size=1, unique=True)):
        recusal: dict[str, Any] = {"judge": judge, "reason": {"en": "Her own employer"}}
        if draw(st.booleans()):
            recusal["teams"] = draw(st.lists(st.sampled_from(playing), min_size=1, unique=True))
        recused.append(recusal)
    return recused


@st.composite
def files(draw) -> dict[str, Any]:
    """A competition of one stage or two, with everything that scoring.md mentions."""
    dimensions = draw(st.integers(1, 3))
    mark = draw(st.sampled_from([MARK, FEW]))
    stages, given = [], []
    for name in draw(st.sampled_from([["heats"], ["heats", "final"]])):
        matches = []
        for number in range(draw(st.integers(1, 3))):
            panel = draw(st.permutations(JUDGES))[: draw(st.sampled_from([0, 1, 2, 3, 4, 5]))]
            playing = draw(
                st.just(TEAMS) | st.lists(st.sampled_from(TEAMS), min_size=1, unique=True)
            )
            key = f"{name}-{number}"
            matches.append(match(key, " ".join(panel), *playing))
            if draw(st.integers(0, 9)) == 9:
                matches[-1]["void"] = {"en": "Broken off"}
            if panel and draw(st.integers(0, 4)) == 4:
                matches[-1]["recused"] = draw(recusals(panel, playing))
            for team in playing:
                for judge in panel:
                    if draw(st.integers(0, 30)) < 30:
                        sheet = {"match": key, "team": team, "judge": judge}
                        given.append([{**sheet, **draw(versions(dimensions, mark))}])
        fields: dict[str, Any] = {}
        if name == "final" and draw(st.booleans()):
            fields["carry"] = [{"stage": "heats", "weight": draw(st.sampled_from(["0.4", "1"]))}]
            if draw(st.booleans()):
                fields["carry"][0]["missing"] = draw(st.sampled_from(["zero", "unranked"]))
        if draw(st.booleans()):
            fields["weight"] = "0.6"
        if name == "heats" and draw(st.booleans()):
            fields["advance"] = {"to": "final", "top": draw(st.integers(1, 3))}
        across = draw(st.sampled_from(["mean", "sum", "best"]))
        stages.append(stage(name, *matches, across=across, **fields))
    pairs = [
        (match["key"], entry["team"])
        for one in stages
        for match in one["rounds"][0]["matches"]
        for entry in match["entries"]
    ]
    points = st.sampled_from(["0", "0.5", "1", "1.50"])
    deductions = [
        deduct(*draw(st.sampled_from(pairs)), draw(points)) for _ in range(draw(st.integers(0, 3)))
    ]
    rulings = [
        ruling(
            draw(st.sampled_from([one["key"] for one in stages])),
            " ".join(draw(st.permutations(TEAMS))[: draw(st.integers(2, 4))]),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    teams = []
    for team in draw(st.permutations(TEAMS)):
        row: dict[str, Any] = {"key": team}
        if draw(st.integers(0, 15)) == 15:
            row["withdrawn"] = True
        if draw(st.integers(0, 9)) == 9:
            row["withdrawn_from"] = draw(st.sampled_from([one["key"] for one in stages]))
        if draw(st.integers(0, 15)) == 15:
            row["disqualified"] = True
        if draw(st.booleans()):
            row["reason"] = {"en": "Said why"}
        if draw(st.booleans()):
            row["zone"] = draw(st.sampled_from(["hills", "coast"]))
        teams.append(row)
    factors = st.sampled_from(["1", "2", "0.5", "1.15"])
    return competition(
        stages,
        given,
        factors=" ".join(draw(factors) for _ in range(dimensions)),
        heads=draw(st.sampled_from(["", "ana", "cy"])),
        categories=CATEGORIES,
        teams=teams,
        deductions=deductions,
        rulings=rulings,
        **limited(draw(rules()), dimensions),
    )


def limited(rule: dict[str, Any], dimensions: int) -> dict[str, Any]:
    """Keep only tie-breaks by dimensions that exist."""
    absent = DIMENSIONS[dimensions:]
    return {**rule, "tie_break": [name for name in rule["tie_break"] if name not in absent]}
