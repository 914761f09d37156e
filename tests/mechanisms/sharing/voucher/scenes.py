"""Scenes for the pure tests: one firm in Hangzhou with a right of 200,000 yuan, one provider in Shanghai, one order."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.casework.decision import CaseView, Scene
from kechuang.kernel.days import load_calendars
from kechuang.mechanisms.sharing.voucher.rules import accounts
from kechuang.mechanisms.sharing.voucher.rules.requests import (
    BudgetKey,
    ClaimRequest,
    DeliverRequest,
    OrderKey,
    ReserveRequest,
    RightKey,
)
from kechuang.mechanisms.sharing.voucher.rules.rows import (
    BodyRow,
    BudgetRow,
    Deal,
    Loaded,
    OrderRow,
    ProviderRow,
    RightRow,
)
from kechuang.rulebook.resolve import Law
from tests.mechanisms.sharing.voucher import law

TODAY = date(2026, 3, 16)
CALENDARS = load_calendars()
FIRM, PROVIDER, OFFICE = UUID(int=1), UUID(int=2), UUID(int=3)
BUDGET, RIGHT, LISTING, ORDER, OTHER = (UUID(int=number) for number in (10, 11, 12, 13, 14))
PAYER = "330100"

firm = BodyRow(
    id=FIRM,
    name="甲子精密装备（演示）",
    code="91330106MA2ABCDEX7",
    kind="enterprise",
    place="330106",
    industry="C35",
    sales_yuan=Decimal(20_000_000),
    registered=True,
)
provider = BodyRow(
    id=PROVIDER,
    name="乙丑检测中心（演示）",
    code="91310115MA1K00015K",
    kind="provider",
    place="310115",
    registered=True,
)
budget = BudgetRow(
    case=BUDGET,
    number="330100-2026-B000001",
    authority=PAYER,
    state="OPEN",
    place=PAYER,
    year=2026,
    amount_yuan=Decimal(1_000_000),
    office=OFFICE,
)
right = RightRow(
    case=RIGHT,
    number="330100-2026-V000001",
    authority=PAYER,
    state="GRANTED",
    place="330106",
    office=OFFICE,
    holder=firm,
    budget=BUDGET,
    budget_state="OPEN",
    year=2026,
    quota_yuan=Decimal(200_000),
    valid_from=date(2026, 1, 12),
    valid_to=date(2027, 1, 12),
)
listing = ProviderRow(
    case=LISTING,
    number="310000-S000001",
    authority="310000",
    state="LISTED",
    body=provider,
    services=("testing", "rd_design"),
    regions=("YRD",),
    listed_from=date(2024, 6, 1),
    listed_until=date(2026, 12, 31),
)
order = OrderRow(
    case=ORDER,
    number="330100-2026-V000001-01",
    authority=PAYER,
    state="RESERVED",
    place="330106",
    office=OFFICE,
    right=RIGHT,
    right_state="GRANTED",
    budget=BUDGET,
    valid_from=right.valid_from,
    valid_to=right.valid_to,
    holder=firm,
    provider=provider,
    listing=listing,
    provider_region="310000",
    cross_region=True,
    category="testing",
    contract_no="HT-2026-017",
    contract_on=date(2026, 2, 2),
    contract_yuan=Decimal(120_000),
    eligible_yuan=Decimal(100_000),
    share=Decimal("0.5"),
    amount_yuan=Decimal(50_000),
    cap_yuan=Decimal(100_000),
)

right_key = RightKey(RIGHT, PAYER, BUDGET, FIRM, "330106")
budget_key = BudgetKey(BUDGET, PAYER)
order_key = OrderKey(ORDER, PAYER, RIGHT, BUDGET)

reserve_request = ReserveRequest(
    right=right_key,
    provider=LISTING,
    category="testing",
    contract_no="HT-2026-018",
    contract_on=date(2026, 3, 2),
    contract_yuan=Decimal(120_000),
    eligible_yuan=Decimal(100_000),
    case=OTHER,
)
deliver_request = DeliverRequest(order=order_key, delivered_on=date(2026, 3, 10), report_sha256="a" * 64)
claim_request = ClaimRequest(
    order=order_key,
    invoice_code="033002600111",
    invoice_no="12345678",
    invoice_on=date(2026, 3, 12),
    invoice_yuan=Decimal(120_000),
    invoice_tax_no="91330106MA2ABCDEX7",
    payment_ref="B20260312-77",
    payment_sha256="b" * 64,
)


def deal(**changes):
    """Another order of the same pair, contract HT-2026-017 of 2 February, 50,000 yuan."""
    plain = Deal(
        order=ORDER,
        number="330100-2026-V000001-01",
        right=RIGHT,
        holder=FIRM,
        provider=PROVIDER,
        contract_no="HT-2026-017",
        contract_on=date(2026, 2, 2),
        amount_yuan=Decimal(50_000),
        state="RESERVED",
    )
    return replace(plain, **changes)


def view(case, kind, state, **changes):
    plain = CaseView(
        id=case,
        kind=kind,
        authority=PAYER,
        state=state,
        place="330106",
        holder=FIRM,
        counterpart=None,
        office=OFFICE,
        amount=None,
        opened_on=TODAY,
        due_on=None,
    )
    return replace(plain, **changes)


def scene(*, book=None, on=TODAY, cases=(), balances=None, **rows):
    """A scene with budget, right, listing and order; ``rows`` replaces single mappings of :class:`Loaded`."""
    held = {
        "budgets": {BUDGET: budget},
        "rights": {RIGHT: right},
        "providers": {LISTING: listing},
        "orders": {ORDER: order},
        "bodies": {FIRM: firm, PROVIDER: provider},
    }
    loaded = Loaded(calendars=CALENDARS, **{**held, **rows})
    known = {
        accounts.budget_available(PAYER, BUDGET): Decimal(300_000),
        accounts.right_available(PAYER, RIGHT): Decimal(200_000),
        accounts.order_reserved(PAYER, ORDER): Decimal(50_000),
    }
    views = {ORDER: view(ORDER, "sharing.voucher.order", loaded.orders[ORDER].state) if loaded.orders else None}
    return Scene(
        on=on,
        law=Law(book or law.book()),
        cases={**{pk: each for pk, each in views.items() if each}, **{each.id: each for each in cases}},
        balances=known if balances is None else balances,
        rows=loaded,
    )
