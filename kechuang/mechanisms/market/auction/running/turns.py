"""What one turn of a worker writes, and how PostgreSQL takes all of it in one statement.

Six statements and their transaction cost eight ways to the server and back; a single bidder waits for each of them.
One statement is one way and one transaction, as durable as before.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from kechuang.mechanisms.market.auction.models import Answer, Board, Lease, LogEntry

# Nothing is written to the log unless every lease was held: ``led`` is read by each part that writes.
_STATEMENT = """
WITH held AS (
    UPDATE market_auction_lease SET until = %s, renewed_at = %s
    WHERE lot_id = ANY(%s::uuid[]) AND owner = %s RETURNING lot_id
), led AS (SELECT count(*) = %s AS whole FROM held
), log AS (
    INSERT INTO market_auction_logentry (lot_id, seq, line, hash)
    SELECT new.* FROM unnest(%s::uuid[], %s::bigint[], %s::text[], %s::text[]) AS new, led WHERE led.whole
), waited AS (
    UPDATE market_auction_waiting SET answered = true FROM led WHERE led.whole AND id = ANY(%s::bigint[])
), answers AS (
    INSERT INTO market_auction_answer (waiting_id, seq, code, "values")
    SELECT new.* FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[]::jsonb[]) AS new, led WHERE led.whole
), boards AS (
    INSERT INTO market_auction_board (lot_id, version, body, changed_at)
    SELECT new.*, %s FROM unnest(%s::uuid[], %s::bigint[], %s::text[]) AS new, led WHERE led.whole
    ON CONFLICT (lot_id) DO UPDATE
    SET version = excluded.version, body = excluded.body, changed_at = excluded.changed_at
)
SELECT whole FROM led
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """What is written together; ``lease`` is what each of the lots' leases is to become, under the owner's name."""

    lease: Lease
    lots: Sequence[UUID]
    log: Sequence[LogEntry]
    answers: Sequence[Answer]
    boards: Sequence[Board]


def at_once(turn: Turn) -> bool:
    """Write a turn in one statement (PostgreSQL only); False where a lease was lost, and then nothing is in the log."""
    lease, numbers = turn.lease, [each.waiting_id for each in turn.answers]
    with connection.cursor() as cursor:
        cursor.execute(
            _STATEMENT,
            [
                *(lease.until, lease.renewed_at, list(turn.lots), lease.owner, len(turn.lots)),
                *([getattr(row, name) for row in turn.log] for name in ("lot_id", "seq", "line", "hash")),
                *(numbers, numbers),
                *([getattr(row, name) for row in turn.answers] for name in ("seq", "code")),
                [json.dumps(row.values) for row in turn.answers],
                lease.renewed_at,
                *([getattr(row, name) for row in turn.boards] for name in ("lot_id", "version", "body")),
            ],
        )
        (whole,) = cursor.fetchone()
    return bool(whole)
