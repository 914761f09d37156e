"""Policy documents, their clauses, targets and tasks; previews; and the table of systems that documents name.

Written by ``actions`` alone, except previews (``Draft``), which are nobody's record, and ``System``, which mirrors the
package's own data file. The published text stands in no table: it is kept under its digest, byte for byte.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.web import chance
from kechuang.web.accounts.models import Person


class Document(models.Model):
    """One published document as the register holds it. ``reading`` is all that was found, as accepted."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="policy_document")
    work = models.CharField(_("work"), max_length=48, blank=True, default="", db_index=True)
    title = models.CharField(_("title"), max_length=300)
    number = models.CharField(_("document number"), max_length=120, blank=True, default="")
    issuers = models.JSONField(_("issuers"), default=list)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    script = models.CharField(_("script"), max_length=16, blank=True, default="")
    version = models.PositiveIntegerField(_("version"), default=1)
    withdrawn = models.BooleanField(_("withdrawn"), default=False)
    imported_on = models.DateField(_("imported on"))
    file_name = models.CharField(_("file name"), max_length=255, blank=True, default="")
    file_kind = models.CharField(_("file kind"), max_length=32)
    file_digest = models.CharField(max_length=64, db_index=True)
    text_digest = models.CharField(max_length=64, db_index=True)
    findings_digest = models.CharField(max_length=64)
    chars = models.PositiveIntegerField(_("characters"))
    targets_count = models.PositiveIntegerField(_("targets"), default=0)
    tasks_count = models.PositiveIntegerField(_("tasks"), default=0)
    gaps_count = models.PositiveIntegerField(_("gaps"), default=0)
    findings_count = models.PositiveIntegerField(_("findings"), default=0)
    sample = models.JSONField(default=list)
    search = models.TextField(default="", blank=True)
    reading = models.JSONField(default=dict)
    same_work_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="other_copies")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["imported_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["text_digest"], condition=models.Q(withdrawn=False), name="document_text_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Clause(models.Model):
    """One heading of a document with what stands under it; ``path`` is its address (四(三))."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="clauses")
    path = models.TextField(_("clause"))
    parent = models.TextField(blank=True, default="")
    order = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField(null=True, blank=True)
    marker = models.TextField(blank=True, default="")
    title = models.TextField(_("title"), blank=True, default="")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    body_end = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "path"], name="clause_once")]
        indexes: ClassVar = [models.Index(fields=["document", "order"])]

    def __str__(self) -> str:
        return f"{self.path} {self.title}"


class Target(models.Model):
    """A quantity that a document promises. Values are decimals as text, exactly as published.

    The row says what stands today: as read, or as a person corrected it. ``verdict`` is empty until somebody judged;
    a rejected one stays as a row, and ``queries.targets`` leaves it out.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="targets")
    clause = models.ForeignKey(Clause, models.CASCADE, null=True, blank=True, related_name="targets")
    code = models.CharField(max_length=16)
    indicator = models.TextField(_("indicator"))
    subject = models.TextField(_("subject"), blank=True, default="")
    comparator = models.TextField()
    value = models.TextField(blank=True, default="")
    value_max = models.TextField(blank=True, default="")
    unit = models.TextField(_("unit"), blank=True, default="")
    kind = models.TextField(_("kind"))
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    period_from = models.PositiveSmallIntegerField(null=True, blank=True)
    period_to = models.PositiveSmallIntegerField(null=True, blank=True)
    frequency = models.TextField(blank=True, default="")
    relative_to = models.TextField(blank=True, default="")
    part_of = models.TextField(blank=True, default="")
    verdict = models.CharField(max_length=12, blank=True, default="")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    search = models.TextField(default="", blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "code"], name="target_once")]
        indexes: ClassVar = [models.Index(fields=["document", "start"]), models.Index(fields=["year"])]

    def __str__(self) -> str:
        return f"{self.code} {self.indicator}"


class Task(models.Model):
    """Who answers for a clause; ``text`` is what they answer for, as published; ``verdict`` as with a target."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="tasks")
    clause = models.ForeignKey(Clause, models.CASCADE, null=True, blank=True, related_name="tasks")
    code = models.CharField(max_length=16)
    units = models.JSONField(default=list)
    lead = models.JSONField(default=list)
    support = models.JSONField(default=list)
    open_list = models.BooleanField(default=False)
    verdict = models.CharField(max_length=12, blank=True, default="")
    text = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    search = models.TextField(default="", blank=True)
    bodies = models.TextField(default="", blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "code"], name="task_once")]
        indexes: ClassVar = [models.Index(fields=["document", "start"])]

    def __str__(self) -> str:
        return f"{self.code} {'、'.join(self.units)}"


class Draft(models.Model):
    """A preview: what was found in an uploaded file, before anybody accepted it."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    replaces = models.ForeignKey(Document, models.CASCADE, null=True, blank=True, related_name="+")
    reading = models.JSONField()
    sample = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "made_at"])]

    def __str__(self) -> str:
        return str(self.id)


class System(models.Model):
    """One row of 文件—系统对照, mirrored from ``data/systems.yaml`` so that it filters and pages like every list."""

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)
    name = models.CharField(_("name"), max_length=120)
    status = models.CharField(_("status"), max_length=12)
    rank = models.PositiveSmallIntegerField()
    kinds = models.CharField(max_length=16)
    documents = models.CharField(max_length=200)
    modules = models.CharField(max_length=80)
    search = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["rank", "number"])]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
