"""The dictionary of indicators and the observations, as the facts say them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case


class Indicator(models.Model):
    """One indicator of the dictionary; what it means stands in its versions."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="indicator")
    code = models.CharField(_("code"), max_length=48, unique=True)
    retired = models.BooleanField(_("ended"), default=False)
    # The newest version's words, so that the list is one query.
    version = models.PositiveIntegerField(_("version"), default=1)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(max_length=200, blank=True, default="")
    unit = models.CharField(_("unit"), max_length=24)
    frequency = models.CharField(_("frequency"), max_length=12)
    form = models.CharField(_("form"), max_length=12)
    direction = models.CharField(_("direction"), max_length=8)
    owner = models.CharField(_("owner"), max_length=120, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["title", "case"])]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Version(models.Model):
    """One version of an indicator's definition."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField(_("version"))
    since = models.DateField(_("since"))
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(max_length=200, blank=True, default="")
    definition = models.TextField(_("definition"))
    definition_en = models.TextField(blank=True, default="")
    unit = models.CharField(_("unit"), max_length=24)
    direction = models.CharField(_("direction"), max_length=8)
    form = models.CharField(_("form"), max_length=12)
    frequency = models.CharField(_("frequency"), max_length=12)
    adds_up = models.BooleanField(_("places add up"), default=False)
    parts = models.JSONField(default=list)
    source = models.CharField(_("source"), max_length=200, blank=True, default="")
    owner = models.CharField(_("owner"), max_length=120, blank=True, default="")
    confidence = models.CharField(max_length=1, blank=True, default="")
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "version"], name="statistic_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} v{self.version}"


class Series(models.Model):
    """One indicator at one place."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="series")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="series")
    place = models.CharField(_("place"), max_length=9)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["indicator", "place"], name="statistic_series_once")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.place}"


class Observation(models.Model):
    """One vintage of one figure. ``newest``: no later vintage stands."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="observations")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations")
    version = models.PositiveIntegerField(_("version"))
    place = models.CharField(_("place"), max_length=9)
    code_list = models.DateField(_("code list of"))
    period = models.CharField(_("reporting period"), max_length=8)
    first_day = models.DateField()
    value = models.CharField(_("value"), max_length=48, blank=True, default="")
    unit = models.CharField(_("unit"), max_length=24)
    status = models.CharField(_("status"), max_length=12)
    source = models.CharField(_("source"), max_length=200)
    vintage = models.DateField(_("vintage"))
    dataset = models.CharField(_("data set"), max_length=120, blank=True, default="")
    batch = models.CharField(max_length=64, blank=True, default="")
    flags = models.JSONField(default=list)
    reason = models.TextField(blank=True, default="")
    newest = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "period", "vintage"], name="statistic_vintage_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["indicator", "place", "first_day"]),
            models.Index(fields=["indicator", "period"]),
            models.Index(fields=["vintage", "id"]),
            models.Index(fields=["place", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.place} {self.period} {self.vintage}"
