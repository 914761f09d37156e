"""Why a file is not taken: a stable code and the values that its sentence quotes."""

from __future__ import annotations


class UnfitError(Exception):
    """A file that is not taken. ``code`` stands in the catalogues; ``values`` are texts and whole numbers."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code, self.values = code, values
