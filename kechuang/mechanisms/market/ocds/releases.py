"""From the public facts of a case to its releases, one for every fact that says something new. Pure.

A lot of a sale, a listing, an agreed price and a registered contract are one process each. The standard was made for
buying; a sale is written as others write it: ``tender`` is the offer, ``awards.suppliers`` the one who takes it, the
party with the role ``seller`` the one who sells. Nothing stands in a release that is not in the public part of a fact.
"""

from collections.abc import Callable, Sequence
from typing import Any

from kechuang.mechanisms.market.ocds import of_contracts, of_listings, of_lots, of_notices
from kechuang.mechanisms.market.ocds.values import Setting, Told, ocid

type Fold = Callable[[Sequence[Told], Setting], list[tuple[Told, dict[str, Any]]]]

FOLDS: tuple[tuple[str, Fold], ...] = (
    ("market.lot.", of_lots.fold),
    ("market.notice.", of_notices.fold),
    ("market.listing.", of_listings.fold),
    ("market.contract.", of_contracts.fold),
)
OBJECTION, WITHDRAWN = "casework.objection_decided", "casework.withdrawn"
# The facts that may begin a process or carry it on. The two of casework count only in a case that has begun one.
TYPES = (*of_lots.TYPES, *of_notices.TYPES, *of_listings.TYPES, *of_contracts.TYPES)
FOLLOWING = (OBJECTION, WITHDRAWN)


def of_case(facts: Sequence[Told], setting: Setting) -> list[dict[str, Any]]:
    """Give the releases of a case, oldest first, from its facts in the order of the ledger; [] for other cases."""
    kinds = {prefix for prefix, _fold in FOLDS for told in facts if told.type.startswith(prefix)}
    for prefix, fold in FOLDS:
        if prefix in kinds:
            return [_release(told, body, setting) for told, body in fold(facts, setting)]
    return []


def _release(told: Told, body: dict[str, Any], setting: Setting) -> dict[str, Any]:
    return {
        "ocid": ocid(setting.prefix, told.case),
        "id": told.id,
        "date": told.recorded_at,
        "initiationType": "tender",
        "language": "zh",
        **body,
    }
