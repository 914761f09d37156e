"""Makes settlements known to casework; called once when the family's app is ready."""

from kechuang.casework.registry import CaseKind, register_case
from kechuang.ledger.checks import register_check
from kechuang.mechanisms.sharing.settlement import actions
from kechuang.mechanisms.sharing.settlement.proof_of_rows import SettlementRows
from kechuang.mechanisms.sharing.settlement.rules.moves import PERIOD, READ, STATEMENT


def register() -> None:
    """Register the kinds of cases, and the check of ``kechuang ledger verify``."""
    register_case(CaseKind(PERIOD, READ, due=dict(actions.DUE)))
    register_case(CaseKind(STATEMENT, READ))
    register_check("sharing.settlement", SettlementRows)
