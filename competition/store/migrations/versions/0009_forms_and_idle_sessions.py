"""Forms that were carried out, and when each session was last used

Revision ID: 0009
Revises: 0008
"""

import datetime as dt

import sqlalchemy as sa
from alembic import op


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('form_use',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('at', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_form_use'))
    )
    op.create_index(op.f('ix_form_use_at'), 'form_use', ['at'])
    # Nobody is signed out by the update: every session counts as used at this moment.
    now = dt.datetime.now(dt.UTC).isoformat(timespec='milliseconds')
    op.add_column(
        'sign_in',
        sa.Column('last_used_at', sa.String(length=40), nullable=False, server_default=now),
    )
    with op.batch_alter_table('sign_in') as batch:
        batch.alter_column('last_used_at', server_default=None)
