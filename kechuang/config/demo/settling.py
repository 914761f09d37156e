"""The half-yearly settlement between the regions of the demonstration."""

from dataclasses import dataclass
from datetime import date

from kechuang.casework.act import Outcome
from kechuang.config.demo import cast
from kechuang.config.demo.day import LAST_DAY
from kechuang.config.demo.stage import ONE_DAY, Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.mechanisms.sharing.settlement import actions
from kechuang.mechanisms.sharing.settlement.models import SettlementPeriod, Statement
from kechuang.mechanisms.sharing.settlement.rules.requests import Outlay, RecordPayment
from kechuang.mechanisms.sharing.settlement.rules.rows import Participant
from kechuang.mechanisms.sharing.voucher.models import VoucherOrder
from kechuang.web.accounts.models import Body

OPENED = date(2025, 6, 3)
ENDS = (date(2025, 6, 30), date(2025, 12, 31), date(2026, 6, 30))
PREPARE, CHECK, CONFIRM = 1, 2, 3


@dataclass(slots=True)
class Settling:
    """Sets the days of opening, recording, exchange, reconciliation, netting and payment."""

    troupe: Troupe
    stage: Stage

    def set_out(self) -> None:
        """Open in every region; at the end of each month record; after each half-year settle."""
        self.stage.scene(OPENED, lambda: self._open(OPENED))
        for number in range(1, 18):
            month = date(2025 + (6 + number) // 12, (6 + number) % 12 + 1, 1) - ONE_DAY
            if month <= LAST_DAY:
                self.stage.scene(month, lambda month=month: self._record(month))
        for end in ENDS:
            steps = (self._state, self._check, self._send, self._receive, self._reconcile, self._net, self._pay)
            for days, step in zip((6, 7, 8, 9, 12, 14, 33), steps, strict=True):
                on = self.stage.later(end, days)
                self.stage.scene(on, lambda step=step, end=end, on=on: self._everywhere(step, end, on))

    def _note(self, outcomes: list[Outcome], move: str) -> None:
        for outcome in outcomes:
            self.stage.note(f"sharing.settlement.{move}", outcome)

    def _open(self, on: date) -> None:
        offices = {one.code: Body.objects.get(code=cast.office_code(one.code, "cw")) for one in cast.AUTHORITIES}
        names = {one.code: f"{one.city}{cast.MARK}" for one in cast.AUTHORITIES}
        regions = [Participant(code, office.pk, names[code]) for code, office in offices.items()]
        for code, office in offices.items():
            by = self.troupe.officer("finance", code, PREPARE)
            self._note([actions.open_period(office, regions, on=on, by=by, key=f"demo:{code}:open")], "open")

    def _record(self, on: date) -> None:
        """Each region records what was paid to its providers by the others since the last record."""
        for one in cast.AUTHORITIES:
            period = SettlementPeriod.objects.filter(authority=one.code, first__lte=on, last__gte=on).first()
            if period is None:
                continue
            paid = VoucherOrder.objects.filter(
                provider_region=one.code, cross_region=True, paid_on__gte=on.replace(day=1), paid_on__lte=on
            )
            outlays = [
                Outlay(
                    order=f"{row.authority}/case/{row.pk}",
                    kind="paid",
                    payer=row.authority,
                    amount=row.amount_yuan,
                    on=row.paid_on,
                    number=row.case.number,
                )
                for row in paid.select_related("case").order_by("pk")
                if row.paid_on
            ]
            if outlays:
                by, key = self.troupe.officer("finance", one.code, PREPARE), f"demo:{one.code}:outlays:{on:%Y%m}"
                self._note([actions.record_outlays(period.pk, outlays, by=by, key=key, on=on)], "record")

    def _everywhere(self, step: object, end: date, on: date) -> None:
        for one in cast.AUTHORITIES:
            period = SettlementPeriod.objects.filter(authority=one.code, last=end).first()
            if period is not None:
                step(one.code, period, on)  # type: ignore[operator] - one of the steps below

    @staticmethod
    def _statements(period: SettlementPeriod) -> list[object]:
        return list(Statement.objects.filter(period=period).order_by("pk").values_list("pk", flat=True))

    def _state(self, code: str, period: SettlementPeriod, on: date) -> None:
        by, key = self.troupe.officer("finance", code, PREPARE), f"demo:{code}:{period.code}:prepare"
        self._note(actions.prepare_many(self._statements(period), by=by, key=key, on=on), "prepare")

    def _check(self, code: str, period: SettlementPeriod, on: date) -> None:
        by, key = self.troupe.officer("finance", code, CHECK), f"demo:{code}:{period.code}:check"
        self._note(actions.check_many(self._statements(period), by=by, key=key, on=on), "check")

    def _send(self, code: str, period: SettlementPeriod, on: date) -> None:
        by, key = self.troupe.officer("finance", code, CONFIRM), f"demo:{code}:{period.code}:send"
        self._note(actions.send_many(self._statements(period), by=by, key=key, on=on), "send")

    def _receive(self, code: str, period: SettlementPeriod, on: date) -> None:
        by = self.troupe.officer("finance", code, PREPARE)
        self._note(actions.receive_waiting(self._statements(period), by=by, on=on), "receive")

    def _reconcile(self, code: str, period: SettlementPeriod, on: date) -> None:
        by, key = self.troupe.officer("finance", code, CHECK), f"demo:{code}:{period.code}:reconcile"
        self._note(actions.reconcile_many(self._statements(period), by=by, key=key, on=on), "reconcile")

    def _net(self, code: str, period: SettlementPeriod, on: date) -> None:
        by, key = self.troupe.officer("finance", code, CHECK), f"demo:{code}:{period.code}:net"
        self._note([actions.net_period(period.pk, by=by, key=key, on=on)], "net")

    def _pay(self, code: str, period: SettlementPeriod, on: date) -> None:
        by = self.troupe.officer("finance", code, CONFIRM)
        for planned in period.transfers.order_by("payer", "payee"):
            reference = f"YSJS{period.code}{planned.payer[:4]}{planned.payee[:4]}"
            request = RecordPayment(
                period=period.pk,
                authority=code,
                payer=planned.payer,
                payee=planned.payee,
                amount=planned.amount,
                paid_on=on,
                bank_ref=reference,
            )
            self._note([actions.record_payment(request, by=by, key=f"demo:{code}:{reference}", on=on)], "pay")
