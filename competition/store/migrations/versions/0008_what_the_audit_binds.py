"""What the audit binds

The first row that binds anything is written by `env.py`, once the database has today's shape.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('audit_row', sa.Column('bound', sa.Text(), nullable=True))
