"""Tables of the settlement between regions: periods, statements with both sides, transfers, and what logs say publicly.

``Movement``, ``PairWord``, ``SentWord`` and ``NettingWord`` are read from the logs by a cursor (``reading.py``) and can
be built anew at any time; the others are written with the acts.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.web.accounts.models import Body
from kechuang.web.fields import MoneyField


class SettlementPeriod(models.Model):
    """A settlement period of one region."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="settlement_period")
    authority = models.CharField(_("authority"), max_length=32)
    code = models.CharField(_("period"), max_length=16)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    exchange_by = models.DateField(_("statements due"), null=True, blank=True)
    position = MoneyField(_("position"), null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authority", "code"], name="settlement_period_once"),
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="settlement_period_runs"),
        ]
        indexes: ClassVar = [models.Index(fields=["authority", "-last"])]

    def __str__(self) -> str:
        return f"{self.authority} {self.code}"


class Participant(models.Model):
    """A region that takes part in a period of another, with the office that settles for it."""

    period = models.ForeignKey(SettlementPeriod, models.CASCADE, related_name="participants")
    code = models.CharField(max_length=32)
    office = models.ForeignKey(Body, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["period", "code"], name="settlement_region_once")]

    def __str__(self) -> str:
        return self.code


class Statement(models.Model):
    """The statement of one region toward another for a period: ours as worked on and as sent, theirs as it came."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="settlement_statement")
    period = models.ForeignKey(SettlementPeriod, models.PROTECT, related_name="statements")
    authority = models.CharField(_("authority"), max_length=32)
    counterpart = models.CharField(_("counterpart"), max_length=32)
    version = models.PositiveIntegerField(_("version"), default=0)
    sent = models.PositiveIntegerField(_("version sent"), default=0)
    edition = models.CharField(_("rule edition"), max_length=80, blank=True, default="")
    log_size = models.BigIntegerField(default=0)
    their_version = models.PositiveIntegerField(_("their version"), default=0)
    their_edition = models.CharField(_("their rule edition"), max_length=80, blank=True, default="")
    their_digest = models.CharField(max_length=64, blank=True, default="")
    differences = models.PositiveIntegerField(_("differences"), null=True, blank=True)
    owed = MoneyField(_("we owe"), null=True, blank=True)
    due = MoneyField(_("they owe"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period", "counterpart"], name="settlement_statement_once")
        ]
        indexes: ClassVar = [models.Index(fields=["authority", "counterpart"])]

    def __str__(self) -> str:
        return f"{self.authority} {self.counterpart}"


class StatementLine(models.Model):
    """One line of a statement, on our side or on theirs."""

    OURS, THEIRS = "ours", "theirs"

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="lines")
    side = models.CharField(max_length=6)
    order = models.CharField(max_length=160)
    kind = models.CharField(max_length=12)
    number = models.CharField(max_length=48, blank=True, default="")
    payer = models.CharField(max_length=32)
    provider = models.CharField(max_length=32)
    amount = MoneyField()
    on = models.DateField()
    entries = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["statement", "side", "order", "kind"], name="settlement_line_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="settlement_line_above_zero"),
        ]
        indexes: ClassVar = [models.Index(fields=["order", "kind"])]

    def __str__(self) -> str:
        return f"{self.side} {self.order} {self.kind}"


class StatementCorrection(models.Model):
    """A change of one of our lines after the exchange, with the line before and after it (null: none)."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="corrections")
    version = models.PositiveIntegerField()
    order = models.CharField(max_length=160)
    kind = models.CharField(max_length=12)
    change = models.CharField(max_length=8)
    reason = models.CharField(max_length=32)
    note = models.CharField(max_length=400, blank=True, default="")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    written_off = MoneyField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["order", "kind"])]

    def __str__(self) -> str:
        return f"{self.change} {self.order}"


class PlannedTransfer(models.Model):
    """A transfer of the netting that concerns the period's region, with its payment once that is recorded."""

    period = models.ForeignKey(SettlementPeriod, models.CASCADE, related_name="transfers")
    payer = models.CharField(max_length=32)
    payee = models.CharField(max_length=32)
    amount = MoneyField()
    paid_on = models.DateField(null=True, blank=True)
    bank_ref = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period", "payer", "payee"], name="settlement_transfer_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="settlement_transfer_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.payer} {self.payee} {self.amount}"


class Movement(models.Model):
    """Money of a voucher order between two regions as one fact of a log says it.

    ``done`` marks facts that a closed statement has dealt with, so that later statements need not look at them.
    """

    entry = models.CharField(primary_key=True, max_length=32)
    log = models.CharField(max_length=64)
    order = models.CharField(max_length=160)
    kind = models.CharField(max_length=12)
    payer = models.CharField(max_length=32)
    provider = models.CharField(max_length=32)
    amount = MoneyField()
    on = models.DateField()
    number = models.CharField(max_length=48, blank=True, default="")
    title = models.CharField(max_length=400, blank=True, default="")
    done = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["log", "order", "kind"]),
            models.Index(fields=["log", "on"], condition=models.Q(done=False), name="settlement_movement_open"),
            models.Index(fields=["provider", "log", "on"]),
        ]

    def __str__(self) -> str:
        return f"{self.log} {self.order} {self.kind}"


class PairWord(models.Model):
    """The last public word of a region on its pair with another for a period: the totals, and whether they stand."""

    region = models.CharField(max_length=64)
    counterpart = models.CharField(max_length=32)
    period = models.CharField(max_length=16)
    owed = MoneyField(default=0)
    due = MoneyField(default=0)
    orders_owed = models.PositiveIntegerField(default=0)
    orders_due = models.PositiveIntegerField(default=0)
    stands = models.BooleanField(default=False)
    entry = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period", "region", "counterpart"], name="settlement_word_once")
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.region} {self.counterpart}"


class SentWord(models.Model):
    """The last version of a statement that a region has sent another, and the fact that holds it."""

    region = models.CharField(max_length=64)
    counterpart = models.CharField(max_length=32)
    period = models.CharField(max_length=16)
    version = models.PositiveIntegerField()
    entry = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period", "region", "counterpart"], name="settlement_sent_once")
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.region} {self.counterpart} v{self.version}"


class NettingWord(models.Model):
    """That a region netted a period, and the digest of the debts that it netted."""

    region = models.CharField(max_length=64)
    period = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    entry = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["period", "region"], name="settlement_netting_once")]

    def __str__(self) -> str:
        return f"{self.period} {self.region}"
