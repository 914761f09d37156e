"""Offers, trials, open licences and their uses beside their cases. Written by acts alone.

On an offer and a declaration ``holder`` of the case is the unit; on a trial and a use it is the firm, and the unit is
``counterpart``. Prices are JSON as ``notice.rules.price`` writes them.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.web.fields import MoneyField


class TrialOffer(models.Model):
    """A result that may be used first: the terms of the later contract stand here before any trial."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="trial_offer")
    result = models.ForeignKey(Achievement, models.PROTECT, related_name="trial_offers")
    field = models.CharField(_("field of the result"), max_length=3, blank=True, default="")
    price = models.JSONField()
    cap = MoneyField(_("most it may cost"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("months of a trial"))
    exclusive = models.BooleanField(default=False)
    audience = models.CharField(max_length=12)
    delivers = models.TextField(_("what the unit hands over for the trial"))
    insurance = models.CharField(_("insurance policy"), max_length=80, blank=True, default="")
    offered_on = models.DateField(_("offered on"))
    amended_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["result"], condition=models.Q(ended_on__isnull=True), name="trial_offer_once_a_result"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["ended_on", "offered_on"]),
            models.Index(fields=["field", "offered_on"]),
            models.Index(fields=["audience", "offered_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.case_id}"


class OfferCounty(models.Model):
    """A county for which an offer fits best."""

    offer = models.ForeignKey(TrialOffer, models.CASCADE, related_name="counties")
    code = models.CharField(max_length=6)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["offer", "code"], name="trial_offer_county_once")]
        indexes: ClassVar = [models.Index(fields=["code", "offer"])]

    def __str__(self) -> str:
        return self.code


class Trial(models.Model):
    """One trial. Price, cap, licence and what is handed over are the offer's as they stood when the firm asked."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="trial")
    offer = models.ForeignKey(TrialOffer, models.PROTECT, related_name="trials")
    result = models.ForeignKey(Achievement, models.PROTECT, related_name="trials")
    county = models.CharField(_("county that gains"), max_length=6)
    mountain = models.BooleanField(default=False)
    field = models.CharField(max_length=3, blank=True, default="")
    exclusive = models.BooleanField(default=False)
    price = models.JSONField()
    cap = MoneyField(null=True, blank=True)
    months = models.PositiveSmallIntegerField()
    delivers = models.TextField()
    insurance = models.CharField(max_length=80, blank=True, default="")
    purpose = models.TextField()
    criteria = models.TextField()
    site = models.CharField(max_length=200, blank=True, default="")
    asked_on = models.DateField()
    number = models.CharField(max_length=64, blank=True, default="")
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    deal = models.UUIDField(null=True, blank=True)
    files = models.JSONField(default=list)
    reminded_on = models.DateField(null=True, blank=True)
    report = models.TextField(blank=True, default="")
    reported_on = models.DateField(null=True, blank=True)
    report_files = models.JSONField(default=list)
    expired_on = models.DateField(null=True, blank=True)
    way = models.CharField(max_length=12, blank=True, default="")
    returned = models.TextField(blank=True, default="")
    returned_on = models.DateField(null=True, blank=True)
    contract = models.OneToOneField(TechContract, models.PROTECT, null=True, blank=True, related_name="trial")
    converted_on = models.DateField(null=True, blank=True)
    mode = models.CharField(max_length=12, blank=True, default="")
    paid = MoneyField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["county", "signed_on"]),
            models.Index(fields=["county", "converted_on"]),
            models.Index(fields=["result", "case"]),
            models.Index(fields=["offer", "case"]),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.case_id}"


class TrialEntry(models.Model):
    """A line of the log."""

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="entries")
    on = models.DateField()
    text = models.TextField()
    measured = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["trial", "on"])]

    def __str__(self) -> str:
        return f"{self.trial_id} {self.on}"


class OpenLicence(models.Model):
    """A declared open licence. A patent has one declaration that waits or stands."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="open_licence")
    result = models.ForeignKey(Achievement, models.PROTECT, related_name="open_licences")
    number = models.CharField(_("patent number"), max_length=40)
    fee = models.JSONField()
    payment = models.CharField(max_length=300)
    until = models.DateField(_("open until"))
    legal = models.CharField(max_length=12)
    text = models.TextField(blank=True, default="")
    consent = models.CharField(max_length=200, blank=True, default="")
    files = models.JSONField(default=list)
    declared_on = models.DateField()
    published_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    deal = models.UUIDField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number"], condition=models.Q(ended_on__isnull=True), name="open_licence_once_a_patent"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["published_on", "case"]), models.Index(fields=["number"])]

    def __str__(self) -> str:
        return self.number


class OpenUse(models.Model):
    """A use of an open licence by one licensee, at the fee as it was declared when the licensee took it."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="open_use")
    licence = models.ForeignKey(OpenLicence, models.PROTECT, related_name="uses")
    county = models.CharField(max_length=6)
    mountain = models.BooleanField(default=False)
    use = models.TextField()
    fee = models.JSONField()
    until = models.DateField()
    notified_on = models.DateField()
    paid_on = models.DateField(null=True, blank=True)
    paid = MoneyField(null=True, blank=True)
    reference = models.CharField(max_length=80, blank=True, default="")
    begun_on = models.DateField(null=True, blank=True)
    deal = models.UUIDField(null=True, blank=True)
    filing = models.CharField(max_length=64, blank=True, default="")
    filed_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["licence", "case"])]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.case_id}"
