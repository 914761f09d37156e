"""Facts of three processes as everybody reads them: a lot, an agreed price, a registered contract."""

from datetime import date, timedelta

from kechuang.mechanisms.market.ocds.values import Setting, Told

BEGIN = date(2026, 3, 10)
LOT, NOTICE, CONTRACT = (f"330100/case/0198f2aa-0000-7000-8000-00000000000{number}" for number in (1, 2, 3))
SELLER, BUYER, OTHER = "之江大学（演示） 12330000470000001A", "甲公司（演示） 91330106MA0000001X", "乙公司（演示）"
SETTING = Setting(
    prefix="unregistered",
    place=lambda code: {"330106": "杭州市西湖区", "310115": "上海市浦东新区"}.get(code, ""),
    page=lambda kind, case: f"https://example.org/{kind}/{case.rpartition('/')[2]}/",
)


def told(case: str, *facts: tuple[str, dict]) -> list[Told]:
    """Give facts of one case, one a day."""
    return [
        Told(
            id=f"{case[-1]}-{number}",
            type=code,
            case=case,
            recorded_at=f"{BEGIN + timedelta(days=number)}T01:00:00Z",
            on=BEGIN + timedelta(days=number),
            values=values,
        )
        for number, (code, values) in enumerate(facts)
    ]


ANNOUNCED = (
    "market.lot.announced",
    {
        "place": "330106",
        "title": "一种热伸长补偿方法",
        "result": "",
        "form": "ascending",
        "start_yuan": "500000.00",
        "deposit_yuan": "50000.00",
    },
)
HAMMERED = (
    "market.lot.hammered",
    {"title": "一种热伸长补偿方法", "price_yuan": "612345.60", "paddle": "07", "bids": 9, "bidders": 3},
)
SIX = {"place": "330106", "bids": 0, "bidders": 0}


def followed(phase: str) -> tuple[str, dict]:
    return "market.lot.followed", {**SIX, "phase": phase}


def with_seller(form: str) -> tuple[str, dict]:
    return ANNOUNCED[0], {**ANNOUNCED[1], "form": form, "seller": "某大学（演示）"}


def bought(phase: str) -> tuple[str, dict]:
    return "market.lot.followed", {**SIX, "phase": phase, "buyer": "甲公司（演示）"}


def begun(number: int, *buyers: str) -> tuple[str, dict]:
    return "market.notice.begun", {
        "place": "330106",
        "round": number,
        "title": "一种热伸长补偿方法",
        "summary": "用于主轴热伸长补偿",
        "mode": "transfer",
        "seller": SELLER,
        "achievements": ["一种热伸长补偿方法 202110123456.7"],
        "buyers": list(buyers),
        "related": [],
        "price": "一次总付3000000元",
        "start": "2026-03-10",
        "end": "2026-03-25",
    }


CHANGED = ("market.notice.changed", {"place": "330106", "restarts": True})
PASSED = ("market.notice.passed", {"place": "330106", "round": 2, "start": "2026-03-10", "end": "2026-03-25"})
SIGNED = (
    "market.notice.signed",
    {"signed_on": "2026-03-28", "price": "一次总付3000000元", "known_yuan": "3000000.00", "buyers": [OTHER]},
)
REGISTERED = ("market.notice.registered", {"number": "2026330106000001", "registered_on": "2026-04-02"})
OBJECTION = ("casework.objection_decided", {"place": "330106", "upheld": True})


def turnover(code: str, total: str, **more: object) -> tuple[str, dict]:
    return f"market.contract.{code}", {
        "place": "330106",
        "number": "2026330106000018",
        "type": "development",
        "subtype": "entrusted",
        "field": "manufacturing",
        "industry": "C34",
        "seller_place": "330106",
        "buyer_place": "310115",
        "total_yuan": total,
        "signed_on": "2026-05-12",
        **more,
    }


LISTING = "330100/case/0198f2aa-0000-7000-8000-000000000004"


def published(number: int, base: str) -> tuple[str, dict]:
    return "market.listing.published", {
        "place": "330106",
        "round": number,
        "title": "一种热伸长补偿方法",
        "summary": "用于主轴热伸长补偿",
        "mode": "transfer",
        "seller": SELLER,
        "achievements": ["一种热伸长补偿方法 202310123456.7"],
        "base_yuan": base,
        "conditions": ["具备机床制造能力"],
        "start": "2026-03-10",
        "end": "2026-04-07",
    }


STRETCHED = ("market.listing.extended", {"place": "330106", "round": 1, "extended": 1, "end": "2026-04-14"})
DEAL = (
    "market.listing.confirmed",
    {"place": "330106", "way": "agreement", "price_yuan": "520000.00", "start": "2026-04-15", "end": "2026-04-22"},
)
LISTING_PASSED = ("market.listing.passed", {"place": "330106", "start": "2026-04-15", "end": "2026-04-22"})
LISTING_SIGNED = (
    "market.listing.signed",
    {"place": "330106", "signed_on": "2026-04-23", "seller": SELLER, "price_yuan": "520000.00"},
)
LISTING_CLOSED = (
    "market.listing.closed",
    {"place": "330106", "seller": SELLER, "buyer": BUYER, "price_yuan": "520000.00", "certificate": "JZ-1"},
)
