"""Who sits on a match's panel besides those that `panel` names: replaced judges and trainees."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import cast

from competition.document.key_index import Fields, KeyIndex, items, report_repeats
from competition.document.problems import Findings, Path, place_of
from competition.document.schema_checks import join_words
from competition.file_types import MatchPart
from competition.messages import N_
from competition.seats import counting_judges

_REPEATED = N_("“%(value)s” appears twice; it is already at %(first)s.")


def judges_with_sheets(match: Fields) -> list[str]:
    """The judges whose sheets a match accepts: the panel, those it replaced, and trainees."""
    replaced = [part.get("from") for _path, part in items(match, "replacements")]
    return [
        key
        for key in (*match.get("panel", ()), *replaced, *match.get("trainees", ()))
        if isinstance(key, str)
    ]


def check_seats(findings: Findings, key_index: KeyIndex, path: Path, match: Fields) -> None:
    """Report trainees and replacements that do not fit the panel of a match."""
    _check_trainees(findings, key_index, path, match)
    panel = [key for key in match.get("panel", ()) if isinstance(key, str)]
    parts = list(items(match, "replacements", path))
    taken: dict[str, Path] = {}
    left: dict[str, Path] = {}
    for index, (place, part) in enumerate(parts):
        replaced_later = [later.get("from") for _path, later in parts[index + 1 :]]
        _check_seat(findings, key_index, place, part, [*panel, *replaced_later], taken)
        _check_who_left(findings, key_index, place, part, panel, left)
        _check_keeps(findings, place, part, match)
    _check_kept_once(findings, parts)
    _check_heads(findings, key_index, path, match)
    for place, part in items(match, "accepted_conflicts", path):
        _check_accepted_conflict(findings, key_index, place, part, match)


def _check_trainees(findings: Findings, key_index: KeyIndex, path: Path, match: Fields) -> None:
    trainees = match.get("trainees", ())
    report_repeats(findings, (*path, "trainees"), trainees, _REPEATED)
    for index, key in enumerate(trainees):
        place = (*path, "trainees", index)
        key_index.resolve(findings, place, "judge", key)
        if key in match.get("panel", ()):
            findings.add(
                place,
                N_("The judge “%(judge)s” is on the panel and cannot be a trainee as well."),
                judge=key,
            )


def _check_seat(
    findings: Findings,
    key_index: KeyIndex,
    path: Path,
    part: Fields,
    seated: Collection[object],
    taken: dict[str, Path],
) -> None:
    """Check who takes the seat: `seated` are those on the panel or replaced further on."""
    judge, place = part.get("seat"), (*path, "seat")
    if key_index.resolve(findings, place, "judge", judge) is None:
        return
    assert isinstance(judge, str)
    if judge not in seated:
        findings.add(
            place,
            N_("The judge “%(judge)s” is not on this panel: %(allowed)s."),
            judge=judge,
            allowed=join_words([key for key in seated if isinstance(key, str)]),
        )
    elif judge in taken:
        findings.add(
            place,
            N_(
                "The judge “%(judge)s” already takes a seat at %(first)s. The judges of one seat "
                "follow one another: each replaces the one before."
            ),
            judge=judge,
            first=place_of(taken[judge]),
        )
    taken.setdefault(judge, place)


def _check_who_left(
    findings: Findings,
    key_index: KeyIndex,
    path: Path,
    part: Fields,
    panel: Collection[str],
    left: dict[str, Path],
) -> None:
    judge, place = part.get("from"), (*path, "from")
    if key_index.resolve(findings, place, "judge", judge) is None:
        return
    assert isinstance(judge, str)
    if judge in panel or judge == part.get("seat"):
        findings.add(
            place,
            N_("The judge “%(judge)s” is still on this panel and so was not replaced."),
            judge=judge,
        )
    elif judge in left:
        findings.add(
            place,
            N_("The judge “%(judge)s” was already replaced at %(first)s and cannot return."),
            judge=judge,
            first=place_of(left[judge]),
        )
    left.setdefault(judge, path)


def _check_keeps(findings: Findings, place: Path, part: Fields, match: Fields) -> None:
    keeps = part.get("keeps", ())
    report_repeats(findings, (*place, "keeps"), keeps, _REPEATED)
    teams = [entry.get("team") for _path, entry in items(match, "entries")]
    for index, team in enumerate(keeps):
        if isinstance(team, str) and team not in teams:
            findings.add(
                (*place, "keeps", index),
                N_("The team “%(team)s” is not in this match. Its teams are: %(allowed)s."),
                team=team,
                allowed=join_words([key for key in teams if key]),
            )


def _check_kept_once(findings: Findings, parts: list[tuple[Path, Fields]]) -> None:
    """Report a team whose sheet two of the judges of one seat would keep."""
    for chain in _chains(parts):
        first: dict[object, Path] = {}
        for place, part in chain:
            for index, team in enumerate(part.get("keeps", ())):
                here = (*place, "keeps", index)
                if isinstance(team, str) and first.get(team, here)[:-1] != here[:-1]:
                    findings.add(
                        here,
                        N_("The sheet for “%(team)s” is already kept at %(first)s."),
                        team=team,
                        first=place_of(first[team]),
                    )
                first.setdefault(team, here)


def _chains(parts: list[tuple[Path, Fields]]) -> Iterator[list[tuple[Path, Fields]]]:
    """The replacements of each seat, from the first to the last."""
    followers = {part.get("from"): (place, part) for place, part in reversed(parts)}
    taken_over = {part.get("seat") for _path, part in parts}
    for first in parts:
        if first[1].get("from") in taken_over:
            continue
        chain = [first]
        while (later := followers.get(chain[-1][1].get("seat"))) and later not in chain:
            chain.append(later)
        yield chain


def _check_heads(findings: Findings, key_index: KeyIndex, path: Path, match: Fields) -> None:
    parts = match.get("replacements", ())
    # What the schema has refused is reported there.
    is_whole = all(
        isinstance(part, Mapping) and {"seat", "from", "keeps"} <= set(part) for part in parts
    )
    if not parts or "panel" not in match or not is_whole:
        return
    for team in [entry.get("team") for _path, entry in items(match, "entries")]:
        if not isinstance(team, str):
            continue
        heads = [
            judge
            for judge in counting_judges(cast(MatchPart, match), team)
            if (key_index.find("judge", judge) or {}).get("head")
            and not _is_recused(match, judge, team)
        ]
        kept = _last_kept(items(match, "replacements", path), heads, team)
        if len(heads) > 1 and kept is not None:
            findings.add(
                kept,
                N_(
                    "Two head judges' sheets would count for “%(team)s”: %(judges)s. Keep the "
                    "sheet of one of them."
                ),
                team=team,
                judges=join_words(heads),
            )


def _is_recused(match: Fields, judge: object, team: str) -> bool:
    return any(
        recusal.get("judge") == judge and team in recusal.get("teams", (team,))
        for _path, recusal in items(match, "recused")
    )


def _last_kept(
    parts: Iterable[tuple[Path, Fields]], heads: Collection[str], team: str
) -> Path | None:
    """Where the last of these judges keeps the team; None where they all sit on the panel."""
    found = None
    for place, part in parts:
        if part["from"] in heads and team in part["keeps"]:
            found = (*place, "keeps", part["keeps"].index(team))
    return found


def _check_accepted_conflict(
    findings: Findings, key_index: KeyIndex, place: Path, part: Fields, match: Fields
) -> None:
    judge, team = part.get("judge"), part.get("team")
    found = key_index.resolve(findings, (*place, "judge"), "judge", judge)
    if found is not None and judge not in judges_with_sheets(match):
        findings.add(
            (*place, "judge"),
            N_("The judge “%(judge)s” is not on this panel: %(allowed)s."),
            judge=judge,
            allowed=join_words(judges_with_sheets(match)),
        )
    teams = [entry.get("team") for _path, entry in items(match, "entries")]
    if key_index.resolve(findings, (*place, "team"), "team", team) and team not in teams:
        findings.add(
            (*place, "team"),
            N_("The team “%(team)s” is not in this match. Its teams are: %(allowed)s."),
            team=team,
            allowed=join_words([key for key in teams if key]),
        )
