"""Until when a destination itself asked to be left alone: no person may cut that short."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the end of the wait that was asked for."""
    op.add_column("destination", sa.Column("asked_until", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Forget who asked for a wait."""
    op.drop_column("destination", "asked_until")
