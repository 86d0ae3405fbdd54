"""The whole check: shape first, then what must agree; all problems at once."""

from collections.abc import Collection, Mapping
from typing import Any, cast

from .form import DOCUMENT, SCORING
from .json_reader import note_oddities, parse
from .problems import Findings, Invalid
from .references import check_references, check_rule
from .register import Register
from .shape_types import Document, Scoring
from .sheets import check_sheets
from .stages import check_stages


def read(data: bytes) -> Document:
    """Parse, check and normalise a competition file; raise `Invalid` with every problem."""
    return check(parse(data))


def check(obj: object) -> Document:
    """Check and normalise a parsed competition file; raise `Invalid` with every problem."""
    findings = Findings()
    note_oddities(obj, findings)
    draft = DOCUMENT(findings, (), obj)
    if isinstance(draft, Mapping):
        register = Register.of(cast(Mapping[str, Any], draft))
        check_references(findings, register)
        check_stages(findings, register)
        check_sheets(findings, register)
    if findings:
        raise Invalid(findings.problems(obj))
    return cast(Document, draft)


def check_scoring(obj: object, dimensions: Collection[str] | None = None) -> Scoring:
    """Check a rule by itself; raise `Invalid` with places inside it, such as `decimals`.

    With `dimensions`, the rubric's keys, unknown tie-breaks are found too.
    """
    findings = Findings()
    note_oddities(obj, findings)
    draft = SCORING(findings, (), obj)
    if isinstance(draft, Mapping):
        check_rule(findings, (), draft, dimensions)
    if findings:
        raise Invalid(findings.problems(obj))
    return cast(Scoring, draft)
