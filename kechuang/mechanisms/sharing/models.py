"""All tables of the family of sharing; each stands in the folder of its mechanism."""

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
    "ReportBand",
    "VoucherAudit",
    "VoucherBatch",
    "VoucherBudget",
    "VoucherOrder",
    "VoucherProvider",
    "VoucherRight",
]
