"""The show: what the organiser has put on the hall's screen

Revision ID: 0003
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('show',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('competition_key', sa.String(length=64), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('mode', sa.String(length=16), nullable=False),
    sa.Column('about', sa.JSON(), nullable=False),
    sa.Column('clock', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_show_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_show')),
    sa.UniqueConstraint('competition_id', name=op.f('uq_show_competition_id')),
    sa.UniqueConstraint('competition_key', name=op.f('uq_show_competition_key'))
    )
