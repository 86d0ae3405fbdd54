"""Who sits on a match's panel besides those that `panel` names: replaced judges and trainees."""

from collections.abc import Iterator
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
    left: dict[str, Path] = {}
    for index, (place, part) in enumerate(parts):
        seat, left_by = part.get("seat"), part.get("from")
        key_index.resolve(findings, (*place, "seat"), "judge", seat)
        key_index.resolve(findings, (*place, "from"), "judge", left_by)
        replaced_later = [later.get("from") for _path, later in parts[index + 1 :]]
        if isinstance(seat, str) and seat not in panel and seat not in replaced_later:
            findings.add(
                (*place, "seat"),
                N_("The judge “%(judge)s” is not on this panel: %(allowed)s."),
                judge=seat,
                allowed=join_words(panel),
            )
        if isinstance(left_by, str):
            _check_who_left(findings, (*place, "from"), left_by, panel, left, seat)
            left.setdefault(left_by, place)
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


def _check_who_left(
    findings: Findings,
    place: Path,
    judge: str,
    panel: list[str],
    left: dict[str, Path],
    seat: object,
) -> None:
    if judge in panel or judge == seat:
        findings.add(
            place,
            N_("The judge “%(judge)s” is still on this panel and so was not replaced."),
            judge=judge,
        )
    if judge in left:
        findings.add(
            place,
            N_("The judge “%(judge)s” was already replaced at %(first)s and cannot return."),
            judge=judge,
            first=place_of(left[judge]),
        )


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
                if team in first:
                    findings.add(
                        here,
                        N_("The sheet for “%(team)s” is already kept at %(first)s."),
                        team=team,
                        first=place_of(first[team]),
                    )
                first.setdefault(team, here)


def _chains(parts: list[tuple[Path, Fields]]) -> Iterator[list[tuple[Path, Fields]]]:
    """The replacements of each seat, from the last to the first."""
    followed = {part.get("from") for _path, part in parts}
    for last in parts:
        if last[1].get("seat") in followed:
            continue
        chain = [last]
        while earlier := [
            each
            for each in parts
            if each[1].get("seat") == chain[-1][1].get("from") and each not in chain
        ]:
            chain.append(earlier[0])
        yield chain


def _check_heads(findings: Findings, key_index: KeyIndex, path: Path, match: Fields) -> None:
    parts = match.get("replacements", ())
    # What the schema has refused is reported there.
    is_whole = all(
        {"seat", "from", "keeps"} <= set(part) for _path, part in items(match, "replacements")
    )
    if (
        not parts
        or "panel" not in match
        or not is_whole
        or len(parts) > len(list(items(match, "replacements")))
    ):
        return
    for place, entry in items(match, "entries", path):
        team = entry.get("team")
        if not isinstance(team, str):
            continue
        heads = [
            judge
            for judge in counting_judges(cast(MatchPart, match), team)
            if (key_index.find("judge", judge) or {}).get("head")
        ]
        if len(heads) > 1:
            findings.add(
                place,
                N_(
                    "Two head judges' sheets would count for “%(team)s”: %(judges)s. Keep the "
                    "sheet of one of them."
                ),
                team=team,
                judges=join_words(heads),
            )


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
