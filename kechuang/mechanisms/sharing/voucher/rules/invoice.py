"""Invoices as people type them: code and number of a tax invoice, or the twenty digits of an all-digital one. Pure.

A paper or electronic VAT invoice has a code of 10 or 12 digits and a number of 8; an all-digital invoice (数电票, since
2021) has a number of 20 digits and no code [G]. Two invoices are the same when code and number are.
"""

from dataclasses import dataclass

from kechuang.kernel.identify.text import compact

CODE_LENGTHS = (10, 12)
NUMBER_LENGTH = 8
DIGITAL_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Invoice:
    """A well-made invoice; ``key`` is unique over all invoices."""

    code: str
    number: str

    @property
    def key(self) -> str:
        """Code and number as one text."""
        return f"{self.code}-{self.number}" if self.code else self.number


def read_invoice(code: str, number: str) -> Invoice | None:
    """The invoice of a typed code and number (full width, blanks, hyphens allowed), or None if it is none."""
    plain_code, plain_number = compact(code), compact(number)
    together = plain_code + plain_number
    if not (together.isascii() and together.isdecimal()):
        return None
    if not plain_code and len(plain_number) == DIGITAL_LENGTH:
        return Invoice("", plain_number)
    if len(plain_code) in CODE_LENGTHS and len(plain_number) == NUMBER_LENGTH:
        return Invoice(plain_code, plain_number)
    return None
