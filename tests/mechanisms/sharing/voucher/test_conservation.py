"""Random operations over three regions, with crashes at any statement and retries under the same key, conserve money.

Every outcome and every balance is held against a plain model. 1,500 operations are drawn, or 10,000 with
``KECHUANG_TEST_ALL`` as ``make test-all`` sets it; ``KECHUANG_OPERATIONS`` sets another number, ``KECHUANG_SEED`` which.
"""

import hashlib
import os
import random
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count

import pytest
from django.db import DatabaseError, connection
from django.db.models import Sum

from kechuang.casework.due import sweep
from kechuang.casework.models import Account, Case, Tally
from kechuang.ledger.verify import verify
from kechuang.mechanisms.sharing.voucher import actions, queries
from kechuang.mechanisms.sharing.voucher.models import VoucherOrder
from kechuang.mechanisms.sharing.voucher.rules import requests as asked
from kechuang.rulebook import load
from kechuang.web import chance, clock
from tests.mechanisms.sharing.voucher import law, node
from tests.mechanisms.sharing.voucher.plain_model import NOTICE_DAYS, Model

ALL = os.environ.get("KECHUANG_TEST_ALL")
OPERATIONS = int(os.environ.get("KECHUANG_OPERATIONS") or (10_000 if ALL else 1_500))
SEED = os.environ.get("KECHUANG_SEED", "1")
CRASHES, REPEATS, COMPARE_EVERY = 0.12, 0.1, 50
KEPT = ("SAVEPOINT", "ROLLBACK")


class StoppedError(DatabaseError):
    """The machine stops in the middle of an act."""


@contextmanager
def crash_at(statement: int):
    """Stop at the n-th statement, the last one before the commit included."""
    sent = count(1)

    def stop(execute, sql, params, many, context):
        if not sql.startswith(KEPT) and next(sent) == statement:
            raise StoppedError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(stop):
        yield


def yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


class World:
    """The node, the model beside it, and the operations that are drawn."""

    def __init__(self, seed: str) -> None:
        self.dice, self.model, self.node = random.Random(seed), Model(), node.build(firms=3)
        self.day, self.serial = node.DAY, count(1)
        self.listings = [
            node.list_provider(self.node, code, at, until=date(2099, 12, 31)) for code in node.REGIONS for at in (0, 1)
        ]
        self.keys, self.met = {}, Counter()
        self.budgets = {}
        for code in node.REGIONS:
            self._open(code)

    # the machinery

    def act(self, name: str, request, by):
        """Carry an operation out, perhaps with a crash before and a repetition after; give its outcome."""
        action, key = getattr(actions, name), f"k:{next(self.serial)}"
        with clock.fixed(datetime(self.day.year, self.day.month, self.day.day, 2, tzinfo=UTC)):
            if self.dice.random() < CRASHES:
                try:
                    with crash_at(self.dice.randint(1, 16)):
                        action(request, by=by, key=key, on=self.day)
                except StoppedError:
                    self.met["crash"] += 1
            outcome = action(request, by=by, key=key, on=self.day)
            if outcome and self.dice.random() < REPEATS:
                again = action(request, by=by, key=key, on=self.day)
                assert (again.repeated, again.states, again.facts) == (True, outcome.states, outcome.facts)
                self.met["repeat"] += 1
        self.met[name if outcome else outcome.refusal.code] += 1
        return outcome

    def people(self, code: str, role: str):
        return self.node.regions[code].people[role]

    def code(self, kind: str, key, name: str) -> str:
        held = self.keys[key] if key in self.keys else self.keys[self.model.orders[key].right]
        return f"{held.authority}/voucher/{kind}/{key}/{name}"

    def compare(self) -> None:
        balances = {code: int(balance * 100) for code, balance in Account.objects.values_list("pk", "balance")}
        assert balances == self.model.balances(self.code)
        assert sum(balances.values()) == 0

    # the operations

    def _open(self, code: str) -> None:
        region, planner, approver = self.node.regions[code], *self.people(code, "budget_keeper")[:2]
        amount = self.dice.randint(300_000_00, 900_000_00)
        plan = asked.PlanBudget(
            authority=code,
            place=code,
            office=region.office.pk,
            year=self.day.year,
            amount_yuan=yuan(amount),
        )
        budget = asked.BudgetKey(node.done(self.act("plan_budget", plan, planner)).case, code)
        approval = asked.ApproveBudget(budget=budget, document="预算（演示）")
        node.done(self.act("approve_budget", approval, approver))
        node.done(self.act("open_budget", asked.ChangeBudget(budget=budget), approver))
        self.keys[budget.case] = self.budgets[code] = budget
        self.model.open(budget.case, amount)

    def new_budget(self) -> None:
        code = self.dice.choice(list(self.budgets))
        old = self.budgets[code].case
        if self.model.budgets[old].available > 50_000_00 and self.dice.random() < 0.7:
            return
        closing = asked.ChangeBudget(budget=self.budgets[code])
        node.done(self.act("close_budget", closing, self.people(code, "budget_keeper")[1]))
        self.model.close(old)
        self._open(code)

    def grant(self) -> None:
        code = self.dice.choice(list(self.budgets))
        budget = self.budgets[code]
        body, clerk = self.dice.choice(self.node.regions[code].firms)
        year = Case.objects.get(pk=budget.case).voucher_budget.year
        apply = asked.ApplyRight(budget=budget, holder=body.pk, place=body.place, year=year)
        outcome = self.act("apply_for_right", apply, clerk)
        if not outcome:
            assert outcome.refusal.code in {"voucher.right_exists", "voucher.budget_exhausted"}
            return
        right = queries.right_key(outcome.case)
        node.done(self.act("check_right", asked.CheckRight(right=right), self.people(code, "county_checker")[0]))
        quota = self.dice.randint(1_00, 200_000_00)
        outcome = self.act(
            "grant_right", asked.GrantRight(right=right, quota_yuan=yuan(quota)), self.people(code, "city_checker")[0]
        )
        assert bool(outcome) == self.model.can_grant(budget.case, quota), outcome.refusal
        if outcome:
            self.keys[right.case] = right
            valid_to = Case.objects.get(pk=right.case).voucher_right.valid_to
            self.model.grant(right.case, budget.case, quota, valid_to)
        else:
            refuse = asked.RefuseRight(right=right, reason="withdrawn")
            node.done(self.act("refuse_right_city", refuse, self.people(code, "city_checker")[0]))

    def reserve(self) -> None:
        if not self.model.rights:
            return
        right = self.keys[self.dice.choice(list(self.model.rights))]
        contract = self.dice.randint(1, 400_000_00)
        eligible = self.dice.randint(1, contract)
        wish = self.dice.choice([None, None, self.dice.randint(1, 150_000_00)])
        number = next(self.serial)
        request = asked.ReserveRequest(
            right=right,
            provider=self.dice.choice(self.listings),
            category="testing",
            contract_no=f"HT-{number}",
            contract_on=self.day,
            contract_yuan=yuan(contract),
            eligible_yuan=yuan(eligible),
            asked_yuan=None if wish is None else yuan(wish),
        )
        expected = self.model.would_reserve(right.case, eligible, wish, self.day)
        outcome = self.act("reserve", request, node.clerk_of(self.node, right))
        assert bool(outcome) == (expected is not None), outcome.refusal
        if outcome:
            assert Case.objects.get(pk=outcome.case).amount == yuan(expected)
            self.model.reserve(outcome.case, right.case, contract, eligible, expected)

    def order(self, *states: str) -> asked.OrderKey | None:
        found = self.model.in_state(*states)
        return queries.order_key(self.dice.choice(found)) if found else None

    def holder(self, key: asked.OrderKey):
        return node.clerk_of(self.node, self.keys[key.right])

    def cancel(self) -> None:
        if key := self.order("RESERVED"):
            node.done(self.act("cancel", asked.ReleaseOrder(order=key), self.holder(key)))
            self.model.release(key.case)

    def deliver(self) -> None:
        if key := self.order("RESERVED"):
            digest = hashlib.sha256(str(next(self.serial)).encode()).hexdigest()
            request = asked.DeliverRequest(order=key, delivered_on=self.day, report_sha256=digest)
            node.done(self.act("deliver", request, node.provider_clerk(self.node, key)))
            held = self.model.orders[key.case]
            held.state, held.claim_by = "DELIVERED", self.day + timedelta(days=90)

    def claim(self) -> None:
        waiting = [case for case in self.model.in_state("DELIVERED") if not self.model.orders[case].claimed]
        if not waiting:
            return
        key = queries.order_key(self.dice.choice(waiting))
        held, row = self.model.orders[key.case], queries.order(key.case)
        invoiced = self.dice.choice([held.contract, self.dice.randint(1, held.contract)])
        request = node.claim_of(key, next(self.serial), invoice_on=row.contract_on, invoice_yuan=yuan(invoiced))
        node.done(self.act("claim", request, self.holder(key)))
        kept = self.model.claim(key.case, invoiced)
        assert Case.objects.get(pk=key.case).amount == yuan(kept)

    def answer(self) -> None:
        claimed = [case for case in self.model.in_state("DELIVERED") if self.model.orders[case].claimed]
        if not claimed:
            return
        key = queries.order_key(self.dice.choice(claimed))
        held, by = self.model.orders[key.case], node.provider_clerk(self.node, key)
        if self.dice.random() < 0.85:
            node.done(self.act("confirm", asked.AnswerClaim(order=key), by))
            held.state = "CLAIMED"
        else:
            node.done(self.act("decline", asked.AnswerClaim(order=key, reason="未收到款"), by))
            held.claimed, held.claim_by = False, self.day + timedelta(days=90)

    def check(self) -> None:
        if key := self.order("CLAIMED"):
            by = self.people(key.authority, "city_checker")[0]
            node.done(self.act("check_claim", asked.CheckClaim(order=key), by))
            VoucherOrder.objects.filter(pk=key.case, selected_by="").update(selected_by="sample")
            self.model.orders[key.case].state = "AUDIT"

    def judge(self) -> None:
        if key := self.order("AUDIT"):
            held, by = self.model.orders[key.case], self.people(key.authority, "auditor")[0]
            if self.dice.random() < 0.8:
                node.done(self.act("pass_audit", asked.PassAudit(order=key, finding="属实"), by))
                held.state, held.notice_until = "PUBLIC_NOTICE", self.day + timedelta(days=NOTICE_DAYS)
            else:
                fraud = self.dice.random() < 0.5
                reason = "fake_service" if fraud else "not_eligible"
                request = asked.RejectOrder(order=key, reason=reason, fraud=fraud, finding="核查")
                node.done(self.act("reject", request, by))
                self.model.reject(key.case, fraud)

    def object(self) -> None:
        if (key := self.order("PUBLIC_NOTICE")) and self.dice.random() < 0.3:
            request = asked.ObjectToOrder(order=key, reason="服务未完成")
            node.done(self.act("object_to", request, self.people(key.authority, "city_checker")[1]))
            self.model.orders[key.case].state = "AUDIT"

    def pay(self) -> None:
        code = self.dice.choice(list(self.budgets))
        orders = queries.payable(code, self.dice.randint(1, 8))
        if not orders:
            return
        preparer, checker, recorder = self.people(code, "finance")
        prepare = asked.PrepareBatch(authority=code, place=code, office=None, orders=orders)
        batch = node.done(self.act("prepare_batch", prepare, preparer)).case
        change = asked.ChangeBatch(batch=batch, reason="账户变更")
        if self.dice.random() < 0.15:
            node.done(self.act("void_batch", change, checker))
            return
        node.done(self.act("check_batch", change, checker))
        node.done(self.act("export_batch", batch, preparer))
        failed = {order: "账号不符" for order in orders if self.dice.random() < 0.1}
        record = asked.RecordPayment(batch=batch, authority=code, paid_on=self.day, bank_ref="B", failed=failed)
        node.done(self.act("record_payment", record, recorder))
        for order in orders:
            if order not in failed:
                self.model.pay(order)

    def claw_back(self) -> None:
        if (key := self.order("PAID")) and self.dice.random() < 0.3:
            request = asked.ClawBack(order=key, reason="fake_invoice", receipt_ref="R")
            node.done(self.act("claw_back", request, self.people(key.authority, "auditor")[0]))
            self.model.claw_back(key.case)

    def wait(self) -> None:
        self.day += timedelta(days=self.dice.randint(1, 12))
        with clock.fixed(datetime(self.day.year, self.day.month, self.day.day, 2, tzinfo=UTC)):
            swept = sweep(self.day)
        assert swept.refused == {}
        self.model.sweep(self.day)
        self.met["swept"] += swept.moved

    WEIGHTS = (
        ("reserve", 26),
        ("deliver", 14),
        ("claim", 13),
        ("answer", 12),
        ("check", 10),
        ("judge", 10),
        ("wait", 4),
        ("grant", 4),
        ("pay", 4),
        ("cancel", 3),
        ("object", 3),
        ("claw_back", 2),
        ("new_budget", 1),
    )

    def draw(self) -> None:
        names, weights = zip(*self.WEIGHTS, strict=True)
        (name,) = self.dice.choices(names, weights)
        getattr(self, name)()


def operations(world: World) -> int:
    """How many operations were sent: every act, refused ones, crashes, repetitions and moves of time."""
    return sum(world.met.values())


@pytest.fixture
def conserving(db, monkeypatch):
    # Rules about pairs of contracts are no matter of money here; without them the model stays plain.
    book = law.book(without=("voucher.split.window_days", "voucher.circular.window_days"))
    monkeypatch.setattr(load, "current", lambda: book)
    with chance.seeded(f"conservation-{SEED}"), clock.fixed(node.NOW):
        yield World(SEED)


def test_money_is_conserved_whatever_happens(conserving):
    drawn = 0
    while operations(conserving) < OPERATIONS:
        conserving.draw()
        drawn += 1
        if drawn % COMPARE_EVERY == 0:
            conserving.compare()

    conserving.compare()
    assert [finding for finding in verify().findings if finding.error] == []
    for kind, state, cases, amount in Tally.objects.values_list("kind", "state").annotate(
        cases=Sum("count"), amount=Sum("amount")
    ):
        rows = Case.objects.filter(kind=kind, state=state).aggregate(amount=Sum("amount"))
        assert (cases, amount) == (Case.objects.filter(kind=kind, state=state).count(), rows["amount"] or 0)
    assert {"crash", "repeat", "record_payment", "reject", "voucher.quota_used_up"} <= set(conserving.met)
