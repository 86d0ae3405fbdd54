"""Match clocks, tablets at the table, messages, paper sheets, the vote; conferences, substitutions

Revision ID: 0013
Revises: 0012
"""

from typing import Any

import sqlalchemy as sa
from alembic import op


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    added: dict[str, list[sa.Column[Any]]] = {
        'competition': [sa.Column('rehearsal_of', sa.String(length=64), nullable=True)],
        'round': [sa.Column('conference_after', sa.Integer(), nullable=True)],
        'match': [
            sa.Column('repeats', sa.String(length=64), nullable=True),
            sa.Column('late', JSON, nullable=True),
            sa.Column('substitutions', JSON, nullable=True),
            sa.Column('conference', JSON, nullable=True),
        ],
        'deduction': [
            sa.Column('percent', sa.String(length=64), nullable=True),
            sa.Column('phase', sa.String(length=64), nullable=True),
        ],
        'ruling': [sa.Column('votes', JSON, nullable=True)],
        'sheet_version': [sa.Column('entered_by', JSON, nullable=True)],
    }
    for table, columns in added.items():
        for column in columns:
            op.add_column(table, column)
    _create('audience_vote',
        sa.Column('competition_id', sa.Integer(), nullable=False),
        sa.Column('name', JSON, nullable=False),
        sa.Column('mode', sa.String(length=16), nullable=False),
        sa.Column('choices', JSON, nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('opened_at', sa.String(length=40), nullable=True),
        sa.Column('closed_at', sa.String(length=40), nullable=True),
        sa.Column('published_at', sa.String(length=40), nullable=True),
        unique=('competition_id',),
    )
    _create('cast_vote',
        sa.Column('competition_id', sa.Integer(), nullable=False),
        sa.Column('voter', sa.String(length=64), nullable=False),
        sa.Column('choice', sa.String(length=140), nullable=False),
        sa.Column('at', sa.String(length=40), nullable=False),
        unique=('competition_id', 'voter'),
    )
    _create('table_link',
        sa.Column('competition_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('token', sa.String(length=64), nullable=False),
        sa.Column('match_key', sa.String(length=64), nullable=True),
        sa.Column('created_at', sa.String(length=40), nullable=False),
        sa.UniqueConstraint('token', name=op.f('uq_table_link_token')),
        unique=('competition_id', 'name'),
    )
    _create('drawn_signature',
        sa.Column('competition_id', sa.Integer(), nullable=False),
        sa.Column('match_key', sa.String(length=64), nullable=False),
        sa.Column('side', sa.String(length=16), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('strokes', JSON, nullable=False),
        sa.Column('at', sa.String(length=40), nullable=False),
        unique=('competition_id', 'match_key', 'side', 'name'),
    )
    _create('match_clock',
        sa.Column('competition_id', sa.Integer(), nullable=False),
        sa.Column('competition_key', sa.String(length=64), nullable=False),
        sa.Column('match_key', sa.String(length=64), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('state', JSON, nullable=False),
        sa.Column('changed_at', sa.BigInteger(), nullable=False),
        unique=('competition_id', 'match_key'),
    )
    op.create_index(op.f('ix_match_clock_competition_key'), 'match_clock', ['competition_key'])
    _create('message',
        sa.Column('competition_id', sa.Integer(), nullable=False),
        sa.Column('judge_id', sa.Integer(), nullable=False),
        sa.Column('batch', sa.String(length=64), nullable=False),
        sa.Column('to', sa.String(length=80), nullable=False),
        sa.Column('text', sa.String(), nullable=False),
        sa.Column('sent_by', sa.String(length=200), nullable=False),
        sa.Column('sent_at', sa.String(length=40), nullable=False),
        sa.Column('read_at', sa.String(length=40), nullable=True),
        sa.Column('read_by', sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(['judge_id'], ['judge.id'], name=op.f('fk_message_judge_id')),
    )
    op.create_index(op.f('ix_message_competition_id'), 'message', ['competition_id'])
    op.create_index('ix_message_judge_id_number', 'message', ['judge_id', 'id'])
    _create('paper_entry',
        sa.Column('competition_id', sa.Integer(), nullable=False),
        sa.Column('match_id', sa.Integer(), nullable=False),
        sa.Column('team_id', sa.Integer(), nullable=False),
        sa.Column('judge_id', sa.Integer(), nullable=False),
        sa.Column('clerk', sa.String(length=200), nullable=False),
        sa.Column('marks', JSON, nullable=False),
        sa.Column('personal', JSON, nullable=True),
        sa.Column('comment', sa.String(), nullable=False),
        sa.Column('entered_at', sa.String(length=40), nullable=False),
        sa.Column('outcome', sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(['match_id'], ['match.id'], name=op.f('fk_paper_entry_match_id')),
        sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_paper_entry_team_id')),
        sa.ForeignKeyConstraint(['judge_id'], ['judge.id'], name=op.f('fk_paper_entry_judge_id')),
        unique=('match_id', 'team_id', 'judge_id', 'clerk'),
    )
    op.create_index(op.f('ix_paper_entry_competition_id'), 'paper_entry', ['competition_id'])


def _create(table: str, *columns: Any, unique: tuple[str, ...] = ()) -> None:
    """A table of a competition, with an id."""
    constraints: list[Any] = [
        sa.ForeignKeyConstraint(
            ['competition_id'], ['competition.id'], name=op.f(f'fk_{table}_competition_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}')),
    ]
    if unique:
        name = op.f(f'uq_{table}_{"_".join(unique)}')
        constraints.append(sa.UniqueConstraint(*unique, name=name))
    op.create_table(table, sa.Column('id', sa.Integer(), nullable=False), *columns, *constraints)
