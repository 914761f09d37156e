"""What the family of sharing makes known when the node starts."""

from kechuang.mechanisms.sharing.settlement import papers as settlement_papers
from kechuang.mechanisms.sharing.settlement import wiring as settlement
from kechuang.mechanisms.sharing.voucher import papers as voucher_papers
from kechuang.mechanisms.sharing.voucher import proof_of_rows
from kechuang.mechanisms.sharing.voucher import wiring as voucher

voucher.register()
proof_of_rows.register()
settlement.register()
voucher_papers.register_all()
settlement_papers.register_all()
