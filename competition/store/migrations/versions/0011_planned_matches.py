"""Planned matches of a round

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('round', sa.Column('planned', sa.JSON(none_as_null=True), nullable=True))

