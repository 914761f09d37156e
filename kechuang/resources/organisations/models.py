"""The register of organisations: the present record, every version of it, and who holds or controls whom."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.web.accounts.models import Body
from kechuang.web.fields import MoneyField


class Organisation(models.Model):
    """What the register says of a body today. ``case`` is the record's case: its moves are the record's versions."""

    body = models.OneToOneField(Body, models.PROTECT, primary_key=True, related_name="organisation")
    case = models.OneToOneField(Case, models.PROTECT, related_name="organisation")
    credit_code = models.CharField(_("credit code"), max_length=18, blank=True, default="")
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True, default="")
    kind = models.CharField(_("kind"), max_length=32)
    place = models.CharField(_("place"), max_length=9)
    industry = models.CharField(_("industry"), max_length=5, blank=True, default="")
    staff = models.PositiveIntegerField(_("staff"), null=True, blank=True)
    sales = MoneyField(_("sales in yuan"), null=True, blank=True)
    sales_year = models.PositiveSmallIntegerField(_("year of the sales"), null=True, blank=True)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    revised_on = models.DateField(_("as of"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~models.Q(credit_code="") & models.Q(withdrawn_on__isnull=True),
                name="organisation_credit_code_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["place", "kind", "case"]),
            models.Index(fields=["kind", "case"]),
            models.Index(fields=["name"]),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationVersion(models.Model):
    """One version of a record as its fact stated it; rebuilt from the ledger."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    on = models.DateField()
    values = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "version"], name="organisation_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} v{self.version}"


class Tie(models.Model):
    """Somebody who holds shares of an organisation or controls it, in the present version.

    ``party`` is the reference that relations are found by. ``name`` of a natural person is personal data: it stands
    here alone and can be emptied without touching the reference.
    """

    SHAREHOLDER, CONTROLLER = "shareholder", "controller"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="ties")
    role = models.CharField(_("role"), max_length=12)
    party = models.CharField(_("party"), max_length=64)
    name = models.CharField(_("name"), max_length=200, blank=True, default="")
    share = models.DecimalField(_("share"), max_digits=7, decimal_places=6, null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "role", "party"], name="tie_once"),
            models.CheckConstraint(
                condition=models.Q(share__isnull=True) | models.Q(share__gte=0, share__lte=1), name="tie_share_in_range"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["party", "role"])]

    def __str__(self) -> str:
        return f"{self.role} {self.party}"
