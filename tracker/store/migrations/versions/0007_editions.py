"""When the source of a report says that it was last changed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the instant of the last change to versions of reports."""
    op.add_column("report_ver", sa.Column("edited", sa.BigInteger(), nullable=True))
