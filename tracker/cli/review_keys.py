"""The review queue by single keys: one item a screen, decided and gone on from."""


def review_by_keys(store: object, clock: object, owner: str, zone: str) -> None:
    """Wait."""
