"""One-off collections and what came back. Written by the gateway's projections alone."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.web.accounts.models import Body


class Collection(models.Model):
    """What an office asks once of several bodies, only elements of the dictionary, with basis, end and burden."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="collection")
    basis = models.CharField(_("basis"), max_length=400)
    purpose = models.CharField(_("purpose"), max_length=400)
    elements = models.JSONField(default=list)
    year = models.PositiveSmallIntegerField(_("year"))
    reply_by = models.DateField(_("reply by"))
    expires_on = models.DateField(_("expires on"))
    recipients = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    seconds = models.PositiveIntegerField()

    def __str__(self) -> str:
        return str(self.case)


class CollectionAnswer(models.Model):
    """What one body answered: the values as text by element, and which of them it only confirmed."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="collection_answer")
    collection = models.ForeignKey(Collection, models.PROTECT, related_name="answers")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    values = models.JSONField(default=dict)
    confirmed = models.JSONField(default=list)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["collection", "body"], name="collection_asks_once")]
        indexes: ClassVar = [models.Index(fields=["body", "answered_on"])]

    def __str__(self) -> str:
        return f"{self.collection_id} {self.body_id}"
