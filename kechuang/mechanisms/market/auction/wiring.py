"""What this package lays on shared pages."""

from kechuang.mechanisms.market.auction import cases


def register() -> None:
    """Register cases, papers, menu entries, panels and the interface for programs."""
    cases.register()
