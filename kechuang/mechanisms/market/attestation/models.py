"""Attestations beside their cases: what was laid, payments, the versions of a certificate with their tokens.

Written by acts alone. State, the body that asked (``holder``), the other side (``counterpart``) and office stand on the
case. A token with all its disclosures is the parties' to show; nothing of it but its digest is public.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.web.fields import MoneyField


class Attestation(models.Model):
    """One attestation of one deal. ``live``: it holds its deal against a second one."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="attestation")
    path_kind = models.CharField(_("how the price was found"), max_length=24)
    path_case = models.UUIDField()
    contract = models.ForeignKey(Case, models.PROTECT, related_name="+")
    side = models.CharField(_("asked by"), max_length=8)
    live = models.BooleanField(default=True)
    paid = models.BooleanField(_("paid in full"), default=False)
    ownership = models.TextField(_("proof of ownership"), blank=True, default="")
    statement = models.CharField(_("statement on related parties"), max_length=8, blank=True, default="")
    statement_text = models.TextField(blank=True, default="")
    files = models.JSONField(default=list)
    examined = models.JSONField(default=list)
    note = models.TextField(blank=True, default="")
    number = models.CharField(_("number of the certificate"), max_length=40, blank=True, default="")
    version = models.PositiveSmallIntegerField(_("version"), default=0)
    issued_on = models.DateField(_("certificate issued on"), null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")
    token_digest = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["path_kind", "path_case"], condition=models.Q(live=True), name="market_attestation_deal_once"
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~models.Q(number=""), name="market_attestation_number_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["issued_on", "case"]), models.Index(fields=["path_kind", "case"])]

    def __str__(self) -> str:
        return self.number or str(self.case_id)


class AttestationPayment(models.Model):
    """One voucher of payment, as it was laid."""

    attestation = models.ForeignKey(Attestation, models.CASCADE, related_name="payments")
    order = models.PositiveSmallIntegerField()
    voucher = models.CharField(max_length=64)
    on = models.DateField()
    yuan = MoneyField()
    payer = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attestation", "order"], name="market_attestation_payment_order")
        ]

    def __str__(self) -> str:
        return self.voucher


class AttestationVersion(models.Model):
    """One version of a certificate: what it says, and its token. No version is ever overwritten."""

    attestation = models.ForeignKey(Attestation, models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    on = models.DateField()
    reason = models.TextField(blank=True, default="")
    said = models.JSONField()
    token = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    fact = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attestation", "version"], name="market_attestation_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.attestation_id} v{self.version}"


class AttestationBook(models.Model):
    """The last number of a place in a year; locked while a number is drawn."""

    place = models.CharField(max_length=9, primary_key=True)
    year = models.PositiveSmallIntegerField(default=0)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.place} {self.year} {self.last}"
