"""Notices and what carries them: circulars, addresses, deliveries, webhooks, calendar feeds, warnings, years."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.web import chance
from kechuang.web.accounts.models import Body, Person


class Circular(models.Model):
    """A notice that an office writes to several bodies: a draft until it is sent, then as it was sent."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    sender = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("sender"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))
    asks = models.CharField(_("asks for"), max_length=16, blank=True, default="")
    reply_by = models.DateField(_("reply by"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=9, blank=True, default="")
    kind = models.CharField(_("kind of body"), max_length=32, blank=True, default="")
    codes = models.JSONField(default=list)
    recipients = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    written_on = models.DateField()
    sent_on = models.DateField(_("sent on"), null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sender", "id"])]

    def __str__(self) -> str:
        return self.title


class Notice(models.Model):
    """One notice to one body or one person.

    A ``formal`` one asks for a receipt or an answer; it is a case of its own under the same id, so its steps are facts.
    The title and text of a notice that an office wrote stand in it; those of the node stand in the catalogues under
    ``kind``, with ``values`` in them.
    """

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=96)
    values = models.JSONField(default=dict)
    title = models.CharField(_("title"), max_length=200, blank=True, default="")
    text = models.TextField(_("text"), blank=True, default="")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("to"))
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    sender = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("from"))
    place = models.CharField(max_length=9, blank=True, default="")
    about = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    circular = models.ForeignKey(Circular, models.PROTECT, null=True, blank=True, related_name="notices")
    formal = models.BooleanField(default=False)
    asks = models.CharField(max_length=16, blank=True, default="")
    state = models.CharField(max_length=16, blank=True, default="SENT")
    on = models.DateField(_("on"))
    made_at = models.DateTimeField()
    reply_by = models.DateField(_("reply by"), null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True, default="")
    files = models.JSONField(default=list)
    reminded = models.PositiveIntegerField(default=0)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(body__isnull=False, person__isnull=True)
                | models.Q(body__isnull=True, person__isnull=False),
                name="notice_one_receiver",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["body", "on", "id"]),
            models.Index(fields=["person", "on", "id"]),
            models.Index(fields=["circular", "id"]),
            models.Index(fields=["about", "id"]),
            models.Index(fields=["body", "made_at"], condition=models.Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["reply_by", "id"], condition=models.Q(answered_at__isnull=True), name="notice_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Address(models.Model):
    """Where a body or a person wants to hear of notices by e-mail, how often, and when not."""

    body = models.ForeignKey(Body, models.CASCADE, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField(_("e-mail"))
    rhythm = models.CharField(_("how often"), max_length=8, default="daily")
    quiet_from = models.PositiveSmallIntegerField(_("quiet from"), null=True, blank=True)
    quiet_to = models.PositiveSmallIntegerField(_("quiet until"), null=True, blank=True)
    language = models.CharField(max_length=8, blank=True, default="")
    since = models.DateTimeField()
    last_digest_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "email"], name="address_of_body_once"),
            models.UniqueConstraint(fields=["person"], name="address_of_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.rhythm}"


class Hook(models.Model):
    """A webhook of a body: where its events are sent, which ones, and the secret that signs them."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    body = models.ForeignKey(Body, models.CASCADE, related_name="+", verbose_name=_("body"))
    url = models.URLField(_("address"), max_length=500)
    secret = models.CharField(max_length=80)
    events = models.JSONField(_("events"), default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["body", "id"])]

    def __str__(self) -> str:
        return f"{self.pk} {self.url}"


class Delivery(models.Model):
    """One thing to be sent over the network, and how often that was tried. ``key`` makes it exist once.

    waiting → sending → sent, or back to waiting with a later ``next_at``, or dead after the last try.
    """

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    key = models.CharField(max_length=200, unique=True)
    channel = models.CharField(_("channel"), max_length=8)
    address = models.ForeignKey(Address, models.CASCADE, null=True, blank=True, related_name="deliveries")
    hook = models.ForeignKey(Hook, models.CASCADE, null=True, blank=True, related_name="deliveries")
    event = models.CharField(_("event"), max_length=100)
    payload = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=8, default="waiting")
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    made_at = models.DateTimeField(_("made at"))
    next_at = models.DateTimeField(_("next try"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=200, blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_at", "id"], condition=models.Q(next_at__isnull=False), name="delivery_open"),
            models.Index(fields=["hook", "id"]),
            models.Index(fields=["state", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.event} {self.state}"


class Told(models.Model):
    """A notice has been put into a delivery to an address: never twice, by the constraint."""

    address = models.ForeignKey(Address, models.CASCADE, related_name="+")
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="+")
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="told")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["address", "notice"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.address_id} {self.notice_id}"


class Feed(models.Model):
    """A person's secret calendar address; only its hash is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_at}"


class Warned(models.Model):
    """A case reached a step of its place's ladder for one due day, and its receivers were told."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    due_on = models.DateField()
    step = models.CharField(max_length=24)
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "due_on", "step"], name="warned_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}"


class YearAccount(models.Model):
    """A case in the account of one year: open there, frozen when the year was closed, or carried into the next."""

    OPEN, FROZEN, CARRIED = "open", "frozen", "carried"

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=48)
    place = models.CharField(max_length=9)
    year = models.PositiveSmallIntegerField(_("year"))
    first_year = models.PositiveSmallIntegerField(_("carried from"))
    standing = models.CharField(_("standing"), max_length=8, default=OPEN)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "year"], name="account_year_once")]
        indexes: ClassVar = [models.Index(fields=["kind", "year", "place", "id"])]

    def __str__(self) -> str:
        return f"{self.case_id} {self.year} {self.standing}"
