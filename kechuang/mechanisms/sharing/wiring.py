"""What the family of sharing makes known when the node starts."""

from kechuang.mechanisms.sharing.settlement import wiring as settlement
from kechuang.mechanisms.sharing.voucher import cases

cases.register()
settlement.register()
