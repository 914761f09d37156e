"""What this package lays on shared pages."""

from kechuang.casework.standard import alongside


def register() -> None:
    """Register menu, panels and readers."""
    alongside.register()
