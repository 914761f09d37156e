"""Places through time: where a territory went, and where it came from."""

from collections.abc import Callable, Iterable
from datetime import date

from kechuang.kernel.places.records import Extent, Share, Succession


class History:
    """The successions of codes, in order; ``exists`` says whether a code is valid on a day."""

    def __init__(self, successions: Iterable[Succession], exists: Callable[[str, date], bool]) -> None:
        """Order ``successions`` by day."""
        self.successions = tuple(sorted(successions, key=lambda record: (record.on, record.from_code, record.to_code)))
        self._exists = exists

    def moved(self, code: str, then: date, now: date) -> tuple[Share, ...]:
        """Where the territory that ``code`` held on ``then`` is on the later day ``now``."""
        held: dict[str, Extent] = {code: "whole"}
        for on in sorted({record.on for record in self.successions if then < record.on <= now}):
            held = self._after(held, on)
        return tuple(Share(holder, held[holder]) for holder in sorted(held))

    def _after(self, held: dict[str, Extent], on: date) -> dict[str, Extent]:
        after: dict[str, Extent] = {}
        for holder, extent in held.items():
            records = [record for record in self.successions if record.on == on and record.from_code == holder]
            for record in records:
                _gain(after, record.to_code, record.extent if extent == "whole" else "part")
            kept = all(record.extent == "part" for record in records) and self._exists(holder, on)
            if not records or kept:
                _gain(after, holder, "part" if records else extent)
        return after

    def before(self, code: str, on: date, end: date | None) -> tuple[str, ...]:
        """The codes that held on ``on`` the territory that ``code`` held last before ``end`` (None: holds now)."""
        held = {code}
        for record in reversed(self.successions):
            if on < record.on and (end is None or record.on < end) and record.to_code in held:
                held.add(record.from_code)
        return tuple(sorted(holder for holder in held if self._exists(holder, on)))


def _gain(held: dict[str, Extent], code: str, extent: Extent) -> None:
    held[code] = "whole" if extent == "whole" and held.get(code, "whole") == "whole" else "part"
