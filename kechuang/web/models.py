"""What the page kit keeps for a person: views of lists, drafts of forms, steps that may be undone, long work.

Nothing here is a record of the office: all of it goes when its person goes, and none of it is ever a submission.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from kechuang.web import chance, clock


class ListView(models.Model):
    """A way of looking at a list: filters, order and columns under a name.

    The row without a name holds its keeper's own settings of the list (columns, density, the view that opens first).
    """

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="list_views")
    list_key = models.CharField(max_length=64)
    path = models.CharField(max_length=300, blank=True, default="")
    title = models.CharField(max_length=200, blank=True, default="")
    name = models.CharField(max_length=60, blank=True, default="")
    query = models.CharField(max_length=2000, blank=True, default="")
    columns = models.JSONField(default=list, blank=True)
    density = models.CharField(max_length=8, blank=True, default="")
    body = models.ForeignKey("accounts.Body", models.CASCADE, null=True, blank=True, related_name="list_views")
    opens = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="opened_by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["keeper", "list_key"], condition=models.Q(name=""), name="list_settings_once"
            ),
            models.UniqueConstraint(
                fields=["keeper", "list_key", "path", "name"], condition=~models.Q(name=""), name="list_view_name_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["list_key", "body"], name="list_view_shared")]

    def __str__(self) -> str:
        return self.name or self.list_key


class Draft(models.Model):
    """What a person had typed into a form and not yet sent: never a submission, without files, gone after a while."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=120)
    path = models.CharField(max_length=400)
    title = models.CharField(max_length=200, blank=True, default="")
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=clock.real_now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "form", "path"], name="draft_once")]
        indexes: ClassVar = [models.Index(fields=["saved_at"], name="draft_age")]

    def __str__(self) -> str:
        return self.title or self.form


class Undoable(models.Model):
    """A step that its person may take back for a while: which kind, and what the kind needs to take it back."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="undoable")
    kind = models.CharField(max_length=64)
    says = models.CharField(max_length=200)
    payload = models.JSONField(default=dict)
    until = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["until"], name="undoable_until")]

    def __str__(self) -> str:
        return self.says


class LongWork(models.Model):
    """Work that takes longer than a page: how far it is, what it says, where its result stands."""

    WAITING, RUNNING, DONE, FAILED, STOPPED = "waiting", "running", "done", "failed", "stopped"
    ENDED = (DONE, FAILED, STOPPED)

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    kind = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="long_work")
    total = models.PositiveBigIntegerField(null=True, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=8, default=WAITING)
    says = models.CharField(max_length=500, blank=True, default="")
    result_url = models.CharField(max_length=300, blank=True, default="")
    stop_asked = models.BooleanField(default=False)
    begun_at = models.DateTimeField(default=clock.real_now)
    changed_at = models.DateTimeField(default=clock.real_now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["by", "begun_at", "id"], name="long_work_of_person")]

    def __str__(self) -> str:
        return self.title
