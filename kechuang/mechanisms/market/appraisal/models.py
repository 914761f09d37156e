"""Evaluations of achievements beside their cases. Written by acts alone.

State, holder, institution (``counterpart``) and office stand on the case. Names of members stand here and nowhere else.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.web import chance
from kechuang.web.accounts.models import Person


class Appraisal(models.Model):
    """One evaluation. ``parts``: what the holder agreed to have published; ``grades``: the five values in words."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="appraisal")
    result = models.ForeignKey(Achievement, models.PROTECT, related_name="appraisals")
    purpose = models.TextField(_("purpose of the evaluation"))
    claimed = models.PositiveSmallIntegerField(null=True, blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    grades = models.JSONField(default=dict)
    level = models.PositiveSmallIntegerField(_("readiness level"), null=True, blank=True)
    summary = models.TextField(blank=True, default="")
    warnings = models.JSONField(default=list)
    files = models.JSONField(default=list)
    report_files = models.JSONField(default=list)
    report_number = models.CharField(max_length=64, blank=True, default="")
    dissent = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    parts = models.JSONField(default=list)
    team_on = models.DateField(null=True, blank=True)
    assessed_on = models.DateField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    challenge_until = models.DateField(null=True, blank=True)
    final_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["result", "case"]), models.Index(fields=["published_on", "case"])]

    def __str__(self) -> str:
        return f"{self.result_id} {self.case_id}"


class Assessor(models.Model):
    """A member of the team, with what he or she declared and whether the report bears the signature."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="members")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=200)
    title = models.CharField(max_length=80, blank=True, default="")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    lead = models.BooleanField(default=False)
    tie = models.CharField(max_length=12)
    named = models.BooleanField(default=False)
    signed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["appraisal", "order"], name="assessor_order_once")]

    def __str__(self) -> str:
        return self.name


class AppraisalLevel(models.Model):
    """What shows that a level of readiness was reached, and since when."""

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="levels")
    level = models.PositiveSmallIntegerField()
    on = models.DateField()
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["appraisal", "level"], name="appraisal_level_once")]

    def __str__(self) -> str:
        return f"{self.level} {self.on}"
