"""Hypothesis strategies for competition files, small enough that ties are frequent."""

from typing import Any

from hypothesis import strategies as st

from tests.scoring import build
from tests.scoring.build import (
    competition,
    deduct,
    judges_of,
    match,
    paper,
    replaced,
    ruling,
    stage,
)

JUDGES = ["ana", "bo", "cy", "dee", "eli"]
TEAMS = ["north", "south", "east", "west"]
MEMBERS = 3
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
def rubrics(draw, rule: dict[str, Any]) -> dict[str, Any]:
    """One to three dimensions; where the rule allows it, some of them marked by some judges."""
    factors = st.sampled_from(["1", "2", "0.5", "1.15"])
    dimensions = [
        {"key": key, "factor": draw(factors)} for key in DIMENSIONS[: draw(st.integers(1, 3))]
    ]
    if rule["drop_by"] == "dimension" and draw(st.booleans()):
        # The first is everybody's, so that nobody marks nothing.
        for dimension in dimensions[1:]:
            if draw(st.booleans()):
                dimension["marked_by"] = draw(
                    st.sampled_from([["pro"], ["uni"], ["pro", "lay"], ["uni", "lay"]])
                )
    return {"dimensions": dimensions}


@st.composite
def own_rules(draw, common: dict[str, Any]) -> dict[str, Any]:
    """A stage's own rubric and rule, both, one of them or none; tie-breaks that its rubric has."""
    own: dict[str, Any] = {}
    if draw(st.integers(0, 2)) == 2:
        own["scoring"] = draw(rules())
    rule = own.get("scoring", common["scoring"])
    if "scoring" in own or draw(st.integers(0, 2)) == 2:
        own["rubric"] = draw(rubrics(rule))
        own["scoring"] = limited(rule, len(own["rubric"]["dimensions"]))
    return own


@st.composite
def versions(draw, dimensions: list[str], mark, members: list[str]) -> dict[str, Any]:
    """A sheet's state, version, marks and history, most often simply submitted."""

    def marks() -> dict[str, str]:
        return {key: draw(mark) for key in dimensions}

    kind = draw(st.sampled_from(["submitted"] * 20 + ["draft", "draft over", "twice"]))
    if kind == "submitted":
        personal = {key: draw(mark) for key in members if draw(st.booleans())}
        given = {"personal": personal} if personal and draw(st.booleans()) else {}
        return {"state": "submitted", "version": 1, "marks": marks(), **given}
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
def replacements(draw, panel: list[str], beside: list[str], playing: list[str]):
    """Links of the judges `beside` to seats of the panel, some of them chained on one seat."""
    links: list[dict[str, Any]] = []
    kept: dict[str, list[str]] = {}
    now = {seat: seat for seat in panel}
    for judge in beside:
        # From the last link of a seat to the first: the one found so far was replaced in turn.
        seat = draw(st.sampled_from(panel))
        free = [team for team in playing if team not in kept.setdefault(seat, [])]
        keeps = [team for team in free if draw(st.booleans())]
        kept[seat] += keeps
        links.insert(0, replaced(now[seat], judge, " ".join(keeps)))
        now[seat] = judge
    return links


@st.composite
def seated(draw, part: dict[str, Any]) -> dict[str, Any]:
    """Put judges who are not on the panel beside it, as replaced or as trainees, now and then."""
    panel, playing = part["panel"], [entry["team"] for entry in part["entries"]]
    beside = [judge for judge in JUDGES if judge not in panel]
    if panel and beside and draw(st.integers(0, 2)) == 2:
        left_by = beside[: draw(st.integers(1, len(beside)))]
        part["replacements"] = draw(replacements(panel, left_by, playing))
        beside = beside[len(left_by) :]
    if beside and draw(st.integers(0, 3)) == 3:
        part["trainees"] = beside
    return part


@st.composite
def papers(draw, key: str) -> dict[str, Any]:
    """A written test of some teams, with few scores so that ties are frequent."""
    per = draw(st.sampled_from(["team", "member"]))
    owners = [
        f"{name} {name}-{number}" if per == "member" else name
        for name in TEAMS
        for number in (range(MEMBERS) if per == "member" else [0])
    ]
    given = draw(st.lists(st.sampled_from(owners), unique=True))
    score = st.sampled_from(["0", "1", "2", "2.5", "0.335"])
    part = paper(key, *(f"{owner} {draw(score)}" for owner in given), per=per)
    if per == "member" and draw(st.booleans()):
        part["combine"] = draw(st.sampled_from(["mean", "sum", {"best": 1}, {"best": 2}]))
    return part


@st.composite
def who_is_in(draw, part: dict[str, Any]) -> dict[str, Any]:
    """Name the teams of a stage now and then: those with an entry or a score, and others."""
    entries = [e for r in part.get("rounds", ()) for m in r["matches"] for e in m["entries"]]
    inside = {each["team"] for each in [*entries, *part.get("scores", ())]}
    if draw(st.booleans()):
        others = [name for name in TEAMS if name not in inside and draw(st.booleans())]
        part["teams"] = draw(st.permutations(sorted(inside) + others))
    return part


def head_judges(stages: list[dict[str, Any]], wanted: str) -> str:
    """Both where no two of their sheets could count for one entry, otherwise the first."""
    names = wanted.split()
    for match_ in (m for s in stages for r in s.get("rounds", ()) for m in r["matches"]):
        keeping = [one["from"] for one in match_.get("replacements", ()) if one["keeps"]]
        if len({*match_["panel"], *keeping} & set(names)) > 1:
            return names[0]
    return wanted


@st.composite
def files(draw) -> dict[str, Any]:
    """A competition of one stage or two, with everything that scoring.md mentions."""
    scoring = draw(rules())
    common = {"scoring": scoring, "rubric": draw(rubrics(scoring))}
    common["scoring"] = limited(scoring, len(common["rubric"]["dimensions"]))
    mark = draw(st.sampled_from([MARK, FEW]))
    stages, given = [], []
    names = draw(st.sampled_from([["heats"], ["heats", "final"], ["test", "heats", "final"]]))
    for name in names:
        if name == "test":
            fields: dict[str, Any] = {}
            if draw(st.booleans()):
                fields["advance"] = {"to": "heats", "top": draw(st.integers(1, 3))}
            if draw(st.booleans()):
                fields |= {"scoring": limited(draw(rules()), 0)}
            stages.append(draw(who_is_in(draw(papers(name)) | fields)))
            continue
        own, matches = draw(own_rules(common)), []
        rubric = {**common, **own}["rubric"]
        for number in range(draw(st.integers(1, 3))):
            panel = draw(st.permutations(JUDGES))[: draw(st.sampled_from([0, 1, 2, 3, 4, 5]))]
            playing = draw(
                st.just(TEAMS) | st.lists(st.sampled_from(TEAMS), min_size=1, unique=True)
            )
            key = f"{name}-{number}"
            matches.append(match(key, " ".join(panel), *playing))
            if draw(st.integers(0, 9)) == 9:
                matches[-1]["void"] = {"en": "Broken off"}
            judges = judges_of(draw(seated(matches[-1])))
            if judges and draw(st.integers(0, 4)) == 4:
                matches[-1]["recused"] = draw(recusals(judges, playing))
            for team in playing:
                for judge in judges:
                    if draw(st.integers(0, 30)) < 30:
                        sheet = {"match": key, "team": team, "judge": judge}
                        marked = [
                            one["key"]
                            for one in rubric["dimensions"]
                            if CATEGORIES[judge] in one.get("marked_by", CATEGORIES.values())
                        ]
                        members = [f"{team}-{number}" for number in range(MEMBERS)]
                        version = draw(versions(marked, mark, members))
                        given.append([{**sheet, **version}])
        fields = dict(own)
        if name == "final" and draw(st.booleans()):
            fields["carry"] = [{"stage": "heats", "weight": draw(st.sampled_from(["0.4", "1"]))}]
            if draw(st.booleans()):
                fields["carry"][0]["missing"] = draw(st.sampled_from(["zero", "unranked"]))
        if "test" in names and draw(st.booleans()):
            carry = {"stage": "test", "weight": draw(st.sampled_from(["0.2", "1.15"]))}
            if draw(st.booleans()):
                carry["missing"] = draw(st.sampled_from(["zero", "unranked"]))
            fields.setdefault("carry", []).append(carry)
        if draw(st.booleans()):
            fields["weight"] = "0.6"
        if name == "heats" and "final" in names and draw(st.booleans()):
            fields["advance"] = {"to": "final", "top": draw(st.integers(1, 3))}
        across = draw(st.sampled_from(["mean", "sum", "best"]))
        stages.append(draw(who_is_in(stage(name, *matches, across=across, **fields))))
    pairs = [
        (match["key"], entry["team"])
        for one in stages
        if "rounds" in one
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
        members = [f"{team}-{number}" for number in range(MEMBERS)]
        in_reserve = members[-1] if draw(st.booleans()) else ""
        row: dict[str, Any] = build.team(team, " ".join(members), in_reserve)
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
    file = competition(
        stages,
        given,
        heads=head_judges(stages, draw(st.sampled_from(["", "ana", "cy", "cy ana"]))),
        categories=CATEGORIES,
        teams=teams,
        deductions=deductions,
        rulings=rulings,
    )
    appeals = [
        {"stage": one["key"], "state": draw(st.sampled_from(["filed", "heard", "dismissed"]))}
        for one in stages
        if draw(st.integers(0, 5)) == 5
    ]
    return {**file, **common, "appeals": appeals}


def limited(rule: dict[str, Any], dimensions: int) -> dict[str, Any]:
    """Keep only tie-breaks by dimensions that exist."""
    absent = DIMENSIONS[dimensions:]
    return {**rule, "tie_break": [name for name in rule["tie_break"] if name not in absent]}
