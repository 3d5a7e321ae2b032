"""Why a message in the outbox is held back, in words."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the reason for which a message is held."""
    op.add_column("outbox", sa.Column("held_because", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Forget why messages were held."""
    op.drop_column("outbox", "held_because")
