"""Zones, seeds, written tests, start times, trainees, replaced judges, declarations and draws

Revision ID: 0010
Revises: 0009
"""

from typing import Any

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    added: dict[str, list[sa.Column[Any]]] = {
        'team': [sa.Column('seed', sa.Integer(), nullable=True)],
        'member': [sa.Column('reserve', sa.Boolean(), nullable=True)],
        'judge': [sa.Column('declaration', JSON, nullable=True)],
        'stage': [
            sa.Column('teams', JSON, nullable=True),
            sa.Column('kind', sa.String(length=16), nullable=True),
            sa.Column('max', sa.String(length=64), nullable=True),
            sa.Column('per', sa.String(length=16), nullable=True),
            sa.Column('combine', JSON, nullable=True),
            sa.Column('provisional_until', sa.String(length=40), nullable=True),
        ],
        'round': [sa.Column('starts', sa.String(length=40), nullable=True)],
        'match': [
            sa.Column('starts', sa.String(length=40), nullable=True),
            sa.Column('room', JSON, nullable=True),
            sa.Column('trainees', JSON, nullable=True),
            sa.Column('replacements', JSON, nullable=True),
            sa.Column('accepted_conflicts', JSON, nullable=True),
        ],
    }
    for table, columns in added.items():
        for column in columns:
            op.add_column(table, column)
    op.create_table('zone',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('name', JSON, nullable=False),
    sa.Column('placeholder', sa.Boolean(), nullable=True),
    sa.Column('source', JSON, nullable=True),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_zone_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_zone')),
    sa.UniqueConstraint('competition_id', 'key', name=op.f('uq_zone_competition_id_key'))
    )
    op.create_table('paper_score',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('stage_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('member', sa.String(length=64), nullable=True),
    sa.Column('score', sa.String(length=64), nullable=False),
    sa.Column('placeholder', sa.Boolean(), nullable=True),
    sa.Column('source', JSON, nullable=True),
    sa.ForeignKeyConstraint(['stage_id'], ['stage.id'], name=op.f('fk_paper_score_stage_id')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_paper_score_team_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_score')),
    sa.UniqueConstraint('stage_id', 'team_id', 'member', name=op.f('uq_paper_score_stage_id_team_id_member'))
    )
    op.create_index(op.f('ix_paper_score_team_id'), 'paper_score', ['team_id'])
    op.create_table('draw',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('stage', sa.String(length=64), nullable=False),
    sa.Column('round', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('drawn_from', JSON, nullable=False),
    sa.Column('rules', JSON, nullable=True),
    sa.Column('commitment', sa.String(length=64), nullable=True),
    sa.Column('hall', sa.String(), nullable=True),
    sa.Column('secret', sa.String(), nullable=True),
    sa.Column('result', JSON, nullable=True),
    sa.Column('by_hand', JSON, nullable=True),
    sa.Column('abandoned', JSON, nullable=True),
    sa.Column('pending_secret', sa.String(), nullable=True),
    sa.Column('placeholder', sa.Boolean(), nullable=True),
    sa.Column('source', JSON, nullable=True),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_draw_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draw')),
    sa.UniqueConstraint('competition_id', 'key', name=op.f('uq_draw_competition_id_key'))
    )
