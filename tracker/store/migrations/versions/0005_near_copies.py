"""Reports joined by likeness, and the traits by which they are found."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('account_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('low', sa.Integer(), nullable=False),
    sa.Column('high', sa.Integer(), nullable=False),
    sa.Column('copy_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('why', sa.String(), nullable=False),
    sa.Column('carries', sa.Boolean(), nullable=False),
    sa.Column('score', sa.Float(), nullable=False),
    sa.Column('reasons', sa.String(), nullable=False),
    sa.Column('who', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['copy_id'], ['report.id'], name=op.f('fk_account_link_copy_id_report')),
    sa.ForeignKeyConstraint(['high'], ['report.id'], name=op.f('fk_account_link_high_report')),
    sa.ForeignKeyConstraint(['low'], ['report.id'], name=op.f('fk_account_link_low_report')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_link'))
    )
    op.create_index('ix_account_link_pair', 'account_link', ['low', 'high'], unique=False)
    op.create_index(op.f('ix_account_link_high'), 'account_link', ['high'], unique=False)
    op.create_index(op.f('ix_account_link_seq'), 'account_link', ['seq'], unique=False)
    op.create_table('near_trait',
    sa.Column('trait', sa.BigInteger(), nullable=False),
    sa.Column('published', sa.BigInteger(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('trait', 'published', 'report_id', name=op.f('pk_near_trait')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table('near_trait')
    op.drop_index(op.f('ix_account_link_seq'), table_name='account_link')
    op.drop_index(op.f('ix_account_link_high'), table_name='account_link')
    op.drop_index('ix_account_link_pair', table_name='account_link')
    op.drop_table('account_link')
