"""What the standings' codes are called on paper."""

from competition.file_types import StagePart
from competition.prints.file_names import FileNames
from competition.rule_in_force import rubric_of
from competition.scoring.types import UnrankedRow


def reason_text(row: UnrankedRow, names: FileNames) -> str:
    """Why a team has no place."""
    words = names.words
    if row["reason"] == "missing_sheet":
        judges = words["comma"].join(map(names.judge, row.get("missing", ())))
        reason = words["waiting_for"] % {"judges": judges}
    else:
        reason = words[row["reason"]]
    why = names.text(row.get("why"))
    return f"{reason}{words['colon']}{why}" if why else reason


def decided_text(rule: str | None, stage: StagePart, names: FileNames) -> str:
    """The tie-break that gave a place, in brackets-free words; "" where none did."""
    if rule is None:
        return ""
    known = {"deductions": "by_deductions", "head": "by_head", "ruling": "by_ruling"}
    if rule in known:
        return names.words["decided_by"] % {"how": names.words[known[rule]]}
    dimensions = rubric_of(names.document, stage)["dimensions"]
    found = [names.text(each["name"]) for each in dimensions if each["key"] == rule]
    return names.words["decided_by"] % {"how": found[0] if found else rule}
