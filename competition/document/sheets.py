"""Sheets against panels and rubric: judge, team and match, versions, every mark."""

from collections.abc import Mapping
from typing import Any

from competition.document.json_reader import is_odd
from competition.document.key_index import Fields, KeyIndex, items
from competition.document.number_checks import check_mark, parse_decimal
from competition.document.problems import Findings, Path, Refusal, place_of, quote_value
from competition.document.references import resolve_entry
from competition.document.schema_checks import join_words
from competition.document.seats import judges_with_sheets
from competition.messages import N_


def check_sheets(findings: Findings, key_index: KeyIndex) -> None:
    """Report sheets of unknown judges, teams or matches, duplicates, and marks not allowed."""
    first: dict[tuple[str, ...], Path] = {}
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
        _check_marks(findings, key_index, path, sheet, sheet)
        for place, version in items(sheet, "history", path):
            _check_marks(findings, key_index, place, sheet, version)


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
    findings: Findings, key_index: KeyIndex, path: Path, sheet: Fields, version: Fields
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
        if key_index.dimensions is not None and name not in key_index.dimensions:
            findings.add(
                place,
                N_("There is no dimension “%(dimension)s”. The rubric has: %(allowed)s."),
                dimension=quote_value(name),
                allowed=join_words(key_index.dimensions),
            )
            continue
        try:
            _check_mark(mark, (key_index.dimensions or {}).get(name, {}))
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
        for name in key_index.dimensions or ():
            if name not in marks:
                findings.add(
                    (*path, "marks", name),
                    N_(
                        "The sheet of judge “%(judge)s” for team “%(team)s” in match “%(match)s” "
                        "is submitted without a mark for “%(dimension)s”; "
                        "a submitted version needs one for every dimension."
                    ),
                    **owner,
                    dimension=name,
                )


def _check_mark(mark: Any, dimension: Mapping[str, object]) -> None:
    # If max or step were refused, that is reported already; its marks must still be numbers.
    if "max" in dimension and "step" in dimension:
        check_mark(mark, dimension)
    else:
        parse_decimal(mark)
