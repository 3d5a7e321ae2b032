"""Items that broke a rule are kept aside."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table('passed_over',
    sa.Column('source_id', sa.String(), nullable=False),
    sa.Column('item', sa.String(), nullable=False),
    sa.Column('wrong', sa.String(), nullable=False),
    sa.Column('excerpt', sa.String(), nullable=False),
    sa.Column('first_at', sa.BigInteger(), nullable=False),
    sa.Column('last_at', sa.BigInteger(), nullable=False),
    sa.Column('mended', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['source_id'], ['source.id'], name=op.f('fk_passed_over_source_id_source')),
    sa.PrimaryKeyConstraint('source_id', 'item', name=op.f('pk_passed_over'))
    )
    op.create_index(op.f('ix_passed_over_source_id_last_at'), 'passed_over', ['source_id', 'last_at'], unique=False)


def downgrade() -> None:
    """Take it away."""
    op.drop_index(op.f('ix_passed_over_source_id_last_at'), table_name='passed_over')
    op.drop_table('passed_over')
