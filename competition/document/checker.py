"""The whole check: first the schema, then what must agree between parts; many problems at once."""

from collections.abc import Collection, Mapping
from typing import Any, cast

from competition.document.awards import check_awards
from competition.document.draws import check_draws
from competition.document.foreign_files import refuse_foreign_file
from competition.document.json_reader import parse_json
from competition.document.key_index import KeyIndex
from competition.document.markers import check_markers
from competition.document.outcomes import check_outcomes
from competition.document.paper_stages import check_who_is_in_stages
from competition.document.problems import Findings
from competition.document.references import check_references
from competition.document.rules import check_rule, check_rules
from competition.document.schema import DOCUMENT
from competition.document.schema_checks import run_checks
from competition.document.schema_rules import SCORING
from competition.document.sheets import check_sheets
from competition.document.stages import check_stages
from competition.file_types import Document, ScoringPart


def read_file(data: bytes, name: str = "") -> Document:
    """Parse, check and normalise a competition file; raises `InvalidDocument` with what is wrong.

    With the file's `name` a table or a picture is recognised by that too (`ForeignFile`).

    >>> from pathlib import Path
    >>> document = read_file(Path("competition/samples/chaoyang-final.json").read_bytes())
    >>> document["competition"]["key"], len(document["teams"])
    ('chaoyang-final', 6)
    """
    refuse_foreign_file(data, name)
    return check_document(parse_json(data))


def check_document(obj: object) -> Document:
    """Check and normalise a parsed competition file; raises `InvalidDocument` with what is wrong.

    >>> from competition.document import InvalidDocument
    >>> try:
    ...     check_document({"format": "accord/1", "competition": {"key": "A 1"}})
    ... except InvalidDocument as invalid:
    ...     print(invalid.problems[0])
    competition.key: “A 1” does not fit. Use 1 to 64 lower-case letters a–z, digits and hyphens.
    """

    def check(findings: Findings) -> object:
        draft = DOCUMENT(findings, (), obj)
        if isinstance(draft, Mapping):
            key_index = KeyIndex.build(cast(Mapping[str, Any], draft))
            check_references(findings, key_index)
            check_rules(findings, key_index)
            check_markers(findings, key_index)
            check_stages(findings, key_index)
            check_who_is_in_stages(findings, key_index)
            check_draws(findings, key_index)
            check_sheets(findings, key_index)
            check_outcomes(findings, key_index)
            check_awards(findings, key_index)
        return draft

    return cast(Document, run_checks(obj, check))


def check_scoring(obj: object, dimensions: Collection[str] | None = None) -> ScoringPart:
    """Check a scoring rule alone; raises `InvalidDocument` with places in it, such as `decimals`.

    With `dimensions`, the keys of the rubric, unknown tie-breaks are found too.
    """

    def check(findings: Findings) -> object:
        draft = SCORING(findings, (), obj)
        if isinstance(draft, Mapping):
            check_rule(findings, (), draft, dimensions)
        return draft

    return cast(ScoringPart, run_checks(obj, check))
