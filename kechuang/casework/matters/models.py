"""The plain matter beside its case."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case


class Matter(models.Model):
    """What was asked of an office, and what it said."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="matter")
    sort = models.CharField(_("kind of matter"), max_length=48)
    text = models.TextField(_("what is asked"), blank=True, default="")
    channel = models.CharField(_("how it came in"), max_length=16, default="online")
    files = models.JSONField(default=list)
    result = models.TextField(_("answer"), blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sort", "case"])]

    def __str__(self) -> str:
        return f"{self.sort} {self.case_id}"
