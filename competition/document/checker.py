"""The whole check: shape first, then what must agree; all problems at once."""

from collections.abc import Collection, Mapping
from typing import Any, cast

from competition.document.json_reader import note_oddities, parse_json
from competition.document.key_index import KeyIndex
from competition.document.problems import Findings, InvalidDocument
from competition.document.references import check_references, check_rule
from competition.document.schema import DOCUMENT, SCORING
from competition.document.sheets import check_sheets
from competition.document.stages import check_stages
from competition.file_types import Document, ScoringPart


def read_file(data: bytes) -> Document:
    """Parse, check and normalise a competition file; raise `Invalid` with every problem."""
    return check_document(parse_json(data))


def check_document(obj: object) -> Document:
    """Check and normalise a parsed competition file; raise `Invalid` with every problem."""
    findings = Findings()
    note_oddities(obj, findings)
    draft = DOCUMENT(findings, (), obj)
    if isinstance(draft, Mapping):
        register = KeyIndex.of(cast(Mapping[str, Any], draft))
        check_references(findings, register)
        check_stages(findings, register)
        check_sheets(findings, register)
    if findings:
        raise InvalidDocument(findings.problems(obj))
    return cast(Document, draft)


def check_scoring(obj: object, dimensions: Collection[str] | None = None) -> ScoringPart:
    """Check a rule by itself; raise `Invalid` with places inside it, such as `decimals`.

    With `dimensions`, the rubric's keys, unknown tie-breaks are found too.
    """
    findings = Findings()
    note_oddities(obj, findings)
    draft = SCORING(findings, (), obj)
    if isinstance(draft, Mapping):
        check_rule(findings, (), draft, dimensions)
    if findings:
        raise InvalidDocument(findings.problems(obj))
    return cast(ScoringPart, draft)
