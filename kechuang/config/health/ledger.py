"""The quick proof of the logs: heads against what stands in the database and in the newest checkpoint of each."""

from django.db.models import Count, Max

from kechuang.ledger import sign
from kechuang.ledger.models import Entry, Log
from kechuang.ledger.tree import ALGORITHMS


def heads_that_differ() -> list[str]:
    """Name the logs whose head is not what their frontier, entries or newest checkpoint say; no entry is read."""
    found = []
    for log in Log.objects.order_by("code"):
        held = Entry.objects.filter(log=log.code).aggregate(last=Max("seq"), count=Count("pk"))
        newest = sign.latest(log.code)
        whole = log.tree.root(ALGORITHMS[log.algorithm]) == bytes(log.root)
        whole = whole and (held["last"] or 0) == held["count"] == log.size
        if newest is not None:
            whole = whole and newest.size <= log.size
            whole = whole and (newest.size != log.size or bytes(newest.root) == bytes(log.root))
        if not whole:
            found.append(log.code)
    return found
