"""All tables of the family of sharing; each stands in the folder of its mechanism."""

from kechuang.mechanisms.sharing.settlement.models import (
    Movement,
    NettingWord,
    PairWord,
    Participant,
    PlannedTransfer,
    SentWord,
    SettlementPeriod,
    Statement,
    StatementCorrection,
    StatementLine,
)
from kechuang.mechanisms.sharing.voucher.models import (
    ReportBand,
    VoucherAudit,
    VoucherBatch,
    VoucherBudget,
    VoucherOrder,
    VoucherProvider,
    VoucherRight,
)

__all__ = [
    "Movement",
    "NettingWord",
    "PairWord",
    "Participant",
    "PlannedTransfer",
    "ReportBand",
    "SentWord",
    "SettlementPeriod",
    "Statement",
    "StatementCorrection",
    "StatementLine",
    "VoucherAudit",
    "VoucherBatch",
    "VoucherBudget",
    "VoucherOrder",
    "VoucherProvider",
    "VoucherRight",
]
