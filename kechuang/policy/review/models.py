"""The last judgement on each finding; written by ``actions`` alone and proved against the facts."""

from typing import ClassVar

from django.db import models

from kechuang.policy.models import Document


class Judged(models.Model):
    """How a finding of one version of a document stands. ``values`` are those that differ from what was read.

    ``before`` and ``after`` are the digests of the fact: the finding as it stood before the judgement, and after it.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="judged")
    version = models.PositiveIntegerField()
    code = models.CharField(max_length=16)
    kind = models.CharField(max_length=12)
    verdict = models.CharField(max_length=12)
    values = models.JSONField(default=dict)
    clause = models.TextField(blank=True, default="")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    ground = models.CharField(max_length=32, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    before = models.CharField(max_length=64)
    after = models.CharField(max_length=64)
    judged_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "version", "code"], name="finding_judged_once")
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "verdict"])]

    def __str__(self) -> str:
        return f"{self.code} {self.verdict}"
