"""Events beside their cases: what is shown, who signed up, who met whom. Written by acts alone.

Title, office, place and state stand on the case. Of persons only numbers are kept, no names.
"""

from typing import ClassVar

from django.db import models

from kechuang.casework.models import Case
from kechuang.web import chance
from kechuang.web.accounts.models import Body


class Event(models.Model):
    """One event. ``origin`` names another market whose event this node only passes on."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="market_event")
    kind = models.CharField(max_length=12)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=9)
    venue = models.CharField(max_length=200, blank=True, default="")
    host = models.CharField(max_length=200)
    about = models.TextField(blank=True, default="")
    capacity = models.PositiveIntegerField(null=True, blank=True)
    signup_until = models.DateField(null=True, blank=True)
    online = models.URLField(max_length=400, blank=True, default="")
    origin = models.CharField(max_length=120, blank=True, default="")
    origin_url = models.URLField(max_length=400, blank=True, default="")
    published_on = models.DateField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    guests = models.PositiveIntegerField(default=0)
    came_persons = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True, default="")
    summary = models.TextField(blank=True, default="")
    revision = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["starts_at", "case"]), models.Index(fields=["place", "starts_at"])]

    def __str__(self) -> str:
        return str(self.case_id)


class EventItem(models.Model):
    """Something that is shown on an event: its record, with number and title as they were when it was put there."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="items")
    ref = models.ForeignKey(Case, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=48)
    number = models.CharField(max_length=64)
    title = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "ref"], name="market_event_item_once")]

    def __str__(self) -> str:
        return self.title


class EventSignup(models.Model):
    """A body that signed up with so many persons; ``came`` is known once the event took place."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="signups")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    persons = models.PositiveSmallIntegerField()
    wish = models.TextField(blank=True, default="")
    waiting = models.BooleanField(default=False)
    on = models.DateField()
    came = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "body"], name="market_event_signup_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.body_id}"


class Meeting(models.Model):
    """Two sides that met on an event, and what came of it. A side is a body of the node, or a name."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="meetings")
    first = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    first_name = models.CharField(max_length=120, blank=True, default="")
    second = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    second_name = models.CharField(max_length=120, blank=True, default="")
    about = models.TextField()
    item = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    outcome = models.CharField(max_length=12, blank=True, default="")
    link = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField(max_length=64, blank=True, default="")
    text = models.TextField(blank=True, default="")
    followed_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.event_id} {self.on}"
