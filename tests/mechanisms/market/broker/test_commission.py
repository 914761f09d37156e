"""What a contract of commission comes to, whatever share and amount it names."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.broker.rules.brokering import agreed
from kechuang.mechanisms.market.broker.rules.requests import Agreement

DAY = date(2026, 5, 1)
RATES = st.decimals("0.0001", "0.9999", places=4)
AMOUNTS = st.decimals("1", "1000000000", places=2)


@settings(max_examples=60)
@given(rate=RATES, amount=AMOUNTS)
def test_a_share_is_rounded_once_to_fen_and_never_above_the_deal(rate, amount):
    found = agreed(Agreement(number="J", signed_on=DAY, form="rate", rate=rate), amount)

    if isinstance(found, Refusal):
        assert (found.code, rate * amount < Decimal("0.005")) == ("broker.no_commission", True)
    else:
        assert abs(found - rate * amount) <= Decimal("0.005")
        assert found <= amount + Decimal("0.005")
        assert found == found.quantize(Decimal("0.01"))


@settings(max_examples=30)
@given(amount=st.one_of(st.none(), AMOUNTS), total=AMOUNTS)
def test_a_sum_is_what_the_parties_wrote_whatever_the_deal(amount, total):
    assert agreed(Agreement(number="J", signed_on=DAY, form="sum", sum_yuan=total), amount) == total
