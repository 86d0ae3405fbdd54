"""Awards, signatures, appeals, agreements, personal marks, own rules, observers, pictures, tickets

Revision ID: 0012
Revises: 0011
"""

from typing import Any

import sqlalchemy as sa
from alembic import op


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    added: dict[str, list[sa.Column[Any]]] = {
        'rubric': [
            sa.Column('personal', JSON, nullable=True),
            sa.Column('clock', JSON, nullable=True),
        ],
        'dimension': [sa.Column('marked_by', JSON, nullable=True)],
        'stage': [
            sa.Column('without_marks', sa.Boolean(), nullable=True),
            sa.Column('rubric', JSON, nullable=True),
            sa.Column('scoring', JSON, nullable=True),
        ],
        'sheet_version': [sa.Column('personal', JSON, nullable=True)],
        'late_sheet': [sa.Column('personal', JSON, nullable=True)],
        'organiser': [sa.Column('role', sa.String(length=16), nullable=True)],
    }
    for table, columns in added.items():
        for column in columns:
            op.add_column(table, column)
    op.create_table('outcome',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('part', JSON, nullable=False),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_outcome_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome'))
    )
    op.create_index(op.f('ix_outcome_competition_id'), 'outcome', ['competition_id'])
    op.create_table('print_image',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('png', sa.LargeBinary(), nullable=False),
    sa.Column('uploaded_at', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_print_image_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_print_image')),
    sa.UniqueConstraint('competition_id', 'kind', name=op.f('uq_print_image_competition_id_kind'))
    )
    op.create_table('public_proof',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('team', sa.String(length=64), nullable=False),
    sa.Column('proof', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_public_proof_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_public_proof')),
    sa.UniqueConstraint('competition_id', 'sha256', 'team', name=op.f('uq_public_proof_competition_id_sha256_team'))
    )
    op.create_index(op.f('ix_public_proof_sha256'), 'public_proof', ['sha256'])
    op.create_table('vote_ticket',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('printed_at', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_vote_ticket_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vote_ticket')),
    sa.UniqueConstraint('competition_id', 'code', name=op.f('uq_vote_ticket_competition_id_code'))
    )
