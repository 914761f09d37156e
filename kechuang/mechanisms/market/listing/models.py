"""Listings beside their cases: the offer, its rounds, who registered interest, what was paid. Written by acts alone.

State, seller (``holder``), buyer (``counterpart``, once confirmed) and office stand on the case.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.web.accounts.models import Body
from kechuang.web.fields import MoneyField


class Listing(models.Model):
    """One listing. ``terms`` holds as JSON what no list is narrowed by; ``lot_id`` the lot of the competitive round.

    ``commitment`` stands for a secret reserve price that no table holds; ``revealed`` is that price once opened.
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="listing")
    seller_kind = models.CharField(max_length=32)
    mode = models.CharField(_("mode of the transfer"), max_length=24)
    base = MoneyField(_("base price"))
    appraisal = MoneyField(_("appraised value"), null=True, blank=True)
    deposit = MoneyField(_("deposit"), default=0)
    commitment = models.CharField(max_length=64, blank=True, default="")
    terms = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    round = models.PositiveSmallIntegerField(default=0)
    extended = models.PositiveSmallIntegerField(default=0)
    start = models.DateField(_("on offer from"), null=True, blank=True)
    end = models.DateField(_("on offer until"), null=True, blank=True)
    newspaper = models.CharField(max_length=120, blank=True, default="")
    newspaper_on = models.DateField(null=True, blank=True)
    admitted = models.PositiveSmallIntegerField(default=0)
    lot_id = models.UUIDField(null=True, blank=True)
    lot_code = models.CharField(max_length=40, blank=True, default="")
    revealed = MoneyField(null=True, blank=True)
    price = MoneyField(_("price of the deal"), null=True, blank=True)
    way = models.CharField(max_length=12, blank=True, default="")
    buyer = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    notice_start = models.DateField(null=True, blank=True)
    notice_end = models.DateField(null=True, blank=True)
    passed_on = models.DateField(null=True, blank=True)
    contract_number = models.CharField(max_length=64, blank=True, default="")
    contract_files = models.JSONField(default=list)
    signed_on = models.DateField(null=True, blank=True)
    pay_until = models.DateField(null=True, blank=True)
    paid = MoneyField(default=0)
    settled_on = models.DateField(null=True, blank=True)
    certificate = models.CharField(max_length=64, blank=True, default="")
    closed_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["end", "case"]), models.Index(fields=["start", "case"])]

    def __str__(self) -> str:
        return f"{self.mode} {self.case_id}"


class ListingItem(models.Model):
    """What is sold; ``ref`` names its record in the register of achievements."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    ip_number = models.CharField(max_length=40, blank=True, default="")
    ref = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["listing", "order"], name="listing_item_order")]
        indexes: ClassVar = [models.Index(fields=["ip_number"]), models.Index(fields=["ref"])]

    def __str__(self) -> str:
        return f"{self.title} {self.ip_number}".strip()


class ListingRound(models.Model):
    """One time that a listing went out: at which base price, until when, and how it ended."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="rounds")
    round = models.PositiveSmallIntegerField()
    start = models.DateField()
    end = models.DateField()
    base = MoneyField()
    ended = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["listing", "round"], name="listing_round_once")]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.round}"


class Interest(models.Model):
    """A registration of interest, beside its case. Nobody but the operator and the party itself reads it."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="listing_interest")
    listing = models.ForeignKey(Listing, models.PROTECT, related_name="interests")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    agent = models.CharField(_("authorised agent"), max_length=80, blank=True, default="")
    relation = models.CharField(max_length=16, blank=True, default="")
    ground = models.TextField(blank=True, default="")
    files = models.JSONField(default=list)
    met = models.JSONField(default=list)
    deposit = MoneyField(default=0)
    payer = models.CharField(max_length=200, blank=True, default="")
    paid_on = models.DateField(null=True, blank=True)
    voucher = models.JSONField(default=list)
    text = models.TextField(blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["listing", "body"])]

    def __str__(self) -> str:
        return str(self.case_id)


class ListingPayment(models.Model):
    """Money that came in of the price."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="payments")
    amount = MoneyField()
    payer = models.CharField(max_length=200)
    paid_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.listing_id} {self.paid_on}"
