"""The tests of the store itself make it as anybody's is made: by its migrations, on the disk."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True, scope="module")
def quick_stores() -> None:
    """Leave the store as it is."""
