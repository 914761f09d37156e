"""Cases of protection of intellectual property, and where each was routed. Written by acts alone. Nothing is public."""

from typing import ClassVar

from django.db import models

from kechuang.casework.models import Case
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.web import chance
from kechuang.web.accounts.models import Body


class Protection(models.Model):
    """One case. ``froze`` says that the achievement stands still because of it; ``happened_at`` is a place code."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="protection")
    kind = models.CharField(max_length=16)
    right = models.CharField(max_length=16)
    number = models.CharField(max_length=40, blank=True, default="")
    number_key = models.CharField(max_length=40, blank=True, default="", editable=False)
    respondent = models.CharField(max_length=200, blank=True, default="")
    respondent_code = models.CharField(max_length=18, blank=True, default="")
    happened_at = models.CharField(max_length=9, blank=True, default="")
    country = models.CharField(max_length=80, blank=True, default="")
    since = models.DateField(null=True, blank=True)
    text = models.TextField()
    contact_name = models.CharField(max_length=80)
    contact_phone = models.CharField(max_length=40)
    result = models.ForeignKey(Achievement, models.PROTECT, null=True, blank=True, related_name="protections")
    froze = models.BooleanField(default=False)
    way = models.CharField(max_length=16, blank=True, default="")
    routed_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=16, blank=True, default="")
    outcome = models.CharField(max_length=16, blank=True, default="")
    outcome_text = models.TextField(blank=True, default="")
    ended_on = models.DateField(null=True, blank=True)
    files = models.JSONField(default=list)
    outcome_files = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "case"]),
            models.Index(fields=["result", "case"]),
            models.Index(fields=["number_key"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"


class Routing(models.Model):
    """Where a case went, and what was answered."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    protection = models.ForeignKey(Protection, models.CASCADE, related_name="routings")
    way = models.CharField(max_length=16)
    to = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    outside = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField(blank=True, default="")
    on = models.DateField()
    answer = models.CharField(max_length=16, blank=True, default="")
    answer_text = models.TextField(blank=True, default="")
    answered_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.way} {self.on}"
