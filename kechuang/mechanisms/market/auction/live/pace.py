"""How often a paddle may bid: counted in the memory of the process, under the paddle, for nobody else."""

import time
from collections import OrderedDict

MOST, SECONDS, KEPT = 20, 5.0, 10_000
_tries: OrderedDict[str, tuple[float, int]] = OrderedDict()


def allowed(paddle: str) -> bool:
    """Count one try of a paddle, and say whether it is one of the first twenty in five seconds."""
    now = time.monotonic()
    since, count = _tries.get(paddle, (now, 0))
    if now - since > SECONDS:
        since, count = now, 0
    _tries[paddle] = (since, count + 1)
    _tries.move_to_end(paddle)
    while len(_tries) > KEPT:
        _tries.popitem(last=False)
    return count < MOST
