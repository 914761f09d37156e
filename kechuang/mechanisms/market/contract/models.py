"""Tables of the registration of technology contracts; written from the gateway alone."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.mechanisms.market.contract.rules.content import Contract, from_plain
from kechuang.web.fields import MoneyField


class TechContract(models.Model):
    """A contract beside its case: what lists find and sort by, the contents, and the check list as it stands.

    ``seller_place`` and ``buyer_place`` are divisions or ``ABROAD``. ``live`` contracts are told apart by their
    fingerprint over all authorities of the node: one contract is registered once.
    """

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="tech_contract")
    number = models.CharField(_("registration number"), max_length=24, blank=True, default="")
    number_agreed = models.CharField(_("contract number"), max_length=64, blank=True, default="")
    type = models.CharField(_("type"), max_length=16)
    subtype = models.CharField(_("subtype"), max_length=16)
    field = models.CharField(_("field of technology"), max_length=16)
    trade = models.CharField(_("trade"), max_length=8, default="domestic")
    seller_key = models.CharField(max_length=200)
    seller_name = models.CharField(_("seller"), max_length=200)
    seller_place = models.CharField(_("seat of the seller"), max_length=9)
    buyer_key = models.CharField(max_length=200)
    buyer_name = models.CharField(_("buyer"), max_length=200)
    buyer_place = models.CharField(_("seat of the buyer"), max_length=9)
    office_place = models.CharField(max_length=9)
    signed_on = models.DateField(_("signed on"))
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    total_yuan = MoneyField(_("total"), null=True, blank=True)
    technology_yuan = MoneyField(_("technology amount"), null=True, blank=True)
    registered_total = MoneyField(default=0)
    registered_technology = MoneyField(default=0)
    received_yuan = MoneyField(_("royalties received"), default=0)
    received_until = models.DateField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64)
    live = models.BooleanField(default=True)
    content = models.JSONField()
    lines = models.JSONField(default=list)
    doubts = models.PositiveSmallIntegerField(_("open doubts"), default=0)
    failing = models.PositiveSmallIntegerField(_("failing lines"), default=0)
    reviewed = models.BooleanField(default=False)
    review_ground = models.CharField(max_length=16, blank=True, default="")
    wish = models.JSONField(default=dict)
    ground = models.CharField(max_length=24, blank=True, default="")
    ground_text = models.TextField(blank=True, default="")
    enjoyed = models.JSONField(default=list)
    fine_yuan = MoneyField(null=True, blank=True)
    version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["fingerprint"], condition=models.Q(live=True), name="market_contract_registered_once"
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~models.Q(number=""), name="market_contract_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(technology_yuan__isnull=True)
                | models.Q(technology_yuan__gte=0, technology_yuan__lte=models.F("total_yuan")),
                name="market_contract_technology_within_total",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["seller_key", "signed_on"]),
            models.Index(fields=["registered_on", "case"]),
            models.Index(fields=["type", "case"]),
            models.Index(fields=["buyer_place", "case"]),
            models.Index(fields=["failing", "doubts", "case"]),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.case_id} {self.seller_name} – {self.buyer_name}"

    @property
    def contract(self) -> Contract:
        """The contents as rules see them."""
        return from_plain(self.content)


class Confirmation(models.Model):
    """A doubt of the check list that the registering body looked into; it holds while the line's digest is the same."""

    contract = models.ForeignKey(TechContract, models.CASCADE, related_name="confirmations")
    line = models.CharField(max_length=16)
    digest = models.CharField(max_length=16)
    note = models.TextField(blank=True, default="")
    on = models.DateField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["contract", "line"])]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.line}"


class ReviewExpert(models.Model):
    """An expert who looked at a large or disputed contract; the registering body alone reads who it was."""

    contract = models.ForeignKey(TechContract, models.CASCADE, related_name="experts")
    name = models.CharField(_("name of an expert"), max_length=80)
    unit = models.CharField(_("unit of an expert"), max_length=200)
    agrees = models.BooleanField()
    on = models.DateField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["contract", "id"])]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.on}"


class ContractVersion(models.Model):
    """The contents of a registered contract since a day; a change never overwrites."""

    contract = models.ForeignKey(TechContract, models.CASCADE, related_name="versions")
    version = models.PositiveSmallIntegerField()
    on = models.DateField()
    content = models.JSONField()
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "version"], name="market_contract_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} v{self.version}"


class Turnover(models.Model):
    """One fact about the turnover, its public part: signed amounts by day, type, field, seat of seller and of buyer."""

    contract = models.ForeignKey(TechContract, models.CASCADE, related_name="turnover")
    kind = models.CharField(max_length=16)
    on = models.DateField()
    place = models.CharField(max_length=9)
    seller_place = models.CharField(max_length=9)
    buyer_place = models.CharField(max_length=9)
    type = models.CharField(max_length=16)
    field = models.CharField(max_length=16)
    industry = models.CharField(max_length=8, blank=True, default="")
    trade = models.CharField(max_length=8)
    count = models.SmallIntegerField()
    total_yuan = MoneyField()
    technology_yuan = MoneyField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["on", "place"]), models.Index(fields=["place", "on"])]

    def __str__(self) -> str:
        return f"{self.on} {self.kind} {self.technology_yuan}"


class RegisterBook(models.Model):
    """The last registration number of a registering place in a year; locked while a number is drawn."""

    place = models.CharField(max_length=9, primary_key=True)
    year = models.PositiveSmallIntegerField(default=0)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.place} {self.year} {self.last}"
