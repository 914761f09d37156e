"""What the standard moves keep beside the facts: corrections, pauses, opinions, objections, rounds, drafts."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.web import chance
from kechuang.web.accounts.models import Body, Person


class Correction(models.Model):
    """One return for correction, with all its faults."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="corrections")
    state = models.CharField(max_length=24)
    faults = models.JSONField(default=list)
    new_facts = models.TextField(blank=True, default="")
    returned_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    provisional = models.BooleanField(default=False)
    resubmitted_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, default="")
    files = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_on__isnull=True), name="correction_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.returned_on}"


class Pause(models.Model):
    """A span in which a case's clock stood still. ``shifted_days`` is by how much its days were moved at the end."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="pauses")
    cause = models.CharField(max_length=16)
    began_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    shifted_days = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True, default="")
    basis = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(ended_on__isnull=True), name="pause_one_open")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.cause} {self.began_on}"


class Opinion(models.Model):
    """What one body was asked about a case, and its answer."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="opinions")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    question = models.TextField()
    asked_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    waits = models.BooleanField(default=True)
    answer = models.CharField(max_length=16, blank=True, default="")
    text = models.TextField(blank=True, default="")
    files = models.JSONField(default=list)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "id"]),
            models.Index(fields=["body", "case"], condition=models.Q(answered_on__isnull=True), name="opinion_owed"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "body"], condition=models.Q(answered_on__isnull=True), name="opinion_asked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.body_id} {self.answer}"


class Reminder(models.Model):
    """A reminder of the step that a case waits for: at most one for each step."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reminders")
    step = models.BigIntegerField()
    side = models.CharField(max_length=16)
    on = models.DateField()
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "step"], name="reminder_once_a_step")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.on}"


class ObjectionRaised(models.Model):
    """An objection against a case, and how it was decided.

    ``named`` says that somebody of the public left a name or a way to reach them: those stand in the personal group of
    the fact ``casework.objector`` alone, so that erasing it leaves them nowhere.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="objections")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField()
    named = models.BooleanField(default=False)
    files = models.JSONField(default=list)
    raised_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    upheld = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(decided_on__isnull=True), name="objection_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.raised_on}"


class Round(models.Model):
    """A round in which levels recommend upwards to the office that opened it. ``quotas``: level → most, or none."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    code = models.CharField(_("code"), max_length=48, unique=True)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(max_length=48)
    authority = models.CharField(max_length=32)
    place = models.CharField(max_length=9)
    office = models.ForeignKey(Body, models.PROTECT, related_name="+")
    levels = models.JSONField(default=list)
    quotas = models.JSONField(default=dict)
    ranked = models.BooleanField(default=True)
    opens_on = models.DateField()
    closes_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["place", "closes_on"])]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Nomination(models.Model):
    """Where a case stands in a round. ``reached``: the widest level so far, 0 unit 1 county 2 city 3 province.

    ``level`` is the one that has to act and ``current`` its number, '' and that of the round's office once all have.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="nomination", primary_key=True)
    round = models.ForeignKey(Round, models.PROTECT, related_name="nominations")
    at = models.PositiveSmallIntegerField(default=0)
    current = models.PositiveSmallIntegerField(default=0)
    level = models.CharField(max_length=16, blank=True, default="")
    reached = models.PositiveSmallIntegerField(default=0)
    arrived = models.BooleanField(default=False)
    ended = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.case_id} {self.at}"


class Endorsement(models.Model):
    """What one level did with a case: recommended, returned, refused. ``counts`` while it fills the level's quota."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="endorsements")
    round = models.ForeignKey(Round, models.PROTECT, related_name="endorsements")
    level = models.CharField(max_length=16)
    whose = models.CharField(max_length=36)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(max_length=16)
    rank = models.PositiveIntegerField(null=True, blank=True)
    opinion = models.TextField(blank=True, default="")
    on = models.DateField()
    counts = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "id"]),
            models.Index(
                fields=["round", "level", "whose"], condition=models.Q(counts=True), name="endorsement_counts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.level} {self.result}"


class Prepared(models.Model):
    """A request that a clerk prepared and an authorised person of the same body submits. It is no case and no fact."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    code = models.CharField(max_length=96)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200, blank=True, default="")
    values = models.JSONField(default=dict)
    files = models.JSONField(default=dict)
    shown = models.JSONField(default=list)
    state = models.CharField(max_length=16, default="waiting")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_on = models.DateField()
    remark = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["body", "state", "id"])]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
