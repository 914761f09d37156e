"""What an evaluation agreed to change becomes a new version of the promise: the two packages are strangers."""

from uuid import UUID

from kechuang.indicators.promises import actions
from kechuang.indicators.promises.models import Promise
from kechuang.indicators.promises.rules import Change, terms_of
from kechuang.indicators.promises.terms import to_json
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.evaluation import adjusting
from kechuang.mechanisms.delivery.evaluation.models import Adjustment
from kechuang.web.permissions import Actor


def applied(row: Adjustment, by: Actor, key: str) -> str | Refusal | None:
    """Change the promise; the old path stays. None for a target that no promise measures."""
    promise = _promise(row.evaluation.document_id, row.target)
    if promise is None:
        return None
    terms = terms_of({**to_json(terms_of(promise.terms)), "target": row.value})
    reason = f"{row.evaluation.case.number}：{row.reason}"
    outcome = actions.change(Change(case=promise.pk, terms=terms, reason=reason), by=by, key=key)
    if outcome.refusal is not None:
        return outcome.refusal
    promise.refresh_from_db()
    return f"promise/{promise.pk} v{promise.version}"


def _promise(document: UUID, target: str) -> Promise | None:
    return Promise.objects.filter(document=document, target=target, released=False).first()


def register() -> None:
    """Have agreed adjustments applied by the promises."""
    adjusting.register("promises", applied)
