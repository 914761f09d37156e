"""Tasks beside their cases, with measures, reports, questions, proofs; what a meeting saw. Written by acts alone."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.fields import MoneyField


class DeliveryTask(models.Model):
    """One task: where it comes from, how far it is. State, leading body and day stand on the case."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="delivery_task")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    text = models.TextField(_("what is to be done"))
    year = models.PositiveSmallIntegerField(_("year"))
    first_year = models.PositiveSmallIntegerField()
    source = models.CharField(_("source"), max_length=16, default="plan")
    reference = models.CharField(_("reference"), max_length=200, blank=True, default="")
    document = models.CharField(max_length=36, blank=True, default="")
    document_title = models.CharField(max_length=300, blank=True, default="")
    clause = models.CharField(_("clause"), max_length=120, blank=True, default="")
    finding = models.CharField(max_length=32, blank=True, default="")
    lead_words = models.CharField(max_length=500, blank=True, default="")
    due_on = models.DateField(null=True, blank=True)
    first_due_on = models.DateField(null=True, blank=True)
    percent = models.PositiveSmallIntegerField(_("progress"), default=0)
    measures_count = models.PositiveSmallIntegerField(default=0)
    report_by = models.DateField(_("report due"), null=True, blank=True)
    missed = models.PositiveSmallIntegerField(default=0)
    dispute = models.TextField(blank=True, default="")
    block_reason = models.TextField(blank=True, default="")
    blocked_on = models.DateField(null=True, blank=True)
    verdict = models.TextField(blank=True, default="")
    assigned_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    urged_on = models.DateField(null=True, blank=True)
    late_since = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    proof = models.JSONField(default=dict, blank=True)
    proof_read = models.BooleanField(default=False)
    proved_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["document", "clause"]),
            models.Index(fields=["year", "case"]),
            models.Index(fields=["source", "case"]),
            models.Index(fields=["report_by", "case"]),
            models.Index(
                fields=["case"], condition=models.Q(missed__gt=0, reported_on=None), name="task_never_reported"
            ),
            models.Index(fields=["case"], condition=models.Q(proved_on__isnull=False), name="task_proved"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.case_id}"


class Source(models.Model):
    """A document from which tasks were made: what a filter offers without reading all tasks."""

    document = models.CharField(max_length=36, primary_key=True)
    title = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return self.title


class Support(models.Model):
    """A body that supports the leading one."""

    task = models.ForeignKey(DeliveryTask, models.CASCADE, related_name="supports")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "body"], name="task_support_once")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.body_id}"


class TaskLine(models.Model):
    """A measure, or a milestone of the year."""

    task = models.ForeignKey(DeliveryTask, models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=12)
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    owner = models.CharField(max_length=120, blank=True, default="")
    by = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["task", "kind", "order"])]

    def __str__(self) -> str:
        return self.text


class TaskReport(models.Model):
    """A report of the leading body; ``facts`` are ids of entries of the ledger that prove it."""

    task = models.ForeignKey(DeliveryTask, models.CASCADE, related_name="reports")
    on = models.DateField()
    percent = models.PositiveSmallIntegerField()
    text = models.TextField()
    milestone = models.CharField(max_length=300, blank=True, default="")
    figures = models.TextField(blank=True, default="")
    files = models.JSONField(default=list)
    facts = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["task", "id"])]

    def __str__(self) -> str:
        return f"{self.on} {self.percent}"


class TaskMoney(models.Model):
    """What is planned, arranged or spent for a task in a year from one source: the figure last stated, in yuan."""

    task = models.ForeignKey(DeliveryTask, models.CASCADE, related_name="monies")
    kind = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=120)
    amount = MoneyField()
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "kind", "year", "source"], name="task_money_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.amount}"


class TaskHelp(models.Model):
    """Which decision is asked of whom, and what was decided."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    task = models.ForeignKey(DeliveryTask, models.CASCADE, related_name="helps")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    question = models.TextField()
    asked_on = models.DateField()
    answer = models.TextField(blank=True, default="")
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["body", "answered_on"]), models.Index(fields=["task", "asked_on"])]

    def __str__(self) -> str:
        return self.question


class TaskProof(models.Model):
    """An entry of the ledger that counts towards a task's proof."""

    task = models.ForeignKey(DeliveryTask, models.CASCADE, related_name="proofs")
    entry = models.CharField(max_length=64)
    type = models.CharField(max_length=80)
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "entry"], name="task_proof_once")]

    def __str__(self) -> str:
        return f"{self.type} {self.entry}"


class Dispatch(models.Model):
    """How all tasks stood when a meeting looked at them; the next meeting compares with it."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="delivery_dispatch")
    note = models.TextField(blank=True, default="")
    late = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)
    snapshot = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.case_id)
