"""Who marks which dimension: panels and sheets where dimensions are `marked_by` some categories."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from competition.document.key_index import Fields, KeyIndex, items
from competition.document.problems import Findings, Path
from competition.document.rules import counting_on_panel, matches_with_paths, rules_in_force
from competition.document.schema_checks import join_words
from competition.messages import N_


def does_mark(dimension: Fields, judge: Fields | None) -> bool:
    """Whether a judge marks a dimension; of an unknown judge nothing is said."""
    categories = dimension.get("marked_by")
    return categories is None or judge is None or judge.get("category") in categories


@dataclass(frozen=True)
class SheetRubric:
    """What a sheet is checked by: all dimensions of its stage, None where unknown, and the scale.

    `own` are the keys of the dimensions that its judge marks. `is_known` says that the rubric is
    there, so that a scale of personal marks can be missing; `has_judge` that the judge is known.
    """

    dimensions: Mapping[str, Fields] | None
    own: list[str]
    personal: Fields | None
    is_known: bool
    has_judge: bool


@dataclass
class SheetRubrics:
    """A draft's rubrics by match, each worked out once for each judge's category."""

    key_index: KeyIndex
    _found: dict[tuple[int, object, bool], SheetRubric] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._common: Fields = self.key_index.draft.get("rubric", {})
        self._own: dict[str, Fields] = {
            match["key"]: rule.rubric
            for rule in rules_in_force(self.key_index.draft)
            for _path, match in matches_with_paths(rule.stages)
            if "key" in match
        }

    def of(self, sheet: Fields) -> SheetRubric:
        """The rubric of a sheet; the competition's where its match is unknown."""
        match, judge = sheet.get("match"), self.key_index.find("judge", sheet.get("judge"))
        rubric = self._own.get(match, self._common) if isinstance(match, str) else self._common
        name = (id(rubric), judge.get("category") if judge else None, judge is None)
        if name not in self._found:
            self._found[name] = _read(rubric, judge)
        return self._found[name]


def _read(rubric: Fields, judge: Fields | None) -> SheetRubric:
    dimensions: dict[str, Fields] = {}
    for _path, part in items(rubric, "dimensions"):
        if "key" in part:
            dimensions.setdefault(part["key"], part)
    is_known = "dimensions" in rubric
    return SheetRubric(
        dimensions if is_known else None,
        [
            key
            for key, part in dimensions.items()
            if does_mark(part, judge) and not (judge is None and "marked_by" in part)
        ],
        rubric.get("personal"),
        is_known,
        judge is not None,
    )


def check_markers(findings: Findings, key_index: KeyIndex) -> None:
    """Report judges who mark nothing, and dimensions that nobody marks in a match with a sheet."""
    begun = {sheet.get("match") for _path, sheet in items(key_index.draft, "sheets")}
    for rule in rules_in_force(key_index.draft):
        dimensions = list(rule.dimensions.values())
        if not any("marked_by" in part for part in dimensions):
            continue
        for path, match in matches_with_paths(rule.stages):
            _check_panel(findings, key_index, (*path, "panel"), match, dimensions)
            if match.get("key") in begun:
                _check_begun(findings, key_index, (*path, "panel"), match, dimensions)


def _check_panel(
    findings: Findings,
    key_index: KeyIndex,
    path: Path,
    match: Fields,
    dimensions: Iterable[Fields],
) -> None:
    for index, key in enumerate(match.get("panel", ())):
        judge = key_index.find("judge", key)
        if not any(does_mark(part, judge) for part in dimensions):
            findings.add(
                (*path, index),
                N_(
                    "The judge “%(judge)s” marks nothing here: every dimension is marked by other "
                    "categories of judges. Take the judge off the panel, or change who marks what."
                ),
                judge=key,
            )


def _check_begun(
    findings: Findings,
    key_index: KeyIndex,
    path: Path,
    match: Fields,
    dimensions: Iterable[Fields],
) -> None:
    judges = [key_index.find("judge", key) for key in counting_on_panel(match)]
    nobodys = [
        part["key"]
        for part in dimensions
        if "marked_by" in part and not any(does_mark(part, judge) for judge in judges)
    ]
    if nobodys:
        findings.add(
            path,
            N_(
                "The match “%(match)s” has a sheet already, and nobody on its panel marks "
                "%(dimensions)s. Seat a judge who does, or change who marks what."
            ),
            match=match.get("key", "?"),
            dimensions=join_words(nobodys),
        )
