"""What must agree between the parts of a file: keys, references, panels, the scoring rule."""

from collections.abc import Iterable
from itertools import chain

from competition.document.key_index import (
    Fields,
    KeyIndex,
    all_matches,
    all_rounds,
    items,
    report_repeats,
)
from competition.document.number_checks import to_fraction
from competition.document.paper_stages import has_member_scores
from competition.document.problems import Findings, Path, place_of
from competition.document.recusals import check_recusals
from competition.document.schema_checks import join_words
from competition.document.seats import check_seats
from competition.messages import N_

TIE_BREAKS = ("deductions", "head", "ruling")

_REPEATED = N_("“%(value)s” appears twice; it is already at %(first)s.")


def check_references(findings: Findings, key_index: KeyIndex) -> None:
    """Report every duplicate key and every reference to something that is not in the file."""
    draft = key_index.draft
    _check_keys(findings, draft)
    _check_dimensions(findings, draft)
    check_rule(findings, ("scoring",), draft.get("scoring", {}), key_index.dimensions)
    for path, judge in items(draft, "judges"):
        _resolve_each(findings, key_index, (*path, "conflicts"), "team", judge.get("conflicts", ()))
        for place, relation in items(
            judge.get("declaration", {}), "relations", (*path, "declaration")
        ):
            key_index.resolve(findings, (*place, "team"), "team", relation.get("team"))
    for path, team in items(draft, "teams"):
        place = (*path, "withdrawn_from")
        key_index.resolve(findings, place, "stage", team.get("withdrawn_from"))
        if "zones" in draft:
            key_index.resolve(findings, (*path, "zone"), "zone", team.get("zone"))
    for path, round_ in all_rounds(draft):
        for place, planned in items(round_, "planned", path):
            key_index.resolve(findings, (*place, "topic"), "topic", planned.get("topic"))
    for path, match in all_matches(draft):
        _check_match(findings, key_index, path, match)
        check_seats(findings, key_index, path, match)
        check_recusals(findings, key_index, path, match)
    _check_categories(findings, key_index)
    for path, deduction in items(draft, "deductions"):
        resolve_entry(findings, key_index, path, deduction)
    for path, ruling in items(draft, "rulings"):
        key_index.resolve(findings, (*path, "stage"), "stage", ruling.get("stage"))
        _resolve_each(findings, key_index, (*path, "teams"), "team", ruling.get("teams", ()))


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


def resolve_entry(
    findings: Findings, key_index: KeyIndex, path: Path, item: Fields
) -> Fields | None:
    """Return the match that a sheet or deduction names; report a team that is not in it."""
    match = key_index.resolve(findings, (*path, "match"), "match", item.get("match"))
    team = item.get("team")
    found = key_index.resolve(findings, (*path, "team"), "team", team)
    if match is None or found is None or "entries" not in match:
        return match
    teams = [entry.get("team") for _path, entry in items(match, "entries")]
    if team not in teams:
        findings.add(
            (*path, "team"),
            N_("The team “%(team)s” is not in the match “%(match)s”. Its teams are: %(allowed)s."),
            team=team,
            match=item["match"],
            allowed=join_words([key for key in teams if key]),
        )
    return match


def _check_keys(findings: Findings, draft: Fields) -> None:
    """Report keys used twice in one list, and match keys used twice in the file."""
    for name in ("topics", "zones", "teams", "judges", "stages", "draws"):
        _report_equal_keys(findings, items(draft, name))
    _report_equal_keys(findings, items(draft.get("rubric", {}), "dimensions", ("rubric",)))
    for path, topic in items(draft, "topics"):
        _report_equal_keys(findings, items(topic, "focal_points", path))
    members = [items(team, "members", path) for path, team in items(draft, "teams")]
    for found in [chain(*members)] if has_member_scores(draft) else members:
        _report_equal_keys(findings, found)
    for path, stage in items(draft, "stages"):
        _report_equal_keys(findings, items(stage, "rounds", path))
    _report_equal_keys(findings, all_matches(draft))


def _report_equal_keys(findings: Findings, found: Iterable[tuple[Path, Fields]]) -> None:
    first: dict[str, Path] = {}
    for path, item in found:
        key = item.get("key")
        if key is None:
            continue
        if key in first:
            findings.add(
                (*path, "key"),
                N_("The key “%(key)s” is already used by %(first)s. Choose another key."),
                key=key,
                first=place_of(first[key]),
            )
        first.setdefault(key, path)


def _check_dimensions(findings: Findings, draft: Fields) -> None:
    for path, dimension in items(draft.get("rubric", {}), "dimensions", ("rubric",)):
        low, high = dimension.get("min", "0"), dimension.get("max")
        if high is not None and to_fraction(low) > to_fraction(high):
            findings.add(
                (*path, "min" if "min" in dimension else "max"),
                N_("min is %(min)s and max is %(max)s; min must not be above max."),
                min=low,
                max=high,
            )


def _resolve_each(
    findings: Findings, key_index: KeyIndex, path: Path, kind: str, keys: Iterable[object]
) -> None:
    keys = list(keys)
    report_repeats(findings, path, keys, _REPEATED)
    for index, key in enumerate(keys):
        key_index.resolve(findings, (*path, index), kind, key)


def _check_match(findings: Findings, key_index: KeyIndex, path: Path, match: Fields) -> None:
    key_index.resolve(findings, (*path, "topic"), "topic", match.get("topic"))
    _check_panel(findings, key_index, (*path, "panel"), match.get("panel", ()))
    first: dict[str, Path] = {}
    for place, entry in items(match, "entries", path):
        team = entry.get("team")
        key_index.resolve(findings, (*place, "team"), "team", team)
        if team is not None and team in first:
            findings.add(
                (*place, "team"),
                N_("The team “%(team)s” is in this match twice; it is already at %(first)s."),
                team=team,
                first=place_of(first[team]),
            )
        if team is not None:
            first.setdefault(team, place)


def _check_panel(
    findings: Findings, key_index: KeyIndex, path: Path, panel: Iterable[object]
) -> None:
    judges = list(panel)
    report_repeats(
        findings,
        path,
        judges,
        N_("The judge “%(value)s” is on this panel twice; first at %(first)s."),
    )
    head = None
    for index, key in enumerate(judges):
        judge = key_index.resolve(findings, (*path, index), "judge", key)
        if judge is None or not judge.get("head"):
            continue
        if head is not None and head != key:
            findings.add(
                (*path, index),
                N_("“%(judge)s” and “%(head)s” are both head judges; a panel can have only one."),
                judge=key,
                head=head,
            )
        head = head or key


def _judges_who_keep(match: Fields) -> Iterable[object]:
    """The replaced judges whose sheets still count for a team."""
    return [part.get("from") for _path, part in items(match, "replacements") if part.get("keeps")]


def _check_categories(findings: Findings, key_index: KeyIndex) -> None:
    """Report judges on panels whose category has no weight above 0 in `category_weights`."""
    weights = key_index.draft.get("scoring", {}).get("category_weights")
    if weights is None:
        return
    seated = {
        key
        for _path, match in all_matches(key_index.draft)
        for key in (*match.get("panel", ()), *_judges_who_keep(match))
        if isinstance(key, str)
    }
    used = set()
    for path, judge in items(key_index.draft, "judges"):
        if judge.get("key") not in seated:
            continue
        category = judge.get("category")
        used.add(category)
        if category not in weights:
            findings.add(
                (*path, "category"),
                N_(
                    "This judge is on a panel, but scoring.category_weights has weights only for: "
                    "%(allowed)s. Give the judge one of these categories, or add a weight for the "
                    "judge's category."
                ),
                allowed=join_words(weights),
            )
    for category, weight in weights.items():
        if category in used and to_fraction(weight) == 0:
            findings.add(
                ("scoring", "category_weights", category),
                N_(
                    "The category “%(category)s” has judges on panels, so its weight must be "
                    "above 0; found %(value)s."
                ),
                category=category,
                value=weight,
            )
