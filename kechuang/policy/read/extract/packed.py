"""Zip packages (docx, OFD) and their XML, opened with bounds, with the reader's own codes for what goes wrong."""

from __future__ import annotations

from kechuang.casework.files.look import packed
from kechuang.policy.read.faults import ReadingRefused


class Package(packed.Package):
    """A zip file in memory; its faults are refusals of the reader."""

    def fault(self, code: str, **values: str | int) -> Exception:
        """A refusal of the reader."""
        return ReadingRefused(f"reading.{code}", name=self.name, **values)
