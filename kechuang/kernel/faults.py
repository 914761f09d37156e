"""The sentences of every fault of the kernel: code -> (simplified Chinese, English), templates with named values.

A sentence says what is wrong, by which value, why, and what to do next. The table is complete both ways: a test holds
every code that the kernel uses against it, and every code of the table against an example.
"""

from kechuang.kernel.sentences.identifiers import IDENTIFIERS
from kechuang.kernel.sentences.places import PLACES
from kechuang.kernel.sentences.quantities import QUANTITIES

SENTENCES: dict[str, tuple[str, str]] = {**QUANTITIES, **PLACES, **IDENTIFIERS}
