"""Cases, accounts, steps, due moves, tallies. Written by the gateway alone."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.web import chance
from kechuang.web.accounts.models import Body, Person
from kechuang.web.fields import MoneyField

_WAITING = models.Q(finished=False)


class Case(models.Model):
    """One matter that an office decides. Every list reads this table; its state is what the facts say."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    authority = models.CharField(_("authority"), max_length=32)
    kind = models.CharField(_("kind"), max_length=48)
    number = models.CharField(_("number"), max_length=48, blank=True, default="")
    state = models.CharField(_("state"), max_length=24)
    place = models.CharField(_("place"), max_length=9)
    city = models.CharField(max_length=4, editable=False)
    office = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office"))
    holder = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("holder"))
    counterpart = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("counterpart")
    )
    title = models.CharField(_("title"), max_length=200)
    amount = MoneyField(_("amount"), null=True, blank=True)
    opened_on = models.DateField(_("opened on"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed at"))
    finished = models.BooleanField(default=False, editable=False)
    # While a case is held its own moves are refused and its clock stands still: why, since when, for how long so far.
    hold = models.CharField(_("held"), max_length=16, blank=True, default="")
    held_on = models.DateField(_("held since"), null=True, blank=True)
    stopped_days = models.PositiveIntegerField(_("days stopped"), default=0)
    # Counts the acts that touched the case: a form that was opened at another count meets a case that has changed.
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        # Equalities first, the order last: whatever the reader's reach, a page of a list is a walk along one index.
        # ``city`` (the first four digits of the place) turns a city's reach from a range into an equality.
        indexes: ClassVar = [
            models.Index(fields=["kind", "id"]),
            models.Index(fields=["kind", "state", "id"]),
            models.Index(fields=["kind", "city", "id"]),
            models.Index(fields=["kind", "city", "state", "id"]),
            models.Index(fields=["kind", "place", "id"]),
            models.Index(fields=["kind", "place", "state", "id"]),
            models.Index(fields=["holder", "kind", "id"]),
            models.Index(fields=["counterpart", "kind", "id"]),
            models.Index(fields=["office", "kind", "id"]),
            models.Index(fields=["due_on", "id"], condition=_WAITING, name="case_waiting"),
            models.Index(fields=["city", "due_on", "id", "kind"], condition=_WAITING, name="case_waiting_city"),
            models.Index(fields=["place", "due_on", "id"], condition=_WAITING, name="case_waiting_place"),
            # A list in the order of days, whatever the reach and the states kept, and sums by holder, place and state:
            # what a filter asks stands behind the order, so that rows passed over never touch the table.
            models.Index(fields=["kind", "due_on", "id", "city", "state"]),
            models.Index(fields=["kind", "place", "due_on", "id", "state"]),
            models.Index(fields=["kind", "state", "due_on", "id"]),
            models.Index(fields=["kind", "city", "holder", "place", "state", "amount"]),
            models.Index(fields=["number"]),
            models.Index(fields=["hold", "id"], condition=~models.Q(hold=""), name="case_held"),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.id} {self.title}"


class Account(models.Model):
    """A balance that is the sum of postings, with a floor that the database holds."""

    code = models.CharField(_("code"), max_length=96, primary_key=True)
    authority = models.CharField(_("authority"), max_length=32)
    holder = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    balance = MoneyField(_("balance"), default=0)
    floor = MoneyField(_("floor"), null=True, blank=True, default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(floor__isnull=True) | models.Q(balance__gte=models.F("floor")), name="account_floor"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Step(models.Model):
    """Who moved a case, when, for which body. The fact of the step stands in the ledger without the person's name."""

    act = models.UUIDField(db_index=True)
    key = models.CharField(max_length=120)
    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=48)
    source = models.CharField(max_length=24, blank=True, default="")
    target = models.CharField(max_length=24)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    on_behalf_of = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()
    facts = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "case"], name="step_key_once")]
        indexes: ClassVar = [models.Index(fields=["case", "id"])]

    def __str__(self) -> str:
        return f"{self.move} {self.on}"


class DueMove(models.Model):
    """A move that the node itself will make on a day."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="due_moves")
    move = models.CharField(max_length=48)
    on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    refused = models.CharField(max_length=64, blank=True, default="")
    shifted_days = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["on", "id"], condition=models.Q(done_at__isnull=True), name="due_open")
        ]

    def __str__(self) -> str:
        return f"{self.move} {self.on}"


class Tally(models.Model):
    """How many cases of a kind are in a state in a place, and their amounts: so that no list has to count."""

    kind = models.CharField(max_length=48)
    place = models.CharField(max_length=9)
    state = models.CharField(max_length=24)
    count = models.BigIntegerField(default=0)
    amount = MoneyField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "place", "state"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.place} {self.state}: {self.count}"


class Series(models.Model):
    """The last official number drawn from a series."""

    code = models.CharField(max_length=64, primary_key=True)
    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.code}{self.last}"


class RefusalCount(models.Model):
    """How often an act was refused with a code, per place and day. No person, no values."""

    code = models.CharField(max_length=64)
    move = models.CharField(max_length=96)
    place = models.CharField(max_length=9, blank=True, default="")
    day = models.DateField()
    count = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "move", "place", "day"], name="refusal_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.code}: {self.count}"
