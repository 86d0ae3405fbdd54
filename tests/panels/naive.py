"""Panels by trying all: for tiny contests, written from the rules without the code under test."""

import itertools
from collections import Counter
from datetime import datetime
from typing import Any


def best_values(
    file: dict[str, Any],
    stage_key: str,
    size: int,
    mix: dict[str, int],
    *,
    keep: bool = False,
    in_sequence: bool = False,
) -> tuple[int, int, int, int] | None:
    """The best (matches without the mix, panels without a head, spread, repeats); None: impossible.

    Each is as small as can be once those before it are.
    """
    found = None
    for panels in _arrangements(file, stage_key, size, keep=keep, in_sequence=in_sequence):
        value = values(file, stage_key, size, mix, panels, keep=keep, in_sequence=in_sequence)
        found = value if found is None else min(found, value)
    return found


def values(
    file: dict[str, Any],
    stage_key: str,
    size: int,
    mix: dict[str, int],
    panels: dict[str, Any],
    *,
    keep: bool = False,
    in_sequence: bool = False,
) -> tuple[int, int, int, int]:
    """How good panels are: what is to be small, the most important first."""
    judges = {each["key"]: each for each in file["judges"]}
    matches = _matches(file, stage_key)
    unmet = sum(
        any(
            sum(judges[judge].get("category") == category for judge in panels[match["key"]]) < least
            for category, least in mix.items()
        )
        for match in matches
    )
    headless = sum(
        not any(judges[judge].get("head") for judge in panels[match["key"]]) for match in matches
    )
    load = Counter(judge for panel in panels.values() for judge in panel)
    loads = [load[judge] for judge in _who_may_sit(file, stage_key, size, keep, in_sequence)]
    meetings = Counter(
        (judge, entry["team"])
        for match in matches
        for judge in panels[match["key"]]
        for entry in match["entries"]
    )
    repeats = sum(times - 1 for times in meetings.values())
    return unmet, headless, max(loads, default=0) - min(loads, default=0), repeats


def is_allowed(
    file: dict[str, Any], stage_key: str, size: int, panels: dict[str, Any], *, in_sequence: bool
) -> bool:
    """Whether no rule is broken by panels that are not kept and have no sheet."""
    judges = {each["key"]: each for each in file["judges"]}
    for match in _matches(file, stage_key):
        panel = panels[match["key"]]
        if _has_sheet(file, match):
            if panel != match["panel"]:
                return False
            continue
        if len(panel) != size or len(set(panel)) != size:
            return False
        if sum(bool(judges[judge].get("head")) for judge in panel) > 1:
            return False
        if not all(_may_sit(file, match, judges[judge]) for judge in panel):
            return False
        if not _everything_is_marked(file, [judges[judge] for judge in panel]):
            return False
    return _nobody_is_twice(file, panels, in_sequence)


def _arrangements(file, stage_key, size, *, keep, in_sequence):
    matches = _matches(file, stage_key)
    judges = {each["key"]: each for each in file["judges"]}
    choices = []
    for match in matches:
        if _has_sheet(file, match):
            choices.append([tuple(match["panel"])])
            continue
        kept = match["panel"] if keep else []
        able = [
            key for key, judge in judges.items() if key not in kept and _may_sit(file, match, judge)
        ]
        rest = itertools.combinations(able, size - len(kept)) if len(kept) <= size else ()
        possible = [
            (*kept, *coming)
            for coming in rest
            if sum(bool(judges[judge].get("head")) for judge in (*kept, *coming)) <= 1
            and _everything_is_marked(file, [judges[judge] for judge in (*kept, *coming)])
        ]
        if any(_conflict(file, match, judges[judge]) for judge in kept):
            possible = []
        choices.append(possible)
    for chosen in itertools.product(*choices):
        panels = {match["key"]: list(panel) for match, panel in zip(matches, chosen, strict=True)}
        if _nobody_is_twice(file, panels, in_sequence):
            yield panels


def _everything_is_marked(file, panel):
    return all(
        any(_marks(dimension, judge) for judge in panel)
        for dimension in file["rubric"]["dimensions"]
        if "marked_by" in dimension
    )


def _marks(dimension, judge):
    return judge.get("category", "") in dimension.get("marked_by", [judge.get("category", "")])


def _matches(file, stage_key):
    stage = next(each for each in file["stages"] if each["key"] == stage_key)
    return [
        match for round_ in stage["rounds"] for match in round_["matches"] if "void" not in match
    ]


def _has_sheet(file, match):
    return any(sheet["match"] == match["key"] for sheet in file.get("sheets", ()))


def _conflict(file, match, judge):
    accepted = [(each["judge"], each["team"]) for each in match.get("accepted_conflicts", ())]
    return any(
        (judge["key"], team["key"]) not in accepted and _is_close(judge, team)
        for team in file["teams"]
        if team["key"] in [entry["team"] for entry in match["entries"]]
    )


def _is_close(judge, team):
    declared = [each["team"] for each in judge.get("declaration", {}).get("relations", ())]
    ours, theirs = judge.get("organisation", {}), team.get("organisation", {})
    return (
        team["key"] in judge.get("conflicts", ())
        or team["key"] in declared
        or any(ours.get(language, 0) == theirs.get(language, 1) for language in ("zh", "en"))
    )


def _may_sit(file, match, judge):
    weights = file["scoring"].get("category_weights")
    has_weight = weights is None or float(weights.get(judge.get("category", ""), 0)) > 0
    return (
        has_weight
        and any(_marks(dimension, judge) for dimension in file["rubric"]["dimensions"])
        and judge["key"] not in match.get("trainees", ())
        and not any(
            _is_close(judge, team) for team in file["teams"] if team["key"] in _teams(match)
        )
    )


def _teams(match):
    return [entry["team"] for entry in match["entries"]]


def _nobody_is_twice(file, panels, in_sequence):
    """Nobody on a panel that is being filled is elsewhere; what is settled is not asked about."""
    there = _who_is_where(file, panels)
    return not any(
        at is not elsewhere
        and at[2]["key"] in panels
        and not _has_sheet(file, at[2])
        and set(panels[at[2]["key"]]) & set(others)
        and _same_time(at, elsewhere, in_sequence)
        for at, _ in there
        for elsewhere, others in there
    )


def _who_is_where(file, panels):
    """Each match with its round, and who is in it."""
    return [
        (
            (stage["key"], round_, match),
            [*panels.get(match["key"], match["panel"]), *match.get("trainees", ())],
        )
        for stage in file["stages"]
        for round_ in stage["rounds"]
        for match in round_["matches"]
        if "void" not in match
    ]


def _same_time(one, other, in_sequence):
    (stage_1, round_1, match_1), (stage_2, round_2, match_2) = one, other
    starts = []
    for round_, match in ((round_1, match_1), (round_2, match_2)):
        written = match.get("starts") or (None if in_sequence else round_.get("starts"))
        starts.append(datetime.fromisoformat(written) if written else None)
    if starts[0] is not None and starts[0] == starts[1]:
        return True
    is_same_round = (stage_1, round_1["key"]) == (stage_2, round_2["key"])
    has_both = "starts" in match_1 and "starts" in match_2
    return is_same_round and not has_both and not in_sequence


def _who_may_sit(file, stage_key, size, keep, in_sequence):
    """Who sits where nothing moves, or could take a seat that is open."""
    judges = {each["key"]: each for each in file["judges"]}
    stays = {}
    for match in _matches(file, stage_key):
        stays[match["key"]] = list(match["panel"]) if keep or _has_sheet(file, match) else []
    found = {judge for panel in stays.values() for judge in panel}
    there = _who_is_where(file, stays)
    for key, judge in judges.items():
        for at, _sitting in there:
            match = at[2]
            if (
                match["key"] not in stays
                or _has_sheet(file, match)
                or len(stays[match["key"]]) >= size
            ):
                continue
            heads = [each for each in stays[match["key"]] if judges[each].get("head")]
            busy = any(
                key in others and _same_time(at, elsewhere, in_sequence)
                for elsewhere, others in there
                if elsewhere[2] is not match
            )
            if _may_sit(file, match, judge) and not (heads and judge.get("head")) and not busy:
                found.add(key)
    return sorted(found)
