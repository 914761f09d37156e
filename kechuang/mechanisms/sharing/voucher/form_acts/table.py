"""Every move that a person takes: pages, batches and the interface for programs come from this table."""

from kechuang.mechanisms.sharing.voucher.form_acts.budgets import BUDGET_ACTS
from kechuang.mechanisms.sharing.voucher.form_acts.orders import ORDER_ACTS
from kechuang.mechanisms.sharing.voucher.form_acts.payments import BATCH_ACTS, ROUND_ACTS
from kechuang.mechanisms.sharing.voucher.form_acts.providers import PROVIDER_ACTS
from kechuang.mechanisms.sharing.voucher.form_acts.rights import RIGHT_ACTS

ACTS = (*BUDGET_ACTS, *PROVIDER_ACTS, *RIGHT_ACTS, *ORDER_ACTS, *ROUND_ACTS, *BATCH_ACTS)


def forms_of(kind: str) -> dict[str, str]:
    """The moves of a kind of case with the names of their pages' addresses, as the case page needs them."""
    return {act.move: act.view_name for act in ACTS if act.moves.kind == kind and not act.opens}
