"""The traits by which reports that tell the same are found."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table('near_trait',
    sa.Column('trait', sa.BigInteger(), nullable=False),
    sa.Column('published', sa.BigInteger(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('trait', 'published', 'report_id', name=op.f('pk_near_trait')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table('near_trait')
