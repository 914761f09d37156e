"""What changed between two meetings: snapshots of tasks, compared. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

OVER = frozenset({"DONE", "VERIFIED", "CLOSED", "DROPPED"})

type Shot = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of tasks by what happened to them since the last meeting; ``moved`` gives (id, percent then, percent now)."""

    new: tuple[str, ...] = ()
    became_late: tuple[str, ...] = ()
    no_longer_late: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    unblocked: tuple[str, ...] = ()
    moved: tuple[tuple[str, int, int], ...] = field(default=())

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)


def compare(before: Shot, now: Shot) -> Changes:
    """Compare two snapshots: id → state, percent, late. A task is named once under each head that fits."""
    both = sorted(set(before) & set(now))

    def late(shot: Shot, task: str) -> bool:
        return bool(shot[task]["late"])

    def state(shot: Shot, task: str) -> str:
        return str(shot[task]["state"])

    def percent(shot: Shot, task: str) -> int:
        return int(str(shot[task]["percent"]))

    return Changes(
        new=tuple(sorted(set(now) - set(before))),
        became_late=tuple(task for task in both if late(now, task) and not late(before, task)),
        no_longer_late=tuple(task for task in both if late(before, task) and not late(now, task)),
        done=tuple(task for task in both if state(now, task) in OVER and state(before, task) not in OVER),
        closed=tuple(task for task in both if state(now, task) == "CLOSED" != state(before, task)),
        blocked=tuple(task for task in both if state(now, task) == "BLOCKED" != state(before, task)),
        unblocked=tuple(task for task in both if state(before, task) == "BLOCKED" != state(now, task)),
        moved=tuple(
            (task, percent(before, task), percent(now, task))
            for task in both
            if percent(before, task) != percent(now, task)
        ),
    )
