"""What must agree between the parts of a file: keys, references, panels and the rule."""

from collections.abc import Iterable

from competition.document.key_index import Fields, KeyIndex, all_matches, items, refuse_repeats
from competition.document.number_checks import to_fraction
from competition.document.problems import Findings, Path, place_of
from competition.document.schema_checks import as_list
from competition.messages import N_

TIE_BREAKS = ("deductions", "head", "ruling")

_TWICE = N_("“%(value)s” stands here twice; it is at %(first)s already.")


def check_references(findings: Findings, register: KeyIndex) -> None:
    """Report every key that stands twice and every reference that leads nowhere."""
    draft = register.draft
    _check_keys(findings, draft)
    _check_dimensions(findings, draft)
    check_rule(findings, ("scoring",), draft.get("scoring", {}), register.dimensions)
    for path, judge in items(draft, "judges"):
        _refer_each(findings, register, (*path, "conflicts"), "team", judge.get("conflicts", ()))
    for path, match in all_matches(draft):
        _check_match(findings, register, path, match)
    _check_categories(findings, register)
    for path, deduction in items(draft, "deductions"):
        refer_entry(findings, register, path, deduction)
    for path, ruling in items(draft, "rulings"):
        register.refer(findings, (*path, "stage"), "stage", ruling.get("stage"))
        _refer_each(findings, register, (*path, "teams"), "team", ruling.get("teams", ()))


def check_rule(
    findings: Findings, path: Path, scoring: Fields, dimensions: Iterable[str] | None
) -> None:
    """Report repeats in `round_at` and `tie_break`, and tie-breaks that stand for nothing."""
    for name in ("round_at", "tie_break"):
        refuse_repeats(findings, (*path, name), scoring.get(name, ()), _TWICE)
    if dimensions is None:
        return
    known = [*dimensions, *TIE_BREAKS]
    for index, rule in enumerate(scoring.get("tie_break", ())):
        if isinstance(rule, str) and rule not in known:
            findings.add(
                (*path, "tie_break", index),
                N_("“%(value)s” is no tie-break; allowed are %(allowed)s."),
                value=rule,
                allowed=as_list(known),
            )


def refer_entry(findings: Findings, register: KeyIndex, path: Path, item: Fields) -> Fields | None:
    """Give the match that a sheet or deduction names, reporting a team that is not in it."""
    match = register.refer(findings, (*path, "match"), "match", item.get("match"))
    team = item.get("team")
    found = register.refer(findings, (*path, "team"), "team", team)
    if match is None or found is None or "entries" not in match:
        return match
    teams = [entry.get("team") for _path, entry in items(match, "entries")]
    if team not in teams:
        findings.add(
            (*path, "team"),
            N_("The team “%(team)s” is not in the match “%(match)s”; in it are %(allowed)s."),
            team=team,
            match=item["match"],
            allowed=as_list([key for key in teams if key]),
        )
    return match


def _check_keys(findings: Findings, draft: Fields) -> None:
    """A key is unique among its kind: within its list, and for matches in the whole file."""
    for name in ("topics", "teams", "judges", "stages"):
        _refuse_equal_keys(findings, items(draft, name))
    _refuse_equal_keys(findings, items(draft.get("rubric", {}), "dimensions", ("rubric",)))
    for path, topic in items(draft, "topics"):
        _refuse_equal_keys(findings, items(topic, "focal_points", path))
    for path, team in items(draft, "teams"):
        _refuse_equal_keys(findings, items(team, "members", path))
    for path, stage in items(draft, "stages"):
        _refuse_equal_keys(findings, items(stage, "rounds", path))
    _refuse_equal_keys(findings, all_matches(draft))


def _refuse_equal_keys(findings: Findings, found: Iterable[tuple[Path, Fields]]) -> None:
    first: dict[str, Path] = {}
    for path, item in found:
        key = item.get("key")
        if key is None:
            continue
        if key in first:
            findings.add(
                (*path, "key"),
                N_("The key “%(key)s” is taken by %(first)s; give each its own."),
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
                N_("min is %(min)s and max is %(max)s; min may not be above max."),
                min=low,
                max=high,
            )


def _refer_each(
    findings: Findings, register: KeyIndex, path: Path, kind: str, keys: Iterable[object]
) -> None:
    keys = list(keys)
    refuse_repeats(findings, path, keys, _TWICE)
    for index, key in enumerate(keys):
        register.refer(findings, (*path, index), kind, key)


def _check_match(findings: Findings, register: KeyIndex, path: Path, match: Fields) -> None:
    register.refer(findings, (*path, "topic"), "topic", match.get("topic"))
    _check_panel(findings, register, (*path, "panel"), match.get("panel", ()))
    first: dict[str, Path] = {}
    for place, entry in items(match, "entries", path):
        team = entry.get("team")
        register.refer(findings, (*place, "team"), "team", team)
        if team is not None and team in first:
            findings.add(
                (*place, "team"),
                N_("The team “%(team)s” is in this match twice; it is at %(first)s already."),
                team=team,
                first=place_of(first[team]),
            )
        if team is not None:
            first.setdefault(team, place)


def _check_panel(
    findings: Findings, register: KeyIndex, path: Path, panel: Iterable[object]
) -> None:
    seats = list(panel)
    refuse_repeats(
        findings,
        path,
        seats,
        N_("The judge “%(value)s” sits on this panel twice; first at %(first)s."),
    )
    head = None
    for index, seat in enumerate(seats):
        judge = register.refer(findings, (*path, index), "judge", seat)
        if judge is None or not judge.get("head"):
            continue
        if head is not None and head != seat:
            findings.add(
                (*path, index),
                N_(
                    "“%(judge)s” is a head judge, and so is “%(head)s”; "
                    "at most one head judge sits on a panel."
                ),
                judge=seat,
                head=head,
            )
        head = head or seat


def _check_categories(findings: Findings, register: KeyIndex) -> None:
    """With `category_weights`, every panel judge's category has a weight above 0."""
    weights = register.draft.get("scoring", {}).get("category_weights")
    if weights is None:
        return
    seated = {
        key
        for _path, match in all_matches(register.draft)
        for key in match.get("panel", ())
        if isinstance(key, str)
    }
    used = set()
    for path, judge in items(register.draft, "judges"):
        if judge.get("key") not in seated:
            continue
        category = judge.get("category")
        used.add(category)
        if category not in weights:
            findings.add(
                (*path, "category"),
                N_(
                    "This judge sits on a panel, and scoring.category_weights has a weight only "
                    "for %(allowed)s; give the judge one of these, or the category a weight."
                ),
                allowed=as_list(weights),
            )
    for category, weight in weights.items():
        if category in used and to_fraction(weight) == 0:
            findings.add(
                ("scoring", "category_weights", category),
                N_(
                    "The category “%(category)s” has judges on panels; "
                    "its weight is above 0, not %(value)s."
                ),
                category=category,
                value=weight,
            )
