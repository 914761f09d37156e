"""Unified social credit codes (GB 32100-2015): eighteen characters, alphabet without I O S V Z.

Weights 3^(i-1) mod 31; the check value is (31 - sum mod 31) mod 31. The last mod matters: a sum that 31 divides has
the check character 0, and without it there is no character to look up.
"""

from dataclasses import dataclass

from kechuang.kernel.identify.organisation import organisation_check
from kechuang.kernel.identify.text import LEFT_OUT, compact, suggestions, without_left_out
from kechuang.kernel.reading import Fault, Reading

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
_WEIGHTS = tuple(pow(3, index, 31) for index in range(LENGTH - 1))

# First character: who registers; second: what is registered (GB 32100-2015 table 1 and its supplements).
CATEGORIES: dict[str, str] = {
    "1": "1239",
    "2": "19",
    "3": "123459",
    "4": "19",
    "5": "1239",
    "6": "129",
    "7": "129",
    "8": "19",
    "9": "123",
    "A": "19",
    "N": "1239",
    "Y": "1",
}
PROVINCES = frozenset(
    [
        "10",
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
    ]
)


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A unified social credit code; the text is normalised."""

    text: str

    @property
    def authority(self) -> str:
        """The registration authority: 1 for establishment offices, 9 for market supervision …."""
        return self.text[0]

    @property
    def category(self) -> str:
        """The kind of body within the authority."""
        return self.text[1]

    @property
    def division(self) -> str:
        """The six digits of the division that registered it; it may have expired since."""
        return self.text[2:8]

    @property
    def organisation(self) -> str:
        """The organisation code inside (GB 11714), nine characters."""
        return self.text[8:17]


def credit_check(body: str) -> str:
    """The check character of the seventeen characters of ``body``."""
    total = sum(weight * ALPHABET.index(character) for weight, character in zip(_WEIGHTS, body, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def _valid(text: str) -> bool:
    well_made = len(text) == LENGTH and all(character in ALPHABET for character in text) and text[2:8].isdecimal()
    return well_made and credit_check(text[:17]) == text[17]


def read_credit_code(raw: str) -> Reading[CreditCode]:
    """The credit code that ``raw`` holds, or what is wrong with it and the codes that were probably meant.

    The organisation code inside, the authority and the province are checked too, and only warn.
    """
    text = compact(raw)
    fault = _fault(text, raw)
    if fault is not None:
        return Reading(raw, fault=fault, suggestions=_suggestions(text))
    return Reading(raw, CreditCode(text), warnings=_warnings(text))


def _suggestions(text: str) -> tuple[str, ...]:
    if len(text) != LENGTH:
        return ()
    whole = [candidate for candidate in without_left_out(text) if _valid(candidate)]
    return tuple(whole) or suggestions(text, lambda candidate: _valid(candidate) and not _warnings(candidate))


def _fault(text: str, raw: str) -> Fault | None:
    if not text:
        return Fault("identify.credit_code.empty")
    if len(text) in (13, 15) and text.isdecimal():
        return Fault("identify.credit_code.old_licence", {"raw": raw, "length": str(len(text))})
    if len(text) != LENGTH:
        return Fault("identify.credit_code.length", {"raw": raw, "length": str(len(text))})
    for position, character in enumerate(text, start=1):
        if character in LEFT_OUT:
            meant = LEFT_OUT[character].replace("Y", "U/Y")
            values = {"raw": raw, "position": str(position), "found": character, "meant": meant}
            return Fault("identify.credit_code.left_out_letter", values)
        if character not in ALPHABET:
            return Fault("identify.credit_code.character", {"raw": raw, "position": str(position), "found": character})
    if not text[2:8].isdecimal():
        return Fault("identify.credit_code.division", {"raw": raw, "found": text[2:8]})
    expected = credit_check(text[:17])
    if expected != text[17]:
        return Fault("identify.credit_code.check", {"raw": raw, "expected": expected, "found": text[17]})
    return None


def _warnings(text: str) -> tuple[Fault, ...]:
    found: list[Fault] = []
    if text[1] not in CATEGORIES.get(text[0], ""):
        found.append(Fault("identify.credit_code.category", {"code": text, "authority": text[0], "category": text[1]}))
    if text[2:4] not in PROVINCES:
        found.append(Fault("identify.credit_code.province", {"code": text, "province": text[2:4]}))
    expected = organisation_check(text[8:16])
    if expected != text[16]:
        inner = {"code": text, "inner": text[8:17], "expected": expected, "found": text[16]}
        found.append(Fault("identify.credit_code.organisation", inner))
    return tuple(found)
