"""The invented actors of the demonstration, in real places. Every name says (演示); no code belongs to a real body.

Firms and providers are named after the sixty pairs of the Chinese calendar cycle, so that nobody can take them for
real ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from kechuang.kernel.identify.credit import ALPHABET, credit_check

FIRST_DAY = date(2020, 1, 1)
MARK = "（演示）"

STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
PAIRS = tuple(f"{STEMS[at % 10]}{BRANCHES[at % 12]}" for at in range(60))


@dataclass(frozen=True, slots=True)
class Authority:
    """A region's voucher authority with the counties that it serves. ``yearly`` is its voucher budget in yuan."""

    code: str
    city: str
    city_en: str
    counties: tuple[tuple[str, str], ...]
    yearly: int
    weight: int


AUTHORITIES = (
    Authority(
        "330100",
        "杭州",
        "Hangzhou",
        (("330106", "西湖"), ("330108", "滨江"), ("330110", "余杭"), ("330127", "淳安")),
        12_000_000,
        5,
    ),
    Authority("330900", "舟山", "Zhoushan", (("330902", "定海"), ("330903", "普陀")), 3_000_000, 2),
    Authority("310000", "上海", "Shanghai", (("310115", "浦东"), ("310118", "青浦")), 12_000_000, 4),
    Authority("340100", "合肥", "Hefei", (("340104", "蜀山"), ("340111", "包河")), 4_000_000, 2),
)

FIELDS = (
    ("C35", "精密装备", "Precision equipment"),
    ("C39", "微电子", "Microelectronics"),
    ("C27", "生物制药", "Biopharmaceuticals"),
    ("I65", "工业软件", "Industrial software"),
    ("C26", "新材料", "New materials"),
    ("C38", "储能装备", "Energy storage"),
    ("M73", "检测研发", "Testing and development"),
    ("A01", "种业科技", "Seed technology"),
)

SERVICES = (
    ("研究院", "institute", "Institute"),
    ("检测中心", "service_provider", "Testing centre"),
    ("设计院", "service_provider", "Design house"),
)

SURNAMES = "林周沈方陆顾叶章潘俞骆应楼金柴蒋"
GIVEN = ("越", "明", "若溪", "知行", "安澜", "景行", "听雨", "望舒", "怀瑾", "清和", "时雨", "思远")


@dataclass(frozen=True, slots=True)
class Firm:
    """An invented firm or provider."""

    code: str
    name: str
    name_en: str
    place: str
    authority: str
    kind: str
    industry: str
    founded_on: date
    staff: int


@dataclass(frozen=True, slots=True)
class Officer:
    """An invented person who holds one role at one office or body."""

    username: str
    name: str
    role: str
    body: str


def credit_code(division: str, serial: int) -> str:
    """Give a well-formed credit code that no register issues: its organisation part begins with QX."""
    organisation = f"QX{serial:06d}"
    body = f"91{division}{organisation}{organisation_check(organisation)}"
    return body + credit_check(body)


def organisation_check(code: str) -> str:
    """Give the check character of an organisation code (GB 11714)."""
    values = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(values.index(ch) * weight for ch, weight in zip(code, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return "0123456789X0"[11 - total % 11]


def firms() -> Iterator[Firm]:
    """Give the firms, county by county: twenty in each county of a large authority, eight in a small one."""
    serial = 0
    for authority in AUTHORITIES:
        for county, (code, name) in enumerate(authority.counties):
            for number in range(4 * authority.weight):
                serial += 1
                industry, field, field_en = FIELDS[(serial + county) % len(FIELDS)]
                pair = PAIRS[serial % 60]
                yield Firm(
                    code=credit_code(code, serial),
                    name=f"{name}{pair}{field}{MARK}",
                    name_en=f"{field_en} {serial} (demo)",
                    place=code,
                    authority=authority.code,
                    kind="enterprise" if number % 9 else "startup_team",
                    industry=industry,
                    founded_on=date(2012, 3, 1) + timedelta(days=serial * 31 % 3600),
                    staff=8 + serial * 7 % 280,
                )


def providers() -> Iterator[Firm]:
    """Give the service providers: three kinds in each county."""
    serial = 500
    for authority, (kind_zh, kind, kind_en) in product(AUTHORITIES, SERVICES):
        for code, name in authority.counties:
            serial += 1
            yield Firm(
                code=credit_code(code, serial),
                name=f"{name}{PAIRS[serial % 60]}{kind_zh}{MARK}",
                name_en=f"{kind_en} {serial} (demo)",
                place=code,
                authority=authority.code,
                kind=kind,
                industry="M73",
                founded_on=date(2008, 5, 1) + timedelta(days=serial * 17 % 3000),
                staff=20 + serial * 3 % 200,
            )


# The invented exchange that holds sales by auction.
EXCHANGE = "330100-jy"


def office_code(place: str, duty: str = "kc") -> str:
    """Give the code of an invented office."""
    return f"{place}-{duty}"


def names(count: int) -> Iterator[str]:
    """Give invented personal names, each surname in turn with a given name of its own."""
    for number in range(count):
        yield f"{SURNAMES[number % len(SURNAMES)]}{GIVEN[number * 5 % len(GIVEN)]}"


def offices() -> Iterator[tuple[str, str, str, str, str, str]]:
    """Give (code, name, English name, kind, place, authority) of every invented office, cities before counties."""
    for authority in AUTHORITIES:
        place = authority.code
        names = (authority.city, authority.city_en)
        yield (
            office_code(place),
            f"科创服务中心{MARK}·{names[0]}",
            f"{names[1]} innovation office (demo)",
            "department",
            place,
            place,
        )
        yield (
            office_code(place, "cw"),
            f"资金管理中心{MARK}·{names[0]}",
            f"{names[1]} funds office (demo)",
            "finance",
            place,
            place,
        )
        yield (
            office_code(place, "sj"),
            f"抽查审核组{MARK}·{names[0]}",
            f"{names[1]} audit group (demo)",
            "audit",
            place,
            place,
        )
        if place == EXCHANGE[:6]:
            yield EXCHANGE, f"技术交易中心{MARK}", "Technology exchange (demo)", "market_operator", place, place
        for code, name in authority.counties:
            yield (
                office_code(code),
                f"科创服务站{MARK}·{name}",
                f"Innovation desk {code} (demo)",
                "county_office",
                code,
                place,
            )


def officers() -> Iterator[Officer]:
    """Give the persons who hold the offices; two for each duty whose steps need different persons."""
    named = names(1000)
    for authority in AUTHORITIES:
        place = authority.code
        kc, cw, sj = office_code(place), office_code(place, "cw"), office_code(place, "sj")
        duties = (
            ("planner", kc, 1),
            ("budget_keeper", kc, 2),
            ("city_checker", kc, 2),
            ("finance", cw, 3),
            ("auditor", sj, 2),
        )
        for role, body, count in duties:
            for which in range(1, count + 1):
                yield Officer(f"{role}.{place}.{which}", next(named), role, body)
        for code, _name in authority.counties:
            for which in (1, 2):
                yield Officer(f"county_checker.{code}.{which}", next(named), "county_checker", office_code(code))
    yield Officer("keeper", next(named), "node_keeper", office_code(AUTHORITIES[0].code))
    for authority in AUTHORITIES:
        for code, _name in authority.counties:
            yield Officer(f"reporter.{code}.1", next(named), "reporter", office_code(code))
    for place in (AUTHORITIES[0].code, AUTHORITIES[1].code, AUTHORITIES[0].counties[0][0]):
        yield Officer(f"leader.{place}.1", next(named), "leader", office_code(place))
    for authority in AUTHORITIES:
        for which in (1, 2):
            yield Officer(f"registrar.{authority.code}.{which}", next(named), "registrar", office_code(authority.code))
    for place in (AUTHORITIES[0].counties[0][0], AUTHORITIES[0].counties[3][0]):
        yield Officer(f"registrar.{place}.1", next(named), "registrar", office_code(place))
    for role in ("market_operator", "market_reviewer", "auctioneer"):
        yield Officer(f"{role}.{EXCHANGE[:6]}.1", next(named), role, EXCHANGE)


def preparers() -> Iterator[Officer]:
    """Give the clerks who only prepare, one in each firm that administers itself."""
    for firm, name in zip(self_kept(), list(names(9))[7:], strict=True):
        yield Officer(f"preparer.{firm.code}", name, "firm_preparer", firm.code)


def keepers() -> Iterator[tuple[str, str]]:
    """Give (user name, body) of those who administer their own body besides their duty."""
    for authority in AUTHORITIES:
        place = authority.code
        yield f"city_checker.{place}.2", office_code(place)
        yield f"finance.{place}.3", office_code(place, "cw")
        yield f"auditor.{place}.2", office_code(place, "sj")
        for code, _name in authority.counties:
            yield f"county_checker.{code}.2", office_code(code)


def answering() -> list[tuple[str, str]]:
    """Give (user name, body) of those who answer for the tasks that an office of the first city leads."""
    place = AUTHORITIES[0].code
    return [(f"city_checker.{place}.1", office_code(place)), (f"finance.{place}.1", office_code(place, "cw"))]


# The invented institute that checks the evaluations of the first city: it is no party of the plan.
THIRD_PARTY = "91310115QX0005193H"


def checking() -> list[tuple[str, str]]:
    """Give (user name, body) of who checks evaluations as a third party."""
    return [(f"clerk.{THIRD_PARTY}", THIRD_PARTY)]


def self_kept() -> tuple[Firm, ...]:
    """Give the two firms whose clerks administer their own people and posts."""
    first = {county: next(one for one in firms() if one.place == county) for county in ("330106", "330902")}
    return tuple(first.values())


def latecomers(authority: Authority) -> tuple[Firm, ...]:
    """Give the four firms of an authority's first county that apply only in the last weeks of the story."""
    county = authority.counties[0][0]
    return tuple(one for one in firms() if one.place == county)[-4:]


assert set("QX") <= set(ALPHABET), "the made-up codes must be well-formed"
