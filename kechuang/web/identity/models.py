"""How people come in: their sign-ins, failed tries, tokens, and what other services said of them."""

from typing import ClassVar

from django.db import models

from kechuang.web import chance
from kechuang.web.accounts.models import Grant, Person


class Count(models.Model):
    """A short-lived value that all processes of the node share; see ``counting``. Keys are digests and name nobody."""

    key = models.CharField(primary_key=True, max_length=255)
    number = models.BigIntegerField(null=True)
    text = models.TextField(blank=True, default="")
    ends_at = models.BigIntegerField(db_index=True)  # milliseconds since 1970

    def __str__(self) -> str:
        return self.key


class SignedIn(models.Model):
    """One browser in which a person is signed in. The address is shortened, and the last use is a day, no time."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    begun_at = models.DateTimeField()
    seen_on = models.DateField()
    device = models.CharField(max_length=80, blank=True, default="")
    address = models.CharField(max_length=45, blank=True, default="")
    how = models.CharField(max_length=48, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "begun_at"])]

    def __str__(self) -> str:
        return f"{self.device} {self.begun_at}"


class FailedTry(models.Model):
    """A sign-in with a person's name that failed; the newest few are kept and shown to that person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    device = models.CharField(max_length=80, blank=True, default="")
    address = models.CharField(max_length=45, blank=True, default="")
    what = models.CharField(max_length=24)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "at"])]

    def __str__(self) -> str:
        return f"{self.what} {self.at}"


class Token(models.Model):
    """A key for programs: it acts as its person, within its scopes, until its day. Only the digest is kept."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    scopes = models.JSONField(default=list)
    digest = models.CharField(max_length=64, unique=True)
    begins = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    used_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "made_at"])]

    def __str__(self) -> str:
        return self.name


class ServiceGrant(models.Model):
    """A grant that a sign-in service's mapping gave: it ends as soon as the mapping no longer gives it."""

    grant = models.OneToOneField(Grant, models.CASCADE, related_name="+")
    service = models.CharField(max_length=48)

    def __str__(self) -> str:
        return f"{self.service} {self.grant_id}"
