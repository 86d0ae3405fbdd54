"""What changes when one checked competition file takes the place of another.

`compare_files` names the parts by their keys, in the order of the files, and counts sheets and
marks; what is equal by the format's defaults counts as equal.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, NamedTuple

from competition.document.defaults import DEFAULTS
from competition.file_types import Document

Part = Mapping[str, Any]


class PartChanges(NamedTuple):
    """The keys of the parts of one kind that are added, removed and changed.

    A round's key is `stage/round`. `is_reordered` says that those in both files come in another
    order.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    is_reordered: bool = False


class StateChange(NamedTuple):
    """A stage's release or a round's state, which the other file has differently; "" is none."""

    key: str
    before: str
    after: str


class Counts(NamedTuple):
    """How many are added, changed and lost."""

    added: int = 0
    changed: int = 0
    lost: int = 0


@dataclass(frozen=True)
class Comparison:
    """What changes from one file to the other; everything is empty where nothing does.

    `details` are the fields of the competition itself, without `visibility`, which has its own;
    `sheets` counts drafts too, `marks` what stands on the sheets' newest versions, `scores` are
    those of written tests.
    """

    details: tuple[str, ...]
    visibility: StateChange | None
    rubric: bool
    scoring: bool
    topics: PartChanges
    zones: PartChanges
    teams: PartChanges
    judges: PartChanges
    stages: PartChanges
    rounds: PartChanges
    matches: PartChanges
    releases: tuple[StateChange, ...]
    states: tuple[StateChange, ...]
    sheets: Counts
    marks: Counts
    scores: Counts
    deductions: Counts
    rulings: Counts
    draws: PartChanges
    clock: bool
    agreements: Counts
    appeals: PartChanges
    awards: PartChanges
    certifications: Counts
    notes: bool
    shown: tuple[str, ...]
    """The stages of the file before whose results the public sees."""

    @property
    def is_same(self) -> bool:
        """Whether nothing changes at all."""
        return not any(
            _is_change(getattr(self, each.name)) for each in fields(self) if each.name != "shown"
        )

    @property
    def endangers_marks(self) -> bool:
        """Whether what is there of the day changes or is lost.

        A sheet, score, deduction, ruling or draw, an agreement, an appeal or a signature.
        """
        counted = (
            *(self.sheets, self.scores, self.deductions, self.rulings),
            *(self.agreements, self.certifications),
        )
        parts = (self.draws, self.appeals)
        return any(counts.changed or counts.lost for counts in counted) or any(
            part.changed or part.removed for part in parts
        )

    @property
    def endangers_results(self) -> bool:
        """Whether the public sees results of the file before, and more than texts may change."""
        may_move = (
            *(self.rubric, self.scoring, self.zones, self.teams, self.judges, self.stages),
            *(self.rounds, self.matches, self.releases),
            *(self.sheets, self.scores, self.deductions, self.rulings, self.appeals),
        )
        return bool(self.shown) and any(map(_is_change, may_move))


def compare_files(before: Document, after: Document) -> Comparison:
    """What changes when `after` takes the place of `before`."""
    old, new = _Parts(before), _Parts(after)
    return Comparison(
        details=_changed_fields(old.details, new.details),
        visibility=_visibility(before, after),
        rubric=old.rubric != new.rubric,
        scoring=before["scoring"] != after["scoring"],
        topics=_part_changes(old.topics, new.topics),
        zones=_part_changes(old.zones, new.zones),
        teams=_part_changes(old.teams, new.teams),
        judges=_part_changes(old.judges, new.judges),
        stages=_part_changes(old.stages, new.stages),
        rounds=_part_changes(old.rounds, new.rounds),
        matches=_part_changes(old.matches, new.matches),
        releases=tuple(_state_changes(old.releases, new.releases, "hidden")),
        states=tuple(_state_changes(old.states, new.states, "draft")),
        sheets=_counts(old.sheets, new.sheets),
        marks=_counts(old.marks, new.marks, _is_same_mark),
        scores=_counts(old.scores, new.scores, _is_same_mark),
        deductions=_list_counts(before.get("deductions", ()), after.get("deductions", ())),
        rulings=_list_counts(before.get("rulings", ()), after.get("rulings", ())),
        draws=_part_changes(old.draws, new.draws),
        clock=old.clock != new.clock,
        agreements=_list_counts(before.get("agreements", ()), after.get("agreements", ())),
        appeals=_part_changes(old.appeals, new.appeals),
        awards=_part_changes(old.awards, new.awards),
        certifications=_list_counts(
            before.get("certifications", ()), after.get("certifications", ())
        ),
        notes=old.notes != new.notes,
        shown=tuple(key for key, release in old.releases.items() if release != "hidden"),
    )


class _Parts:
    """The parts of a file by key, each without its defaults and without the parts below it."""

    def __init__(self, file: Document) -> None:
        whole: Mapping[str, Any] = file
        self.details = _plain(whole["competition"], "competition", "visibility")
        self.notes = _plain({name: whole.get(name) for name in ("placeholder", "source")})
        self.rubric = _rubric(whole["rubric"])
        self.clock = _plain(whole.get("clock", {}))
        self.topics = {part["key"]: _plain(part) for part in whole.get("topics", ())}
        self.zones = {part["key"]: _plain(part) for part in whole.get("zones", ())}
        self.teams = {part["key"]: _team(part) for part in whole["teams"]}
        self.judges = {part["key"]: _plain(part, "judge") for part in whole["judges"]}
        self.draws = {part["key"]: _plain(part) for part in whole.get("draws", ())}
        self.appeals = {part["key"]: _plain(part) for part in whole.get("appeals", ())}
        self.awards = {part["key"]: _plain(part) for part in whole.get("awards", ())}
        self.stages: dict[str, Part] = {}
        self.rounds: dict[str, Part] = {}
        self.matches: dict[str, Part] = {}
        self.releases: dict[str, str] = {}
        self.states: dict[str, str] = {}
        self.scores: dict[tuple[str, str, str], str] = {}
        for stage in whole["stages"]:
            self.stages[stage["key"]] = _stage(stage)
            self.releases[stage["key"]] = stage.get("release", "hidden")
            for score in stage.get("scores", ()):
                owner = stage["key"], score["team"], score.get("member", "")
                self.scores[owner] = score["score"]
            for round_ in stage.get("rounds", ()):
                key = f"{stage['key']}/{round_['key']}"
                self.rounds[key] = _plain(round_, "round", "matches", "state")
                self.states[key] = round_.get("state", "draft")
                for match in round_["matches"]:
                    self.matches[match["key"]] = {**_plain(match), "round": key}
        self.sheets = {_sheet_key(sheet): _plain(sheet) for sheet in whole.get("sheets", ())}
        self.marks = {
            (*key, field, name): mark
            for key, sheet in self.sheets.items()
            for field in ("marks", "personal")
            for name, mark in sheet.get(field, {}).items()
        }


def _plain(part: Part, kind: str = "", *without: str) -> dict[str, Any]:
    """A part without what is absent by default, and without the fields named."""
    defaults = DEFAULTS.get(kind, {})
    return {
        name: value
        for name, value in part.items()
        if name not in without
        and value not in (None, [], {})
        and value is not False
        and (name not in defaults or value != defaults[name])
    }


def _rubric(rubric: Part) -> Part:
    dimensions = [_plain(each, "dimension") for each in rubric["dimensions"]]
    personal = _plain(rubric.get("personal", {}), "personal")
    return _plain(rubric) | {"dimensions": dimensions, "personal": personal}


def _team(team: Part) -> Part:
    members = [_plain(each, "member") for each in team.get("members", ())]
    return _plain({**team, "members": members}, "team")


def _stage(stage: Part) -> Part:
    kind = "paper_stage" if stage.get("kind") == "paper" else "stage"
    carry = [_plain(each, "carry") for each in stage.get("carry", ())]
    own = _plain({**stage, "carry": carry}, kind, "rounds", "scores", "release")
    if "rubric" in stage:
        own["rubric"] = _rubric(stage["rubric"])
    # A stage that names its teams and has none yet is not one that leaves them to its entries.
    return {**own, "teams": stage["teams"]} if "teams" in stage else own


def _sheet_key(sheet: Part) -> tuple[str, str, str]:
    return sheet["match"], sheet["team"], sheet["judge"]


def _changed_fields(before: Part, after: Part) -> tuple[str, ...]:
    names = [*before, *(name for name in after if name not in before)]
    return tuple(name for name in names if before.get(name) != after.get(name))


def _visibility(before: Document, after: Document) -> StateChange | None:
    old, new = (file["competition"].get("visibility", "public") for file in (before, after))
    return None if old == new else StateChange("", old, new)


def _part_changes(before: Mapping[str, Part], after: Mapping[str, Part]) -> PartChanges:
    in_both = [key for key in before if key in after]
    return PartChanges(
        added=tuple(key for key in after if key not in before),
        removed=tuple(key for key in before if key not in after),
        changed=tuple(key for key in in_both if before[key] != after[key]),
        is_reordered=in_both != [key for key in after if key in before],
    )


def _state_changes(
    before: Mapping[str, str], after: Mapping[str, str], default: str
) -> Iterable[StateChange]:
    for key in [*before, *(key for key in after if key not in before)]:
        change = StateChange(key, before.get(key, ""), after.get(key, ""))
        if (change.before or default) != (change.after or default):
            yield change


def _counts(
    before: Mapping[Any, Any],
    after: Mapping[Any, Any],
    is_same: Callable[[Any, Any], bool] = lambda one, other: bool(one == other),
) -> Counts:
    return Counts(
        added=sum(key not in before for key in after),
        changed=sum(key in after and not is_same(before[key], after[key]) for key in before),
        lost=sum(key not in after for key in before),
    )


def _list_counts(before: Iterable[Part], after: Iterable[Part]) -> Counts:
    """For parts without a key: each that has no equal in the other file is added or lost."""
    left = [_plain(part) for part in after]
    lost = 0
    for part in map(_plain, before):
        if part in left:
            left.remove(part)
        else:
            lost += 1
    return Counts(added=len(left), lost=lost)


def _is_same_mark(one: str, other: str) -> bool:
    return Decimal(one) == Decimal(other)


def _is_change(value: object) -> bool:
    """Whether a field of a comparison says that something changes."""
    if isinstance(value, PartChanges | Counts):
        return any(value)
    return bool(value)
