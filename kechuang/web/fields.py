"""Field types shared by all tables."""

from decimal import Decimal

from django.db import models

FEN = Decimal("0.01")


class MoneyField(models.BigIntegerField):
    """An amount of money: whole fen in the database, Decimal yuan with two places in Python."""

    description = "amount in yuan, stored in fen"

    def from_db_value(self, value: int | None, *_args: object) -> Decimal | None:
        """Give yuan for the stored fen."""
        return None if value is None else Decimal(value).scaleb(-2)

    def to_python(self, value: object) -> Decimal | None:
        """Read a form's or fixture's value as yuan."""
        return value if value is None or isinstance(value, Decimal) else Decimal(str(value))

    def get_prep_value(self, value: object) -> int | None:
        """Give fen; an amount finer than one fen raises ValueError, a float TypeError."""
        if value is None:
            return None
        if isinstance(value, float):
            raise TypeError("an amount of money is never a float")
        scaled = Decimal(str(value)) * 100
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} is finer than one fen")
        return int(scaled)
