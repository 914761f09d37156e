"""One form for each character: full width, exotic dashes and spaces, private-use marks, traditional script.

Taiwan vocabulary is put right by whole words (taiwan.py), and only in texts in traditional script.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from kechuang.policy.read import taiwan
from kechuang.policy.read.layer import Edit, Layer, edited

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opencc import OpenCC

_TABLE: dict[int, str] = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFF01, 0xFF5F)}
_TABLE |= {
    ord(","): "，", ord("("): "（", ord(")"): "）", ord(":"): "：", ord(";"): "；", ord("!"): "！", ord("?"): "？",
    0xFF0C: "，", 0xFF08: "（", 0xFF09: "）", 0xFF1A: "：", 0xFF1B: "；", 0xFF01: "！", 0xFF1F: "？",
    0xFF61: "。",
    0x2236: "：", 0xFE30: "：", 0xFE13: "：", 0xFE10: "，", 0xFE11: "、", 0xFE12: "。", 0xFE35: "（", 0xFE36: "）",
    0x2013: "—", 0x2015: "—", 0x2500: "—", 0x2012: "—", 0x2212: "—", 0xFF0D: "—", 0xFF5E: "~",
    0x301C: "~", 0x223C: "~", 0x3000: " ", 0xA0: " ", 0x2002: " ", 0x2003: " ", 0x2009: " ", 0x202F: " ",
    0xB7: "·", 0x2022: "·", 0x30FB: "·", 0xFF65: "·", 0x27E8: "〈", 0x27E9: "〉", 0x2329: "〈", 0x232A: "〉",
    ord("﹝"): "〔", ord("﹞"): "〕", ord("〖"): "〔", ord("〗"): "〕", ord("【"): "【", ord("﹪"): "%",
    ord("＂"): "”", ord("「"): "“", ord("」"): "”", ord("『"): "“", ord("』"): "”", ord("﹁"): "“", ord("﹂"): "”",
    0x2F00: "一", 0x2F06: "二", 0x2F17: "十", 0x2F0B: "八", 0x2F24: "大", 0x2F25: "女", 0x2F29: "小", 0x2F2F: "工",
    0x2F45: "方", 0x2F47: "日", 0x2F49: "月", 0x2F54: "水", 0x2F63: "生", 0x2F64: "用", 0x2F83: "自", 0x2F8F: "行",
}  # fmt: skip
_TABLE |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_THOUSANDS = re.compile(
    r"(?<![\d.])\d{1,3}(?:,\d{3}){1,4}(?!\d)"
    # A full-width comma, or a thin blank, only before a measure: 1，200家, 1 200家.
    r"|(?<![\d.，,])[1-9]\d{0,2}(?:[，\u2009\u202f\xa0]\d{3}){1,3}(?=(?:\.\d+)?[余多]?[万亿]?(?:家|个|项|名|人|件|元|台|亩|吨|户|场|套|所|篇|次))"
)
_POINT = re.compile(r"(?<=\d)(?:[\ue000-\uf8ff·]| \.)(?=\d)|(?<=\d)。(?=\d{1,2}(?:%|个百分点|万|亿))")
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_SPACED_DIGITS = re.compile(r"(?<![\d ])\d(?: \d){2,5}(?![\d ])")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]")
# One character that holds a whole mark: ㈠ ⒈ ⑴, and brackets typed as signs.
_MARKS = {chr(0x3220 + i): f"（{c}）" for i, c in enumerate("一二三四五六七八九十")}
_MARKS |= {chr(0x2488 + i): f"{i + 1}." for i in range(20)} | {chr(0x2474 + i): f"（{i + 1}）" for i in range(20)}
_MARKS |= {"〈〈": "《", "〉〉": "》", "<<": "《", ">>": "》", "︽": "《", "︾": "》", "﹤": "〈", "﹥": "〉"}
_MARK = re.compile("|".join(re.escape(mark) for mark in _MARKS))
# Half a character: text that never was one; the converter takes whole ones only.
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# A letter that a scan put for a digit, inside a number or before its measure: 2O27年, 1O0家, 2O3l年.
_LETTER_DIGIT = re.compile(
    r"(?<=\d)[OoＯ](?=[\d年家个项名件人亿万%])|(?<=20\d)[lI|](?=年)|(?<=\b2)[OoＯ](?=[OoＯ]\d年)"
)
_LATIN_ZERO = re.compile(r"(?<=二)[OoＯ○Ｏ0](?=[一二三四五六七八九])")
_TRADITIONAL = re.compile(
    r"[個們來會國學為創機構業產發與於實驗條區縣轉專項總員種類從長進戰對應劃領點級團隊計畫網額鄉"
    r"農質廳數鎮淨經費強積極認證評價務資環優備據線運顯養護復興聯標準協調庫開門間題圖書車電動勞"
    r"濟職責權報東廣這還後無術導標變體貿關係]"
)
_SIMPLIFIED = re.compile(
    r"[个们来会国学为创机构业产发与于实验条区县转专项总员种类从长进战对应划领点级团队计画网额乡"
    r"农质厅数镇净经费强积极认证评价务资环优备据线运显养护复兴联标准协调库开门间题图书车电动劳"
    r"济职责权报东广这还后无术导变体贸关系]"
)


def script_of(text: str) -> str:
    """Whether a text is traditional, simplified or none, by counting characters that exist in one script only."""
    sample = text[:200_000]
    traditional, simplified = len(_TRADITIONAL.findall(sample)), len(_SIMPLIFIED.findall(sample))
    if traditional > simplified and traditional > 5:
        return "traditional"
    return "simplified" if simplified else "none"


def private_marks(text: str) -> Iterator[tuple[int, int, bool]]:
    """Private-use characters, and whether each stands between digits (where it can only be a decimal point)."""
    for found in _PRIVATE.finditer(text):
        at = found.start()
        between = text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
        yield at, found.end(), between


def plain(layer: Layer) -> Layer:
    """One form per character: width, dashes, brackets, decimal points, thousands marks, spaced-out digits."""
    text = layer.text
    layer = edited(layer, ((m.start(), m.end(), "") for m in _INVISIBLE.finditer(text)))
    layer = edited(layer, ((m.start(), m.end(), "\n") for m in re.finditer(r"\r\n?|[\x0b\x0c\x85]", layer.text)))
    layer = edited(layer, _thousands_edits(layer.text))
    layer = edited(layer, ((m.start(), m.end(), _MARKS[m.group()]) for m in _MARK.finditer(layer.text)))
    layer = Layer(layer.text.translate(_TABLE), layer.starts, layer.ends)
    layer = edited(layer, ((m.start(), m.end(), ".") for m in _POINT.finditer(layer.text)))
    layer = edited(layer, ((m.start(), m.end(), " ") for m in _PRIVATE.finditer(layer.text)))
    layer = edited(layer, ((m.start(), m.end(), "〇") for m in _LATIN_ZERO.finditer(layer.text)))
    letters = _LETTER_DIGIT.finditer(layer.text)
    layer = edited(layer, ((m.start(), m.end(), "0" if m.group() in "OoＯ" else "1") for m in letters))
    return edited(layer, _digit_edits(layer.text))


def _thousands_edits(text: str) -> Iterator[Edit]:
    for found in _THOUSANDS.finditer(text):
        for offset, char in enumerate(found.group()):
            if not char.isdigit():
                yield found.start() + offset, found.start() + offset + 1, ""


def _digit_edits(text: str) -> Iterator[Edit]:
    for found in _SPACED_DIGITS.finditer(text):
        for offset, char in enumerate(found.group()):
            if char == " ":
                yield found.start() + offset, found.start() + offset + 1, ""


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC  # noqa: PLC0415  # loads its dictionaries, only needed for traditional texts

    return OpenCC("t2s")


def simplified(layer: Layer) -> Layer:
    """The layer in simplified script: Taiwan vocabulary by phrase, all else character by character."""
    words = edited(layer, taiwan.words(layer.text))
    convert = _converter().convert
    sound = _SURROGATE.sub("\ufffd", words.text)
    whole = convert(sound)
    if len(whole) != len(words.text):
        table = {char: convert(char) for char in set(sound)}
        whole = "".join(new if len(new := table[char]) == 1 else char for char in sound)
    return Layer(whole, words.starts, words.ends)
