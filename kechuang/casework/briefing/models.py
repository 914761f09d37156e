"""When somebody last looked at a place, by their own word: what turned is counted from that day."""

from typing import ClassVar

from django.db import models

from kechuang.web.accounts.models import Person


class Look(models.Model):
    """A person has seen what there was of a place on a day. Reading never writes it; the person says so."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    place = models.CharField(max_length=6)
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "place"], name="briefing_look_once")]

    def __str__(self) -> str:
        return f"{self.place} {self.on}"
