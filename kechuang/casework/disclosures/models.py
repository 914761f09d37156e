"""Who saw which restricted record: one row a day for each reader, record, way and set of groups. Never a value."""

from typing import ClassVar

from django.db import models

from kechuang.web.accounts.models import Body, Person


class Disclosure(models.Model):
    """A restricted record was shown to somebody.

    ``record`` and ``kind`` name it, ``case`` the case to which it belongs, ``subject`` the person of whom it speaks, by
    pseudonymous reference. ``by`` read it in a role for a body, perhaps on behalf of somebody.
    """

    key = models.CharField(max_length=64, unique=True)
    day = models.DateField(db_index=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    body = models.ForeignKey(Body, models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=48, blank=True, default="")
    on_behalf_of = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    record = models.CharField(max_length=96)
    kind = models.CharField(max_length=96)
    case = models.UUIDField(null=True)
    subject = models.CharField(max_length=160, blank=True, default="")
    groups = models.CharField(max_length=160)
    way = models.CharField(max_length=12)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["subject", "last_at", "id"], condition=~models.Q(subject=""), name="disclosure_subject"
            ),
            models.Index(fields=["case", "last_at", "id"], name="disclosure_case"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.way}"
