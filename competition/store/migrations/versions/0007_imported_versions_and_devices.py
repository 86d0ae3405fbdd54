"""Imported versions of sheets, and devices of judges

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('sheet_version', sa.Column('imported', sa.JSON(none_as_null=True), nullable=True))
    op.add_column('sign_in', sa.Column('device', sa.String(length=80), nullable=True))
    op.add_column('sign_in', sa.Column('wrote_at', sa.String(length=40), nullable=True))
