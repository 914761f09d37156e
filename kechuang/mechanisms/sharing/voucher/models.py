"""The voucher's tables. States stand on the cases; amounts are yuan in Python, fen in the database."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.web.accounts.models import Body
from kechuang.web.fields import MoneyField


def _case(related_name: str) -> "models.OneToOneField[Case, Case]":
    return models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name=related_name)


class VoucherBudget(models.Model):
    """A year's budget of one payer."""

    case = _case("voucher_budget")
    authority = models.CharField(_("payer"), max_length=32)
    year = models.PositiveSmallIntegerField(_("year"))
    amount_yuan = MoneyField(_("amount"))

    class Meta:
        indexes: ClassVar = [models.Index(fields=["authority", "year"])]

    def __str__(self) -> str:
        return f"{self.authority} {self.year}"


class VoucherProvider(models.Model):
    """A provider's listing. ``suspensions`` are pairs of days, the second null while it lasts."""

    case = _case("voucher_provider")
    authority = models.CharField(_("listed by"), max_length=32)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("provider"))
    services = models.JSONField(_("services"), default=list)
    regions = models.JSONField(_("regions"), default=list)
    listed_from = models.DateField(_("listed from"), null=True, blank=True)
    listed_until = models.DateField(_("listed until"), null=True, blank=True)
    suspensions = models.JSONField(default=list)
    removed_on = models.DateField(_("removed on"), null=True, blank=True)
    blacklisted_until = models.DateField(_("barred until"), null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["body"]), models.Index(fields=["authority", "listed_until"])]

    def __str__(self) -> str:
        return f"{self.authority} {self.body_id}"


class VoucherRight(models.Model):
    """A claim right. ``once`` holds payer, year and holder while no second one may be applied for."""

    case = _case("voucher_right")
    authority = models.CharField(_("payer"), max_length=32)
    holder = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("holder"))
    budget = models.ForeignKey(VoucherBudget, models.PROTECT, related_name="rights", verbose_name=_("budget"))
    year = models.PositiveSmallIntegerField(_("year"))
    subject = models.CharField(_("kind of holder"), max_length=16)
    asked_yuan = MoneyField(_("asked"), null=True, blank=True)
    quota_yuan = MoneyField(_("quota"), default=0)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=32, blank=True, default="")
    once = models.CharField(max_length=96, null=True, blank=True, unique=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["holder", "year"]), models.Index(fields=["budget"])]

    def __str__(self) -> str:
        return f"{self.authority} {self.year} {self.holder_id}"


class VoucherAudit(models.Model):
    """A round of the audit by sample. ``open`` holds the payer until the draw, so that there is one at a time."""

    case = _case("voucher_audit")
    authority = models.CharField(_("payer"), max_length=32)
    commitment = models.CharField(_("commitment"), max_length=64)
    seed = models.CharField(max_length=64)
    open = models.CharField(max_length=32, null=True, blank=True, unique=True)
    population = models.PositiveIntegerField(_("population"), default=0)
    drawn = models.PositiveIntegerField(_("drawn"), default=0)
    drawn_on = models.DateField(_("drawn on"), null=True, blank=True)

    def __str__(self) -> str:
        return self.commitment


class VoucherBatch(models.Model):
    """A payment batch: exported, never paid by the node."""

    case = _case("voucher_batch")
    authority = models.CharField(_("payer"), max_length=32)
    lines = models.PositiveIntegerField(_("lines"))
    total_yuan = MoneyField(_("total"))
    exported_on = models.DateField(_("exported on"), null=True, blank=True)
    file_sha256 = models.CharField(_("digest of the file"), max_length=64, blank=True, default="")
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    paid_yuan = MoneyField(_("paid"), default=0)
    bank_ref = models.CharField(_("bank reference"), max_length=64, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.authority} {self.lines}"


class VoucherOrder(models.Model):
    """An order from the frozen quota to the payment. ``contract_key`` and ``invoice_key`` are what may exist once."""

    case = _case("voucher_order")
    authority = models.CharField(_("payer"), max_length=32)
    right = models.ForeignKey(VoucherRight, models.PROTECT, related_name="orders", verbose_name=_("claim right"))
    holder = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("holder"))
    provider = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("provider"))
    listing = models.ForeignKey(VoucherProvider, models.PROTECT, related_name="orders", verbose_name=_("listing"))
    place = models.CharField(_("place"), max_length=9)
    provider_place = models.CharField(_("place of the provider"), max_length=9)
    provider_region = models.CharField(_("region of the provider"), max_length=32)
    cross_region = models.BooleanField(_("across regions"))
    industry = models.CharField(_("industry"), max_length=1, blank=True, default="")
    category = models.CharField(_("service"), max_length=32)
    contract_no = models.CharField(_("contract number"), max_length=80)
    contract_on = models.DateField(_("contract date"))
    contract_yuan = MoneyField(_("contract amount"))
    contract_sha256 = models.CharField(_("digest of the contract"), max_length=64, blank=True, default="")
    contract_key = models.CharField(max_length=120, null=True, blank=True)  # noqa: DJ001 - null is "released"
    eligible_yuan = MoneyField(_("eligible amount"))
    share = models.DecimalField(_("share"), max_digits=9, decimal_places=8)
    cap_yuan = MoneyField(_("cap"), null=True, blank=True)
    amount_yuan = MoneyField(_("voucher amount"))
    signs = models.JSONField(_("signs of risk"), default=list)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    report_sha256 = models.CharField(_("digest of the report"), max_length=64, blank=True, default="")
    report_sketch = models.BinaryField(default=bytes)
    claimed_on = models.DateField(_("claimed on"), null=True, blank=True)
    invoice_code = models.CharField(_("invoice code"), max_length=12, blank=True, default="")
    invoice_no = models.CharField(_("invoice number"), max_length=20, blank=True, default="")
    invoice_key = models.CharField(max_length=33, null=True, blank=True, unique=True)
    invoice_on = models.DateField(_("invoice date"), null=True, blank=True)
    invoice_yuan = MoneyField(_("invoice amount"), null=True, blank=True)
    invoice_tax_no = models.CharField(_("tax number of the buyer"), max_length=20, blank=True, default="")
    payment_ref = models.CharField(_("payment reference"), max_length=64, blank=True, default="")
    payment_sha256 = models.CharField(_("digest of the proof of payment"), max_length=64, blank=True, default="")
    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    score = models.PositiveSmallIntegerField(_("risk score"), null=True, blank=True)
    selected_by = models.CharField(_("selected by"), max_length=12, blank=True, default="")
    audit = models.ForeignKey(VoucherAudit, models.PROTECT, null=True, blank=True, related_name="orders")
    notice_from = models.DateField(_("notice from"), null=True, blank=True)
    notice_until = models.DateField(_("notice until"), null=True, blank=True)
    payable_on = models.DateField(_("payable on"), null=True, blank=True)
    batch = models.ForeignKey(VoucherBatch, models.PROTECT, null=True, blank=True, related_name="orders")
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    released_on = models.DateField(_("released on"), null=True, blank=True)
    rejected_for = models.CharField(_("rejected for"), max_length=32, blank=True, default="")
    referred = models.BooleanField(_("referred"), default=False)
    clawed_back_on = models.DateField(_("recovered on"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract_key"], name="voucher_contract_once"),
            models.CheckConstraint(condition=models.Q(amount_yuan__gte=0), name="voucher_amount_not_negative"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["holder", "provider"]),
            models.Index(fields=["provider", "holder"]),
            models.Index(fields=["report_sha256"], name="voucher_report"),
            models.Index(
                fields=["authority", "provider_region", "paid_on"],
                condition=models.Q(paid_on__isnull=False),
                name="voucher_paid",
            ),
            models.Index(
                fields=["authority", "case"],
                condition=models.Q(selected_by="", checked_on__isnull=False),
                name="voucher_undrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_no} {self.amount_yuan}"


class ReportBand(models.Model):
    """One of the eight numbers by which near-duplicate reports find each other."""

    order = models.ForeignKey(VoucherOrder, models.CASCADE, related_name="bands")
    band = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.order_id} {self.band}"
