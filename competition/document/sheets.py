"""Sheets against rubric and panel: whose they are, their versions, every mark."""

from collections.abc import Mapping
from typing import Any

from competition.document.json_reader import is_odd
from competition.document.key_index import Fields, KeyIndex, items
from competition.document.number_checks import check_mark, parse_decimal
from competition.document.problems import Findings, Path, Refusal, place_of, quote_value
from competition.document.references import refer_entry
from competition.document.schema_checks import as_list
from competition.messages import N_


def check_sheets(findings: Findings, register: KeyIndex) -> None:
    """Report sheets that belong to nobody, stand twice, or hold what is not allowed."""
    first: dict[tuple[str, ...], Path] = {}
    for path, sheet in items(register.draft, "sheets"):
        match = refer_entry(findings, register, path, sheet)
        _check_judge(findings, register, path, sheet, match)
        owner = tuple(str(sheet.get(name)) for name in ("match", "team", "judge"))
        if owner in first and all(name in sheet for name in ("match", "team", "judge")):
            findings.add(
                path,
                N_(
                    "This match, team and judge have a sheet at %(first)s already; one sheet "
                    "stands, and earlier versions belong into its history."
                ),
                first=place_of(first[owner]),
            )
        first.setdefault(owner, path)
        _check_versions(findings, path, sheet)
        _check_marks(findings, register, path, sheet, sheet)
        for place, version in items(sheet, "history", path):
            _check_marks(findings, register, place, sheet, version)


def _check_judge(
    findings: Findings, register: KeyIndex, path: Path, sheet: Fields, match: Fields | None
) -> None:
    judge = sheet.get("judge")
    found = register.refer(findings, (*path, "judge"), "judge", judge)
    if match is None or found is None or "panel" not in match:
        return
    if judge not in match["panel"]:
        findings.add(
            (*path, "judge"),
            N_(
                "The judge “%(judge)s” is not on the panel of the match “%(match)s”; "
                "on it are %(allowed)s."
            ),
            judge=judge,
            match=sheet["match"],
            allowed=as_list([seat for seat in match["panel"] if isinstance(seat, str)]),
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
                N_("The version %(version)s stands at %(first)s already; each has its own."),
                version=number,
                first=place_of(first[number]),
            )
        elif current is not None and number >= current:
            findings.add(
                (*place, "version"),
                N_(
                    "The history holds earlier versions; %(version)s is not earlier than "
                    "the sheet's own version %(current)s."
                ),
                version=number,
                current=current,
            )
        first.setdefault(number, place)


def _check_marks(
    findings: Findings, register: KeyIndex, path: Path, sheet: Fields, version: Fields
) -> None:
    """Check one version's marks; `sheet` tells whose it is."""
    marks = version.get("marks")
    if marks is None:
        return
    owner = {name: sheet.get(name, "?") for name in ("judge", "team", "match")}
    for name, mark in marks.items():
        place = (*path, "marks", name)
        if is_odd(mark):
            continue
        if register.dimensions is not None and name not in register.dimensions:
            findings.add(
                place,
                N_("There is no dimension “%(dimension)s”; the rubric has %(allowed)s."),
                dimension=quote_value(name),
                allowed=as_list(register.dimensions),
            )
            continue
        try:
            _check_mark(mark, (register.dimensions or {}).get(name, {}))
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
        for name in register.dimensions or ():
            if name not in marks:
                findings.add(
                    (*path, "marks", name),
                    N_(
                        "The sheet of judge “%(judge)s” for team “%(team)s” in match “%(match)s” "
                        "is submitted without a mark for “%(dimension)s”; "
                        "a submitted version has one for every dimension."
                    ),
                    **owner,
                    dimension=name,
                )


def _check_mark(mark: Any, dimension: Mapping[str, object]) -> None:
    # A dimension with a refused max or step was reported; its marks are still numbers.
    if "max" in dimension and "step" in dimension:
        check_mark(mark, dimension)
    else:
        parse_decimal(mark)
