"""Tables taken in: the file, what was understood of it, every row with its faults, and what became of it.

Nothing of this is anybody's record: a register changes only through the gateway, row by row, when somebody has agreed.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.web import chance
from kechuang.web.accounts.models import Body, Person

COLUMNS, CHECKING, CHECKED, WRITING, WRITTEN, CANCELLED, FAILED = (
    *("COLUMNS", "CHECKING", "CHECKED", "WRITING", "WRITTEN", "CANCELLED", "FAILED"),
)
STATES = (COLUMNS, CHECKING, CHECKED, WRITING, WRITTEN, CANCELLED, FAILED)
READY, FAULTY, SAME, DONE, REFUSED = "READY", "FAULTY", "SAME", "DONE", "REFUSED"


class Upload(models.Model):
    """One table on its way into a register.

    ``layout`` says where the table stands in the sheet, ``mapping`` which column is which, ``told`` what was left out
    or understood. ``digest`` binds all that was checked; an agreement names it. ``edition`` counts what people changed
    on the page. ``runner`` and ``beat_at`` belong to the task that works on it.
    """

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=64)
    mode = models.CharField(_("mode"), max_length=8)
    state = models.CharField(_("state"), max_length=10, default=COLUMNS)
    office = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("office"))
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name=_("person"))
    name = models.CharField(_("file name"), max_length=200)
    form = models.CharField(max_length=8)
    file_digest = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(default=0)
    sheets = models.JSONField(default=list)
    sheet = models.PositiveIntegerField(default=0)
    layout = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    mapped_how = models.CharField(max_length=10, blank=True, default="")
    told = models.JSONField(default=dict)
    total = models.PositiveIntegerField(_("rows"), default=0)
    done = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    edition = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")
    checked_on = models.DateField(null=True, blank=True)
    fault = models.JSONField(default=dict)
    cancelled = models.BooleanField(default=False)
    runner = models.CharField(max_length=32, blank=True, default="")
    beat_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(_("uploaded at"))
    agreed_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["office", "id"]),
            models.Index(fields=["person", "id"]),
            models.Index(fields=["state", "beat_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Line(models.Model):
    """One row of the table: ``cells`` as read, ``edited`` as corrected on the page.

    ``seen`` is what the register said when the row was checked, for a row that changes something.
    """

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(default=dict)
    edited = models.JSONField(default=dict)
    filled = models.JSONField(default=dict)
    seen = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=8)
    key = models.CharField(max_length=32, blank=True, default="")
    refusal = models.JSONField(default=dict)
    case = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["upload", "number"], name="import_line_once")]
        indexes: ClassVar = [
            models.Index(fields=["upload", "state", "number"]),
            models.Index(fields=["upload", "key"]),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.number}"


class CellFault(models.Model):
    """What is wrong with one cell: a code with its values, and texts that would be taken instead."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="faults")
    number = models.PositiveIntegerField(_("row"))
    column = models.CharField(max_length=48)
    raw = models.CharField(max_length=400, blank=True, default="")
    code = models.CharField(max_length=64)
    group = models.CharField(max_length=12)
    values = models.JSONField(default=dict)
    suggestions = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["upload", "number", "id"]),
            models.Index(fields=["upload", "group", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.column} {self.code}"


class Remembered(models.Model):
    """How an office's own table was understood the last time: which head is which column, in which unit."""

    office = models.ForeignKey(Body, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)
    heads = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    on = models.DateField()
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "kind", "signature"], name="import_mapping_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.signature[:8]}"
