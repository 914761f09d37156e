"""The commonest real error in amounts: yuan typed where 10,000 yuan is meant, or the reverse (dossier 1.6). Pure.

These are signs for the audit, never refusals: a real contract may be as large or as small.
"""

from decimal import Decimal

WAN = Decimal(10_000)
# An amount that is off by 10,000 lands near that ratio; two real amounts of one contract seldom lie so far apart.
SLACK = Decimal(2)


def off_by_wan(amount_yuan: Decimal, other_yuan: Decimal) -> bool:
    """Whether two amounts that should be of one size differ by about the factor 10,000 (5,000 to 20,000)."""
    if amount_yuan <= 0 or other_yuan <= 0:
        return False
    ratio = max(amount_yuan, other_yuan) / min(amount_yuan, other_yuan)
    return WAN / SLACK <= ratio <= WAN * SLACK


def unit_suspect(
    contract_yuan: Decimal, eligible_yuan: Decimal, *, sales_yuan: Decimal | None, cap_yuan: Decimal | None
) -> bool:
    """Whether the amounts of a contract look typed in the wrong unit.

    The eligible part is off by 10,000; or the contract exceeds a whole year's sales of the buyer; or it is below a
    thousandth of the cap of one order, which ten caps typed in units of 10,000 yuan would be.
    """
    above_sales = sales_yuan is not None and 0 < sales_yuan < contract_yuan
    below_cap = cap_yuan is not None and contract_yuan * 1000 < cap_yuan
    return off_by_wan(contract_yuan, eligible_yuan) or above_sales or below_cap
