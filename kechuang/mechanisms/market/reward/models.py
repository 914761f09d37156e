"""Rewards, empowerments and reports beside their cases. Written by acts alone.

Unit (``holder`` and ``office``), place and state stand on the case. Names, masked ids and hashes of persons stand
here and nowhere else, so that emptying these columns erases them.
"""

from fractions import Fraction
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.web import chance
from kechuang.web.accounts.models import Body, Person
from kechuang.web.fields import MoneyField


class Empowerment(models.Model):
    """One empowerment: the right that completers ask for and get. ``top``/``bottom``: their share of the ownership."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="empowerment")
    result = models.UUIDField(null=True, blank=True)
    subject = models.CharField(max_length=60)
    right = models.CharField(_("kind of right"), max_length=12)
    plan = models.TextField(_("plan of use"))
    top = models.BigIntegerField(default=0)
    bottom = models.BigIntegerField(default=1)
    right_start = models.DateField(null=True, blank=True)
    right_end = models.DateField(null=True, blank=True)
    decision = models.TextField(blank=True, default="")
    cost = models.TextField(blank=True, default="")
    revenue = models.TextField(blank=True, default="")
    leaving = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    where = models.CharField(max_length=300, blank=True, default="")
    passed_on = models.DateField(null=True, blank=True)
    number = models.CharField(max_length=64, blank=True, default="")
    signed_on = models.DateField(null=True, blank=True)
    registration = models.CharField(max_length=64, blank=True, default="")
    effective_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    files = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["result"]), models.Index(fields=["effective_on", "case"])]

    def __str__(self) -> str:
        return f"{self.right} {self.case_id}"

    @property
    def share(self) -> Fraction:
        """The completers' share of the ownership."""
        return Fraction(self.top, self.bottom)


class EmpowermentCompleter(models.Model):
    """A completer with rank and exact share."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    empowerment = models.ForeignKey(Empowerment, models.CASCADE, related_name="completers")
    place_in_order = models.PositiveSmallIntegerField()
    name = models.CharField(_("name of a completer"), max_length=80)
    top = models.BigIntegerField()
    bottom = models.BigIntegerField()
    representative = models.BooleanField(default=False)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["empowerment", "place_in_order"], name="empowerment_place_once"),
            models.CheckConstraint(
                condition=models.Q(top__gt=0, bottom__gt=0, top__lte=models.F("bottom")),
                name="empowerment_share_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_in_order} {self.name}"

    @property
    def share(self) -> Fraction:
        """The exact share."""
        return Fraction(self.top, self.bottom)


class EmpowermentYear(models.Model):
    """What completers reported of a year."""

    empowerment = models.ForeignKey(Empowerment, models.CASCADE, related_name="yearly")
    year = models.PositiveSmallIntegerField()
    used = models.TextField()
    income = MoneyField()
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["empowerment", "year"], name="empowerment_year_once"),
        ]

    def __str__(self) -> str:
        return f"{self.empowerment_id} {self.year}"


class Distribution(models.Model):
    """One sheet. ``inputs`` are what was typed, ``amount_unit`` is yuan or shares; amounts in shares are whole."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="distribution")
    result = models.UUIDField(null=True, blank=True)
    way = models.CharField(_("way of the transfer"), max_length=12)
    subject = models.CharField(max_length=60)
    in_force = models.DateField()
    income_on = models.DateField(_("income received on"), null=True, blank=True)
    contract = models.CharField(_("contract"), max_length=80, blank=True, default="")
    inputs = models.JSONField(default=dict)
    amount_unit = models.CharField(max_length=8)
    net = MoneyField()
    pool = MoneyField()
    pay_by = models.DateField(_("pay by"), null=True, blank=True)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    where = models.CharField(max_length=300, blank=True, default="")
    openly = models.BooleanField(default=False)
    passed_on = models.DateField(null=True, blank=True)
    handed_on = models.DateField(null=True, blank=True)
    paid_on = models.DateField(_("reward paid on"), null=True, blank=True)
    reference = models.CharField(max_length=120, blank=True, default="")
    late_days = models.PositiveIntegerField(default=0)
    overdue_on = models.DateField(null=True, blank=True)
    forgotten_on = models.DateField(null=True, blank=True)
    files = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["paid_on", "case"]),
            models.Index(fields=["pay_by", "case"]),
            models.Index(fields=["openly", "start", "case"]),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.case_id}"


class RewardLine(models.Model):
    """One person on a sheet: role, basis, exact share of the pool, amount, tax withheld."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    distribution = models.ForeignKey(Distribution, models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=80)
    masked = models.CharField(max_length=40, blank=True, default="")
    hashed = models.CharField(max_length=64, blank=True, default="")
    role = models.CharField(_("role"), max_length=12)
    basis = models.TextField(_("basis"))
    leader = models.BooleanField(default=False)
    top = models.BigIntegerField()
    bottom = models.BigIntegerField()
    amount = MoneyField()
    tax = MoneyField(default=0)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["distribution", "order"], name="reward_line_order"),
            models.CheckConstraint(
                condition=models.Q(top__gt=0, bottom__gt=0, top__lte=models.F("bottom")), name="reward_share_of_one"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "distribution"])]

    def __str__(self) -> str:
        return f"{self.order} {self.name}"

    @property
    def share(self) -> Fraction:
        """The exact share of the pool."""
        return Fraction(self.top, self.bottom)


class TransferReport(models.Model):
    """A unit's transfer report of a year; ``figures`` by code, decimals as text."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="transfer_report")
    unit = models.ForeignKey(Body, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    figures = models.JSONField(default=dict)
    stands_on = models.JSONField(default=list)
    remarks = models.TextField(blank=True, default="")
    filed_on = models.DateField(_("filed on"))
    due = models.DateField(null=True, blank=True)
    late_days = models.PositiveIntegerField(default=0)
    corrected_on = models.DateField(null=True, blank=True)
    forwarded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "year"], name="transfer_report_once")]
        indexes: ClassVar = [models.Index(fields=["year", "case"])]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"
