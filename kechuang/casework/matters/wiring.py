"""What this package lays on shared pages."""

from kechuang.casework.matters import cases


def register() -> None:
    """Register menu, panels and readers."""
    cases.register()
