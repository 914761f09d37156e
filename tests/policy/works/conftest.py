"""The desk of the register."""

from tests.policy.conftest import desk

__all__ = ["desk"]
