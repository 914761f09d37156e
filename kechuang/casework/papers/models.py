"""Papers of cases and the templates of offices. Bytes lie under ``KECHUANG_HOME/files`` by their digest."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.models import StoredFile
from kechuang.casework.models import Case
from kechuang.casework.papers.rules import DRAFT
from kechuang.web import chance
from kechuang.web.accounts.models import Body, Person


class CasePaper(models.Model):
    """One version of one paper of a case.

    ``paper`` is the description from which both files were made and ``filled`` the data as it was then; the files
    themselves are kept, since fonts change. ``stands_on`` is the last fact of the case at that time.
    """

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="papers", verbose_name=_("case"))
    office = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("issued by"))
    kind = models.CharField(_("kind of paper"), max_length=64)
    title = models.CharField(_("title"), max_length=200)
    version = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=12, default=DRAFT)
    language = models.CharField(_("language"), max_length=8, default="zh-hans")
    typed = models.JSONField(default=dict)
    paper = models.JSONField()
    filled = models.JSONField(default=list)
    stands_on = models.CharField(max_length=40, blank=True, default="")
    word_digest = models.CharField(_("digest of the Word file"), max_length=64, db_index=True)
    pdf_digest = models.CharField(_("digest of the PDF"), max_length=64, db_index=True)
    pages = models.PositiveIntegerField(_("pages"))
    drafted_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    drafted_on = models.DateField(_("drafted on"))
    number = models.CharField(_("official number"), max_length=48, blank=True, default="")
    number_code = models.CharField(max_length=20, null=True, blank=True)  # noqa: DJ001 - null is "no number": it may stand often
    number_year = models.PositiveSmallIntegerField(null=True, blank=True)
    number_serial = models.PositiveIntegerField(null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    signature = models.CharField(_("signature"), max_length=12, blank=True, default="")
    findings = models.JSONField(default=list)
    fact = models.CharField(max_length=40, blank=True, default="")
    ended_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "kind", "version"], name="paper_version_once"),
            models.UniqueConstraint(
                fields=["office", "number_code", "number_year", "number_serial"], name="paper_number_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "id"]),
            models.Index(fields=["office", "state", "id"]),
            models.Index(fields=["drafted_on", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()


class OfficeTemplate(models.Model):
    """An office's own Word or Excel template for a kind of paper or for a list, one version."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    office = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("office"))
    target = models.CharField(_("for"), max_length=64)
    media = models.CharField(_("kind of file"), max_length=4)
    version = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("name of the file"), max_length=200)
    digest = models.CharField(_("digest"), max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    marks = models.JSONField(default=list)
    unknown = models.JSONField(default=list)
    kept_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    kept_on = models.DateField(_("kept on"))
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "target", "media", "version"], name="template_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.version}"
