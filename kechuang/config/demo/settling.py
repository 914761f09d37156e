"""The half-yearly settlement between the regions of the demonstration."""

from dataclasses import dataclass

from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe


@dataclass(slots=True)
class Settling:
    """Sets the days of opening, exchange, reconciliation and netting."""

    troupe: Troupe
    stage: Stage

    def set_out(self) -> None:
        """Nothing is set yet."""
