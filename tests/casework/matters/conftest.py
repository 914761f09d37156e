"""The town of the standard moves: a firm, its county, its city."""

from tests.casework.standard.conftest import town

__all__ = ["town"]
