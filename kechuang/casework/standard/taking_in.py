"""An office takes many cases in for their owners at once."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from kechuang.casework.act import Outcome, act_many
from kechuang.casework.outcome import Item
from kechuang.casework.registry import ActKind
from kechuang.kernel.refusal import Refusal
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor, below


def take_in_many(
    kind: ActKind[Any, Any],
    rows: Sequence[tuple[str, Any]],
    *,
    elsewhere: Callable[[Any], Refusal],
    by: Actor,
    on: date | None = None,
) -> list[Outcome]:
    """Take requests in under their keys, each decided alone; ``elsewhere`` refuses one that the office does not reach.

    A request says its ``office``, its ``place`` and its ``authority``.
    """
    offices = Body.objects.in_bulk({request.office for _key, request in rows})
    wrong = {key: elsewhere(request) for key, request in rows if not _reaches(offices.get(request.office), request)}
    items = [Item(request, key) for key, request in rows if key not in wrong]
    done = {outcome.key: outcome for outcome in act_many(kind, items, by=by, on=on)} if items else {}
    return [done.get(key) or Outcome(key, refusal=wrong[key]) for key, _request in rows]


def _reaches(office: Body | None, request: Any) -> bool:  # noqa: ANN401 - a request of any mechanism
    return office is not None and below(request.place, office.place) and office.authority == request.authority
