"""What this package lays on shared pages."""


def register() -> None:
    """Register acts, cases, menu entries, panels and the interface for programs."""
