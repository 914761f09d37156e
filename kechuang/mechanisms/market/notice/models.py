"""Agreed prices beside their cases: terms, rounds of the notice, snapshots of its page.

Written by acts alone. State, seller (``holder``), first buyer (``counterpart``) and office stand on the case.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.web.accounts.models import Body
from kechuang.web.fields import MoneyField


class PriceNotice(models.Model):
    """One agreed price. ``price`` is the price as JSON; ``start`` and ``end`` are those of the round that runs."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="price_notice")
    summary = models.TextField(_("summary"))
    mode = models.CharField(_("mode of the transfer"), max_length=24)
    price = models.JSONField()
    known_yuan = MoneyField(_("known part of the price"), default=0)
    round = models.PositiveSmallIntegerField(default=0)
    start = models.DateField(_("notice from"), null=True, blank=True)
    end = models.DateField(_("notice until"), null=True, blank=True)
    places = models.JSONField(default=list)
    unit_place = models.CharField(max_length=300, blank=True, default="")
    files = models.JSONField(default=list)
    reason = models.TextField(blank=True, default="")
    passed_on = models.DateField(null=True, blank=True)
    contract_number = models.CharField(max_length=64, blank=True, default="")
    signed_on = models.DateField(null=True, blank=True)
    registration_number = models.CharField(max_length=64, blank=True, default="")
    registered_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["end", "case"]), models.Index(fields=["start", "case"])]

    def __str__(self) -> str:
        return f"{self.mode} {self.case_id}"


class NoticeAchievement(models.Model):
    """What is sold."""

    notice = models.ForeignKey(PriceNotice, models.CASCADE, related_name="achievements")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    ip_number = models.CharField(max_length=40, blank=True, default="")
    ref = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "order"], name="notice_achievement_order")]
        indexes: ClassVar = [models.Index(fields=["ip_number"])]

    def __str__(self) -> str:
        return f"{self.title} {self.ip_number}"


class NoticeBuyer(models.Model):
    """Who buys, and how the buyer is related to the seller ('': not related)."""

    notice = models.ForeignKey(PriceNotice, models.CASCADE, related_name="buyers")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=18, blank=True, default="")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    relation = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "order"], name="notice_buyer_order")]

    def __str__(self) -> str:
        return self.name


class NoticeRound(models.Model):
    """One time that a notice went out: with which price and buyers, and how it ended (passed, changed, interrupted)."""

    notice = models.ForeignKey(PriceNotice, models.CASCADE, related_name="rounds")
    round = models.PositiveSmallIntegerField()
    start = models.DateField()
    end = models.DateField()
    formula = models.CharField(max_length=1000)
    buyers = models.TextField()
    ended = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "round"], name="notice_round_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.round}"


class NoticeSnapshot(models.Model):
    """The page as it stood; the bytes are kept under their SHA-256."""

    notice = models.ForeignKey(PriceNotice, models.PROTECT, related_name="snapshots")
    round = models.PositiveSmallIntegerField()
    on = models.DateField()
    taken_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "round", "on"], name="notice_snapshot_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.on}"
