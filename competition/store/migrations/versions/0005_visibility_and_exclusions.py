"""Private competitions, announced rounds, short names, and what was taken out of the count

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('competition', sa.Column('visibility', sa.String(length=16), nullable=True))
    op.add_column('team', sa.Column('short_name', sa.JSON(none_as_null=True), nullable=True))
    op.add_column('team', sa.Column('withdrawn_from', sa.String(length=64), nullable=True))
    op.add_column('team', sa.Column('disqualified', sa.Boolean(), nullable=True))
    op.add_column('team', sa.Column('reason', sa.JSON(none_as_null=True), nullable=True))
    op.add_column('round', sa.Column('announced', sa.Boolean(), nullable=True))
    op.add_column('match', sa.Column('void', sa.JSON(none_as_null=True), nullable=True))
    op.add_column('match', sa.Column('recused', sa.JSON(none_as_null=True), nullable=True))
