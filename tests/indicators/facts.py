"""Facts as the voucher writes them, appended straight to logs, and short ways to ask for numbers."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import transaction

from kechuang.indicators import compute, register, store
from kechuang.indicators.asking import Slice
from kechuang.kernel.fact import Fact
from kechuang.ledger.append import Record, append
from kechuang.ledger.logs import open_log
from kechuang.mechanisms.sharing.settlement.facts import PeriodNetted
from kechuang.mechanisms.sharing.voucher.facts.batch import OrderPaid
from kechuang.mechanisms.sharing.voucher.facts.budget import BudgetOpened
from kechuang.mechanisms.sharing.voucher.facts.order import OrderReserved
from kechuang.mechanisms.sharing.voucher.facts.provider import ProviderListed, ProviderRemoved, ProviderSuspended
from kechuang.mechanisms.sharing.voucher.facts.right import RightGranted, RightRefused

AT = datetime(2026, 6, 30, 1, 0, tzinfo=UTC)
TODAY = date(2026, 6, 30)
HANGZHOU, SHANGHAI = "330100", "310000"


def write(
    log: str, *facts: Fact, on: date = TODAY, edition: str = "edition-1", case: str = "", at: datetime = AT
) -> list[str]:
    open_log(log, log)
    records = [
        Record(fact=fact, case=case or f"{log}/case/{number}", act="", on=on, basis={"edition": edition, "values": []})
        for number, fact in enumerate(facts)
    ]
    with transaction.atomic():
        return [done.id for done in append(log, records, recorded_at=at)]


def opened(payer: str = HANGZHOU, year: int = 2026) -> BudgetOpened:
    return BudgetOpened(payer=payer, place=payer, year=year, amount_yuan=Decimal(1_000_000), postings=())


def paid(
    yuan: str, on: date, *, firm: str = "甲（演示）", place: str = "330106", across: bool = False, **more
) -> OrderPaid:
    values = {
        "holder_name": firm,
        "provider_name": "检测院（演示）",
        "amount_yuan": Decimal(yuan),
        "category": "testing",
        "place": place,
        "provider_place": "310115" if across else "330106",
        "provider_region": SHANGHAI if across else HANGZHOU,
        "cross_region": across,
        "industry": "C",
        "claimed_on": on,
        "paid_on": on,
        "days_to_payment": 10,
        "holder": f"body/{firm}",
        "provider": "body/p",
        "batch": "case/b",
        "postings": (),
    }
    return OrderPaid(**{**values, **more})


def reserved(yuan: str, *, place: str = "330106") -> OrderReserved:
    return OrderReserved(
        place=place,
        provider_place="330106",
        provider_region=HANGZHOU,
        cross_region=False,
        category="testing",
        industry="C",
        holder="body/h",
        provider="body/p",
        right="case/r",
        contract_no="HT-1",
        contract_on=TODAY,
        contract_yuan=Decimal(yuan) * 2,
        contract_sha256="00",
        eligible_yuan=Decimal(yuan) * 2,
        share=Decimal("0.5"),
        amount_yuan=Decimal(yuan),
        signs=(),
        postings=(),
    )


def granted(place: str = "330106") -> RightGranted:
    return RightGranted(
        place=place,
        subject="enterprise",
        year=2026,
        industry="C",
        quota_yuan=Decimal(100_000),
        holder="body/h",
        valid_from=TODAY,
        valid_to=TODAY,
        note="",
        postings=(),
    )


def refused(place: str = "330106") -> RightRefused:
    return RightRefused(place=place, holder="body/h", reason="", note="")


def listed(name: str = "检测院（演示）", place: str = "330106") -> ProviderListed:
    return ProviderListed(
        provider=f"body/{name}",
        provider_name=name,
        place=place,
        services=("testing",),
        regions=("YRD",),
        listed_from=TODAY,
        listed_until=TODAY,
        renewed=False,
    )


def suspended(name: str = "检测院（演示）") -> ProviderSuspended:
    return ProviderSuspended(provider=f"body/{name}", provider_name=name, since=TODAY, reason="")


def removed(name: str = "检测院（演示）") -> ProviderRemoved:
    return ProviderRemoved(
        provider=f"body/{name}", provider_name=name, since=TODAY, barred_until=None, was_listed=True, reason=""
    )


def netted(region: str, position: str) -> PeriodNetted:
    return PeriodNetted(
        region=region,
        period="2026-H1",
        position_yuan=Decimal(position),
        digest="00",
        debts=({"debtor": region},),
        transfers=(),
        postings=(),
    )


def series(key: str, every: str = "month", **cut):
    """Follow the ledger, then give the published series."""
    store.follow_all()
    return compute.series(register.definition(key), compute.records(on=TODAY), Slice(**cut), every)


def values(key: str, every: str = "month", **cut) -> dict:
    return {point.code: point.value for point in series(key, every, **cut).points}
