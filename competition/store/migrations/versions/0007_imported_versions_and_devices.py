"""Imported versions of sheets, devices of judges, and receipts whose sheets are gone

`competition.last_receipt` is the highest receipt given before a file took the place: no number is
given twice. `sign_in.wrote_at` is when a session first stored a sheet.

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
    op.add_column('competition', sa.Column('last_receipt', sa.Integer(), nullable=True))
    op.add_column('sheet_version', sa.Column('imported', sa.JSON(none_as_null=True), nullable=True))
    op.add_column('sign_in', sa.Column('device', sa.String(length=80), nullable=True))
    op.add_column('sign_in', sa.Column('wrote_at', sa.String(length=40), nullable=True))
