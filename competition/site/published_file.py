"""What of a competition file is published with its results: what a recount needs, and names.

The rule: the published stages and the sheets that count in them, one version each. Judges keep
their keys, which the public standings have, and are called by a number instead of their names,
because panels are not public. Left out are comments, drafts, earlier versions, personal marks,
trainees, conferences, who came late, who acted and when, draws, signatures of the result, links to
persons, and every stage that is not published; such a stage is there by name alone where a
published one sends teams on to it. What was written about persons (why a judge was recused or
replaced or a reserve came, the minutes of a ruling) is replaced by a neutral text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from competition import document, scoring
from competition.document.canonical import canonical
from competition.file_types import (
    Document,
    Language,
    MatchPart,
    RoundPart,
    StagePart,
    TeamPart,
    Text,
)
from competition.rule_in_force import rubric_of, scoring_of
from competition.scoring.marks import newest_submitted
from competition.scoring.types import StageStandings
from competition.site.public_parts import (
    numbered_judge,
    public_rubric,
    published_agreements,
    sheet_counts,
    stage_by_name,
    without_fields,
    without_notes,
)

_NOT_SAID: Text = {"zh": "理由不公布", "en": "The reason is not published"}
_MINUTES: Text = {"zh": "评委组裁定", "en": "Ruling of the panel"}


@dataclass(frozen=True)
class PublishedResults:
    """What the public sees as final: standings by stage, corrections, and awards revealed whole.

    An award has `key`, `name`, `winners`: `called`, `place`, perhaps `of`, `members`, `value`.
    """

    stages: Mapping[str, StageStandings]
    corrections: Sequence[Mapping[str, Any]] = ()
    awards: Sequence[Mapping[str, Any]] = field(default_factory=list)
    firmness: Mapping[str, Mapping[Language, Sequence[str]]] = field(default_factory=dict)
    """How firm first place is, in sentences, by stage and language; where a report says it."""


class NotPublishable(Exception):
    """There is nothing to publish, or it could not be recounted.

    `reason` is `nothing`, `rehearsal`, `carries`, where `stage` adds up totals of `other`, which is
    not published, or `differs`, where what is published of `stage` is not what is counted now.
    """

    def __init__(
        self,
        reason: Literal["nothing", "rehearsal", "carries", "differs"],
        stage: str = "",
        other: str = "",
    ) -> None:
        super().__init__(f"{reason} {stage} {other}".strip())
        self.reason, self.stage, self.other = reason, stage, other


def check_publishable(file: Document, published: Mapping[str, StageStandings]) -> None:
    """Raise `NotPublishable` for a rehearsal, without a published stage, and as `carries` says."""
    if "rehearsal_of" in file["competition"]:
        raise NotPublishable("rehearsal")
    if not any(stage["key"] in published for stage in file["stages"]):
        raise NotPublishable("nothing")
    for stage in file["stages"]:
        for carry in stage.get("carry") or ():
            if stage["key"] in published and carry["stage"] not in published:
                raise NotPublishable("carries", stage["key"], carry["stage"])


def published_file(file: Document, published: Mapping[str, StageStandings]) -> Document:
    """Return the file that is published, checked; a recount of it gives these standings.

    `file` needs no history. Raises `NotPublishable`.
    """
    check_publishable(file, published)
    maker = _Maker(file, published)
    made = maker.make(with_later_withdrawals=False)
    wrong = _differing(made, published)
    if wrong:
        # Who is passed over because of a withdrawal from a stage that is to come.
        made = maker.make(with_later_withdrawals=True)
        wrong = _differing(made, published)
    if wrong:
        raise NotPublishable("differs", wrong)
    return made


def _differing(made: Document, published: Mapping[str, StageStandings]) -> str:
    """The first stage whose recount is not what is published; empty where all are."""
    for stage in scoring.recount(made, set(published))["stages"]:
        if canonical(stage) != canonical(published[stage["stage"]]):
            return stage["stage"]
    return ""


class _Maker:
    """Makes the published file of one competition file."""

    def __init__(self, file: Document, published: Mapping[str, StageStandings]) -> None:
        self._file = file
        self._published = published
        self._stages = [stage for stage in file["stages"] if stage["key"] in published]
        self._left = {
            (key, row["team"])
            for key, stage in published.items()
            for row in stage["unranked"]
            if row["reason"] in ("withdrawn", "disqualified")
        }
        self._matches = {
            match["key"]: (stage, match)
            for stage in self._stages
            for round_ in stage.get("rounds", ())
            if self._is_public(stage, round_)
            for match in round_["matches"]
        }
        self._ahead = {
            stage["advance"]["to"]
            for stage in self._stages
            if "advance" in stage and stage["advance"]["to"] not in published
        }

    def make(self, *, with_later_withdrawals: bool) -> Document:
        """Put the file together and check it."""
        sheets = list(self._sheets())
        judges = self._judges(sheets)
        made: dict[str, Any] = {
            "format": "accord/1",
            "competition": without_fields(self._file["competition"], "visibility"),
            "rubric": public_rubric(self._file["rubric"]),
            "scoring": dict(self._file["scoring"]),
            "topics": self._topics(),
            **({"zones": self._file["zones"]} if self._file.get("zones") else {}),
            "teams": [
                self._team(team, with_later_withdrawals=with_later_withdrawals)
                for team in self._file["teams"]
            ],
            "judges": judges,
            "stages": [
                self._stage(stage) if stage["key"] in self._published else stage_by_name(stage)
                for stage in self._file["stages"]
                if stage["key"] in self._published or stage["key"] in self._ahead
            ],
            "sheets": sheets,
            "deductions": [
                without_fields(each, "by", "at")
                for each in self._file.get("deductions") or ()
                if each["match"] in self._matches
            ],
            "rulings": [
                {**without_fields(each, "by", "at", "votes"), "minutes": _MINUTES}
                for each in self._file.get("rulings") or ()
                if each["stage"] in self._published
            ],
        }
        if agreements := published_agreements(self._file, self._published.values()):
            made["agreements"] = agreements
        if appeals := self._appeals():
            made["appeals"] = appeals
        return document.check_document(without_notes(made))

    def _is_public(self, stage: StagePart, round_: RoundPart) -> bool:
        rows = self._published[stage["key"]]["standings"]
        released = {entry["match"] for row in rows for entry in row["entries"]}
        return (
            round_.get("state", "draft") != "draft"
            or bool(round_.get("announced"))
            or any(match["key"] in released for match in round_["matches"])
        )

    def _stage(self, stage: StagePart) -> dict[str, Any]:
        made = without_fields(stage, "rubric", "rounds", "provisional_until")
        if "rubric" in stage:
            made["rubric"] = public_rubric(stage["rubric"])
        if "teams" in stage:
            standings = self._published[stage["key"]]
            shown = {row["team"] for row in standings["standings"]}
            shown |= {row["team"] for row in standings["unranked"]}
            made["teams"] = [team for team in stage["teams"] if team in shown]
        if "rounds" in stage:
            made["rounds"] = [
                {
                    **without_fields(round_, "planned", "announced", "conference_after"),
                    "matches": [self._match(match) for match in round_["matches"]],
                }
                for round_ in stage["rounds"]
                if self._is_public(stage, round_)
            ]
        return made

    def _match(self, match: MatchPart) -> dict[str, Any]:
        made = without_fields(match, "trainees", "accepted_conflicts", "late", "conference")
        for name in ("substitutions", "replacements", "recused"):
            if name in made:
                made[name] = [
                    {**without_fields(each, "at", "by"), "reason": _NOT_SAID} for each in made[name]
                ]
        return made

    def _sheets(self) -> Iterable[dict[str, Any]]:
        """The sheets that count, each in the version that counts."""
        for sheet in self._file.get("sheets") or ():
            stage, match = self._matches.get(sheet["match"], (None, None))
            version = newest_submitted(sheet)
            if stage is None or match is None or version is None:
                continue
            if match.get("void") or (stage["key"], sheet["team"]) in self._left:
                continue
            if sheet_counts(match, sheet):
                yield {
                    **{name: sheet[name] for name in ("match", "team", "judge")},
                    "marks": version["marks"],
                    "state": "submitted",
                    "version": version["version"],
                }

    def _judges(self, sheets: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The judges who sit or sat somewhere, by number; with what the rule asks of them."""
        needed = {sheet["judge"] for sheet in sheets}
        for _, match in self._matches.values():
            needed.update(match["panel"])
            needed.update(part["from"] for part in match.get("replacements") or ())
            needed.update(part["judge"] for part in match.get("recused") or ())
        rules = [scoring_of(self._file, stage) for stage in self._stages]
        rubrics = [rubric_of(self._file, stage) for stage in self._stages]
        has_categories = any(rule.get("category_weights") for rule in rules) or any(
            "marked_by" in each for rubric in rubrics for each in rubric["dimensions"]
        )
        has_head = any("head" in rule["tie_break"] for rule in rules)
        judges = [judge for judge in self._file["judges"] if judge["key"] in needed]
        return [
            numbered_judge(judge, number, has_categories=has_categories, has_head=has_head)
            for number, judge in enumerate(judges, start=1)
        ]

    def _team(self, team: TeamPart, *, with_later_withdrawals: bool) -> dict[str, Any]:
        """A team by its names; its members once it is in a published stage."""
        made = without_fields(team, "seed", "reason", "withdrawn_from", "withdrawn", "disqualified")
        rows = [
            row
            for stage in self._published.values()
            for row in (*stage["standings"], *stage["unranked"])
            if row["team"] == team["key"]
        ]
        made["members"] = [dict(each) for each in team.get("members", ())] if rows else []
        reasons = {row.get("reason") for row in rows}
        if any("why" in row for row in rows) and "reason" in team:
            made["reason"] = team["reason"]
        for flag in ("withdrawn", "disqualified"):
            if team.get(flag) and flag in reasons:
                made[flag] = True
        if "withdrawn_from" in team:
            later = self._later_stage(team["withdrawn_from"], with_ahead=with_later_withdrawals)
            if later:
                made["withdrawn_from"] = later
        return made

    def _later_stage(self, key: str, *, with_ahead: bool) -> str | None:
        """The first published stage from this one on, those by name alone included or not."""
        keys = [stage["key"] for stage in self._file["stages"]]
        for each in keys[keys.index(key) :]:
            if each in self._published or (with_ahead and each in self._ahead):
                return each
        return None

    def _topics(self) -> list[Any]:
        used = {match.get("topic") for _, match in self._matches.values()}
        return [topic for topic in self._file.get("topics") or () if topic["key"] in used]

    def _appeals(self) -> list[Any]:
        """The open appeals of published stages, without what they say: results are provisional."""
        return [
            {
                **{name: each[name] for name in ("key", "stage", "team", "about", "raised_at")},
                "state": each["state"],
                "claim": _NOT_SAID,
            }
            for each in self._file.get("appeals") or ()
            if each["stage"] in self._published and each["state"] in ("filed", "heard")
        ]
