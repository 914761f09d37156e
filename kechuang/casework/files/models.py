"""What was handed in: the register of kept files. Bytes lie under ``KECHUANG_HOME/files`` by their digest."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.web import chance
from kechuang.web.accounts.models import Body, Person

WAITING, KEPT, WITHDRAWN, ERASED = "WAITING", "KEPT", "WITHDRAWN", "ERASED"
PERMANENT, THIRTY, TEN = "permanent", "30", "10"


class StoredFile(models.Model):
    """One version of one file.

    ``digest`` is the SHA-256 of the bytes and ``salt`` what makes ``commitment`` of it; both are emptied when the file
    is erased, and the commitment, which is what the fact holds, stays. ``series`` is the id of the first version.
    A file that waits belongs to a form that is not yet sent; only who kept it sees it.
    """

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    digest = models.CharField(_("digest"), max_length=64, blank=True, default="", db_index=True)
    salt = models.BinaryField(null=True)
    commitment = models.CharField(_("salted digest"), max_length=64)
    name = models.CharField(_("name"), max_length=200, blank=True, default="")
    title = models.CharField(_("what it shows"), max_length=120, blank=True, default="")
    kind = models.CharField(_("kind"), max_length=16)
    media_type = models.CharField(_("media type"), max_length=120)
    size = models.BigIntegerField(_("size in bytes"))
    pages = models.IntegerField(_("pages"), default=0)
    notes = models.JSONField(default=list, blank=True)
    declared = models.BooleanField(_("declared not to hold state secrets"), default=False)
    state = models.CharField(_("state"), max_length=12, default=WAITING)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("case"))
    evidence = models.BooleanField(_("handed in as evidence"), default=False)
    series = models.UUIDField(_("series of versions"))
    version = models.IntegerField(_("version"), default=1)
    kept_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("from"))
    kept_at = models.DateTimeField(_("kept at"))
    kept_on = models.DateField(_("kept on"))
    retention = models.CharField(_("retention"), max_length=12, default=THIRTY)
    keep_until = models.DateField(_("keep until"), null=True, blank=True)
    ended_on = models.DateField(_("withdrawn or erased on"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "version"], condition=~models.Q(state=WAITING), name="file_version_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "id"]),
            models.Index(fields=["kept_at"], condition=models.Q(state=WAITING), name="file_waiting"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)


class Archive(models.Model):
    """The archive package of a closed case: the same bytes each time it is made from the same record."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="+", verbose_name=_("case"))
    digest = models.CharField(_("digest"), max_length=64, db_index=True)
    size = models.BigIntegerField(_("size in bytes"))
    log_size = models.BigIntegerField(_("size of the log"))
    retention = models.CharField(_("retention"), max_length=12)
    made_at = models.DateTimeField(_("made at"))

    def __str__(self) -> str:
        return str(self.case_id)
