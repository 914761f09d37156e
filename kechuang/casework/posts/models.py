"""Whose a case is, what was handed over, who is invited. Written by acts alone."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.web import chance
from kechuang.web.accounts.models import Body, Person, Post


class Assignment(models.Model):
    """A case of an office is the work of one post."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="assignment")
    post = models.ForeignKey(Post, models.PROTECT, related_name="assignments")
    on = models.DateField(_("assigned on"))

    class Meta:
        indexes: ClassVar = [models.Index(fields=["post", "case"])]

    def __str__(self) -> str:
        return f"{self.case_id} {self.post_id}"


class Handover(models.Model):
    """One handover: who left which posts, and every item with the post that took it."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="handovers")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    on = models.DateField(_("on"))
    access = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["body", "on", "id"])]

    def __str__(self) -> str:
        return f"{self.body_id} {self.on}"


class HandoverItem(models.Model):
    """One item of a handover as it read on the day; ``url`` leads to it as it is now."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=48)
    ref = models.CharField(max_length=64)
    title = models.CharField(max_length=240)
    url = models.CharField(max_length=200, blank=True, default="")
    due_on = models.DateField(null=True, blank=True)
    left = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.title


class Invitation(models.Model):
    """Somebody is invited into a body. The link's secret is not kept, only its digest."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=80)
    email = models.EmailField(_("e-mail"), blank=True, default="")
    post = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="+")
    role = models.CharField(_("role"), max_length=48, blank=True, default="")
    valid_from = models.DateField()
    expires_on = models.DateField(_("expires"))
    used_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["body", "id"])]

    def __str__(self) -> str:
        return f"{self.body_id} {self.expires_on}"
