"""The register of brokers and the deals that they claim, beside their cases. Written by acts alone.

Unit (``holder``), office, place and state stand on the case. Name, certificate and what a check found stand here and
in personal groups of the ledger, nowhere else: emptying these columns and those groups erases them.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from kechuang.casework.models import Case
from kechuang.web.accounts.models import Body
from kechuang.web.fields import MoneyField


class BrokerEntry(models.Model):
    """One broker, technology manager or service body. ``spans`` are the days of suspension; ``wish`` a renewal."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="market_broker")
    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    open_name = models.BooleanField(default=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    level = models.CharField(max_length=16)
    title = models.CharField(max_length=12, blank=True, default="none")
    certificate = models.CharField(max_length=64, blank=True, default="")
    issuer = models.CharField(max_length=120, blank=True, default="")
    valid_from = models.DateField()
    valid_until = models.DateField()
    # The codes of the eight fields with 、 between them.
    specialities = models.CharField(max_length=40)
    services = models.TextField(blank=True, default="")
    checked_on = models.DateField(null=True, blank=True)
    check_source = models.CharField(max_length=200, blank=True, default="")
    check_finding = models.CharField(max_length=8, blank=True, default="")
    check_note = models.TextField(blank=True, default="")
    wish = models.JSONField(default=dict)
    asked_on = models.DateField(null=True, blank=True)
    ground = models.CharField(max_length=24, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    since = models.DateField()
    spans = models.JSONField(default=list)
    living = models.BooleanField(default=True)
    forgotten = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=models.Q(living=True) & ~models.Q(certificate=""),
                name="market_broker_certificate_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["valid_until", "case"]),
            models.Index(fields=["level", "case"]),
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class BrokeredDeal(models.Model):
    """A deal that a broker claims for one of its parties, with the commission as the parties state it."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="market_brokered")
    entry = models.ForeignKey(BrokerEntry, models.PROTECT, related_name="deals")
    deal = models.ForeignKey(Case, models.PROTECT, related_name="+")
    client = models.ForeignKey(Body, models.PROTECT, related_name="+")
    deal_kind = models.CharField(max_length=48)
    deal_number = models.CharField(max_length=64)
    deal_on = models.DateField(null=True, blank=True)
    deal_yuan = MoneyField(null=True, blank=True)
    field = models.CharField(max_length=16, blank=True, default="")
    level = models.CharField(max_length=16)
    services = models.TextField()
    agreement = models.CharField(max_length=64)
    agreed_on = models.DateField()
    form = models.CharField(max_length=8)
    rate = models.CharField(max_length=16, blank=True, default="")
    agreed_yuan = MoneyField()
    paid_yuan = MoneyField(default=0)
    insisted = models.BooleanField(default=False)
    confirmed_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, default="")
    living = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deal", "client"], condition=models.Q(living=True), name="market_broker_claim_once"
            ),
            models.CheckConstraint(
                condition=models.Q(paid_yuan__lte=models.F("agreed_yuan")), name="market_broker_within_contract"
            ),
        ]

    def __str__(self) -> str:
        return self.deal_number


class Commission(models.Model):
    """Commission that a broker received, as it recorded it."""

    brokered = models.ForeignKey(BrokeredDeal, models.PROTECT, related_name="payments")
    amount = MoneyField()
    on = models.DateField()
    voucher = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.brokered_id} {self.on}"
