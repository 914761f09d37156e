"""Which encoding a text file is in: byte order marks, UTF-8, UTF-16 without a mark, then GB18030 against Big5.

The last two overlap, so both are decoded and the one with more of the commonest characters of its script wins
(source of the characters: the most frequent of modern Chinese, in both scripts).
"""

from __future__ import annotations

import re

from kechuang.policy.read.extract.limits import MAX_CHARACTERS
from kechuang.policy.read.faults import ReadingRefused

_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能"
    "下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加"
    "量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与"
    "关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者"
    "最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少"
    "图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光"
    "门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联认六共权收证改清己美再采转"
    "更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话"
    "米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商"
    "非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值"
    "号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调"
    "满县局照参红细引听该铁价严"
    "這為個國來們時會對發動過說產種後學經進著電裡現實體當點從業應開還與關線內數質氣條結解問無"
    "軍長頭組見計別論運農區強決將處隊給門規熱領東導壓爭階術極聯認權證單風車務議聲報類離華確張"
    "馬節話"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode(data: bytes, name: str) -> tuple[str, str]:
    """(text, encoding). The text is exactly what the bytes say, a byte order mark in UTF-8 included."""
    text, encoding = _decoded(data, name)
    if len(text) > MAX_CHARACTERS:
        raise ReadingRefused("reading.too_much_text", name=name, chars=len(text), limit=MAX_CHARACTERS)
    if len(_CONTROL.findall(text[:200_000])) * 50 > len(text[:200_000]):
        raise ReadingRefused("reading.binary", name=name, offset=0)
    return text, encoding


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return data.decode("utf-32", "replace"), "utf-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), "utf-16"
    try:
        return data.decode("utf-8"), "utf-8-bom" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
    except UnicodeDecodeError as error:
        offset = error.start
    wide = _wide(data)
    if wide:
        return wide
    best: tuple[float, str, str] | None = None
    named = _CHARSET.search(data[:2048])
    hint = named.group(1).decode("ascii").lower() if named else ""
    for encoding in ("gb18030", "big5hkscs"):
        text = data.decode(encoding, "replace")
        bad = text.count("\ufffd")
        if bad * 100 > len(text):
            continue
        share = _share(text) - bad * 5 / max(len(text), 1)
        share += 0.05 if encoding[:2] == hint[:2] else 0
        if best is None or share > best[0]:
            best = (share, text, "big5" if encoding.startswith("big5") else encoding)
    if best is not None and best[0] > 0.05:
        return best[1], best[2]
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") * 20 < len(text):
        return text, "utf-8-damaged"
    raise ReadingRefused("reading.binary", name=name, offset=offset)


def _share(text: str) -> float:
    """The share of the commonest characters among all that are not ASCII."""
    sample = text[:200_000]
    foreign = [c for c in sample if c > "\x7f"]
    return sum(1 for c in foreign if c in _COMMON) / len(foreign) if foreign else 0.0


def _wide(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark: half the bytes are zero, or reading it so gives mostly common characters."""
    if len(data) % 2:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:20_000]
        plain = sum(1 for c in sample if c < "\x7f" or c in _COMMON or c in "，。、；：（）“”《》\n")
        if plain * 10 > len(sample) * 6:
            return text, encoding
    return None
