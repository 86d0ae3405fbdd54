"""Sheets against panels and rubric: judge, team and match, versions, every mark."""

from collections.abc import Mapping
from typing import Any

from competition.document.json_reader import is_odd
from competition.document.key_index import Fields, KeyIndex, items
from competition.document.markers import SheetRubric, SheetRubrics
from competition.document.number_checks import check_mark, parse_decimal
from competition.document.problems import Findings, Path, Refusal, place_of, quote_value
from competition.document.references import resolve_entry
from competition.document.schema_checks import join_words
from competition.document.seats import judges_with_sheets
from competition.messages import N_


def check_sheets(findings: Findings, key_index: KeyIndex) -> None:
    """Report sheets of unknown judges, teams or matches, duplicates, and marks not allowed."""
    first: dict[tuple[str, ...], Path] = {}
    rubrics = SheetRubrics(key_index)
    for path, sheet in items(key_index.draft, "sheets"):
        match = resolve_entry(findings, key_index, path, sheet)
        _check_judge(findings, key_index, path, sheet, match)
        owner = tuple(str(sheet.get(name)) for name in ("match", "team", "judge"))
        if owner in first and all(name in sheet for name in ("match", "team", "judge")):
            findings.add(
                path,
                N_(
                    "This judge already has a sheet for this team in this match, at %(first)s. "
                    "Keep one sheet and put earlier versions in its history."
                ),
                first=place_of(first[owner]),
            )
        first.setdefault(owner, path)
        _check_versions(findings, path, sheet)
        rubric, members = rubrics.of(sheet), _members(key_index, sheet)
        for place, version in [(path, sheet), *items(sheet, "history", path)]:
            _check_marks(findings, rubric, place, sheet, version)
            _check_personal(findings, rubric, members, place, sheet, version)


def _check_judge(
    findings: Findings, key_index: KeyIndex, path: Path, sheet: Fields, match: Fields | None
) -> None:
    judge = sheet.get("judge")
    found = key_index.resolve(findings, (*path, "judge"), "judge", judge)
    if match is None or found is None or "panel" not in match:
        return
    if judge not in judges_with_sheets(match):
        findings.add(
            (*path, "judge"),
            N_(
                "The judge “%(judge)s” is not on the panel of the match “%(match)s”. Its "
                "judges are: %(allowed)s."
            ),
            judge=judge,
            match=sheet["match"],
            allowed=join_words(judges_with_sheets(match)),
        )


def _check_versions(findings: Findings, path: Path, sheet: Fields) -> None:
    current = sheet.get("version")
    first: dict[int, Path] = {}
    for place, version in items(sheet, "history", path):
        number = version.get("version")
        if number is None:
            continue
        if number in first:
            findings.add(
                (*place, "version"),
                N_(
                    "Version %(version)s is already at %(first)s. Give each version its own number."
                ),
                version=number,
                first=place_of(first[number]),
            )
        elif current is not None and number >= current:
            findings.add(
                (*place, "version"),
                N_(
                    "The history holds earlier versions only; %(version)s is not earlier than the "
                    "sheet's own version %(current)s."
                ),
                version=number,
                current=current,
            )
        first.setdefault(number, place)


def _check_marks(
    findings: Findings, rubric: SheetRubric, path: Path, sheet: Fields, version: Fields
) -> None:
    """Check one version's marks; `sheet` is the sheet that it belongs to."""
    marks = version.get("marks")
    if marks is None:
        return
    owner = {name: sheet.get(name, "?") for name in ("judge", "team", "match")}
    for name, mark in marks.items():
        place = (*path, "marks", name)
        if is_odd(mark):
            continue
        if rubric.dimensions is not None and name not in rubric.dimensions:
            findings.add(
                place,
                N_("There is no dimension “%(dimension)s”. The rubric has: %(allowed)s."),
                dimension=quote_value(name),
                allowed=join_words(rubric.dimensions),
            )
            continue
        dimension = (rubric.dimensions or {}).get(name, {})
        if name not in rubric.own and "marked_by" in dimension and rubric.has_judge:
            findings.add(
                place,
                N_(
                    "The judge “%(judge)s” does not mark “%(dimension)s”; only judges of these "
                    "categories do: %(allowed)s."
                ),
                judge=owner["judge"],
                dimension=name,
                allowed=join_words([each for each in dimension["marked_by"] if each]),
            )
            continue
        try:
            _check_mark(mark, dimension)
        except Refusal as refusal:
            findings.add(
                place,
                N_(
                    "The sheet of judge “%(judge)s” for team “%(team)s” in match “%(match)s”, "
                    "dimension “%(dimension)s”: %(what)s"
                ),
                **owner,
                dimension=quote_value(name),
                what=refusal,
            )
    if version.get("state") == "submitted":
        for name in rubric.own:
            if name not in marks:
                findings.add(
                    (*path, "marks", name),
                    N_(
                        "The sheet of judge “%(judge)s” for team “%(team)s” in match “%(match)s” "
                        "is submitted without a mark for “%(dimension)s”; "
                        "a submitted version needs one for every dimension that its judge marks."
                    ),
                    **owner,
                    dimension=name,
                )


def _members(key_index: KeyIndex, sheet: Fields) -> list[str] | None:
    """The keys of the members of a sheet's team; None where the team is unknown."""
    team = key_index.find("team", sheet.get("team"))
    if team is None:
        return None
    return [part["key"] for _path, part in items(team, "members") if "key" in part]


def _check_personal(
    findings: Findings,
    rubric: SheetRubric,
    members: list[str] | None,
    path: Path,
    sheet: Fields,
    version: Fields,
) -> None:
    """Check one version's marks for single contestants."""
    place = (*path, "personal")
    if "personal" not in version:
        return
    if rubric.personal is None:
        if rubric.is_known:
            findings.add(
                place,
                N_(
                    "The rubric of this stage has no scale for personal marks, so there can be "
                    "none. Give it one (personal), or leave them out."
                ),
            )
        return
    for name, mark in version["personal"].items():
        if is_odd(mark):
            continue
        if members is not None and name not in members:
            findings.add(
                (*place, name),
                N_(
                    "The member “%(member)s” is not in the team “%(team)s”. Its members are: "
                    "%(allowed)s."
                ),
                member=quote_value(name),
                team=sheet["team"],
                allowed=join_words(members),
            )
            continue
        try:
            _check_mark(mark, rubric.personal)
        except Refusal as refusal:
            findings.add(
                (*place, name),
                N_(
                    "The sheet of judge “%(judge)s” for team “%(team)s” in match “%(match)s”, "
                    "personal mark of “%(member)s”: %(what)s"
                ),
                **{each: sheet.get(each, "?") for each in ("judge", "team", "match")},
                member=quote_value(name),
                what=refusal,
            )


def _check_mark(mark: Any, dimension: Mapping[str, object]) -> None:
    # If max or step were refused, that is reported already; its marks must still be numbers.
    if "max" in dimension and "step" in dimension:
        check_mark(mark, dimension)
    else:
        parse_decimal(mark)
