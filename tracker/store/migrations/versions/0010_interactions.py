"""Clicks and forms taken once, disputes of verdicts, and which items of the review queue people were asked about."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('interaction',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('deed', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('who', sa.String(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_interaction'))
    )
    op.create_index(op.f('ix_interaction_at'), 'interaction', ['at'], unique=False)
    op.create_table('dispute',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('promise_id', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('who', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('settled_at', sa.BigInteger(), nullable=True),
    sa.Column('settled_by', sa.String(), nullable=False),
    sa.Column('settled_reason', sa.String(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['promise_id'], ['promise.id'], name=op.f('fk_dispute_promise_id_promise')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dispute'))
    )
    op.create_index(op.f('ix_dispute_promise_id'), 'dispute', ['promise_id'], unique=False)
    op.create_table('review_told',
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['review_item.id'], name=op.f('fk_review_told_item_id_review_item')),
    sa.PrimaryKeyConstraint('item_id', name=op.f('pk_review_told'))
    )
    op.create_index(op.f('ix_review_told_at'), 'review_told', ['at'], unique=False)
    told = "INSERT INTO review_told (item_id, at) SELECT item_id, 0 FROM review_open"
    op.execute(told)  # what waits already is no news


def downgrade() -> None:
    """Take the tables away."""
    op.drop_index(op.f('ix_review_told_at'), table_name='review_told')
    op.drop_table('review_told')
    op.drop_index(op.f('ix_dispute_promise_id'), table_name='dispute')
    op.drop_table('dispute')
    op.drop_index(op.f('ix_interaction_at'), table_name='interaction')
    op.drop_table('interaction')
