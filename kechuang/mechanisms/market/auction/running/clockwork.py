"""The moment of a running lot. A lot of the demonstration may run by the machine's clock, moved."""

from datetime import datetime, timedelta

from kechuang.web import clock


def moment(shift_seconds: int = 0) -> datetime:
    """Give the present moment of a lot: the node's, or the machine's moved by the lot's shift."""
    return clock.real_now() + timedelta(seconds=shift_seconds) if shift_seconds else clock.now()
