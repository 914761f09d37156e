"""Regions of the tests with their offices and persons, and orders that they pay: what a voucher leaves in the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import get_args, get_type_hints
from uuid import UUID

from kechuang.casework.act import Outcome, act
from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.casework.due import sweep
from kechuang.casework.moves import Moves, move
from kechuang.casework.registry import ActKind, CaseKind, Done, Touched, register_act, register_case
from kechuang.kernel.fact import Fact
from kechuang.mechanisms.sharing.settlement import actions
from kechuang.mechanisms.sharing.settlement.models import SettlementPeriod, Statement
from kechuang.mechanisms.sharing.settlement.rules.requests import Outlay, RecordPayment
from kechuang.mechanisms.sharing.settlement.rules.rows import Participant
from kechuang.mechanisms.sharing.voucher.facts.batch import OrderClawedBack, OrderPaid
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import SYSTEM, Actor

HANGZHOU, SHANGHAI, HEFEI = "330100", "310000", "340100"
ALL = (HANGZHOU, SHANGHAI, HEFEI)

MOVES = Moves(
    "tests.order",
    ("PAID", "CLAWED_BACK"),
    (move("pay", "", "PAID", "tests:pay"), move("claw_back", "PAID", "CLAWED_BACK", "tests:pay")),
)


@dataclass(frozen=True, slots=True)
class Pay:
    case: UUID
    payer: str
    provider: str
    amount: Decimal
    on: date


@dataclass(frozen=True, slots=True)
class ClawBack:
    case: UUID
    amount: Decimal


def filled(kind: type[Fact], **values: object) -> Fact:
    """Make a fact; fields that a test does not care about get an empty value of their type."""
    hints = get_type_hints(kind)
    return kind(**{spec.name: values.get(spec.name, _blank(hints[spec.name])) for spec in fields(kind)})


def _blank(kind) -> object:
    if isinstance(kind, UnionType):
        kind = get_args(kind)[0]
    plain = {str: "", int: 0, bool: False, Decimal: Decimal(0), date: date(2026, 1, 1)}
    return plain.get(kind, ())


def decide_pay(scene: Scene[None], request: Pay) -> Decision:
    paid = filled(
        OrderPaid,
        amount_yuan=request.amount,
        provider_region=request.provider,
        holder_name="Firm",
        provider_name="Provider",
        paid_on=request.on,
    )
    case = NewCase(
        id=request.case,
        kind=MOVES.kind,
        authority=request.payer,
        state="PAID",
        place=request.payer,
        title="order",
        number_series=f"Q{request.payer}-",
    )
    return Decision(facts=((request.case, paid),), opens=(case,))


def decide_claw_back(scene: Scene[None], request: ClawBack) -> Decision:
    back = filled(OrderClawedBack, amount_yuan=request.amount)
    return Decision(facts=((request.case, back),), states={request.case: "CLAWED_BACK"})


def _nothing(requests: Sequence[object]) -> None:
    return None


def _project(done: Sequence[Done[object]]) -> None:
    return None


PAY = register_act(
    ActKind(MOVES, "pay", lambda _request: Touched(), decide_pay, _nothing, _project, place=lambda one: one.payer)
)
CLAW_BACK = register_act(
    ActKind(MOVES, "claw_back", lambda one: Touched(cases=(one.case,)), decide_claw_back, _nothing, _project)
)
register_case(CaseKind(MOVES, "tests:pay"))


@dataclass
class Region:
    """A region with its office, the person who prepares and the one who checks."""

    code: str
    office: Body
    preparer: Actor
    checker: Actor
    payer: Actor

    @property
    def participant(self) -> Participant:
        return Participant(self.code, self.office.pk, self.office.name)


@dataclass
class Delta:
    """Three regions that settle with each other."""

    regions: dict[str, Region]

    def __getitem__(self, code: str) -> Region:
        return self.regions[code]

    def open(self, on: date) -> None:
        for region in self.regions.values():
            done(
                actions.open_period(
                    region.office, self.participants, on=on, by=region.preparer, key=f"o{region.code}{on}"
                )
            )

    @property
    def participants(self) -> list[Participant]:
        return [region.participant for region in self.regions.values()]

    def pay(self, payer: str, provider: str, amount: str, on: date) -> str:
        """Pay an order; give its reference."""
        case = chance.uuid7()
        done(act(PAY, Pay(case, payer, provider, Decimal(amount), on), by=SYSTEM, key=f"pay{case}", on=on))
        return f"{payer}/case/{case}"

    def claw_back(self, order: str, amount: str, on: date) -> None:
        case = UUID(order.rpartition("/")[2])
        done(act(CLAW_BACK, ClawBack(case, Decimal(amount)), by=SYSTEM, key=f"back{case}", on=on))

    def lay_out(self, provider: str, order: str, amount: str, on: date, kind: str = "paid") -> Outcome:
        """Record that the provider's region laid the amount out (or got it back)."""
        outlay = Outlay(order=order, kind=kind, payer=order[:6], amount=Decimal(amount), on=on)
        by, key = self[provider].preparer, f"out{order[-12:]}{kind}{amount}{provider}"
        return actions.record_outlays(self.period(provider).pk, [outlay], by=by, key=key, on=on)

    def order(self, payer: str, provider: str, amount: str, on: date) -> str:
        """Pay an order and let the provider's region record it: both sides know it."""
        order = self.pay(payer, provider, amount, on)
        done(self.lay_out(provider, order, amount, on))
        return order

    def period(self, code: str, name: str = "") -> SettlementPeriod:
        rows = SettlementPeriod.objects.filter(authority=code).order_by("-last")
        return rows.get(code=name) if name else rows[0]

    def statement(self, code: str, other: str, name: str) -> Statement:
        return Statement.objects.select_related("case", "period").get(
            authority=code, counterpart=other, period__code=name
        )

    def states(self, name: str) -> dict[str, str]:
        rows = SettlementPeriod.objects.filter(code=name).select_related("case")
        return {row.authority: row.case.state for row in rows}

    def close(self, on: date) -> None:
        sweep(on)

    def state_all(self, code: str, name: str, on: date) -> None:
        """Prepare, check and send all statements of a region."""
        region, period = self[code], self.period(code, name)
        cases = sorted(period.statements.values_list("pk", flat=True))
        for step, by in ((actions.prepare_many, region.preparer), (actions.check_many, region.checker)):
            all_done(step(cases, by=by, key=f"{step.__name__}{code}{name}", on=on))
        all_done(actions.send_many(cases, by=region.checker, key=f"send{code}{name}", on=on))

    def receive_all(self, code: str, name: str, on: date) -> list[Outcome]:
        cases = sorted(self.period(code, name).statements.values_list("pk", flat=True))
        return actions.receive_waiting(cases, by=self[code].preparer, on=on)

    def exchange(self, name: str, on: date) -> None:
        for code in self.regions:
            self.state_all(code, name, on)
        for code in self.regions:
            all_done(self.receive_all(code, name, on))

    def reconcile_all(self, name: str, on: date) -> None:
        for code, region in self.regions.items():
            cases = sorted(self.period(code, name).statements.values_list("pk", flat=True))
            all_done(actions.reconcile_many(cases, by=region.checker, key=f"rec{code}{name}{on}", on=on))

    def net_all(self, name: str, on: date) -> None:
        for code, region in self.regions.items():
            done(actions.net_period(self.period(code, name).pk, by=region.checker, key=f"net{code}{name}", on=on))

    def pay_all(self, name: str, on: date) -> None:
        for code, region in self.regions.items():
            period = self.period(code, name)
            for number, planned in enumerate(period.transfers.order_by("payer", "payee")):
                request = RecordPayment(
                    period=period.pk,
                    authority=code,
                    payer=planned.payer,
                    payee=planned.payee,
                    amount=planned.amount,
                    paid_on=on,
                    bank_ref=f"{name}-{planned.payer}-{planned.payee}",
                )
                done(actions.record_payment(request, by=region.payer, key=f"p{code}{name}{number}", on=on))


def done(outcome: Outcome) -> Outcome:
    assert outcome.refusal is None, outcome.refusal
    return outcome


def all_done(outcomes: Sequence[Outcome]) -> None:
    assert [outcome.refusal for outcome in outcomes] == [None] * len(outcomes)
