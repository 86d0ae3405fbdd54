"""The tables of a competition: rubric, zones, teams, judges, stages, matches, panels.

Texts for people are JSON `{"zh": …, "en": …}`; decimals are text; `position` is the file's order.
"""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from competition.store.db import Model, NotedMixin, new_token, now
from competition.store.topic_models import Topic

_KEY = String(64)
_DECIMAL = String(64)


class Competition(Model):
    """One competition, at `/c/<key>`; its file lacks `archived_at` and `last_receipt`."""

    __tablename__ = "competition"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(_KEY, unique=True)
    name: Mapped[dict[str, Any]]
    theme: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    organiser: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    venue: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    starts: Mapped[str | None] = mapped_column(String(40), default=None)
    languages: Mapped[list[Any] | None] = mapped_column(default=None)
    visibility: Mapped[str | None] = mapped_column(String(16), default=None)
    # The key of the competition that this is a rehearsal of.
    rehearsal_of: Mapped[str | None] = mapped_column(_KEY, default=None)
    # The notes of the file itself and of its `competition` part.
    notes: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    created_at: Mapped[str] = mapped_column(String(40), default=now)
    archived_at: Mapped[str | None] = mapped_column(String(40), default=None)
    last_receipt: Mapped[int | None] = mapped_column(default=None)

    rubric: Mapped["Rubric"] = relationship(back_populates="competition")
    topics: Mapped[list["Topic"]] = relationship(
        back_populates="competition", order_by="Topic.position"
    )
    zones: Mapped[list["Zone"]] = relationship(
        back_populates="competition", order_by="Zone.position"
    )
    teams: Mapped[list["Team"]] = relationship(
        back_populates="competition", order_by="Team.position"
    )
    judges: Mapped[list["Judge"]] = relationship(
        back_populates="competition", order_by="Judge.position"
    )
    stages: Mapped[list["Stage"]] = relationship(
        back_populates="competition", order_by="Stage.position"
    )


class Rubric(NotedMixin, Model):
    """What is marked, and how marks become ranks (`scoring`, as in the file)."""

    __tablename__ = "rubric"
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), unique=True)
    scoring: Mapped[dict[str, Any]]
    # The scale of marks for single contestants; and the match clock, as in the file.
    personal: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    clock: Mapped[dict[str, Any] | None] = mapped_column(default=None)

    competition: Mapped[Competition] = relationship(back_populates="rubric")
    dimensions: Mapped[list["Dimension"]] = relationship(
        back_populates="rubric", order_by="Dimension.position"
    )


class Dimension(NotedMixin, Model):
    """One thing that judges mark, from `min` to `max` in steps of `step`."""

    __tablename__ = "dimension"
    __table_args__ = (UniqueConstraint("rubric_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubric.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(_KEY)
    name: Mapped[dict[str, Any]]
    max: Mapped[str] = mapped_column(_DECIMAL)
    min: Mapped[str | None] = mapped_column(_DECIMAL, default=None)
    step: Mapped[str] = mapped_column(_DECIMAL)
    factor: Mapped[str] = mapped_column(_DECIMAL)
    guide: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    # The judge categories that mark it; all do without it.
    marked_by: Mapped[list[Any] | None] = mapped_column(default=None)

    rubric: Mapped[Rubric] = relationship(back_populates="dimensions")


class Zone(NotedMixin, Model):
    """A zone that teams come from."""

    __tablename__ = "zone"
    __table_args__ = (UniqueConstraint("competition_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(_KEY)
    name: Mapped[dict[str, Any]]

    competition: Mapped[Competition] = relationship(back_populates="zones")


class Team(NotedMixin, Model):
    """A team; `zone` is the key of a zone, or any word where the competition has no zones."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("competition_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(_KEY)
    name: Mapped[dict[str, Any]]
    short_name: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    organisation: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    zone: Mapped[str | None] = mapped_column(String(200), default=None)
    seed: Mapped[int | None] = mapped_column(default=None)
    withdrawn: Mapped[bool | None] = mapped_column(default=None)
    withdrawn_from: Mapped[str | None] = mapped_column(_KEY, default=None)
    disqualified: Mapped[bool | None] = mapped_column(default=None)
    reason: Mapped[dict[str, Any] | None] = mapped_column(default=None)

    competition: Mapped[Competition] = relationship(back_populates="teams")
    members: Mapped[list["Member"]] = relationship(
        back_populates="team", order_by="Member.position"
    )


class Member(NotedMixin, Model):
    """A contestant."""

    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("team_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(_KEY)
    name: Mapped[dict[str, Any]]
    role: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    reserve: Mapped[bool | None] = mapped_column(default=None)

    team: Mapped[Team] = relationship(back_populates="members")


class Judge(NotedMixin, Model):
    """A judge of one competition.

    `token` is the judge's link until it is renewed; `last_seen_at` the last sign-in or write;
    `declaration` what the judge declared of the own relations to teams.
    """

    __tablename__ = "judge"
    __table_args__ = (UniqueConstraint("competition_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(64))
    name: Mapped[dict[str, Any]]
    category: Mapped[str | None] = mapped_column(String(200), default=None)
    organisation: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    head: Mapped[bool | None] = mapped_column(default=None)
    conflicts: Mapped[list[Any] | None] = mapped_column(default=None)
    declaration: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    token: Mapped[str] = mapped_column(String(64), unique=True, default=new_token)
    last_seen_at: Mapped[str | None] = mapped_column("heard_at", String(40), default=None)

    competition: Mapped["Competition"] = relationship(back_populates="judges")


class Stage(NotedMixin, Model):
    """One table of standings; `release` is what the public sees. A paper stage has scores."""

    __tablename__ = "stage"
    __table_args__ = (UniqueConstraint("competition_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(_KEY)
    name: Mapped[dict[str, Any]]
    release: Mapped[str] = mapped_column(String(16), default="hidden")
    # Whether its result is published without its marks; not in the file.
    without_marks: Mapped[bool | None] = mapped_column(default=None)
    across_matches: Mapped[str] = mapped_column(String(16), default="mean")
    carry: Mapped[list[Any] | None] = mapped_column(default=None)
    weight: Mapped[str | None] = mapped_column(_DECIMAL, default=None)
    advance: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    # The keys of who is in it, in order; without it, those with an entry or a score.
    teams: Mapped[list[Any] | None] = mapped_column(default=None)
    kind: Mapped[str | None] = mapped_column(String(16), default=None)
    max: Mapped[str | None] = mapped_column(_DECIMAL, default=None)
    per: Mapped[str | None] = mapped_column(String(16), default=None)
    combine: Mapped[str | None] = mapped_column(JSON(none_as_null=True), default=None)
    provisional_until: Mapped[str | None] = mapped_column(String(40), default=None)
    # Whole parts of the file, for this stage in place of the competition's.
    rubric: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    scoring: Mapped[dict[str, Any] | None] = mapped_column(default=None)

    competition: Mapped[Competition] = relationship(back_populates="stages")
    rounds: Mapped[list["Round"]] = relationship(back_populates="stage", order_by="Round.position")


class Round(NotedMixin, Model):
    """A round: `draft` (no judge sees it; the public does if `announced`), `open` or `closed`."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("stage_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(_KEY)
    name: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(16), default="draft")
    announced: Mapped[bool | None] = mapped_column(default=None)
    starts: Mapped[str | None] = mapped_column(String(40), default=None)
    planned: Mapped[list[Any] | None] = mapped_column(default=None)  # not drawn yet
    conference_after: Mapped[int | None] = mapped_column(default=None)

    stage: Mapped[Stage] = relationship(back_populates="rounds")
    matches: Mapped[list["Match"]] = relationship(back_populates="round", order_by="Match.position")


class Match(NotedMixin, Model):
    """One bargaining session: sides, topic, panel; `void` is why it counts for nobody."""

    __tablename__ = "match"
    __table_args__ = (UniqueConstraint("competition_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"), default=None)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(_KEY)
    void: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    # Judges whose sheets do not count; `trainees` are keys of judges who mark without counting.
    recused: Mapped[list[Any] | None] = mapped_column(default=None)
    starts: Mapped[str | None] = mapped_column(String(40), default=None)
    room: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    trainees: Mapped[list[Any] | None] = mapped_column(default=None)
    replacements: Mapped[list[Any] | None] = mapped_column(default=None)
    accepted_conflicts: Mapped[list[Any] | None] = mapped_column(default=None)
    repeats: Mapped[str | None] = mapped_column(_KEY, default=None)
    late: Mapped[list[Any] | None] = mapped_column(default=None)
    substitutions: Mapped[list[Any] | None] = mapped_column(default=None)
    conference: Mapped[dict[str, Any] | None] = mapped_column(default=None)

    round: Mapped[Round] = relationship(back_populates="matches")
    topic: Mapped[Topic | None] = relationship()
    entries: Mapped[list["Entry"]] = relationship(back_populates="match", order_by="Entry.position")
    seats: Mapped[list["PanelSeat"]] = relationship(
        back_populates="match", order_by="PanelSeat.position"
    )


class Entry(NotedMixin, Model):
    """One team in one match, on one side."""

    __tablename__ = "entry"
    __table_args__ = (UniqueConstraint("match_id", "team_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    position: Mapped[int]
    side: Mapped[str] = mapped_column(String(16))

    match: Mapped[Match] = relationship(back_populates="entries")
    team: Mapped[Team] = relationship()


class PanelSeat(Model):
    """One judge's seat on a match's panel, in seat order."""

    __tablename__ = "panel_seat"
    __table_args__ = (UniqueConstraint("match_id", "judge_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"))
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"), index=True)
    position: Mapped[int]

    match: Mapped[Match] = relationship(back_populates="seats")
    judge: Mapped[Judge] = relationship()
