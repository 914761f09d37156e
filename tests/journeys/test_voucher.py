"""From the budget to the published payment, through the pages alone."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kechuang.casework.models import Account, Case
from kechuang.indicators import store
from kechuang.ledger import read as ledger
from kechuang.ledger.verify import verify
from kechuang.mechanisms.sharing.voucher.models import VoucherOrder
from kechuang.web import slots
from tests.casework.files import made
from tests.pages.voucher.world import FIRM_CODE, Reader, build

REPORT = "试验报告。" + "".join(
    f"第{number}组样品在第{number * 7}小时测得数值{number * 13}，结论见表{number}。" for number in range(1, 40)
)


def state(case) -> str:
    return Case.objects.get(pk=case).state


def read(reader: Reader, url: str) -> str:
    with reader.world.at():
        response = reader.browser.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def measured(reader: Reader, world) -> str:
    """What the promise page of mutual use of vouchers says."""
    return read(reader, "/promises/yrd-voucher-interconnection/")


@pytest.fixture
def world(db, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    return build()


def test_a_voucher_goes_from_the_budget_to_the_published_payment(world):
    keeper, second_keeper = Reader(world, "keeper1"), Reader(world, "keeper2")
    firm, provider = Reader(world, "firm clerk"), Reader(world, "provider clerk")
    county, city, other_city = Reader(world, "county"), Reader(world, "city1"), Reader(world, "city2")
    auditor, public = Reader(world, "auditor"), Reader(world)
    finance = [Reader(world, f"finance{number}") for number in (1, 2, 3)]
    on = world.on

    # The budget: planned, approved by another person, opened.
    budget = keeper.do("voucher:budget-plan", year="2026", amount_yuan="1,000,000", title="")
    second_keeper.do("voucher:budget-approve", budget, document="预算〔2026〕1号", amount_yuan="1000000")
    second_keeper.do("voucher:budget-open", budget)
    assert state(budget) == "OPEN"

    # The provider: applies, is checked, listed by another person, and found by the public.
    listing = provider.do("voucher:provider-apply", services=["testing", "rd_design"], regions=["YRD"])
    city.do("voucher:provider-check", listing, note="qualified")
    other_city.do(
        "voucher:provider-list",
        listing,
        services=["testing", "rd_design"],
        regions=["YRD"],
        listed_from=on.isoformat(),
        listed_until=(on + timedelta(days=365)).isoformat(),
    )
    assert "provider" in public.text("voucher:providers", service="testing")

    # The right: what may I have, apply, county, city.
    assert firm.get("voucher:entitlement").status_code == 200
    right = firm.do("voucher:right-apply", quota_yuan="")
    assert [state(right), Case.objects.get(pk=right).holder.name] == ["APPLIED", "firm"]
    county.do("voucher:right-check-county", right, note="")
    city.do("voucher:right-check-city", right, quota_yuan="", note="")
    assert state(right) == "GRANTED"

    # The order: reserved, delivered with a report, claimed with an invoice, confirmed by the provider.
    order = firm.do(
        "voucher:order-reserve",
        query=f"?provider={listing}",
        right=str(right),
        provider=str(listing),
        category="testing",
        contract_no="HT-2026-001",
        contract_on=on.isoformat(),
        contract_yuan="60000",
        eligible_yuan="60000",
        asked_yuan="",
        contract=SimpleUploadedFile("contract.pdf", made.pdf("contract")),
        declared="on",
    )
    assert Case.objects.get(pk=order).amount == Decimal(30000)
    world.pass_days(10)
    provider.do("voucher:order-deliver", order, delivered_on=world.on.isoformat(), report_text=REPORT, declared="on")
    firm.do(
        "voucher:order-claim",
        order,
        invoice_no="26332000000000000001",
        invoice_code="",
        invoice_on=world.on.isoformat(),
        invoice_yuan="60000",
        invoice_tax_no=FIRM_CODE,
        payment_ref="PAY-1",
        payment=SimpleUploadedFile("receipt.pdf", made.pdf("receipt")),
        declared="on",
        rating="5",
    )
    provider.do("voucher:order-confirm", order)
    assert state(order) == "CLAIMED"

    # The checks: formal, audit by a drawn sample, public notice.
    city.do("voucher:order-check", order)
    round_ = auditor.do("voucher:round-commit")
    auditor.do("voucher:round-draw", round_)
    auditor.do("voucher:order-pass-audit", order, finding="report, invoice and payment agree")
    assert state(order) == "PUBLIC_NOTICE"
    assert "firm" in public.text("voucher:notice", order)
    world.pass_days(8)
    assert state(order) == "PAYABLE"

    # Payment: prepared, checked, exported and recorded by three persons.
    batch = finance[0].do("voucher:batch-prepare", orders=[str(order)])
    finance[1].do("voucher:batch-check", batch)
    finance[0].do("voucher:batch-export", batch)
    file = finance[0].get("voucher:payment-file", batch, "csv")
    assert b"30000.00" in b"".join(file)
    finance[2].do("voucher:batch-record-payment", batch, paid_on=world.on.isoformat(), bank_ref="BANK-9")
    assert [state(order), state(batch)] == ["PAID", "PAID"]

    # The public reads the result.
    page = public.text("voucher:result", batch)
    assert ["firm" in page, "provider" in page, "30,000" in page] == [True, True, True]

    # The number on the promise page moves, and leads back to the fact and the clause that it stood on.
    before = measured(public, world)
    store.follow_all()
    after = measured(public, world)
    assert ["30,000" in before, "30,000" in after] == [False, True]
    facts = read(public, "/indicators/voucher.paid_yuan/facts/")
    fact = ledger.of_case(f"330100/case/{order}")[-1]
    assert fact.type == "sharing.voucher.order_paid"
    assert slots.link("fact", fact.id) in facts
    reserved = next(entry for entry in ledger.of_case(f"330100/case/{order}") if entry.type.endswith("order_reserved"))
    assert "第二十二条" in read(public, slots.link("fact", reserved.id))

    # The ledger proves the whole.
    row = VoucherOrder.objects.get(pk=order)
    assert [row.signs, row.selected_by] == [["no_profile", "new_provider"], "sample"]
    balances = dict(Account.objects.values_list("code", "balance"))
    assert sum(balances.values()) == 0
    assert balances[f"330100/voucher/order/{order}/paid"] == Decimal(30000)
    assert verify().ok
