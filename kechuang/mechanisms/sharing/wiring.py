"""What the family of sharing makes known when the node starts."""

from kechuang.mechanisms.sharing.voucher import cases

cases.register()
