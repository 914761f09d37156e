"""What pages show of rules, orders, rights and budgets, as rows ready for a template."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher import overview, words
from kechuang.mechanisms.sharing.voucher.models import VoucherOrder
from kechuang.mechanisms.sharing.voucher.rules import limits, moves
from kechuang.mechanisms.sharing.voucher.rules.entitlement import Line
from kechuang.policy import kept
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Answer, Law, Subject
from kechuang.web.charts.bars import Bar, bar_chart
from kechuang.web.charts.chart import About, Chart
from kechuang.web.parts import Fact, State, Step

KINDS = (("enterprise", "enterprise"), ("team", "team"))
QUOTA = {"enterprise": "voucher.quota.enterprise.year_yuan", "team": "voucher.quota.team.year_yuan"}
RULES = (
    "voucher.quota.once_yuan",
    "voucher.right.valid_months",
    "voucher.order.max_share",
    "voucher.order.cap_yuan",
    "voucher.test.min_share",
    "voucher.services",
    "voucher.excluded",
    "voucher.territory",
    "voucher.one_subsidy_per_contract",
    "voucher.invoice.within_validity",
    "voucher.check.county_days",
    "voucher.check.city_days",
    "voucher.claim.after_delivery_days",
    "voucher.notice.days",
    "voucher.provider.listed_on",
    "voucher.audit.sample_share",
    "voucher.audit.risk_score",
    "voucher.split.window_days",
    "voucher.circular.window_days",
    "voucher.settlement.period_months",
)
PATH = ("RESERVED", "DELIVERED", "CLAIMED", "AUDIT", "PUBLIC_NOTICE", "PAYABLE", "BATCHED", "PAID")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """One rule in force."""

    title: str
    value: str
    cite: str
    confidence: str
    read: bool
    secondary: bool
    since: date | None
    place: str
    url: str


def rule_row(found: Answer) -> RuleRow:
    """A rule with value, clause and source."""
    return RuleRow(
        title=words.rule_title(found.key),
        value=words.rule_value(found),
        cite=words.cite(found),
        confidence=words.confidence(found),
        read=found.confidence == "S",
        secondary=found.confidence == "s",
        since=found.since,
        place=words.place(found.place) if found.place else "",
        url=words.rule_url(found),
    )


def answer(key: str, place: str, on: date, kind: str = "") -> Answer:
    """A rule of a place on a day."""
    return rulebook.current().ask(key, place=place, on=on, subject=Subject(kind))


def rules(place: str, kind: str, on: date) -> list[RuleRow]:
    """All voucher rules of a place for a kind of holder, those that speak."""
    asked = (answer(key, place, on, kind) for key in (QUOTA[kind], *RULES))
    return [rule_row(found) for found in asked if found.value is not None]


def rule_places() -> list[tuple[str, str]]:
    """The places whose rules can be looked up: every jurisdiction with rules that is a division, and every payer."""
    codes = {code for code in rulebook.current().regions if code.isdigit() and code != "000000"}
    codes |= set(overview.authorities())
    return [(code, words.place(code)) for code in sorted(codes, key=lambda code: (code[:2] != "33", code))]


def example(place: str, kind: str, on: date) -> list[tuple[Decimal, Decimal]]:
    """What a voucher pays of some contracts with a full quota: (contract, voucher)."""
    law = Law(rulebook.current())
    bounds = limits.limits(law, place, on, kind)
    quota = law.ask(QUOTA[kind], place=place, on=on, subject=Subject(kind)).value
    if isinstance(bounds, Refusal) or not isinstance(quota, Decimal):
        return []
    return [(contract, bounds.most(contract, quota)) for contract in map(Decimal, (20_000, 100_000, 300_000))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One line of a check list as a page shows it."""

    title: str
    met: State | None
    limit: str
    have: str
    gap: str
    cite: str
    since: date | None
    confidence: str
    read: bool
    secondary: bool
    url: str


def lines(found: Iterable[Line]) -> list[Shown]:
    """Lines of what a firm may have, or of a check list, ready for a template."""
    return [
        Shown(
            title=words.line_title(line),
            met=words.met(line),
            limit=_limit(line),
            have=words.measure(line.have, line.unit),
            gap=words.gap(line),
            cite=words.cite(line.answer),
            since=line.answer.since if line.answer else None,
            confidence=words.confidence(line.answer) if line.answer and line.answer.confidence else "",
            read=line.answer is None or line.answer.confidence == "S",
            secondary=line.answer is not None and line.answer.confidence == "s",
            url=words.rule_url(line.answer),
        )
        for line in found
    ]


def _limit(line: Line) -> str:
    if line.limit is not None and not isinstance(line.limit, bool):
        return words.measure(line.limit, line.unit)
    if line.answer is not None and line.answer.value is not None:
        return words.rule_value(line.answer)
    return ""


def funds_chart(found: overview.Funds, on: date) -> Chart:
    """Where a budget's money is, as bars; the table and the file come with it."""
    about = About(
        key="funds",
        title=_("Where the money is"),
        summary=_("Of %(all)s yuan, %(granted)s were granted, %(reserved)s are frozen and %(paid)s paid.")
        % {
            "all": words.measure(found.appropriation, "number"),
            "granted": words.measure(found.granted, "number"),
            "reserved": words.measure(found.reserved, "number"),
            "paid": words.measure(found.paid, "number"),
        },
        source=_("balances of this node's ledger"),
        definition=_("Free, granted and not frozen, frozen and paid add up to the appropriation."),
        unit=_("yuan"),
        on=on,
    )
    bars = [
        Bar(label=_("Appropriation"), values=[found.appropriation]),
        Bar(label=_("Free to grant"), values=[found.available]),
        Bar(label=_("Granted, not frozen"), values=[max(found.unreserved, overview.NOTHING)]),
        Bar(label=_("Frozen for orders"), values=[found.reserved]),
        Bar(label=_("Paid"), values=[found.paid], tone="done"),
    ]
    return bar_chart(about, bars)


def steps(state: str) -> list[Step]:
    """Where an order stands on its way; nothing for one that left it."""
    if state not in PATH:
        return []
    at = PATH.index(state)
    found = []
    for number, code in enumerate(PATH):
        word = words.word(f"{moves.ORDER.kind}.{code}")
        found.append(Step(label=word, current=number == at, done=number < at or state == "PAID"))
    return found


def order_facts(row: VoucherOrder) -> list[Fact]:
    """The terms of an order."""
    right = row.right.case
    return _filled(
        Fact(term=_("Claim right"), value=right.number, url=reverse("casework:case", args=[right.pk])),
        Fact(term=_("Service"), value=words.service(row.category)),
        Fact(term=_("Contract"), value=row.contract_no),
        Fact(term=_("Contract signed on"), value=row.contract_on),
        Fact(term=_("Contract amount (yuan)"), value=row.contract_yuan),
        Fact(term=_("Eligible amount (yuan)"), value=row.eligible_yuan),
        Fact(term=_("Share paid by voucher"), value=words.measure(row.share, "share")),
        Fact(term=_("Cap of one order (yuan)"), value=row.cap_yuan),
        Fact(term=_("Voucher amount (yuan)"), value=row.amount_yuan),
        Fact(term=_("Across regions"), value=words.place(row.provider_region) if row.cross_region else ""),
    )


def papers(row: VoucherOrder) -> list[Fact]:
    """What was handed in for an order: dates, numbers, and the files."""
    return _filled(
        _paper(row, "contract", _("Contract file"), row.contract_sha256),
        Fact(term=_("Delivered on"), value=row.delivered_on),
        _paper(row, "report", _("Service report"), row.report_sha256),
        Fact(term=_("Claimed on"), value=row.claimed_on),
        Fact(term=_("Invoice"), value=row.invoice_key or " ".join(filter(None, (row.invoice_code, row.invoice_no)))),
        Fact(term=_("Invoice date"), value=row.invoice_on),
        Fact(term=_("Invoice amount (yuan)"), value=row.invoice_yuan),
        Fact(term=_("Tax number of the buyer on the invoice"), value=row.invoice_tax_no),
        Fact(term=_("Payment reference"), value=row.payment_ref),
        _paper(row, "payment", _("Proof of payment"), row.payment_sha256),
        Fact(term=_("Rating"), value=row.rating),
        Fact(term=_("Confirmed by the provider on"), value=row.confirmed_on),
        Fact(term=_("Notice until"), value=row.notice_until),
        Fact(term=_("Payable since"), value=row.payable_on),
        Fact(term=_("Paid on"), value=row.paid_on),
    )


def _paper(row: VoucherOrder, paper: str, term: str, digest: str) -> Fact:
    url = reverse("voucher:paper", args=[row.pk, paper]) if digest and kept.held(digest) else ""
    return Fact(term=term, value=f"SHA-256 {digest[:12]}…" if digest else "", url=url)


def _filled(*facts: Fact) -> list[Fact]:
    return [fact for fact in facts if fact.value not in {"", None}]


def signs(found: overview.Risk) -> Sequence[tuple[str, int]]:
    """Signs of risk by name, the heaviest first."""
    return sorted(((words.sign(code), points) for code, points in found.signs), key=lambda item: -item[1])
