"""Rubrics and scoring rules, the competition's and those of single stages: what must fit together.

A stage's own rubric or rule stands in place of the competition's for all of the stage.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from competition.document.key_index import Fields, KeyIndex, items, report_repeats
from competition.document.number_checks import to_fraction
from competition.document.problems import Findings, Path, place_of
from competition.document.schema_checks import join_words
from competition.messages import N_

TIE_BREAKS = ("deductions", "head", "ruling")

_REPEATED = N_("“%(value)s” appears twice; it is already at %(first)s.")


class RuleInForce(NamedTuple):
    """A rubric and a rule that hold together, with their places, and the stages where they do."""

    rubric_path: Path
    rubric: Fields
    scoring_path: Path
    scoring: Fields
    stages: list[tuple[Path, Fields]]

    @property
    def dimensions(self) -> dict[str, Fields]:
        """The dimensions by key."""
        return {
            part["key"]: part for _path, part in items(self.rubric, "dimensions") if "key" in part
        }


def rules_in_force(draft: Fields) -> Iterator[RuleInForce]:
    """Yield the competition's rubric and rule first, then those of each stage with own ones."""
    rubric, scoring = draft.get("rubric", {}), draft.get("scoring", {})
    stages = list(items(draft, "stages"))
    common = [each for each in stages if not {"rubric", "scoring"} & set(each[1])]
    yield RuleInForce(("rubric",), rubric, ("scoring",), scoring, common)
    for path, stage in stages:
        if {"rubric", "scoring"} & set(stage):
            yield RuleInForce(
                (*path, "rubric") if "rubric" in stage else ("rubric",),
                stage.get("rubric", rubric),
                (*path, "scoring") if "scoring" in stage else ("scoring",),
                stage.get("scoring", scoring),
                [(path, stage)],
            )


def check_rules(findings: Findings, key_index: KeyIndex) -> None:
    """Report what does not fit in a rubric or a rule, or between the two that hold together."""
    for path, rubric in _rubrics(key_index.draft):
        _check_scales(findings, path, rubric)
    for rule in rules_in_force(key_index.draft):
        _check_tie_breaks(findings, rule)
        _check_marked_by(findings, rule)
    _check_categories(findings, key_index)


def check_rule(
    findings: Findings, path: Path, scoring: Fields, dimensions: Iterable[str] | None
) -> None:
    """Report repeats in `round_at` and `tie_break`, and unknown tie-breaks."""
    for name in ("round_at", "tie_break"):
        report_repeats(findings, (*path, name), scoring.get(name, ()), _REPEATED)
    if dimensions is None:
        return
    known = [*dimensions, *TIE_BREAKS]
    for index, rule in enumerate(scoring.get("tie_break", ())):
        if isinstance(rule, str) and rule not in known:
            findings.add(
                (*path, "tie_break", index),
                N_("“%(value)s” is not a tie-break. Allowed: %(allowed)s."),
                value=rule,
                allowed=join_words(known),
            )


def _rubrics(draft: Fields) -> Iterator[tuple[Path, Fields]]:
    yield ("rubric",), draft.get("rubric", {})
    for path, stage in items(draft, "stages"):
        if "rubric" in stage:
            yield (*path, "rubric"), stage["rubric"]


def _check_scales(findings: Findings, path: Path, rubric: Fields) -> None:
    """Report a scale whose lowest mark is above its highest, and repeated categories."""
    scales = list(items(rubric, "dimensions", path))
    if "personal" in rubric:
        scales.append(((*path, "personal"), rubric["personal"]))
    for place, scale in scales:
        report_repeats(findings, (*place, "marked_by"), scale.get("marked_by", ()), _REPEATED)
        low, high = scale.get("min", "0"), scale.get("max")
        if high is not None and to_fraction(low) > to_fraction(high):
            findings.add(
                (*place, "min" if "min" in scale else "max"),
                N_("min is %(min)s and max is %(max)s; min must not be above max."),
                min=low,
                max=high,
            )


def _check_tie_breaks(findings: Findings, rule: RuleInForce) -> None:
    is_known = "dimensions" in rule.rubric
    dimensions = rule.dimensions if is_known else None
    is_own_rubric, is_own_rule = len(rule.rubric_path) > 1, len(rule.scoring_path) > 1
    if is_own_rule or not is_own_rubric:
        check_rule(findings, rule.scoring_path, rule.scoring, dimensions)
        return
    for name in rule.scoring.get("tie_break", ()):
        if is_known and isinstance(name, str) and name not in {*rule.dimensions, *TIE_BREAKS}:
            findings.add(
                rule.rubric_path,
                N_(
                    "The tie-break “%(value)s” of the competition's rule is no dimension of this "
                    "stage's own rubric: %(allowed)s. Add the dimension, or give the stage a rule "
                    "of its own."
                ),
                value=name,
                allowed=join_words(rule.dimensions),
            )
            return


def _check_marked_by(findings: Findings, rule: RuleInForce) -> None:
    if rule.scoring.get("drop_by") != "sheet":
        return
    for path, dimension in items(rule.rubric, "dimensions", rule.rubric_path):
        if "marked_by" not in dimension:
            continue
        is_own_rule = len(rule.scoring_path) > 1
        findings.add(
            (*rule.scoring_path, "drop_by") if is_own_rule else (*path, "marked_by"),
            N_(
                "The rule leaves out whole sheets, so every judge has to mark every dimension; "
                "“%(dimension)s” is marked by some categories only. Leave out marks dimension by "
                "dimension, or let everybody mark it."
            ),
            dimension=dimension.get("key", "?"),
        )
        if is_own_rule:
            return


def _judges_who_keep(match: Fields) -> Iterable[object]:
    """The replaced judges whose sheets still count for a team."""
    return [part.get("from") for _path, part in items(match, "replacements") if part.get("keeps")]


def counting_on_panel(match: Fields) -> list[str]:
    """The judges on a match's panel, and those replaced whose sheets still count for a team."""
    found = (*match.get("panel", ()), *_judges_who_keep(match))
    return [key for key in found if isinstance(key, str)]


def matches_with_paths(stages: Iterable[tuple[Path, Fields]]) -> Iterator[tuple[Path, Fields]]:
    """Yield the matches of stages with their paths."""
    for stage_path, stage in stages:
        for round_path, round_ in items(stage, "rounds", stage_path):
            yield from items(round_, "matches", round_path)


def _check_categories(findings: Findings, key_index: KeyIndex) -> None:
    """Report judges on panels whose category has no weight above 0 in the rule in force there."""
    reported: set[Path] = set()
    for rule in rules_in_force(key_index.draft):
        weights = rule.scoring.get("category_weights")
        if weights is None:
            continue
        seated = {
            key
            for _path, match in matches_with_paths(rule.stages)
            for key in counting_on_panel(match)
        }
        path = (*rule.scoring_path, "category_weights")
        used = set()
        for judge_path, judge in items(key_index.draft, "judges"):
            if judge.get("key") not in seated:
                continue
            category, place = judge.get("category"), (*judge_path, "category")
            used.add(category)
            if category not in weights and place not in reported:
                reported.add(place)
                findings.add(
                    place,
                    N_(
                        "This judge is on a panel, but %(rule)s has weights only for: "
                        "%(allowed)s. Give the judge one of these categories, or add a weight for "
                        "the judge's category."
                    ),
                    rule=place_of(path),
                    allowed=join_words(weights),
                )
        for category, weight in weights.items():
            place = (*path, category)
            if category in used and to_fraction(weight) == 0 and place not in reported:
                reported.add(place)
                findings.add(
                    place,
                    N_(
                        "The category “%(category)s” has judges on panels, so its weight must be "
                        "above 0; found %(value)s."
                    ),
                    category=category,
                    value=weight,
                )
