"""Achievements and rights in technology, beside their cases. Written by acts alone."""

from fractions import Fraction
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.web import chance
from kechuang.web.accounts.models import Body, Person
from kechuang.web.fields import MoneyField

_PUBLIC = models.Q(public=True)


def _walk(name: str, *columns: str) -> models.Index:
    """Give an index on which a page of the public register walks: equalities first, the order of the list last."""
    return models.Index(fields=[*columns, "published_on", "case"], condition=_PUBLIC, name=f"result_public_{name}")


class Achievement(models.Model):
    """One achievement. ``state`` repeats the case's, ``public`` says whether everybody may find it.

    ``settled`` is the state before the open deals, ``frozen_from`` the one before the dispute; ``idle_on`` the first
    day on which the completers may act themselves. ``field`` and ``ipc_class`` are the first digits by which the
    public register and the landscape are narrowed.
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="achievement")
    state = models.CharField(_("state"), max_length=24)
    public = models.BooleanField(default=False)
    name = models.CharField(_("name of the achievement"), max_length=120)
    name_key = models.CharField(max_length=32, editable=False)
    abstract = models.TextField(_("abstract"))
    text_key = models.CharField(max_length=32, editable=False)
    kind = models.CharField(_("kind"), max_length=16)
    unit = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("completing unit"))
    government = models.BooleanField(_("established by government"), default=False)
    place = models.CharField(_("place"), max_length=9)
    city = models.CharField(max_length=4, editable=False)
    funding = models.CharField(_("funding"), max_length=12)
    project = models.CharField(_("project number"), max_length=80, blank=True, default="")
    discipline = models.CharField(_("discipline"), max_length=7)
    field = models.CharField(max_length=3, editable=False)
    industry = models.CharField(_("industry of use"), max_length=5, blank=True, default="")
    ipc = models.CharField(_("IPC"), max_length=24, blank=True, default="")
    ipc_class = models.CharField(max_length=4, blank=True, default="", editable=False)
    trl = models.PositiveSmallIntegerField(_("readiness level"))
    mode = models.CharField(_("mode of transfer"), max_length=12)
    price = MoneyField(_("price"), null=True, blank=True)
    security = models.CharField(_("security class"), max_length=12)
    export = models.CharField(_("export control"), max_length=12)
    ethics = models.CharField(_("ethics and genetic resources"), max_length=12)
    ethics_number = models.CharField(max_length=80, blank=True, default="")
    product = models.TextField(_("product"), blank=True, default="")
    ground = models.TextField(_("ground of the title"), blank=True, default="")
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    contact_name = models.CharField(max_length=80, blank=True, default="")
    contact_phone = models.CharField(max_length=40, blank=True, default="")
    contact_email = models.CharField(max_length=120, blank=True, default="")
    warnings = models.JSONField(default=list)
    files = models.JSONField(default=list)
    registered_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    idle_on = models.DateField(null=True, blank=True)
    dormant_on = models.DateField(null=True, blank=True)
    used_on = models.DateField(null=True, blank=True)
    withheld_for = models.CharField(max_length=24, blank=True, default="")
    withheld_on = models.DateField(null=True, blank=True)
    frozen_from = models.CharField(max_length=24, blank=True, default="")
    frozen_on = models.DateField(null=True, blank=True)
    settled = models.CharField(max_length=24, blank=True, default="")
    licences = models.PositiveIntegerField(_("licences"), default=0)

    class Meta:
        # The public register is read without signing in at any size: every filter has its own walk.
        indexes: ClassVar = [
            _walk("all"),
            _walk("kind", "kind"),
            _walk("state", "state"),
            _walk("field", "field"),
            _walk("city", "city"),
            _walk("place", "place"),
            _walk("mode", "mode"),
            _walk("trl", "trl"),
            _walk("ipc", "ipc_class"),
            _walk("unit", "unit"),
            models.Index(fields=["name"], condition=_PUBLIC, name="result_public_name"),
            models.Index(fields=["name_key", "unit"]),
            models.Index(fields=["text_key"]),
            models.Index(fields=["unit", "case"]),
            models.Index(fields=["idle_on"]),
        ]

    def __str__(self) -> str:
        return self.name


class IpRight(models.Model):
    """A right that protects an achievement. ``live`` is False once the achievement is off the register."""

    achievement = models.ForeignKey(Achievement, models.CASCADE, related_name="ips")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind of right"), max_length=16)
    number = models.CharField(_("number"), max_length=40)
    patentee = models.CharField(_("named on the certificate"), max_length=300, blank=True, default="")
    state = models.CharField(_("state of the right"), max_length=12)
    applied_on = models.DateField(_("applied for on"), null=True, blank=True)
    granted_on = models.DateField(_("granted on"), null=True, blank=True)
    fee_until = models.DateField(_("annual fee paid until"), null=True, blank=True)
    pledged = models.BooleanField(_("pledged"), default=False)
    exclusive = models.BooleanField(_("exclusive licence in force"), default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["number"]), models.Index(fields=["achievement", "order"])]

    def __str__(self) -> str:
        return self.number


class Completer(models.Model):
    """A completer with rank and exact share; ``person`` is the account by which the completer agrees or disagrees."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    achievement = models.ForeignKey(Achievement, models.CASCADE, related_name="completers")
    place_in_order = models.PositiveSmallIntegerField(_("place among the completers"))
    name = models.CharField(_("name of a completer"), max_length=80)
    unit = models.CharField(_("unit of a completer"), max_length=200, blank=True, default="")
    top = models.BigIntegerField()
    bottom = models.BigIntegerField()
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    agreed = models.BooleanField(null=True, blank=True)
    said_on = models.DateField(null=True, blank=True)
    said = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["achievement", "place_in_order"], name="completer_place_once"),
            models.CheckConstraint(
                condition=models.Q(top__gt=0, bottom__gt=0, top__lte=models.F("bottom")), name="completer_share_of_one"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "achievement"])]

    def __str__(self) -> str:
        return f"{self.place_in_order} {self.name}"

    @property
    def share(self) -> Fraction:
        """The exact share."""
        return Fraction(self.top, self.bottom)


class TrlEvidence(models.Model):
    """What shows that a level of readiness was reached."""

    achievement = models.ForeignKey(Achievement, models.CASCADE, related_name="evidence")
    level = models.PositiveSmallIntegerField()
    on = models.DateField(null=True, blank=True)
    text = models.TextField()
    assessor = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["achievement", "level"])]

    def __str__(self) -> str:
        return f"TRL {self.level}"


class Deal(models.Model):
    """A deal on an achievement, opened by the mechanism that finds its price (``path``, ``ref``)."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="deals")
    mode = models.CharField(_("what is dealt in"), max_length=12)
    exclusive = models.BooleanField()
    path = models.CharField(_("way to the price"), max_length=12)
    ref = models.CharField(max_length=120, blank=True, default="")
    party = models.CharField(_("the other side"), max_length=200, blank=True, default="")
    party_code = models.CharField(max_length=32, blank=True, default="")
    party_body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    foreign = models.BooleanField(default=False)
    places = models.JSONField(default=list)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=8, blank=True, default="")
    contract = models.CharField(_("contract number"), max_length=80, blank=True, default="")
    price = MoneyField(_("price"), null=True, blank=True)
    text = models.TextField(blank=True, default="")
    entry = models.ForeignKey("RightEntry", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            # The lock: whatever two processes do, an achievement has one deal that shuts the others out.
            models.UniqueConstraint(
                fields=["achievement"],
                condition=models.Q(exclusive=True, closed_on__isnull=True),
                name="deal_exclusive_once",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["achievement", "id"]), models.Index(fields=["closed_on", "id"])]

    def __str__(self) -> str:
        return f"{self.mode} {self.opened_on}"


class ResultTally(models.Model):
    """How many achievements of the public register have a value: of kind, field, city …, or of two of them joined."""

    dimension = models.CharField(max_length=12)
    value = models.CharField(max_length=64)
    count = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["dimension", "value"], name="result_tally_once")]
        indexes: ClassVar = [models.Index(fields=["dimension", "count"])]

    def __str__(self) -> str:
        return f"{self.dimension} {self.value}: {self.count}"


class ResultGram(models.Model):
    """Two neighbouring characters of the name of a public achievement, by which words inside names are found."""

    gram = models.CharField(max_length=2)
    achievement = models.ForeignKey(Achievement, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["gram", "achievement"], name="result_gram_once")]
        indexes: ClassVar = [models.Index(fields=["achievement"])]

    def __str__(self) -> str:
        return self.gram


# --- rights


class TechRight(models.Model):
    """A right in technology on the register of rights: its number is the case's, its holders stand in rows of days."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="techright")
    result = models.OneToOneField(Achievement, models.PROTECT, null=True, blank=True, related_name="techright")
    name = models.CharField(_("name of the right"), max_length=200)
    state = models.CharField(max_length=24)
    since = models.DateField(_("on the register since"))

    def __str__(self) -> str:
        return self.name


class RightNumber(models.Model):
    """A number of a patent, software copyright … that a right stands on; it stands on one right only."""

    right = models.ForeignKey(TechRight, models.CASCADE, related_name="numbers")
    number = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.number


class RightEntry(models.Model):
    """An application for an entry, and the entry that came of it. ``terms`` as JSON, see ``terms.py``."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="right_entry")
    right = models.ForeignKey(TechRight, models.PROTECT, null=True, blank=True, related_name="entries")
    result = models.ForeignKey(Achievement, models.PROTECT, null=True, blank=True, related_name="+")
    entry = models.CharField(_("kind of entry"), max_length=16)
    terms = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    state = models.CharField(max_length=24)
    reason = models.TextField(blank=True, default="")
    entered_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["right", "case"]), models.Index(fields=["result"])]

    def __str__(self) -> str:
        return f"{self.entry} {self.case_id}"


class _Row(models.Model):
    """A row of the register: it holds from ``since`` until before ``until``.

    ``code``, ``body`` or ``person`` tell the party from others. A natural person's name stands here alone.
    """

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=32, blank=True, default="")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.UUIDField(null=True, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    entry = models.ForeignKey(RightEntry, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Holding(_Row):
    """A share of a right."""

    right = models.ForeignKey(TechRight, models.PROTECT, related_name="holdings")
    top = models.BigIntegerField()
    bottom = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(top__gt=0, bottom__gt=0, top__lte=models.F("bottom")), name="holding_share_of_one"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["right", "since"]), models.Index(fields=["body", "right"])]

    def __str__(self) -> str:
        return f"{self.name} {self.top}/{self.bottom}"

    @property
    def share(self) -> Fraction:
        """The exact share."""
        return Fraction(self.top, self.bottom)


class Licence(_Row):
    """A permission to use a right: exclusive, sole or ordinary; at places (none: everywhere)."""

    right = models.ForeignKey(TechRight, models.PROTECT, related_name="licences")
    kind = models.CharField(max_length=12)
    places = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["right", "since"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Pledge(_Row):
    """A right as security for a debt."""

    right = models.ForeignKey(TechRight, models.PROTECT, related_name="pledges")
    amount = MoneyField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["right", "since"])]

    def __str__(self) -> str:
        return self.name


class Contribution(_Row):
    """A share of a right brought into a company, for a share of the company (``equity``)."""

    right = models.ForeignKey(TechRight, models.PROTECT, related_name="contributions")
    top = models.BigIntegerField()
    bottom = models.BigIntegerField()
    equity_top = models.BigIntegerField()
    equity_bottom = models.BigIntegerField()
    value = MoneyField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["right", "since"])]

    def __str__(self) -> str:
        return self.name
