"""Technology demands beside their cases: what is wanted, its targets, who answered, with whom the owner talks.

Written by acts alone. State, owner (``holder``), office and refiner (``counterpart``) stand on the case.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.fields import MoneyField


class Demand(models.Model):
    """One demand. ``refined`` is a proposal that waits for the owner's word; ``sample`` stands for its text."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="market_demand")
    channel = models.CharField(max_length=12, default="online")
    list_type = models.CharField(_("kind of list"), max_length=32, blank=True, default="")
    field = models.CharField(_("field of technology"), max_length=12)
    background = models.TextField(_("background"))
    # Words with 、 between them: a search inside JSON would not find Chinese characters on every database.
    keywords = models.CharField(max_length=400, blank=True, default="")
    ipc = models.JSONField(default=list)
    constraints = models.TextField(blank=True, default="")
    budget = MoneyField(_("budget in yuan"), null=True, blank=True)
    band = models.CharField(max_length=16, blank=True, default="")
    pays = models.CharField(max_length=12)
    needed_by = models.DateField(null=True, blank=True)
    mode = models.CharField(max_length=16)
    wish = models.CharField(max_length=16)
    masked = models.BooleanField(default=False)
    open_details = models.BooleanField(default=False)
    readiness = models.PositiveSmallIntegerField(null=True, blank=True)
    region = models.CharField(max_length=9, blank=True, default="")
    is_scene = models.BooleanField(default=False)
    scene_location = models.CharField(max_length=200, blank=True, default="")
    scene_data = models.TextField(blank=True, default="")
    scene_purchase = models.TextField(blank=True, default="")
    behalf_code = models.CharField(max_length=18, blank=True, default="")
    behalf_name = models.CharField(max_length=120, blank=True, default="")
    asked_until = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    flags = models.JSONField(default=list)
    sample = models.JSONField(default=list)
    refined = models.JSONField(default=dict)
    refiner_note = models.TextField(blank=True, default="")
    owner_note = models.TextField(blank=True, default="")
    talks_note = models.TextField(blank=True, default="")
    passed_on = models.DateField(null=True, blank=True)
    refined_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=16, blank=True, default="")
    result = models.TextField(blank=True, default="")
    contract_number = models.CharField(max_length=64, blank=True, default="")
    contract_amount = MoneyField(null=True, blank=True)
    contract_on = models.DateField(null=True, blank=True)
    partner = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    partner_name = models.CharField(max_length=120, blank=True, default="")
    reached = models.JSONField(default=list)
    met = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["published_on", "case"]),
            models.Index(fields=["field", "case"]),
            models.Index(fields=["list_type", "case"]),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.case_id}"


class DemandTarget(models.Model):
    """One quantified target; values are decimals as text."""

    demand = models.ForeignKey(Demand, models.CASCADE, related_name="targets")
    order = models.PositiveSmallIntegerField()
    indicator = models.CharField(_("indicator"), max_length=120)
    unit = models.CharField(_("unit"), max_length=40)
    current = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001 - not known is no empty number
    target = models.CharField(max_length=40)
    sense = models.CharField(max_length=8)
    method = models.CharField(_("test method"), max_length=300)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["demand", "order"], name="demand_target_order")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.target} {self.unit}"


class DemandMark(models.Model):
    """One of the smallest marks of a living demand's text: two demands that share one are compared whole."""

    demand = models.ForeignKey(Demand, models.CASCADE, related_name="marks")
    mark = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["mark"])]

    def __str__(self) -> str:
        return str(self.mark)


class DemandAnswer(models.Model):
    """A body that says it can solve a demand."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    demand = models.ForeignKey(Demand, models.PROTECT, related_name="answers")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    text = models.TextField()
    offer = models.CharField(max_length=120, blank=True, default="")
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["demand", "body"], name="demand_answer_once")]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.body_id}"


class DemandTalk(models.Model):
    """Somebody with whom the owner talks: a body of the node, or a name."""

    demand = models.ForeignKey(Demand, models.PROTECT, related_name="talks")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120, blank=True, default="")
    offer = models.CharField(max_length=120, blank=True, default="")
    on = models.DateField()

    def __str__(self) -> str:
        return f"{self.demand_id} {self.name or self.body_id}"
