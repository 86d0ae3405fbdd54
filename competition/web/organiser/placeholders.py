"""Placeholders: sample content in a competition that has to be replaced by the real data."""

from collections.abc import Mapping
from typing import Any, cast

from flask_babel import gettext

from competition.file_types import Document
from competition.web.organiser.names import match_names


def placeholders(file: Document) -> list[tuple[str, Any]]:
    """Where placeholders are left: (path below the competition's address, name)."""
    found: list[tuple[str, Any]] = []
    if file["competition"].get("placeholder"):
        found.append(("details", gettext("the competition's details")))
    if any(d.get("placeholder") for d in file["rubric"]["dimensions"]) or file["rubric"].get(
        "placeholder"
    ):
        found.append(("rubric", gettext("the rubric's dimensions")))
    if file["scoring"].get("placeholder"):
        found.append(("rubric", gettext("the scoring rule")))
    if file.get("clock", {}).get("placeholder"):
        found.append(("clock", gettext("the phases of the match clock")))
    for kinds, below, title in (
        ("topics", "focal_points", "title"),
        ("zones", "", "name"),
        ("teams", "members", "name"),
        ("judges", "", "name"),
    ):
        found += [
            (f"{kinds}/{part['key']}", part[title])
            for part in cast(dict[str, Any], file).get(kinds, ())
            if has_placeholder(part, below)
        ]
    names_of_matches = match_names(file)
    for stage in file["stages"]:
        if stage.get("placeholder"):
            found.append((f"stages/{stage['key']}", stage["name"]))
        for round_ in stage.get("rounds", ()):
            if round_.get("placeholder"):
                found.append((f"rounds/{stage['key']}/{round_['key']}", round_["name"]))
            found += [
                (f"matches/{match['key']}", names_of_matches[match["key"]])
                for match in round_["matches"]
                if has_placeholder(match, "entries")
            ]
    return found


def has_placeholder(part: Mapping[str, Any], below: str) -> bool:
    """Whether the part, or a row of its list `below`, is still a placeholder."""
    return bool(part.get("placeholder")) or any(
        row.get("placeholder") for row in part.get(below, ())
    )
