"""What the public sees of the agreements: those of matches whose result it sees, and no other.

A match's result is public once the released standings have each of its teams in it, with the sheet
of everybody who judges it; a team that has left is not waited for. Pure functions of the file.
"""

from collections.abc import Mapping
from typing import Any

from competition.agreement_sheet import has_result
from competition.file_types import AgreementPart, Document, MatchPart
from competition.seats import counting_judges


def agreements_to_show(file: Document, content: Mapping[str, Any]) -> dict[str, Any]:
    """The agreements for the next snapshot; `content` is what the public sees of every stage."""
    stages = {stage["stage"]: stage for stage in content["stages"]}
    matches = {
        match["key"]: (stage["key"], match)
        for stage in file["stages"]
        for round_ in stage.get("rounds", ())
        for match in round_["matches"]
    }
    found = []
    for agreement in file.get("agreements", ()):
        stage, match = matches[agreement["match"]]
        is_published = content["state"][stage] == "published"
        if _is_released(match, stages[stage], is_published=is_published):
            found.append(_public_part(agreement))
    return {"agreements": found} if found else {}


def _is_released(match: MatchPart, shown: Mapping[str, Any], *, is_published: bool) -> bool:
    """Whether these standings of the match's stage have its result."""
    return has_result(match, shown) and (
        is_published
        or all(
            set(entry["counted"]) >= set(counting_judges(match, row["team"]))
            for row in shown["standings"]
            for entry in row["entries"]
            if entry["match"] == match["key"]
        )
    )


def _public_part(agreement: AgreementPart) -> dict[str, Any]:
    """The agreement without remarks."""
    return {
        "match": agreement["match"],
        "points": [
            {name: point[name] for name in ("focal_point", "status", "text") if name in point}
            for point in agreement["points"]
        ],
        "signed": [
            {name: each[name] for name in ("side", "name", "at")} for each in agreement["signed"]
        ],
    }
