"""What must agree between the parts of a file: keys, references, panels."""

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
from competition.document.paper_stages import names_members
from competition.document.problems import Findings, Path, place_of
from competition.document.recusals import check_recusals
from competition.document.schema_checks import join_words
from competition.document.seats import check_seats
from competition.messages import N_

_REPEATED = N_("“%(value)s” appears twice; it is already at %(first)s.")


def check_references(findings: Findings, key_index: KeyIndex) -> None:
    """Report every duplicate key and every reference to something that is not in the file."""
    draft = key_index.draft
    _check_keys(findings, draft)
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
    for path, deduction in items(draft, "deductions"):
        resolve_entry(findings, key_index, path, deduction)
    for path, ruling in items(draft, "rulings"):
        key_index.resolve(findings, (*path, "stage"), "stage", ruling.get("stage"))
        _resolve_each(findings, key_index, (*path, "teams"), "team", ruling.get("teams", ()))
        for place, vote in items(ruling, "votes", path):
            key_index.resolve(findings, (*place, "judge"), "judge", vote.get("judge"))
            _resolve_each(findings, key_index, (*place, "teams"), "team", vote.get("teams", ()))


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
    for name in ("topics", "zones", "teams", "judges", "stages", "draws", "appeals", "awards"):
        _report_equal_keys(findings, items(draft, name))
    _report_equal_keys(findings, items(draft.get("rubric", {}), "dimensions", ("rubric",)))
    _report_equal_keys(findings, items(draft.get("clock", {}), "phases", ("clock",)))
    for path, topic in items(draft, "topics"):
        _report_equal_keys(findings, items(topic, "focal_points", path))
    members = [items(team, "members", path) for path, team in items(draft, "teams")]
    for found in [chain(*members)] if names_members(draft) else members:
        _report_equal_keys(findings, found)
    for path, stage in items(draft, "stages"):
        _report_equal_keys(findings, items(stage, "rounds", path))
        rubric = stage.get("rubric", {})
        _report_equal_keys(findings, items(rubric, "dimensions", (*path, "rubric")))
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


def _resolve_each(
    findings: Findings, key_index: KeyIndex, path: Path, kind: str, keys: Iterable[object]
) -> None:
    keys = list(keys)
    report_repeats(findings, path, keys, _REPEATED)
    for index, key in enumerate(keys):
        key_index.resolve(findings, (*path, index), kind, key)


def _check_match(findings: Findings, key_index: KeyIndex, path: Path, match: Fields) -> None:
    key_index.resolve(findings, (*path, "topic"), "topic", match.get("topic"))
    key_index.resolve(findings, (*path, "repeats"), "match", match.get("repeats"))
    for name in ("late", "substitutions"):
        for place, part in items(match, name, path):
            key_index.resolve(findings, (*place, "team"), "team", part.get("team"))
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
