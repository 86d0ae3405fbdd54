"""Sheets that came too late, for the organiser to decide on."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "late_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("competition_id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("road", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("marks", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("comment", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=200), nullable=False),
        sa.Column("body_sha256", sa.String(length=64), nullable=False),
        sa.Column("written_at", sa.String(length=40), nullable=True),
        sa.Column("arrived_at", sa.String(length=40), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=300), nullable=True),
        sa.Column("decided_at", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name=op.f("fk_late_sheet_competition_id")
        ),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_late_sheet_judge_id")),
        sa.ForeignKeyConstraint(["match_id"], ["match.id"], name=op.f("fk_late_sheet_match_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_late_sheet_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_sheet")),
        sa.UniqueConstraint(
            "judge_id", "idempotency_key", name=op.f("uq_late_sheet_judge_id_idempotency_key")
        ),
    )
    with op.batch_alter_table("late_sheet", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_late_sheet_competition_id"), ["competition_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("late_sheet")
