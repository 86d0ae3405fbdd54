"""The tables of topics: what teams bargain over, and the points on which they must agree."""

from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from competition.store.db import Model, NotedMixin

_KEY = String(64)


class Topic(NotedMixin, Model):
    """A topic that teams bargain over."""

    __tablename__ = "topic"
    __table_args__ = (UniqueConstraint("competition_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(_KEY)
    title: Mapped[dict[str, Any]]
    brief: Mapped[dict[str, Any] | None] = mapped_column(default=None)

    competition: Mapped[Any] = relationship("Competition", back_populates="topics")
    focal_points: Mapped[list["FocalPoint"]] = relationship(
        back_populates="topic", order_by="FocalPoint.position"
    )


class FocalPoint(NotedMixin, Model):
    """One point of a topic on which the two sides must agree."""

    __tablename__ = "focal_point"
    __table_args__ = (UniqueConstraint("topic_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(_KEY)
    title: Mapped[dict[str, Any]]

    topic: Mapped[Topic] = relationship(back_populates="focal_points")
