"""What several nodes of one database share

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)
TIME = sa.Float(precision=53)


def upgrade() -> None:
    _create('write_lock', sa.Column('name', sa.String(length=64), nullable=False), key=('name',))
    op.execute("INSERT INTO write_lock (name) VALUES ('')")
    _create('owed_snapshot',
        sa.Column('competition_key', sa.String(length=64), nullable=False),
        sa.Column('is_owed', sa.Boolean(), nullable=False),
        sa.Column('since', TIME, nullable=False),
        sa.Column('claimed_until', TIME, nullable=False),
        sa.Column('made_at', TIME, nullable=False),
        key=('competition_key',),
    )
    _create('public_epoch',
        sa.Column('competition_key', sa.String(length=64), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        key=('competition_key',),
    )
    _create('shared_secret',
        sa.Column('name', sa.String(length=64), nullable=False),
        sa.Column('value', sa.Text(), nullable=False),
        key=('name',),
    )
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("REVOKE ALL ON shared_secret FROM PUBLIC")
    _create('failed_try',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=400), nullable=False),
        sa.Column('at', TIME, nullable=False),
        # Logged: the sequence of an unlogged table is unreadable on a standby that is promoted.
        key=('id',),
    )
    op.create_index('ix_failed_try_name', 'failed_try', ['name'])
    _create('node_report',
        sa.Column('node', sa.String(length=120), nullable=False),
        sa.Column('address', sa.String(length=300), nullable=False),
        sa.Column('version', sa.String(length=40), nullable=False),
        sa.Column('started_at', TIME, nullable=False),
        sa.Column('seen_at', TIME, nullable=False),
        sa.Column('viewers', JSON, nullable=False),
        key=('node',), unlogged=True,
    )
    _create('tablet_report',
        sa.Column('competition_key', sa.String(length=64), nullable=False),
        sa.Column('judge_key', sa.String(length=64), nullable=False),
        sa.Column('device', sa.String(length=120), nullable=False),
        sa.Column('last_seen', sa.String(length=40), nullable=False),
        sa.Column('waiting', JSON, nullable=False),
        key=('competition_key', 'judge_key', 'device'), unlogged=True,
    )


def _create(
    name: str, *columns: sa.Column, key: tuple[str, ...], unlogged: bool = False
) -> None:
    prefixes = ['UNLOGGED'] if unlogged and op.get_bind().dialect.name == 'postgresql' else []
    op.create_table(
        name, *columns, sa.PrimaryKeyConstraint(*key, name=f'pk_{name}'), prefixes=prefixes
    )


def downgrade() -> None:
    for name in (
        'tablet_report', 'node_report', 'failed_try', 'shared_secret', 'public_epoch',
        'owed_snapshot', 'write_lock',
    ):
        op.drop_table(name)
