"""What a decision changes in the voucher's own tables, as a value that the projection writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

BUDGET, PROVIDER, RIGHT, ORDER, AUDIT, BATCH, BAND = "budget", "provider", "right", "order", "audit", "batch", "band"


@dataclass(frozen=True, slots=True)
class Put:
    """Columns of one row. ``new`` makes the row; otherwise only the named columns change.

    Within one kind of act every change of a table names the same columns, so that they go out in one statement.
    """

    table: str
    case: UUID
    values: Mapping[str, object]
    new: bool = False
