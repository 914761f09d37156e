"""Evaluations of plans, beside their cases: self-reports with statements, checks, comments, adjustments, issued files.

Written by acts alone. State, office and third party stand on the case of the evaluation (``counterpart`` is the third
party); a self-report is a case of its own, whose holder is the body that reports.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.policy.models import Document
from kechuang.web import chance
from kechuang.web.accounts.models import Body

ANNUAL, MIDTERM, FINAL = "annual", "midterm", "final"
TARGET, TASK, OWN = "target", "task", "own"
CONFIRMED, NOT_CONFIRMED, CORRECTED = "confirmed", "not_confirmed", "corrected"
TAKEN, PARTLY, NOT_TAKEN = "taken", "partly", "not_taken"
PROPOSED, AGREED, DECLINED, APPLIED = "proposed", "agreed", "declined", "applied"


class Evaluation(models.Model):
    """One evaluation of one plan. ``vintage`` is the day whose knowledge counts; ``data_year`` the year of the data."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="evaluation")
    document = models.ForeignKey(Document, models.PROTECT, related_name="evaluations")
    document_title = models.CharField(max_length=300)
    kind = models.CharField(_("kind of evaluation"), max_length=12)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField(_("evaluated year"))
    data_year = models.PositiveSmallIntegerField(_("data year"))
    vintage = models.DateField(_("known on"))
    call = models.TextField(blank=True, default="")
    public_comments = models.BooleanField(default=False)
    report_by = models.DateField(_("self-reports due"))
    check_by = models.DateField()
    comment_by = models.DateField()
    publish_by = models.DateField()
    running = models.BooleanField(default=True)
    check_note = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    checked_on = models.DateField(null=True, blank=True)
    drafted_on = models.DateField(null=True, blank=True)
    commenting_since = models.DateField(null=True, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["document", "case"]), models.Index(fields=["published_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "kind", "last_year"],
                condition=models.Q(running=True),
                name="evaluation_running_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.last_year} {self.document_title}"


class SelfReport(models.Model):
    """What one body says of its own duties. ``files`` are ids of kept files, ``facts`` ids of entries of the ledger."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="self_report")
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="self_reports")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    done = models.TextField(_("work done"), blank=True, default="")
    problems = models.TextField(_("problems"), blank=True, default="")
    suggestions = models.TextField(_("suggestions"), blank=True, default="")
    files = models.JSONField(default=list)
    facts = models.JSONField(default=list)
    returned = models.TextField(blank=True, default="")
    submitted_on = models.DateField(null=True, blank=True)
    taken_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["evaluation", "body"], name="self_report_once")]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.body_id}"


class Statement(models.Model):
    """What a body says of one target or task of its own.

    ``known`` is what the platform itself knew on the vintage day, as texts: value, unit, period, state, source, url.
    ``version`` rises with every correction; a check counts for the version that it names.
    """

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    report = models.ForeignKey(SelfReport, models.CASCADE, related_name="statements")
    order = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=8)
    code = models.CharField(max_length=64)
    clause = models.CharField(max_length=120, blank=True, default="")
    title = models.CharField(max_length=300)
    quote = models.TextField(blank=True, default="")
    known = models.JSONField(default=dict)
    claim = models.CharField(max_length=16, blank=True, default="")
    value = models.CharField(max_length=40, blank=True, default="")
    unit = models.CharField(max_length=40, blank=True, default="")
    text = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "subject", "code"], name="statement_subject_once")
        ]
        indexes: ClassVar = [models.Index(fields=["report", "order"])]

    def __str__(self) -> str:
        return f"{self.subject} {self.code}"


class Check(models.Model):
    """What the third party found of one statement. ``standing`` is false once the statement was changed after it."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="checks")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    on = models.DateField()
    verdict = models.CharField(max_length=16)
    value = models.CharField(max_length=40, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField()
    standing = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["statement", "id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["statement"], condition=models.Q(standing=True), name="check_standing_once")
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.verdict}"


class Invited(models.Model):
    """A body that is asked to comment on the draft."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="invited")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["evaluation", "body"], name="invited_once")]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.body_id}"


class Comment(models.Model):
    """A comment on the draft, of a body or (``body`` empty) of the public, and what became of it."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="comments")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    part = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField()
    answer = models.CharField(max_length=12, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["evaluation", "on"])]

    def __str__(self) -> str:
        return self.text


class Adjustment(models.Model):
    """A proposal to change a target. ``applied_as`` names the version that it became where it was applied."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="adjustments")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    target = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    before = models.CharField(max_length=40, blank=True, default="")
    value = models.CharField(max_length=40)
    unit = models.CharField(max_length=40, blank=True, default="")
    reason = models.TextField()
    proposed_on = models.DateField()
    state = models.CharField(max_length=12, default=PROPOSED)
    decision = models.TextField(blank=True, default="")
    decided_on = models.DateField(null=True, blank=True)
    applied_on = models.DateField(null=True, blank=True)
    applied_as = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["evaluation", "id"])]

    def __str__(self) -> str:
        return f"{self.target} {self.value}"


class IssuedReport(models.Model):
    """A report as made: a draft for comment, or the final one. The digests name kept bytes (SHA-256, hex)."""

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="issued")
    edition = models.PositiveSmallIntegerField()
    final = models.BooleanField(default=False)
    on = models.DateField()
    inputs = models.CharField(max_length=64)
    word = models.CharField(max_length=64)
    pdf = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["evaluation", "edition"], name="issued_edition_once")]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.edition}"
