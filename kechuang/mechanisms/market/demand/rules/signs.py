"""What gives a bad demand away: an advertisement, a consultancy as owner, a copy, an amount in the wrong unit. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kechuang.mechanisms.market.demand.rules.requests import Near, Owner
from kechuang.policy.likeness import resemblance

TEN_THOUSAND = Decimal(10_000)

_TELEPHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8}|400[- ]?\d{3}[- ]?\d{4})(?!\d)")
_LINK = re.compile(r"https?://|www\.|微信号?[::]|QQ[::]?\s*\d{5,}|公众号|抖音", re.IGNORECASE)
_PRAISE = re.compile(
    r"行业领先|国内领先|领先品牌|龙头企业|驰名|口碑|质量可靠|品质保证|值得信赖|实力雄厚|一站式|全方位|专业(?:提供|从事|生产)"
)
_PITCH = re.compile(
    r"欢迎(?:来电|咨询|订购|合作洽谈|选购)|诚招|招商加盟|加盟|代理商|优惠|特价|促销|批发|包过|包通过|代办|"
    r"我(?:公司|司)(?:主营|提供|可提供|专业)|承接各类"
)
SIGNS: dict[str, re.Pattern[str]] = {
    "telephone": _TELEPHONE,
    "link": _LINK,
    "praise": _PRAISE,
    "sales_pitch": _PITCH,
}
# Business services and intermediaries by GB/T 4754: consulting (724), agencies (725, 726), other services (729),
# science intermediaries (752, 753), intellectual property agencies (7520).
_INTERMEDIARY_INDUSTRY = ("L724", "L725", "L729", "M752", "M753")
_INTERMEDIARY_NAME = re.compile(r"咨询|代理|中介|经纪|知识产权服务|企业服务|商务服务|科技服务有限")


@dataclass(frozen=True, slots=True)
class Copied:
    """The demand with the most shared text, and which share is shared."""

    near: Near
    share: Decimal


def advertising(text: str) -> tuple[tuple[str, str], ...]:
    """Give the signs of an advertisement in a text, each with the words that show it."""
    found = ((code, pattern.search(text)) for code, pattern in SIGNS.items())
    return tuple((code, hit.group(0)) for code, hit in found if hit)


def is_intermediary(owner: Owner) -> bool:
    """Say whether the register knows a body as a consultancy or agency."""
    return owner.industry.startswith(_INTERMEDIARY_INDUSTRY) or bool(_INTERMEDIARY_NAME.search(owner.name))


def most_alike(sample: Sequence[int], near: Iterable[Near]) -> Copied | None:
    """Give the other demand that shares the most text, None where none shares any."""
    rows = [Copied(each, Decimal(str(round(resemblance(sample, each.sample), 4)))) for each in near]
    rows = [each for each in rows if each.share]
    return max(rows, key=lambda each: (each.share, str(each.near.case)), default=None)


def other_unit(amount: Decimal, known: Decimal | None, most: Decimal | None, doubted: Decimal | None) -> Decimal | None:
    """Give the amount that was probably meant where yuan seem to stand in a field of 万元; None if all is well.

    ``known`` is what the amount is compared with (the yearly sales), ``most`` the multiple of it that is believed,
    ``doubted`` the amount that is not believed where nothing is known. An amount so large that a ten-thousandth of it
    would be nothing is not explained by the unit, and stands.
    """
    meant = amount / TEN_THOUSAND
    if meant < 1:
        return None
    if known and most:
        return meant if amount > known * most else None
    return meant if doubted and amount >= doubted else None
