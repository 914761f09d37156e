"""What this package lays on shared pages."""


def register() -> None:
    """Register menu, panels and readers."""
