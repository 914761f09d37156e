"""Measured promises: the target that each measures, every version of its terms, every judgement by hand.

Written by ``actions`` alone. What a promise comes to is never stored: it is measured from the records whenever asked.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.policy.models import Document
from kechuang.web.accounts.models import Body


class Promise(models.Model):
    """A target of a document bound to an indicator. ``terms`` are those of the version in force, as texts."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="promise")
    document = models.ForeignKey(Document, models.PROTECT, related_name="measured_promises")
    target = models.CharField(_("target"), max_length=16)
    clause = models.TextField(_("clause"), blank=True, default="")
    title = models.CharField(_("promise"), max_length=300)
    quote = models.TextField(_("as published"))
    place = models.CharField(_("place"), max_length=6)
    form = models.CharField(_("way of promising"), max_length=16)
    indicator = models.CharField(_("indicator"), max_length=120, blank=True, default="")
    due_year = models.PositiveSmallIntegerField(_("year"))
    bound_on = models.DateField(_("measured since"))
    released = models.BooleanField(_("ended"), default=False)
    released_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    terms = models.JSONField(default=dict)
    # What the register said of the target when these terms were set; what it says otherwise since is in force.
    said = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["bound_on"]), models.Index(fields=["place"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "target"], condition=models.Q(released=False), name="promise_target_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One version of a promise's terms: since when, by whose office, why."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    since = models.DateField()
    office = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField()
    terms = models.JSONField(default=dict)
    said = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["promise", "number"], name="promise_version_once")]

    def __str__(self) -> str:
        return f"{self.promise_id} v{self.number}"


class Judgement(models.Model):
    """A judgement by hand, beside the state that was computed on its day."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="judgements")
    state = models.CharField(max_length=40)
    computed = models.CharField(max_length=40, blank=True, default="")
    judged_on = models.DateField()
    office = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["promise", "judged_on"])]

    def __str__(self) -> str:
        return f"{self.promise_id} {self.state}"
