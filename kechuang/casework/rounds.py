"""Work that a node does again and again: packages register chores; the sweep and the serving process go the round."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

log = logging.getLogger("kechuang.rounds")


@dataclass(frozen=True, slots=True)
class Chore:
    """One piece of periodic work. ``run(moment)`` does what is due at the node's moment and gives how much it did.

    It must bear being run twice, by two processes at once, and being killed at any point.
    """

    name: str
    run: Callable[[datetime], int]
    order: int = 100


CHORES: dict[str, Chore] = {}


def register(chore: Chore) -> None:
    """Make a chore known; the same name registered again replaces the first."""
    CHORES[chore.name] = chore


def go_round(moment: datetime) -> dict[str, int]:
    """Do every chore once, in order; give how much each did. One that fails is logged and does not stop the others."""
    done: dict[str, int] = {}
    for chore in sorted(CHORES.values(), key=lambda each: (each.order, each.name)):
        try:
            done[chore.name] = chore.run(moment)
        except Exception:  # the others must have their turn whatever went wrong in this one
            log.exception("the chore %s failed; it will be tried again in the next round", chore.name)
    return done
