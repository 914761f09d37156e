"""Applying an adjustment that was agreed: what versions targets is a stranger here, so config registers it."""

from collections.abc import Callable

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.evaluation.models import Adjustment
from kechuang.web.permissions import Actor

# Gives the name of the version that the adjustment became, a refusal, or None for a target that it does not keep.
type Applier = Callable[[Adjustment, Actor, str], str | Refusal | None]

APPLIERS: dict[str, Applier] = {}


def register(name: str, applier: Applier) -> None:
    """Register what makes a new version of a target; the same name again replaces it."""
    APPLIERS[name] = applier


def apply(row: Adjustment, by: Actor, key: str) -> str | Refusal:
    """Bring an adjustment into force; refused where nothing on this node versions the target."""
    for _name, applier in sorted(APPLIERS.items()):
        found = applier(row, by, key)
        if found is not None:
            return found
    return Refusal("evaluation.not_measured", {"target": row.title})
