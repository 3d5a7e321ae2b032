"""Subscriptions by command and by link, and the secret that signs the links."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('subscription',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('mailbox', sa.String(), nullable=False),
    sa.Column('wanted', sa.Boolean(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('via', sa.String(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subscription'))
    )
    op.create_index(op.f('ix_subscription_mailbox'), 'subscription', ['mailbox'], unique=False)
    op.create_table('signing_secret',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_signing_secret'))
    )


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table('signing_secret')
    op.drop_index(op.f('ix_subscription_mailbox'), table_name='subscription')
    op.drop_table('subscription')
