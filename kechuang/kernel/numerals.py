"""Chinese numerals: reading 一百二十 and 壹佰贰拾, and writing an amount in capitals as bills and contracts demand.

Capitals follow the rules on filling in bills and settlement vouchers (中国人民银行《支付结算办法》附一
《正确填写票据和结算凭证的基本规定》): 整 after 元 and after 角, one 零 for any run of inner zeros, 零 after 元 where
the last digit of the yuan is zero and 角 is not, or 角 is zero and 分 is not.
"""

import re
from decimal import Decimal

CAPITAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")

_DIGITS = {
    **{character: value for value, character in enumerate("〇一二三四五六七八九")},
    **{character: value for value, character in enumerate(CAPITAL_DIGITS)},
    "两": 2,
    "兩": 2,
    "貳": 2,
    "參": 3,
    "陸": 6,
    "叄": 3,
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
NUMERAL_CHARACTERS = "".join([*_DIGITS, *_SMALL, *_LARGE])

_ONES = "一二三四五六七八九两壹贰叁肆伍陆柒捌玖"
_LONGEST = 60
_CAPITAL_AMOUNT = re.compile(
    rf"(?P<sign>负|負)?(?:(?P<yuan>[^元圆圓角分整正]+)[元圆圓])?零?(?:(?P<jiao>[{_ONES}])角)?零?(?:(?P<fen>[{_ONES}])分)?[整正]?"
)


def read_numeral(text: str) -> int | None:
    """The number that a Chinese numeral writes (一百零五, 壹拾万, 二〇二一, 三十二亿), or None if it is not one."""
    if not text or len(text) > _LONGEST or any(character not in NUMERAL_CHARACTERS for character in text):
        return None
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    return _read_grouped(text)


def _read_grouped(text: str) -> int | None:
    for mark in ("亿億", "万萬"):
        cut = max(text.rfind(character) for character in mark)
        if cut >= 0:
            high = _read_grouped(text[:cut]) if cut else None
            low = _read_grouped(text[cut + 1 :]) if text[cut + 1 :] else 0
            return None if high is None or low is None else high * _LARGE[text[cut]] + low
    return _read_small(text)


def _read_small(text: str) -> int | None:
    total, digit, last = 0, None, 10**4
    for character in text:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
            continue
        place = _SMALL[character]
        if place >= last or (digit is None and place != 10):  # 十五 needs no 一, but 百五 is not a number
            return None
        total, digit, last = total + (1 if digit is None else digit) * place, None, place
    return total + (digit or 0)


def capitals(fen: int) -> str:
    """An amount of ``fen`` in capitals: 120000000 is 壹佰贰拾万元整."""
    sign = "负" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    jiao, cents = divmod(rest, 10)
    if not yuan and not rest:
        return "零元整"
    text = f"{_integer(yuan)}元" if yuan else ""
    if not rest:
        return f"{sign}{text}整"
    if yuan and (jiao == 0 or yuan % 10 == 0):
        text += "零"
    text += f"{CAPITAL_DIGITS[jiao]}角" if jiao else ""
    return sign + text + (f"{CAPITAL_DIGITS[cents]}分" if cents else "整")


def _integer(number: int) -> str:
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return _integer(high) + name + gap + (_integer(low) if low else "")
    return _group(number)


def _group(number: int) -> str:
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + CAPITAL_DIGITS[digit] + _PLACES[power]
        gap = False
    return text


def read_capitals(text: str) -> Decimal | None:
    """The amount in yuan that capitals write (壹佰贰拾万元整, 叁角伍分), or None if the text is not such an amount."""
    found = _CAPITAL_AMOUNT.fullmatch("".join(text.split()).removeprefix("人民币"))
    if found is None or not any(found[name] for name in ("yuan", "jiao", "fen")):
        return None
    parts = [read_numeral(found[name]) if found[name] else 0 for name in ("yuan", "jiao", "fen")]
    if any(part is None for part in parts):
        return None
    yuan, jiao, fen = (part or 0 for part in parts)
    cents = yuan * 100 + jiao * 10 + fen
    return Decimal(-cents if found["sign"] else cents).scaleb(-2)
