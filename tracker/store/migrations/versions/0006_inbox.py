"""The inbox: tokens of sources, and answers by idempotency key."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('inbox_token',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(), nullable=False),
    sa.Column('source_id', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('made_at', sa.BigInteger(), nullable=False),
    sa.Column('made_by', sa.String(), nullable=False),
    sa.Column('revoked_at', sa.BigInteger(), nullable=True),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbox_token')),
    sa.UniqueConstraint('hash', name=op.f('uq_inbox_token_hash'))
    )
    op.create_table('inbox_answer',
    sa.Column('token_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('body_hash', sa.String(), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['token_id'], ['inbox_token.id'], name=op.f('fk_inbox_answer_token_id_inbox_token')),
    sa.PrimaryKeyConstraint('token_id', 'key', name=op.f('pk_inbox_answer'))
    )
    op.create_index(op.f('ix_inbox_answer_at'), 'inbox_answer', ['at'], unique=False)


def downgrade() -> None:
    """Take the tables away."""
    op.drop_index(op.f('ix_inbox_answer_at'), table_name='inbox_answer')
    op.drop_table('inbox_answer')
    op.drop_table('inbox_token')
