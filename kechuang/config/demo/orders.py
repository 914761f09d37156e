"""The life of the orders: reserved, delivered, claimed, checked, drawn or not, noticed, paid in monthly batches."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from kechuang.casework.models import Case
from kechuang.config.demo import cast, dice
from kechuang.config.demo.day import LAST_DAY
from kechuang.config.demo.plot import Listed, Right
from kechuang.config.demo.stage import ONE_DAY, Cue, Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.mechanisms.sharing.voucher import actions
from kechuang.mechanisms.sharing.voucher.acts import audit, order
from kechuang.mechanisms.sharing.voucher.models import VoucherOrder
from kechuang.mechanisms.sharing.voucher.rules import asking
from kechuang.mechanisms.sharing.voucher.rules import requests as asked
from kechuang.mechanisms.sharing.voucher.rules.report import sketch
from kechuang.rulebook import load as rulebook
from kechuang.web import chance

FIRST_ORDERS = date(2025, 6, 9)
HALF = Decimal("0.5")
LEAST_LEFT = Decimal(6000)

SUBJECTS = (
    "涂层附着力",
    "电池热管理",
    "芯片封装翘曲",
    "菌株发酵效率",
    "伺服电机振动",
    "算法鲁棒性",
    "薄膜透光率",
    "种苗抗逆性",
)
METHODS = ("正交试验", "对照试验", "有限元仿真", "加速老化", "现场工况复测", "双盲比对")
FINDINGS = ("满足任务书指标", "较改进前明显提升", "给出两项改进建议", "确认了失效机理", "建议扩大样本复测")


@dataclass(slots=True)
class Placed:
    """An order on its way through the story."""

    case: UUID
    right: Right
    seller: Listed
    contract_yuan: Decimal
    number: int

    @property
    def key(self) -> asked.OrderKey:
        """Give what the acts name an order by."""
        fund = self.right.budget
        return asked.OrderKey(case=self.case, authority=fund.authority, right=self.right.case, budget=fund.case)


@dataclass(slots=True)
class Orders:
    """Sets the days of orders, audit rounds and payment batches."""

    troupe: Troupe
    stage: Stage
    rights: list[Right]
    listed: list[Listed]
    count: int = 0
    placed: dict[UUID, Placed] = field(default_factory=dict)
    rounds: dict[str, UUID] = field(default_factory=dict)

    def set_out(self) -> None:
        """Set a scene for every working day, and for each month's round and batch."""
        on = FIRST_ORDERS
        while on <= LAST_DAY:
            if self.stage.working(on) == on:
                self.stage.scene(on, lambda on=on: self.day(on))
            on += ONE_DAY
        for number in range(18):
            first = date(2025 + (6 + number) // 12, (6 + number) % 12 + 1, 1)
            for authority in cast.AUTHORITIES:
                self._month(authority.code, first)

    def day(self, on: date) -> None:
        """Place the day's orders, more in the busy months."""
        for _ in range(dice.between(2, 5 if on.month in {3, 6, 9, 10, 11} else 4)):
            self._place(on)
        if dice.one_in(9):
            self._place_wrongly(on)

    # --- orders

    def _choose(self, on: date) -> tuple[Right, Listed] | None:
        rights = [one for one in self.rights if one.left >= LEAST_LEFT and self._valid(one, on)]
        sellers = [one for one in self.listed if one.since <= on]
        if not rights or not sellers:
            return None
        mine = dice.pick(rights)
        home = [one for one in sellers if one.firm.authority == mine.firm.authority]
        abroad = [one for one in sellers if one.firm.authority != mine.firm.authority and "YRD" in one.regions]
        pool = abroad if abroad and dice.one_in(3) else home or abroad
        return (mine, dice.pick(pool)) if pool else None

    @staticmethod
    def _valid(one: Right, on: date) -> bool:
        return one.granted_on < on <= one.granted_on + timedelta(days=330)

    def _place(self, on: date) -> None:
        chosen = self._choose(on)
        if chosen is None:
            return
        mine, seller = chosen
        shared = sorted(bought_at(mine.firm.place, on) & set(seller.services))
        if not shared:
            return
        self.count += 1
        contract = Decimal(dice.between(16, 90) * 1000)
        eligible = contract - Decimal(dice.below(4) * 1000)
        one = Placed(chance.uuid7(), mine, seller, contract, self.count)
        request = asked.ReserveRequest(
            right=mine.key,
            provider=seller.case,
            category=dice.pick(shared),
            contract_no=f"YS-{on:%Y%m}-{self.count:05d}",
            contract_on=on,
            contract_yuan=contract,
            eligible_yuan=eligible,
            contract_sha256=hashlib.sha256(f"contract {self.count}".encode()).hexdigest(),
            case=one.case,
        )
        mine.left -= eligible * HALF
        clerk = self.troupe.clerk(mine.firm.code)
        self.stage.cue(
            on, Cue(order.RESERVE, clerk, f"demo:order:{self.count}:reserve", request, lambda _o: self._go_on(one, on))
        )

    def _place_wrongly(self, on: date) -> None:
        """Ask for something that the rules do not allow: too much, a use that is excluded, a day before the right."""
        chosen = self._choose(on)
        if chosen is None:
            return
        mine, seller = chosen
        shared = sorted(bought_at(mine.firm.place, on) & set(seller.services)) or list(seller.services)
        self.count += 1
        wrong = dice.below(4)
        request = asked.ReserveRequest(
            right=mine.key,
            provider=seller.case,
            category="training" if wrong == 0 else shared[0],
            contract_no=f"YS-{on:%Y%m}-{self.count:05d}",
            contract_on=mine.granted_on - timedelta(days=30) if wrong == 1 else on,
            contract_yuan=Decimal(60000),
            eligible_yuan=Decimal(60000),
            asked_yuan=Decimal(59000) if wrong == 2 else None,
            uses=("compulsory_test",) if wrong == 3 else (),
            case=chance.uuid7(),
        )
        clerk = self.troupe.clerk(mine.firm.code)
        self.stage.cue(on, Cue(order.RESERVE, clerk, f"demo:order:{self.count}:wrong", request))

    def _go_on(self, one: Placed, on: date) -> None:
        self.placed[one.case] = one
        if dice.one_in(24):
            request = asked.ReleaseOrder(order=one.key, reason="合同双方协商取消")
            clerk = self.troupe.clerk(one.right.firm.code)
            self.stage.cue(
                self.stage.later(on, dice.between(3, 12)), Cue(order.CANCEL, clerk, self._name(one, "cancel"), request)
            )
            return
        self._deliver(one, self.stage.later(on, dice.between(8, 40)))

    @staticmethod
    def _name(one: Placed, step: str) -> str:
        return f"demo:order:{one.number}:{step}"

    def _deliver(self, one: Placed, on: date) -> None:
        text = report_text(one.number)
        request = asked.DeliverRequest(
            order=one.key,
            delivered_on=on,
            report_sha256=hashlib.sha256(text.encode()).hexdigest(),
            sketch=sketch(text),
        )
        seller = self.troupe.clerk(one.seller.firm.code)
        claimed = self.stage.later(on, dice.between(2, 14))
        self.stage.cue(
            on,
            Cue(order.DELIVER, seller, self._name(one, "deliver"), request, lambda _o: self._claim(one, on, claimed)),
        )

    def _claim(self, one: Placed, delivered: date, on: date) -> None:
        firm, seller = one.right.firm, self.troupe.clerk(one.seller.firm.code)
        request = asked.ClaimRequest(
            order=one.key,
            invoice_no=f"26{one.number:018d}",
            invoice_on=delivered + timedelta(days=dice.below((on - delivered).days + 1)),
            invoice_yuan=one.contract_yuan,
            invoice_tax_no=firm.code,
            payment_ref=f"YS{one.number:08d}",
            payment_sha256=hashlib.sha256(f"payment {one.number}".encode()).hexdigest(),
            rating=dice.between(3, 5),
        )
        answer = asked.AnswerClaim(order=one.key)
        confirmed, checked = self.stage.later(on, dice.between(1, 4)), self.stage.later(on, dice.between(5, 9))
        checker = self.troupe.officer("city_checker", firm.authority, 1 + dice.below(2))

        def check(_outcome: object) -> None:
            self.stage.cue(
                checked, Cue(audit.CHECK, checker, self._name(one, "check"), asked.CheckClaim(order=one.key))
            )

        def confirm(_outcome: object) -> None:
            self.stage.cue(confirmed, Cue(order.CONFIRM, seller, self._name(one, "confirm"), answer, check))

        clerk = self.troupe.clerk(firm.code)
        self.stage.cue(on, Cue(order.CLAIM, clerk, self._name(one, "claim"), request, confirm))

    # --- audit rounds and payment, once a month

    def _month(self, authority: str, first: date) -> None:
        name, committed = f"demo:{authority}:{first:%Y%m}", self.stage.working(first)
        drawn = self.stage.later(first, 9)
        paid = self.stage.later(first, 24)
        if drawn > LAST_DAY:
            return
        self.stage.scene(committed, lambda: self._commit(authority, name, committed, drawn))
        for step, days in enumerate((0, 1, 2, 5)):
            on = self.stage.later(paid, days)
            if on <= LAST_DAY:
                self.stage.scene(on, lambda step=step, on=on: self._pay(authority, name, step, on))

    def _commit(self, authority: str, name: str, on: date, drawn: date) -> None:
        """Open a round, unless one without claims to draw from is still open; it is drawn a month later."""
        self.stage.scene(drawn, lambda: self._draw(authority, name, drawn))
        if authority in self.rounds:
            return
        auditor = self.troupe.officer("auditor", authority, 1)
        request = asked.CommitAudit(
            authority=authority,
            place=authority,
            office=self.troupe.bodies[cast.office_code(authority, "sj")],
            seed=chance.draw(32).hex(),
            case=chance.uuid7(),
        )
        outcome = actions.commit_audit(request, by=auditor, key=f"{name}:commit", on=on)
        self.stage.note("sharing.voucher.audit.commit", outcome)
        if outcome:
            self.rounds[authority] = outcome.case

    def _draw(self, authority: str, name: str, on: date) -> None:
        auditor = self.troupe.officer("auditor", authority, 1)
        round_ = self.rounds[authority]
        outcome = actions.draw_audit(asked.DrawAudit(audit=round_), by=auditor, key=f"{name}:draw", on=on)
        self.stage.note("sharing.voucher.audit.draw", outcome)
        if not outcome:
            return
        del self.rounds[authority]
        for passed in actions.pass_undrawn(round_, by=auditor, key=f"{name}:pass", on=on):
            self.stage.note("sharing.voucher.order.pass_audit", passed)
        second = self.troupe.officer("auditor", authority, 2)
        looked_at = self.stage.later(on, 5)
        waiting = Case.objects.filter(kind="sharing.voucher.order", state="AUDIT", authority=authority).order_by("pk")
        selected = VoucherOrder.objects.filter(case__in=waiting).exclude(selected_by="").order_by("pk")
        for row in selected:
            one = self.placed[row.pk]
            if dice.one_in(8):
                request = asked.RejectOrder(
                    order=one.key, reason="evidence_missing", fraud=False, finding="缺少原始试验记录"
                )
                cue = Cue(audit.REJECT, second, self._name(one, f"{name}:reject"), request)
            else:
                passed = asked.PassAudit(order=one.key, finding="报告、发票、付款与合同一致")
                cue = Cue(audit.PASS, second, self._name(one, f"{name}:found"), passed)
            self.stage.cue(looked_at, cue)

    def _pay(self, authority: str, name: str, step: int, on: date) -> None:
        """Prepare, check, export, record: four days, three persons."""
        finance = [self.troupe.officer("finance", authority, which) for which in (1, 2, 3)]
        if step == 0:
            payable = Case.objects.filter(kind="sharing.voucher.order", state="PAYABLE", authority=authority)
            orders = tuple(payable.order_by("pk").values_list("pk", flat=True)[:400])
            if orders:
                office = self.troupe.bodies[cast.office_code(authority, "cw")]
                request = asked.PrepareBatch(
                    authority=authority, place=authority, office=office, orders=orders, case=chance.uuid7()
                )
                self._note("prepare", actions.prepare_batch(request, by=finance[0], key=f"{name}:prepare", on=on))
            return
        state = ("", "PREPARED", "CHECKED", "EXPORTED")[step]
        open_batches = Case.objects.filter(kind="sharing.voucher.batch", state=state, authority=authority).order_by(
            "pk"
        )
        for case in list(open_batches.values_list("pk", flat=True)):
            key = f"{name}:{case}:{step}"
            if step == 1:
                change = asked.ChangeBatch(batch=case)
                self._note("check", actions.check_batch(change, by=finance[1], key=key, on=on))
            elif step == 2:
                self._note("export", actions.export_batch(case, by=finance[0], key=key, on=on))
            else:
                request = asked.RecordPayment(
                    batch=case, authority=authority, paid_on=on, bank_ref=f"YS{on:%Y%m%d}{authority[:4]}"
                )
                self._note("record_payment", actions.record_payment(request, by=finance[2], key=key, on=on))

    def _note(self, move: str, outcome: object) -> None:
        self.stage.note(f"sharing.voucher.batch.{move}", outcome)  # type: ignore[arg-type]


def bought_at(place: str, on: date) -> set[str]:
    """Give the codes of the services that vouchers buy at a place on a day, as the rules in force say."""
    answer = rulebook.current().ask("voucher.services", place=place, on=on)
    return set(asking.codes_of(answer))


def report_text(number: int) -> str:
    """Give a service report in words of our own; each differs from the others, a few are nearly copies on purpose."""
    source = number - 1 if number % 97 == 0 else number
    parts = []
    for section in range(12):
        digest = hashlib.sha256(f"report {source} {section}".encode()).digest()
        subject, method = SUBJECTS[digest[0] % len(SUBJECTS)], METHODS[digest[1] % len(METHODS)]
        finding = FINDINGS[digest[2] % len(FINDINGS)]
        figures = "、".join(cast.PAIRS[value % 60] for value in digest[3:11])
        parts.append(f"第{section + 1}节 以{method}考察{subject}，样品编号{figures}，结果{finding}。")
    return "演示服务报告。" + "".join(parts)
