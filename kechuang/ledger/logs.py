"""Opening logs."""

import re

from django.db import transaction

from kechuang.ledger.models import Log
from kechuang.ledger.tree import ALGORITHMS, Frontier

CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


def open_log(code: str, name: str = "", *, algorithm: str = "sha256") -> Log:
    """Give the log of this code, opening it empty if it is new.

    ``code`` is lower-case letters, digits, dot, hyphen and underscore, for it names files and the checkpoints' origin.
    Raises ValueError for another code, and for a hash algorithm that is not there.
    """
    if not CODE.fullmatch(code):
        raise ValueError(f"{code!r} is no log code: use lower-case letters, digits, dot, hyphen and underscore")
    if algorithm not in ALGORITHMS:
        raise ValueError(f"the hash algorithm {algorithm} is not available; there are: {', '.join(ALGORITHMS)}")
    empty = Frontier()
    with transaction.atomic():
        log, _ = Log.objects.get_or_create(
            code=code, defaults={"name": name, "algorithm": algorithm, "root": empty.root(ALGORITHMS[algorithm])}
        )
    return log
